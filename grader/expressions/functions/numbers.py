"""Numbers: summed, compared, counted and rounded, cell by cell where an array is given."""

import math
from collections.abc import Callable
from fractions import Fraction
from typing import Any

import numpy as np

from grader.expressions.arrays import Runtime, shaped
from grader.expressions.faults import ExpressionFault
from grader.expressions.functions.arguments import objects

MAX_DIGITS = 64


def total(cells: Runtime) -> Any:  # noqa: ANN401 - a number of the same kind
    """Return the exact sum of all cells."""
    return sum(objects(cells).flat)


def largest(*values: Runtime) -> Any:  # noqa: ANN401 - a number of the same kind
    """Return the greatest cell."""
    return max(cell for value in values for cell in objects(value).flat)


def smallest(*values: Runtime) -> Any:  # noqa: ANN401 - a number of the same kind
    """Return the least cell."""
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


def rounded_down(cells: Runtime) -> Any:  # noqa: ANN401 - a number or an array
    """Return the greatest whole number that is not above, cell by cell."""
    return _cellwise(math.floor, cells)


def rounded_up(cells: Runtime) -> Any:  # noqa: ANN401 - a number or an array
    """Return the least whole number that is not below, cell by cell."""
    return _cellwise(math.ceil, cells)


def root(cells: Runtime) -> Any:  # noqa: ANN401 - a number or an array
    """Return the square root, cell by cell."""
    return _cellwise(math.sqrt, cells)


def exponential(cells: Runtime) -> Any:  # noqa: ANN401 - a number or an array
    """Return e to the power of every cell."""
    return _cellwise(math.exp, cells)


def quotient(numerator: Runtime, denominator: Runtime = 1) -> Fraction:
    """Return an exact quotient; a decimal number stands for the decimal that is written."""
    # Not Fraction(numerator, denominator): it reads texts, and "1e999999999" takes forever.
    if not (_is_number(numerator) and _is_number(denominator)):
        raise ExpressionFault("fraction() takes one number or two")
    return Fraction(numerator) / Fraction(denominator)  # type: ignore[arg-type]


def _is_number(value: Runtime) -> bool:
    return isinstance(value, int | float | Fraction)


def _cellwise(function: Callable[[Any], Any], cells: Runtime) -> Any:  # noqa: ANN401
    if not isinstance(cells, np.ndarray):
        return function(cells)
    array = objects(cells)
    return shaped([function(cell) for cell in array.flat], array.shape)
