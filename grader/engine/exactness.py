"""The number system: which arithmetic gives the true sum of products.

Integers and Fractions are exact, whatever dtype they arrive in. Floats and complex numbers are
computed in the precision that numpy gives to the pair, and never in half precision.
"""

import math
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from grader.engine.vocabulary import Number

LARGEST_INT64: Final = int(np.iinfo(np.int64).max)


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """Two arrays and a fill value, in one arithmetic in which their products may be summed."""

    values: npt.NDArray[Any]
    weights: npt.NDArray[Any]
    fill: Number
    denominator: int | None

    def restore(self, total: npt.NDArray[Any]) -> npt.NDArray[Any]:
        """Return sums of products in the number system that the arrays came from."""
        return total if self.denominator is None else _fractions(total, self.denominator)


def common_terms(values: npt.NDArray[Any], weights: npt.NDArray[Any], fill: Number = 0) -> Terms:
    """Return the arrays in the cheapest arithmetic that cannot change the sums of products."""
    if _is_inexact(values) or _is_inexact(weights) or isinstance(fill, float | complex):
        dtype = _precision(values, weights, fill)
        return Terms(
            values=values.astype(dtype, copy=False),
            weights=weights.astype(dtype, copy=False),
            fill=np.asarray(fill, dtype=dtype).item(),
            denominator=None,
        )
    if isinstance(fill, Fraction) or _has_fractions(values) or _has_fractions(weights):
        return _rational_terms(values, weights, fill)
    return _integer_terms(values, weights, int(fill), denominator=None)


def exact_sum(first: npt.NDArray[Any], second: npt.NDArray[Any]) -> npt.NDArray[Any]:
    """Return `first + second`, where integers grow instead of wrapping around."""
    if _is_inexact(first) or _is_inexact(second):
        dtype: np.dtype[Any] = _precision(first, second)
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
    return values.astype(object) if terms.denominator is not None else terms.values


def _is_inexact(values: npt.NDArray[Any]) -> bool:
    return values.dtype.kind in "fc"


def _has_fractions(values: npt.NDArray[Any]) -> bool:
    return values.dtype.kind == "O" and any(isinstance(entry, Fraction) for entry in values.flat)


def _precision(
    values: npt.NDArray[Any], weights: npt.NDArray[Any], fill: Number = 0
) -> np.dtype[np.inexact[Any]]:
    parts = [np.dtype(float) if part.dtype == object else part.dtype for part in (values, weights)]
    dtype = np.result_type(*parts)
    if dtype.kind not in "fc":
        dtype = np.dtype(float)
    if isinstance(fill, complex):
        dtype = np.result_type(dtype, np.complex64)
    # Half precision has 11 bits: a sum of nine 8-bit products would already be rounded.
    return np.dtype(np.float32) if dtype == np.float16 else dtype.newbyteorder("=")


def _rational_terms(
    values: npt.NDArray[Any], weights: npt.NDArray[Any], fill: int | Fraction
) -> Terms:
    # One denominator per array leaves integers to sum, and one division per output.
    below_values = math.lcm(fill.denominator, *_denominators(values))
    below_weights = math.lcm(*_denominators(weights))
    return _integer_terms(
        _numerators(values, below_values),
        _numerators(weights, below_weights),
        fill.numerator * (below_values // fill.denominator),
        denominator=below_values * below_weights,
    )


def _integer_terms(
    values: npt.NDArray[Any], weights: npt.NDArray[Any], fill: int, *, denominator: int | None
) -> Terms:
    dtype = np.dtype(np.int64 if _fits_int64(values, weights, fill) else object)
    return Terms(
        values=values.astype(dtype, copy=False),
        weights=weights.astype(dtype, copy=False),
        fill=fill,
        denominator=denominator,
    )


def _fits_int64(values: npt.NDArray[Any], weights: npt.NDArray[Any], fill: int) -> bool:
    """Tell whether max|x| · Σ|k|, which no partial sum exceeds, is an int64."""
    # Neither factor counts less than 1, so that the arrays themselves fit as well.
    peak = max(_peak(values), abs(fill), 1)
    if peak * max(_peak(weights) * weights.size, 1) <= LARGEST_INT64:
        return True
    total: int = sum(abs(weight) for weight in weights.ravel().tolist())
    return peak * max(total, 1) <= LARGEST_INT64


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
