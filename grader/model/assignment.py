"""An assignment, and who takes part in it."""

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from grader.model.exercise import Exercise, Limits
from grader.model.text import Text


class Feedback(StrEnum):
    """How much a student is told in the notebook, before the grade."""

    FORMAT = "format"
    """Type and shape only."""
    FULL = "full"
    """Right or wrong, and the diagnosis: for practice, since the notebook then carries its seed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """One exercise of an assignment and what it is worth."""

    number: int
    exercise: Exercise
    points: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class Assignment:
    """Exercises handed out together."""

    id: str
    title: Text
    tasks: tuple[Task, ...]
    feedback: Feedback = Feedback.FORMAT
    limits: Limits = Limits()
    digest: str = ""
    """SHA-256 over the assignment's file and those of its exercises."""

    @property
    def points(self) -> Decimal:
        """The most that can be earned."""
        return sum((task.points for task in self.tasks), Decimal(0))


@dataclass(frozen=True, slots=True, kw_only=True)
class Student:
    """One line of the roster."""

    id: str
    name: str
    email: str = ""
    github: str = ""
    language: str = "en"


Roster = tuple[Student, ...]
