"""What each method costs: nanoseconds, as a function of a problem's shape and arithmetic.

The figures are measured by ``python benchmarks/engine_costs.py``, which prints this table, on one
core with AVX-512. Elsewhere all of them change, and mostly together: what is chosen stays good, and
no choice changes an answer by more than rounding.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from grader.engine.methods.banded import rows_together
from grader.engine.methods.fourier import Line, transform_cost
from grader.engine.methods.separable import TOGETHER


@dataclass(frozen=True, slots=True, kw_only=True)
class Costs:
    """The figures of one arithmetic, in ns."""

    output: float
    """An output, whatever its window."""
    added: float
    """A product and a sum, in `direct`."""
    copied: float
    """A shifted copy of a pixel, in `banded`."""
    multiplied: float
    """A product in a matrix product, zeros of the band included."""
    transformed: float
    """A value and a level of a transform, in `fft`."""


COSTS: Final[Mapping[str, Costs]] = {
    "f": Costs(output=0.3, added=0.26, copied=0.1, multiplied=0.021, transformed=0.11),
    "d": Costs(output=0.6, added=0.52, copied=0.2, multiplied=0.042, transformed=0.19),
    "F": Costs(output=0.6, added=0.9, copied=0.2, multiplied=0.084, transformed=0.22),
    "D": Costs(output=1.2, added=1.8, copied=0.4, multiplied=0.168, transformed=0.38),
}
GATHERED: Final = 1.2
"""A product, gathered, multiplied and added, in `tiny`."""
CALLS: Final[Mapping[str, float]] = {
    "tiny": 2.5e3,
    "direct": 20e3,
    "banded": 25e3,
    "separable": 40e3,
    "fft": 80e3,
}
"""A call, before its first pixel, in ns."""


@lru_cache(maxsize=256)
def estimates(down: Line, across: Line, arithmetic: str) -> Mapping[str, float]:
    """Return what each method would take on one core, in ns; for one pair of `separable`."""
    cost = COSTS[arithmetic]
    rows, columns = down.windows, across.windows
    outputs = rows.count * columns.count
    together = rows_together(rows.taps)
    under = (together - 1) * rows.stride + rows.reach
    passes = sum((TOGETHER - 1) * axis.stride + axis.reach for axis in (rows, columns))
    ns = {
        "direct": outputs * rows.taps * columns.taps * cost.added,
        "banded": outputs * columns.taps * (cost.multiplied * under + cost.copied * rows.stride),
        "separable": outputs * cost.multiplied * passes * rows.stride,
        "fft": transform_cost(down, across) * cost.transformed,
    }
    return {name: CALLS[name] + outputs * cost.output + spent for name, spent in ns.items()}
