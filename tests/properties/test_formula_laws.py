"""Laws of the formulas that students write: they mean what their signs say, and cannot run away."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.answers.algebra import FormulaFault, parse

VALUES = {"k": Fraction(7, 2), "C": Fraction(-3), "N": Fraction(11, 5)}
VARIABLES = tuple(VALUES)
ATOMS = st.one_of(
    st.integers(0, 99).map(lambda number: (str(number), Fraction(number))),
    st.sampled_from([("0.5", Fraction(1, 2)), ("1,25", Fraction(5, 4))]),
    st.sampled_from(VARIABLES).map(lambda name: (name, VALUES[name])),
)


def combined(sign):
    spelled = {"*": ["*", "·", " × "], "/": ["/", " ÷ "], "+": ["+", " + "], "-": ["-", " − "]}
    computed = {
        "+": Fraction.__add__,
        "-": Fraction.__sub__,
        "*": Fraction.__mul__,
        "/": lambda left, right: left / right if right else None,
    }[sign]

    def of(parts):
        (left, one), (right, other), sign = parts
        value = None if one is None or other is None else computed(one, other)
        return f"({left}){sign}({right})", value

    return lambda inner: st.tuples(inner, inner, st.sampled_from(spelled[sign])).map(of)


def raised(inner):
    def of(parts):
        (base, value), (exponent, power) = parts
        known = value is not None and (value or power >= 0)
        return f"({base}){exponent}", value**power if known else None

    powers = [("^2", 2), ("**3", 3), ("²", 2), ("⁻¹", -1), ("^-2", -2), ("^(1+1)", 2)]
    return st.tuples(inner, st.sampled_from(powers)).map(of)


def larger(inner):
    return st.one_of(*(combined(sign)(inner) for sign in "+-*/"), raised(inner))


FORMULAS = st.recursive(ATOMS, larger, max_leaves=6)
SYMBOLS = "kCNm0123456789.,+-*/^()[] ²⁻¹·×−=_\n\u00a0eE٣ｋ"


def read(text):
    """Return what a text comes to; None where it divides by zero; or the fault in it."""
    try:
        return parse(text, VARIABLES)(VALUES)
    except ZeroDivisionError:
        return None
    except FormulaFault as fault:
        return fault


@given(FORMULAS)
def test_a_formula_comes_to_what_its_signs_say(formula):
    text, value = formula
    found = read(text)
    if isinstance(found, FormulaFault):
        assert found.code in {"zero", "large", "deep", "long"}
    else:
        assert found == value


@given(st.text(alphabet=SYMBOLS, max_size=60) | st.text(max_size=40))
def test_any_text_is_a_formula_or_has_a_fault_somewhere_in_it(text):
    found = read(text)
    if isinstance(found, FormulaFault):
        assert 0 <= found.position <= len(text) + 1
    else:
        assert found is None or isinstance(found, Fraction)


@given(st.integers(0, 12), st.integers(0, 12), st.integers(1, 99))
def test_what_a_formula_comes_to_is_bounded(first, second, number):
    found = read(f"(({number}k)^{first})^{second}")
    if isinstance(found, FormulaFault):
        assert found.code == "large"
    else:
        assert found.numerator.bit_length() < 10_000


@pytest.mark.parametrize(
    "text",
    ["k^" * 90 + "1", "(" * 199, "-" * 199, "1/" * 99 + "k", "(k^9)" * 39, "k" * 200, "9" * 200],
)
def test_no_text_of_the_greatest_length_takes_long_or_deep(text):
    found = read(text)
    assert found is not None
    assert getattr(found, "code", "") in {"", "deep", "opening", "missing", "large", "exponent"}
