"""What can go wrong, who must act, and the exit code that says so.

Anything that is not a `GraderError` is a bug of ours and is left to crash.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import IntEnum
from typing import Self


class ExitCode(IntEnum):
    """What a command tells the program that called it."""

    DONE = 0
    BELOW_THRESHOLD = 1
    USAGE = 2
    EXERCISE = 3
    SUBMISSIONS = 4
    SANDBOX = 5
    INTERRUPTED = 130


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """One mistake: where it is, what it is, and what to do about it."""

    place: str
    fault: str
    fix: str = ""

    def __str__(self) -> str:
        return f"{self.place}: {self.fault}" + (f"\n  fix: {self.fix}" if self.fix else "")


class GraderError(Exception):
    """A failure that a person can mend. Carries every fault found, not just the first."""

    exit_code: ExitCode = ExitCode.USAGE

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = tuple(faults)
        super().__init__(self.faults)

    def __str__(self) -> str:
        return "\n".join(str(fault) for fault in self.faults)

    @classmethod
    def at(cls, place: str, fault: str, fix: str = "") -> Self:
        """Return the error of a single fault."""
        return cls([Fault(place=place, fault=fault, fix=fix)])


class UsageError(GraderError):
    """The command was called in a way that cannot work: whoever typed it acts."""

    exit_code = ExitCode.USAGE


class ExerciseError(GraderError):
    """An exercise, assignment or roster file is wrong: its author acts."""

    exit_code = ExitCode.EXERCISE


class SubmissionError(GraderError):
    """The submissions as a whole cannot be read (one bad submission is a grade, not an error)."""

    exit_code = ExitCode.SUBMISSIONS


class SandboxError(GraderError):
    """Student code cannot be run as safely as was asked: whoever owns the machine acts."""

    exit_code = ExitCode.SANDBOX
