"""Problems of some dozen pixels, where time is the number of calls: five of numpy's, and no more.

What follows from shapes and options is worked out once and kept: which pixels lie under which
coefficient, and memory to put them in. A call copies the image, gathers, multiplies and adds; that
takes 4 µs for an 8×8 image and a 3×3 kernel, where the other methods prepare themselves for 40.
"""

import contextvars
import math
from collections.abc import Callable
from functools import lru_cache, partial
from typing import Any, Final, TypeAlias, TypeGuard, cast

import numpy as np
import numpy.typing as npt

from grader.engine.boundaries import source_index
from grader.engine.exactness import EXACT_DOUBLE, Terms, precision
from grader.engine.geometry import Sweep
from grader.engine.layout import Layout, Options, Placement, lay_down, place
from grader.engine.vocabulary import Boundary, Number, Operation

# Products in all. With more, gathering them takes longer than the calls that it saves.
LARGEST: Final = 2**14
LARGEST_BY_NAME: Final = 2**22
_AXES: Final = 2
_add: Final[Callable[..., npt.NDArray[Any]]] = np.add.reduce
_accumulate: Final[Callable[..., npt.NDArray[Any]]] = np.add.accumulate
# Axis, dtype, out, keepdims and initial, which by name take 0.2 µs more.
_FROM_ZERO: Final = (0, None, None, False, 0.0)
_DOUBLE: Final = np.dtype(np.float64)
_WHOLE: Final = np.dtype(np.int64)
# The square of 2**53, less what the bound's own rounding may amount to.
_BOUND: Final = 0.999 * EXACT_DOUBLE**2


Sums: TypeAlias = Callable[[npt.NDArray[Any], npt.NDArray[Any]], npt.NDArray[Any] | None]
"""From an image and a kernel to the output, or to None where integers might not be exact."""
Lay: TypeAlias = Callable[[npt.NDArray[Any]], npt.NDArray[Any]]


class Plan:
    """A filter prepared for all images and kernels of given shapes, in a given arithmetic."""

    def __init__(self, prepare: Callable[[], Sums]) -> None:
        self._prepare = prepare
        self._idle: list[Sums] = []

    def __call__(
        self, image: npt.NDArray[Any], kernel: npt.NDArray[Any]
    ) -> npt.NDArray[Any] | None:
        """Return the output, or None where sums of integers might not be exact."""
        try:
            sums = self._idle.pop()  # its memory is not shared: another thread finds another one
        except IndexError:
            sums = self._prepare()
        output = sums(image, kernel)
        self._idle.append(sums)
        return output


def _rounded_sums(memory: "_Memory", places: npt.NDArray[np.intp], lay: Lay | None) -> Sums:
    """Round each product by itself and add in reading order, as the definition does.

    A product of BLAS's would take half the time, and round differently on another machine.
    """
    pixels, products, take = memory.pixels, memory.products, memory.padded.take
    column = len(places), 1, 1
    # numpy adds one line of numbers in pairs; what it accumulates, it adds in order.
    one = products.shape[1:] == (1, 1)

    def sums(image: npt.NDArray[Any], kernel: npt.NDArray[Any]) -> npt.NDArray[Any]:
        pixels[...] = image
        take(places, None, products, "clip")
        weights = lay(kernel) if lay else kernel
        np.multiply(products, weights.reshape(column), products)
        # From zero on, so that no -0.0 comes out.
        return _accumulate(products)[-1] + 0.0 if one else _add(products, *_FROM_ZERO)

    return sums


def _whole_sums(memory: "_Memory", places: npt.NDArray[np.intp], lay: Lay | None) -> Sums:
    """Add integers in double precision, where that is exact in any order."""
    pixels, products, padded = memory.pixels, memory.products, memory.padded
    taps, matrix = len(places), products.reshape(len(places), -1)

    def sums(image: npt.NDArray[Any], kernel: npt.NDArray[Any]) -> npt.NDArray[Any] | None:
        weights = (lay(kernel) if lay else kernel).reshape(taps).astype(_DOUBLE)
        pixels[...] = image
        # max|x| · Σ|k| ≤ ‖x‖ · √taps · ‖k‖, and two short products are faster than two extremes.
        # Neither counts less than 1, as for the other methods: all return the same dtype.
        if (padded.dot(padded) + 1) * (weights.dot(weights) + 1) * taps >= _BOUND:
            return None
        padded.take(places, None, products, "clip")
        output: npt.NDArray[Any] = weights.dot(matrix).astype(_WHOLE)
        return output.reshape(products.shape[1:])

    return sums


class _Memory:
    """What one call at a time writes into."""

    def __init__(
        self,
        image_shape: tuple[int, int],
        shape: tuple[int, ...],
        fill: Number,
        arithmetic: np.dtype[Any],
    ) -> None:
        # What stands outside the image is one more pixel behind the last.
        self.padded = np.full(math.prod(image_shape) + 1, fill, dtype=arithmetic)
        self.pixels = self.padded[:-1].reshape(image_shape)
        self.products = np.empty(shape, dtype=arithmetic)


@lru_cache(maxsize=512)
def prepared(
    image_shape: tuple[int, ...],
    image_dtype: np.dtype[Any],
    kernel_shape: tuple[int, ...],
    kernel_dtype: np.dtype[Any],
    options: tuple[Any, ...],
) -> Plan | None:
    """Return a plan that is kept for the next call, or None where this is no way to go."""
    if not _is_plain(image_shape, image_dtype) or not _is_plain(kernel_shape, kernel_dtype):
        return None
    chosen = Options(*options)
    placement = place(image_shape, kernel_shape, chosen)
    rows, columns, _, fill = placement
    if products(rows, columns) > LARGEST or not isinstance(fill, int) or abs(fill) > EXACT_DOUBLE:
        return None
    whole = not {"f", "c"} & {image_dtype.kind, kernel_dtype.kind}
    arithmetic = _DOUBLE if whole else precision(image_dtype, kernel_dtype)
    return _plan(image_shape, placement, arithmetic, chosen.operation, whole)


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
    count = products(layout.rows, layout.columns)
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
    output = cast("npt.NDArray[Any]", plan(terms.values, terms.weights.astype(arithmetic)))
    return terms.restore(output)


def products(rows: Sweep, columns: Sweep) -> int:
    """Return how many products a filter computes."""
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
    places = _places(image_shape, placement)
    if operation is None or (operation == "correlate" and arithmetic.kind != "c"):
        lay = None
    else:
        lay = partial(lay_down, operation=operation)

    def prepare() -> Sums:
        memory = _Memory(image_shape, places.shape, placement.fill_value, arithmetic)
        sums = (_whole_sums if whole else _rounded_sums)(memory, places, lay)
        # Overflow is an answer. numpy keeps its error state in the context, and to run in one costs
        # 0.05 µs where `errstate` costs 0.8.
        context = contextvars.Context()
        context.run(np.seterr, all="ignore")
        return lambda image, kernel: context.run(sums, image, kernel)

    return Plan(prepare)


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
