"""The levels of protection, and the layers that each of them is made of."""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from enum import IntEnum

LEVEL_VARIABLE = "GRADER_SANDBOX_LEVEL"
WITHOUT_VARIABLE = "GRADER_SANDBOX_WITHOUT"


class Level(IntEnum):
    """How well student code is kept in."""

    OPEN = 0
    """A process of its own and a deadline."""
    LIMITED = 1
    """With limits."""
    FILTERED = 2
    """With a filter of system calls that lets no file be opened."""
    GUARDED = 3
    """With Landlock, so that only what exercises need can be read."""
    SEALED = 4
    """In namespaces of its own, with a root that holds nothing else."""

    @property
    def word(self) -> str:
        """Return the word by which results and `grader doctor` name it."""
        return self.name.lower()


_LIMITED = ("limits", "user", "no-new-privileges")
LAYERS: Mapping[Level, tuple[str, ...]] = {
    Level.OPEN: (),
    Level.LIMITED: _LIMITED,
    Level.FILTERED: (*_LIMITED, "seccomp"),
    Level.GUARDED: (*_LIMITED, "landlock", "seccomp"),
    Level.SEALED: (*_LIMITED, "landlock", "seccomp", "namespaces"),
}
"""What is put on. ``user`` means a user of its own where that is possible, and no capabilities
everywhere."""
_NEEDED = {**LAYERS, Level.LIMITED: ("limits",)}
"""What has to hold: systems other than Linux have no more than limits."""
EVIDENCE: Mapping[str, frozenset[str]] = {
    "limits": frozenset({"cpu", "memory"}),
    "user": frozenset({"capabilities"}),
    # Either the filter lets nothing be opened, or Landlock says what.
    "seccomp": frozenset({"seccomp", "files"}),
}
"""What a child says when a layer is on, where that is not the layer's own name."""

LEAST_TRUSTED = Level.FILTERED
"""Below it code is run only when somebody has said that they trust it."""


@dataclass(frozen=True, slots=True)
class Confinement:
    """What a submission is run in."""

    layers: tuple[str, ...]
    """What is put on."""
    packages: tuple[str, ...] = ("numpy",)
    """What it may import besides the standard library."""
    scratch: bool = False
    """Whether it has a folder to write in."""
    reading: bool = True
    """Whether the filter of system calls lets files be opened, because Landlock says which."""


def highest(environment: Mapping[str, str] = os.environ) -> Level:
    """Return the highest level to try: an environment can lower it, and nothing can raise it.

    >>> highest({}), highest({"GRADER_SANDBOX_LEVEL": "1"})
    (<Level.SEALED: 4>, <Level.LIMITED: 1>)
    """
    text = environment.get(LEVEL_VARIABLE, "")
    return Level(int(text)) if text in {"0", "1", "2", "3", "4"} else Level.SEALED


def layers(level: Level, environment: Mapping[str, str] = os.environ) -> tuple[str, ...]:
    """Return the layers to put on for a level, without those that an environment takes away.

    What is taken away does not count as held, so nobody is told that it is there.

    >>> layers(Level.FILTERED, {"GRADER_SANDBOX_WITHOUT": "user,seccomp"})
    ('limits', 'no-new-privileges')
    """
    without = environment.get(WITHOUT_VARIABLE, "").split(",")
    return tuple(layer for layer in LAYERS[level] if layer not in without)


def reached(applied: frozenset[str]) -> Level:
    """Return the highest level all of whose layers a child has said to be on.

    >>> reached(frozenset({"cpu", "memory", "landlock", "files"}))
    <Level.LIMITED: 1>
    """
    return max(level for level in Level if _holds(level, applied))


def _holds(level: Level, applied: frozenset[str]) -> bool:
    return all(EVIDENCE.get(layer, frozenset({layer})) <= applied for layer in _NEEDED[level])
