"""Rank of a kernel, and the column and row that a kernel of rank 1 is the product of."""

import math
from fractions import Fraction
from typing import Any, NamedTuple, TypeAlias

import numpy as np
import numpy.typing as npt

from grader.engine.arrays import matrix, whole_number


def rank(kernel: npt.ArrayLike, *, tolerance: float | None = None) -> int:
    """Return how many column × row products it takes to make the kernel.

    Parameters
    ----------
    kernel
        Integers and Fractions are eliminated exactly; others by their singular values.
    tolerance
        For floats only: singular values up to `tolerance` times the largest count as zero.
        By default the larger side of the kernel times the spacing of floats at 1, which is what
        rounding alone can do.

    Examples
    --------
    >>> rank([[1, 2, 1], [2, 4, 2], [1, 2, 1]])
    1
    >>> rank([[1, 2, 3], [4, 5, 6], [7, 8, 9]])
    2
    """
    array = _finite(kernel)
    if array.dtype.kind in "biuO":
        return _exact_rank(_rows(array))
    values = np.linalg.svd(_at_least_single(array), compute_uv=False)
    least = max(array.shape) * np.finfo(values.dtype).eps if tolerance is None else tolerance
    return int(np.count_nonzero(values > least * values[0]))


def is_separable(kernel: npt.ArrayLike, *, tolerance: float | None = None) -> bool:
    """Tell whether the kernel is a column times a row: of rank 1 (or all zeros).

    >>> is_separable([[-1, 0, 1], [-2, 0, 2], [-1, 0, 1]])
    True
    >>> is_separable([[0, 1, 0], [1, -4, 1], [0, 1, 0]])
    False
    """
    return rank(kernel, tolerance=tolerance) <= 1


def separate(
    kernel: npt.ArrayLike, *, tolerance: float | None = None
) -> tuple[npt.NDArray[Any], npt.NDArray[Any]]:
    """Return (column, row), two vectors with ``np.outer(column, row)`` equal to the kernel.

    The factors are unique up to a number c: column·c and row/c do as well. This is the pair whose
    row is in lowest terms. For integers and Fractions the row holds whole numbers without common
    divisor, the first that is not zero being positive; sign, scale and any denominator go to the
    column, and the product is exact. For floats the entry of largest magnitude in the row is 1.

    Examples
    --------
    >>> separate([[-2, 0, 2], [-4, 0, 4], [-2, 0, 2]])
    (array([-2, -4, -2]), array([ 1,  0, -1]))
    """
    array = _finite(kernel)
    found = rank(array, tolerance=tolerance)
    if found > 1:
        raise ValueError(
            f"kernel has rank {found}: only a kernel of rank 1 is a column times a row"
        )
    if array.dtype.kind in "biuO":
        return _exact_factors(array)
    array = _at_least_single(array)
    i, j = np.unravel_index(np.abs(array).argmax(), array.shape)
    return array[:, j].copy(), array[i] / (array[i, j] or 1)


Factors: TypeAlias = list[tuple[npt.NDArray[Any], npt.NDArray[Any]]]


@np.errstate(invalid="ignore")
def outer_factors(
    kernel: npt.NDArray[Any], arithmetic: np.dtype[Any], *, exact: bool, most: int
) -> Factors:
    """Return columns and rows whose products add up to the kernel, as few as rounding permits.

    The list is empty if it takes more than `most`. An exact kernel, of integers, has one exact pair
    or none; one that holds a NaN or an infinity has NaNs for factors. Floats are eliminated with
    complete pivoting: for rank 2 that takes a fifth to a half of the time of singular values.
    """
    if exact:
        factors = _whole_factors(kernel)
        return [(factors[0].astype(arithmetic), factors[1].astype(arithmetic))] if factors else []
    rest = kernel.astype(arithmetic)
    if 1 in rest.shape:
        one = np.ones(1, dtype=arithmetic)
        return [(one, rest[0])] if len(rest) == 1 else [(rest[:, 0], one)]
    size = np.abs(rest)
    rounding = 4 * np.finfo(arithmetic).eps
    found: Factors = []
    while len(found) < most:
        i, j = divmod(int(np.abs(rest).argmax()), rest.shape[1])
        column, row = rest[:, j].copy(), rest[i] / (rest[i, j] or 1)
        found.append((column, row))
        rest = rest - np.outer(column, row)
        # One product has to come as close as rounding at each coefficient, more of them in all.
        allowed = rounding * (size if len(found) == 1 else 2 * size.max())
        if len(found) == min(rest.shape) or not (np.abs(rest) > allowed).any():
            return found
    return []


def _whole_factors(
    kernel: npt.NDArray[Any],
) -> tuple[npt.NDArray[Any], npt.NDArray[Any]] | None:
    """Return integers whose outer product is the kernel, if there are any."""
    i, j = divmod(int((kernel != 0).argmax()), kernel.shape[1])
    # A product of two factors is an int64 if the coefficients take half of one.
    half = kernel.dtype.kind != "O" and np.abs(kernel.astype(np.float64)).max() < 2**31
    whole = kernel.astype(np.int64 if half else object)
    divisor = np.gcd.reduce(whole[i]) or 1
    row = whole[i] // divisor
    column = whole[:, j] // (row[j] or 1)
    return (column, row) if (np.outer(column, row) == whole).all() else None


class LowRank(NamedTuple):
    """A kernel of low rank, and how far it is from the kernel that it stands for."""

    kernel: npt.NDArray[Any]
    """In floating point, of the shape of the kernel."""
    error: float
    """The root of the sum of the squared differences: the Frobenius norm of what is left out."""


def low_rank(kernel: npt.ArrayLike, rank: int) -> LowRank:
    """Return the kernel of the given rank that is closest to `kernel` (Eckart and Young, 1936).

    Closest in the Frobenius norm of the difference, which is the root of the sum of squares of the
    singular values left out.

    Examples
    --------
    >>> close = low_rank([[2, 0], [0, 1]], 1)
    >>> close.kernel.round(6)
    array([[2., 0.],
           [0., 0.]])
    >>> close.error
    1.0
    """
    array = _finite(kernel)
    kept = whole_number(rank, "rank", least=0)
    largest = min(array.shape)
    if kept > largest:
        raise ValueError(f"rank must be 0 to {largest} for this kernel, but is {rank}")
    u, values, vh = np.linalg.svd(_at_least_single(array), full_matrices=False)
    approximation: npt.NDArray[Any] = (u[:, :kept] * values[:kept]) @ vh[:kept]
    return LowRank(approximation, float(np.linalg.norm(values[kept:])))


def _finite(kernel: npt.ArrayLike) -> npt.NDArray[Any]:
    array = matrix(kernel, "kernel")
    if array.dtype.kind in "fc" and not np.isfinite(array).all():
        raise ValueError("kernel holds a NaN or an infinity: it has no rank")
    return array


def _at_least_single(array: npt.NDArray[Any]) -> npt.NDArray[Any]:
    if array.dtype.kind in "biuO":
        return array.astype(np.float64)
    return array.astype(np.result_type(array.dtype, np.float32))


def _rows(array: npt.NDArray[Any]) -> list[list[Fraction]]:
    return [[Fraction(entry) for entry in row] for row in array.astype(object).tolist()]


def _exact_rank(rows: list[list[Fraction]]) -> int:
    """Eliminate one row per column that has something left in it."""
    found = 0
    for column in range(len(rows[0])):
        pivot = next((row for row in rows if row[column]), None)
        if pivot is None:
            continue
        found += 1
        rows.remove(pivot)
        for row in rows:
            factor = row[column] / pivot[column]
            row[:] = [entry - factor * above for entry, above in zip(row, pivot, strict=True)]
    return found


def _exact_factors(array: npt.NDArray[Any]) -> tuple[npt.NDArray[Any], npt.NDArray[Any]]:
    rows = _rows(array)
    first = next((row for row in rows if any(row)), rows[0])
    row = _lowest_terms(first)
    place = next((j for j, entry in enumerate(row) if entry), 0)
    column = [entries[place] / (row[place] or 1) for entries in rows]
    if any(isinstance(entry, Fraction) for entry in array.flat):
        return np.array(column, dtype=object), np.array(list(map(Fraction, row)), dtype=object)
    return _integers([int(entry) for entry in column]), _integers(row)


def _lowest_terms(row: list[Fraction]) -> list[int]:
    below = math.lcm(*(entry.denominator for entry in row))
    whole = [int(entry * below) for entry in row]
    divisor = math.gcd(*whole) or 1
    if next((entry for entry in whole if entry), 1) < 0:
        divisor = -divisor
    return [entry // divisor for entry in whole]


def _integers(entries: list[int]) -> npt.NDArray[Any]:
    vector = np.array(entries, dtype=object)
    try:
        return vector.astype(np.int64)
    except OverflowError:
        return vector
