"""The definition, one output at a time, in plain Python: slow, and the judge of everything faster.

Every other way to compute a filter in this engine is tested against this page.
"""

import numpy as np

from grader.engine.boundaries import source_index
from grader.engine.layout import Layout
from grader.engine.vocabulary import Number


def defined_output(layout: Layout) -> list[list[Number]]:
    """Return the output of a filter, straight from the definition.

    G[i, j] = Σ_u Σ_v K[u, v] · E[i·s + p + u·d, j·s + q + v·d], where K is the kernel as laid
    down, E the continued image, s the stride, d the dilation and (p, q) the first window's corner.
    """
    return [
        [defined_sum(layout, row, column) for column in range(layout.columns.count)]
        for row in range(layout.rows.count)
    ]


def defined_sum(layout: Layout, row: int, column: int) -> Number:
    """Return one output: lay the kernel down, multiply what lies on top of each other, add."""
    total: Number = 0
    for coefficients, y in zip(layout.kernel.tolist(), layout.rows.window(row), strict=True):
        for coefficient, x in zip(coefficients, layout.columns.window(column), strict=True):
            total += coefficient * pixel(layout, y, x)
    return total


def pixel(layout: Layout, y: int, x: int) -> Number:
    """Return the continued image at any place of the plane."""
    height, width = layout.image.shape
    row = source_index(y, height, layout.boundary)
    column = source_index(x, width, layout.boundary)
    if row is None or column is None:
        return layout.fill_value
    value: Number = layout.image[row, column]
    return value.item() if isinstance(value, np.generic) else value
