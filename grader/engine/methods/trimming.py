"""Coefficients that meet nothing but zeros outside the image: a kernel larger than it has many."""

from dataclasses import replace

import numpy as np

from grader.engine.exactness import Terms
from grader.engine.layout import Layout


def trim(layout: Layout, terms: Terms) -> tuple[Layout, Terms]:
    """Return the same filter without idle coefficients, if leaving them out changes nothing."""
    if layout.boundary != "zero" or layout.fill_value != 0:
        return layout, terms
    height, width = layout.image.shape
    rows, columns = layout.rows.busy(height), layout.columns.busy(width)
    if len(rows) == layout.rows.taps and len(columns) == layout.columns.taps:
        return layout, terms
    # A NaN times 0 is a NaN, and counts.
    if not terms.exact and not np.isfinite(terms.weights.astype(terms.dtype)).all():
        return layout, terms
    block = slice(rows.start, rows.stop), slice(columns.start, columns.stop)
    trimmed = Layout(
        layout.image,
        layout.kernel[block],
        layout.rows.with_taps(rows),
        layout.columns.with_taps(columns),
        layout.boundary,
        layout.fill_value,
    )
    return trimmed, replace(terms, weights=terms.weights[block])
