"""What each method costs: nanoseconds, as a sum over the kinds of work that it does.

The figures are measured by ``python benchmarks/engine_costs.py``, which prints the table; these
are of one core with AVX-512. Elsewhere all of them change, and mostly together: what is chosen
stays good, and no choice changes an answer by more than rounding.
"""

from collections.abc import Mapping
from functools import lru_cache
from typing import Final, TypeAlias

from grader.engine.methods.banded import rows_together
from grader.engine.methods.fourier import Line, transform_cost
from grader.engine.methods.separable import TOGETHER

Figures: TypeAlias = Mapping[str, tuple[float, ...]]

# For each arithmetic (by numpy's letter) and method: ns for each kind of work, as `work` counts it.
COSTS: Final[Mapping[str, Figures]] = {
    "f": {
        "direct": (20e3, 0.3, 0.26),
        "banded": (25e3, 0.3, 0.1, 0.021),
        "separable": (40e3, 0.3, 0.021),
        "fft": (80e3, 0.3, 0.11),
    },
    "d": {
        "direct": (20e3, 0.6, 0.52),
        "banded": (25e3, 0.6, 0.2, 0.042),
        "separable": (40e3, 0.6, 0.042),
        "fft": (80e3, 0.6, 0.19),
    },
    "F": {
        "direct": (20e3, 0.6, 0.9),
        "banded": (25e3, 0.6, 0.2, 0.084),
        "separable": (40e3, 0.6, 0.084),
        "fft": (80e3, 0.6, 0.22),
    },
    "D": {
        "direct": (20e3, 1.2, 1.8),
        "banded": (25e3, 1.2, 0.4, 0.168),
        "separable": (40e3, 1.2, 0.168),
        "fft": (80e3, 1.2, 0.38),
    },
}
TINY: Final = (2.5e3, 1.2)
"""A call of `tiny`, and a product in it, in ns."""


def work(down: Line, across: Line) -> Figures:
    """Return how much of each kind of work each method has, for one pair of `separable`.

    All: calls, and outputs. Then `direct`: products. `banded`: shifted copies of pixels, and
    products, zeros of the band included. `separable`: products of both passes, likewise. `fft`:
    values times levels of its transforms.
    """
    rows, columns = down.windows, across.windows
    outputs = float(rows.count * columns.count)
    under = (rows_together(rows.taps) - 1) * rows.stride + rows.reach
    passes = ((TOGETHER - 1) * axis.stride + axis.reach + axis.stride for axis in (rows, columns))
    return {
        "direct": (1, outputs, outputs * rows.taps * columns.taps),
        "banded": (
            1,
            outputs,
            outputs * columns.taps * rows.stride,
            outputs * columns.taps * under,
        ),
        "separable": (1, outputs, outputs * sum(passes)),
        "fft": (1, outputs, transform_cost(down, across)),
    }


@lru_cache(maxsize=256)
def estimates(down: Line, across: Line, arithmetic: str) -> Mapping[str, float]:
    """Return what each method would take on one core, in ns; for one pair of `separable`."""
    costs = COSTS[arithmetic]
    return {
        method: sum(cost * amount for cost, amount in zip(costs[method], amounts, strict=True))
        for method, amounts in work(down, across).items()
    }
