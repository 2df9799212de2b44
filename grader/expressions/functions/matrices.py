"""Matrices: made, mirrored, cut, and multiplied."""

from typing import Any

import numpy as np

from grader.expressions.arrays import Array, Runtime
from grader.expressions.faults import ExpressionFault
from grader.expressions.functions.arguments import length, matrix, objects


def flip(kernel: Runtime, axis: str = "both") -> Array:
    """Return the matrix mirrored: ``"rows"`` up-down, ``"columns"`` left-right, or ``"both"``."""
    axes = {"rows": (0,), "columns": (1,), "both": (0, 1)}
    if axis not in axes:
        raise ValueError(f'flip() knows "rows", "columns" and "both", not "{axis}"')
    return np.flip(matrix(kernel, "flip"), axes[axis])


def transpose(kernel: Runtime) -> Array:
    """Return rows as columns."""
    return matrix(kernel, "transpose").T


def rotate90(kernel: Runtime) -> Array:
    """Return the matrix turned a quarter counterclockwise."""
    return np.rot90(matrix(kernel, "rotate90"))


def ring(cells: Runtime, fill: Any = 0, width: int = 1) -> Array:  # noqa: ANN401 - any number
    """Return the matrix with its outer ring set to `fill`, a number or a matrix of equal shape."""
    array = objects(matrix(cells, "ring"))
    if isinstance(fill, np.ndarray) and fill.shape != array.shape:
        raise ExpressionFault("ring() takes a number, or a matrix as large as the first")
    inner = np.zeros(array.shape, dtype=bool)
    inner[width : array.shape[0] - width, width : array.shape[1] - width] = True
    return np.where(inner, array, objects(fill))


def crop(cells: Runtime, top: int, left: int, height: int, width: int) -> Array:
    """Return the `height` × `width` part whose first cell is (`top`, `left`)."""
    array = matrix(cells, "crop")
    if min(top, left) < 0 or top + height > array.shape[0] or left + width > array.shape[1]:
        raise ValueError("crop() reaches beyond the matrix")
    return array[top : top + height, left : left + width]


def delta(size: int, row: int, column: int) -> Array:
    """Return a `size` × `size` kernel with a single 1."""
    kernel = np.zeros((length(size), length(size)), dtype=np.int64)
    kernel[row, column] = 1
    return kernel


def constant(rows: int, columns: int, value: Any = 0) -> Array:  # noqa: ANN401 - any number
    """Return a matrix full of `value`."""
    filled = np.empty((length(rows), length(columns)), dtype=object)
    filled.fill(value)
    return filled


def outer(column: Runtime, row: Runtime) -> Array:
    """Return the outer product: cell (i, j) is ``column[i] * row[j]``."""
    return np.outer(objects(column), objects(row))


def dot(left: Runtime, right: Runtime) -> Any:  # noqa: ANN401 - an array or a number
    """Return the matrix product."""
    return objects(left) @ objects(right)


def rows(cells: Runtime) -> int:
    """Return the number of rows."""
    return int(matrix(cells, "rows").shape[0])


def columns(cells: Runtime) -> int:
    """Return the number of columns."""
    return int(matrix(cells, "columns").shape[1])
