"""A filtering problem with every option settled: the kernel as it is laid down, and where."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy.typing as npt

from grader.engine.arrays import matrix, whole_numbers
from grader.engine.boundaries import check_fill
from grader.engine.geometry import Sweep, check_anchor, require_fit, sweep
from grader.engine.vocabulary import Boundary, Mode, Number, Operation, require_word


@dataclass(frozen=True, slots=True, kw_only=True)
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


def lay_out(  # noqa: PLR0913 -- the options of every public filter meet here
    image: npt.ArrayLike,
    kernel: npt.ArrayLike,
    *,
    operation: Operation,
    mode: Mode,
    boundary: Boundary,
    fill_value: Number,
    stride: int | Sequence[int],
    dilation: int | Sequence[int],
    anchor: Sequence[int] | None,
) -> Layout:
    """Check every argument, and lay the kernel down."""
    require_word(operation, "operation")
    require_word(mode, "mode")
    require_word(boundary, "boundary")
    pixels, given = matrix(image, "image"), matrix(kernel, "kernel")
    height, width = pixels.shape
    kernel_rows, kernel_columns = given.shape
    row_stride, column_stride = whole_numbers(stride, "stride", least=1)
    row_dilation, column_dilation = whole_numbers(dilation, "dilation", least=1)
    row, column = check_anchor(anchor, (kernel_rows, kernel_columns))
    require_fit(pixels.shape, given.shape, mode=mode, dilation=(row_dilation, column_dilation))
    if operation == "convolve":
        # The anchor is an entry of the kernel, so it turns with it.
        laid = given[::-1, ::-1]
        row, column = kernel_rows - 1 - row, kernel_columns - 1 - column
    else:
        laid = given.conj() if given.dtype.kind == "c" else given
    return Layout(
        image=pixels,
        kernel=laid,
        rows=sweep(
            height, kernel_rows, mode=mode, anchor=row, stride=row_stride, dilation=row_dilation
        ),
        columns=sweep(
            width,
            kernel_columns,
            mode=mode,
            anchor=column,
            stride=column_stride,
            dilation=column_dilation,
        ),
        boundary=boundary,
        fill_value=check_fill(fill_value, boundary),
    )
