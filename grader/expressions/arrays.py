"""Between plain values and the arrays that formulas compute with.

Whole numbers are int64 arrays while they fit with room to spare, and Python integers in an object
array beyond that; fractions stay fractions. Nothing wraps around and nothing is rounded.
"""

from collections.abc import Sequence
from fractions import Fraction
from itertools import chain
from typing import Any, NoReturn, TypeAlias, cast

import numpy as np
from numpy.typing import NDArray

from grader.expressions.faults import ExpressionFault
from grader.model.value import Scalar, Value, laid_out

Array: TypeAlias = NDArray[Any]
Runtime: TypeAlias = Scalar | Array | tuple[str, ...]
"""What a formula computes with: a scalar, an array of numbers, or a list of texts."""

MAX_CELLS = 64 * 64
MAX_AXES = 4
"""Filters of a layer: outputs, channels, rows and columns."""
MAX_BITS = 1024
SAFE_INT64 = 2**31
"""Below this a product of two entries still fits into int64."""


def to_runtime(value: Value) -> Runtime:
    """Return `value` with nested rows as an array."""
    if not isinstance(value, tuple):
        return value
    if any(isinstance(item, str) for item in value):
        return tuple(str(item) for item in value)
    return array_of(value)


def _small_whole(value: tuple[Value, ...]) -> Array | None:
    """Return a list or matrix of small whole numbers as an array; None for anything else."""
    sizes, flat = laid_out(value)
    level: tuple[Value, ...] = value
    if len(sizes) == 2:  # noqa: PLR2004 - rows and columns
        level = tuple(chain.from_iterable(row for row in value if isinstance(row, tuple)))
    if not 0 < len(flat) <= MAX_CELLS or level != flat or {*map(type, flat)} != {int}:
        return None
    cells = cast("tuple[int, ...]", flat)
    if max(cells) >= SAFE_INT64 or min(cells) <= -SAFE_INT64:
        return None
    return np.array(cells, dtype=np.int64).reshape(sizes)


def to_value(result: Runtime) -> Value:
    """Return a computed result as a plain, immutable value."""
    if isinstance(result, np.ndarray):
        rows = result.tolist()
        # What is no object array holds plain numbers already.
        return _rows(rows) if result.dtype == object else _tuples(rows, result.ndim)
    if isinstance(result, np.generic):
        return _plain(result.item())
    return result if isinstance(result, tuple) else _plain(result)


def array_of(rows: object) -> Array:
    """Return nested rows of numbers as an exact array.

    Raises
    ------
    ExpressionFault
        When rows differ in length, hold something else than numbers, or are too many.
    """
    # Nearly all there is are small whole numbers, and formulas make lists of them all the time.
    small = _small_whole(tuple(rows)) if isinstance(rows, list | tuple) else None
    if small is not None:
        return small
    cells = np.array(rows, dtype=object)
    if any(isinstance(cell, list | tuple | np.ndarray) for cell in cells.flat):
        raise ExpressionFault("the rows of a matrix must be equally long")
    return exact(cells)


def shaped(cells: Sequence[object], shape: tuple[int, ...]) -> Array:
    """Return `cells`, in reading order, as an array of Python numbers."""
    array = np.empty(len(cells), dtype=object)
    array[:] = cells
    return array.reshape(shape)


def exact(cells: Array) -> Array:
    """Return `cells` in the tightest representation that is exact.

    >>> exact(np.array([[1, 2]], dtype=object)).dtype
    dtype('int64')
    """
    if cells.size > MAX_CELLS or cells.ndim > MAX_AXES:
        _refuse(cells)
    if cells.dtype != object:
        return cells if cells.dtype != np.int64 or _small(cells) else cells.astype(object)
    kinds = {type(cell) for cell in cells.flat}
    if kinds <= {bool} and kinds:
        return cells.astype(bool)
    if kinds <= {int, bool}:
        return _whole(cells)
    if not kinds <= {int, bool, float, Fraction}:
        raise ExpressionFault("a list holds either numbers or texts, not a mixture")
    for cell in cells.flat:
        bounded(cell)
    if kinds <= {float, int, bool}:
        return _decimal(cells)
    return cells


def _refuse(cells: Array) -> NoReturn:
    if cells.ndim > MAX_AXES:
        raise ExpressionFault(f"lists are nested at most {MAX_AXES} deep")
    raise ExpressionFault(
        f"an array of {cells.size} numbers is too large", fix=f"at most {MAX_CELLS} are allowed"
    )


def bounded(number: Any) -> Any:  # noqa: ANN401 - a number of any kind
    """Return `number`, unless it is an exact one with more than `MAX_BITS` bits."""
    if isinstance(number, int | Fraction):
        largest = max(number.numerator.bit_length(), number.denominator.bit_length())
        if largest > MAX_BITS:
            raise ExpressionFault(f"a number of more than {MAX_BITS} bits is too large")
    return number


def _decimal(cells: Array) -> Array:
    try:
        return cells.astype(np.float64)
    except OverflowError:
        raise ExpressionFault("a number is too large to stand beside decimal ones") from None


def _small(cells: Array) -> bool:
    return cells.size == 0 or bool(max(-cells.min(), cells.max()) < SAFE_INT64)


def _whole(cells: Array) -> Array:
    largest = bounded(max((abs(cell) for cell in cells.flat), default=0))
    return cells.astype(np.int64) if largest < SAFE_INT64 else cells


def _rows(rows: Any) -> Value:  # noqa: ANN401 - whatever numpy's tolist() returns
    return tuple(_rows(row) for row in rows) if isinstance(rows, list) else _plain(rows)


def _tuples(rows: Any, axes: int) -> Value:  # noqa: ANN401 - whatever numpy's tolist() returns
    if axes <= 1:
        return tuple(rows) if axes else rows
    return tuple(_tuples(row, axes - 1) for row in rows)


def _plain(value: Any) -> Scalar:  # noqa: ANN401 - whatever a formula's function returned
    if isinstance(value, Fraction) and value.denominator == 1:
        return value.numerator
    if isinstance(value, bool | int | float | Fraction | str):
        return value
    raise ExpressionFault(f"a formula cannot give a {type(value).__name__}")
