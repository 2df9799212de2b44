"""Which method a filter takes: the cheapest by estimate of those that can be trusted with it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any, Final, TypeAlias

import numpy as np
import numpy.typing as npt

from grader.engine.exactness import Terms
from grader.engine.layout import Layout
from grader.engine.methods.banded import banded_output
from grader.engine.methods.costs import COSTS, TINY, estimates
from grader.engine.methods.definition import defined_output
from grader.engine.methods.direct import direct_output
from grader.engine.methods.fourier import fourier_output, is_trusted, lines
from grader.engine.methods.separable import separable_output
from grader.engine.methods.tiny import LARGEST, products, tiny_output
from grader.engine.separability import Factors, outer_factors

Compute: TypeAlias = Callable[[Layout, Terms, int], npt.NDArray[Any]]

# A method is a file beside this one and a line here; the tests of the others are its tests too.
METHODS: Final[Mapping[str, Compute]] = {
    "definition": defined_output,
    "tiny": tiny_output,
    "direct": direct_output,
    "banded": banded_output,
    "separable": separable_output,
    "fft": fourier_output,
}
# The spectrum, and a sum of several products of columns and rows, round by what is large in the
# tile or in the kernel, and not by what is in the window. Small kernels are spared that.
_LARGEST_LOCAL: Final = 11


@dataclass(frozen=True, slots=True)
class Choice:
    """A method, why it was chosen, and what the others would have taken."""

    method: str
    reason: str
    seconds: Mapping[str, float]
    """On one core, by estimate: of the methods that may be trusted with the problem."""
    compute: Compute


def choose(layout: Layout, terms: Terms) -> Choice:
    """Return the method for a problem, by its shapes, its arithmetic and its kernel."""
    if terms.dtype == np.dtype(object):
        reason = "an output may exceed 64 bits, which Python's own integers do not mind"
        return Choice("definition", reason, {}, defined_output)
    count = products(layout.rows, layout.columns)
    if count <= LARGEST and (not terms.exact or terms.carrier.kind == "f"):
        reason = f"{count:,} products take less time than the preparations of any other method"
        call, each = TINY
        seconds = {"tiny": (call + count * each) / 1e9}
        return Choice("tiny", reason, seconds, tiny_output)
    if terms.carrier.char not in COSTS:
        reason = f"neither BLAS nor a fast transform computes in {terms.carrier}"
        return Choice("direct", reason, {}, direct_output)
    return _cheapest(layout, terms)


def _cheapest(layout: Layout, terms: Terms) -> Choice:
    axes = lines(layout)
    spent = dict(estimates(*axes, terms.carrier.char))
    large = max(terms.weights.shape) > _LARGEST_LOCAL
    if terms.exact:
        spent["fft"] = estimates(*axes, "d")["fft"]
    if not (is_trusted(layout, terms) if terms.exact else large):
        del spent["fft"]
    pair = spent.pop("separable")
    others = min(spent.values())
    factors: Factors = []
    if pair < others:
        most = min(int(others / pair), *terms.weights.shape) if large and not terms.exact else 1
        factors = outer_factors(terms.weights, terms.carrier, exact=terms.exact, most=most)
    if factors:
        spent["separable"] = pair * len(factors)
    method = min(spent, key=spent.__getitem__)
    compute = (
        partial(separable_output, factors=factors) if method == "separable" else METHODS[method]
    )
    return Choice(
        method, _reason(method, factors), {name: ns / 1e9 for name, ns in spent.items()}, compute
    )


def _reason(method: str, factors: Factors) -> str:
    if method == "separable":
        if len(factors) == 1:
            return "the kernel is a column times a row"
        return f"the kernel is a sum of {len(factors)} columns times rows"
    return {
        "direct": "matrix products or transforms would take longer to prepare than to save",
        "banded": "a matrix product with the kernel's band is the fastest for its size",
        "fft": "the kernel is so large that transforms cost less than its products",
    }[method]
