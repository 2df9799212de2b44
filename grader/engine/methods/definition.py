"""The definition, one output at a time, in plain Python: slow, and the judge of everything faster.

Every other way to compute a filter in this engine is tested against this page. It is also the way
taken for numbers that no machine word holds.
"""

from typing import Any

import numpy as np
import numpy.typing as npt

from grader.engine.boundaries import source_index
from grader.engine.exactness import Terms
from grader.engine.layout import Layout
from grader.engine.vocabulary import Number


@np.errstate(all="ignore")
def defined_output(layout: Layout, terms: Terms, workers: int = 1) -> npt.NDArray[Any]:  # noqa: ARG001 -- as for all methods
    """Return the output of a filter, straight from the definition.

    G[i, j] = Σ_u Σ_v K[u, v] · E[i·s + p + u·d, j·s + q + v·d], where K is the kernel as laid
    down, E the image continued over the plane by the boundary rule, s the stride, d the dilation
    and (p, q) the first window's corner.
    """
    kernel, plane = terms.weights.tolist(), _continued(layout, terms)
    rows, columns = layout.rows, layout.columns
    output = np.empty(layout.shape, dtype=terms.dtype)
    for i in range(rows.count):
        for j in range(columns.count):
            total: Number = 0
            for coefficients, y in zip(kernel, rows.window(i), strict=True):
                for coefficient, x in zip(coefficients, columns.window(j), strict=True):
                    total += coefficient * plane[y, x]
            output[i, j] = total
    return terms.restore(output)


def _continued(layout: Layout, terms: Terms) -> dict[tuple[int, int], Number]:
    """Return the continued image at every place of the plane that a window touches."""
    height, width = layout.image.shape
    image: list[list[Number]] = terms.values.tolist()
    plane: dict[tuple[int, int], Number] = {}
    for y in layout.rows.span:
        row = source_index(y, height, layout.boundary)
        for x in layout.columns.span:
            column = source_index(x, width, layout.boundary)
            if row is None or column is None:
                plane[y, x] = terms.fill
            else:
                plane[y, x] = image[row][column]
    return plane
