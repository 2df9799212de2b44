"""A trace says what the filter does: its steps add up to the output, and show where from."""

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from grader import engine

quick = settings(deadline=None, max_examples=60)
entries = st.integers(-9, 9)
sides = st.tuples(st.integers(1, 4), st.integers(1, 4))
BOUNDARIES = ("zero", "replicate", "reflect", "symmetric", "wrap")


@st.composite
def problems(draw):
    image = draw(hnp.arrays(np.int64, sides, elements=entries))
    kernel = draw(hnp.arrays(np.int64, sides, elements=entries))
    boundary = draw(st.sampled_from(BOUNDARIES))
    return image, kernel, {
        "operation": draw(st.sampled_from(("correlate", "convolve"))),
        "mode": draw(st.sampled_from(("full", "same"))),
        "boundary": boundary,
        "fill_value": draw(entries) if boundary == "zero" else 0,
        "stride": draw(st.tuples(st.integers(1, 2), st.integers(1, 3))),
        "dilation": draw(st.tuples(st.integers(1, 3), st.integers(1, 2))),
        "anchor": draw(st.none() | st.tuples(*(st.integers(0, n - 1) for n in kernel.shape))),
    }  # fmt: skip


def filtered(image, kernel, chosen):
    rest = {name: value for name, value in chosen.items() if name != "operation"}
    return getattr(engine, chosen["operation"])(image, kernel, **rest)


@given(problems(), st.sampled_from((1, 0.1, 0.1j, Fraction(1, 3), 2**70)))
@quick
def test_the_sums_are_the_output_of_the_filter_exactly(problem, factor):
    image, kernel, chosen = problem
    image = image.astype(object) * factor

    steps = engine.trace(image, kernel, **chosen)

    expected = filtered(image, kernel, chosen)
    assert [step.sum for step in steps] == expected.ravel().tolist()
    assert steps.output.tolist() == expected.tolist()
    assert steps.shape == expected.shape


@given(problems(), st.sampled_from(("int64", "float32", "complex128", object)))
@quick
def test_a_step_is_the_same_before_the_output_is_known_and_afterwards(problem, dtype):
    image, kernel, chosen = problem
    steps = engine.trace((image / 7).astype(dtype), kernel, **chosen)

    before = list(steps)
    output = steps.output

    assert list(steps) == before
    assert list(map(repr, steps)) == list(map(repr, before))
    assert [step.sum for step in steps] == output.ravel().tolist()


@given(problems())
@quick
def test_every_step_multiplies_what_lies_on_top_of_each_other(problem):
    image, kernel, chosen = problem

    for step in engine.trace(image, kernel, **chosen):
        coefficients, values = np.array(step.coefficients), np.array(step.values)
        np.testing.assert_array_equal(step.products, coefficients * values)
        assert step.sum == np.sum(step.products)


@given(problems())
@quick
def test_inside_tells_pixels_of_the_image_from_those_of_the_boundary_rule(problem):
    image, kernel, chosen = problem

    for step in engine.trace(image, kernel, **chosen):
        rows = zip(step.rows, step.inside, step.values, strict=True)
        for y, flags, values in rows:
            for x, inside, value in zip(step.columns, flags, values, strict=True):
                assert inside is (y in range(image.shape[0]) and x in range(image.shape[1]))
                if inside:
                    assert value == image[y, x]
                elif chosen["boundary"] == "zero":
                    assert value == chosen["fill_value"]


@given(problems())
@quick
def test_the_coefficients_are_the_kernel_as_it_is_laid_down(problem):
    image, kernel, chosen = problem
    laid = kernel if chosen["operation"] == "correlate" else engine.rotate180(kernel)

    for step in engine.trace(image, kernel, **chosen):
        assert [list(row) for row in step.coefficients] == laid.tolist()


@given(problems())
@quick
def test_steps_come_row_by_row_and_are_found_by_place_and_by_cell(problem):
    image, kernel, chosen = problem

    steps = engine.trace(image, kernel, **chosen)

    assert [step.index for step in steps] == list(np.ndindex(*steps.shape))
    places = range(len(steps))
    assert [steps[place] for place in places] == list(steps)
    assert [steps[place - len(steps)] for place in places] == list(steps)
    assert [steps[step.index] for step in steps] == list(steps)
    assert steps[1:] == tuple(steps)[1:]


@pytest.mark.parametrize("dtype", ["bool", "uint8", "float16", "float32", "float64", "complex64"])
def test_steps_hold_plain_python_numbers_only(dtype):
    steps = engine.trace(np.ones((2, 2), dtype), np.ones((2, 2), dtype))

    for step in steps:
        grids = (step.coefficients, step.values, step.products)
        held = {type(entry) for grid in grids for row in grid for entry in row} | {type(step.sum)}
        assert held <= {int, float, complex}
        assert {type(place) for place in (*step.index, *step.rows, *step.columns)} == {int}
