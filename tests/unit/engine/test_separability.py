"""Rank and factors of the kernels that a course shows."""

from fractions import Fraction

import numpy as np
import pytest

from grader import engine

ROUNDED_GAUSSIAN = [
    [1, 4, 7, 4, 1],
    [4, 16, 26, 16, 4],
    [7, 26, 41, 26, 7],
    [4, 16, 26, 16, 4],
    [1, 4, 7, 4, 1],
]


@pytest.mark.parametrize(
    ("kernel", "expected"),
    [
        ([[1, 2, 1], [2, 4, 2], [1, 2, 1]], 1),
        ([[-1, 0, 1], [-2, 0, 2], [-1, 0, 1]], 1),
        ([[0, 1, 0], [1, -4, 1], [0, 1, 0]], 2),
        ([[1, 2, 3], [4, 5, 6], [7, 8, 9]], 2),
        ([[0, 1, 0], [1, 1, 1], [0, 1, 0]], 2),
        (ROUNDED_GAUSSIAN, 3),
        (np.eye(4, dtype=bool), 4),
        ([[0, 0], [0, 0]], 0),
    ],
)
def test_the_rank_of_well_known_kernels(kernel, expected):
    assert engine.rank(kernel) == expected
    assert engine.rank(np.asarray(kernel, dtype=float)) == expected
    assert engine.is_separable(kernel) is (expected <= 1)


def test_a_rank_that_floats_cannot_see_is_exact_for_integers():
    kernel = [[10**20, 10**20], [10**20, 10**20 + 1]]

    assert engine.rank(kernel) == 2
    assert engine.rank(np.array(kernel, dtype=float)) == 1


def test_a_gaussian_in_floats_has_rank_one_despite_rounding():
    assert engine.rank(engine.gaussian_2d(1.1, 7)) == 1
    assert engine.rank(engine.gaussian_2d(1.1, 7).astype(np.float32)) == 1


def test_the_tolerance_says_which_singular_values_count():
    kernel = np.diag([1.0, 0.01])

    assert engine.rank(kernel) == 2
    assert engine.rank(kernel, tolerance=0.1) == 1
    assert engine.is_separable(kernel, tolerance=0.1)


def test_the_factors_of_the_sobel_kernel_are_smoothing_and_difference():
    column, row = engine.separate([[-1, 0, 1], [-2, 0, 2], [-1, 0, 1]])

    assert row.tolist() == [1, 0, -1]
    assert column.tolist() == [-1, -2, -1]


def test_a_prefactor_goes_to_the_column():
    binomial = np.outer([1, 2, 1], [1, 2, 1]) * Fraction(1, 16)

    column, row = engine.separate(binomial)

    assert row.tolist() == [1, 2, 1]
    assert column.tolist() == [Fraction(1, 16), Fraction(1, 8), Fraction(1, 16)]


def test_the_largest_entry_of_a_float_row_is_one():
    column, row = engine.separate(engine.gaussian_2d(1, 2))

    assert row.max() == 1
    np.testing.assert_allclose(np.outer(column, row), engine.gaussian_2d(1, 2), atol=1e-16)


def test_complex_kernels_separate_without_conjugation():
    kernel = np.outer([1, 2j], [1 + 1j, 3])

    column, row = engine.separate(kernel)

    assert engine.rank(kernel) == 1
    np.testing.assert_allclose(np.outer(column, row), kernel)


@pytest.mark.parametrize("dtype", [int, float])
def test_a_kernel_of_zeros_separates_into_zeros(dtype):
    column, row = engine.separate(np.zeros((2, 3), dtype))

    assert column.tolist() == [0, 0]
    assert row.tolist() == [0, 0, 0]


def test_factors_beyond_64_bits_are_python_integers():
    column, row = engine.separate([[2**70, 2**71]])

    assert column.tolist() == [2**70]
    assert row.tolist() == [1, 2]


def test_a_kernel_of_higher_rank_does_not_separate():
    with pytest.raises(ValueError, match="kernel has rank 2: only a kernel of rank 1"):
        engine.separate([[1, 0], [0, 1]])


def test_a_kernel_with_a_nan_has_no_rank():
    with pytest.raises(ValueError, match="NaN or an infinity"):
        engine.rank([[float("nan")]])


def test_the_rank_of_an_approximation_is_that_of_some_kernel_of_this_size():
    with pytest.raises(ValueError, match="rank must be 0 to 3 for this kernel, but is 4"):
        engine.low_rank(np.eye(3), 4)
    with pytest.raises(ValueError, match="rank must be at least 0, but is -1"):
        engine.low_rank(np.eye(3), -1)
    with pytest.raises(TypeError, match=r"rank must be a whole number, not 1\.0"):
        engine.low_rank(np.eye(3), 1.0)


def test_the_relative_error_of_rank_one_for_one_to_nine():
    kernel = np.arange(1.0, 10).reshape(3, 3)

    error = engine.low_rank(kernel, 1).error / np.linalg.norm(kernel)

    assert error == pytest.approx(0.0633, abs=5e-5)
