"""One student's notebook, and what only the course knows about it: for tests of the whole path."""

import gc
import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cache
from pathlib import Path

import pytest
from hypothesis import settings

from grader import notebooks
from grader.model.assignment import Assignment, Student
from grader.model.grade import Grade
from grader.model.submission import AnswerKey
from grader.model.value import Value
from grader.model.variant import Variant, Worksheet
from grader.spec import Bank, read_assignment
from grader.spec.assignments import single
from grader.workflows.course import Course
from grader.workflows.grade import grade_one
from grader.workflows.secrets import Secret

# The same examples in every run, so that what is red was changed; others are looked for on purpose.
settings.register_profile("same", derandomize=True)
settings.register_profile("search", print_blob=True)
settings.load_profile("search" if os.environ.get("GRADER_SEARCH") else "same")

ROOT = Path(__file__).parents[1]
BANK = Bank([ROOT / "exercises"])
SECRET = Secret(key=b"the secret of the tests")
_GROUPS = re.compile(r"tests/(?:bank/.*\[(?P<exercise>[^]]+)\]|unit/workflows/test_cluster)")


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config, log):
    """Keep the tests of a group on one worker.

    pytest-xdist 3.8 tells groups by a suffix that it gives to the names of tests, which pytest 9.2
    does not let it: here the names themselves tell.
    """
    from xdist.scheduler import LoadGroupScheduling

    class ByName(LoadGroupScheduling):
        def _split_scope(self, nodeid):
            found = _GROUPS.match(nodeid)
            if found is None:
                return super()._split_scope(nodeid)
            return found["exercise"] or found[0]

    return ByName(config, log) if config.getvalue("dist") == "loadgroup" else None


@dataclass(frozen=True, kw_only=True)
class Sheet:
    """A generated notebook of one student."""

    course: Course
    student: Student
    variants: tuple[Variant, ...]
    worksheet: Worksheet
    notebook: bytes

    def fill(self, cells: Mapping[AnswerKey, str]) -> bytes:
        """Return the notebook with whole answer cells typed in."""
        return notebooks.fill(self.notebook, cells)

    def grade(self, data: bytes | None) -> Grade:
        """Return the grade of what is handed in, as `grader grade` makes it."""
        return grade_one(self.course, self.student, data)

    def typed(self, value: Value) -> str:
        """Return `value` as a student types it."""
        if isinstance(value, tuple):
            return "[" + ", ".join(self.typed(item) for item in value) + "]"
        return f"{float(value):.4f}" if isinstance(value, Fraction) else repr(value)


@cache
def _assignment(name: str) -> Assignment:
    if name in BANK.files:
        return single(BANK.exercise(name))
    return read_assignment(ROOT / "exercises" / "assignments" / f"{name}.yaml", BANK)


@cache
def _course(name: str, limits: tuple[tuple[str, float], ...]) -> Course:
    assignment = _assignment(name)
    within = replace(assignment.limits, **dict(limits))
    return Course(assignment=replace(assignment, limits=within), secret=SECRET)


@cache
def _variants(name: str, student: str) -> tuple[Variant, ...]:
    return _course(name, ()).variants(Student(id=student, name=student))


def _sheet(name: str, student: str = "ada", *, language: str = "en", **limits: float) -> Sheet:
    course = _course(name, tuple(limits.items()))
    who = Student(id=student, name=student.title(), language=language)
    variants = _variants(name, student)
    worksheet = course.worksheet(who, variants)
    return Sheet(
        course=course,
        student=who,
        variants=variants,
        worksheet=worksheet,
        notebook=notebooks.render(worksheet),
    )


@pytest.fixture
def no_collection():
    """Keep the collector away from a bound on time: it would go through what other tests left."""
    gc.disable()
    yield
    gc.enable()


@pytest.fixture(scope="session")
def root():
    """The checkout."""
    return ROOT


@pytest.fixture(scope="session")
def sheet_of():
    """Return the notebook of a student, for an exercise by itself or a whole assignment."""
    return _sheet


@pytest.fixture(params=sorted(BANK.files))
def exercise_id(request):
    """Every exercise of the bank, one after the other."""
    return request.param
