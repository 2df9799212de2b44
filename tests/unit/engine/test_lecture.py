"""The worked examples of the lecture, and what it says about them."""

import numpy as np
import pytest

from grader import engine

IMPULSE = np.array([[0, 0, 0], [0, 1, 0], [0, 0, 0]])
COUNTING = np.arange(1, 10).reshape(3, 3)
RIGHT_OF_CENTER = np.array([[0, 0, 0], [0, 0, 1], [0, 0, 0]])
LEFT_OF_CENTER = np.array([[0, 0, 0], [1, 0, 0], [0, 0, 0]])
PICTURE = np.array([[1, 2, 3, 4], [5, 6, 7, 8], [9, 10, 11, 12]])

IMAGE = np.array([[3, 0, 7, 2], [1, 5, 4, 8], [6, 2, 9, 0], [4, 7, 1, 3]])
KERNEL = np.array([[1, 0, -2], [2, 1, 0], [0, -1, 1]])


# By hand


def test_correlating_an_impulse_with_one_to_nine_counts_down():
    assert engine.correlate(IMPULSE, COUNTING).tolist() == [[9, 8, 7], [6, 5, 4], [3, 2, 1]]


def test_convolving_an_impulse_with_one_to_nine_counts_up():
    assert engine.convolve(IMPULSE, COUNTING).tolist() == COUNTING.tolist()


def test_each_window_on_an_impulse_has_a_single_product_that_is_not_zero():
    steps = engine.trace(IMPULSE, COUNTING)

    kept = [[entry for row in step.products for entry in row if entry] for step in steps]
    assert kept == [[9], [8], [7], [6], [5], [4], [3], [2], [1]]


@pytest.mark.parametrize("apply", [engine.correlate, engine.convolve])
def test_a_delta_kernel_is_the_identity(apply):
    assert apply(COUNTING, IMPULSE).tolist() == COUNTING.tolist()


def test_reflecting_the_border_gives_another_answer_than_zeros():
    expected = [[20, 10, 20], [10, 5, 10], [20, 10, 20]]

    assert engine.correlate(IMPULSE, COUNTING, boundary="reflect").tolist() == expected


def test_the_full_response_to_an_impulse_is_the_kernel_in_the_middle_of_zeros():
    expected = np.pad(COUNTING, 1)

    np.testing.assert_array_equal(engine.convolve(IMPULSE, COUNTING, mode="full"), expected)
    np.testing.assert_array_equal(
        engine.correlate(IMPULSE, COUNTING, mode="full"), expected[::-1, ::-1]
    )


def test_the_response_to_an_impulse_in_the_corner_is_clipped():
    corner = np.array([[1, 0, 0], [0, 0, 0], [0, 0, 0]])

    assert engine.correlate(corner, COUNTING).tolist() == [[5, 4, 0], [2, 1, 0], [0, 0, 0]]
    assert engine.convolve(corner, COUNTING).tolist() == [[5, 6, 0], [8, 9, 0], [0, 0, 0]]


def test_the_same_size_correlation_of_the_checked_example():
    expected = [[7, 5, 11, 8], [-3, 3, 1, 23], [-1, 1, 4, 19], [0, 3, 17, 14]]

    assert engine.correlate(IMAGE, KERNEL).tolist() == expected


def test_the_same_size_convolution_of_the_checked_example():
    expected = [[8, 16, 9, -6], [10, 13, 9, -5], [16, 9, -1, -6], [12, 13, 0, 12]]

    assert engine.convolve(IMAGE, KERNEL).tolist() == expected


def test_the_valid_outputs_of_the_checked_example():
    assert engine.convolve(IMAGE, KERNEL, mode="valid").tolist() == [[13, 9], [9, -1]]
    assert engine.correlate(IMAGE, KERNEL, mode="valid").tolist() == [[3, 1], [1, 4]]


def test_convolution_is_not_the_rotated_output_of_correlation():
    rotated_output = engine.rotate180(engine.correlate(IMAGE, KERNEL))

    assert not np.array_equal(engine.convolve(IMAGE, KERNEL), rotated_output)


def test_rotating_by_180_degrees_is_none_of_its_six_look_alikes():
    rotated = engine.rotate180(COUNTING)

    assert rotated.tolist() == [[9, 8, 7], [6, 5, 4], [3, 2, 1]]
    look_alikes = {
        "as it was": COUNTING,
        "left-right": COUNTING[:, ::-1],
        "top-bottom": COUNTING[::-1],
        "transpose": COUNTING.T,
        "quarter turn": np.rot90(COUNTING),
        "anti-transpose": np.rot90(COUNTING, 2).T,
    }
    assert [name for name, grid in look_alikes.items() if np.array_equal(grid, rotated)] == []


# Shifts


def test_a_one_right_of_the_center_moves_the_content_left_under_correlation():
    moved = engine.correlate(PICTURE, RIGHT_OF_CENTER)

    assert moved.tolist() == [[2, 3, 4, 0], [6, 7, 8, 0], [10, 11, 12, 0]]


def test_a_one_right_of_the_center_moves_the_content_right_under_convolution():
    moved = engine.convolve(PICTURE, RIGHT_OF_CENTER)

    assert moved.tolist() == [[0, 1, 2, 3], [0, 5, 6, 7], [0, 9, 10, 11]]


def test_moving_right_loses_the_last_column_and_moving_left_the_first():
    right = engine.correlate(PICTURE, LEFT_OF_CENTER)
    left = engine.correlate(PICTURE, RIGHT_OF_CENTER)

    assert not np.isin(PICTURE[:, -1], right).any()
    assert np.isin(PICTURE[:, :-1], right).all()
    assert not np.isin(PICTURE[:, 0], left).any()
    assert np.isin(PICTURE[:, 1:], left).all()


@pytest.mark.parametrize(
    ("boundary", "entering"),
    [
        ("zero", [0, 0, 0]),
        ("replicate", [1, 5, 9]),
        ("symmetric", [1, 5, 9]),
        ("reflect", [2, 6, 10]),
        ("wrap", [4, 8, 12]),
    ],
)
def test_the_boundary_decides_which_column_enters_where_the_content_moves_right(boundary, entering):
    moved = engine.convolve(PICTURE, RIGHT_OF_CENTER, boundary=boundary)

    assert moved[:, 0].tolist() == entering


def test_mode_full_keeps_the_whole_picture_and_shows_where_it_went():
    correlated = engine.correlate(PICTURE, RIGHT_OF_CENTER, mode="full")
    convolved = engine.convolve(PICTURE, RIGHT_OF_CENTER, mode="full")

    np.testing.assert_array_equal(correlated, np.pad(PICTURE, ((1, 1), (0, 2))))
    np.testing.assert_array_equal(convolved, np.pad(PICTURE, ((1, 1), (2, 0))))


@pytest.mark.parametrize("size", [3, 5, 7])
def test_correlation_moves_against_and_convolution_with_the_place_of_the_one(size):
    center = size // 2
    for row, column in np.ndindex(size, size):
        kernel = np.zeros((size, size), dtype=int)
        kernel[row, column] = 1

        assert engine.shift_of(kernel, operation="convolve") == (row - center, column - center)
        assert engine.shift_of(kernel, operation="correlate") == (center - row, center - column)


# Gaussians and separability


def test_a_gaussian_is_a_column_times_a_row():
    x = np.arange(-4, 5)
    density = np.exp(-(x**2 + x[:, np.newaxis] ** 2) / (2 * 1.3**2)) / (2 * np.pi * 1.3**2)

    np.testing.assert_allclose(
        engine.gaussian_2d(1.3, 4, normalize=False), density, rtol=0, atol=2e-17
    )


def test_the_derivative_along_x_smooths_along_y_and_differentiates_along_x():
    x = np.arange(-4, 5)
    slope = -x / 1.3**2 * engine.gaussian_2d(1.3, 4)

    derivative = engine.gaussian_derivative_2d(1.3, 4, axis="x")

    np.testing.assert_allclose(derivative, slope, rtol=0, atol=6e-17)
    np.testing.assert_array_equal(
        derivative,
        np.outer(engine.gaussian_1d(1.3, 4), engine.gaussian_derivative_1d(1.3, 4)),
    )


def test_the_derivative_along_y_is_the_transpose_of_the_one_along_x():
    along_x = engine.gaussian_derivative_2d(1.3, 4, axis="x")

    np.testing.assert_array_equal(engine.gaussian_derivative_2d(1.3, 4, axis="y"), along_x.T)


def test_a_derivative_of_a_gaussian_separates_along_an_axis_but_not_along_the_diagonal():
    along_x = engine.gaussian_derivative_2d(1, 3, axis="x")
    along_y = engine.gaussian_derivative_2d(1, 3, axis="y")

    assert engine.is_separable(along_x)
    assert engine.is_separable(along_y)
    assert engine.rank(along_x + along_y) == 2


def test_convolution_with_the_derivative_of_a_gaussian_is_positive_on_a_rising_ramp():
    ramp = np.arange(20.0)[np.newaxis]
    kernel = engine.gaussian_derivative_1d(1, 4)[np.newaxis]

    up = engine.convolve(ramp, kernel, mode="valid")

    np.testing.assert_allclose(up, 1, atol=2e-3)
    np.testing.assert_allclose(engine.correlate(ramp, kernel, mode="valid"), -up)


def test_the_sobel_kernel_gives_plus_eight_by_correlation_and_minus_eight_by_convolution():
    ramp = np.tile(np.arange(5), (5, 1))
    sobel = [[-1, 0, 1], [-2, 0, 2], [-1, 0, 1]]

    assert set(engine.correlate(ramp, sobel, mode="valid").flat) == {8}
    assert set(engine.convolve(ramp, sobel, mode="valid").flat) == {-8}


def test_the_product_of_a_column_and_a_row_is_their_full_convolution():
    column, row = np.array([[1], [2], [3]]), np.array([[4, 5]])

    np.testing.assert_array_equal(engine.convolve(column, row, mode="full"), column * row)


# ConvNets


def test_sixty_four_filters_of_3_by_3_by_3_have_1792_parameters():
    assert engine.conv_params(3, 3, 64) == 3 * 3 * 3 * 64 + 64 == 1792


def test_the_depthwise_separable_layer_has_286_parameters_with_both_biases():
    assert engine.depthwise_separable_params(3, 3, 64) == (3 * 3 * 3 + 3) + (3 * 64 + 64) == 286


def test_the_depthwise_separable_layer_has_283_parameters_with_the_last_bias_only():
    assert engine.depthwise_separable_params(3, 3, 64, bias="last") == 283


def test_the_depthwise_separable_layer_has_219_parameters_without_biases():
    assert engine.depthwise_separable_params(3, 3, 64, bias="none") == 219


def test_the_layer_takes_110592_macs_and_the_depthwise_separable_one_14016():
    assert engine.conv_macs(3, 3, 64, output_shape=(8, 8)) == 110_592
    assert engine.depthwise_macs(3, 3, output_shape=(8, 8)) == 1_728
    assert engine.pointwise_macs(3, 64, output_shape=(8, 8)) == 12_288
    assert engine.depthwise_separable_macs(3, 3, 64, output_shape=(8, 8)) == 14_016


def test_a_3_by_3_kernel_on_a_10_by_10_volume_leaves_8_by_8_per_filter():
    volume = np.ones((1, 3, 10, 10), dtype=int)

    assert engine.conv_layer(volume, np.ones((64, 3, 3, 3), dtype=int)).shape == (1, 64, 8, 8)
    assert engine.depthwise(volume, np.ones((3, 1, 3, 3), dtype=int)).shape == (1, 3, 8, 8)
    assert engine.pointwise(volume, np.ones((64, 3), dtype=int)).shape == (1, 64, 10, 10)
