"""Shift and add: one multiplication and one addition of all outputs for each coefficient."""

from typing import Any, Final

import numpy as np
import numpy.typing as npt

from grader.engine.exactness import Terms
from grader.engine.geometry import Sweep
from grader.engine.layout import Layout
from grader.engine.methods.tiles import Compute, even_pieces, fill_tiles, plane_under

# The image, the product and the sum stay in a level 2 cache. All of 4096² at once takes three times
# as long, a quarter or four times of this a quarter longer.
_PIXELS: Final = 2**16
_COLUMNS: Final = 2**12


def direct_output(layout: Layout, terms: Terms, workers: int = 1) -> npt.NDArray[Any]:
    """Return the output of a filter by shifting, scaling and adding the image.

    Each output sums its own products only, in the order in which they are read: a NaN stays inside
    the windows that hold it, and rounding errors are those of the window alone.
    """
    rows, columns = layout.shape
    across = even_pieces(columns, _COLUMNS)
    return fill_tiles(
        layout,
        terms,
        weighted_sums(terms, terms.lane),
        arithmetic=terms.lane,
        tile=(even_pieces(rows, _PIXELS // across), across),
        workers=workers,
    )


def weighted_sums(terms: Terms, arithmetic: np.dtype[Any]) -> Compute:
    """Return what computes a part by the definition, in the given arithmetic."""
    weights = terms.weights.astype(arithmetic)

    def compute(part: Layout, total: npt.NDArray[Any]) -> None:
        plane = plane_under(part, terms, arithmetic)
        # Zeros count for floats, where 0 · NaN is a NaN.
        shift_and_add(plane, weights, part.rows, part.columns, total, skip_zeros=terms.exact)

    return compute


def shift_and_add(  # noqa: PLR0913 -- what is laid down, where, and into what
    plane: npt.NDArray[Any],
    weights: npt.NDArray[Any],
    rows: Sweep,
    columns: Sweep,
    total: npt.NDArray[Any],
    *,
    skip_zeros: bool = False,
) -> None:
    """Write the sums of products, each product rounded by itself and added in reading order.

    Pixels and coefficients may be arrays: only their first two axes are laid upon each other.
    """
    product = np.empty_like(total)
    # Zero plus the first product, not the first product: -0.0 is no answer to show to anyone.
    total[...] = 0
    for u in range(rows.taps):
        band = plane[rows.under(u)]
        for v in range(columns.taps):
            if skip_zeros and not weights[u, v]:
                continue
            np.multiply(band[:, columns.under(v)], weights[u, v], out=product)
            np.add(total, product, out=total)
