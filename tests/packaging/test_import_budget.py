"""`grader --help` and a notebook's first cell answer at once: they import nothing heavy."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
HEAVY = {"numpy", "scipy", "pydantic", "yaml", "jinja2", "nbformat", "rich", "pytest"}
CALLS = {
    "--help": "from grader.cli.main import run\nrun(['--help'])",
    "import check": "from grader import check",
}
# The interpreter's own start is part of what a person waits for, so the child measures itself.
PROBE = """
import json, resource, sys
used = resource.getrusage(resource.RUSAGE_SELF)
ms = 1000 * (used.ru_utime + used.ru_stime)
print(json.dumps({"ms": ms, "modules": sorted({name.partition(".")[0] for name in sys.modules})}))
"""


def _run(call):
    done = subprocess.run(
        [sys.executable, "-c", f"{call}\n{PROBE}"],
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=True,
    )
    return json.loads(done.stdout.splitlines()[-1])


@pytest.mark.parametrize("name", CALLS)
def test_nothing_heavy_is_imported_before_it_is_needed(name):
    runs = [_run(CALLS[name]) for _ in range(5)]

    # Shown, not asserted: a loaded machine would make it fail for no fault of ours.
    sys.stdout.write(f"{name}: {min(run['ms'] for run in runs):.0f} ms of CPU\n")
    assert not HEAVY & set(runs[0]["modules"])
