"""Seeded faults of the engine, each found by the engine's own tests.

A copy of the engine gets one edit of `mutants.toml`, and pytest runs the tests on the copy, in a
process of its own. A fault that stays green is a hole in the tests: they get a new one.
"""

import os
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

pytestmark = pytest.mark.mutants
HERE = Path(__file__).parent
TESTS, PACKAGE = HERE.parent, HERE.parents[1] / "grader"
MUTANTS = tomllib.loads((HERE / "mutants.toml").read_text(encoding="utf-8"))["mutants"]
CONTROL = ("unit/engine", "properties/test_engine_guards.py", "properties/test_engine_layers.py")

# The copy is what is imported, or pytest ends with a status that says so. The same examples every
# time, and the first that fails will do: a smaller one takes long to find, and nobody reads it.
PLUGIN = """
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, settings

settings.register_profile(
    "mutants",
    derandomize=True,
    database=None,
    phases=(Phase.explicit, Phase.generate),
    suppress_health_check=list(HealthCheck),
)
settings.load_profile("mutants")


def pytest_configure():
    from grader import engine

    if not Path(engine.__file__).is_relative_to(Path(__file__).parent):
        raise pytest.UsageError(f"{engine.__file__} is not the copy under test")
"""


def copy_engine(folder):
    """Copy what the engine's tests import: it needs nothing of the package but its first file."""
    ignored = shutil.ignore_patterns("__pycache__")
    shutil.copytree(PACKAGE / "engine", folder / "grader" / "engine", ignore=ignored)
    shutil.copy(PACKAGE / "__init__.py", folder / "grader")
    (folder / "copy_under_test.py").write_text(PLUGIN, encoding="utf-8")


def edit(path, old, new):
    """Replace the one place where `old` stands."""
    source = path.read_text(encoding="utf-8")
    found = source.count(old)
    assert found == 1, f"{path.name} has moved on: it holds {found} times, and not once,\n{old}"
    path.write_text(source.replace(old, new), encoding="utf-8")


def run_tests(folder, names):
    """Run test files on the copy in `folder` until one test fails; return status and output."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("PYTEST_")}
    # To load all that is installed takes as long as the tests; the settings speak of these two.
    plugins = ("no:cacheprovider", "pytest_timeout", "xdist.plugin", "copy_under_test")
    more = {"PYTHONPATH": str(folder), "PYTHONHASHSEED": "0", "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"}
    done = subprocess.run(
        [
            *(sys.executable, "-P", "-m", "pytest", "-x", "-q", "--noconftest"),
            *(part for plugin in plugins for part in ("-p", plugin)),
            *(str(TESTS / name) for name in names),
        ],
        # Tests that start an interpreter of their own find the copy as well.
        env=kept | more,
        cwd=folder,
        check=False,
        capture_output=True,
        text=True,
        timeout=110,
    )
    return done.returncode, done.stdout + done.stderr


def test_the_engine_as_it_is_passes(tmp_path):
    copy_engine(tmp_path)

    status, output = run_tests(tmp_path, CONTROL)

    assert status == pytest.ExitCode.OK, output


@pytest.mark.parametrize("mutant", MUTANTS, ids=[mutant["name"] for mutant in MUTANTS])
def test_the_tests_find_out_that(mutant, tmp_path):
    copy_engine(tmp_path)
    edit(tmp_path / "grader" / "engine" / mutant["file"], mutant["old"], mutant["new"])

    status, output = run_tests(tmp_path, mutant["tests"])

    # Not what pytest cannot collect, nor what fails before the test has begun.
    assert status == pytest.ExitCode.TESTS_FAILED, output
    assert "\n1 failed" in output, output
