"""Gaussian kernels and their first derivatives, sampled at whole pixels.

In two dimensions all of them are outer products: a column times a row.
"""

import math
import operator
from typing import Literal

import numpy as np
import numpy.typing as npt


def gaussian_1d(sigma: float, radius: int, *, normalize: bool = True) -> npt.NDArray[np.float64]:
    """Return g(x) = exp(-x² / 2σ²) / √(2πσ²) at x = -radius … radius.

    Parameters
    ----------
    sigma
        The standard deviation σ, in pixels.
    radius
        How far the kernel reaches from its center; its size is ``2 * radius + 1``.
    normalize
        Divide by the sum, so that the weights add up to 1 and a constant image keeps its value.
        Otherwise the weights are the density itself, whose samples add up to a little less or more.

    Examples
    --------
    >>> gaussian_1d(1, 2).round(4)
    array([0.0545, 0.2442, 0.4026, 0.2442, 0.0545])
    >>> float(gaussian_1d(1, 2, normalize=False).sum().round(4))
    0.9909
    """
    x = _positions(sigma, radius)
    weights = np.exp(-(x**2) / (2 * sigma**2)) / math.sqrt(2 * math.pi * sigma**2)
    return weights / weights.sum() if normalize else weights


def gaussian_derivative_1d(
    sigma: float, radius: int, *, normalize: bool = True
) -> npt.NDArray[np.float64]:
    """Return g'(x) = -x/σ² · g(x) at x = -radius … radius, with g as `gaussian_1d` gives it.

    The sign is the one for *convolution*: on a ramp that rises to the right, convolution with g'
    is positive and correlation is negative.

    Examples
    --------
    >>> gaussian_derivative_1d(1, 2).round(4)
    array([ 0.109 ,  0.2442,  0.    , -0.2442, -0.109 ])
    """
    x = _positions(sigma, radius)
    # (0 - x) and not -x, whose sample at the center is -0.0.
    return (0 - x) / sigma**2 * gaussian_1d(sigma, radius, normalize=normalize)


def gaussian_2d(sigma: float, radius: int, *, normalize: bool = True) -> npt.NDArray[np.float64]:
    """Return G(x, y) = g(y) · g(x): the outer product of a column and a row.

    >>> gaussian_2d(1, 1).round(3)
    array([[0.075, 0.124, 0.075],
           [0.124, 0.204, 0.124],
           [0.075, 0.124, 0.075]])
    """
    weights = gaussian_1d(sigma, radius, normalize=normalize)
    return np.outer(weights, weights)


def gaussian_derivative_2d(
    sigma: float, radius: int, *, axis: Literal["x", "y"] = "x", normalize: bool = True
) -> npt.NDArray[np.float64]:
    """Return ∂G/∂x = g(y) · g'(x), or ∂G/∂y = g'(y) · g(x).

    Smooth along one axis, differentiate along the other. x runs to the right, y runs down; the
    sign is the one for convolution.

    >>> gaussian_derivative_2d(1, 1).round(3)
    array([[ 0.075,  0.   , -0.075],
           [ 0.124,  0.   , -0.124],
           [ 0.075,  0.   , -0.075]])
    """
    if axis not in {"x", "y"}:
        raise ValueError(f'axis {axis!r} is not one of "x", "y"')
    smooth = gaussian_1d(sigma, radius, normalize=normalize)
    derive = gaussian_derivative_1d(sigma, radius, normalize=normalize)
    return np.outer(smooth, derive) if axis == "x" else np.outer(derive, smooth)


def _positions(sigma: float, radius: int) -> npt.NDArray[np.float64]:
    if not (math.isfinite(sigma) and sigma > 0):
        raise ValueError(f"sigma must be positive and finite, but is {sigma}")
    try:
        reach = operator.index(radius)
    except TypeError:
        raise TypeError(f"radius must be a whole number of pixels, not {radius!r}") from None
    if reach < 0:
        raise ValueError(f"radius must not be negative, but is {reach}")
    return np.arange(-reach, reach + 1, dtype=np.float64)
