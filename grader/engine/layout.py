"""A filtering problem with every option settled: the kernel as it is laid down, and where."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, NamedTuple

import numpy.typing as npt

from grader.engine.arrays import matrix, whole_numbers
from grader.engine.boundaries import check_fill
from grader.engine.geometry import Sweep, check_anchor, require_fit, sweep
from grader.engine.vocabulary import Boundary, Mode, Number, Operation, require_word


class Options(NamedTuple):
    """What a caller may choose about a filter, as it was given."""

    operation: Operation
    mode: Mode = "same"
    boundary: Boundary = "zero"
    fill_value: Number = 0
    stride: int | Sequence[int] = 1
    dilation: int | Sequence[int] = 1
    anchor: Sequence[int] | None = None


class Placement(NamedTuple):
    """Where the windows lie, and what is outside the image."""

    rows: Sweep
    columns: Sweep
    boundary: Boundary
    fill_value: Number


@dataclass(frozen=True, slots=True)
class Layout:
    """What both operations reduce to: G[i, j] = Σ kernel[u, v] · E[rows(i)[u], columns(j)[v]].

    E is the image, continued over the whole plane by the boundary rule.
    """

    image: npt.NDArray[Any]
    kernel: npt.NDArray[Any]
    """The coefficients as laid down: rotated by convolution, conjugated by correlation."""
    rows: Sweep
    columns: Sweep
    boundary: Boundary
    fill_value: Number

    def part(self, rows: range, columns: range) -> "Layout":
        """Return the same filter on a rectangle of its output."""
        return Layout(
            self.image,
            self.kernel,
            self.rows.part(rows.start, rows.stop),
            self.columns.part(columns.start, columns.stop),
            self.boundary,
            self.fill_value,
        )

    @property
    def shape(self) -> tuple[int, int]:
        """The output's shape."""
        return self.rows.count, self.columns.count


def rotate180(kernel: npt.ArrayLike) -> npt.NDArray[Any]:
    """Return the kernel rotated by 180°: mirrored left-right *and* top-bottom.

    >>> rotate180([[1, 2, 3], [4, 5, 6]])
    array([[6, 5, 4],
           [3, 2, 1]])
    """
    return matrix(kernel, "kernel")[::-1, ::-1].copy()


def place(
    image_shape: tuple[int, int], kernel_shape: tuple[int, int], options: Options
) -> Placement:
    """Check every option, and find the windows."""
    require_word(options.operation, "operation")
    require_word(options.mode, "mode")
    require_word(options.boundary, "boundary")
    strides = whole_numbers(options.stride, "stride", least=1)
    dilations = whole_numbers(options.dilation, "dilation", least=1)
    origin = check_anchor(options.anchor, kernel_shape)
    require_fit(image_shape, kernel_shape, mode=options.mode, dilation=dilations)
    if options.operation == "convolve":
        # The anchor is an entry of the kernel, so it turns with it.
        origin = (kernel_shape[0] - 1 - origin[0], kernel_shape[1] - 1 - origin[1])
    rows, columns = (
        sweep(size, taps, mode=options.mode, anchor=anchor, stride=stride, dilation=dilation)
        for size, taps, anchor, stride, dilation in zip(
            image_shape, kernel_shape, origin, strides, dilations, strict=True
        )
    )
    fill = check_fill(options.fill_value, options.boundary)
    return Placement(rows, columns, options.boundary, fill)


def lay_out(image: npt.ArrayLike, kernel: npt.ArrayLike, options: Options) -> Layout:
    """Check every argument, and lay the kernel down."""
    pixels, given = matrix(image, "image"), matrix(kernel, "kernel")
    try:
        find = _known_place if serve_as_key(options) else place
        placement = find(_shape(pixels), _shape(given), options)
    except TypeError:  # a mode that is a list is no key either, and is told what modes there are
        placement = place(_shape(pixels), _shape(given), options)
    return Layout(pixels, lay_down(given, options.operation), *placement)


def serve_as_key(options: tuple[Any, ...]) -> bool:
    """Tell whether equal options are the same options: 1.0 and True equal 1, and are no stride."""
    _, _, _, fill_value, stride, dilation, anchor = options
    return type(fill_value) is type(stride) is type(dilation) is int and anchor is None


# 20 µs of a call on an image of any size.
@lru_cache(maxsize=512)
def _known_place(
    image_shape: tuple[int, int], kernel_shape: tuple[int, int], options: Options
) -> Placement:
    return place(image_shape, kernel_shape, options)


def lay_down(kernel: npt.NDArray[Any], operation: Operation) -> npt.NDArray[Any]:
    """Return the coefficients as they meet the image."""
    if operation == "convolve":
        return kernel[::-1, ::-1]
    return kernel.conj() if kernel.dtype.kind == "c" else kernel


def _shape(array: npt.NDArray[Any]) -> tuple[int, int]:
    rows, columns = array.shape
    return rows, columns
