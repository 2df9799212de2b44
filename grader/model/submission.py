"""What a student hands in, and what running it produced."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TypeAlias

from grader.model.text import Text
from grader.model.value import Value

AnswerKey: TypeAlias = tuple[str, str]
"""(exercise id, answer name): how one answer of an assignment is addressed."""


class CellRole(StrEnum):
    """What a code cell is there for."""

    SETUP = "setup"
    """Imports `check`; ours, never run while grading."""
    GIVEN = "given"
    """Assigns the given values; ours, replaced by what the variant says."""
    ANSWER = "answer"
    OTHER = "other"
    """Anything the student added."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CodeCell:
    """One code cell. `number` counts code cells from 1, as a student would."""

    number: int
    role: CellRole
    source: str
    exercise: str = ""
    """For a cell of ours, the exercise it belongs to."""
    answers: tuple[AnswerKey, ...] = ()
    """The answers whose values are read once this cell has run."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """Something odd about a submission that the student should know."""

    code: str
    text: Text
    fatal: bool = False
    """Whether nothing of the submission can be graded."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Integrity:
    """What is not as it was handed out: nothing of it changes a score.

    A cell is named by what it belongs to: ``exercise/answer``, ``exercise/given``, ``setup``.
    """

    missing: tuple[str, ...] = ()
    """Answers whose cell is gone."""
    duplicated: tuple[str, ...] = ()
    """Answers that have several cells."""
    edited: tuple[str, ...] = ()
    """Cells of ours that were changed, and answer cells whose hidden labels were."""
    files: tuple[str, ...] = ()
    """Protected files of the repository that were changed or are gone."""

    @property
    def intact(self) -> bool:
        """Whether everything is as it was handed out."""
        return not (self.missing or self.duplicated or self.edited or self.files)


@dataclass(frozen=True, slots=True, kw_only=True)
class Submission:
    """A notebook as it was handed in, its cells put where they belong."""

    student: str
    assignment: str
    digest: str
    """SHA-256 of the file."""
    attempt: int = 1
    cells: tuple[CodeCell, ...] = ()
    missing: tuple[AnswerKey, ...] = ()
    """Answers without a cell: their variables are read at the end, if another cell sets them."""
    integrity: Integrity = Integrity()
    problems: tuple[Problem, ...] = ()

    @property
    def gradable(self) -> bool:
        """Whether there is anything to grade."""
        return not any(problem.fatal for problem in self.problems)


@dataclass(frozen=True, slots=True, kw_only=True)
class Failure:
    """A call of a student's function that gave nothing."""

    call: int
    """Which one, counted from 0."""
    outcome: "Raised | Stopped | Unusable | Impure"


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """A value came out; of a function, what its calls gave."""

    value: Value
    failures: tuple[Failure, ...] = ()
    """Of a function, in the order of its calls."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Blank:
    """The cell still holds ``...``, is empty, or never assigns its variable."""

    unset: str = ""
    """The variable that a cell with something else in it never assigns."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Missing:
    """The answer cell was deleted and nothing else assigns its variable."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Unusable:
    """Something came out that no answer can be: a set, a function, an array of objects."""

    reason: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Raised:
    """The cell failed before it assigned its variable."""

    error: str
    message: str
    cell: int
    line: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Stopped:
    """The code was ended from outside. `cell` is where; an answer after it was never reached."""

    limit: str
    """``time``, ``memory``, ``output`` or ``crash``; ``internal`` when no code was run at all."""
    amount: str
    """The limit as a person reads it: ``5 s``, ``1024 MB``."""
    cell: int
    reached: bool
    """Whether this answer's own cell was the one that was running."""


class Side(StrEnum):
    """What a function has besides its result."""

    ARGUMENTS = "arguments"
    """It changes what it is given."""
    STATE = "state"
    """The same arguments give another result the next time."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Impure:
    """A call came back, but a function is more than its result."""

    side: Side


Outcome: TypeAlias = Given | Blank | Missing | Unusable | Raised | Stopped


@dataclass(frozen=True, slots=True, kw_only=True)
class Execution:
    """What came out of a submission: one outcome for every answer of its worksheet."""

    outcomes: Mapping[AnswerKey, Outcome]
    executed: bool = False
    """Whether code was run; answers that are literals are only parsed."""
    level: str = "parsed"
    """The sandbox level that was in force."""
    output: str = ""
    """What the code printed, cut to the limit."""
    wall_s: float = 0.0
    problems: tuple[Problem, ...] = field(default=())
