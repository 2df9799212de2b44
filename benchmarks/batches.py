"""Small images: what one call costs, and what ten thousand problems cost at once."""

from collections.abc import Sequence
from statistics import median
from typing import Any, Final

import numpy as np
import numpy.typing as npt
from cells import Scope
from peers import Peer, ours
from problems import Problem, coefficients, is_ours, pixels, truth
from races import figures, race
from tables import Table, figure, print_list
from turns import Call, timed

from grader import engine

_MANY: Final = 10_000
_SIDE: Final = 8
_CALLED: Final = ("correlate2d", "ndimage", "filter2D", "conv2d")
_LOOPED: Final = ("correlate2d", "ndimage", "filter2D")
"""Whose own overhead is small enough for a call per problem."""
_OURSELVES: Final = "our own calls"


def compare_calls(scope: Scope) -> list[str]:
    """Print what a call costs on 8×8 with 3×3; return what of ours is wrong."""
    peers = [peer for peer in scope.peers if peer.name in _CALLED]
    names = [peer.name for peer in peers]
    table = Table(
        columns=("dtype", "outside", "ours", *names), widths=(7, 9, 6), markdown=scope.markdown
    )
    table.begin("One call on 8×8 with 3×3: µs")
    faults = []
    for dtype, outside in (
        ("float64", "zero"),
        ("float64", "symmetric"),
        ("int64", "zero"),
        ("uint8", "zero"),
    ):
        images, kernels = _draw(1, 3, dtype)
        given = Problem(image=images[0], kernel=kernels[0], symmetric=outside == "symmetric")
        right, call = truth(given), ours(given, workers=scope.workers)
        if not is_ours(call(), given, right):
            faults.append(f"one call, {dtype}, {outside}: our result is wrong")
            continue
        others = {peer.name: peer.prepare(given) for peer in peers if peer.suits(given)}
        run = race(call, others, right, patience=scope.patience)
        shown = figures(names, others, run, lambda duel: f"{1e6 * duel.seconds:.2f}")
        table.add(dtype, outside, f"{1e6 * run.seconds:.2f}", *shown)
    print()
    first = f"{1e6 * _first_call(scope.workers):.0f} µs"
    print_list([f"our first call with these shapes: {first}; later ones find what it prepared"])
    return faults


def _first_call(workers: int | None) -> float:
    """Return the median of calls with shapes that have not been seen before."""
    [image], [kernel] = _draw(1, 3, "float64")
    pieces = [image[:rows, :columns].copy() for rows in range(5, 8) for columns in range(5, 8)]
    spent = (timed(ours(Problem(image=each, kernel=kernel), workers=workers)) for each in pieces)
    return median(seconds for _, seconds in spent)


def compare_batches(scope: Scope) -> list[str]:
    """Print what a problem costs among 10,000, each with its own kernel; return what is wrong."""
    peers = [peer for peer in scope.peers if peer.name in _LOOPED]
    names = [*(peer.name for peer in peers), _OURSELVES]
    table = Table(
        columns=("dtype", "kernel", "ours, ns/problem", *names),
        widths=(7, 6),
        markdown=scope.markdown,
    )
    table.begin(f"{_MANY:,} problems of 8×8 at once, beside a call for each: their time / ours")
    faults = []
    for dtype in ("int64", "float64"):
        for taps in (3, 5, 7):
            images, kernels = _draw(_MANY, taps, dtype)
            each = [Problem(image=i, kernel=k) for i, k in zip(images, kernels, strict=True)]
            right, call = np.stack([truth(given) for given in each]), _at_once(images, kernels)
            if not is_ours(call(), each[0], right):
                faults.append(f"correlate_many, {dtype}, {taps}×{taps}: our result is wrong")
                continue
            others = _loops(each, peers, workers=scope.workers)
            run = race(call, others, right, patience=scope.patience)
            shown = figures(names, others, run, lambda duel: figure(duel.ratio))
            table.add(dtype, f"{taps}×{taps}", f"{1e9 * run.seconds / _MANY:.0f}", *shown)
    print()
    return faults


def _draw(problems: int, taps: int, dtype: str) -> tuple[npt.NDArray[Any], npt.NDArray[Any]]:
    """Return images and kernels, one for each problem."""
    images = pixels((problems, _SIDE, _SIDE), dtype)
    return images, coefficients((problems, taps, taps), dtype)


def _at_once(images: npt.NDArray[Any], kernels: npt.NDArray[Any]) -> Call:
    return lambda: engine.correlate_many(images, kernels)


def _loops(
    each: Sequence[Problem], peers: Sequence[Peer], *, workers: int | None
) -> dict[str, Call]:
    """Return a loop over single calls for each peer, and one for our own."""
    loops = {
        peer.name: _loop([peer.prepare(given) for given in each])
        for peer in peers
        if peer.suits(each[0])
    }
    return {**loops, _OURSELVES: _loop([ours(given, workers=workers) for given in each])}


def _loop(calls: Sequence[Call]) -> Call:
    return lambda: [call() for call in calls]
