"""Shift kernels: their size, and what is not one."""

import pytest

from grader import engine


def test_the_kernel_is_the_smallest_odd_square_that_holds_the_shift():
    assert engine.shift_kernel(0, 0, operation="convolve").tolist() == [[1]]
    assert engine.shift_kernel(-1, 0, operation="convolve").shape == (3, 3)
    assert engine.shift_kernel(1, -2, operation="convolve").shape == (5, 5)


def test_a_larger_kernel_is_padded_with_zeros_around_the_center():
    kernel = engine.shift_kernel(1, 0, operation="convolve", size=(5, 3))

    assert kernel.tolist() == [[0, 0, 0], [0, 0, 0], [0, 0, 0], [0, 1, 0], [0, 0, 0]]


def test_a_kernel_that_is_too_small_is_told_the_size():
    with pytest.raises(ValueError, match=r"3×3 kernel cannot shift by \(0, 2\); .* size of 5"):
        engine.shift_kernel(0, 2, operation="convolve", size=3)


def test_an_even_kernel_reaches_further_against_the_side_of_its_center():
    assert engine.shift_kernel(0, -1, operation="convolve", size=2).tolist() == [[0, 0], [1, 0]]
    with pytest.raises(ValueError, match="cannot shift"):
        engine.shift_kernel(0, 1, operation="convolve", size=2)


@pytest.mark.parametrize(
    "kernel",
    [
        [[0, 0, 0]],
        [[0, 1, 1]],
        [[0, 0, 2]],
        [[0, 0, -1]],
        [[0.5, 0, 0.5]],
        [[1, 0, -1]],
    ],
)
def test_a_kernel_that_does_anything_but_shift_has_no_shift(kernel):
    assert engine.shift_of(kernel, operation="correlate") is None


def test_the_one_may_be_of_any_number_type():
    assert engine.shift_of([[0.0, 0.0, 1.0]], operation="convolve") == (0, 1)


def test_half_a_pixel_is_no_shift():
    with pytest.raises(TypeError, match=r"whole numbers of pixels, not 0\.5 and 0"):
        engine.shift_kernel(0.5, 0, operation="convolve")


def test_the_operation_must_be_named():
    with pytest.raises(ValueError, match='did you mean "correlate"'):
        engine.shift_of([[1]], operation="correlation")
