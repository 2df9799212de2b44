"""Whether a cell is right."""

import math
from fractions import Fraction
from operator import eq

from grader.model.exercise import Tolerance
from grader.model.value import Scalar, Value, is_number, laid_out

EXACT = Tolerance()
RESIDUE = Fraction(1, 10**9)
"""By how much, relative to the key, floating-point arithmetic may miss: ``0.1 * 3 * 10`` is 3."""
_DOUBT = 1e-12
_COARSE = 1e-290
"""Below it floats have fewer digits, and what is computed with them loses more."""


def right_cells(given: Value, key: Value, tolerance: Tolerance = EXACT) -> tuple[bool, ...]:
    """Tell for every cell of `key`, in reading order, whether `given` has it.

    A value of another shape has no cell right.

    >>> right_cells(((1, 2), (3, 5)), ((1, 2), (3, 4)))
    (True, True, True, False)
    """
    if not isinstance(key, tuple) and not isinstance(given, tuple):
        return (is_right(given, key, tolerance),)
    (wanted, expected), (sizes, offered) = laid_out(key), laid_out(given)
    if len(offered) != len(expected) or sizes != wanted:
        return (False,) * len(expected)
    # Whole numbers without a tolerance are nearly all there is, millions in a class: for them
    # equality is the whole rule, and many times as fast as the general one.
    if {*map(type, offered), *map(type, expected)} == {int} and tolerance == EXACT:
        return tuple(map(eq, offered, expected))
    return tuple(
        is_right(cell, right, tolerance) for cell, right in zip(offered, expected, strict=True)
    )


def is_right(given: Scalar, key: Scalar, tolerance: Tolerance = EXACT) -> bool:
    """Tell whether one cell is right: exactly, unless `tolerance` says otherwise.

    What was computed with floats carries their rounding, which says nothing about the method: a
    float within a billionth of the key is right too.

    >>> is_right(1 / 3, Fraction(1, 3)), is_right(0.1 * 3 * 10, 3), is_right(201, 200)
    (True, True, False)
    """
    if type(given) is int and type(key) is int and (given == key or tolerance == EXACT):
        return given == key
    if not is_number(given) or not is_number(key):
        return type(given) is type(key) and given == key
    if given == key:
        return True
    return is_finite(given) and is_finite(key) and _is_near(given, key, tolerance)


def _is_near(given: float | Fraction, key: float | Fraction, tolerance: Tolerance) -> bool:
    """Tell whether two numbers that differ do so within the tolerance."""
    seen = _at_a_glance(given, key, tolerance)
    if seen is not None:
        return seen
    truth = _as_written(key)
    residue = RESIDUE * max(abs(truth), Fraction(1)) if isinstance(given, float) else Fraction(0)
    return abs(_as_written(given) - truth) <= max(_allowed(truth, tolerance), residue)


def _at_a_glance(
    given: float | Fraction, key: float | Fraction, tolerance: Tolerance
) -> bool | None:
    """Tell whether a number is right, where floating-point arithmetic leaves no doubt about it.

    A wrong method is hardly ever wrong by next to nothing, and exact arithmetic takes twenty times
    as long.
    """
    try:
        mine, truth = float(given), float(key)
        gap, scale = abs(mine - truth), abs(truth)
        room = float(tolerance.absolute) + float(tolerance.relative) * scale
        if tolerance.digits is not None:
            room = max(room, 0.5 / 10**tolerance.digits)
    except OverflowError:
        return None
    if isinstance(given, float):
        room = max(room, float(RESIDUE) * max(scale, 1.0))
    # Thousands of times what the roundings above may amount to.
    doubt = _DOUBT * (abs(mine) + scale + room) + _COARSE
    if gap > room + doubt:
        return False
    return True if gap < room - doubt else None


def is_finite(number: float | Fraction) -> bool:
    """Tell whether it is a number to compute with, and neither infinite nor NaN."""
    # A whole number may be beyond every float, where math.isfinite raises.
    return not isinstance(number, float) or math.isfinite(number)


def _as_written(number: float | Fraction) -> Fraction:
    # 1.1 lies within 0.1 of 1 for whoever types it, though its binary fraction does not.
    return Fraction(repr(number)) if isinstance(number, float) else Fraction(number)


def _allowed(key: Fraction, tolerance: Tolerance) -> Fraction:
    half_unit = Fraction(0)
    if tolerance.digits is not None:
        half_unit = Fraction(1, 2 * 10**tolerance.digits)
    return max(tolerance.absolute + tolerance.relative * abs(key), half_unit)
