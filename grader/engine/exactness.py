"""The number system: which arithmetic gives the true sum of products.

Integers and Fractions are exact, whatever dtype they arrive in. Floats and complex numbers are
computed in the precision that numpy gives to the pair, and never in half precision.
"""

import math
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from grader.engine.vocabulary import Number

LARGEST_INT64: Final = int(np.iinfo(np.int64).max)
# Floating point counts to here without a gap: sums below are exact, in whatever order.
EXACT_SINGLE: Final = 2**24
EXACT_DOUBLE: Final = 2**53
_SHORT: Final = 2  # bytes
_SINGLE, _DOUBLE = np.dtype(np.float32), np.dtype(np.float64)
_WHOLE, _OBJECT = np.dtype(np.int64), np.dtype(object)
_LANE: Final = np.dtype(np.int16)
_LARGEST_INT16: Final = 2**15 - 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """Two arrays and a fill value, and the arithmetic in which their products may be summed."""

    values: npt.NDArray[Any]
    """As given, or the numerators of Fractions; to be converted where it is read."""
    weights: npt.NDArray[Any]
    fill: Number
    dtype: np.dtype[Any]
    """The arithmetic that gives the true sums: int64, Python integers, or floating point."""
    carrier: np.dtype[Any]
    """The fastest arithmetic of BLAS's that gives the same: for integers floating point."""
    lane: np.dtype[Any]
    """The narrowest arithmetic that gives the same: many numbers to a register."""
    peak: int | None
    """What no integer value exceeds, in absolute terms; None for floating point."""
    denominator: int | None

    @property
    def exact(self) -> bool:
        """Whether these are integers."""
        return self.peak is not None

    def restore(self, total: npt.NDArray[Any]) -> npt.NDArray[Any]:
        """Return sums of products in the number system that the arrays came from."""
        sums = total.astype(self.dtype, copy=False)
        return sums if self.denominator is None else _fractions(sums, self.denominator)


def common_terms(
    values: npt.NDArray[Any], weights: npt.NDArray[Any], fill: Number = 0, *, summed: int = 2
) -> Terms:
    """Return the arrays with the cheapest arithmetic that cannot change the sums of products.

    A sum is over the last `summed` axes of the weights.
    """
    if _is_inexact(values) or _is_inexact(weights) or isinstance(fill, float | complex):
        dtype = precision(values.dtype, weights.dtype, fill)
        return Terms(
            values=values,
            weights=weights,
            fill=_rounded(fill, dtype),
            dtype=dtype,
            carrier=dtype,
            lane=dtype,
            peak=None,
            denominator=None,
        )
    if isinstance(fill, Fraction) or _has_fractions(values) or _has_fractions(weights):
        return _rational_terms(values, weights, fill, summed)
    return _integer_terms(values, weights, int(fill), summed, denominator=None)


def _rounded(fill: Number, dtype: np.dtype[Any]) -> Number:
    try:
        number: Number = np.asarray(fill, dtype=dtype).item()
    except OverflowError:
        raise ValueError(
            f"fill_value is beyond what {dtype} holds, {np.finfo(dtype).max}"
        ) from None
    return number


def exact_sum(first: npt.NDArray[Any], second: npt.NDArray[Any]) -> npt.NDArray[Any]:
    """Return `first + second`, where integers grow instead of wrapping around."""
    if _is_inexact(first) or _is_inexact(second):
        dtype: np.dtype[Any] = precision(first.dtype, second.dtype)
    elif _has_fractions(first) or _has_fractions(second):
        dtype = np.dtype(object)
    else:
        dtype = np.dtype(np.int64 if _peak(first) + _peak(second) <= LARGEST_INT64 else object)
    total: npt.NDArray[Any] = first.astype(dtype) + second.astype(dtype)
    return total


def widest(values: npt.NDArray[Any], fill: Number) -> npt.NDArray[Any]:
    """Return `values` in a dtype that can hold `fill` as well: its own if possible."""
    if fill == 0 or (values.dtype.kind == "O" and not isinstance(fill, float | complex)):
        return values
    if values.dtype.kind in "iu" and isinstance(fill, int):
        limits = np.iinfo(values.dtype)
        if limits.min <= fill <= limits.max:
            return values
    terms = common_terms(values, np.ones((1, 1), dtype=np.bool_), fill)
    return values.astype(_OBJECT if terms.denominator is not None else terms.dtype)


def _is_inexact(values: npt.NDArray[Any]) -> bool:
    return values.dtype.kind in "fc"


def _has_fractions(values: npt.NDArray[Any]) -> bool:
    return values.dtype.kind == "O" and any(isinstance(entry, Fraction) for entry in values.flat)


@lru_cache(maxsize=256, typed=True)
def precision(
    first: np.dtype[Any], second: np.dtype[Any], fill: Number = 0
) -> np.dtype[np.inexact[Any]]:
    """Return the floating-point arithmetic for two dtypes of which one at least is inexact."""
    dtype = np.result_type(*(_DOUBLE if part == _OBJECT else part for part in (first, second)))
    if dtype.kind not in "fc":
        dtype = np.dtype(float)
    if isinstance(fill, complex):
        dtype = np.result_type(dtype, np.complex64)
    # Half precision has 11 bits: a sum of nine 8-bit products would already be rounded.
    return np.dtype(np.float32) if dtype == np.float16 else dtype.newbyteorder("=")


def _rational_terms(
    values: npt.NDArray[Any], weights: npt.NDArray[Any], fill: int | Fraction, summed: int
) -> Terms:
    # One denominator per array leaves integers to sum, and one division per output.
    below_values = math.lcm(fill.denominator, *_denominators(values))
    below_weights = math.lcm(*_denominators(weights))
    return _integer_terms(
        _numerators(values, below_values),
        _numerators(weights, below_weights),
        fill.numerator * (below_values // fill.denominator),
        summed,
        denominator=below_values * below_weights,
    )


def _integer_terms(
    values: npt.NDArray[Any],
    weights: npt.NDArray[Any],
    fill: int,
    summed: int,
    *,
    denominator: int | None,
) -> Terms:
    gain = max(_gain(weights.reshape(-1, math.prod(weights.shape[-summed:]))), 1)
    peak, dtype, carrier = _arithmetic(values, gain, abs(fill))
    short = peak * gain <= _LARGEST_INT16
    return Terms(
        values=values,
        weights=weights,
        fill=fill,
        dtype=dtype,
        carrier=carrier,
        lane=_LANE if short else carrier,
        peak=peak,
        denominator=denominator,
    )


def _arithmetic(
    values: npt.NDArray[Any], gain: int, fill: int
) -> tuple[int, np.dtype[Any], np.dtype[Any]]:
    """Return a bound on the values, and the arithmetic for it and the fastest one.

    No partial sum exceeds max|x| · Σ|k|, so that nothing is rounded and nothing wraps around.
    Neither factor counts less than 1, so that the arrays themselves fit as well.
    """
    limit = _limit(values.dtype)
    peak = max(_peak(values) if limit is None or limit * gain > EXACT_SINGLE else limit, fill, 1)
    if peak * gain <= EXACT_SINGLE:
        return peak, _WHOLE, _SINGLE
    if peak * gain <= EXACT_DOUBLE:
        return peak, _WHOLE, _DOUBLE
    dtype = _WHOLE if peak * gain <= LARGEST_INT64 else _OBJECT
    return peak, dtype, dtype


def _limit(dtype: np.dtype[Any]) -> int | None:
    """Return what a short dtype can hold at most: a bound that costs no look at the values."""
    if dtype.kind == "b":
        return 1
    return 1 << 8 * dtype.itemsize if dtype.itemsize <= _SHORT else None


def _gain(weights: npt.NDArray[Any]) -> int:
    """Return the largest Σ|k| of any row of weights."""
    # In floating point first, where small sums are exact: Python takes 100 µs for a 63×63 kernel.
    if weights.dtype.kind != "O":
        total = float(np.abs(weights.astype(np.float64)).sum(axis=1).max())
        if total < EXACT_DOUBLE / 2:
            return int(total)
    rows: list[list[int]] = weights.tolist()
    return max(sum(map(abs, row)) for row in rows)


def _peak(values: npt.NDArray[Any]) -> int:
    # Not abs(): the absolute value of the smallest int64 is not an int64.
    return max(int(values.max()), -int(values.min()))


def _denominators(values: npt.NDArray[Any]) -> list[int]:
    return [entry.denominator for entry in values.flat] if values.dtype == object else [1]


def _numerators(values: npt.NDArray[Any], denominator: int) -> npt.NDArray[Any]:
    scaled = values.astype(object) * denominator
    return np.frompyfunc(int, 1, 1)(scaled)  # type: ignore[no-any-return]


def _fractions(numerators: npt.NDArray[Any], denominator: int) -> npt.NDArray[Any]:
    whole = numerators.astype(object)  # Python integers: a Fraction of np.int64 would wrap around
    return np.frompyfunc(lambda entry: Fraction(entry, denominator), 1, 1)(whole)  # type: ignore[no-any-return]
