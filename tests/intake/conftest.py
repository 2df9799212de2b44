"""A class of two that hands in whatever it likes, and what is recorded of it."""

import json
from dataclasses import dataclass
from pathlib import Path

import pytest

from grader import notebooks
from grader.model.assignment import Student
from grader.workflows.course import Sources
from grader.workflows.generate import generate
from grader.workflows.grade import grade
from grader.workflows.lanes import Pace
from grader.workflows.orders import Order
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
given: [a, b]
prompt:
  en: A rectangle of {{ a }} by {{ b }}.
  es: Un rectángulo de {{ a }} por {{ b }}.
answers:
  area: {type: integer}
tests:
  - {answer: {area: a * b}, expect: {score: 1}}
"""
ASSIGNMENT = """\
schema: assignment/1
id: shapes
title: {en: Shapes, es: Figuras}
exercises:
  - {use: area, points: 4}
limits: {wall_s: 3, cpu_s: 3}
"""
ROSTER = (
    Student(id="ada", name="Ada Lovelace", email="ada@x.org", github="ada-l"),
    Student(id="bob", name="Bob Ross", email="bob@x.org", github="bobby"),
)

SECRET = Secret(key=b"the secret of a course in the tests")


@dataclass(frozen=True)
class Room:
    """The files of a course, and a folder that is handed in."""

    folder: Path
    students: tuple[Student, ...] = ROSTER
    secret: Secret = SECRET

    @property
    def sources(self):
        return Sources(assignment=self.folder / "shapes.yaml")

    @property
    def handed_in(self):
        path = self.folder / "handed-in"
        path.mkdir(exist_ok=True)
        return path

    def notebook(self, student, answer=None):
        """Return the bytes of a student's notebook; with the right answer if none is given."""
        if not (self.folder / "release").exists():
            generate(self.sources, self.students, self.folder / "release", secret=self.secret)
        data = (self.folder / "release" / f"{student}.ipynb").read_bytes()
        right = self.right(student)
        return notebooks.fill(data, {("area", "area"): f"area = {answer or right}"})

    def right(self, student):
        course = self.sources.load(self.secret)
        who = next(item for item in self.students if item.id == student)
        (variant,) = course.variants(who)
        return variant.key["area"]

    def grade(self, source=None, **options):
        """Return the grades, as they are recorded, by student."""
        order = Order(
            sources=self.sources,
            roster=self.students,
            submissions=source or self.handed_in,
            folder=self.folder / "graded",
            secret=self.secret,
            **options,
        )
        graded = grade(order, pace=Pace(workers=1))
        return {item.student: item for item in graded.grades}


@pytest.fixture
def room(tmp_path):
    (tmp_path / "area.yaml").write_text(EXERCISE)
    (tmp_path / "shapes.yaml").write_text(ASSIGNMENT)
    return Room(tmp_path)


@pytest.fixture
def cells():
    """Return the bytes of a notebook of code cells that `grader` did not make."""

    def of(*sources):
        listed = [
            {"cell_type": "code", "id": f"c{at}", "metadata": {}, "outputs": [], "source": source}
            for at, source in enumerate(sources)
        ]
        content = {"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": listed}
        return json.dumps(content).encode()

    return of
