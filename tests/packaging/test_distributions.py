"""What ships, what must not, and that it works where there is no checkout."""

import os
import shutil
import subprocess
import sys
import sysconfig
import tarfile
import venv
import zipfile
from pathlib import Path, PurePosixPath

import pytest

ROOT = Path(__file__).parents[2]
BUNDLED = "grader/_bundled"


def _run(*command, cwd):
    # The checkout must be found neither by the build nor by the program that was installed.
    hidden = {"PYTHONPATH", "PYTHONHOME", "GRADER_SECRET", "VIRTUAL_ENV"}
    done = subprocess.run(
        [str(part) for part in command],
        cwd=cwd,
        env={name: text for name, text in os.environ.items() if name not in hidden},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stdout
    return done.stdout


@pytest.fixture(scope="module")
def distributions(tmp_path_factory):
    """Return the folder of the sdist and of the wheel that is built from it."""
    folder = tmp_path_factory.mktemp("dist")
    _run(
        *(sys.executable, "-m", "build", "--no-isolation", "--outdir", folder, ROOT),
        cwd=folder,
    )
    return folder


@pytest.fixture(scope="module")
def wheel(distributions):
    return next(distributions.glob("*.whl"))


@pytest.fixture(scope="module")
def in_wheel(wheel):
    with zipfile.ZipFile(wheel) as archive:
        return {PurePosixPath(name) for name in archive.namelist()}


@pytest.fixture(scope="module")
def in_sdist(distributions):
    with tarfile.open(next(distributions.glob("*.tar.gz"))) as archive:
        members = (PurePosixPath(member.name) for member in archive if member.isfile())
        return {path.relative_to(path.parts[0]) for path in members}


@pytest.fixture(scope="module")
def installed(wheel, tmp_path_factory):
    """Return the programs of a fresh environment with the wheel and our own dependencies."""
    folder = tmp_path_factory.mktemp("installed") / "venv"
    venv.create(folder, with_pip=False)
    python = folder / "bin" / "python"
    pip = (sys.executable, "-m", "pip", "--python", python, "install", "--quiet")
    _run(*pip, "--no-deps", "--no-index", wheel, cwd=folder)
    # A path in a .pth file is searched after the environment's own packages, and .pth files in it
    # are not read: an editable install of the checkout stays out of sight.
    site = Path(sysconfig.get_path("purelib", "venv", {"base": str(folder)}))
    (site / "dependencies.pth").write_text(f"{sysconfig.get_path('purelib')}\n", encoding="utf-8")
    return folder / "bin"


@pytest.mark.parametrize("folder", ["exercises", "templates"])
def test_the_wheel_holds_every_exercise_schema_and_template(folder, in_wheel):
    shipped = [
        path for path in (ROOT / folder).rglob("*") if path.suffix in {".yaml", ".json", ".j2"}
    ]

    assert shipped
    assert {
        PurePosixPath(BUNDLED, path.relative_to(ROOT).as_posix()) for path in shipped
    } <= in_wheel


@pytest.mark.parametrize("folder", ["solutions", "tests", "benchmarks", ".ci"])
def test_nothing_of_the_workshop_ships(folder, in_wheel, in_sdist):
    assert not [path for path in in_wheel | in_sdist if folder in path.parts]


def test_the_wheel_has_one_top_level_package(in_wheel):
    tops = {path.parts[0] for path in in_wheel if not path.parts[0].endswith(".dist-info")}

    assert tops == {"grader"}


def test_the_wheel_says_that_it_is_typed(in_wheel):
    assert PurePosixPath("grader/py.typed") in in_wheel


def test_the_wheel_carries_the_license(in_wheel):
    assert any(path.name == "LICENSE" for path in in_wheel)


def test_the_sdist_holds_what_a_build_needs(in_sdist):
    needed = {"pyproject.toml", "README.md", "LICENSE", "CHANGELOG.md", "grader/__init__.py"}

    assert {PurePosixPath(name) for name in needed} <= in_sdist


def test_the_installed_program_works_away_from_the_checkout(installed, tmp_path):
    version = _run(installed / "grader", "--version", cwd=tmp_path)
    preview = _run(installed / "grader", "preview", "predict-correlation", cwd=tmp_path)
    where = _run(installed / "python", "-c", "import grader; print(grader.__file__)", cwd=tmp_path)

    assert version.startswith("grader, version ")
    assert "Misconceptions" in preview
    assert Path(where.strip()).is_relative_to(installed.parent)


def test_the_installed_program_makes_and_grades_notebooks(installed, tmp_path):
    roster = tmp_path / "roster.csv"
    roster.write_text("id,name\nada,Ada\n", encoding="utf-8")
    program = installed / "grader"

    _run(program, "generate", "filtering-basics", "--roster", roster, cwd=tmp_path)
    shutil.copytree(tmp_path / "release", tmp_path / "submissions")
    _run(program, "grade", "filtering-basics", "submissions", "--release", "release", cwd=tmp_path)

    assert (tmp_path / "graded" / "feedback" / "ada.html").is_file()
