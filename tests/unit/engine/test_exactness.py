"""Results are the true numbers, whatever dtype they come in."""

from fractions import Fraction

import numpy as np
import pytest

from grader import engine

LARGEST = 2**63 - 1
THIRD = Fraction(1, 3)


def only(array):
    """Return the single entry of an output, after checking that it is single."""
    [[entry]] = array.tolist()
    return entry


@pytest.mark.parametrize("apply", [engine.correlate, engine.convolve])
def test_bytes_do_not_wrap_around(apply):
    bright = np.full((2, 2), 200, dtype=np.uint8)

    assert only(apply(bright, np.ones((2, 2), dtype=np.uint8), mode="valid")) == 800


def test_unsigned_pixels_under_negative_coefficients_give_negative_sums():
    image = np.array([[0, 250]], dtype=np.uint8)

    assert only(engine.correlate(image, np.array([[1, -1]], dtype=np.int8), mode="valid")) == -250


def test_booleans_count_as_zero_and_one():
    result = engine.correlate(
        np.ones((2, 2), dtype=bool), np.ones((2, 2), dtype=bool), mode="valid"
    )

    assert only(result) == 4
    assert result.dtype == np.int64


def test_an_integer_beyond_the_doubles_keeps_its_last_digit():
    assert only(engine.correlate([[2**53 + 1]], [[1]])) == 2**53 + 1


def test_sums_up_to_the_largest_int64_are_int64():
    result = engine.correlate([[LARGEST - 1, 1]], [[1, 1]], mode="valid", boundary="zero")

    assert only(engine.correlate([[LARGEST]], [[1]])) == LARGEST
    assert engine.correlate([[LARGEST]], [[1]]).dtype == np.int64
    assert only(result) == LARGEST


@pytest.mark.parametrize(
    ("image", "kernel", "expected"),
    [
        ([[2**62, 2**62]], [[1, 1]], 2**63),
        ([[-(2**63)]], [[-1]], 2**63),
        ([[2**64 - 1]], [[2**64 - 1]], (2**64 - 1) ** 2),
        ([[2**63, -1]], [[1, 1]], 2**63 - 1),
        ([[10**40]], [[-3]], -3 * 10**40),
    ],
)
def test_sums_that_may_overflow_become_python_integers(image, kernel, expected):
    result = engine.correlate(image, kernel, mode="valid")

    assert only(result) == expected
    assert result.dtype == object


def test_intermediate_sums_do_not_overflow_either():
    assert only(engine.correlate([[LARGEST, LARGEST, 1]], [[1, -1, 1]], mode="valid")) == 1


def test_a_large_fill_value_counts_as_a_pixel():
    result = engine.correlate([[1]], [[1, 1, 1]], fill_value=2**63)

    assert only(result) == 2**64 + 1


def test_an_unsigned_image_may_be_filled_with_a_negative_value():
    assert only(engine.correlate(np.array([[1]], dtype=np.uint8), [[1, 1, 1]], fill_value=-5)) == -9


def test_fractions_times_integers_are_fractions():
    result = engine.correlate([[1, 2]], [[THIRD, THIRD]], mode="valid")

    assert only(result) == 1
    assert type(result[0, 0]) is Fraction


def test_an_array_may_mix_fractions_with_integers_of_any_kind():
    mixed = np.array([[THIRD, 2**64, np.int64(2**62), np.True_, True]], dtype=object)

    result = engine.correlate(mixed, [[1, 1, 1, 4, 4]], mode="valid")

    assert only(result) == THIRD + 2**64 + 2**62 + 8


def test_an_object_array_of_floats_or_complex_numbers_is_of_those():
    assert engine.correlate(np.array([[0.5, 1, THIRD]], dtype=object), [[1]]).dtype == np.float64
    assert engine.correlate(np.array([[1j, True]], dtype=object), [[1]]).dtype == np.complex128


def test_a_fraction_may_fill_the_border():
    assert only(engine.correlate([[1]], [[1, 1, 1]], fill_value=THIRD)) == Fraction(5, 3)


def test_fractions_whose_common_denominator_exceeds_64_bits_stay_exact():
    image = [[Fraction(1, 2**61 - 1), Fraction(1, 2**31 - 1)]]

    assert only(engine.correlate(image, [[1, 1]], mode="valid")) == sum(image[0])


def test_fractions_times_floats_are_floats():
    assert only(engine.correlate([[Fraction(1, 2)]], [[0.5]])) == 0.25


def test_a_list_that_mixes_integers_and_floats_is_of_floats():
    assert engine.correlate([[1, 0.5]], [[1]]).dtype == np.float64


@pytest.mark.parametrize(
    ("image", "kernel", "expected"),
    [
        ("float16", "float16", "float32"),
        ("float16", "uint8", "float32"),
        ("float32", "float32", "float32"),
        ("float32", "uint8", "float32"),
        ("float32", "float64", "float64"),
        ("int64", "float32", "float64"),
        (">f8", ">f8", "float64"),
        ("complex64", "float32", "complex64"),
        ("complex64", "float64", "complex128"),
        ("float64", "object", "float64"),
    ],
)
def test_floats_keep_their_precision_but_never_half(image, kernel, expected):
    result = engine.correlate(np.ones((2, 2), image), np.ones((2, 2), kernel))

    assert result.dtype == np.dtype(expected)
    assert result.dtype.isnative


def test_a_float_fill_value_makes_an_integer_image_one_of_floats():
    assert only(engine.correlate([[1]], [[1, 1, 1]], fill_value=0.5)) == 2.0


def test_a_nan_times_zero_is_a_nan():
    assert np.isnan(only(engine.correlate([[np.nan]], [[0]])))


def test_an_infinity_is_filtered_without_a_warning():
    result = engine.correlate([[np.inf, 1.0, 2.0]], [[0, 1, 0]])

    np.testing.assert_array_equal(result, [[np.inf, np.nan, 2.0]])


def test_a_huge_pixel_does_not_disturb_windows_it_is_not_in():
    image = np.ones((1, 30))
    image[0, 0] = 1e18

    np.testing.assert_array_equal(engine.correlate(image, [[1, 1, 1]])[0, 2:29], 3)


def test_a_matrix_object_is_taken_as_the_array_it_is():
    matrix = np.ones((2, 2)).view(np.matrix)

    assert engine.correlate(matrix, matrix).tolist() == [[1, 2], [2, 4]]
    assert type(engine.rotate180(matrix)) is np.ndarray
    assert engine.separate(matrix)[0].shape == (2,)


def test_no_output_is_minus_zero():
    assert not np.signbit(engine.correlate([[0.0]], [[-1.0]])).any()


def test_correlation_conjugates_a_complex_kernel_and_convolution_does_not():
    assert only(engine.correlate([[1 + 1j]], [[1 + 1j]])) == 2
    assert only(engine.convolve([[1 + 1j]], [[1 + 1j]])) == 2j
