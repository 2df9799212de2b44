"""The definition on whole arrays: one multiplication and one addition per coefficient."""

from typing import Any

import numpy as np
import numpy.typing as npt

from grader.engine.boundaries import extend
from grader.engine.exactness import common_terms
from grader.engine.layout import Layout


def weighted_sums(layout: Layout) -> npt.NDArray[Any]:
    """Return the output of a filter by shifting, scaling and adding the whole image.

    Each output sums its own products only, in the order in which they are read: a NaN stays inside
    the windows that hold it, and rounding errors are those of the window alone.
    """
    terms = common_terms(layout.image, layout.kernel, layout.fill_value)
    rows, columns = layout.rows, layout.columns
    plane = extend(
        terms.values, rows.span, columns.span, boundary=layout.boundary, fill_value=terms.fill
    )
    # Zero plus the first product, not the first product: -0.0 is no answer to show to anyone.
    total = np.zeros(layout.shape, dtype=terms.values.dtype)
    product = np.empty_like(total)
    with np.errstate(over="ignore", under="ignore", invalid="ignore"):
        for u in range(rows.taps):
            band = plane[rows.under(u)]
            for v in range(columns.taps):
                np.multiply(band[:, columns.under(v)], terms.weights[u, v], out=product)
                total += product
    return terms.restore(total)
