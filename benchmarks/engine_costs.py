"""Measure what the methods of the engine cost, and print the table that `auto` chooses by.

Every method runs on the same images and kernels, in turns. Its cost for each kind of work is what
explains its times best, in relative terms: a microsecond at 64² counts as much as one in a
thousand at 2048².
"""

import os
import sys
from argparse import ArgumentParser
from collections.abc import Iterator, Sequence
from time import perf_counter_ns
from typing import Any, NamedTuple

if os.environ.get("OPENBLAS_NUM_THREADS") != "1":
    # BLAS reads this when numpy is imported.
    os.environ["OPENBLAS_NUM_THREADS"] = "1"
    os.execv(sys.executable, [sys.executable, *sys.argv])  # noqa: S606

import numpy as np
import numpy.typing as npt
from measurement import print_machine
from scipy.optimize import nnls

from grader import engine
from grader.engine.layout import Options, lay_out
from grader.engine.methods.costs import COSTS, work
from grader.engine.methods.fourier import lines

SIDES = (64, 128, 256, 512, 1024)
TAPS = (3, 5, 7, 9, 11, 15, 23, 31, 63)
METHODS = ("direct", "banded", "separable", "fft")
# A direct sum of 63×63 products is nobody's choice, and takes all the time.
MOST_PRODUCTS = 3e8


class Sample(NamedTuple):
    """One measurement."""

    method: str
    work: tuple[float, ...]
    ns: float


def main() -> None:
    parser = ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=7, metavar="N", help="turns of each method")
    parser.add_argument("--check", action="store_true", help="show how well the table explains")
    options = parser.parse_args()
    print_machine()
    for arithmetic in COSTS:
        samples = list(_samples(np.dtype(arithmetic), options.rounds))
        print(f'    "{arithmetic}": {{')
        for method in METHODS:
            mine = [sample for sample in samples if sample.method == method]
            costs = _fit(mine)
            figures = ", ".join(f"{cost:.2g}" for cost in costs)
            print(f'        "{method}": ({figures}),')
            if options.check:
                _show_errors(mine, costs)
        print("    },")


def _samples(dtype: np.dtype[Any], rounds: int) -> Iterator[Sample]:
    rng = np.random.Generator(np.random.PCG64(1))  # noqa: TID251 -- numbers to compute with
    for side in SIDES:
        image = rng.random((side, side)).astype(dtype)
        for taps in TAPS:
            kernel = np.outer(rng.random(taps), rng.random(taps)).astype(dtype)
            methods = [
                method
                for method in METHODS
                if method in {"separable", "fft"} or side**2 * taps**2 < MOST_PRODUCTS
            ]
            layout = lay_out(image, kernel, Options("correlate"))
            amounts = work(*lines(layout), dtype.char)
            for method, ns in _times(image, kernel, methods, rounds).items():
                yield Sample(method, amounts[method], ns)


def _times(
    image: npt.NDArray[Any], kernel: npt.NDArray[Any], methods: Sequence[Any], rounds: int
) -> dict[str, float]:
    spent: dict[str, list[int]] = {method: [] for method in methods}
    for _ in range(rounds):
        for method in methods:
            begun = perf_counter_ns()
            engine.correlate(image, kernel, method=method, workers=1)
            spent[method].append(perf_counter_ns() - begun)
    # The least: whatever else the machine does can only add.
    return {method: float(min(times)) for method, times in spent.items()}


def _fit(samples: Sequence[Sample]) -> npt.NDArray[np.float64]:
    times = np.array([sample.ns for sample in samples])
    amounts = np.array([sample.work for sample in samples])
    costs, _ = nnls(amounts / times[:, np.newaxis], np.ones(len(times)))
    return costs


def _show_errors(samples: Sequence[Sample], costs: npt.NDArray[np.float64]) -> None:
    ratios = [float(costs @ sample.work) / sample.ns for sample in samples]
    low, middle, high = np.quantile(ratios, (0, 0.5, 1))
    print(f"        # estimate / measured: {low:.2f} to {high:.2f}, median {middle:.2f}")


if __name__ == "__main__":
    main()
