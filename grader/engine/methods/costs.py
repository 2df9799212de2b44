"""What each method costs: nanoseconds, as a sum over the kinds of work that it does.

The figures are measured by ``python benchmarks/engine_costs.py``, which prints the table; these
are of one core with AVX-512. Elsewhere all of them change, and mostly together: what is chosen
stays good, and no choice changes an answer by more than rounding.
"""

from collections.abc import Mapping
from functools import lru_cache
from typing import Final, TypeAlias

import numpy as np

from grader.engine.methods.banded import rows_together
from grader.engine.methods.fourier import Line, transform_cost
from grader.engine.methods.separable import TOGETHER

Figures: TypeAlias = Mapping[str, tuple[float, ...]]

# For each arithmetic (by numpy's letter) and method: ns for each kind of work, as `work` counts it.
COSTS: Final[Mapping[str, Figures]] = {
    "f": {
        "direct": (72e3, 0.0, 0.34),
        "banded": (46e3, 1.2, 0.0, 0.039),
        "separable": (92e3, 0.68, 0.038),
        "fft": (0.0, 2.4, 0.22),
    },
    "d": {
        "direct": (67e3, 0.3, 0.59),
        "banded": (39e3, 2.5, 0.06, 0.068),
        "separable": (80e3, 1.6, 0.061),
        "fft": (0.0, 8.6, 0.2),
    },
    "F": {
        "direct": (68e3, 0.46, 0.66),
        "banded": (44e3, 2.0, 0.5, 0.16),
        "separable": (88e3, 1.4, 0.17),
        "fft": (0.0, 10.0, 0.21),
    },
    "D": {
        "direct": (49e3, 2.9, 1.4),
        "banded": (42e3, 6.1, 0.71, 0.34),
        "separable": (100e3, 3.1, 0.31),
        "fft": (0.0, 23.0, 0.2),
    },
}
TINY: Final = (2.5e3, 1.2)
"""A call of `tiny`, and a product in it, in ns."""


def work(down: Line, across: Line, arithmetic: str) -> Figures:
    """Return how much of each kind of work each method has, for one pair of `separable`.

    All: calls, and outputs. Then `direct`: products. `banded`: shifted copies of pixels, and
    products, zeros of the band included. `separable`: products of both passes, likewise. `fft`:
    values times levels of its transforms.
    """
    rows, columns = down.windows, across.windows
    outputs = float(rows.count * columns.count)
    under = rows.extent(rows_together(rows.taps))
    passes = (axis.extent(TOGETHER) + axis.stride for axis in (rows, columns))
    return {
        "direct": (1, outputs, outputs * rows.taps * columns.taps),
        "banded": (
            1,
            outputs,
            outputs * columns.taps * rows.stride,
            outputs * columns.taps * under,
        ),
        "separable": (1, outputs, outputs * sum(passes)),
        "fft": (1, outputs, transform_cost(down, across, np.dtype(arithmetic).itemsize)),
    }


@lru_cache(maxsize=256)
def estimates(down: Line, across: Line, arithmetic: str) -> Mapping[str, float]:
    """Return what each method would take on one core, in ns; for one pair of `separable`."""
    costs = COSTS[arithmetic]
    return {
        method: sum(cost * amount for cost, amount in zip(costs[method], amounts, strict=True))
        for method, amounts in work(down, across, arithmetic).items()
    }
