from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from grader.reports.numerals import exact, literal, percentage, points, scalar

POINTS = st.decimals(0, 1000, places=4)


@given(POINTS)
def test_exact_points_keep_their_value(amount):
    assert Decimal(exact(amount)) == amount


@given(POINTS)
def test_exact_points_end_in_no_zero_after_the_point(amount):
    text = exact(amount)
    assert "." not in text or not text.endswith(("0", "."))


@given(POINTS, POINTS.filter(bool))
@example(Decimal("999.9999"), Decimal(1000))
def test_a_hundred_percent_means_everything(earned, possible):
    share = percentage(earned, possible)
    assert (share >= 100) == (earned >= possible)


@pytest.mark.parametrize("possible", ["0", "-1"])
def test_there_is_no_percentage_of_nothing(possible):
    assert percentage(Decimal(0), Decimal(possible)) is None


@pytest.mark.parametrize(("language", "shown"), [("en", "3.25"), ("es", "3,25")])
def test_the_decimal_sign_is_that_of_the_language(language, shown):
    assert points(Decimal("3.250"), language) == shown


@pytest.mark.parametrize(
    ("cell", "shown"),
    [
        (0, "0"),
        (-12, "−12"),
        (True, "True"),
        (3.0, "3"),
        (-0.5, "−0.5"),
        (0.7999999999999999, "0.799999…"),
        (1e-7, "1e−07"),
        (float("-inf"), "−inf"),
        (float("nan"), "nan"),
        (123456789.5, "123456789.5"),
        (Fraction(-3, 4), "−3/4"),
        (Fraction(8, 4), "2"),
        (-(10**30), "−≈ 10^30"),
        ("left\nright", "left right"),
    ],
)
def test_a_cell_is_short_enough_for_a_table(cell, shown):
    assert scalar(cell, "en") == shown


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_a_float_that_is_shown_without_an_ellipsis_is_shown_in_full(number):
    shown = scalar(number, "en")
    assert "…" in shown or float(shown.replace("−", "-")) == number


@given(st.integers())
def test_an_integer_is_never_longer_than_a_cell(number):
    assert len(scalar(number, "en")) <= 25


def test_a_ragged_value_is_written_on_one_line():
    assert literal(((1, 2.5), (3,), ()), "es") == "[[1; 2,5]; [3]; []]"


def test_a_large_value_is_cut():
    assert len(literal(tuple(range(10_000)), "en")) < 300


def test_a_value_of_many_empty_rows_is_cut():
    assert len(literal(((),) * 10_000, "en")) < 300
