"""What the comparisons of one image and one kernel should come to, and where they do not."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from cells import Cell, Outcome
from peers import Peer
from races import Absence
from tables import figure
from turns import Duel


@dataclass(frozen=True, slots=True, kw_only=True)
class Aim:
    """Something that should happen nowhere."""

    what: str
    counts: Callable[[Cell, Peer], bool]
    below: float
    """The ratio below which it has happened."""


AIMS: Final[Sequence[Aim]] = (
    Aim(
        what="scipy is faster than we are",
        counts=lambda _, peer: peer.library == "scipy",
        below=1,
    ),
    Aim(
        what="filter2D is faster than we are, kernels of 15×15 and more",
        counts=lambda cell, peer: peer.name == "filter2D" and cell.taps >= 15,
        below=1,
    ),
    Aim(
        what="filter2D is more than twice as fast as we are, kernels below 15×15",
        counts=lambda cell, peer: peer.name == "filter2D" and cell.taps < 15,
        below=0.5,
    ),
)

_UNTIMED: Final = {Absence.SLOW, Absence.LARGE, Absence.WRONG}
"""A peer without a figure here is no peer that we beat."""


def print_aims(peers: Sequence[Peer], outcomes: Iterable[Outcome]) -> None:
    """Print where each of the aims is missed, with the quartiles of the rounds."""
    told = [
        (outcome.cell, peer, outcome.peers[peer.name])
        for outcome in outcomes
        for peer in peers
        if peer.name in outcome.peers
    ]
    for aim in AIMS:
        judged = [(cell, peer, came) for cell, peer, came in told if aim.counts(cell, peer)]
        duels = [(cell, peer, came) for cell, peer, came in judged if isinstance(came, Duel)]
        missed = [(cell, peer, duel) for cell, peer, duel in duels if duel.ratio < aim.below]
        untimed = sum(came in _UNTIMED for *_, came in judged)
        count = f"{len(missed) or 'none'} of {len(duels)}" if duels else "not measured"
        print(f"- {aim.what}: {count}" + (f", {untimed} not timed" if untimed else ""))
        for cell, peer, duel in missed:
            spread = f"{figure(duel.low)} to {figure(duel.high)}"
            print(f"  - {cell}: {peer.name} {figure(duel.ratio)} ({spread})")
    print()
