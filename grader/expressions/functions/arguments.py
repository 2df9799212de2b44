"""What a function takes: cells, matrices and sizes, each checked where it comes in."""

from typing import Any

import numpy as np

from grader.expressions import work
from grader.expressions.arrays import Array, Runtime, shaped

MATRIX_AXES = 2


def objects(cells: Runtime) -> Array:
    """Return `cells` as Python numbers, so that sums neither wrap around nor round."""
    array = np.asarray(cells, dtype=object)
    plain = [int(cell) if isinstance(cell, bool) else cell for cell in array.flat]
    return shaped(plain, array.shape)


def matrix(cells: Runtime, function: str) -> Array:
    """Return `cells` if they are rows and columns; `function` is who asks."""
    if not isinstance(cells, np.ndarray) or cells.ndim != MATRIX_AXES:
        raise ValueError(f"{function}() needs a matrix")
    return cells


def length(value: Any) -> int:  # noqa: ANN401 - whatever a formula gives
    """Return `value` if an array may have that many rows or columns."""
    if type(value) is not int or not 1 <= value <= work.MAX_LENGTH:
        raise ValueError(f"a size is a whole number from 1 to {work.MAX_LENGTH}")
    return value
