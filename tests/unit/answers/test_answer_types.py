"""What each answer type accepts, and what it says otherwise."""

import math
from dataclasses import replace
from fractions import Fraction

import pytest

from grader.answers import ANSWER_TYPES, Misfit, describe, factors, sized
from grader.answers.steps import says_enough
from grader.model.exercise import Answer, Option, Part, Tolerance
from grader.model.expression import Constant, Expression
from grader.model.text import LANGUAGES
from grader.model.variant import Form

OPTIONS = ("zero", "Réflexion", "edge – preserving")
KEYS = {
    "integer": 1792,
    "number": Fraction(1, 4),
    "matrix": ((1, 2), (3, 4)),
    "direction": (1, -2),
    "choice": "zero",
    "shape": (8, 6, 64),
    "vector": (1, -2, 3),
    "function": ((((1, 2), (3, 4)),), (5,)),
    "kernel": ((0, 1, 0), (1, -4, 1), (0, 1, 0)),
    "factors": ((1, -2), (3, 0, 1)),
    "steps": (((1, 2), (3, 4)), (1, -2), 5),
    "cell": (2, 1, 17),
    "counterexample": (((1, 2), (3, 4)), (5, 6)),
    "expression": "k^2 * C * N + N",
}
PARTS = {
    "counterexample": ("image", "signal"),
    "factors": ("column", "row"),
    "steps": ("window", "sums", "total"),
}


def answer(kind):
    expect = Expression(source="0", tree=Constant(value=0))
    options = tuple(Option(id=name, text={"en": name, "es": name}) for name in OPTIONS)
    return Answer(
        name="out",
        kind=kind,
        expect=expect,
        options=options,
        parts=tuple(Part(name=name, expression=expect) for name in PARTS.get(kind, ())),
        arguments=("image", "kernel"),
        variables=("k", "C", "N"),
    )


def form(kind):
    return ANSWER_TYPES[kind].form(answer(kind), KEYS[kind])


def fit(kind, value):
    return ANSWER_TYPES[kind].fit(value, form(kind))


def same(left, right):
    if isinstance(left, tuple) and isinstance(right, tuple):
        return len(left) == len(right) and all(map(same, left, right))
    return type(left) is type(right) and left == right


def test_every_answer_type_is_tested_here():
    assert set(KEYS) == set(ANSWER_TYPES)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", KEYS)
def test_a_description_is_one_line_without_a_gap(kind, language):
    described = describe(form(kind), language)
    assert described
    assert "\n" not in described
    assert "{" not in described


@pytest.mark.parametrize("kind", KEYS)
def test_a_description_is_written_in_its_own_language(kind):
    assert describe(form(kind), "en") != describe(form(kind), "es")


@pytest.mark.parametrize("kind", KEYS)
def test_a_key_fits_its_own_form(kind):
    assert same(fit(kind, KEYS[kind]), KEYS[kind])


def test_a_matrix_asks_for_the_shape_of_the_key():
    assert form("matrix") == Form(kind="matrix", shape=(2, 2))


def test_a_choice_offers_its_options():
    assert form("choice").options == OPTIONS


@pytest.mark.parametrize(
    ("kind", "value", "fitted"),
    [
        ("integer", 1792.0, 1792),
        ("integer", Fraction(8, 2), 4),
        ("integer", 2.5, 2.5),
        ("integer", (1792,), 1792),
        ("integer", ((1792.0,),), 1792),
        ("number", Fraction(1, 4), Fraction(1, 4)),
        ("number", -0.5, -0.5),
        ("number", math.inf, math.inf),
        ("matrix", ((1.0, 2.5), (Fraction(6, 2), 4)), ((1, 2.5), (3, 4))),
        ("direction", (1.0, Fraction(-4, 2)), (1, -2)),
        ("choice", "  ZERO ", "zero"),
        ("choice", ("zero",), "zero"),
        ("choice", "b", "Réflexion"),
        ("shape", "8x6x64", (8, 6, 64)),
        ("shape", " (8; 6 × 64) ", (8, 6, 64)),
        ("shape", (8.0, 6, Fraction(128, 2)), (8, 6, 64)),
        ("vector", ((1,), (-2,), (3.0,)), (1, -2, 3)),
        ("vector", ((1, -2, 3),), (1, -2, 3)),
        ("function", ((2.0,), (), (((Fraction(4, 2), "a"),),)), ((2,), (), (((2, "a"),),))),
        ("kernel", ((1.0, 0.5), (Fraction(4, 2), 3)), ((1, 0.5), (2, 3))),
        ("kernel", ((7,),), ((7,),)),
        ("factors", (((1.0,), (-2,)), ((3, 0, 1),)), ((1, -2), (3, 0, 1))),
        ("factors", ((2, -4), (1.5, 0, 0.5)), ((2, -4), (1.5, 0, 0.5))),
        ("steps", (((1.0, 2), (3, 4)), ((1,), (-2,)), (5.0,)), (((1, 2), (3, 4)), (1, -2), 5)),
        ("steps", ((), (1, -2), ()), ((), (1, -2), ())),
        ("cell", ((2, 1), 17.5), (2, 1, 17.5)),
        ("cell", (2.0, Fraction(2, 2), Fraction(1, 2)), (2, 1, Fraction(1, 2))),
        ("counterexample", (((1.0,),), (2.0, 3)), (((1,),), (2, 3))),
        ("expression", " k·k·C·N+N\n", "k·k·C·N+N"),
        ("expression", 12, "12"),
        ("expression", 1e-05, "0.00001"),
        ("expression", (Fraction(1, 2),), "1/2"),
        ("choice", "reflexion", "Réflexion"),
        ("choice", "edge – preserving", "edge – preserving"),
    ],
)
def test_a_value_is_brought_into_the_form_of_keys(kind, value, fitted):
    assert same(fit(kind, value), fitted)


@pytest.mark.parametrize(
    ("kind", "value", "code"),
    [
        ("integer", True, "truth-value"),
        ("integer", "1792", "text"),
        ("integer", (0, 25), "list"),
        ("integer", (1, 2, 3), "list"),
        ("integer", (), "list"),
        ("number", False, "truth-value"),
        ("number", "0.25 {braces}" * 9, "text"),
        ("number", (True,), "truth-value"),
        ("matrix", 5, "not-rows"),
        ("matrix", "1 2 3 4", "not-rows"),
        ("matrix", (1, 2, 3, 4), "not-rows"),
        ("matrix", ((1, 2), 3), "not-rows"),
        ("matrix", (((1, 2), (3, 4)),), "not-rows"),
        ("matrix", ((1, 2), (3, (4, 5))), "not-rows"),
        ("matrix", ((1, 2), (3, (4,))), "not-rows"),
        ("matrix", ((1, 2), (3,)), "ragged"),
        ("matrix", ((1, 2), ()), "ragged"),
        ("matrix", (), "ragged"),
        ("matrix", ((), ()), "ragged"),
        ("matrix", ((1, 2), (3, True)), "truth-value"),
        ("matrix", ((1, 2), (3, "4")), "text"),
        ("matrix", ((1, 2, 3), (4, 5, 6)), "shape"),
        ("direction", 5, "direction"),
        ("direction", (1, 2, 3), "direction"),
        ("direction", (1, True), "direction"),
        ("direction", (1, "left"), "direction"),
        ("direction", ((1, 2), (3, 4)), "direction"),
        ("choice", "none of them", "option"),
        ("choice", 0, "option"),
        ("choice", ("zero", "zero"), "option"),
        ("choice", "D", "option"),
        ("shape", "8 by 6", "shape-form"),
        ("shape", (8, 6), "shape"),
        ("shape", (8, 6, True), "truth-value"),
        ("shape", ((8, 6), 64), "shape-form"),
        ("function", 5, "function"),
        ("function", ((1, 2), (3,)), "function"),
        ("vector", 5, "list"),
        ("vector", (1, 2), "shape"),
        ("vector", (1, 2, "3"), "text"),
        ("vector", ((1, 2), (3, 4)), "list"),
        ("kernel", (1, 2, 1), "not-rows"),
        ("kernel", ((1, 2), (3,)), "ragged"),
        ("kernel", ((0,) * 16,), "shape"),
        ("kernel", ((10**7,),), "huge"),
        ("kernel", ((math.nan,),), "huge"),
        ("kernel", ((Fraction(1, 10**7),),), "huge"),
        ("kernel", ((True,),), "truth-value"),
        ("factors", (1, 2, 3), "pair"),
        ("factors", "1 2", "pair"),
        ("factors", ((1, 2, 3), (1, 2)), "shape"),
        ("factors", ((1, 2), (1, "2", 3)), "text"),
        ("factors", (1, (1, 2, 3)), "list"),
        ("factors", ((1, 2), (1, math.inf, 3)), "huge"),
        ("steps", 5, "steps"),
        ("steps", (((1, 2), (3, 4)), (1, -2)), "steps"),
        ("steps", (((1, 2, 3), (3, 4, 5)), (1, -2), 5), "shape"),
        ("steps", (((1, 2), (3, 4)), (1, -2, 3), 5), "shape"),
        ("steps", (((1, 2), (3, 4)), (1, -2), (5, 6)), "list"),
        ("steps", (((1, 2), (3, True)), (1, -2), 5), "truth-value"),
        ("cell", (2, 1), "triple"),
        ("cell", ((2, 1, 3), 17), "triple"),
        ("cell", (2, (1, 3), 17), "triple"),
        ("cell", (2.5, 1, 17), "place"),
        ("cell", (-1, 1, 17), "place"),
        ("cell", (2, True, 17), "truth-value"),
        ("cell", (2, 1, "17"), "text"),
        ("counterexample", (((1, 2), (3, 4)),), "parts"),
        ("counterexample", 5, "parts"),
        ("counterexample", ((1, 2), (5, 6)), "not-rows"),
        ("counterexample", (((1, 2), (3, 4)), ((5, 6),)), "list"),
        ("counterexample", (((1, 2), (3, 4)), ("5", 6)), "text"),
        ("counterexample", (((1,) * 6,), (5, 6)), "shape"),
        ("counterexample", (((1, 2), (3, 4)), (5,) * 6), "shape"),
        ("counterexample", (((1, 2), (3, 10**9)), (5, 6)), "huge"),
        ("counterexample", (((1, 2), (3, 4)), (5, math.inf)), "huge"),
        ("expression", (1, 2), "text"),
        ("expression", True, "text"),
        ("expression", "", "missing"),
        ("expression", "k *", "missing"),
        ("expression", "k * m", "variable"),
        ("expression", math.nan, "variable"),
        ("expression", "k * (C + N", "opening"),
        ("expression", "k * C) + N", "closing"),
        ("expression", "k = C", "unreadable"),
        ("expression", "3 4", "unreadable"),
        ("expression", "1/2k", "ambiguous"),
        ("expression", "2^k", "exponent"),
        ("expression", "k^13", "exponent"),
        ("expression", "k^0.5", "exponent"),
        ("expression", "(k^12)^12 * (C^12)^12 * (N^12)^12", "large"),
        ("expression", "k / 0", "zero"),
        ("expression", "k / (C - C)", "zero"),
        ("expression", "(" * 31 + "k" + ")" * 31, "deep"),
        ("expression", "-" * 40 + "k", "deep"),
        ("expression", "k" + " + 1" * 50, "long"),
    ],
)
def test_a_misfit_says_why_in_both_languages(kind, value, code):
    misfit = fit(kind, value)
    assert isinstance(misfit, Misfit)
    assert misfit.code == code
    assert set(misfit.text) == set(LANGUAGES)
    assert misfit.text["en"] != misfit.text["es"]


def test_a_matrix_of_another_shape_is_kept_for_the_diagnosis():
    misfit = fit("matrix", ((1.0, 2, 3),))
    assert same(misfit.value, ((1, 2, 3),))
    assert "1 × 3" in misfit.text["en"]
    assert "2 × 2" in misfit.text["es"]


def test_a_misfit_of_another_kind_carries_no_value():
    assert fit("matrix", ((1, 2), (3, "4"))).value is None


def test_a_long_text_is_shown_shortened():
    assert len(fit("number", "9" * 1000).text["en"]) < 120


@pytest.mark.parametrize(
    ("kind", "inputs", "nulls"),
    [
        ("integer", (3, "text", ((1,),)), (0, 1, 3)),
        ("number", (True, 0.5), (0, 1, 0.5)),
        ("direction", (3,), ((0, 0),)),
        ("choice", (3,), ()),
        (
            "kernel",
            (3, (1, 2), ((1, 2), (3, 4))),
            (((0,) * 3,) * 3, ((0, 0, 0), (0, 1, 0), (0, 0, 0)), ((1, 2), (3, 4))),
        ),
        (
            "factors",
            (3, (5, 6), (7, 8, 9), ((1, 2),)),
            (((0, 0), (0, 0, 0)), ((1, 1), (1, 1, 1)), ((5, 6), (7, 8, 9))),
        ),
        (
            "steps",
            (3,),
            ((((0, 0), (0, 0)), (0, 0), 0), (((1, 1), (1, 1)), (1, 1), 1), ((), (), ())),
        ),
        ("cell", (3,), ((0, 0, 0),)),
        (
            "counterexample",
            (3, ((1, 2),)),
            ((((0, 0), (0, 0)), (0, 0)), (((1, 1), (1, 1)), (1, 1))),
        ),
        ("expression", (3, 0.5, "text"), ("0", "1", "3", "0.5")),
    ],
)
def test_null_answers_need_no_work(kind, inputs, nulls):
    assert ANSWER_TYPES[kind].nulls(KEYS[kind], inputs) == nulls


def test_null_matrices_are_constants_and_copies_of_what_was_shown():
    image, kernel = ((5, 6), (7, 8)), ((1, 0, 1),)
    nulls = ANSWER_TYPES["matrix"].nulls(((1, 2), (1, 2)), (image, kernel, 3))
    constants = (((0, 0), (0, 0)), ((1, 1), (1, 1)), ((2, 2), (2, 2)))
    assert nulls == (*constants, image)


def test_a_misfit_says_which_step_it_is():
    misfit = fit("steps", (((1, 2), (3, 4)), (1, -2, 3), 5))
    assert misfit.text["en"].startswith("Step 2 (sums): ")
    assert misfit.text["es"].startswith("Paso 2 (sums): ")


def test_factors_of_wrong_lengths_are_kept_for_the_diagnosis():
    assert fit("factors", ((3.0, 0, 1), (1, -2))).value == ((3, 0, 1), (1, -2))
    assert fit("factors", ((3, 0, 1), "x")).value is None


def test_a_form_of_a_kernel_does_not_tell_its_size():
    assert form("kernel") == Form(kind="kernel")


def test_a_form_of_several_parts_tells_their_names_and_shapes():
    assert form("steps").parts == (("window", (2, 2)), ("sums", (2,)), ("total", ()))
    assert form("factors").parts == (("column", (2,)), ("row", (3,)))


def marks(kind, given, key=None, **changes):
    return ANSWER_TYPES[kind].marks(
        given, KEYS[kind] if key is None else key, replace(answer(kind), **changes)
    )


@pytest.mark.parametrize(
    ("given", "key", "same"),
    [
        (((0,) * 5, (0, 0, 1, 0, 0), (0, 1, -4, 1, 0), (0, 0, 1, 0, 0), (0,) * 5), None, True),
        (((0, 0, 0), (0, 1, 0), (0, 0, 0)), ((1,),), True),
        (((1,),), ((0, 0, 0), (0, 1, 0), (0, 0, 0)), True),
        (((0, 1, 2),), ((0, 0, 0), (0, 1, 2), (0, 0, 0)), True),
        (((0,), (1,), (2,)), ((0, 0, 0), (0, 1, 2), (0, 0, 0)), False),
        (((1, 0, 0), (0, 0, 0), (0, 0, 0)), ((1,),), False),
        (((0, 0), (0, 1)), ((1,),), True),
        (((1, 0), (0, 0)), ((1,),), False),
        (((1, 0, -1),), ((1, 0, -1), (1, 0, -1)), False),
        (((1.0 / 3,),), ((Fraction(1, 3),),), True),
        (5, ((5,),), False),
    ],
)
def test_kernels_are_the_same_when_they_are_the_same_filter(given, key, same):
    assert marks("kernel", given, key) == (same,)


@pytest.mark.parametrize(
    ("given", "right", "share"),
    [
        (((1, -2), (3, 0, 1)), (True, True, True), 1),
        (((-1, 2), (-3, 0, -1)), (True, True, True), 1),
        (((0.1, -0.2), (30, 0, 10)), (True, True, True), 1),
        (((1 / 3, -2 / 3), (9, 0, 3)), (True, True, True), 1),
        (((Fraction(1, 7), Fraction(-2, 7)), (21, 0, 7)), (True, True, True), 1),
        (((2, -4), (3, 0, 1)), (True, True, False), Fraction(1, 2)),
        (((-1, 2), (3, 0, 1)), (True, True, False), Fraction(1, 2)),
        (((1, -2), (3, 1, 1)), (True, False, False), Fraction(3, 10)),
        (((1, 2), (6, 0, 2)), (False, True, False), Fraction(3, 10)),
        (((1, 2), (3, 1, 0)), (False, False, False), 0),
        (((0, 0), (0, 0, 0)), (False, False, False), 0),
        (((3, 0, 1), (1, -2)), (False, False, False), 0),
    ],
)
def test_factors_are_right_in_any_scaling(given, right, share):
    assert marks("factors", given) == right
    assert ANSWER_TYPES["factors"].share(right, answer("factors")) == share


def test_factors_are_as_exact_as_the_author_asks():
    near = ((1.004, -2), (3, 0, 1))
    assert not all(marks("factors", near))
    assert all(marks("factors", near, tolerance=Tolerance(absolute=Fraction(1, 50))))


def test_an_infinite_factor_has_no_direction():
    assert marks("factors", ((math.inf, 1), (3, 0, 1))) == (False, True, False)


@pytest.mark.parametrize(
    ("given", "times"),
    [
        (((2, -4), (6, 0, 2)), 4),
        (((-1, 2), (3, 0, 1)), -1),
        (((1, -2), (1, 0, Fraction(1, 3))), Fraction(1, 3)),
        (((0.5, -1.0), (3, 0, 1)), 0.5),
    ],
)
def test_the_scale_of_a_product_is_told(given, times):
    assert same(factors.excess(given, KEYS["factors"]), times)


def test_steps_are_compared_number_by_number():
    given = (((1, 2), (3, 0)), (1, -2), 6)
    assert marks("steps", given) == (True, True, True, False, True, True, False)


def test_a_step_that_is_left_out_is_wrong():
    assert marks("steps", (((1, 2), (3, 4)), (), 5)) == (True,) * 4 + (False,) * 2 + (True,)


@pytest.mark.parametrize(
    ("step", "wanted", "enough"),
    [
        (((1, 2), (3, 5)), ((1, 2), (3, 4)), True),
        (((0, 0), (0, 0)), ((1, 2), (3, 4)), False),
        (((7, 7), (7, 7)), ((1, 2), (3, 4)), False),
        (((0, 0), (0, 1)), ((1, 2), (3, 4)), False),
        (((0, 0), (0, 1)), ((1, 0), (0, 0)), True),
        ((), ((1, 2), (3, 4)), False),
        (0, 5, False),
        (1, 5, False),
        (6, 5, True),
    ],
)
def test_from_a_step_without_work_in_it_nothing_is_carried(step, wanted, enough):
    assert says_enough(step, wanted) is enough


@pytest.mark.parametrize(
    ("given", "right", "share"),
    [
        ((2, 1, 17), (True, True), 1),
        ((2, 1, 17.0), (True, True), 1),
        ((2, 1, 16), (True, False), Fraction(5, 8)),
        ((1, 2, 17), (False, True), 0),
        ((1, 2, 16), (False, False), 0),
    ],
)
def test_a_value_counts_only_in_the_right_place(given, right, share):
    assert marks("cell", given) == right
    assert ANSWER_TYPES["cell"].share(right, answer("cell")) == share


@pytest.mark.parametrize(
    ("value", "fitted"),
    [
        (((1, 2), (3, 4)), (((1, 2), (3, 4)),)),
        ((((1, 2), (3, 4)),), (((1, 2), (3, 4)),)),
    ],
)
def test_a_single_array_may_stand_by_itself(value, fitted):
    asked = Form(kind="counterexample", parts=(("image", (5, 5)),))
    assert same(ANSWER_TYPES["counterexample"].fit(value, asked), fitted)


def test_a_form_of_a_counterexample_tells_how_large_it_may_be_and_not_how_large_the_key_is():
    assert form("counterexample").parts == (("image", (5, 5)), ("signal", (5,)))
    assert sized(form("counterexample"), "es")[1] == "como mucho 5 números"


def test_a_misfit_of_a_formula_says_where():
    text = fit("expression", "k * (C + N").text
    assert text["en"] == "The parenthesis that opens at character 5 is never closed."
    assert text["es"] == "El paréntesis que se abre en el carácter 5 no se cierra."
    assert "k, C, N" in fit("expression", "k + m").text["es"]


@pytest.mark.parametrize(
    "written",
    [
        "N*(k*k*C + 1)",
        "k² C·N + N",
        "kkCN + N",
        "k**2*C*N+N",
        "N + C × N × k^2",
        "n(1 + c k^(3-1))",
        "[k^2 C + 1] N",
        "(2 k^2 C N + 2 N) / 2",
        "0,5 (2·k²·C·N + 2N)",
        "−(−k²CN) + N",
        "k³ C N k⁻¹ + N",
        "N * (C/k^-2 + 1)",
    ],
)
def test_a_formula_is_right_however_it_is_written(written):
    assert fit("expression", written) == written
    assert marks("expression", written) == (True,)


@pytest.mark.parametrize("written", ["k^2 * C * N", "k*C*N + N", "k^2*C*N + C", "0", "k"])
def test_a_formula_that_gives_something_else_is_wrong(written):
    assert marks("expression", written) == (False,)


def test_a_formula_may_be_as_near_as_the_author_says():
    near = "k^2 * C * N * 1.001"
    assert not all(marks("expression", near))
    assert all(marks("expression", near, tolerance=Tolerance(relative=Fraction(1, 100))))


def test_what_is_no_formula_is_not_the_same_as_any():
    assert marks("expression", "k * m") == (False,)
    assert marks("expression", "k / (C - C)") == (False,)
