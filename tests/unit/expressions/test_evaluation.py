"""What a formula amounts to: exactly."""

import math
from fractions import Fraction

import numpy as np
import pytest

from grader.expressions import ExpressionFault, evaluate, parse, to_runtime, to_value

VALUES = {
    "a": ((1, 2), (3, 4)),
    "k": 3,
    "huge": ((2**40, 2**40), (2**40, 2**40)),
    "flags": ((True, False), (True, True)),
    "words": ("up", "down"),
    "third": Fraction(1, 3),
    "text": "up",
}


def value(source, **more):
    known = {name: to_runtime(item) for name, item in {**VALUES, **more}.items()}
    return to_value(evaluate(parse(source).tree, known))


def same(left, right):
    return left == right and type(left) is type(right)


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("1 / 3", Fraction(1, 3)),
        ("6 / 3", 2),
        ("0.1 + 0.2", Fraction(3, 10)),
        ("2 ** -2", Fraction(1, 4)),
        ("7 // 2 + 7 % 2", 4),
        ("-5 ** 2", -25),
        ("(-5) ** 2", 25),
        ("True + True", 2),
        ("-True", -1),
        ("+True", 1),
        ("True == 1", True),
        ("1 < 2 < 3", True),
        ("1 < 3 < 2", False),
        ("1 < 2 == 2 != 3", True),
        ("not 0", True),
        ("1 and 2", True),
        ("0 or 0", False),
        ("False and missing", False),
        ("True or missing", True),
        ("1 if k else missing", 1),
        ("a[1, 0]", 3),
        ("a[-1, -1]", 4),
        ("a[1]", (3, 4)),
        ("a[1][0]", 3),
        ("words[1]", "down"),
        ("words[0] == text", True),
        ("[1, 2]", (1, 2)),
        ("[]", ()),
        ("[a[0], [5, 6]]", ((1, 2), (5, 6))),
        ("['a', 'b']", ("a", "b")),
        ("a * a", ((1, 4), (9, 16))),
        ("a / 2", ((Fraction(1, 2), 1), (Fraction(3, 2), 2))),
        ("1 < a < 4", ((False, True), (True, False))),
        ("all(0 < a < 5)", True),
        ("sum(flags)", 3),
        ("flags + flags", ((2, 0), (2, 2))),
        ("count(a > 2)", 2),
        ("round(2.5)", 2),
        ("round(0.125, 2)", Fraction(3, 25)),
        ("fraction(2, 6)", Fraction(1, 3)),
        ("fraction(0.1)", Fraction(1, 10)),
        ("ring(a)", ((0, 0), (0, 0))),
        ("ring(constant(3, 3, 1), 0)", ((0, 0, 0), (0, 1, 0), (0, 0, 0))),
        ("ring(constant(3, 3, 1), 0, [0, 1])", ((0, 1, 0), (0, 1, 0), (0, 1, 0))),
        ("ring(constant(3, 3, 1), 0, [1, 0])", ((0, 0, 0), (1, 1, 1), (0, 0, 0))),
        ("ring(constant(2, 3, 1), 0, 2)", ((0, 0, 0), (0, 0, 0))),
        ("dot(a, a)", ((7, 10), (15, 22))),
        ("outer([1, 2], [3, 4])", ((3, 4), (6, 8))),
        ("output_shape([5, 5], [3, 3])", (3, 3)),
        ("shift_of(delta(3, 0, 1), operation='convolve')", (-1, 0)),
        ("count_products(a, [[1, 0], [0, 1]], mode='valid')", 2),
        ("correlate(flags, flags, mode='valid')", ((3,),)),
        ("floor(7 / 2) + ceil(7 / 2)", 7),
        ("clip(a, 2, 3)", ((2, 2), (3, 3))),
        ("transpose(a)", ((1, 3), (2, 4))),
        ("flip(a, 'rows')", ((3, 4), (1, 2))),
        ("rotate90(a)", ((2, 4), (1, 3))),
        ("crop(a, 1, 0, 1, 2)", ((3, 4),)),
        ("distinct(['a', 'b', 'a'])", 2),
        ("conv_macs(3, 3, 64, output_shape=[8, 8])", 110592),
        ("depthwise_macs(3, 3, output_shape=[8, 8], multiplier=2)", 3456),
        ("pointwise_macs(3, 64, output_shape=8)", 12288),
        ("depthwise_separable_macs(3, 3, 64, output_shape=[8, 8])", 14016),
    ],
)
def test_a_formula_has_the_value_of_its_arithmetic(source, expected):
    result = value(source)
    assert same(result, expected)


@pytest.mark.parametrize("size", [2**31 - 1, 2**31, 2**32, 2**62, 2**63 - 1, 2**63, 2**200])
@pytest.mark.parametrize(
    ("source", "factor"),
    [
        ("sum(m)", lambda n: 4 * n),
        ("sum(m * m)", lambda n: 4 * n * n),
        ("sum(m + m)", lambda n: 8 * n),
        ("sum(0 - m - m)", lambda n: -8 * n),
        ("sum(-m)", lambda n: -4 * n),
        ("max(dot(m, m))", lambda n: 2 * n * n),
        ("max(outer(m[0], m[1]))", lambda n: n * n),
        ("max(correlate(m, m))", lambda n: 4 * n * n),
        ("abs(0 - m)[0, 0]", lambda n: n),
        ("sum(m // 1)", lambda n: 4 * n),
        ("sum(ring(constant(3, 3, 0), m[0, 0]))", lambda n: 8 * n),
        ("sum(pad(m, 1, boundary='replicate'))", lambda n: 16 * n),
        ("sum(constant(2, 2, m[0, 0]) * m)", lambda n: 4 * n * n),
        ("sum(m ** 2)", lambda n: 4 * n * n),
    ],
)
def test_nothing_wraps_around(source, factor, size):
    assert value(source, m=((size, size), (size, size))) == factor(size)


def test_the_least_word_has_an_absolute_value():
    assert value("abs(m)[0]", m=(-(2**63), 0)) == 2**63


def test_fractions_stay_exact_through_a_filtering():
    assert value("correlate([[1 / 3]], [[3]])") == ((1,),)


def test_infinities_and_nan_are_values():
    result = value("correlate([[x, 1]], [[0]])", x=math.inf)
    assert math.isnan(result[0][0])


@pytest.mark.parametrize(
    ("source", "column", "said"),
    [
        ("1 + missing", 4, "`missing`"),
        ("1 + 1 / 0", 4, "division by zero"),
        ("1 + a // 0", 4, "division by zero"),
        ("1 + a % (a - a)", 4, "division by zero"),
        ("1 + a[5, 0]", 4, "out of bounds"),
        ("1 + a[0.5]", 4, "whole number"),
        ("1 + a[True]", 4, "whole number"),
        ("1 + k[0]", 4, "entries"),
        ("words[0, 1]", 0, "one index"),
        ("1 + (1 if a else 2)", 10, "neither true nor false"),
        ("not a", 4, "neither true nor false"),
        ("1 + 'a'", 0, "texts"),
        ("words * 2", 0, "texts"),
        ("a + [1, 2, 3]", 0, "2×2 and 3"),
        ("[[1], [2, 3]]", 0, "equally long"),
        ("[1, 'a']", 0, "mixture"),
        ("[1, [2]]", 0, ""),
        ("1 + sqrt(0 - 1)", 4, ""),
        ("1 + (0 - 8) ** 0.5", 4, "root"),
        ("1 + exp(10000)", 4, ""),
        ("2 ** 1025", 0, "bits"),
        ("(1 / 3) ** 1000", 0, "bits"),
        ("10 ** 250 * 10 ** 250", 0, "bits"),
        ("1 / 10 ** 250 / 10 ** 250", 0, "bits"),
        ("[10 ** 250] * 10 ** 250", 0, "bits"),
        ("[1 / 10 ** 250] / 10 ** 250", 0, "bits"),
        ("conv_params(3, 10 ** 200, 10 ** 200)", 0, "bits"),
        ("shift_of([[1, 1]], operation='convolve')", 0, "no value"),
        ("flip(a, 'up')", 0, "flip()"),
        ("crop(a, 0, 0, 3, 3)", 0, "beyond"),
        ("ring(a, [1, 2, 3])", 0, "ring()"),
        ("ring(a, 0, -1)", 0, "not negative"),
        ("fraction('1/3')", 0, "fraction()"),
        ("round(a, 0.5)", 0, "digits"),
        ("max()", 0, ""),
        ("correlate(a)", 0, ""),
        ("correlate(a, a, boundary='mirror')", 0, "reflect"),
        ("correlate(a, a, nonsense=1)", 0, "nonsense"),
        ("correlate(a, a, workers=2)", 0, "by which workers"),
        ("convolve(a, a, method='fft')", 0, "by which method"),
    ],
)
def test_a_fault_says_what_and_where(source, column, said):
    with pytest.raises(ExpressionFault) as caught:
        value(source)
    assert said in str(caught.value)
    assert caught.value.column == column


def test_a_matrix_with_one_decimal_number_and_one_beyond_all_floats_is_refused():
    with pytest.raises(ExpressionFault):
        to_runtime(((2**1024 - 1, 0.5),))


def test_a_value_comes_back_from_an_array_as_it_went_in():
    matrix = ((1, 2), (3, 4))
    assert to_value(to_runtime(matrix)) == matrix
    assert type(to_value(np.int64(3))) is int


def test_a_result_that_is_no_value_is_refused():
    with pytest.raises(ExpressionFault, match="NoneType"):
        to_value(None)


def test_a_tree_deeper_than_the_interpreter_gives_a_fault():
    tree = parse("k").tree
    wrap = parse("not k").tree
    for _ in range(5000):
        tree = type(wrap)(operator="not", operand=tree)
    with pytest.raises(ExpressionFault):
        evaluate(tree, {"k": 1})
