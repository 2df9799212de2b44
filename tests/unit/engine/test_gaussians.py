"""Sampled Gaussians: conventions, symmetry, sums."""

import numpy as np
import pytest

from grader import engine


@pytest.mark.parametrize("sigma", [0.4, 1, 2.5])
def test_normalized_weights_add_up_to_one_and_are_symmetric(sigma):
    weights = engine.gaussian_1d(sigma, 4)

    assert weights.sum() == pytest.approx(1, abs=1e-15)
    assert engine.gaussian_2d(sigma, 4).sum() == pytest.approx(1, abs=1e-15)
    np.testing.assert_array_equal(weights, weights[::-1])


def test_without_normalization_the_weights_are_the_density():
    assert engine.gaussian_1d(1, 2, normalize=False).sum() == pytest.approx(0.9909, abs=5e-5)
    assert engine.gaussian_2d(1, 2, normalize=False).sum() == pytest.approx(0.9818, abs=5e-5)
    assert engine.gaussian_1d(2, 0, normalize=False)[0] == pytest.approx(
        1 / np.sqrt(2 * np.pi * 2**2)
    )


@pytest.mark.parametrize("normalize", [True, False])
def test_the_derivative_is_antisymmetric_and_follows_the_weights(normalize):
    x = np.arange(-5, 6)

    derivative = engine.gaussian_derivative_1d(1.7, 5, normalize=normalize)

    np.testing.assert_array_equal(derivative, -derivative[::-1])
    np.testing.assert_allclose(
        derivative, -x / 1.7**2 * engine.gaussian_1d(1.7, 5, normalize=normalize)
    )
    assert not np.signbit(derivative[5])


def test_the_derivative_matches_differences_of_the_density():
    fine = engine.gaussian_1d(1000, 4000, normalize=False)

    slope = np.gradient(fine)

    np.testing.assert_allclose(
        engine.gaussian_derivative_1d(1000, 4000, normalize=False)[1:-1], slope[1:-1], atol=1e-12
    )


def test_smoothing_twice_adds_the_variances():
    once = engine.gaussian_1d(5, 40)[np.newaxis]

    twice = engine.convolve(once, once, mode="full")

    np.testing.assert_allclose(twice[0], engine.gaussian_1d(50**0.5, 80), atol=1e-9)


@pytest.mark.parametrize("sigma", [0, -1, float("nan"), float("inf")])
def test_sigma_must_be_positive_and_finite(sigma):
    with pytest.raises(ValueError, match="sigma must be positive and finite"):
        engine.gaussian_1d(sigma, 2)


def test_radius_is_a_whole_number_of_pixels():
    with pytest.raises(TypeError, match=r"radius must be a whole number of pixels, not 1\.5"):
        engine.gaussian_1d(1, 1.5)
    with pytest.raises(ValueError, match="radius must not be negative"):
        engine.gaussian_2d(1, -1)


def test_the_axis_of_a_derivative_is_x_or_y():
    with pytest.raises(ValueError, match="axis 'z' is not one of"):
        engine.gaussian_derivative_2d(1, 1, axis="z")
