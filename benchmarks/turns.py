"""Candidates that take turns in one process, so that all of them meet the same machine.

A clock that ticks faster for a while, a neighbor at work, a cache that someone filled: whatever
befalls one turn befalls the turn next to it as well. Therefore only neighbors are compared.
"""

import gc
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import count, repeat
from math import ceil
from statistics import median, quantiles
from time import perf_counter
from typing import Final

Call = Callable[[], object]

TURN: Final = 0.005
"""Seconds that a turn lasts at least; what is faster is called several times and divided."""
LEAST_ROUNDS: Final = 5
MOST_ROUNDS: Final = 25
SLOW: Final = 2.0
"""Seconds a call, from which one turn is enough: that is no close race."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Duel:
    """Another candidate's time divided by ours: above 1 we are faster."""

    ratio: float
    """The median over the rounds, in each of which the two ran one after the other."""
    low: float
    high: float
    """The quartiles of the rounds."""
    seconds: float
    """Their median time for one call."""
    rounds: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Contest:
    """What came out when ours and the others took turns."""

    seconds: float
    """Our median time for one call."""
    duels: Mapping[str, Duel]


def timed(call: Call) -> tuple[object, float]:
    """Return what a call returns, and how many seconds it took."""
    begun = perf_counter()
    result = call()
    return result, perf_counter() - begun


def contest(
    ours: Call,
    others: Mapping[str, Call],
    *,
    patience: float,
    firsts: Mapping[str, float] | None = None,
) -> Contest:
    """Let ours and each of the others take turns for about `patience` seconds.

    Everybody has been called before. `firsts` are the seconds that those calls took, of who may
    be slow: a slow first call is the only turn. The others have five rounds at least.
    """
    slow = {name: spent for name, spent in (firsts or {}).items() if spent > SLOW}
    swift = {name: call for name, call in others.items() if name not in slow}
    with _no_collection():
        ours_times = _calls_in_a_turn(ours)
        theirs_times = {name: _calls_in_a_turn(call) for name, call in swift.items()}
        mine: list[float] = []
        pairs: dict[str, list[tuple[float, float]]] = {name: [] for name in swift}
        for number in _rounds(patience):
            if not swift:
                mine.append(_turn(ours, ours_times))
            for name, call in swift.items():
                # Who goes first alternates: what a turn leaves in the caches is not always ours.
                if number % 2:
                    other = _turn(call, theirs_times[name])
                    own = _turn(ours, ours_times)
                else:
                    own = _turn(ours, ours_times)
                    other = _turn(call, theirs_times[name])
                mine.append(own)
                pairs[name].append((own, other))
    seconds = median(mine)
    duels = {name: _duel(turns) for name, turns in pairs.items()}
    duels |= {name: _duel([(seconds, spent)]) for name, spent in slow.items()}
    return Contest(seconds=seconds, duels=duels)


def _rounds(patience: float) -> Iterator[int]:
    begun = perf_counter()
    for number in count():
        spent = perf_counter() - begun
        if number >= MOST_ROUNDS or (number >= LEAST_ROUNDS and spent > patience):
            return
        yield number


def _calls_in_a_turn(call: Call) -> int:
    """Return how many calls fill a turn, and warm the candidate up while finding out."""
    times = 1
    while True:
        spent = times * _turn(call, times)
        if spent > TURN / 4:
            return ceil(times * TURN / spent)
        times *= 4


def _turn(call: Call, times: int) -> float:
    """Return the seconds of one call, on average over `times` of them in a row."""
    begun = perf_counter()
    for _ in repeat(None, times):
        call()
    return (perf_counter() - begun) / times


def _duel(pairs: list[tuple[float, float]]) -> Duel:
    ratios = [other / own for own, other in pairs]
    low, _, high = quantiles(ratios, n=4, method="inclusive") if len(ratios) > 1 else 3 * ratios
    return Duel(
        ratio=median(ratios),
        low=low,
        high=high,
        seconds=median(other for _, other in pairs),
        rounds=len(pairs),
    )


@contextmanager
def _no_collection() -> Iterator[None]:
    """Keep Python from collecting garbage in the middle of somebody's turn."""
    gc.collect()
    gc.disable()
    try:
        yield
    finally:
        gc.enable()
