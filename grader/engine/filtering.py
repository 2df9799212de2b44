"""The front door: cross-correlation and convolution."""

import os
from collections.abc import Sequence
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from grader.engine.arrays import whole_number
from grader.engine.exactness import common_terms
from grader.engine.layout import Options, lay_out, serve_as_key
from grader.engine.methods.selection import METHODS, choose
from grader.engine.methods.tiny import prepared
from grader.engine.methods.trimming import trim
from grader.engine.vocabulary import Boundary, Method, Mode, Number, require_word

# Below, a thread's start costs more than it saves; and a machine that grades has other work.
_OUTPUTS_FOR_THREADS: Final = 2**20
# Threads wait for the interpreter between numpy's calls. A transform's are long: at 2048² two
# threads take 0.75 of one's time. A matrix product's are short, and two threads take twice as long.
_THREADED: Final = frozenset({"fft"})


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
    workers: int | None = None,
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
        How to compute it; all methods give the same answer up to rounding, and the same integers.
        ``"auto"`` takes the fastest (`explain` says which). ``"definition"`` is a sum in plain
        Python. ``"direct"`` rounds each product by itself and adds in reading order, as the
        definition does in double precision; so does ``"tiny"``, for some dozen pixels.
        ``"banded"`` multiplies matrices, ``"separable"`` filters columns and then rows, ``"fft"``
        multiplies spectra.
    workers
        How many threads share a large image; by default one, and for transforms of a megapixel
        or more one for each processor. The result does not depend on it.

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
    options = ("correlate", mode, boundary, fill_value, stride, dilation, anchor)
    return _filtered(image, kernel, options, method, workers)


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
    workers: int | None = None,
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
    options = ("convolve", mode, boundary, fill_value, stride, dilation, anchor)
    return _filtered(image, kernel, options, method, workers)


def _filtered(
    image: npt.ArrayLike,
    kernel: npt.ArrayLike,
    options: tuple[Any, ...],
    method: Method,
    workers: int | None,
) -> npt.NDArray[Any]:
    if workers is not None:
        workers = whole_number(workers, "workers", least=1)
    if method == "auto" and type(image) is np.ndarray and type(kernel) is np.ndarray:
        output = _tiny_output(image, kernel, options)
        if output is not None:
            return output
    return _by_method(image, kernel, Options(*options), method, workers)


def _tiny_output(
    image: npt.NDArray[Any], kernel: npt.NDArray[Any], options: tuple[Any, ...]
) -> npt.NDArray[Any] | None:
    """Return the output of a problem whose plan is kept, or is worth keeping."""
    if not serve_as_key(options):
        return None
    try:
        plan = prepared(image.shape, image.dtype, kernel.shape, kernel.dtype, options)
    except TypeError:  # a mode that is a list
        return None
    return plan(image, kernel) if plan else None


def _by_method(
    image: npt.ArrayLike,
    kernel: npt.ArrayLike,
    options: Options,
    method: Method,
    workers: int | None,
) -> npt.NDArray[Any]:
    require_word(method, "method")
    layout = lay_out(image, kernel, options)
    terms = common_terms(layout.image, layout.kernel, layout.fill_value)
    outputs = layout.rows.count * layout.columns.count
    if method == "definition":
        return METHODS[method](layout, terms, 1)
    layout, terms = trim(layout, terms)
    if method == "auto":
        choice = choose(layout, terms)
        return choice.compute(layout, terms, workers or _threads(choice.method, outputs))
    if terms.dtype == np.dtype(object) and method != "direct":
        raise ValueError(
            f'method "{method}" computes with machine words, and an output may exceed 64 bits; '
            'use "auto"'
        )
    return METHODS[method](layout, terms, workers or _threads(method, outputs))


def _threads(method: str, outputs: int) -> int:
    worthwhile = method in _THREADED and outputs >= _OUTPUTS_FOR_THREADS
    return _processors() if worthwhile else 1


def _processors() -> int:
    # Of this process: a container or a batch system may grant fewer than there are.
    affinity = getattr(os, "sched_getaffinity", None)
    return len(affinity(0)) if affinity else os.cpu_count() or 1
