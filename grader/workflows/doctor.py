"""What is installed, and what keeps student code in on this machine."""

import platform
import sys
from dataclasses import dataclass
from importlib import metadata
from statistics import median
from time import perf_counter

from grader import __version__, sandbox
from grader.errors import SandboxError
from grader.model.exercise import Limits
from grader.sandbox.attacks import Tried, attempt_all

PACKAGES = ("numpy", "scipy", "nbformat", "jinja2", "PyYAML", "pydantic", "click", "rich", "pytest")
TURNS = 9
"""Empty submissions that are run to tell how long one takes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Protection:
    """How well student code is kept in on this machine."""

    level: int
    name: str
    layers: tuple[str, ...] = ()
    """What a child puts on before it gets any code."""
    missing: tuple[tuple[int, str], ...] = ()
    """Each level above, and why it is not to be had."""
    attacks: tuple[Tried, ...] = ()
    milliseconds: float = 0.0
    """What it takes to run a submission with nothing in it."""

    @property
    def holds(self) -> bool:
        """Whether strangers' code may be run here."""
        enough = self.level >= sandbox.Level.GUARDED
        return enough and all(tried.stopped for tried in self.attacks)


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """The state of this installation."""

    versions: dict[str, str]
    protection: Protection
    limits: Limits


def doctor() -> Report:
    """Return versions and protection; the protection is found out by trying."""
    versions = {
        "grader": __version__,
        "python": platform.python_version(),
        "platform": f"{platform.system()} {platform.release()} {platform.machine()}",
        "executable": sys.executable,
    }
    for package in PACKAGES:
        try:
            versions[package] = metadata.version(package)
        except metadata.PackageNotFoundError:
            versions[package] = "missing"
    return Report(versions=versions, protection=_protection(), limits=Limits())


def _protection() -> Protection:
    try:
        found = sandbox.best()
    except SandboxError as error:
        return Protection(level=0, name="unavailable", missing=((0, error.faults[0].fault),))
    return Protection(
        level=found.level,
        name=found.level.word,
        layers=found.layers,
        missing=tuple((int(level), why) for level, why in found.failures),
        attacks=attempt_all(found),
        milliseconds=_milliseconds(found),
    )


def _milliseconds(found: sandbox.Found) -> float:
    times = []
    for _ in range(TURNS):
        begun = perf_counter()
        sandbox.run_nothing(found)
        times.append(perf_counter() - begun)
    return round(1000 * median(times), 1)
