"""A trace as an object: how it is addressed, and what it remembers."""

import numpy as np
import pytest

from grader import engine

IMAGE = np.arange(12).reshape(3, 4)
KERNEL = np.array([[1, 2], [3, 4], [5, 6]])


def test_a_step_in_the_corner_shows_what_the_boundary_makes_up():
    step = engine.trace([[1, 2], [3, 4]], [[1, 0], [0, 9]], boundary="replicate")[0]

    assert step.index == (0, 0)
    assert (step.rows, step.columns) == ((-1, 0), (-1, 0))
    assert step.inside == ((False, False), (False, True))
    assert step.values == ((1, 1), (1, 1))
    assert step.products == ((1, 0), (0, 9))
    assert step.sum == 10


def test_dilation_leaves_pixels_out():
    step = engine.trace(IMAGE, [[1, 1]], mode="valid", dilation=(1, 3))[1, 0]

    assert step.columns == (0, 3)
    assert step.values == ((4, 7),)


def test_stride_moves_the_window_by_more_than_one():
    steps = engine.trace(IMAGE, KERNEL, mode="valid", stride=2)

    assert [step.columns for step in steps] == [(0, 1), (2, 3)]


def test_a_conjugated_coefficient_is_shown_as_it_is_used():
    step = engine.trace([[2]], [[1j]])[0]

    assert step.coefficients == ((-1j,),)
    assert step.sum == -2j


@pytest.mark.parametrize("index", [12, -13, (3, 0), (0, 4), (-4, 0)])
def test_a_step_that_does_not_exist_is_an_index_error(index):
    with pytest.raises(IndexError, match=r"there is no step .* in an output of 3×4"):
        engine.trace(IMAGE, KERNEL)[index]


def test_negative_places_count_from_the_end():
    steps = engine.trace(IMAGE, KERNEL)

    assert steps[-1].index == steps[-1, -1].index == (2, 3)


def test_a_trace_does_not_follow_later_changes():
    image, kernel = IMAGE.copy(), KERNEL.copy()
    steps = engine.trace(image, kernel)
    before = tuple(steps)

    image += 1
    kernel += 1

    assert tuple(steps) == before


def test_the_output_of_a_trace_cannot_be_changed():
    with pytest.raises(ValueError, match="read-only"):
        engine.trace(IMAGE, KERNEL).output[0, 0] = 1


def test_a_trace_says_what_it_is():
    assert repr(engine.trace(IMAGE, KERNEL)) == "<Trace of 3×4 steps>"


def test_a_step_cannot_be_changed():
    with pytest.raises(AttributeError):
        engine.trace(IMAGE, KERNEL)[0].sum = 1


@pytest.mark.parametrize(
    ("boundary", "sources"),
    [
        ("zero", ((None, None), (None, (0, 0)))),
        ("replicate", (((0, 0), (0, 0)), ((0, 0), (0, 0)))),
        ("reflect", (((1, 1), (1, 0)), ((0, 1), (0, 0)))),
        ("symmetric", (((0, 0), (0, 0)), ((0, 0), (0, 0)))),
        ("wrap", (((2, 3), (2, 0)), ((0, 3), (0, 0)))),
    ],
)
def test_a_step_says_which_pixel_the_boundary_rule_put_outside(boundary, sources):
    step = engine.trace(IMAGE, np.ones((2, 2), dtype=int), boundary=boundary)[0]

    assert step.boundary == boundary
    assert step.sources == sources
    assert all(
        step.values[u][v] == (0 if source is None else IMAGE[source])
        for u, row in enumerate(step.sources)
        for v, source in enumerate(row)
    )
