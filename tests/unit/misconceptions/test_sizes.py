"""Every mistake with a size gives the size that its formula says."""

from types import SimpleNamespace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from grader.expressions import evaluate, parse, to_runtime
from grader.misconceptions import LIBRARY

STRIDED = "output_shape(image, kernel, padding=p, stride=s, dilation=d)"
BY_MODE = {
    mode: f'output_shape(image, kernel, mode="{mode}")' for mode in ("valid", "same", "full")
}


def positions(length, span, step):
    """Count the positions along one axis, one by one."""
    return len(range(0, length - span + 1, step))


WRONG = {
    "ceil_for_floor": lambda x: -(-(x.n + 2 * x.p - x.span) // x.s) + 1,
    "forgot_plus_one": lambda x: (x.n + 2 * x.p - x.span) // x.s,
    "padding_once": lambda x: positions(x.n + x.p, x.span, x.s),
    "ignore_padding": lambda x: positions(x.n, x.span, x.s),
    "ignore_stride": lambda x: positions(x.n + 2 * x.p, x.span, 1),
    "ignore_dilation": lambda x: positions(x.n + 2 * x.p, x.k, x.s),
    "dilation_times_kernel": lambda x: positions(x.n + 2 * x.p, x.d * x.k, x.s),
}
MODES = {
    "valid": lambda n, k: n - k + 1,
    "same": lambda n, _: n,
    "full": lambda n, k: n + k - 1,
}


def wrong(name, source):
    return LIBRARY[name].rewrite(parse(source).tree)


def size(tree, **values):
    return evaluate(tree, {name: to_runtime(value) for name, value in values.items()}).tolist()


@settings(max_examples=40)
@given(
    image=st.tuples(st.integers(16, 30), st.integers(16, 30)),
    kernel=st.tuples(st.integers(1, 5), st.integers(1, 5)),
    options=st.tuples(st.integers(0, 3), st.integers(1, 4), st.integers(1, 3)),
)
@pytest.mark.parametrize("name", WRONG)
def test_a_mistake_gives_what_its_formula_says(name, image, kernel, options):
    p, s, d = options
    given_size = size(wrong(name, STRIDED), image=image, kernel=kernel, p=p, s=s, d=d)

    assert given_size == [
        WRONG[name](SimpleNamespace(n=n, k=k, p=p, s=s, d=d, span=d * (k - 1) + 1))
        for n, k in zip(image, kernel, strict=True)
    ]


@pytest.mark.parametrize("given_mode", MODES)
@pytest.mark.parametrize("asked_for", MODES)
def test_the_size_of_another_mode_is_the_one_of_its_formula(given_mode, asked_for):
    if given_mode == asked_for:
        return
    tree = wrong(f"{given_mode}_for_{asked_for}", BY_MODE[asked_for])

    assert size(tree, image=(9, 7), kernel=(3, 5)) == [
        MODES[given_mode](9, 3),
        MODES[given_mode](7, 5),
    ]


def test_the_sizes_of_image_and_kernel_are_added_without_their_overlap():
    tree = wrong("full_without_overlap", BY_MODE["full"])

    assert size(tree, image=(9, 7), kernel=(3, 5)) == [12, 12]


def test_the_size_of_the_kernel_is_given_where_that_of_the_image_is_asked_for():
    tree = wrong("kernel_sized_output", BY_MODE["same"])

    assert size(tree, image=(9, 7), kernel=(3, 5)) == [3, 5]


@pytest.mark.parametrize("mode", MODES)
def test_rows_and_columns_of_a_size_change_places(mode):
    tree = wrong("swap_rows_columns", BY_MODE[mode])

    assert size(tree, image=(9, 7), kernel=(3, 5)) == [MODES[mode](7, 5), MODES[mode](9, 3)]


@pytest.mark.parametrize("name", WRONG)
def test_one_of_the_two_sizes_is_mistaken_by_itself(name):
    values = {"image": (20, 17), "kernel": (3, 5), "p": 1, "s": 3, "d": 2}
    whole = size(wrong(name, STRIDED), **values)

    alone = wrong(name, f"{STRIDED}[1]")
    assert evaluate(alone, {key: to_runtime(value) for key, value in values.items()}) == whole[1]


PLAIN = ["ceil_for_floor", "padding_once", "ignore_padding", "ignore_stride", "ignore_dilation"]


@pytest.mark.parametrize("name", [*PLAIN, "dilation_times_kernel", "kernel_sized_output"])
@pytest.mark.parametrize("options", ["", ", padding=0, stride=1, dilation=1"])
def test_nothing_is_mistaken_that_plays_no_part(name, options):
    assert wrong(name, f"output_shape(image, kernel{options})") is None


@pytest.mark.parametrize(
    ("name", "options"),
    [
        ("forgot_plus_one", 'mode="same"'),
        ("full_without_overlap", 'mode="valid"'),
        ("full_without_overlap", 'mode="full", stride=2'),
        ("kernel_sized_output", 'mode="full"'),
    ],
)
def test_a_mistake_of_one_mode_is_made_in_no_other(name, options):
    assert wrong(name, f"output_shape(image, kernel, {options})") is None
