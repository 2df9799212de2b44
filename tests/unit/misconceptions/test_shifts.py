"""Every mistake with a shift gives the way that its formula says."""

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from grader.expressions import evaluate, parse
from grader.misconceptions import LIBRARY

TOLD = "shift_of(kernel, operation=operation)"
MADE = "shift_kernel(dy, dx, operation=operation)"


def sign(number):
    return (number > 0) - (number < 0)


MOVED = {
    "reverse_shift": lambda dy, dx: (-dy, -dx),
    "swap_axes": lambda dy, dx: (dx, dy),
    "rows_only": lambda dy, _: (dy, 0),
    "columns_only": lambda _, dx: (0, dx),
    "reverse_rows": lambda dy, dx: (-dy, dx),
    "reverse_columns": lambda dy, dx: (dy, -dx),
    "one_step": lambda dy, dx: (sign(dy), sign(dx)),
}


def wrong(name, source):
    return LIBRARY[name].rewrite(parse(source).tree)


def single_one(rows, columns, row, column):
    kernel = np.zeros((rows, columns), dtype=np.int64)
    kernel[row, column] = 1
    return kernel


@st.composite
def kernels(draw):
    rows, columns = draw(st.sampled_from([(3, 3), (5, 5), (3, 7)]))
    return single_one(
        rows, columns, draw(st.integers(0, rows - 1)), draw(st.integers(0, columns - 1))
    )


OPERATIONS = st.sampled_from(["correlate", "convolve"])


@given(kernel=kernels(), operation=OPERATIONS)
@pytest.mark.parametrize("name", MOVED)
def test_a_shift_that_is_told_wrong_is_the_one_of_its_formula(name, kernel, operation):
    values = {"kernel": kernel, "operation": operation}
    dy, dx = evaluate(parse(TOLD).tree, values).tolist()

    assert evaluate(wrong(name, TOLD), values).tolist() == list(MOVED[name](dy, dx))


@given(dy=st.integers(-3, 3), dx=st.integers(-3, 3), operation=OPERATIONS)
@pytest.mark.parametrize("name", MOVED)
def test_a_kernel_that_moves_wrong_moves_by_its_formula(name, dy, dx, operation):
    kernel = evaluate(wrong(name, MADE), {"dy": dy, "dx": dx, "operation": operation})
    moved = evaluate(parse(TOLD).tree, {"kernel": kernel, "operation": operation})

    assert moved.tolist() == list(MOVED[name](dy, dx))


@given(kernel=kernels(), operation=OPERATIONS)
def test_a_shift_can_be_measured_from_either_corner(kernel, operation):
    values = {"kernel": kernel, "operation": operation}
    [(row, column)] = np.argwhere(kernel).tolist()
    rows, columns = kernel.shape
    way = 1 if operation == "convolve" else -1

    assert evaluate(wrong("from_corner", TOLD), values).tolist() == [way * row, way * column]
    assert evaluate(wrong("from_far_corner", TOLD), values).tolist() == [
        way * (row - rows + 1),
        way * (column - columns + 1),
    ]


@given(kernel=kernels(), operation=OPERATIONS)
def test_the_size_of_the_kernel_can_be_taken_for_the_amount(kernel, operation):
    values = {"kernel": kernel, "operation": operation}
    dy, dx = evaluate(parse(TOLD).tree, values).tolist()
    assume(dy or dx)

    assert evaluate(wrong("by_kernel_size", TOLD), values).tolist() == [
        sign(dy) * kernel.shape[0],
        sign(dx) * kernel.shape[1],
    ]


def test_the_kernel_of_the_bank_is_mistaken_in_all_ways():
    """A 5 × 5 kernel with its 1 at (1, 4) moves a correlation by (1, -2)."""
    values = {"kernel": single_one(5, 5, 1, 4), "operation": "correlate"}
    told = {name: evaluate(wrong(name, TOLD), values).tolist() for name in MOVED}
    told["from_corner"] = evaluate(wrong("from_corner", TOLD), values).tolist()
    told["from_far_corner"] = evaluate(wrong("from_far_corner", TOLD), values).tolist()
    told["by_kernel_size"] = evaluate(wrong("by_kernel_size", TOLD), values).tolist()
    told[""] = evaluate(parse(TOLD).tree, values).tolist()

    assert told[""] == [1, -2]
    assert told["reverse_shift"] == [-1, 2]
    assert told["from_corner"] == [-1, -4]
    assert len(set(map(tuple, told.values()))) == len(told)


@pytest.mark.parametrize("name", ["from_corner", "from_far_corner", "by_kernel_size"])
def test_a_shift_that_is_made_is_measured_from_nowhere(name):
    assert wrong(name, MADE) is None


@pytest.mark.parametrize("name", MOVED)
def test_no_shift_is_mistaken_where_nothing_is_shifted(name):
    assert wrong(name, "correlate(image, kernel)") is None
