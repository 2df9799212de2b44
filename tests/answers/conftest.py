"""An exercise for an answer type, and one student's notebook of it."""

from dataclasses import dataclass
from pathlib import Path

import pytest

from grader import notebooks
from grader.model.assignment import Student
from grader.spec import read_exercise
from grader.spec.assignments import single
from grader.workflows.course import Course
from grader.workflows.grade import grade_one
from grader.workflows.secrets import Secret

FOLDER = Path(__file__).parent
SECRET = Secret(key=b"the secret of the answer types")


@dataclass(frozen=True, kw_only=True)
class Desk:
    """A student's notebook for an exercise with a single answer."""

    course: Course
    student: Student

    @property
    def variant(self):
        (variant,) = self.course.variants(self.student)
        return variant

    @property
    def worksheet(self):
        return self.course.worksheet(self.student, self.course.variants(self.student))

    @property
    def answer(self):
        (answer,) = self.variant.exercise.answers
        return answer

    @property
    def key(self):
        return self.variant.key[self.answer.name]

    def wrong(self, misconception):
        return self.variant.wrong[misconception][self.answer.name]

    def notebook(self, *sources):
        """Return the notebook, with the source of its answer cell where there is one."""
        blank = notebooks.render(self.worksheet)
        cell = (self.variant.exercise.id, self.answer.name)
        return notebooks.fill(blank, dict.fromkeys((cell,), *sources)) if sources else blank

    def typed(self, value):
        """Return a value as a student types it."""
        if isinstance(value, tuple):
            return "[" + ", ".join(map(self.typed, value)) + "]"
        return repr(value) if isinstance(value, str) else str(value)

    def answered(self, value):
        """Return the notebook with a value typed in."""
        return self.notebook(f"{self.answer.name} = {self.typed(value)}")

    def grade(self, data):
        return grade_one(self.course, self.student, data)

    def graded(self, value):
        """Return the grade of the answer `value`."""
        return self.grade(self.answered(value)).exercises[0]


@pytest.fixture
def desk():
    """Return the notebook of a student who answers in a language."""

    def of(kind, language="en"):
        text = (FOLDER / f"{kind}.yaml").read_text(encoding="utf-8")
        assignment = single(read_exercise(text, f"{kind}.yaml"))
        student = Student(id="ada", name="Ada", language=language)
        return Desk(course=Course(assignment=assignment, secret=SECRET), student=student)

    return of
