"""What a function takes: cells, matrices, places and sizes, each checked where it comes in."""

from fractions import Fraction
from typing import Any, TypeGuard

import numpy as np

from grader.expressions import work
from grader.expressions.arrays import Array, Runtime, shaped

MATRIX_AXES = 2


def is_number(value: Runtime) -> TypeGuard[int | float | Fraction]:
    """Tell whether `value` is one number."""
    return isinstance(value, int | float | Fraction)


def objects(cells: Runtime) -> Array:
    """Return `cells` as Python numbers, so that sums neither wrap around nor round."""
    if isinstance(cells, np.ndarray) and cells.dtype == np.int64:
        return cells.astype(object)
    array = np.asarray(cells, dtype=object)
    plain = [int(cell) if isinstance(cell, bool) else cell for cell in array.flat]
    return shaped(plain, array.shape)


def numbers(cells: Runtime, function: str) -> list[Any]:
    """Return the numbers of a value in reading order, at least one; `function` is who asks."""
    found = [] if isinstance(cells, str | tuple) else list(objects(cells).flat)
    if not found:
        raise ValueError(f"{function}() needs numbers")
    return found


def matrix(cells: Runtime, function: str) -> Array:
    """Return `cells` if they are rows and columns; `function` is who asks."""
    if not isinstance(cells, np.ndarray) or cells.ndim != MATRIX_AXES:
        raise ValueError(f"{function}() needs a matrix")
    return cells


def vector(cells: Runtime, function: str) -> Array:
    """Return `cells` if they are a list of numbers; `function` is who asks."""
    if not isinstance(cells, np.ndarray) or cells.ndim != 1:
        raise ValueError(f"{function}() needs a list of numbers")
    return cells


def array(cells: Runtime, function: str) -> Array:
    """Return `cells` if they are a list or a matrix of numbers; `function` is who asks."""
    if not isinstance(cells, np.ndarray) or cells.ndim not in {1, MATRIX_AXES}:
        raise ValueError(f"{function}() needs a matrix or a list of numbers")
    return cells


def length(value: Any) -> int:  # noqa: ANN401 - whatever a formula gives
    """Return `value` if an array may have that many rows or columns."""
    if type(value) is not int or not 1 <= value <= work.MAX_LENGTH:
        raise ValueError(f"a size is a whole number from 1 to {work.MAX_LENGTH}")
    return value


def offset(value: Any) -> int:  # noqa: ANN401 - whatever a formula gives
    """Return `value` if it is a row or a column that may lie outside, though not far."""
    if type(value) is not int or abs(value) > work.MAX_LENGTH:
        raise ValueError(f"a row or column is a whole number of at most {work.MAX_LENGTH}")
    return value


def place(row: Any, column: Any, cells: Array) -> tuple[int, int]:  # noqa: ANN401 - as `length`
    """Return (row, column) if the matrix has that cell, counted from 0."""
    if not (0 <= offset(row) < cells.shape[0] and 0 <= offset(column) < cells.shape[1]):
        raise ValueError(f"there is no row {row}, column {column} in this matrix")
    return row, column
