"""What the code of a notebook may use, from its assignment and its exercises."""

import pytest

from grader.model.exercise import Limits
from grader.spec import Bank, read_assignment

EXERCISE = """\
schema: exercise/1
id: {name}
version: 1
title: {name}
params: {{a: "integer(2, 9)"}}
let: {{b: a + 1}}
prompt: "{{{{ a }}}}"
answers: {{b: {{type: integer}}}}
{limits}
"""
ASSIGNMENT = """\
schema: assignment/1
id: both
title: Both
exercises: [{{use: one}}, {{use: two}}]
{limits}
"""


@pytest.fixture
def together(tmp_path):
    def read(one="", two="", both=""):
        for name, limits in (("one", one), ("two", two)):
            text = EXERCISE.format(name=name, limits=f"limits: {{{limits}}}" if limits else "")
            (tmp_path / f"{name}.yaml").write_text(text)
        path = tmp_path / "assignments" / "both.yaml"
        path.parent.mkdir(exist_ok=True)
        path.write_text(ASSIGNMENT.format(limits=f"limits: {{{both}}}" if both else ""))
        return read_assignment(path, Bank([tmp_path])).limits

    return read


def test_nobody_says_anything(together):
    assert together() == Limits()


def test_the_most_demanding_exercise_decides_each_limit(together):
    found = together(one="wall_s: 30, memory_mb: 512", two="cpu_s: 20, output_kb: 128")
    assert found == Limits(wall_s=30, cpu_s=20, memory_mb=1024, output_kb=128)


def test_what_the_assignment_says_holds_and_the_rest_is_as_the_exercises_need_it(together):
    found = together(one="wall_s: 30, cpu_s: 30", both="wall_s: 5")
    assert (found.wall_s, found.cpu_s) == (5, 30)


@pytest.mark.parametrize("where", ["one", "two", "both"])
def test_a_package_or_a_folder_that_one_needs_all_have(together, where):
    found = together(**{where: "packages: [scipy], scratch: true"})
    assert found == Limits(packages=("numpy", "scipy"), scratch=True)
