"""Sizes: how many windows there are."""

import pytest

from grader import engine


@pytest.mark.parametrize(
    ("mode", "expected"), [("full", (6, 9)), ("same", (4, 5)), ("valid", (2, 1))]
)
def test_the_three_modes_of_a_4_by_5_image_and_a_3_by_5_kernel(mode, expected):
    assert engine.output_shape((4, 5), (3, 5), mode=mode) == expected


def test_the_last_step_that_does_not_fit_is_left_out():
    assert engine.output_shape((10, 11), (3, 3), stride=2) == (4, 5)


def test_padding_counts_on_both_sides():
    assert engine.output_shape((5, 5), (3, 3), padding=(0, 1)) == (3, 5)


def test_dilation_widens_the_kernel_by_the_gaps_between_its_coefficients():
    assert engine.output_shape((9, 9), (3, 3), dilation=(2, 4)) == (5, 1)


def test_all_options_follow_the_formula_of_the_frameworks():
    for n, k, p, s, d in [(32, 3, 1, 2, 1), (31, 5, 3, 3, 2), (224, 7, 3, 2, 1), (17, 1, 0, 4, 3)]:
        expected = (n + 2 * p - d * (k - 1) - 1) // s + 1
        shape = engine.output_shape((n, n), (k, k), padding=p, stride=s, dilation=d)
        assert shape == (expected, expected)


def test_shapes_may_have_any_number_of_axes():
    assert engine.output_shape((9,), (3,), mode="full") == (11,)
    assert engine.output_shape((9, 9, 9), (3, 2, 1)) == (7, 8, 9)


def test_a_stride_larger_than_the_image_keeps_the_first_window():
    assert engine.output_shape((4, 4), (3, 3), mode="same", stride=9) == (1, 1)


def test_shapes_of_different_dimension_are_refused():
    with pytest.raises(ValueError, match=r"kernel_shape \(3,\) must have as many axes"):
        engine.output_shape((4, 4), (3,))


def test_a_shape_is_more_than_one_number():
    with pytest.raises(TypeError, match=r"kernel_shape must hold one length per axis, .* be 3"):
        engine.output_shape((9,), 3)


def test_a_kernel_larger_than_the_padded_image_is_refused():
    with pytest.raises(ValueError, match="kernel 7×7 does not fit a 6×6 image"):
        engine.output_shape((4, 4), (7, 7), padding=1)
    assert engine.output_shape((4, 4), (7, 7), mode="same") == (4, 4)


def test_a_shape_without_length_is_refused():
    with pytest.raises(ValueError, match="image_shape must be at least 1"):
        engine.output_shape((0, 4), (1, 1))
