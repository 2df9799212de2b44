"""Every mistake with two passes gives the grid that its formula says."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import signal

from grader.expressions import evaluate, parse
from grader.misconceptions import LIBRARY

CASCADES = [
    "convolve(convolve(image, as_row(r)), as_column(c))",
    "convolve(convolve(image, as_column(c)), as_row(r))",
    "convolve(image, outer(c, r))",
    "correlate(image, rotate180(outer(c, r)))",
    "convolve(kernel=outer(row=r, column=c), image=image)",
]


def filtered(image, *kernels):
    for kernel in kernels:
        image = signal.convolve2d(image, kernel, mode="same")
    return image


ANY_ORDER = {
    "row_pass_only": lambda f, r, _: filtered(f, r),
    "column_pass_only": lambda f, _, c: filtered(f, c),
    "row_pass_twice": lambda f, r, _: filtered(f, r, r),
    "column_pass_twice": lambda f, _, c: filtered(f, c, c),
    "sum_of_passes": lambda f, r, c: filtered(f, r) + filtered(f, c),
}
ENTRIES = st.lists(st.integers(-4, 4), min_size=3, max_size=3).map(np.array)
IMAGES = st.lists(st.integers(0, 9), min_size=20, max_size=20).map(
    lambda cells: np.array(cells).reshape(4, 5)
)


def wrong(name, source):
    return LIBRARY[name].rewrite(parse(source).tree)


def grid(tree, **values):
    return np.asarray(evaluate(tree, values)).tolist()


@settings(max_examples=25)
@given(image=IMAGES, r=ENTRIES, c=ENTRIES)
@pytest.mark.parametrize("source", CASCADES)
@pytest.mark.parametrize("name", ANY_ORDER)
def test_a_pass_is_mistaken_in_either_order(name, source, image, r, c):
    expected = ANY_ORDER[name](image, r[np.newaxis], c[:, np.newaxis])

    assert grid(wrong(name, source), image=image, r=r, c=c) == expected.tolist()


@given(image=IMAGES, r=ENTRIES, c=ENTRIES)
def test_one_of_two_filters_can_be_left_out(image, r, c):
    source = CASCADES[0]
    values = {"image": image, "r": r, "c": c}

    first = filtered(image, r[np.newaxis]).tolist()
    second = filtered(image, c[:, np.newaxis]).tolist()
    assert grid(wrong("first_filter_only", source), **values) == first
    assert grid(wrong("second_filter_only", source), **values) == second


PRODUCTS = {
    "outer_as_sum": lambda c, r: [[a + b for b in r] for a in c],
    "swap_factors": lambda c, r: [[a * b for b in c] for a in r],
    "row_pass_twice": lambda _, r: [[a * b for b in r] for a in r],
    "column_pass_twice": lambda c, _: [[a * b for b in c] for a in c],
}


@given(r=ENTRIES, c=ENTRIES)
@pytest.mark.parametrize("name", PRODUCTS)
def test_an_outer_product_is_mistaken_by_itself(name, r, c):
    assert grid(wrong(name, "outer(c, r)"), c=c, r=r) == PRODUCTS[name](c.tolist(), r.tolist())


@pytest.mark.parametrize("name", [*ANY_ORDER, "first_filter_only", "second_filter_only"])
def test_a_single_pass_has_no_second_one(name):
    assert wrong(name, "correlate(image, kernel)") is None


@pytest.mark.parametrize("mode", ["valid", "full"])
def test_passes_of_different_sizes_are_not_added(mode):
    source = f"convolve(convolve(image, r, mode='{mode}'), c, mode='{mode}')"

    assert wrong("sum_of_passes", source) is None
    assert wrong("row_pass_only", source) is not None


def test_each_pass_keeps_its_options():
    tree = wrong("second_filter_only", "convolve(correlate(f, r), c, mode='valid')")

    assert tree == parse("convolve(f, c, mode='valid')").tree
