"""A course with one small exercise, a class that hands in, and what became of it."""

import json
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from grader import notebooks
from grader.model.assignment import Student
from grader.workflows.course import Sources
from grader.workflows.grade import Order, grade
from grader.workflows.lanes import Pace
from grader.workflows.secrets import Secret

EXERCISE = """\
schema: exercise/1
id: area
version: 1
title: {en: Area, es: Área}
params:
  a: integer(20, 90)
  b: integer(20, 90)
let:
  area: a * b
  table: "[[a + b, a - b], [a * a, b * b]]"
given: [a, b]
prompt:
  en: A rectangle of {{ a }} by {{ b }}.
  es: Un rectángulo de {{ a }} por {{ b }}.
answers:
  area: {type: integer}
  table: {type: matrix, partial: per_cell}
misconceptions:
  perimeter:
    gives: {area: 2*(a + b)}
    say: {en: That is the perimeter., es: Eso es el perímetro.}
tests:
  - {answer: {area: a * b, table: table}, expect: {score: 1}}
"""
ASSIGNMENT = """\
schema: assignment/1
id: shapes
title: {en: Shapes, es: Figuras}
exercises:
  - {use: area, points: 4}
limits: {wall_s: 5, cpu_s: 5}
"""
SECRET = b"the secret of a course in the tests"


@dataclass
class Classroom:
    """A folder with a course, and shorthands for what is done with it."""

    folder: Path
    students: tuple[Student, ...]
    secret: Secret = field(default_factory=lambda: Secret(key=SECRET))

    @property
    def exercise(self) -> Path:
        return self.folder / "exercises" / "area.yaml"

    @property
    def assignment(self) -> Path:
        return self.folder / "exercises" / "assignments" / "shapes.yaml"

    @property
    def submissions(self) -> Path:
        return self.folder / "submissions"

    @property
    def sources(self) -> Sources:
        return Sources(assignment=self.assignment)

    def write(self) -> "Classroom":
        self.assignment.parent.mkdir(parents=True)
        self.exercise.write_text(EXERCISE)
        self.assignment.write_text(ASSIGNMENT)
        self.submissions.mkdir()
        return self

    def student(self, id_: str) -> Student:
        return next(student for student in self.students if student.id == id_)

    def key(self, id_: str) -> dict[str, object]:
        (variant,) = self.sources.load(self.secret).variants(self.student(id_))
        return dict(variant.key)

    def notebook(self, id_: str, **cells: str) -> bytes:
        """Return the notebook of a student, answer cells as they are given here."""
        course = self.sources.load(self.secret)
        student = self.student(id_)
        blank = notebooks.render(course.worksheet(student, course.variants(student)))
        return notebooks.fill(blank, {("area", name): text for name, text in cells.items()})

    def right(self, id_: str) -> bytes:
        key = self.key(id_)
        table = json.dumps(key["table"])
        return self.notebook(id_, area=f"area = {key['area']}", table=f"table = {table}")

    def hand_in(self, name: str, data: bytes) -> Path:
        path = self.submissions / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
        return path

    def everybody_hands_in(self) -> "Classroom":
        for student in self.students:
            self.hand_in(f"{student.id}.ipynb", self.right(student.id))
        return self

    def grade(
        self,
        source: Path | None = None,
        *,
        workers: int = 1,
        executor: str = "",
        progress=None,
        **changes,
    ):
        order = {
            "sources": self.sources,
            "roster": self.students,
            "submissions": source or self.submissions,
            "folder": self.folder / "graded",
            "secret": self.secret,
            "graded_at": "2024-05-01T12:00:00+00:00",
        } | changes
        told = {"progress": progress} if progress else {}
        pace = Pace(workers=workers, executor=executor, **told)
        return grade(Order(**order), pace=pace)

    def results(self) -> dict[str, bytes]:
        """Return the bytes of everything that was written for students."""
        return {
            str(path.relative_to(self.folder / "graded")): path.read_bytes()
            for path in sorted((self.folder / "graded").rglob("*"))
            if path.is_file()
        }


def _students(*ids: str) -> tuple[Student, ...]:
    return tuple(Student(id=id_, name=id_.title()) for id_ in ids)


@pytest.fixture
def room(tmp_path):
    """Four students, who have handed in nothing yet."""
    ada, bob, cyd, dan = _students("ada", "bob", "cyd", "dan")
    spanish = Student(id="dan", name="Dan", github="DanTheMan", language="es")
    del dan
    return Classroom(tmp_path, (ada, bob, cyd, spanish)).write()


@pytest.fixture
def crowd(tmp_path):
    """More students than one process is used for; all have handed in a right notebook."""
    ids = (f"s{number:02d}" for number in range(60))
    return Classroom(tmp_path, _students(*ids)).write().everybody_hands_in()


@pytest.fixture
def earned():
    """Return student → points of what `grade` gave back."""

    def of(graded):
        return {grade.student: float(grade.earned) for grade in graded.grades}

    return of


@pytest.fixture
def codes():
    """Return the problems that the grade of a student names."""

    def of(graded, student):
        (grade,) = (grade for grade in graded.grades if grade.student == student)
        return [problem.code for problem in grade.problems]

    return of
