"""What an author is told about a file before students meet it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum

from grader.errors import Fault


class Severity(StrEnum):
    """How much a finding matters."""

    ERROR = "error"
    """A student would meet something wrong."""
    WARNING = "warning"
    """Most likely not what the author wants."""
    NOTE = "note"
    """Worth knowing; nothing need be done."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One thing found, and which check found it."""

    severity: Severity
    fault: Fault
    check: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Spread:
    """How much a measure differs between students."""

    least: float
    mean: float
    most: float

    @property
    def factor(self) -> float:
        """How many times the least the most is; infinite above a least of 0."""
        if self.least == self.most:
            return 1.0
        return self.most / self.least if self.least > 0 else float("inf")


@dataclass(frozen=True, slots=True, kw_only=True)
class Draws:
    """How variants came about."""

    made: int = 0
    accepted: int = 0
    most: int = 0
    """The draws that the unluckiest variant took."""
    rejected: Mapping[str, int] = field(default_factory=dict)
    """Rule → how many draws it rejected, most first."""

    @property
    def acceptance(self) -> float:
        """The share of draws that became a variant."""
        return self.accepted / self.made if self.made else 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Keys:
    """How many right answers there are, and how often students have the same."""

    distinct: int
    entropy: float
    """In bits, as far as the variants show it: at most the logarithm of their number."""
    saturated: bool
    """Whether so many keys are different that there may be many more bits."""
    same: float
    """The chance that two students have the same key."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Copying:
    """What it says when an answer fits the variant of somebody else."""

    chance: float
    """How often an honest wrong answer, or one's own right one, is the key of somebody else."""
    comparisons: int

    @property
    def bound(self) -> float:
        """The chance, or what it is at most where it never happened."""
        return max(self.chance, 1 / self.comparisons) if self.comparisons else 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Mistake:
    """How one misconception behaves."""

    guarded: bool
    applies: int
    """In how many variants."""
    right: int
    """In how many of those it gives the right answer."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Coincidence:
    """Two misconceptions that sometimes give the same answers."""

    first: str
    second: str
    both: int
    """In how many variants both apply and neither is right."""
    same: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Baseline:
    """The share of an answer that can be had without work."""

    worst: float
    mean: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Timing:
    """Milliseconds of one core; another machine has others."""

    draw_ms: float
    render_ms: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """The figures of one exercise over its variants."""

    variants: int
    distinct: int
    """How many of the variants are different."""
    draws: Draws
    keys: Keys
    copying: Copying
    misconceptions: Mapping[str, Mistake]
    coincidences: tuple[Coincidence, ...]
    """Those that happened."""
    baselines: Mapping[str, Baseline]
    difficulty: Mapping[str, Spread]
    products: Spread | None
    """Products that are not zero of all filterings behind the answers, where there are any."""
    largest: float | None
    """The largest amount that has to be written, where numbers are."""
    timing: Timing


@dataclass(frozen=True, slots=True, kw_only=True)
class Workload:
    """What an assignment asks of one student, whichever exercises are drawn."""

    exercises: int
    points: Decimal
    least_minutes: int
    most_minutes: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Examination:
    """What was found about one file."""

    file: str
    exercise: str = ""
    """Empty for an assignment, and for a file that cannot be read."""
    findings: tuple[Finding, ...] = ()
    figures: Figures | None = None
    """None for what is no exercise, or cannot be read."""
    workload: Workload | None = None
    """None for what is no assignment, or cannot be read."""

    def of(self, severity: Severity) -> tuple[Fault, ...]:
        """Return the faults of one severity."""
        return tuple(item.fault for item in self.findings if item.severity is severity)

    @property
    def errors(self) -> tuple[Fault, ...]:
        """What a student would meet."""
        return self.of(Severity.ERROR)

    @property
    def warnings(self) -> tuple[Fault, ...]:
        """What is most likely not meant."""
        return self.of(Severity.WARNING)

    @property
    def notes(self) -> tuple[Fault, ...]:
        """What is worth knowing."""
        return self.of(Severity.NOTE)
