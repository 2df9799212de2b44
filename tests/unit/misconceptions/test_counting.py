"""Every mistake with parameters and multiply-accumulates gives the number that its formula says."""

from types import SimpleNamespace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from grader.expressions import evaluate, parse, to_runtime
from grader.misconceptions import LIBRARY

CONV = "conv_params(k, cin, cout, bias=b)"
DEPTHWISE = "depthwise_params(k, cin, bias=b)"
POINTWISE = "pointwise_params(cin, cout, bias=b)"
BLOCK = 'depthwise_separable_params(k, cin, cout, bias="both" if b else "none")'
CONV_MACS = "conv_macs(k, cin, cout, output_shape=output)"
DEPTHWISE_MACS = "depthwise_macs(k, cin, output_shape=output)"
POINTWISE_MACS = "pointwise_macs(cin, cout, output_shape=output)"
BLOCK_MACS = "depthwise_separable_macs(k, cin, cout, output_shape=output)"
SUM = f"{POINTWISE} + {DEPTHWISE}"

# The wrong numbers, with k, C and N, 1 or 0 for the bias, and the positions of output and input.
FORMULAS = {
    ("forgot_bias", CONV): lambda x: x.k * x.k * x.c * x.n,
    ("forgot_bias", BLOCK): lambda x: x.k * x.k * x.c + x.c * x.n,
    ("added_bias", CONV): lambda x: x.k * x.k * x.c * x.n + x.n,
    ("added_bias", BLOCK): lambda x: x.k * x.k * x.c + x.c + x.c * x.n + x.n,
    ("one_bias", CONV): lambda x: x.k * x.k * x.c * x.n + x.b,
    ("one_bias", BLOCK): lambda x: x.k * x.k * x.c + x.b + x.c * x.n + x.b,
    ("bias_per_input", CONV): lambda x: x.k * x.k * x.c * x.n + x.b * x.c * x.n,
    ("bias_per_input", POINTWISE): lambda x: x.c * x.n + x.b * x.c * x.n,
    ("forgot_input_channels", CONV): lambda x: x.k * x.k * x.n + x.b * x.n,
    ("forgot_input_channels", POINTWISE): lambda x: x.n + x.b * x.n,
    ("forgot_input_channels", CONV_MACS): lambda x: x.k * x.k * x.n * x.o,
    ("kernel_not_squared", CONV): lambda x: x.k * x.c * x.n + x.b * x.n,
    ("kernel_not_squared", BLOCK): lambda x: x.k * x.c + x.b * x.c + x.c * x.n + x.b * x.n,
    ("kernel_not_squared", CONV_MACS): lambda x: x.k * x.c * x.n * x.o,
    ("no_weight_sharing", CONV): lambda x: x.o * (x.k * x.k * x.c * x.n + x.b * x.n),
    ("input_as_parameters", CONV): lambda x: x.k * x.k * x.c * x.n + x.b * x.n + x.i * x.c,
    ("macs_for_params", CONV): lambda x: x.k * x.k * x.c * x.n * x.o,
    ("macs_for_params", BLOCK): lambda x: (x.k * x.k * x.c + x.c * x.n) * x.o,
    ("params_for_macs", CONV_MACS): lambda x: x.k * x.k * x.c * x.n,
    ("params_for_macs", BLOCK_MACS): lambda x: x.k * x.k * x.c + x.c * x.n,
    ("input_for_output", CONV_MACS): lambda x: x.k * x.k * x.c * x.n * x.i,
    ("input_for_output", BLOCK_MACS): lambda x: (x.k * x.k * x.c + x.c * x.n) * x.i,
    ("macs_with_bias", CONV_MACS): lambda x: (x.k * x.k * x.c * x.n + x.n) * x.o,
    ("macs_with_bias", BLOCK_MACS): lambda x: (x.k * x.k * x.c + x.c + x.c * x.n + x.n) * x.o,
    ("flops_for_macs", CONV_MACS): lambda x: 2 * x.k * x.k * x.c * x.n * x.o,
    ("flops_for_macs", BLOCK_MACS): lambda x: 2 * (x.k * x.k * x.c + x.c * x.n) * x.o,
    ("macs_for_flops", f"2 * {CONV_MACS}"): lambda x: x.k * x.k * x.c * x.n * x.o,
    ("keras_bias", BLOCK): lambda x: x.k * x.k * x.c + x.c * x.n + x.b * x.n,
    ("keras_bias", SUM): lambda x: x.k * x.k * x.c + x.c * x.n + x.b * x.n,
    ("depthwise_bias_only", BLOCK): lambda x: x.k * x.k * x.c + x.b * x.c + x.c * x.n,
    ("depthwise_only", BLOCK): lambda x: x.k * x.k * x.c + x.b * x.c,
    ("depthwise_only", SUM): lambda x: x.k * x.k * x.c + x.b * x.c,
    ("pointwise_only", BLOCK): lambda x: x.c * x.n + x.b * x.n,
    ("pointwise_only", BLOCK_MACS): lambda x: x.c * x.n * x.o,
    ("product_of_stages", BLOCK): lambda x: (x.k * x.k * x.c + x.b * x.c) * (x.c * x.n + x.b * x.n),
    ("shared_kernel", BLOCK): lambda x: x.k * x.k + x.b + x.c * x.n + x.b * x.n,
    ("shared_kernel", DEPTHWISE_MACS): lambda x: x.k * x.k * x.o,
    ("set_per_output", BLOCK): lambda x: x.k * x.k * x.c * x.n + x.b * x.n + x.c * x.n + x.b * x.n,
    ("set_per_output", DEPTHWISE): lambda x: x.k * x.k * x.c * x.n + x.b * x.n,
    ("set_per_output", DEPTHWISE_MACS): lambda x: x.k * x.k * x.c * x.n * x.o,
    ("crosses_channels", BLOCK): lambda x: (
        x.k * x.k * x.c * x.c + x.b * x.c + x.c * x.n + x.b * x.n
    ),
    ("crosses_channels", DEPTHWISE): lambda x: x.k * x.k * x.c * x.c + x.b * x.c,
    ("pointwise_with_kernel", BLOCK): lambda x: (
        x.k * x.k * x.c + x.b * x.c + x.k * x.k * x.c * x.n + x.b * x.n
    ),
    ("pointwise_with_kernel", POINTWISE): lambda x: x.k * x.k * x.c * x.n + x.b * x.n,
    ("pointwise_with_kernel", POINTWISE_MACS): lambda x: x.k * x.k * x.c * x.n * x.o,
    ("pointwise_forgets_channels", BLOCK): lambda x: x.k * x.k * x.c + x.b * x.c + x.n + x.b * x.n,
    ("spatial_separability", BLOCK): lambda x: 2 * x.k * x.c * x.n + x.b * x.n,
    ("spatial_separability", BLOCK_MACS): lambda x: 2 * x.k * x.c * x.n * x.o,
    ("standard_for_separable", BLOCK): lambda x: x.k * x.k * x.c * x.n + x.b * x.n,
    ("standard_for_separable", BLOCK_MACS): lambda x: x.k * x.k * x.c * x.n * x.o,
    ("ignore_multiplier", "depthwise_params(k, cin, multiplier=3, bias=b)"): (
        lambda x: x.k * x.k * x.c + x.b * x.c
    ),
}
RIGHT_BEFORE = {
    "conv_params(k, cin, cout, bias=False)": ["forgot_bias", "one_bias", "bias_per_input"],
    "conv_params(k, cin, cout)": ["added_bias"],
    'depthwise_separable_params(k, cin, cout, bias="none")': ["forgot_bias", "keras_bias"],
    'depthwise_separable_params(k, cin, cout, bias="last")': ["keras_bias"],
    "depthwise_separable_params(k, cin, cout)": ["added_bias", "ignore_multiplier"],
    CONV: ["depthwise_only", "shared_kernel", "macs_with_bias", "keras_bias"],
    DEPTHWISE: ["depthwise_only", "product_of_stages", "bias_per_input", "ignore_multiplier"],
    CONV_MACS: ["forgot_bias", "macs_for_params", "no_weight_sharing", "macs_for_flops"],
}
SIZES = st.integers(1, 9)


def wrong(name, source):
    return LIBRARY[name].rewrite(parse(source).tree)


def count(tree, **values):
    return evaluate(tree, {name: to_runtime(value) for name, value in values.items()})


@settings(max_examples=25)
@given(sizes=st.tuples(SIZES, SIZES, SIZES), bias=st.booleans(), o=st.tuples(SIZES, SIZES))
@pytest.mark.parametrize(("name", "source"), FORMULAS)
def test_a_mistake_gives_what_its_formula_says(name, source, sizes, bias, o):
    k, c, n = sizes
    size = (o[0] + 2, o[1] + 3)
    tree = wrong(name, source)

    assert count(tree, k=k, cin=c, cout=n, b=bias, output=o, input=size) == FORMULAS[name, source](
        SimpleNamespace(k=k, c=c, n=n, b=int(bias), o=o[0] * o[1], i=size[0] * size[1])
    )


@pytest.mark.parametrize(
    ("source", "name"), [(source, name) for source, names in RIGHT_BEFORE.items() for name in names]
)
def test_nothing_is_forgotten_that_is_not_there(source, name):
    assert wrong(name, source) is None


def test_the_block_of_the_lecture_has_the_numbers_that_people_quote():
    block = "depthwise_separable_params(3, 3, 64)"
    quoted = {
        "forgot_bias": 219,
        "keras_bias": 283,
        "standard_for_separable": 1792,
        "depthwise_only": 30,
        "pointwise_only": 256,
        "set_per_output": 1792 + 256,
        "shared_kernel": 10 + 256,
        "spatial_separability": 2 * 3 * 3 * 64 + 64,
        "pointwise_forgets_channels": 30 + 128,
        "pointwise_with_kernel": 30 + 1792,
    }

    assert {name: count(wrong(name, block)) for name in quoted} == quoted


@pytest.mark.parametrize(
    ("name", "parameters"),
    [
        ("depthwise_only", 27),
        ("pointwise_only", 256),
        ("forgot_bias", 219),
        ("depthwise_bias_only", 219),
        ("added_bias", 286),
    ],
)
def test_a_block_with_biases_in_its_last_stage_has_them_there(name, parameters):
    block = 'depthwise_separable_params(3, 3, 64, bias="last")'

    assert count(wrong(name, block)) == parameters


def test_a_block_is_a_block_however_its_arguments_are_written():
    named = "depthwise_separable_params(out_channels=64, kernel_size=3, in_channels=3)"

    assert count(wrong("set_per_output", named)) == 1792 + 256


def test_a_rectangular_kernel_keeps_its_rows_or_has_as_many_lines_as_sides():
    oblong = "conv_params([5, 3], 4, 8, bias=False)"
    block = 'depthwise_separable_params([5, 3], 4, 8, bias="none")'

    assert count(wrong("kernel_not_squared", oblong)) == 5 * 4 * 8
    assert count(wrong("spatial_separability", block)) == (5 + 3) * 4 * 8


def test_the_maps_of_a_multiplier_are_crossed_too():
    tree = wrong("crosses_channels", "depthwise_params(3, 4, multiplier=2, bias=False)")

    assert count(tree) == 9 * 4 * 8


def test_a_ratio_is_mistaken_in_both_of_its_terms():
    tree = wrong("forgot_bias", f"{CONV} / {BLOCK}")

    assert count(tree, k=3, cin=2, cout=4, b=True) == wrong_ratio(9 * 2 * 4, 9 * 2 + 2 * 4)


def wrong_ratio(numerator, denominator):
    return evaluate(parse(f"{numerator} / {denominator}").tree, {})


def test_a_ratio_can_be_turned_over():
    assert wrong("inverted_ratio", f"{CONV} / {BLOCK}") == parse(f"{BLOCK} / {CONV}").tree


@pytest.mark.parametrize("source", ["cin / cout", f"{CONV} / 2", f"{CONV} * {BLOCK}"])
def test_a_quotient_of_anything_else_is_not_turned_over(source):
    assert wrong("inverted_ratio", source) is None


@pytest.mark.parametrize(
    ("name", "needed"),
    [
        ("macs_for_params", "output"),
        ("no_weight_sharing", "output"),
        ("input_as_parameters", "input"),
    ],
)
def test_what_the_exercise_must_name_is_told_to_its_author(name, needed):
    assert f"`{needed}`" in LIBRARY[name].why
