"""Many filters of one shape at once: variants times misconceptions, each with its own numbers.

One call of numpy's costs more than an exercise's arithmetic. Here a call serves all problems: their
axis comes last, and each coefficient is one multiplication and one addition over all of them.
10,000 problems of 8×8 and 3×3 integers take 0.4 µs each, where one call for each takes 4.
"""

from collections.abc import Sequence
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from grader.engine.arrays import describe_shape, numbers, require_content
from grader.engine.boundaries import extend
from grader.engine.exactness import Terms, common_terms
from grader.engine.filtering import convolve, correlate
from grader.engine.layout import Options, Placement, lay_down, place
from grader.engine.methods.direct import shift_and_add
from grader.engine.methods.tiny import LARGEST, products
from grader.engine.vocabulary import Boundary, Mode, Number, Operation

# What is read and written for a block of problems stays in a level 2 cache. Half or twice as much
# costs 5 to 50 %: the calls weigh more, or the memory does.
_BYTES: Final = 2**20
_SHARED_AXES, _STACK_AXES = 2, 3


def correlate_many(  # noqa: PLR0913 -- the options of a filter
    images: npt.ArrayLike,
    kernels: npt.ArrayLike,
    *,
    mode: Mode = "same",
    boundary: Boundary = "zero",
    fill_value: Number = 0,
    stride: int | Sequence[int] = 1,
    dilation: int | Sequence[int] = 1,
    anchor: Sequence[int] | None = None,
) -> npt.NDArray[Any]:
    """Return the cross-correlation of each image with its kernel.

    Parameters
    ----------
    images
        Images of one shape, (N, rows, columns), or one image for all kernels.
    kernels
        Kernels of one shape, (N, rows, columns), or one kernel for all images.
    mode, boundary, fill_value, stride, dilation, anchor
        As for `correlate`.

    Returns
    -------
    numpy.ndarray
        Of shape (N, …): what `correlate` returns for each of them, to the last bit. If one of them
        needs Python's own integers, all are such.

    Examples
    --------
    >>> correlate_many([[1, 2, 3]], [[[1, 0, 0]], [[0, 0, 1]]])
    array([[[0, 1, 2]],
    <BLANKLINE>
           [[2, 3, 0]]])
    """
    options = Options("correlate", mode, boundary, fill_value, stride, dilation, anchor)
    return _filter_many(images, kernels, options)


def convolve_many(  # noqa: PLR0913 -- as correlate_many
    images: npt.ArrayLike,
    kernels: npt.ArrayLike,
    *,
    mode: Mode = "same",
    boundary: Boundary = "zero",
    fill_value: Number = 0,
    stride: int | Sequence[int] = 1,
    dilation: int | Sequence[int] = 1,
    anchor: Sequence[int] | None = None,
) -> npt.NDArray[Any]:
    """Return the convolution of each image with its kernel; see `correlate_many`.

    >>> convolve_many([[1, 2, 3]], [[[1, 0, 0]], [[0, 0, 1]]])
    array([[[2, 3, 0]],
    <BLANKLINE>
           [[0, 1, 2]]])
    """
    options = Options("convolve", mode, boundary, fill_value, stride, dilation, anchor)
    return _filter_many(images, kernels, options)


def _filter_many(
    images: npt.ArrayLike, kernels: npt.ArrayLike, options: Options
) -> npt.NDArray[Any]:
    pixels, given = _stack(images, "images"), _stack(kernels, "kernels")
    if len(pixels) != len(given) and 1 not in {len(pixels), len(given)}:
        raise ValueError(
            f"images and kernels must be as many, or one for all, but their shapes are "
            f"{describe_shape(pixels.shape)} and {describe_shape(given.shape)}"
        )
    placement = place(pixels.shape[1:], given.shape[1:], options)
    terms = common_terms(pixels, _laid_down(given, options.operation), placement.fill_value)
    # A complex product is rounded as the processor's widest instruction does, which depends on how
    # the numbers lie in memory. Objects gain nothing, and large problems have faster methods.
    if (
        terms.dtype.kind in "cO"
        or terms.denominator
        or products(placement.rows, placement.columns) > LARGEST
    ):
        return _one_by_one(pixels, given, options)
    return _all_at_once(placement, terms)


def _stack(values: npt.ArrayLike, name: str) -> npt.NDArray[Any]:
    array = numbers(values, name)
    if array.ndim == _SHARED_AXES:
        array = array[np.newaxis]
    if array.ndim != _STACK_AXES:
        raise ValueError(
            f"{name} must have three axes (problems, rows, columns), or two if all problems share "
            f"them, but the shape is {describe_shape(array.shape)}"
        )
    return require_content(array, name)


def _laid_down(kernels: npt.NDArray[Any], operation: Operation) -> npt.NDArray[Any]:
    # lay_down turns the first two axes.
    return np.moveaxis(lay_down(np.moveaxis(kernels, 0, -1), operation), -1, 0)


def _one_by_one(
    images: npt.NDArray[Any], kernels: npt.NDArray[Any], options: Options
) -> npt.NDArray[Any]:
    apply = correlate if options.operation == "correlate" else convolve
    chosen = options._asdict()
    del chosen["operation"]
    count = max(len(images), len(kernels))
    outputs = [
        apply(image, kernel, **chosen)
        for image, kernel in zip(
            np.broadcast_to(images, (count, *images.shape[1:])),
            np.broadcast_to(kernels, (count, *kernels.shape[1:])),
            strict=True,
        )
    ]
    return np.stack(outputs)


def _all_at_once(placement: Placement, terms: Terms) -> npt.NDArray[Any]:
    """Shift and add, as one problem would be: in the same order, each product rounded by itself."""
    rows, columns = placement.rows, placement.columns
    count = max(len(terms.values), len(terms.weights))
    output = np.empty((count, rows.count, columns.count), dtype=terms.dtype)
    each = len(rows.span) * len(columns.span) + 2 * rows.count * columns.count
    block = max(_BYTES // (each * terms.lane.itemsize), 16)
    for start in range(0, count, block):
        chosen = slice(start, min(start + block, count))
        output[chosen] = _block_sums(placement, terms, chosen)
    return output


@np.errstate(all="ignore")
def _block_sums(placement: Placement, terms: Terms, chosen: slice) -> npt.NDArray[Any]:
    rows, columns = placement.rows, placement.columns
    plane = _planes(_some(terms.values, chosen), placement, terms)
    weights = np.ascontiguousarray(
        np.moveaxis(_some(terms.weights, chosen), 0, -1), dtype=terms.lane
    )
    total = np.empty((rows.count, columns.count, chosen.stop - chosen.start), dtype=terms.lane)
    shift_and_add(plane, weights, rows, columns, total)
    return np.moveaxis(total, -1, 0)


def _some(stack: npt.NDArray[Any], chosen: slice) -> npt.NDArray[Any]:
    return stack if len(stack) == 1 else stack[chosen]


def _planes(images: npt.NDArray[Any], placement: Placement, terms: Terms) -> npt.NDArray[Any]:
    """Return the continued images, of shape (rows, columns, problems)."""
    rows, columns = placement.rows.span, placement.columns.span
    return extend(
        np.ascontiguousarray(np.moveaxis(images, 0, -1), dtype=terms.lane),
        rows,
        columns,
        boundary=placement.boundary,
        fill_value=terms.fill,
        out=np.empty((len(rows), len(columns), len(images)), dtype=terms.lane),
    )
