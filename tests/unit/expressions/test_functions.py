"""What each function of formulas gives, and what it refuses."""

import math
from fractions import Fraction

import pytest

from grader import engine
from grader.expressions import ExpressionFault, evaluate, parse, to_runtime, to_value

HALF, THIRD = Fraction(1, 2), Fraction(1, 3)
VALUES = {
    "image": ((1, 2, 3), (4, 5, 6), (7, 8, 9)),
    "signal": (3, 1, 2),
    "slope": (1, 0, -1),
    "words": ("up", "down"),
    "stack": (((1, 2), (3, 4)), ((5, 6), (7, 8))),
    "sobel": ((-1, 0, 1), (-2, 0, 2), (-1, 0, 1)),
    "exact": ((HALF, THIRD),),
}


def value(source, **more):
    known = {name: to_runtime(item) for name, item in {**VALUES, **more}.items()}
    return to_value(evaluate(parse(source).tree, known))


def typed(result):
    """Return a value with the kinds of its cells, for which 1 is not True and 5 is not 5.0."""
    return tuple(map(typed, result)) if isinstance(result, tuple) else (type(result), result)


SIGNALS = {
    "correlate(signal, slope)": (-1, 1, 1),
    "convolve(signal, slope, mode='full')": (3, 1, -1, -1, -2),
    "correlate(signal, slope, mode='valid')": (1,),
    "correlate(signal, slope, stride=2)": (-1, 1),
    "correlate(signal, slope, boundary='reflect', anchor=0)": (1, 0, -1),
    "correlate([1, 2, 3, 4, 5], [1, 1], mode='valid', dilation=3)": (5, 7),
    "count_products(signal, slope)": 4,
    "pad(signal, 1, boundary='wrap')": (2, 3, 1, 2, 3),
    "pad(signal, [0, 2], boundary='symmetric')": (3, 1, 2, 2, 1),
    "rotate180(signal)": (2, 1, 3),
    "flip(signal)": (2, 1, 3),
    "flip(signal, 'columns')": (2, 1, 3),
    "flip(signal, 'rows')": (3, 1, 2),
    "ring(signal)": (0, 1, 0),
    "ring(signal, -signal)": (-3, 1, -2),
}
NEIGHBORHOODS = {
    "window(image, 3, 3, 0, 0)": ((0, 0, 0), (0, 1, 2), (0, 4, 5)),
    "window(image, 3, 3, 0, 0, boundary='reflect')": ((5, 4, 5), (2, 1, 2), (5, 4, 5)),
    "window(image, 2, 3, 3, 3, boundary='replicate')": ((9, 9, 9), (9, 9, 9)),
    "median_filter(signal)": (1, 2, 1),
    "median_filter([1, 2], 2)": (HALF, Fraction(3, 2)),
    "max_filter(image, 2)": ((1, 2, 3), (4, 5, 6), (7, 8, 9)),
    "max_filter(image, [1, 3], boundary='wrap')": ((3, 3, 3), (6, 6, 6), (9, 9, 9)),
    "min_filter(image, boundary='replicate')": ((1, 1, 2), (1, 1, 2), (4, 4, 5)),
}
KERNELS = {
    "column_factor(sobel)": (-1, -2, -1),
    "row_factor(sobel)": (1, 0, -1),
    "column_factor(exact)": (Fraction(1, 6),),
    "row_factor(exact)": (3, 2),
    "symmetries(image)": 0,
    "symmetries(sobel)": 1,
    "symmetries(constant(2, 2, 1))": 7,
    "symmetries([[1, 2, 0], [3, 5, 3], [0, 2, 1]])": 1,
    "impulse(2, 3, 1, 2, 5)": ((0, 0, 0), (0, 0, 5)),
    "position_of(impulse(2, 3, 1, 2))": (1, 2),
    "position_of([0, 0, -2])": 2,
    "argmax(image % 5)": (1, 0),
    "argmin(signal)": 1,
    "round(sum(gaussian_1d(1, 3)), 12)": 1.0,
    "round(sum(gaussian_derivative_1d(3 / 2, 3)), 12)": 0.0,
    "proportional(gaussian_2d(1, 1)[0], gaussian_1d(1, 1))": True,
    "same(gaussian_derivative_2d(1, 2, 'y'), transpose(gaussian_derivative_2d(1, 2)))": True,
}
LAYERS = {
    "depthwise(stack, [[[1, 1]], [[1, -1]]])": (((3,), (7,)), ((-1,), (-1,))),
    "pointwise(stack, [[1, 1], [1, 0]], [100, 0])": (((106, 108), (110, 112)), ((1, 2), (3, 4))),
    "conv_layer(stack, [[[[1]], [[1 / 2]]]])": (((Fraction(7, 2), 5), (Fraction(13, 2), 8)),),
    "stack[0] + stack[1]": ((6, 8), (10, 12)),
    "stack[1, 0, 1]": 6,
    "[stack[1], stack[0]]": (((5, 6), (7, 8)), ((1, 2), (3, 4))),
}
MATRICES = {
    "anti_transpose(image)": ((9, 6, 3), (8, 5, 2), (7, 4, 1)),
    "with_cell(image, 0, 2, 1 / 2)[0]": (1, 2, HALF),
    "paste(image, [[0, 0], [0, 0]], 2, 2)": ((1, 2, 3), (4, 5, 6), (7, 8, 0)),
    "paste(image, [[0, 0], [0, 0]], -1, -1)[0]": (0, 2, 3),
    "paste(image, [[0, 0], [0, 0]], 9, -9)": ((1, 2, 3), (4, 5, 6), (7, 8, 9)),
    "where(image > 4, image, 0)": ((0, 0, 0), (0, 5, 6), (7, 8, 9)),
    "where(1 > 0, signal, slope)": (3, 1, 2),
    "outer_sum([10, 20], slope)": ((11, 10, 9), (21, 20, 19)),
    "row_sums(image)": (6, 15, 24),
    "column_sums(image)": (12, 15, 18),
    "shape(stack)": (2, 2, 2),
    "shape(3)": (),
}
LISTS = {
    "flat(stack)": (1, 2, 3, 4, 5, 6, 7, 8),
    "as_row(signal)": ((3, 1, 2),),
    "as_column(signal)": ((3,), (1,), (2,)),
    "ramp(3)": (0, 1, 2),
    "ramp(3, 1, -1 / 2)": (1, HALF, 0),
    "length(words) + length(image)": 5,
    "sorted(signal)": (1, 2, 3),
    "sorted(words)": ("down", "up"),
    "reverse(signal)": (2, 1, 3),
    "reverse(words)": ("down", "up"),
    "concatenate(signal, [1 / 2], slope)": (3, 1, 2, HALF, 1, 0, -1),
    "concatenate(words, ['left'])": ("up", "down", "left"),
    "concatenate(sobel, [signal])[3]": (3, 1, 2),
    "cumulative(signal)": (3, 4, 6),
    "index_of(words, 'down')": 1,
    "index_of(image, [4, 5, 6])": 1,
    "contains(signal, 2)": True,
    "contains(signal, 'up')": False,
}
NUMBERS = {
    "sign(image[0] - 2)": (-1, 0, 1),
    "sign(-1 / 2)": -1,
    "product(image)": math.factorial(9),
    "mean([1, 2])": Fraction(3, 2),
    "median([4, 1, 2, 9])": 3,
    "norm([3, 4])": 5,
    "norm([3 / 5, 4 / 5])": 1,
    "norm([1, 1])": math.sqrt(2),
    "sqrt([4, 1 / 4, 2])": (2, HALF, math.sqrt(2)),
    "sqrt(10 ** 200)": 10**100,
    "gcd(image * 6, 4)": 2,
    "gcd(0)": 0,
}
COMPARISONS = {
    "same(image, signal)": False,
    "same(words, words)": True,
    "same('up', words)": False,
    "same(1, 'up')": False,
    "same(image, image + 0)": True,
    "same(image, with_cell(image, 0, 0, 0))": False,
    "proportional(image, image / -3)": True,
    "proportional(image, image * 0)": False,
    "proportional(image * 0, image * 0)": True,
    "proportional(slope, [1, 0, 1])": False,
    "proportional([0, 1], [0, 0.1])": True,
    "proportional(exp([1, 2]), exp([1, 2]) * 3)": True,
    "proportional(signal, as_row(signal))": False,
    "proportional(words, words)": False,
}
EXAMPLES = (
    SIGNALS | NEIGHBORHOODS | KERNELS | LAYERS | MATRICES | LISTS | NUMBERS | COMPARISONS
).items()


@pytest.mark.parametrize(("source", "expected"), EXAMPLES, ids=[source for source, _ in EXAMPLES])
def test_a_function_gives_exactly_what_the_reference_says(source, expected):
    assert typed(value(source)) == typed(expected)


@pytest.mark.parametrize(
    ("source", "said"),
    [
        ("correlate(signal, image)", "a list and a matrix"),
        ("pad(signal, [1, 2, 3], boundary='wrap')", "[before, after]"),
        ("window(image, 3, 3, 10 ** 9, 0)", "at most 64"),
        ("window(image, 65, 3, 0, 0)", "from 1 to 64"),
        ("window(image, 3, 3, 0, 0, boundary='mirror')", "reflect"),
        ("median_filter(image, [3, 3, 3])", "[rows, columns]"),
        ("max_filter(stack)", "a matrix or a list"),
        ("gaussian_1d('1', 1)", "sigma is a number"),
        ("gaussian_1d(1, 32)", "from 1 to 64"),
        ("gaussian_1d(0, 3)", "positive"),
        ("row_factor(image)", "rank 2"),
        ("column_factor([[0, 0]])", "rank 1"),
        ("impulse(2, 3, 1, 3)", "no row 1, column 3"),
        ("impulse(2, 3, -1, 0)", "no row -1, column 0"),
        ("position_of(image)", "not 9"),
        ("position_of(image * 0)", "not 0"),
        ("depthwise(image, sobel)", "(channels, rows, columns)"),
        ("with_cell(image, 3, 0, 1)", "no row 3"),
        ("where(True, 1, 0)", "matrices of one shape"),
        ("where(image > 1, image, signal)", "matrices of one shape"),
        ("index_of(words, 'left')", "no such entry"),
        ("length(3)", "needs a list"),
        ("sorted(image)", "a list of numbers"),
        ("concatenate(signal, words)", "mixture"),
        ("mean('up')", "needs numbers"),
        ("product([])", "needs numbers"),
        ("[[[[[1]]]]]", "4 deep"),
        ("sqrt(-4)", ""),
    ],
)
def test_a_refusal_names_what_the_function_takes(source, said):
    with pytest.raises(ExpressionFault) as caught:
        value(source)
    assert said in str(caught.value)


@pytest.mark.parametrize("boundary", ["zero", "replicate", "reflect", "symmetric", "wrap"])
@pytest.mark.parametrize("size", [(3, 3), (2, 3), (1, 4)])
def test_a_window_is_what_the_trace_of_a_filtering_shows(boundary, size):
    rows, columns = size
    kernel = tuple((1,) * columns for _ in range(rows))
    for step in engine.trace(VALUES["image"], kernel, boundary=boundary):
        source = f"window(image, {rows}, {columns}, i, j, boundary='{boundary}')"
        assert value(source, i=step.index[0], j=step.index[1]) == step.values


def test_a_list_of_texts_does_not_double_without_end():
    texts = ("a",) * 3000
    with pytest.raises(ExpressionFault, match="6000 texts"):
        value("concatenate(texts, texts)", texts=texts)


def test_a_function_leaves_the_matrix_as_it_was():
    known = {"image": to_runtime(VALUES["image"])}
    for source in ("with_cell(image, 0, 0, 9)", "paste(image, image * 0, 0, 0)", "ring(image)"):
        evaluate(parse(source).tree, known)
    assert to_value(known["image"]) == VALUES["image"]
