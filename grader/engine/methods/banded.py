"""A few rows of the output at a time as one matrix product, by the matrix of the kernel's band.

A filter is a matrix product with a banded matrix: B rows of the output depend on B + kh - 1 rows of
the image, each in kw shifted copies. BLAS computes that product near the peak of the processor, and
its time makes up for the copies and for the zeros of the band.

Of a 1024² image in single precision, shift and add takes 3.6, 17 and 75 ns per pixel for kernels of
3, 7 and 15, and this takes 1.6, 4.1 and 12, on one core with AVX-512.
"""

from functools import partial
from typing import Any, Final

import numpy as np
import numpy.typing as npt
from numpy.lib.stride_tricks import as_strided

from grader.engine.exactness import Terms
from grader.engine.layout import Layout
from grader.engine.methods.direct import weighted_sums
from grader.engine.methods.matrices import band_matrix, largest, multiply_rows
from grader.engine.methods.tiles import Compute, even_pieces, fill_tiles, plane_under

# The copies stay in a level 2 cache: a third of this costs 30 %, three times as much 15 %.
_BYTES: Final = 3 * 2**18
_COLUMNS: Final = 2**10
_FEWEST_COLUMNS: Final = 8
# Rows of the output at a time: more of them fill the registers, and the band with zeros. Of 2, 4, 8
# and 16 rows, 2 is best for three rows of coefficients, and 4 for more (by up to 12 %).
_FEW, _MANY, _SMALL_KERNEL = 2, 4, 3


def banded_output(layout: Layout, terms: Terms, workers: int = 1) -> npt.NDArray[Any]:
    """Return the output of a filter as matrix products; see the top of the page."""
    arithmetic = terms.carrier
    return fill_tiles(
        layout,
        terms,
        _products(layout, terms, arithmetic),
        arithmetic=arithmetic,
        tile=_tile(layout, arithmetic),
        workers=workers,
        # The zeros of the band meet pixels outside the window, and 0 · NaN is a NaN.
        instead=None if terms.exact else partial(weighted_sums, terms, arithmetic),
    )


def _products(layout: Layout, terms: Terms, arithmetic: np.dtype[Any]) -> Compute:
    weights = terms.weights.astype(arithmetic)
    together = rows_together(layout.rows.taps)
    band = band_matrix(weights, together, layout.rows.stride, layout.rows.dilation)

    def compute(part: Layout, result: npt.NDArray[Any]) -> None:
        plane = plane_under(part, terms, arithmetic)
        row, step = plane.strides
        columns = part.columns
        shifted = as_strided(
            plane,
            (len(plane), columns.taps, columns.count),
            (row, columns.dilation * step, columns.stride * step),
            writeable=False,
        )
        multiply_rows(band, np.ascontiguousarray(shifted), part.rows.stride, result)

    return compute


def rows_together(taps: int) -> int:
    """Return how many rows of the output to compute in one product."""
    return _FEW if taps <= _SMALL_KERNEL else _MANY


def _tile(layout: Layout, arithmetic: np.dtype[Any]) -> tuple[int, int]:
    rows, columns = layout.rows, layout.columns
    together = rows_together(rows.taps)
    summed = rows.extent(together) * columns.taps
    across = min(largest(arithmetic) // (together * summed), _COLUMNS)
    # At least three times as many rows as the kernel spans: tiles overlap by one span.
    across = min(across, _BYTES // (3 * rows.reach * columns.taps * arithmetic.itemsize))
    across = even_pieces(columns.count, max(across, _FEWEST_COLUMNS))
    copied = max(_BYTES // (columns.taps * across * arithmetic.itemsize), 2 * rows.reach)
    down = max((copied - rows.reach) // rows.stride, _MANY)
    return even_pieces(rows.count, down - down % _MANY), across
