"""Matrices: made, mirrored, cut, filled and multiplied."""

from typing import Any

import numpy as np

from grader.expressions.arithmetic import is_small
from grader.expressions.arrays import Array, Runtime
from grader.expressions.faults import ExpressionFault
from grader.expressions.functions.arguments import array, length, matrix, objects, offset, place

_ALL, _BACKWARDS = slice(None), slice(None, None, -1)
_MIRRORED = {
    "rows": (_BACKWARDS, _ALL),
    "columns": (_ALL, _BACKWARDS),
    "both": (_BACKWARDS, _BACKWARDS),
}


def flip(kernel: Runtime, axis: str = "both") -> Array:
    """Return the matrix mirrored: ``"rows"`` up-down, ``"columns"`` left-right, or ``"both"``.

    A list is a matrix of one row.
    """
    if axis not in _MIRRORED:
        raise ValueError(f'flip() knows "rows", "columns" and "both", not "{axis}"')
    cells = array(kernel, "flip")
    return cells[_MIRRORED[axis][-cells.ndim :]]


def transpose(kernel: Runtime) -> Array:
    """Return rows as columns."""
    return matrix(kernel, "transpose").T


def rotate90(kernel: Runtime) -> Array:
    """Return the matrix turned a quarter counterclockwise."""
    return np.rot90(matrix(kernel, "rotate90"))


def ring(cells: Runtime, fill: Any = 0, width: int | Array = 1) -> Array:  # noqa: ANN401
    """Return the matrix with its outer ring set to `fill`, a number or a matrix of equal shape.

    The outer ring of a list is its two ends. `width` is one number, or (rows, columns) above and
    below, and to the left and right.
    """
    given = array(cells, "ring")
    if isinstance(fill, np.ndarray) and fill.shape != given.shape:
        raise ExpressionFault("ring() takes a number, or a matrix as large as the first")
    kind = np.int64 if is_small(given) and is_small(fill) else object
    widths = (width,) * given.ndim if type(width) is int else np.broadcast_to(width, given.ndim)
    if min(widths) < 0:
        raise ValueError("the width of a ring is not negative")
    center = tuple(slice(w, size - w) for w, size in zip(widths, given.shape, strict=True))
    framed = np.empty(given.shape, dtype=kind)
    framed[...] = fill if kind is np.int64 else objects(fill)
    framed[center] = given[center] if kind is np.int64 else objects(given)[center]
    return framed


def crop(cells: Runtime, top: int, left: int, height: int, width: int) -> Array:
    """Return the `height` × `width` part whose first cell is (`top`, `left`)."""
    whole = matrix(cells, "crop")
    if min(top, left) < 0 or top + height > whole.shape[0] or left + width > whole.shape[1]:
        raise ValueError("crop() reaches beyond the matrix")
    return whole[top : top + height, left : left + width]


def with_cell(cells: Runtime, row: int, column: int, value: Any) -> Array:  # noqa: ANN401 - any number
    """Return the matrix with one cell changed."""
    changed = objects(matrix(cells, "with_cell"))
    changed[place(row, column, changed)] = value
    return changed


def paste(cells: Runtime, part: Runtime, top: int, left: int) -> Array:
    """Return the matrix with `part` laid over it; what reaches beyond is cut off."""
    below, above = objects(matrix(cells, "paste")), objects(matrix(part, "paste"))
    first_row, first_column = offset(top), offset(left)
    visible = above[max(-first_row, 0) :, max(-first_column, 0) :]
    covered = below[max(first_row, 0) :, max(first_column, 0) :]
    height, width = (min(sizes) for sizes in zip(visible.shape, covered.shape, strict=True))
    covered[:height, :width] = visible[:height, :width]
    return below


def choose(test: Runtime, then: Runtime, otherwise: Runtime) -> Array:
    """Return the cells of `then` where `test` is true, and those of `otherwise` elsewhere."""
    tests, yes, no = (objects(value) for value in (test, then, otherwise))
    shapes = {cells.shape for cells in (tests, yes, no)} - {()}
    if len(shapes) != 1:
        raise ValueError("where() needs numbers, or matrices of one shape, at least one of them")
    wanted = np.array([bool(cell) for cell in tests.flat]).reshape(tests.shape)
    return np.where(wanted, yes, no)


def constant(rows: int, columns: int, value: Any = 0) -> Array:  # noqa: ANN401 - any number
    """Return a matrix full of `value`."""
    filled = np.empty((length(rows), length(columns)), dtype=object)
    filled.fill(value)
    return filled


def outer(column: Runtime, row: Runtime) -> Array:
    """Return the outer product: cell (i, j) is ``column[i] * row[j]``."""
    return np.outer(objects(column), objects(row))


def outer_sum(column: Runtime, row: Runtime) -> Array:
    """Return the outer sum: cell (i, j) is ``column[i] + row[j]``."""
    down, across = (objects(array(part, "outer_sum")).ravel() for part in (column, row))
    return np.add.outer(down, across)


def dot(left: Runtime, right: Runtime) -> Any:  # noqa: ANN401 - an array or a number
    """Return the matrix product."""
    return objects(left) @ objects(right)


def flat(cells: Runtime) -> Array:
    """Return all cells as one list, in reading order."""
    return objects(cells).ravel()


def as_row(items: Runtime) -> Array:
    """Return a list as a matrix of one row."""
    return flat(array(items, "as_row")).reshape(1, -1)


def as_column(items: Runtime) -> Array:
    """Return a list as a matrix of one column."""
    return flat(array(items, "as_column")).reshape(-1, 1)


def rows(cells: Runtime) -> int:
    """Return the number of rows."""
    return int(matrix(cells, "rows").shape[0])


def columns(cells: Runtime) -> int:
    """Return the number of columns."""
    return int(matrix(cells, "columns").shape[1])


def shape(cells: Runtime) -> Array:
    """Return the sizes of a matrix: [rows, columns]; none for a single number."""
    return np.array(cells.shape if isinstance(cells, np.ndarray) else (), dtype=np.int64)


def row_sums(cells: Runtime) -> Array:
    """Return the sum of every row, from the top down."""
    return objects(matrix(cells, "row_sums")).sum(axis=1)  # type: ignore[no-any-return]


def column_sums(cells: Runtime) -> Array:
    """Return the sum of every column, from left to right."""
    return objects(matrix(cells, "column_sums")).sum(axis=0)  # type: ignore[no-any-return]
