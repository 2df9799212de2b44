"""Right answers earn the same at every level, in any order, and whoever was graded before."""

import json
import os
import subprocess
import sys
from itertools import cycle
from pathlib import Path

import pytest

HERE = Path(__file__).parent
ATTACKERS = (
    "import builtins, numpy\nbuiltins.sum = builtins.len = numpy.array = None\nanswer = 9",
    "import os, random\nrandom.seed(1)\nos.environ.clear()\nos._exit(0)",
    "import sys\nsys.path[:] = []\nsys.modules.clear()\nsys.setrecursionlimit(50)\nanswer = 9",
)
NEEDS_FILES = {"a-test-of-ones-own", "modules-that-are-loaded-late"}
"""What cannot be done where no file is opened any more."""


def cells():
    text = (HERE / "cells" / "honest.txt").read_text(encoding="utf-8")
    parts = [part.partition("\n") for part in text.split("# %% ")[1:]]
    return {name: source for name, _, source in parts}


def graded(level, sources):
    """Return the level that was reached, and what came of each source in one grading program."""
    lines = [json.dumps({"source": source}) for source in sources]
    done = subprocess.run(
        [sys.executable, str(HERE / "lane.py"), str(HERE / "matrix.yaml")],
        input="\n".join(lines),
        capture_output=True,
        text=True,
        timeout=100,
        check=True,
        env=os.environ | {"GRADER_SANDBOX_LEVEL": str(level)},
    )
    hello, *told = map(json.loads, done.stdout.splitlines())
    return hello["level"], told


@pytest.mark.skipif(sys.platform != "linux", reason="there is one level here")
@pytest.mark.parametrize("level", [0, 1, 2, 3, 4])
def test_right_answers_are_right_at_every_level_and_in_any_order(level):
    names = [name for name in cells() if level != 2 or name not in NEEDS_FILES]
    order = [*names, *reversed(names)]
    attackers = cycle(ATTACKERS)
    among = [source for name in order for source in (cells()[name], next(attackers))]
    reached, told = graded(level, among)
    if reached < level:
        pytest.skip(f"level {level} is not to be had")
    came = {name: [] for name in names}
    for name, one in zip(order, told[::2], strict=True):
        came[name].append((one["verdict"], one["share"], one["remarks"]))
    assert came == {name: 2 * [("correct", 1.0, "()")] for name in names}
