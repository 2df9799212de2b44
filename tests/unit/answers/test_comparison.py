"""When a cell is right."""

import math
from fractions import Fraction

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from grader.answers.comparison import RESIDUE, is_right, right_cells
from grader.model.exercise import Tolerance

EXACT = Tolerance()
TENTH = Tolerance(absolute=Fraction(1, 10))
PERCENT = Tolerance(relative=Fraction(1, 100))
TWO_DIGITS = Tolerance(digits=2)
BEYOND_FLOATS = 10**400


@pytest.mark.parametrize(
    ("given", "key", "tolerance"),
    [
        (200, 200, EXACT),
        (200.0, 200, EXACT),
        (1 / 3, Fraction(1, 3), EXACT),
        (0.1, Fraction(1, 10), EXACT),
        (Fraction(1, 3), Fraction(1, 3), EXACT),
        (-0.0, 0, EXACT),
        (2**80, 2**80, EXACT),
        (BEYOND_FLOATS, BEYOND_FLOATS, EXACT),
        ("zero", "zero", EXACT),
        (True, True, EXACT),
        (1.1, 1, TENTH),
        (0.9, 1, TENTH),
        (1.1, Fraction(12, 10), TENTH),
        (101, 100, PERCENT),
        (-99, -100, PERCENT),
        (6.06, 6, PERCENT),
        (BEYOND_FLOATS + 1, BEYOND_FLOATS, PERCENT),
        (0.33, Fraction(1, 3), TWO_DIGITS),
        (0.13, Fraction(1, 8), TWO_DIGITS),
        (0.12, Fraction(1, 8), TWO_DIGITS),
        (0.67, 2 / 3, TWO_DIGITS),
        (1.11, 1, Tolerance(absolute=Fraction(1, 10), relative=Fraction(1, 100))),
    ],
)
def test_a_right_cell_is_right(given, key, tolerance):
    assert is_right(given, key, tolerance)


@pytest.mark.parametrize(
    ("given", "key", "tolerance"),
    [
        (201, 200, EXACT),
        (200.000001, 200, EXACT),
        (0.33, Fraction(1, 3), EXACT),
        (2**80 + 1, 2**80, EXACT),
        (1.11, 1, TENTH),
        (102, 100, PERCENT),
        (1, 0, PERCENT),
        (0.32, Fraction(1, 3), TWO_DIGITS),
        (0.1251, Fraction(13, 100), Tolerance(digits=3)),
        (True, 1, TENTH),
        (1, True, TENTH),
        ("1", 1, TENTH),
        (1, "1", EXACT),
        ("Zero", "zero", EXACT),
        (math.nan, 1, TENTH),
        (math.nan, math.nan, TENTH),
        (math.inf, 1, TENTH),
        (-math.inf, math.inf, TENTH),
        (math.inf, BEYOND_FLOATS, PERCENT),
        (1.5, BEYOND_FLOATS, EXACT),
        (BEYOND_FLOATS, 5, TENTH),
        (BEYOND_FLOATS, 5.0, TENTH),
        (Fraction(BEYOND_FLOATS, 3), 5, TENTH),
        (5, Fraction(BEYOND_FLOATS, 3), TENTH),
    ],
)
def test_a_wrong_cell_is_wrong(given, key, tolerance):
    assert not is_right(given, key, tolerance)


@pytest.mark.parametrize(
    "given", [5, (1, 2), ((1, 2, 3),), ((1,), (2,)), ((1, 2), (3,)), (), "text", math.nan]
)
def test_a_value_of_another_shape_has_no_cell_right(given):
    assert right_cells(given, ((1, 2), (3, 4))) == (False,) * 4


def test_cells_are_judged_in_reading_order():
    assert right_cells(((1, 0), (3, math.nan)), ((1, 2), (3, 4))) == (True, False, True, False)


FINITE = st.floats(allow_nan=False, allow_infinity=False) | st.floats(-10, 10)
NUMBERS = st.integers(-(10**6), 10**6) | FINITE | st.fractions(-100, 100, max_denominator=1000)
TOLERANCES = st.sampled_from([EXACT, TENTH, PERCENT, TWO_DIGITS])


def by_definition(given_, key, tolerance):
    """Return what exact arithmetic says of numbers as they are written."""

    def written(number):
        return Fraction(repr(number)) if isinstance(number, float) else Fraction(number)

    truth = written(key)
    allowed = tolerance.absolute + tolerance.relative * abs(truth)
    if tolerance.digits is not None:
        allowed = max(allowed, Fraction(1, 2 * 10**tolerance.digits))
    if isinstance(given_, float):
        allowed = max(allowed, RESIDUE * max(abs(truth), 1))
    return given_ == key or abs(written(given_) - truth) <= allowed


@given(given_=NUMBERS, key=NUMBERS, tolerance=TOLERANCES)
@example(given_=1.1, key=1, tolerance=TENTH)
@example(given_=1.005, key=1, tolerance=TWO_DIGITS)
@example(given_=1.0000000011, key=1, tolerance=EXACT)
@example(given_=1.7e308, key=-1.7e308, tolerance=PERCENT)
@settings(max_examples=300)
def test_a_number_is_right_exactly_when_exact_arithmetic_says_so(given_, key, tolerance):
    assert is_right(given_, key, tolerance) == by_definition(given_, key, tolerance)


@given(
    key=NUMBERS,
    tolerance=TOLERANCES,
    nudge=st.floats(-3e-16, 3e-16),
    side=st.sampled_from([-1, 1]),
)
@example(key=-2.2250738585e-313, tolerance=PERCENT, nudge=2.62854997896972e-16, side=-1)
@settings(max_examples=300)
def test_at_the_edge_of_what_is_allowed_nothing_is_guessed(key, tolerance, nudge, side):
    truth = Fraction(repr(key)) if isinstance(key, float) else Fraction(key)
    allowed = tolerance.absolute + tolerance.relative * abs(truth)
    edge = truth + side * allowed
    near = edge * (1 + Fraction(nudge))
    assert is_right(near, key, tolerance) == by_definition(near, key, tolerance)
