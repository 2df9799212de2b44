"""Operators on scalars and arrays, exact for whole numbers and fractions."""

import operator
from collections.abc import Callable, Mapping
from fractions import Fraction
from typing import Any

import numpy as np

from grader.expressions.arrays import (
    MAX_BITS,
    SAFE_INT64,
    Array,
    Runtime,
    bounded,
    exact,
    shaped,
)
from grader.expressions.faults import ExpressionFault

MAX_EXPONENT = 256


def divide(left: Any, right: Any) -> Any:  # noqa: ANN401 - numbers of any kind
    """Return a quotient, exact unless a decimal number takes part."""
    # 1/3 of a parameter count is a third, not its nearest binary fraction.
    if isinstance(left, float) or isinstance(right, float):
        return left / right
    quotient = Fraction(left) / Fraction(right)
    return quotient.numerator if quotient.denominator == 1 else quotient


def _power(base: Any, exponent: Any) -> Any:  # noqa: ANN401 - numbers of any kind
    if isinstance(exponent, float | Fraction) or isinstance(base, float):
        power: object = float(base) ** float(exponent)
        if isinstance(power, complex):
            raise ExpressionFault("a root of a negative number is not a number here")
        return power
    bits = max(base.numerator.bit_length(), base.denominator.bit_length())
    if abs(exponent) > MAX_EXPONENT or abs(exponent) * bits > MAX_BITS:
        raise ExpressionFault(f"a power of more than {MAX_BITS} bits is too large")
    if exponent < 0:
        return divide(1, base**-exponent)
    return base**exponent


ARITHMETIC: Mapping[str, Callable[[Any, Any], Any]] = {
    "+": operator.add,
    "-": operator.sub,
    "*": operator.mul,
    "/": divide,
    "//": operator.floordiv,
    "%": operator.mod,
    "**": _power,
}
COMPARISONS: Mapping[str, Callable[[Any, Any], Any]] = {
    "==": operator.eq,
    "!=": operator.ne,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}
_WHOLE = frozenset({"+", "-", "*", *COMPARISONS})
_DIVISIONS = frozenset({"//", "%"})
"""What numpy computes of whole numbers as Python does; a division by zero it would let pass."""


def combine(symbol: str, left: Runtime, right: Runtime) -> Runtime:
    """Return ``left symbol right``, cell by cell where an array takes part."""
    function = ARITHMETIC.get(symbol) or COMPARISONS[symbol]
    if symbol in ARITHMETIC and (isinstance(left, str | tuple) or isinstance(right, str | tuple)):
        raise ExpressionFault(f"`{symbol}` needs numbers, not texts")
    if isinstance(left, np.ndarray) or isinstance(right, np.ndarray):
        exactly = symbol in _WHOLE or (symbol in _DIVISIONS and type(right) is int and right)
        if exactly and is_small(left) and is_small(right):
            return _together(function, left, right)
        return _cellwise(function, left, right)
    result: Runtime = bounded(function(_number(left), _number(right)))
    return result


def negate(value: Runtime) -> Runtime:
    """Return ``-value``."""
    return combine("-", 0, value)


def _number(value: Runtime) -> Any:  # noqa: ANN401 - numbers of any kind
    return int(value) if isinstance(value, bool) else value


def is_small(value: Runtime) -> bool:
    """Tell whether int64 holds what one operator makes of `value` and of another such value."""
    if isinstance(value, np.ndarray):
        return value.dtype == np.int64 and value.size > 0
    return type(value) is int and -SAFE_INT64 < value < SAFE_INT64


def _together(function: Callable[[Any, Any], Any], left: Any, right: Any) -> Runtime:  # noqa: ANN401
    if isinstance(left, np.ndarray) and isinstance(right, np.ndarray):
        _require_one_shape(left, right)
    return exact(function(left, right))


def _require_one_shape(first: Array, second: Array) -> None:
    if first.ndim and second.ndim and first.shape != second.shape:
        raise ExpressionFault(
            f"arrays of shapes {_sizes(first.shape)} and {_sizes(second.shape)} do not go together"
        )


def _cellwise(function: Callable[[Any, Any], Any], left: Runtime, right: Runtime) -> Runtime:
    first, second = (np.asarray(part, dtype=object) for part in (left, right))
    _require_one_shape(first, second)
    first, second = np.broadcast_arrays(first, second)
    pairs = zip(first.flat, second.flat, strict=True)
    return exact(shaped([function(_number(a), _number(b)) for a, b in pairs], first.shape))


def _sizes(shape: tuple[int, ...]) -> str:
    return "×".join(map(str, shape))
