"""The one table of functions that an exercise may call by name.

To add one, write it or take it from the engine, and add its line to `FUNCTIONS`.
"""

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import wraps
from typing import Any

import numpy as np

from grader import engine
from grader.expressions import work
from grader.expressions.arrays import Array, Runtime, shaped
from grader.expressions.faults import ExpressionFault

MAX_DIGITS = 64
# Options of the engine that change no answer, and that a formula could ask too much with.
_HOW = frozenset({"method", "workers"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Function:
    """Something that a formula may call."""

    call: Callable[..., Any]
    summary: str
    cost: Callable[[Sequence[Runtime], Mapping[str, Runtime]], int] = work.of_cells
    """An upper bound on the work of a call, told from its arguments; it may refuse them."""


def _objects(cells: Runtime) -> Array:
    """Return `cells` as Python numbers, so that sums neither wrap around nor round."""
    array = np.asarray(cells, dtype=object)
    plain = [int(cell) if isinstance(cell, bool) else cell for cell in array.flat]
    return shaped(plain, array.shape)


def _matrix(cells: Runtime, name: str) -> Array:
    if not isinstance(cells, np.ndarray) or cells.ndim != 2:  # noqa: PLR2004 - rows and columns
        raise ValueError(f"{name} needs a matrix")
    return cells


def total(cells: Runtime) -> Any:  # noqa: ANN401 - a number of the same kind
    """Return the exact sum of all cells."""
    return sum(_objects(cells).flat)


def largest(*values: Runtime) -> Any:  # noqa: ANN401 - a number of the same kind
    """Return the greatest cell."""
    return max(cell for value in values for cell in _objects(value).flat)


def smallest(*values: Runtime) -> Any:  # noqa: ANN401 - a number of the same kind
    """Return the least cell."""
    return min(cell for value in values for cell in _objects(value).flat)


def count(cells: Runtime) -> int:
    """Return how many cells are true or non-zero."""
    return sum(bool(cell) for cell in _objects(cells).flat)


def distinct(cells: Runtime) -> int:
    """Return how many different values the cells have."""
    return len(set(_objects(cells).flat))


def absolute(cells: Runtime) -> Any:  # noqa: ANN401 - a number or an array
    """Return the absolute value, cell by cell."""
    return _cellwise(abs, cells)


def clip(cells: Runtime, low: Any, high: Any) -> Any:  # noqa: ANN401 - a number or an array
    """Return every cell, brought into ``low … high``."""
    return _cellwise(lambda cell: min(max(cell, low), high), cells)


def rounded(cells: Runtime, digits: int = 0) -> Any:  # noqa: ANN401 - a number or an array
    """Return every cell rounded half to even, exactly."""
    if type(digits) is not int or abs(digits) > MAX_DIGITS:
        raise ExpressionFault(f"round() takes a whole number of digits, at most {MAX_DIGITS}")
    return _cellwise(lambda cell: round(cell, digits) if digits else round(cell), cells)


def _cellwise(function: Callable[[Any], Any], cells: Runtime) -> Any:  # noqa: ANN401
    if not isinstance(cells, np.ndarray):
        return function(cells)
    array = _objects(cells)
    return shaped([function(cell) for cell in array.flat], array.shape)


def flip(kernel: Runtime, axis: str = "both") -> Array:
    """Return the matrix mirrored: ``"rows"`` up-down, ``"columns"`` left-right, or ``"both"``."""
    axes = {"rows": (0,), "columns": (1,), "both": (0, 1)}
    if axis not in axes:
        raise ValueError(f'flip() knows "rows", "columns" and "both", not "{axis}"')
    return np.flip(_matrix(kernel, "flip()"), axes[axis])


def transpose(kernel: Runtime) -> Array:
    """Return rows as columns."""
    return _matrix(kernel, "transpose()").T


def rotate90(kernel: Runtime) -> Array:
    """Return the matrix turned a quarter counterclockwise."""
    return np.rot90(_matrix(kernel, "rotate90()"))


def ring(cells: Runtime, fill: Any = 0, width: int = 1) -> Array:  # noqa: ANN401 - any number
    """Return the matrix with its outer ring set to `fill`, a number or a matrix of equal shape."""
    array = _objects(_matrix(cells, "ring()"))
    if isinstance(fill, np.ndarray) and fill.shape != array.shape:
        raise ExpressionFault("ring() takes a number, or a matrix as large as the first")
    inner = np.zeros(array.shape, dtype=bool)
    inner[width : array.shape[0] - width, width : array.shape[1] - width] = True
    return np.where(inner, array, _objects(fill))


def crop(cells: Runtime, top: int, left: int, height: int, width: int) -> Array:
    """Return the `height` × `width` part whose first cell is (`top`, `left`)."""
    array = _matrix(cells, "crop()")
    if min(top, left) < 0 or top + height > array.shape[0] or left + width > array.shape[1]:
        raise ValueError("crop() reaches beyond the matrix")
    return array[top : top + height, left : left + width]


def delta(size: int, row: int, column: int) -> Array:
    """Return a `size` × `size` kernel with a single 1."""
    kernel = np.zeros((_length(size), _length(size)), dtype=np.int64)
    kernel[row, column] = 1
    return kernel


def constant(rows: int, columns: int, value: Any = 0) -> Array:  # noqa: ANN401 - any number
    """Return a matrix full of `value`."""
    filled = np.empty((_length(rows), _length(columns)), dtype=object)
    filled.fill(value)
    return filled


def _length(value: int) -> int:
    if type(value) is not int or not 1 <= value <= work.MAX_LENGTH:
        raise ValueError(f"a size is a whole number from 1 to {work.MAX_LENGTH}")
    return value


def quotient(numerator: Runtime, denominator: Runtime = 1) -> Fraction:
    """Return an exact quotient; a decimal number stands for the decimal that is written."""
    # Not Fraction(numerator, denominator): it reads texts, and "1e999999999" takes forever.
    if not (_is_number(numerator) and _is_number(denominator)):
        raise ExpressionFault("fraction() takes one number or two")
    return Fraction(numerator) / Fraction(denominator)  # type: ignore[arg-type]


def _is_number(value: Runtime) -> bool:
    return isinstance(value, int | float | Fraction)


def outer(column: Runtime, row: Runtime) -> Array:
    """Return the outer product: cell (i, j) is ``column[i] * row[j]``."""
    return np.outer(_objects(column), _objects(row))


def dot(left: Runtime, right: Runtime) -> Any:  # noqa: ANN401 - an array or a number
    """Return the matrix product."""
    return _objects(left) @ _objects(right)


def count_products(image: Array, kernel: Array, mode: engine.Mode = "same") -> int:
    """Return how many products of a filtering are not zero: its work by hand."""
    return int(total(engine.correlate(image != 0, kernel != 0, mode=mode)))


def _count(call: Callable[..., Any], summary: str) -> Function:
    return Function(call=call, summary=summary)


def _filter(call: Callable[..., Any], summary: str) -> Function:
    @wraps(call)
    def computed(*arguments: Runtime, **options: Runtime) -> Any:  # noqa: ANN401 - an array
        for name in _HOW & set(options):
            raise ExpressionFault(f"a formula says what to compute, and not by which {name}")
        return call(*arguments, **options)

    return Function(call=computed, summary=summary, cost=work.of_filtering)


def _eliminate(call: Callable[..., Any], summary: str) -> Function:
    return Function(call=call, summary=summary, cost=work.of_elimination)


FUNCTIONS: Mapping[str, Function] = {
    # filtering
    "correlate": _filter(engine.correlate, "cross-correlation of image and kernel"),
    "convolve": _filter(engine.convolve, "convolution of image and kernel"),
    "count_products": _filter(count_products, "non-zero products of a filtering"),
    "rotate180": _count(engine.rotate180, "kernel turned by 180°"),
    "pad": Function(
        call=engine.pad, summary="image extended by a boundary rule", cost=work.of_padding
    ),
    "output_shape": _count(engine.output_shape, "rows and columns of the output"),
    "shift_kernel": Function(
        call=engine.shift_kernel,
        summary="kernel that moves content by (dy, dx)",
        cost=work.of_sizes,
    ),
    "shift_of": _count(engine.shift_of, "(dy, dx) by which a kernel moves content"),
    "rank": _eliminate(engine.rank, "rank of a kernel"),
    "is_separable": _eliminate(engine.is_separable, "whether a kernel has rank 1"),
    # counting
    "conv_params": _count(engine.conv_params, "parameters of a convolution layer"),
    "depthwise_params": _count(engine.depthwise_params, "parameters of a depthwise layer"),
    "pointwise_params": _count(engine.pointwise_params, "parameters of a 1×1 layer"),
    "depthwise_separable_params": _count(
        engine.depthwise_separable_params, "parameters of a depthwise separable block"
    ),
    # matrices
    "flip": _count(flip, 'mirrored: "rows", "columns" or "both"'),
    "transpose": _count(transpose, "rows as columns"),
    "rotate90": _count(rotate90, "a quarter turn counterclockwise"),
    "ring": _count(ring, "outer ring set to a value"),
    "crop": _count(crop, "a part of a matrix"),
    "delta": _count(delta, "square kernel with a single 1"),
    "constant": _count(constant, "matrix of one value"),
    "outer": Function(call=outer, summary="outer product", cost=work.of_outer),
    "dot": Function(call=dot, summary="matrix product", cost=work.of_matrix_product),
    "rows": _count(lambda cells: _matrix(cells, "rows()").shape[0], "number of rows"),
    "columns": _count(lambda cells: _matrix(cells, "columns()").shape[1], "number of columns"),
    # numbers
    "abs": _count(absolute, "absolute value"),
    "sum": _count(total, "exact sum of all cells"),
    "max": _count(largest, "greatest cell"),
    "min": _count(smallest, "least cell"),
    "count": _count(count, "cells that are true or non-zero"),
    "distinct": _count(distinct, "different values"),
    "all": _count(lambda cells: all(_objects(cells).flat), "whether every cell is true"),
    "any": _count(lambda cells: any(_objects(cells).flat), "whether some cell is true"),
    "clip": _count(clip, "cells brought into an interval"),
    "round": _count(rounded, "rounded half to even"),
    "floor": _count(lambda x: _cellwise(math.floor, x), "rounded down"),
    "ceil": _count(lambda x: _cellwise(math.ceil, x), "rounded up"),
    "sqrt": _count(lambda x: _cellwise(math.sqrt, x), "square root"),
    "exp": _count(lambda x: _cellwise(math.exp, x), "exponential"),
    "fraction": _count(quotient, "exact quotient"),
}
