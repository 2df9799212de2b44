"""The tables of one image and one kernel: ours beside everybody, and what they come to."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from typing import Final

from peers import Peer, ours
from problems import Problem, agrees, is_ours, problem, truth
from races import Absence
from tables import Table, duration, figure, print_list, square
from turns import SLOW, Call, Duel, contest, timed

from grader import engine

_TOO_SLOW: Final = 10.0
"""Seconds a call, from which nobody is waited for."""
_TOO_LARGE: Final = 4e9
"""Bytes of copied windows, from which it is not tried: PyTorch would take the whole machine."""
_CLEARLY_SWIFT: Final = 1e9
"""Products that every loop has done in a few seconds."""
_PIECE: Final = 64
_ONCE: Final = "†"
"""Follows a ratio that comes from a single call."""


_LEGEND: Final[Mapping[Absence, str]] = {
    Absence.UNSUITED: "does not take this problem",
    Absence.SLOW: f"not timed: a piece of the image says more than {_TOO_SLOW:.0f} s a call",
    Absence.LARGE: f"not timed: could take more than {_TOO_LARGE / 1e9:.0f} GB",
    Absence.WRONG: "not timed: its result is not the right one",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Scope:
    """What is compared, and how long that may take."""

    images: Sequence[int]
    kernels: Sequence[int]
    dtypes: Sequence[str]
    kinds: Sequence[str]
    """Of kernels: random, separable."""
    peers: Sequence[Peer]
    threads: int
    patience: float
    markdown: bool

    @property
    def workers(self) -> int | None:
        """What our engine is told: with several threads, to decide by the image's size.

        OpenCV and PyTorch decide so too, and nobody asks for threads on 8×8.
        """
        return 1 if self.threads == 1 else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """The place of one problem in the tables."""

    dtype: str
    kind: str
    side: int
    taps: int

    def __str__(self) -> str:
        return f"{self.dtype}, {self.kind}, {square(self.side)}, {self.taps}×{self.taps}"

    def problem(self) -> Problem:
        """Return the problem itself."""
        return problem(self.side, self.taps, self.dtype, separable=self.kind == "separable")


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What came out for one cell."""

    cell: Cell
    method: str
    seconds: float | None
    """Our time for one call; None where our result is wrong, and nothing was timed."""
    peers: Mapping[str, Duel | Absence]


def cells(scope: Scope) -> Iterator[Sequence[Cell]]:
    """Yield the cells of each table."""
    for dtype, kind in product(scope.dtypes, scope.kinds):
        yield [
            Cell(dtype=dtype, kind=kind, side=side, taps=taps)
            for side, taps in product(scope.images, scope.kernels)
        ]


def compare(scope: Scope) -> list[Outcome]:
    """Print a table for each dtype and kind of kernel, and return what is in them."""
    names = [peer.name for peer in scope.peers]
    outcomes = []
    for rows in cells(scope):
        table = Table(
            columns=("image", "kernel", "method", "ours", "ns/pixel", *names),
            widths=(5, 6, 9, 8),
            markdown=scope.markdown,
        )
        table.begin(f"{rows[0].dtype}, {rows[0].kind} kernels: their time / ours")
        for cell in rows:
            outcome = _outcome(cell, scope)
            outcomes.append(outcome)
            table.add(*_row(outcome))
        print()
    _print_legend(scope, outcomes)
    return outcomes


def taken_method(given: Problem) -> str:
    """Return the method that `auto` takes."""
    dtype = str(given.image.dtype)
    return engine.explain(given.image.shape, given.kernel, dtype=dtype).method


def _outcome(cell: Cell, scope: Scope) -> Outcome:
    given = cell.problem()
    right, our_call, method = truth(given), ours(given, workers=scope.workers), taken_method(given)
    if not is_ours(our_call(), given, right):
        return Outcome(cell=cell, method=method, seconds=None, peers={})
    absent: dict[str, Duel | Absence] = {}
    calls: dict[str, Call] = {}
    firsts: dict[str, float] = {}
    for peer in scope.peers:
        reason = _absence(peer, given)
        if reason is not None:
            absent[peer.name] = reason
            continue
        call = peer.prepare(given)
        result, firsts[peer.name] = timed(call)
        if agrees(result, right):
            calls[peer.name] = call
        else:
            absent[peer.name] = Absence.WRONG
            del firsts[peer.name]
        del result  # before the turns: it may be large
    run = contest(our_call, calls, patience=scope.patience, firsts=firsts)
    came = {**absent, **run.duels}
    return Outcome(
        cell=cell,
        method=method,
        seconds=run.seconds,
        peers={peer.name: came[peer.name] for peer in scope.peers},
    )


def _absence(peer: Peer, given: Problem) -> Absence | None:
    """Return why a peer is not even tried."""
    if not peer.suits(given):
        return Absence.UNSUITED
    if peer.unfolds and given.products * given.image.itemsize > _TOO_LARGE:
        return Absence.LARGE
    if peer.loops and given.products > _CLEARLY_SWIFT:
        # A guess, and used for nothing but to decide whether to try.
        piece = given.piece(_PIECE)
        _, spent = timed(peer.prepare(piece))
        if spent * given.products / piece.products > _TOO_SLOW:
            return Absence.SLOW
    return None


def _row(outcome: Outcome) -> Iterator[str]:
    cell = outcome.cell
    yield from (square(cell.side), f"{cell.taps}×{cell.taps}", outcome.method)
    if outcome.seconds is None:
        yield from ("≠", "")
        return
    yield from (duration(outcome.seconds), figure(1e9 * outcome.seconds / cell.side**2))
    for came in outcome.peers.values():
        yield came.value if isinstance(came, Absence) else _shown(came)


def _shown(duel: Duel) -> str:
    return figure(duel.ratio) + (_ONCE if duel.rounds == 1 else "")


def _print_legend(scope: Scope, outcomes: Sequence[Outcome]) -> None:
    seen = [came for outcome in outcomes for came in outcome.peers.values()]
    print_list(
        [
            *(f"{peer.name}: {peer.call}" for peer in scope.peers),
            *(f"{absence.value}: {why}" for absence, why in _LEGEND.items() if absence in seen),
            *(
                [f"{_ONCE}: one call only, because it took longer than {SLOW:.0f} s"]
                if any(isinstance(came, Duel) and came.rounds == 1 for came in seen)
                else []
            ),
        ]
    )
