"""Products with matrices that hold a kernel in a band, and zeros beside it.

Every product is so small that BLAS computes it in one thread: with more of them it adds in another
order, and the result would depend on their number.
"""

from typing import Any, Final

import numpy as np
import numpy.typing as npt
from numpy.lib.stride_tricks import as_strided

# Rows times columns times what is summed: OpenBLAS starts threads above.
_ONE_THREAD: Final = 2**18
_FEWEST_COLUMNS: Final = 8
_MOST_ROWS: Final = 64


def largest(arithmetic: np.dtype[Any]) -> int:
    """Return how many multiplications a product may take: rows times columns times summed."""
    # A complex multiplication is four real ones.
    return _ONE_THREAD // 4 if arithmetic.kind == "c" else _ONE_THREAD


def _multiply(left: npt.NDArray[Any], right: npt.NDArray[Any], result: npt.NDArray[Any]) -> None:
    # A matrix times one vector is another function of BLAS's, which starts threads much sooner.
    if left.shape[-2] == 1:
        result[...] = np.matmul(np.repeat(left, 2, axis=-2), right)[..., :1, :]
    elif right.shape[-1] == 1:
        result[...] = np.matmul(left, np.repeat(right, 2, axis=-1))[..., :1]
    else:
        np.matmul(left, right, out=result)


def band_matrix(
    weights: npt.NDArray[Any], together: int, stride: int, dilation: int
) -> npt.NDArray[Any]:
    """Return the matrix that makes `together` rows of the output from the rows under them.

    `weights` has shape (kh, kw), the result (together, rows under them, kw): one copy of the kernel
    in each row, `stride` further down from one to the next.
    """
    taps, across = weights.shape
    under = (together - 1) * stride + (taps - 1) * dilation + 1
    band = np.zeros((together, under, across), dtype=weights.dtype)
    for row in range(together):
        first = row * stride
        band[row, first : first + (taps - 1) * dilation + 1 : dilation] = weights
    return band


def multiply_rows(
    band: npt.NDArray[Any], copies: npt.NDArray[Any], stride: int, result: npt.NDArray[Any]
) -> None:
    """Write the products of a band matrix with overlapping groups of rows.

    `copies` has shape (rows, kw, columns) and holds each row's copies side by side; `result` has
    shape (rows, columns).
    """
    together, under, across = band.shape
    groups, rest = divmod(len(result), together)
    columns = result.shape[1]
    row, step = copies.strides[0], copies.strides[2]
    if groups:
        # A view of the same memory, in which groups of rows overlap: nothing is copied again.
        grouped = as_strided(
            copies,
            (groups, under * across, columns),
            (together * stride * row, row // across, step),
            writeable=False,
        )
        whole = result[: groups * together].reshape(groups, together, columns)
        _multiply(band.reshape(together, -1), grouped, whole)
    if rest:
        first = groups * together * stride
        last = copies[first:].reshape(-1, columns)
        _multiply(band[:rest].reshape(rest, -1)[:, : len(last)], last, result[groups * together :])


def multiply_columns(
    between: npt.NDArray[Any], band: npt.NDArray[Any], stride: int, result: npt.NDArray[Any]
) -> None:
    """Write the products of overlapping blocks of columns with a band matrix."""
    under, together = band.shape
    rows, columns = result.shape
    groups, rest = divmod(columns, together)
    row, step = between.strides
    if groups:
        blocks = as_strided(
            between,
            (groups, rows, under),
            (together * stride * step, row, step),
            writeable=False,
        )
        whole = result[:, : groups * together].reshape(rows, groups, together)
        _multiply(blocks, band, whole.transpose(1, 0, 2))
    if rest:
        last = between[:, groups * together * stride :]
        _multiply(last, band[: last.shape[1], :rest], result[:, groups * together :])


def multiply_blocks(
    matrix: npt.NDArray[Any], columns: npt.NDArray[Any], result: npt.NDArray[Any]
) -> None:
    """Write a product of any size, block by block."""
    rows, summed = matrix.shape
    most = largest(matrix.dtype)
    together = min(rows, _MOST_ROWS)
    while together > 1 and together * summed * _FEWEST_COLUMNS > most:
        together //= 2
    across = max(most // (together * summed), 1)
    for first in range(0, rows, together):
        chosen = matrix[first : first + together]
        target = result[first : first + together]
        blocks, rest = divmod(columns.shape[1], across)
        whole = blocks * across
        if blocks:
            halves = columns[:, :whole].reshape(summed, blocks, across).transpose(1, 0, 2)
            parts = target[:, :whole].reshape(len(chosen), blocks, across).transpose(1, 0, 2)
            _multiply(chosen, halves, parts)
        if rest:
            _multiply(chosen, columns[:, whole:], target[:, whole:])
