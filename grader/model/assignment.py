"""An assignment, and who takes part in it."""

import hashlib
import json
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from enum import StrEnum

from grader.model.exercise import Exercise, Limits
from grader.model.lateness import Lateness
from grader.model.text import Text


class Feedback(StrEnum):
    """How much a student is told: by the notebook before the grade, and by the page about it."""

    FORMAT = "format"
    """In the notebook type and shape only, on the page everything."""
    SCORE = "score"
    """Right or wrong, and nothing more, on both."""
    FULL = "full"
    """Everything on both."""
    AFTER_DUE = "after_due"
    """In the notebook type and shape only; on the page scores until nothing more can be earned."""

    @property
    def is_seeded(self) -> bool:
        """Whether a notebook judges answers: for practice, since it then carries its seed."""
        return self in {Feedback.SCORE, Feedback.FULL}


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """One exercise of an assignment and what it is worth."""

    number: int
    exercise: Exercise
    points: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class Pool:
    """Exercises of which every student gets some, drawn for each student."""

    exercises: tuple[str, ...]
    """Their ids; all of them are among the tasks of the assignment."""
    points: tuple[Decimal, ...]
    """What the first that a student gets is worth, the second, and so on: one for each place."""

    @property
    def pick(self) -> int:
        """How many of them a student gets."""
        return len(self.points)


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """What counts of the points of a submission that comes in until some time, that included."""

    until: datetime
    percent: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class Schedule:
    """When an assignment is to be handed in, and what counts of what comes in when."""

    opens: datetime | None = None
    due: datetime | None = None
    windows: tuple[Window, ...] = ()
    """Before and after `due`, in the order of time. None without `due`."""
    late: Lateness | None = None
    """A rule for what comes in after `due`, instead of windows."""

    @property
    def over(self) -> datetime | None:
        """The last moment at which handing in still earns something; None when there is none."""
        if self.due is None:
            return None
        if self.late is not None:
            return self.due + self.late.longest
        return max([self.due, *(window.until for window in self.windows if window.percent > 0)])


@dataclass(frozen=True, slots=True, kw_only=True)
class Override:
    """What is different for some students; a field that is None is as for everybody."""

    students: tuple[str, ...]
    schedule: Schedule | None = None
    attempts: tuple[Decimal, ...] | None = None
    feedback: Feedback | None = None
    language: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Assignment:
    """Exercises handed out together.

    As a file says it, `tasks` holds every exercise that anybody can get. `grader.variants.resolve`
    makes of it the assignment of one student, in which nothing is left to be drawn: it has neither
    pools nor overrides, and its tasks are those of the student, numbered in their order.
    """

    id: str
    title: Text
    tasks: tuple[Task, ...]
    feedback: Feedback = Feedback.FORMAT
    language: str = "en"
    """Of students who have none of their own."""
    limits: Limits = Limits()
    schedule: Schedule = Schedule()
    attempts: tuple[Decimal, ...] = (Decimal(1),)
    """What counts of the points of the first attempt, of the second, and so on; no others exist."""
    shuffle: bool = False
    """Whether every student gets an order of their own."""
    pools: tuple[Pool, ...] = ()
    overrides: tuple[Override, ...] = ()
    digest: str = ""
    """SHA-256 over the assignment's file and those of its exercises."""

    @property
    def draw(self) -> str:
        """SHA-256 over all that decides who gets which numbers: not over dates, points and credit.

        A deadline may be moved while students have their notebooks.
        """
        pools = [[pool.exercises, pool.pick] for pool in self.pools]
        exercises = [task.exercise.digest for task in self.tasks]
        decides = [self.id, self.shuffle, pools, exercises]
        return hashlib.sha256(json.dumps(decides).encode()).hexdigest()

    @property
    def points(self) -> Decimal:
        """The most that a student can earn: the same for all, whatever is drawn."""
        pooled = {exercise for pool in self.pools for exercise in pool.exercises}
        everybody = (task.points for task in self.tasks if task.exercise.id not in pooled)
        drawn = (points for pool in self.pools for points in pool.points)
        return sum((*everybody, *drawn), Decimal(0))


@dataclass(frozen=True, slots=True, kw_only=True)
class Student:
    """One line of the roster."""

    id: str
    name: str
    email: str = ""
    github: str = ""
    language: str = ""
    """Empty when the roster does not say: then the assignment's."""
    number: str = ""
    """By which the platform knows them, where it is not the id: Canvas calls files after it."""


Roster = tuple[Student, ...]
