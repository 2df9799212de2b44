"""Problems of some dozen pixels, where time is the number of calls: five of numpy's, and no more.

What follows from shapes and options is worked out once and kept: which pixels lie under which
coefficient, and memory to put them in. A call copies the image, gathers, multiplies and adds; that
takes 3 µs for an 8×8 image and a 3×3 kernel, of which the other methods' preparations take 40.
"""

import contextvars
import math
from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import Any, Final, TypeGuard, TypeVar

import numpy as np
import numpy.typing as npt

from grader.engine.boundaries import source_index
from grader.engine.exactness import EXACT_DOUBLE, Terms, precision
from grader.engine.geometry import Sweep
from grader.engine.layout import Layout, Options, Placement, lay_down, place
from grader.engine.vocabulary import Boundary, Mode, Number, Operation

# Products in all. With more, gathering them takes longer than the calls that it saves.
LARGEST: Final = 2**14
LARGEST_BY_NAME: Final = 2**22
_AXES: Final = 2
_add: Final[Callable[..., npt.NDArray[Any]]] = np.add.reduce
_accumulate: Final[Callable[..., npt.NDArray[Any]]] = np.add.accumulate
_DOUBLE: Final = np.dtype(np.float64)
# The square of 2**53, less what the bound's own rounding may amount to.
_BOUND: Final = 0.999 * EXACT_DOUBLE**2


_Output = TypeVar("_Output")


class _Scratch:
    """Memory for one call at a time, and a context in which overflow is no warning."""

    def __init__(
        self,
        image_shape: tuple[int, int],
        places: npt.NDArray[Any],
        fill: object,
        arithmetic: np.dtype[Any],
    ) -> None:
        # What stands outside the image is one more pixel behind the last.
        self.padded = np.full(math.prod(image_shape) + 1, fill, dtype=arithmetic)
        self.pixels = self.padded[:-1].reshape(image_shape)
        self.products = np.empty(places.shape, dtype=arithmetic)
        # numpy keeps its error state in the context: to run in one costs 0.05 µs, errstate 0.8 µs.
        self.context = contextvars.Context()
        self.context.run(np.seterr, all="ignore")


class Plan:
    """A filter prepared for all images and kernels of given shapes, in a given arithmetic."""

    def __init__(
        self,
        image_shape: tuple[int, int],
        placement: Placement,
        arithmetic: np.dtype[Any],
        *,
        operation: Operation | None,
        whole: bool,
    ) -> None:
        self._image_shape = image_shape
        self._places = _places(image_shape, placement)
        self._fill = placement.fill_value
        self._arithmetic = arithmetic
        self._operation = operation
        """None where the kernel comes as laid down."""
        self._whole = whole
        self._idle: list[_Scratch] = []

    def output(self, image: npt.NDArray[Any], kernel: npt.NDArray[Any]) -> npt.NDArray[Any] | None:
        """Return the output, or None where sums of integers might not be exact."""
        return self._borrow(self._whole_sums if self._whole else self._sums, image, kernel)

    def sums(self, image: npt.NDArray[Any], kernel: npt.NDArray[Any]) -> npt.NDArray[Any]:
        """Return the output in the plan's arithmetic."""
        return self._borrow(self._sums, image, kernel)

    def _borrow(
        self,
        compute: Callable[[_Scratch, npt.NDArray[Any], npt.NDArray[Any]], _Output],
        image: npt.NDArray[Any],
        kernel: npt.NDArray[Any],
    ) -> _Output:
        try:
            scratch = self._idle.pop()  # not shared: another thread finds another, or makes one
        except IndexError:
            scratch = _Scratch(self._image_shape, self._places, self._fill, self._arithmetic)
        output = scratch.context.run(compute, scratch, image, kernel)
        self._idle.append(scratch)
        return output

    def _sums(
        self, scratch: _Scratch, image: npt.NDArray[Any], kernel: npt.NDArray[Any]
    ) -> npt.NDArray[Any]:
        """Round each product by itself and add in reading order, as the definition does.

        A product of BLAS's would take half the time, and round differently on another machine.
        """
        products = scratch.products
        weights = lay_down(kernel, self._operation) if self._operation else kernel
        scratch.pixels[...] = image
        scratch.padded.take(self._places, None, products, "clip")
        if products.shape[1:] == (1, 1):
            # One line of numbers numpy adds in pairs, but what it accumulates in order.
            return _accumulate(products * weights.reshape(-1, 1, 1))[-1] + 0.0
        np.multiply(products, weights.reshape(len(products), 1, 1), products)
        # From zero on, so that no -0.0 comes out; by position, which is 0.2 µs faster.
        return _add(products, 0, None, None, False, 0.0)  # noqa: FBT003

    def _whole_sums(
        self, scratch: _Scratch, image: npt.NDArray[Any], kernel: npt.NDArray[Any]
    ) -> npt.NDArray[Any] | None:
        """Add integers in double precision, where that is exact in any order."""
        padded, products = scratch.padded, scratch.products
        weights = lay_down(kernel, self._operation) if self._operation else kernel
        weights = weights.reshape(-1).astype(self._arithmetic)
        scratch.pixels[...] = image
        # max|x| · Σ|k| ≤ ‖x‖ · √taps · ‖k‖, and two short products are faster than two extremes.
        # Neither counts less than 1, as for the other methods: all return the same dtype.
        if (padded.dot(padded) + 1) * (weights.dot(weights) + 1) * len(weights) >= _BOUND:
            return None
        padded.take(self._places, None, products, "clip")
        sums = weights.dot(products.reshape(len(weights), -1)).astype(np.int64)
        output: npt.NDArray[Any] = sums.reshape(products.shape[1:])
        return output


# Typed: 1, 1.0 and True are equal, and not the same stride.
@lru_cache(maxsize=512, typed=True)
def prepared(  # noqa: PLR0913, PLR0917 -- all that an answer depends on, but for the numbers
    image_shape: tuple[int, ...],
    image_dtype: np.dtype[Any],
    kernel_shape: tuple[int, ...],
    kernel_dtype: np.dtype[Any],
    operation: Operation,
    mode: Mode,
    boundary: Boundary,
    fill_value: Number,
    stride: int | Sequence[int],
    dilation: int | Sequence[int],
    anchor: Sequence[int] | None,
) -> Plan | None:
    """Return a plan that is kept for the next call, or None where this is no way to go."""
    if not _is_plain(image_shape, image_dtype) or not _is_plain(kernel_shape, kernel_dtype):
        return None
    if not isinstance(fill_value, int | float) or abs(fill_value) > EXACT_DOUBLE:
        return None
    options = Options(operation, mode, boundary, fill_value, stride, dilation, anchor)
    placement = place(image_shape, kernel_shape, options)
    if products(placement) > LARGEST:
        return None
    whole = not {"f", "c"} & {image_dtype.kind, kernel_dtype.kind} and isinstance(fill_value, int)
    arithmetic = _DOUBLE if whole else precision(image_dtype, kernel_dtype, fill_value)
    return _plan(image_shape, placement, arithmetic, operation, whole)


def tiny_output(
    layout: Layout,
    terms: Terms,
    workers: int = 1,  # noqa: ARG001 -- as for all methods
) -> npt.NDArray[Any]:
    """Return the output of a filter by gathering all windows at once.

    Raises
    ------
    ValueError
        If there are too many products, or integers too large for double precision.
    """
    placement = Placement(layout.rows, layout.columns, layout.boundary, terms.fill)
    count = products(placement)
    if count > LARGEST_BY_NAME:
        raise ValueError(
            f'method "tiny" is for {LARGEST_BY_NAME:,} products at most, and here are {count:,}; '
            'use "auto" or "direct"'
        )
    if terms.exact and terms.carrier.kind != "f":
        raise ValueError(
            'method "tiny" computes in double precision, and these integers may exceed it; '
            'use "auto" or "direct"'
        )
    arithmetic = _DOUBLE if terms.exact else terms.carrier
    height, width = layout.image.shape
    # The bound is known here, so that integers need no look at theirs.
    plan = _plan((height, width), placement, arithmetic, None, whole=False)
    return terms.restore(plan.sums(terms.values, terms.weights.astype(arithmetic)))


def products(placement: Placement) -> int:
    """Return how many products a filter computes."""
    rows, columns = placement.rows, placement.columns
    return rows.count * columns.count * rows.taps * columns.taps


def _is_plain(shape: tuple[int, ...], dtype: np.dtype[Any]) -> TypeGuard[tuple[int, int]]:
    return len(shape) == _AXES and min(shape) > 0 and dtype.kind in "biufc"


@lru_cache(maxsize=256)
def _plan(
    image_shape: tuple[int, int],
    placement: Placement,
    arithmetic: np.dtype[Any],
    operation: Operation | None,
    whole: bool,  # noqa: FBT001 -- a key of the cache
) -> Plan:
    return Plan(image_shape, placement, arithmetic, operation=operation, whole=whole)


def _places(image_shape: tuple[int, int], placement: Placement) -> npt.NDArray[np.intp]:
    """Return where the pixels of all windows are, of shape (coefficients, rows, columns)."""
    height, width = image_shape
    rows = _sources(placement.rows, height, placement.boundary)[:, np.newaxis, :, np.newaxis]
    columns = _sources(placement.columns, width, placement.boundary)[:, np.newaxis]
    outside = (rows < 0) | (columns < 0)
    places = np.where(outside, height * width, rows * width + columns)
    return places.reshape(-1, placement.rows.count, placement.columns.count)


def _sources(axis: Sweep, size: int, boundary: Boundary) -> npt.NDArray[np.intp]:
    """Return which pixel lies under each coefficient in each window, -1 for the fill value."""
    found = [source_index(place, size, boundary) for place in axis.span]
    sources = np.array([-1 if place is None else place for place in found], dtype=np.intp)
    return np.stack([sources[axis.under(tap)] for tap in range(axis.taps)])
