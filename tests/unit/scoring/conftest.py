"""Exercises of the bank, and answers to them."""

from decimal import Decimal
from pathlib import Path

import pytest

from grader.model.assignment import Task
from grader.model.submission import Given
from grader.scoring import judge
from grader.spec import Bank, read_exercise
from grader.variants import Drawing

BANK = Bank([Path(__file__).parents[3] / "exercises"])


@pytest.fixture
def variant():
    """Return a variant of an exercise of the bank."""

    def of(name, student="ada"):
        return Drawing(BANK.exercise(name)).variant(b"scoring", student)

    return of


@pytest.fixture
def drawn():
    """Return a variant of an exercise that is given as YAML."""
    return lambda text: Drawing(read_exercise(text, "small.yaml")).variant(b"scoring", "ada")


@pytest.fixture
def graded():
    """Return the grade of some answers to a variant that is worth so many points."""

    def of(variant, *, points=4, **answers):
        task = Task(number=1, exercise=variant.exercise, points=Decimal(points))
        return judge(task, variant, {name: Given(value=value) for name, value in answers.items()})

    return of
