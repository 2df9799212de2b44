"""Every mistake with a filtering gives the grid that its formula says.

The formulas are computed here, window by window, from the padded image alone.
"""

from dataclasses import dataclass
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from grader.expressions import evaluate, parse, to_runtime
from grader.misconceptions import LIBRARY

NUMPY_PADDING = {
    "zero": "constant",
    "replicate": "edge",
    "reflect": "reflect",
    "symmetric": "symmetric",
    "wrap": "wrap",
}


def slid(image, laid, *, mode="same", boundary="zero", center=None):
    """Return the sums of products, window by window; `center` is the entry on the pixel."""
    high, wide = laid.shape
    row, column = center or (high // 2, wide // 2)
    margins = {
        "same": [(row, high - 1 - row), (column, wide - 1 - column)],
        "full": [(high - 1, high - 1), (wide - 1, wide - 1)],
        "valid": [(0, 0), (0, 0)],
    }[mode]
    padded = np.pad(image, margins, mode=NUMPY_PADDING[boundary])
    return np.array(
        [
            [
                (padded[i : i + high, j : j + wide] * laid).sum()
                for j in range(padded.shape[1] - wide + 1)
            ]
            for i in range(padded.shape[0] - high + 1)
        ]
    )


def turned(kernel):
    return kernel[::-1, ::-1]


def inner(shape, kernel):
    """Tell which cells have the whole kernel inside the image."""
    row, column = kernel.shape[0] // 2, kernel.shape[1] // 2
    mask = np.zeros(shape, dtype=bool)
    mask[row : shape[0] - row, column : shape[1] - column] = True
    return mask


def divided(grid, number):
    return np.array([[Fraction(int(cell), number) for cell in row] for row in grid], dtype=object)


@dataclass(frozen=True)
class Problem:
    """A filtering that is asked for: F, H as printed, and H as it has to be laid down."""

    f: np.ndarray
    h: np.ndarray
    laid: np.ndarray

    @property
    def right(self):
        return slid(self.f, self.laid)

    def outside(self, boundary):
        return slid(self.f, self.laid, boundary=boundary)

    def centered_on(self, down, right):
        """Return the result with another entry on the pixel, counted from the center."""
        center = tuple(
            min(max(size // 2 + step, 0), size - 1)
            for size, step in zip(self.h.shape, (down, right), strict=True)
        )
        return slid(self.f, self.laid, center=center)

    def swapped(self):
        if self.laid is self.h:
            return slid(self.h, self.f)
        # The origin is a pixel of F as printed, and turns with it.
        center = tuple(size - 1 - size // 2 for size in self.f.shape)
        return slid(self.h, turned(self.f), center=center)


ANYWHERE = {
    "other_operation": lambda p: slid(p.f, turned(p.laid)),
    "flip_rows": lambda p: slid(p.f, p.h[::-1]),
    "flip_columns": lambda p: slid(p.f, p.h[:, ::-1]),
    "transpose_kernel": lambda p: slid(p.f, p.h.T),
    "anti_transpose": lambda p: slid(p.f, turned(p.h).T),
    "quarter_turn": lambda p: slid(p.f, np.rot90(p.h)),
    "swap_operands": lambda p: p.swapped(),
    "unsigned_kernel": lambda p: slid(p.f, abs(p.laid)),
    "normalize_kernel": lambda p: divided(p.right, int(p.h.sum()) or 1),
    "valid_for_same": lambda p: slid(p.f, p.laid, mode="valid"),
    "full_for_same": lambda p: slid(p.f, p.laid, mode="full"),
    "top_left_window": lambda p: slid(p.f, p.laid, center=(0, 0)),
    "bottom_right_window": lambda p: slid(p.f, p.laid, center=(p.h.shape[0] - 1, p.h.shape[1] - 1)),
    "window_one_up": lambda p: p.centered_on(1, 0),
    "window_one_down": lambda p: p.centered_on(-1, 0),
    "window_one_left": lambda p: p.centered_on(0, 1),
    "window_one_right": lambda p: p.centered_on(0, -1),
    "zero_border": lambda p: np.where(inner(p.f.shape, p.h), p.right, 0),
    "image_border": lambda p: np.where(inner(p.f.shape, p.h), p.right, p.f),
    "replicate_border": lambda p: p.outside("replicate"),
    "reflect_border": lambda p: p.outside("reflect"),
    "symmetric_border": lambda p: p.outside("symmetric"),
    "wrap_border": lambda p: p.outside("wrap"),
    "rotate_output": lambda p: turned(slid(p.f, p.h)),
    "clip_negatives": lambda p: np.clip(p.right, 0, 255),
    "saturate": lambda p: np.minimum(p.right, 255),
    "wrap_around": lambda p: p.right % 256,
    "unsigned_result": lambda p: abs(p.right),
    "divide_by_cells": lambda p: divided(p.right, p.h.size),
    "center_product": lambda p: p.f * p.h[p.h.shape[0] // 2, p.h.shape[1] // 2],
    "cellwise_product": lambda p: p.f * p.h if p.f.shape == p.h.shape else p.right,
    "matrix_product": lambda p: p.f @ p.h if p.f.shape[1] == p.h.shape[0] else p.right,
}
ONE_WAY = {
    "convolve": ("correlate(image, kernel)", lambda f, h: slid(f, turned(h))),
    "correlate": ("convolve(image, kernel)", slid),
    "forget_divisor": ("correlate(image, kernel / 3)", slid),
    "ignore_stride": ("correlate(image, kernel, stride=2)", slid),
    "ignore_dilation": ("correlate(image, kernel, dilation=2)", slid),
    "zeros_outside": ("correlate(image, kernel, boundary='wrap')", slid),
}
ONE_WAY |= {
    f"{wrong}_for_{right}": (
        f"correlate(image, kernel, mode='{right}')",
        lambda f, h, wrong=wrong: slid(f, h, mode=wrong),
    )
    for right in ("valid", "full")
    for wrong in ("valid", "same", "full")
    if wrong != right
}
ONE_WAY |= {
    f"{wrong}_for_{right}": (
        f"correlate(image, kernel, boundary='{right}')",
        lambda f, h, wrong=wrong: slid(f, h, boundary=wrong),
    )
    for right in ("replicate", "reflect", "symmetric")
    for wrong in ("replicate", "reflect", "symmetric")
    if wrong != right
}
CORRELATIONS = (
    "correlate(image, kernel)",
    "correlate(kernel=kernel, image=image, mode='same')",
    "convolve(image, rotate180(kernel), boundary='zero')",
)
CONVOLUTIONS = (
    "convolve(image, kernel)",
    "convolve(image, mode='same', kernel=kernel)",
    "correlate(image, rotate180(kernel))",
    "correlate(image, flip(kernel, 'both'), boundary='zero')",
)
SPELLINGS = [(source, False) for source in CORRELATIONS] + [
    (source, True) for source in CONVOLUTIONS
]


def matrices(rows, columns, low, high):
    row = st.lists(st.integers(low, high), min_size=columns, max_size=columns)
    return st.lists(row, min_size=rows, max_size=rows).map(np.array)


IMAGES = st.sampled_from([(5, 5), (5, 6), (6, 5), (5, 3)]).flatmap(
    lambda shape: matrices(*shape, 0, 99)
)
KERNELS = st.sampled_from([(3, 3), (3, 1), (5, 3)]).flatmap(lambda shape: matrices(*shape, -3, 3))


def runtime(array):
    return to_runtime(tuple(map(tuple, array.tolist())))


def wrong(name, source):
    return LIBRARY[name].rewrite(parse(source).tree)


def grid(tree, image, kernel, **values):
    result = evaluate(tree, {"image": runtime(image), "kernel": runtime(kernel), **values})
    return np.asarray(result).tolist()


@settings(max_examples=30)
@given(image=IMAGES, kernel=KERNELS, spelling=st.sampled_from(SPELLINGS))
@pytest.mark.parametrize("name", ANYWHERE)
def test_a_mistake_gives_what_its_formula_says(name, image, kernel, spelling):
    source, rotated = spelling
    laid = turned(kernel) if rotated else kernel

    assert (
        grid(wrong(name, source), image, kernel)
        == ANYWHERE[name](Problem(image, kernel, laid)).tolist()
    )


@settings(max_examples=30)
@given(image=IMAGES, kernel=KERNELS)
@pytest.mark.parametrize("name", ONE_WAY)
def test_a_mistake_with_one_option_gives_what_its_formula_says(name, image, kernel):
    source, formula = ONE_WAY[name]

    assert grid(wrong(name, source), image, kernel) == formula(image, kernel).tolist()


@settings(max_examples=30)
@given(image=IMAGES, kernel=KERNELS, source=st.sampled_from(CORRELATIONS))
def test_a_correlation_can_be_taken_for_a_convolution_and_not_for_itself(image, kernel, source):
    assert grid(wrong("convolve", source), image, kernel) == slid(image, turned(kernel)).tolist()
    assert wrong("correlate", source) is None


@settings(max_examples=30)
@given(image=IMAGES, kernel=KERNELS, source=st.sampled_from(CONVOLUTIONS))
def test_a_convolution_can_be_taken_for_a_correlation_and_not_for_itself(image, kernel, source):
    assert grid(wrong("correlate", source), image, kernel) == slid(image, kernel).tolist()
    assert wrong("convolve", source) is None


ROTATIONS = {
    "correlate": lambda kernel: kernel,
    "flip_rows": lambda kernel: kernel[::-1],
    "flip_columns": lambda kernel: kernel[:, ::-1],
    "transpose_kernel": lambda kernel: kernel.T,
    "anti_transpose": lambda kernel: turned(kernel).T,
    "quarter_turn": np.rot90,
}


@settings(max_examples=30)
@given(kernel=KERNELS)
@pytest.mark.parametrize("name", ROTATIONS)
def test_the_rotation_of_a_kernel_can_be_the_whole_exercise(name, kernel):
    for source in ("rotate180(kernel)", "flip(kernel)", "[rotate180(kernel)]"):
        given_cells = np.array(grid(wrong(name, source), kernel, kernel))
        assert np.array_equal(given_cells.reshape(-1), ROTATIONS[name](kernel).reshape(-1))


@pytest.mark.parametrize("name", ROTATIONS)
def test_the_rotation_of_a_result_is_no_rotation_of_a_kernel(name):
    tree = wrong(name, "rotate180(correlate(image, kernel))")

    assert tree is None or tree.function == "rotate180"


@pytest.mark.parametrize("name", [*ANYWHERE, "convolve"])
def test_a_mistake_is_found_wherever_the_filtering_stands(name):
    source = "[1 + max(correlate(image, kernel)), rows(image)]"
    alone = wrong(name, "correlate(image, kernel)")
    inside = wrong(name, source)

    assert inside.items[0].right.arguments == (alone,)
    assert inside.items[1] == parse(source).tree.items[1]


SHAPED = ["valid_for_same", "full_for_same", "swap_operands", "cellwise_product", "matrix_product"]


@pytest.mark.parametrize("name", [*ANYWHERE, "convolve"])
def test_one_cell_of_a_result_is_mistaken_unless_it_might_not_be_there(name):
    tree = wrong(name, "correlate(image, kernel)[1, 2]")

    if name in SHAPED:
        assert tree is None
    else:
        assert tree.value == wrong(name, "correlate(image, kernel)")


def test_one_cell_keeps_its_stride_since_without_it_there_are_other_cells():
    assert wrong("ignore_stride", "correlate(image, kernel, stride=2)[0, 1]") is None


CASCADE = "correlate(correlate(image, first), second)"


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("convolve", "convolve(convolve(image, first), second)"),
        ("clip_negatives", "clip(correlate(correlate(image, first), second), 0, 255)"),
        (
            "replicate_border",
            "correlate(correlate(image, first, boundary=rule), second, boundary=rule)".replace(
                "rule", "'replicate'"
            ),
        ),
    ],
)
def test_a_rule_is_mistaken_in_every_pass_and_a_result_after_the_last(name, expected):
    assert wrong(name, CASCADE) == parse(expected).tree


@pytest.mark.parametrize(
    ("name", "source"),
    [
        ("replicate_border", "correlate(image, kernel, boundary=rule)"),
        ("zeros_outside", "pad(image, 1, boundary='wrap')"),
        ("valid_for_same", "correlate(image, kernel, mode=where)"),
    ],
)
def test_an_option_that_was_drawn_is_mistaken_only_where_it_is_the_one(name, source):
    image, kernel = np.arange(25).reshape(5, 5), np.arange(9).reshape(3, 3)
    right = parse(source).tree

    for rule, where in (("zero", "same"), ("wrap", "full")):
        values = {"rule": rule, "where": where}
        same = grid(wrong(name, source), image, kernel, **values) == grid(
            right, image, kernel, **values
        )
        assert same is (rule == "wrap" and name != "zeros_outside")


@pytest.mark.parametrize(
    "options",
    ["mode='valid'", "boundary='wrap'", "boundary='symmetric'", "fill_value=5"],
)
@pytest.mark.parametrize("name", ["replicate_border", "reflect_border"])
def test_another_border_is_a_mistake_only_where_zeros_were_asked_for(name, options):
    assert wrong(name, f"correlate(image, kernel, {options})") is None


@pytest.mark.parametrize("option", ["stride", "dilation"])
def test_nothing_is_ignored_that_is_plain_anyway(option):
    assert wrong(f"ignore_{option}", f"correlate(image, kernel, {option}=1)") is None


def test_zeros_are_a_mistake_where_another_number_was_to_be_filled_in():
    tree = wrong("zeros_outside", "correlate(image, kernel, fill_value=5)")

    assert tree == parse("correlate(image, kernel, boundary='zero')").tree


@pytest.mark.parametrize("options", ["mode='valid'", "mode='full'", "stride=2"])
@pytest.mark.parametrize("name", ["zero_border", "image_border", "center_product"])
def test_no_border_is_filled_in_where_cells_are_no_pixels(name, options):
    assert wrong(name, f"correlate(image, kernel, {options})") is None


def test_a_border_is_as_wide_as_the_dilated_kernel_hangs_over():
    image, kernel = np.arange(1, 50).reshape(7, 7), np.ones((3, 3), dtype=int)
    cells = np.array(
        grid(wrong("zero_border", "correlate(image, kernel, dilation=2)"), image, kernel)
    )

    assert np.argwhere(cells).tolist() == [[i, j] for i in (2, 3, 4) for j in (2, 3, 4)]


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("correlate(image, kernel) / 9", "correlate(image, kernel)"),
        ("correlate(image, rotate180(kernel) / 9)", "convolve(image, kernel)"),
        ("correlate(image, outer(a, b) / 16)", "correlate(image, outer(a, b))"),
    ],
)
def test_a_divisor_is_forgotten_before_or_after_the_sum(source, expected):
    assert wrong("forget_divisor", source) == parse(expected).tree


@pytest.mark.parametrize("source", ["correlate(image, kernel)", "image / 9"])
def test_no_divisor_is_forgotten_where_there_is_none(source):
    assert wrong("forget_divisor", source) is None


SIGNALS = {
    "correlate": "correlate(f, h)",
    "convolve": "convolve(f, h)",
    "other_operation": "correlate(f, h)",
    "zero_border": "ring(convolve(f, h), 0, 1)",
    "replicate_border": "convolve(f, h, boundary='replicate')",
    "valid_for_same": "convolve(f, h, mode='valid')",
    "divide_by_cells": "convolve(f, h) / 3",
    "swap_operands": "convolve(h, f)",
}


@pytest.mark.parametrize("source", ["convolve(f, h)", "correlate(f, reverse(h))"])
@pytest.mark.parametrize("name", SIGNALS)
def test_a_signal_is_mistaken_as_an_image_is(name, source):
    values = {"f": runtime(np.array([[4, 0, 7, 2, 9]]))[0], "h": runtime(np.array([[1, -2, 5]]))[0]}
    given_tree = wrong(name, source) or parse(source).tree

    expected = evaluate(parse(SIGNALS[name]).tree, values)
    assert np.asarray(evaluate(given_tree, values)).tolist() == np.asarray(expected).tolist()


def test_a_rotated_kernel_stays_one_when_it_is_divided():
    tree = wrong("correlate", "correlate(image, rotate180(kernel) / 9)")

    assert tree == parse("correlate(image, kernel / 9)").tree
