"""What a submission earned, and why."""

from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum

from grader.model.submission import Integrity, Problem
from grader.model.text import Text
from grader.model.value import Value
from grader.model.worked import WorkedAnswer


class Verdict(StrEnum):
    """What became of one answer."""

    CORRECT = "correct"
    PARTIAL = "partial"
    INCORRECT = "incorrect"
    BLANK = "blank"
    MISSING = "missing"
    INVALID = "invalid"
    """Not the right type or shape: it says nothing about the subject."""
    ERROR = "error"
    """The code failed."""
    TIMEOUT = "timeout"
    STOPPED = "stopped"
    """Ended for memory, output or a crash."""


class Clock(StrEnum):
    """Who says when a submission came in; from the most to the least that can be relied on."""

    RECEIVED = "received"
    """The instructor, or the platform that it was uploaded to."""
    PUSH = "push"
    """The server that it was pushed to."""
    RUN = "run"
    """The machine that graded it: it came in no later than that."""
    COMMIT = "commit"
    """The commit itself, whose time is whatever the student's machine says."""
    UNKNOWN = "unknown"


BY_HAND = "by-hand"
"""The code of the remark that says that an instructor has set the points."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ByHand:
    """Points that an instructor has set, and why. They stand, whatever a submission earns."""

    points: Decimal
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Remark:
    """One sentence to the student, and the code by which it is counted."""

    code: str
    text: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Diagnosis:
    """A misconception that explains a wrong answer, with its evidence."""

    misconception: str
    say: Text
    agree: int
    """Of the cells where the misconception differs from the key, those that the answer shares."""
    differ: int


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupGrade:
    """How a function did on the cases of one group."""

    group: str
    label: Text
    """What the cases have in common."""
    right: int
    cases: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PartGrade:
    """One of the values that an answer is a list of."""

    part: str
    label: Text
    right: bool | None = None
    """None where a part by itself is neither right nor wrong."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Chosen:
    """An option that was chosen, as the student read it."""

    option: str
    mark: str
    """The letter that it stood behind, or the number of a reason."""
    text: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerGrade:
    """Points and reasons for one answer."""

    answer: str
    label: Text
    kind: str
    verdict: Verdict
    earned: Decimal
    possible: Decimal
    given: Value | None = None
    right: tuple[bool, ...] = ()
    """Cell by cell in reading order, where the answer has the right form."""
    remarks: tuple[Remark, ...] = ()
    groups: tuple[GroupGrade, ...] = ()
    """Of a function. What it gave is not kept: it would tell what the cases are."""
    parts: tuple[PartGrade, ...] = ()
    """One for each item of `given`, where an answer of several values has the right form."""
    chosen: tuple[Chosen, ...] = ()
    """Of a choice, in the order in which options were shown; a reason comes last."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ExerciseGrade:
    """The answers of one exercise and what they say about its author's thinking."""

    exercise: str
    number: int
    title: Text
    variant: str
    earned: Decimal
    possible: Decimal
    answers: tuple[AnswerGrade, ...]
    version: int = 1
    """Of the exercise."""
    diagnoses: tuple[Diagnosis, ...] = ()
    """More than one means a tie: the evidence cannot tell them apart."""
    worked: WorkedAnswer | None = None
    """The traced answer, where a cell of it is wrong. It gives the right value away."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Grade:
    """The result of one submission."""

    assignment: str
    title: Text
    student: str
    name: str
    earned: Decimal
    """What is recorded: `achieved`, times `credit`."""
    possible: Decimal
    exercises: tuple[ExerciseGrade, ...]
    attempt: int = 1
    credit: Decimal = Decimal(1)
    """What counts of the points: 0.7 for a submission of which 70 % count."""
    submitted_at: str = ""
    """When it came in, in ISO 8601; empty where that was not recorded."""
    clock: Clock = Clock.UNKNOWN
    """Who says so."""
    commit: str = ""
    """The commit that was graded; empty where it does not come from a repository."""
    version: str = ""
    """Of the assignment: the beginning of the SHA-256 over its file and those of its exercises."""
    variant: str = ""
    """By which the numbers of all exercises together are recognized; no key can be had from it."""
    language: str = "en"
    """In which the student is spoken to."""
    integrity: Integrity = Integrity()
    problems: tuple[Problem, ...] = ()
    submission: str = ""
    """SHA-256 of the file that was graded; empty when nothing was handed in."""
    fingerprint: str = ""
    """What the grade depends on: the file, the exercises, the draw and this version of `grader`."""
    level: str = "parsed"
    executed: bool = False
    output: str = ""
    graded_at: str = ""
    grader: str = ""
    """The version of `grader` that graded it."""
    feedback: tuple[Remark, ...] = field(default=())

    @property
    def by_hand(self) -> bool:
        """Whether an instructor has set the points that are recorded."""
        return any(remark.code == BY_HAND for remark in self.feedback)

    @property
    def achieved(self) -> Decimal:
        """The points of all exercises, before any credit."""
        return sum((exercise.earned for exercise in self.exercises), Decimal(0))
