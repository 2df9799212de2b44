"""The independent solution of every exercise earns full marks in each of two hundred variants.

It runs in this process here, since it is ours; `tests/solutions` hands some in as notebooks.
"""

import copy
import re
from pathlib import Path

import pytest

from grader.model.value import Value

SOLUTIONS = Path(__file__).parents[2] / "solutions"


def solution_of(name):
    """Return the sections of a solution by the name in their `# %%` line."""
    (path,) = SOLUTIONS.rglob(f"{name}.py")
    _, *parts = re.split(r"^# %% (\w+)\n", path.read_text(encoding="utf-8"), flags=re.MULTILINE)
    return dict(zip(parts[::2], parts[1::2], strict=True))


def given(value: Value):
    """Return a value as the notebook hands it out: rows are lists."""
    return [given(item) for item in value] if isinstance(value, tuple) else value


def returned(value):
    """Return what a student's variable holds as a value."""
    return tuple(map(returned, value)) if isinstance(value, list | tuple) else value


def worked_out(law, parts, variant):
    """Return the answers of the solution, which reads the prompt where nothing is handed out."""
    told = re.findall(r"^(\w+) = \.\.\.$", parts.get("given", ""), flags=re.MULTILINE)
    names = {*told, *law.exercise.given}
    namespace = {name: given(copy.deepcopy(variant.values[name])) for name in names}
    for part, source in parts.items():
        if part != "given":
            exec(source, namespace)  # noqa: S102 - our own solution
    return {answer.name: returned(namespace[answer.name]) for answer in law.exercise.answers}


def test_the_solution_earns_full_marks_in_every_variant(law):
    parts = solution_of(law.name)
    if any(answer.kind == "function" for answer in law.exercise.answers):
        pytest.skip("functions are called by the sandbox: see tests/solutions")
    for variant in law.variants:
        graded = law.judged(variant, worked_out(law, parts, variant))
        assert graded.earned == graded.possible, (variant.student, graded.answers)
