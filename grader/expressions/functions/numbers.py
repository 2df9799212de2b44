"""Numbers: summed, compared, counted and rounded, cell by cell where an array is given."""

import math
from collections.abc import Callable
from fractions import Fraction
from typing import Any, TypeGuard

import numpy as np

from grader.expressions.arithmetic import divide, is_small
from grader.expressions.arrays import Array, Runtime, bounded, shaped
from grader.expressions.faults import ExpressionFault
from grader.expressions.functions.arguments import is_number, numbers, objects

MAX_DIGITS = 64


def total(cells: Runtime) -> Any:  # noqa: ANN401 - a number of the same kind
    """Return the exact sum of all cells."""
    if _is_whole(cells):
        # Four thousand of them leave room to spare.
        return int(cells.sum())
    return sum(objects(cells).flat)


def product(cells: Runtime) -> Any:  # noqa: ANN401 - a number of the same kind
    """Return the exact product of all cells."""
    found: Any = 1
    for cell in numbers(cells, "product"):
        # Checked as it grows: a thousand large factors take time, whatever comes of them.
        found = bounded(found * cell)
    return found


def mean(cells: Runtime) -> Any:  # noqa: ANN401 - a number of the same kind
    """Return the exact mean of all cells."""
    found = numbers(cells, "mean")
    return divide(sum(found), len(found))


def median(cells: Runtime) -> Any:  # noqa: ANN401 - a number of the same kind
    """Return the middle cell in order of size, or the exact mean of the middle two."""
    return middle(numbers(cells, "median"))


def middle(cells: list[Any]) -> Any:  # noqa: ANN401 - a number of the same kind
    """Return the median of a list that is not empty."""
    ranked = sorted(cells)
    low, high = ranked[(len(ranked) - 1) // 2], ranked[len(ranked) // 2]
    return low if low == high else divide(low + high, 2)


def norm(cells: Runtime) -> Any:  # noqa: ANN401 - an exact number or a decimal one
    """Return the root of the sum of squares, exactly if it is one."""
    return _root(sum(cell * cell for cell in numbers(cells, "norm")))


def common_divisor(*values: Runtime) -> int:
    """Return the greatest whole number that divides every cell."""
    return math.gcd(*(cell for value in values for cell in objects(value).flat))


def largest(*values: Runtime) -> Any:  # noqa: ANN401 - a number of the same kind
    """Return the greatest cell."""
    if len(values) == 1 and _is_whole(values[0]):
        return int(values[0].max())
    return max(cell for value in values for cell in objects(value).flat)


def smallest(*values: Runtime) -> Any:  # noqa: ANN401 - a number of the same kind
    """Return the least cell."""
    if len(values) == 1 and _is_whole(values[0]):
        return int(values[0].min())
    return min(cell for value in values for cell in objects(value).flat)


def count(cells: Runtime) -> int:
    """Return how many cells are true or non-zero."""
    return sum(bool(cell) for cell in objects(cells).flat)


def distinct(cells: Runtime) -> int:
    """Return how many different values the cells have."""
    return len(set(objects(cells).flat))


def every(cells: Runtime) -> bool:
    """Return whether every cell is true."""
    return all(objects(cells).flat)


def some(cells: Runtime) -> bool:
    """Return whether some cell is true."""
    return any(objects(cells).flat)


def sign(cells: Runtime) -> Any:  # noqa: ANN401 - a number or an array
    """Return -1, 0 or 1, cell by cell."""
    return _cellwise(lambda cell: (cell > 0) - (cell < 0), cells)


def absolute(cells: Runtime) -> Any:  # noqa: ANN401 - a number or an array
    """Return the absolute value, cell by cell."""
    if _is_whole(cells):
        return np.abs(cells)
    return _cellwise(abs, cells)


def clip(cells: Runtime, low: Any, high: Any) -> Any:  # noqa: ANN401 - a number or an array
    """Return every cell, brought into ``low … high``."""
    whole = isinstance(low, int) and isinstance(high, int) and is_small(low) and is_small(high)
    if whole and _is_whole(cells):
        return np.minimum(np.maximum(cells, low), high)
    return _cellwise(lambda cell: min(max(cell, low), high), cells)


def rounded(cells: Runtime, digits: int = 0) -> Any:  # noqa: ANN401 - a number or an array
    """Return every cell rounded half to even, exactly."""
    if type(digits) is not int or abs(digits) > MAX_DIGITS:
        raise ExpressionFault(f"round() takes a whole number of digits, at most {MAX_DIGITS}")
    return _cellwise(lambda cell: round(cell, digits) if digits else round(cell), cells)


def rounded_down(cells: Runtime) -> Any:  # noqa: ANN401 - a number or an array
    """Return the greatest whole number that is not above, cell by cell."""
    return _cellwise(math.floor, cells)


def rounded_up(cells: Runtime) -> Any:  # noqa: ANN401 - a number or an array
    """Return the least whole number that is not below, cell by cell."""
    return _cellwise(math.ceil, cells)


def root(cells: Runtime) -> Any:  # noqa: ANN401 - a number or an array
    """Return the square root, cell by cell: exactly, where the cell is a square."""
    return _cellwise(_root, cells)


def _root(number: Any) -> Any:  # noqa: ANN401 - an exact number or a decimal one
    if isinstance(number, int | Fraction) and number >= 0:
        above, below = math.isqrt(number.numerator), math.isqrt(number.denominator)
        if above**2 == number.numerator and below**2 == number.denominator:
            return divide(above, below)
    return math.sqrt(number)


def exponential(cells: Runtime) -> Any:  # noqa: ANN401 - a number or an array
    """Return e to the power of every cell."""
    return _cellwise(math.exp, cells)


def quotient(numerator: Runtime, denominator: Runtime = 1) -> Fraction:
    """Return an exact quotient; a decimal number stands for the decimal that is written."""
    # Not Fraction(numerator, denominator): it reads texts, and "1e999999999" takes forever.
    if not (is_number(numerator) and is_number(denominator)):
        raise ExpressionFault("fraction() takes one number or two")
    return Fraction(numerator) / Fraction(denominator)


def _is_whole(cells: Runtime) -> TypeGuard[Array]:
    """Tell whether numpy computes with these cells as exactly as Python does, and faster."""
    return isinstance(cells, np.ndarray) and cells.dtype == np.int64


def _cellwise(function: Callable[[Any], Any], cells: Runtime) -> Any:  # noqa: ANN401
    if not isinstance(cells, np.ndarray):
        return function(cells)
    array = objects(cells)
    return shaped([function(cell) for cell in array.flat], array.shape)
