"""The front door: cross-correlation and convolution."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

import numpy.typing as npt

from grader.engine.direct import weighted_sums
from grader.engine.layout import Layout, lay_out
from grader.engine.vocabulary import Boundary, Method, Mode, Number, require_word

# A faster method is one more line here, and must pass the tests of all the others.
_METHODS: Final[Mapping[str, Callable[[Layout], npt.NDArray[Any]]]] = {
    "auto": weighted_sums,
    "direct": weighted_sums,
}


def correlate(  # noqa: PLR0913 -- a filter has this many options, and all but two are optional
    image: npt.ArrayLike,
    kernel: npt.ArrayLike,
    *,
    mode: Mode = "same",
    boundary: Boundary = "zero",
    fill_value: Number = 0,
    stride: int | Sequence[int] = 1,
    dilation: int | Sequence[int] = 1,
    anchor: Sequence[int] | None = None,
    method: Method = "auto",
) -> npt.NDArray[Any]:
    """Return the cross-correlation F ⊗ H: the kernel laid down as written.

    Every output is the sum of the products of the kernel with the pixels under it.

    Parameters
    ----------
    image
        The image F, a matrix of numbers: lists of lists or an array of any dtype.
    kernel
        The kernel H, a matrix of numbers. A complex kernel is conjugated.
    mode
        ``"same"``: one window per pixel, the kernel's anchor on it. ``"valid"``: every window that
        lies inside the image. ``"full"``: every window that touches the image.
    boundary
        What lies outside the image: ``"zero"`` (or `fill_value`), ``"replicate"`` the edge,
        ``"reflect"`` without repeating the edge (OpenCV's REFLECT_101, `scipy.ndimage`'s mirror),
        ``"symmetric"`` repeating it (`scipy.ndimage`'s reflect), ``"wrap"`` around.
    fill_value
        The pixels outside under boundary ``"zero"``.
    stride
        Keep every s-th window, counted from the first; one number, or (rows, columns).
    dilation
        The distance in pixels between neighboring coefficients; one number, or (rows, columns).
    anchor
        The kernel's origin in mode ``"same"``: (row, column) of an entry of the kernel *as given*.
        By default its center, ``size // 2`` along each axis. Rotation and dilation carry it along.
    method
        How to compute it. ``"direct"`` is the definition; ``"auto"`` may take a faster way to the
        same answer.

    Returns
    -------
    numpy.ndarray
        Exact for integers of any dtype (int64, or Python integers where ``max|F| · Σ|H|`` exceeds
        int64) and for Fractions; otherwise in the floating-point precision of the inputs, at least
        single. NaN spreads only to the windows that contain it, and a NaN times 0 is a NaN.

    Notes
    -----
    For kernels of odd size all libraries agree on the center. For even ones the default is that
    of `scipy.ndimage` and OpenCV; `scipy.signal.correlate2d` and `convolve2d` use
    ``(size - 1) // 2``.

    Examples
    --------
    >>> impulse = [[0, 0, 0], [0, 1, 0], [0, 0, 0]]
    >>> correlate(impulse, [[1, 2, 3], [4, 5, 6], [7, 8, 9]])
    array([[9, 8, 7],
           [6, 5, 4],
           [3, 2, 1]])
    """
    require_word(method, "method")
    layout = lay_out(
        image,
        kernel,
        operation="correlate",
        mode=mode,
        boundary=boundary,
        fill_value=fill_value,
        stride=stride,
        dilation=dilation,
        anchor=anchor,
    )
    return _METHODS[method](layout)


def convolve(  # noqa: PLR0913 -- as correlate
    image: npt.ArrayLike,
    kernel: npt.ArrayLike,
    *,
    mode: Mode = "same",
    boundary: Boundary = "zero",
    fill_value: Number = 0,
    stride: int | Sequence[int] = 1,
    dilation: int | Sequence[int] = 1,
    anchor: Sequence[int] | None = None,
    method: Method = "auto",
) -> npt.NDArray[Any]:
    """Return the convolution F ∗ H: the kernel rotated by 180° before it is laid down.

    The options are those of `correlate`, with two remarks. The anchor names an entry of the kernel
    as given, before the rotation. A complex kernel is *not* conjugated.

    Examples
    --------
    >>> impulse = [[0, 0, 0], [0, 1, 0], [0, 0, 0]]
    >>> convolve(impulse, [[1, 2, 3], [4, 5, 6], [7, 8, 9]])
    array([[1, 2, 3],
           [4, 5, 6],
           [7, 8, 9]])
    """
    require_word(method, "method")
    layout = lay_out(
        image,
        kernel,
        operation="convolve",
        mode=mode,
        boundary=boundary,
        fill_value=fill_value,
        stride=stride,
        dilation=dilation,
        anchor=anchor,
    )
    return _METHODS[method](layout)
