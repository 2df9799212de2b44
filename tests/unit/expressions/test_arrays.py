"""Values as arrays: the fast way gives what the general one gives."""

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from grader.expressions import ExpressionFault, to_runtime, to_value
from grader.expressions.arrays import MAX_CELLS, SAFE_INT64, array_of, exact

cells = st.integers(-3, 3) | st.booleans() | st.sampled_from([SAFE_INT64, -SAFE_INT64, 0.5])
values = st.recursive(cells, lambda inner: st.lists(inner, max_size=4).map(tuple), max_leaves=20)


def generally(value):
    cells = np.array(value, dtype=object)
    if any(isinstance(cell, tuple) for cell in cells.flat):
        raise ExpressionFault("the rows of a matrix must be equally long")
    return exact(cells)


def outcome(make, value):
    try:
        made = make(value)
    except ExpressionFault as fault:
        return fault.fault
    return made.dtype, made.shape, made.tolist()


@given(values.filter(lambda value: isinstance(value, tuple)))
@example(())
@example(((), ()))
@example(((1, 2), (3,)))
@example(((1, 2), (), (3,), (4,)))
@example((((1, 2), ()), ((3,), (4,))))
@example(((1, True), (2, 3)))
@example(((1, 2), (SAFE_INT64 - 1, 1 - SAFE_INT64)))
@example(((1, 2), (SAFE_INT64, 0)))
@example(((0,) * (MAX_CELLS + 1),))
def test_every_value_is_the_array_that_the_general_way_makes_of_it(value):
    assert outcome(to_runtime, value) == outcome(generally, value)


def test_a_list_of_small_whole_numbers_is_one_of_them():
    assert outcome(array_of, [6, 6]) == outcome(generally, (6, 6))


@pytest.mark.parametrize("value", [(1, 2), ((1, 2), (3, 4))])
def test_small_whole_numbers_come_back_as_they_were(value):
    assert to_runtime(value).dtype == np.int64
    assert to_value(to_runtime(value)) == value
