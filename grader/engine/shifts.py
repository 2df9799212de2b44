"""Kernels that move an image: a single 1, off the center."""

import operator
from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from grader.engine.arrays import describe_shape, matrix, whole_numbers
from grader.engine.vocabulary import Operation, require_word


def shift_kernel(
    dy: int, dx: int, *, operation: Operation, size: int | Sequence[int] | None = None
) -> npt.NDArray[np.int64]:
    """Return the kernel that moves the content of an image by (dy, dx): down and right if positive.

    Under convolution the 1 stands where the content goes; under correlation on the opposite side,
    because there an output *reads* the pixel under the 1.

    Parameters
    ----------
    dy, dx
        Rows down and columns to the right.
    operation
        ``"correlate"`` or ``"convolve"``: the same kernel moves the content the other way.
    size
        The kernel's size, one number or (rows, columns); by default the smallest odd square.

    Examples
    --------
    >>> shift_kernel(0, 1, operation="convolve")
    array([[0, 0, 0],
           [0, 0, 1],
           [0, 0, 0]])
    >>> shift_kernel(0, 1, operation="correlate")
    array([[0, 0, 0],
           [1, 0, 0],
           [0, 0, 0]])
    """
    require_word(operation, "operation")
    try:
        dy, dx = operator.index(dy), operator.index(dx)
    except TypeError:
        raise TypeError(f"dy and dx must be whole numbers of pixels, not {dy} and {dx}") from None
    smallest = 2 * max(abs(dy), abs(dx)) + 1
    rows, columns = whole_numbers(smallest if size is None else size, "size", least=1)
    sign = 1 if operation == "convolve" else -1
    row, column = rows // 2 + sign * dy, columns // 2 + sign * dx
    if not (0 <= row < rows and 0 <= column < columns):
        raise ValueError(
            f"a {describe_shape((rows, columns))} kernel cannot shift by ({dy}, {dx}); "
            f"it takes a size of {smallest}"
        )
    kernel = np.zeros((rows, columns), dtype=np.int64)
    kernel[row, column] = 1
    return kernel


def shift_of(kernel: npt.ArrayLike, *, operation: Operation) -> tuple[int, int] | None:
    """Return the (dy, dx) by which a kernel moves the content of an image.

    None when the kernel does anything but shift: it must hold a single 1 and zeros.

    >>> right_of_center = [[0, 0, 0], [0, 0, 1], [0, 0, 0]]
    >>> shift_of(right_of_center, operation="correlate")
    (0, -1)
    >>> shift_of(right_of_center, operation="convolve")
    (0, 1)
    """
    require_word(operation, "operation")
    array: npt.NDArray[Any] = matrix(kernel, "kernel")
    places = np.argwhere(array != 0).tolist()
    if len(places) != 1 or array[tuple(places[0])] != 1:
        return None
    [(row, column)] = places
    rows, columns = array.shape
    sign = 1 if operation == "convolve" else -1
    return sign * (row - rows // 2), sign * (column - columns // 2)
