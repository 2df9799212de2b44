"""Values, flattened and measured: the fast way gives what the definition gives."""

from hypothesis import example, given
from hypothesis import strategies as st

from grader.model.value import cells, shape

scalars = st.integers(-9, 9) | st.booleans() | st.text(max_size=2)
values = st.recursive(scalars, lambda inner: st.lists(inner, max_size=4).map(tuple), max_leaves=20)


def flattened(value):
    if not isinstance(value, tuple):
        return [value]
    return [cell for item in value for cell in flattened(item)]


def measured(value):
    if not isinstance(value, tuple):
        return ()
    if not any(isinstance(item, tuple) for item in value):
        return (len(value),)
    inner = {measured(item) for item in value}
    return (len(value), *(inner.pop() if len(inner) == 1 else ()))


@given(values)
@example(())
@example((1, (2, (3,)), ()))
def test_the_cells_of_a_value_are_its_scalars_in_reading_order(value):
    found = cells(value)
    assert [*map(type, found)] == [*map(type, flattened(value))]
    assert list(found) == flattened(value)


@given(values)
@example(())
@example(((), ()))
@example(((1, 2), (3,)))
@example((((1,), (2,)), ((3,), (4, 5))))
def test_the_shape_of_a_ragged_value_is_that_of_its_outermost_regular_part(value):
    assert shape(value) == measured(value)
