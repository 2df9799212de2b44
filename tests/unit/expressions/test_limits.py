"""A formula cannot take the machine: time, memory, or any other exception than its own."""

import inspect
import itertools
import time
import tracemalloc
from fractions import Fraction

import pytest

from grader import engine
from grader.expressions import FUNCTIONS, ExpressionFault, evaluate, parse, to_runtime

pytestmark = pytest.mark.usefixtures("no_collection")

SECONDS = 10  # a bound that a hole misses by far, whatever the machine is busy with
BYTES = 200 * 2**20

VALUES = {
    "image": to_runtime(tuple(tuple(3 * i + j for j in range(64)) for i in range(64))),
    "kernel": to_runtime(((1, -2, 3), (0, 1, -1), (2, 0, 1))),
    "large": to_runtime(tuple(tuple(2**1000 + i * j for j in range(64)) for i in range(64))),
    "primes": to_runtime(
        tuple(tuple(Fraction(1, 2**61 + 64 * i + j) for j in range(64)) for i in range(64))
    ),
    "column": to_runtime(tuple((i,) for i in range(4096))),
    "row": to_runtime((tuple(range(4096)),)),
    "signal": to_runtime(tuple(range(4096))),
    "sparse": to_runtime(tuple(Fraction(1, 2**61 + place) for place in range(4096))),
    "stack": to_runtime(tuple(tuple(tuple(range(16)) for _ in range(16)) for _ in range(16))),
    "empty": to_runtime(()),
    "text": "full",
    "texts": ("a", "b"),
    "infinity": float("inf"),
    "nan": float("nan"),
    "half": 0.5,
}
ATTACKS = [
    "10 ** 10 ** 10",
    "9 ** 9 ** 9",
    "2 ** -(10 ** 9)",
    "0.1 ** 10 ** 9",
    "1e308 ** 3",
    "'a' * 10 ** 9",
    "texts * 10 ** 9",
    "correlate(image, image)",
    "convolve(image, image, mode='full')",
    "correlate(large, constant(31, 31, 2 ** 1000))",
    "correlate(primes, kernel)",
    "correlate(image, kernel, mode='full', dilation=10000)",
    "correlate(image, kernel, dilation=[10 ** 9, 1])",
    "correlate(image, constant(30, 30, 1), mode='full', dilation=64)",
    "count_products(image, image)",
    "constant(10 ** 9, 10 ** 9, 1)",
    "constant(65, 64, 1)",
    "constant(64, 64, image)",
    "delta(10 ** 9, 0, 0)",
    "delta(64, 10 ** 30, 0)",
    "shift_kernel(0, 0, size=10 ** 6, operation='convolve')",
    "shift_kernel(0, 0, size=[10 ** 6, 1], operation='convolve')",
    "shift_kernel(10 ** 6, 0, operation='convolve')",
    "pad(image, 10 ** 6, boundary='wrap')",
    "pad(image, [[0, 10 ** 6], [0, 0]], boundary='zero')",
    "pad(image, boundary='wrap', widths=10 ** 6)",
    "conv_params(10 ** 250, 10 ** 250, 10 ** 250)",
    "outer(row, row)",
    "outer(column, image)",
    "dot(column, row)",
    "dot(image, image)",
    "ring(column, row)",
    "ring(column, constant(1, 1, 0))",
    "rank(large)",
    "is_separable(primes)",
    "sum(primes)",
    "round(5, 0 - 10 ** 9)",
    "round(0.5, 10 ** 9)",
    "fraction('1e999999999')",
    "fraction(1e300, 1e300, _normalize=False)",
    "exp(10 ** 250)",
    "correlate(signal, signal)",
    "convolve(signal, signal, mode='full')",
    "correlate(signal, [1, 1], mode='full', dilation=10 ** 6)",
    "pad(signal, 10 ** 6, boundary='wrap')",
    "pad(signal, [0, 10 ** 6], boundary='reflect')",
    "window(image, 10 ** 9, 10 ** 9, 0, 0)",
    "window(image, 3, 3, 10 ** 9, 0, boundary='wrap')",
    "median_filter(image, 64)",
    "max_filter(signal, 10 ** 9)",
    "median_filter(image, size=[64, 64])",
    "gaussian_2d(1, 10 ** 9)",
    "gaussian_1d(10 ** 250, 10 ** 250)",
    "column_factor(large)",
    "row_factor(primes)",
    "impulse(10 ** 9, 10 ** 9, 0, 0)",
    "paste(image, image, 10 ** 300, 0)",
    "ramp(10 ** 9)",
    "ramp(64, 10 ** 250, 10 ** 250) * 10 ** 250",
    "product(signal + 2)",
    "product(large)",
    "norm(primes)",
    "cumulative(sparse)",
    "mean(sparse)",
    "row_sums(large) * large",
    "outer_sum(signal, signal)",
    "concatenate(image, image)",
    "concatenate(signal, signal)",
    "conv_layer(stack, [stack, stack, stack, stack], padding=64)",
    "conv_layer(stack, stack, padding=10 ** 9)",
    "conv_layer(x=stack, weights=[[[[1]]]], padding=10 ** 6)",
    "depthwise(stack, stack, padding=10 ** 6)",
    "depthwise(stack, stack, padding=32)",
    "pointwise(stack, constant(64, 64, 1))",
    "[[[[[[1]]]]]]",
    "[stack, stack]",
    "[" + "+".join(["primes * primes"] * 40) + "]",
    "+".join(["rank(image)"] * 60),
    "+".join(["sum(correlate(image, kernel))"] * 60),
]
BOUNDED = ["output_shape([10 ** 250, 1], [1, 1])", "conv_params(10 ** 50, 10 ** 50, 10 ** 50)"]
HOSTILE = (
    *("10 ** 6", "2 ** 63", "10 ** 250", "0 - 10 ** 9", "64", "text", "texts", "image", "row"),
    *("primes", "empty", "infinity", "nan", "half", "True", "[10 ** 6, 10 ** 6]"),
)


def attempt(source):
    """Return the value or the fault; anything else than these passes through."""
    try:
        return evaluate(parse(source).tree, VALUES)
    except ExpressionFault as fault:
        return fault


def options_of(name):
    """Return every argument that a function takes by name, and one that none does."""
    calls = [FUNCTIONS[name].call, getattr(engine, name, FUNCTIONS[name].call)]
    return {option for call in calls for option in inspect.signature(call).parameters}


def hostile_calls(name):
    starts = ("", "image, ", "image, kernel, ", "3, 3, ")
    for start, item in itertools.product(starts, HOSTILE):
        yield f"{name}({start}{item})"
        yield f"{name}({start}{item}, {item})"
    options = options_of(name)
    for start, option, item in itertools.product(starts, options, HOSTILE):
        yield f"{name}({start}{option}={item})"
    for start, option, item in itertools.product(starts, options, HOSTILE[:4]):
        yield f"{name}({start}operation='convolve', boundary='wrap', {option}={item})"


@pytest.mark.parametrize("source", ATTACKS, ids=lambda source: source[:60])
def test_an_attack_is_refused_quickly_and_in_little_memory(source):
    tracemalloc.start()
    try:
        start = time.perf_counter()
        result = attempt(source)
        seconds = time.perf_counter() - start
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert isinstance(result, ExpressionFault)
    assert seconds < SECONDS
    assert peak < BYTES


@pytest.mark.parametrize("source", BOUNDED)
def test_large_numbers_alone_are_no_attack(source):
    assert not isinstance(attempt(source), ExpressionFault)


@pytest.mark.parametrize("name", FUNCTIONS)
def test_a_function_given_anything_gives_a_value_or_a_fault(name):
    slowest, source = 0.0, ""
    for call in hostile_calls(name):
        start = time.perf_counter()
        attempt(call)
        seconds = time.perf_counter() - start
        slowest, source = max((slowest, source), (seconds, call))
    assert slowest < SECONDS, source


@pytest.mark.parametrize(
    "source",
    [
        "correlate(image, constant(31, 31, 1))",
        "convolve(crop(image, 0, 0, 32, 32), kernel, mode='full', dilation=2)",
        "rank(constant(31, 31, 1))",
        "pad(constant(8, 8, 1), 3, boundary='reflect')",
        "shift_kernel(3, -3, operation='convolve')",
        "dot(kernel, kernel)",
        "conv_params(7, 2048, 2048)",
        "correlate(kernel / 9, kernel / 16)",
        "median_filter(image, boundary='reflect')",
        "convolve(ramp(64), ramp(31), mode='full')",
        "gaussian_derivative_2d(5, 15)",
        "depthwise(stack, stack)",
        "pointwise(stack, constant(16, 16, 1))",
        "paste(image, kernel, 30, 30)",
    ],
)
def test_what_an_exercise_needs_is_within_the_budget(source):
    assert not isinstance(attempt(source), ExpressionFault)
