"""How well student code is kept in on this machine: found out by trying, from the top."""

from dataclasses import dataclass
from functools import cache

from grader.errors import SandboxError
from grader.model.exercise import Limits
from grader.sandbox.conversation import HAS_ZYGOTES, Ending, converse
from grader.sandbox.fork_server import ZygoteLostError
from grader.sandbox.job import Job
from grader.sandbox.levels import LEAST_TRUSTED, Confinement, Level, highest, layers, reached

NUMPY = ("numpy",)


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """The best that this machine has."""

    level: Level
    confinement: Confinement
    layers: tuple[str, ...]
    """What a child said to be on."""
    failures: tuple[tuple[Level, str], ...] = ()
    """Why each level above it is not to be had."""


def best(packages: tuple[str, ...] = NUMPY, *, scratch: bool = False) -> Found:
    """Return the highest level that can be had for code with these packages.

    Raises
    ------
    SandboxError
        When not even a process of its own can be started.
    """
    top = highest() if HAS_ZYGOTES else min(highest(), Level.LIMITED)
    wanted = {
        level: Confinement(
            layers=layers(level),
            packages=packages,
            scratch=scratch,
            reading=level is not Level.FILTERED,
        )
        for level in sorted(Level, reverse=True)
        if level <= top
    }
    return _best(tuple(wanted.items()))


@cache
def _best(wanted: tuple[tuple[Level, Confinement], ...]) -> Found:
    failures: list[tuple[Level, str]] = []
    for level, confinement in wanted:
        try:
            applied, why = _tried(confinement)
        except SandboxError as error:
            applied, why = None, error.faults[0].fault
        if applied is not None:
            return Found(
                # What an environment takes away is not counted as held.
                level=min(level, reached(frozenset(applied))),
                confinement=confinement,
                layers=applied,
                failures=tuple(failures),
            )
        failures.append((level, why))
    raise SandboxError.at(
        "sandbox",
        "student code cannot be run here: " + (failures[-1][1] if failures else "no level is left"),
        "run `grader doctor`: it tells which level of protection this machine has",
    )


def _tried(confinement: Confinement) -> tuple[tuple[str, ...] | None, str]:
    """Return the layers that a child puts on when it is asked to, or why it cannot."""
    try:
        ending = _run_nothing(confinement, Level.OPEN)
    except ZygoteLostError:
        return None, "the process from which children are forked has died"
    return (None, ending.amount) if ending.limit else (ending.layers, "")


def run_nothing(found: Found) -> None:
    """Run a submission with nothing in it, to find out what that takes."""
    _run_nothing(found.confinement, found.level)


def _run_nothing(confinement: Confinement, level: Level) -> Ending:
    message = Job(runs=(), reads=()).message()
    return converse(message, Limits(), lambda _: None, confinement=confinement, level=level)


def refused(level: Level) -> SandboxError:
    """Return the error of code that would run with less protection than it needs."""
    return SandboxError.at(
        "sandbox",
        f"answers are code, and here it would run at level {level} ({level.word}), which needs "
        f"at least {LEAST_TRUSTED} ({LEAST_TRUSTED.word})",
        "grade on Linux, in a container or in WSL2; or, when you trust everybody who handed in, "
        "add --trust-submissions",
    )
