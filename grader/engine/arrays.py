"""The door: what may come in as an image, a kernel or a layer's input, and how it is kept.

Behind it an array is bool, integer, float or complex, or an object array of Python integers
(too large for a machine word) or of Fractions. Nothing is copied that need not be.
"""

import operator
from collections.abc import Iterable, Sequence
from fractions import Fraction
from numbers import Complex, Integral, Rational, Real
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from grader.engine.vocabulary import Number

_MATRIX_AXES: Final = 2


def describe_shape(shape: Sequence[int]) -> str:
    """Return a shape as the field writes it.

    >>> describe_shape((3, 5)), describe_shape((7,)), describe_shape(())
    ('3×5', '(7,)', '()')
    """
    return "×".join(map(str, shape)) if len(shape) > 1 else str(tuple(shape))


def numbers(values: npt.ArrayLike, name: str) -> npt.NDArray[Any]:
    """Return `values` as an array of numbers, exact where they are exact; `name` is for errors."""
    # asarray: a matrix or another subclass would bring its own idea of a product along.
    array = np.asarray(values) if isinstance(values, np.ndarray) else _parse(values, name)
    if array.dtype.kind in "biufc":
        return array
    if array.dtype.kind == "O":
        return _sort_out_objects(array, name)
    raise TypeError(f"{name} must hold numbers, but its dtype is {array.dtype}")


def matrix(values: npt.ArrayLike, name: str) -> npt.NDArray[Any]:
    """Return `values` as a matrix of numbers that has at least one row and one column."""
    array = numbers(values, name)
    if array.ndim != _MATRIX_AXES:
        raise ValueError(
            f"{name} must have two axes (rows, columns), but its shape is "
            f"{describe_shape(array.shape)}"
        )
    return require_content(array, name)


def require_content(array: npt.NDArray[Any], name: str) -> npt.NDArray[Any]:
    """Return `array`; refuse one that has an axis of length 0."""
    if array.size == 0:
        raise ValueError(f"{name} is empty: its shape is {describe_shape(array.shape)}")
    return array


def check_number(value: Number, name: str) -> Number:
    """Return one number as a Python number."""
    if type(value) is int:
        return value
    parsed = numbers(value, name)  # type: ignore[arg-type]  # a Fraction is an object scalar
    if parsed.ndim:
        raise ValueError(f"{name} must be one number, not an array of shape {parsed.shape}")
    number: Number = int(parsed) if parsed.dtype.kind == "b" else parsed.item()
    return number


def whole_numbers(
    value: int | Sequence[int], name: str, *, least: int, axes: int = _MATRIX_AXES
) -> tuple[int, ...]:
    """Return one whole number per axis, from one for all axes or from one for each.

    >>> whole_numbers(2, "stride", least=1), whole_numbers((2, 1), "stride", least=1)
    ((2, 2), (2, 1))
    """
    wanted = f"{name} must be a whole number" + (f" or {axes} of them" if axes > 1 else "")
    try:
        entries = tuple(value) if isinstance(value, Iterable) else (value,) * axes
        whole = tuple(map(operator.index, entries))
    except TypeError:
        raise TypeError(f"{wanted}, not {value!r}") from None
    if len(whole) != axes:
        raise ValueError(f"{wanted}, not {value!r}")
    if min(whole, default=least) < least:
        raise ValueError(f"{name} must be at least {least}, but is {value!r}")
    return whole


def whole_number(value: int, name: str, *, least: int) -> int:
    """Return one whole number.

    >>> whole_number(np.int8(2), "rank", least=0)
    2
    """
    try:
        whole = operator.index(value)
    except TypeError:
        raise TypeError(f"{name} must be a whole number, not {value!r}") from None
    if whole < least:
        raise ValueError(f"{name} must be at least {least}, but is {value!r}")
    return whole


def _parse(values: npt.ArrayLike, name: str) -> npt.NDArray[Any]:
    try:
        array = np.asarray(values)
    except ValueError:
        raise ValueError(f"{name} is ragged: its rows differ in length or depth") from None
    if array.dtype.kind == "f" and isinstance(values, list | tuple):
        # [[2**63, -1]] becomes float64 without a word, and loses digits.
        entries = np.array(values, dtype=object)
        if all(isinstance(entry, Integral) for entry in entries.flat):
            return entries
    return array


def _sort_out_objects(array: npt.NDArray[Any], name: str) -> npt.NDArray[Any]:
    # numpy's booleans are the one number type of its own that it did not register as such.
    entries = [
        bool(entry) if isinstance(entry, np.bool_) else entry for entry in array.ravel().tolist()
    ]
    kinds = {type(entry) for entry in entries}
    for kind in kinds:
        if not issubclass(kind, Complex):
            raise TypeError(f"{name} must hold numbers, but holds a {kind.__name__}")
    if all(issubclass(kind, Integral) for kind in kinds):
        exact: list[int | Fraction] = [int(entry) for entry in entries]
    elif all(issubclass(kind, Rational) for kind in kinds):
        exact = [Fraction(int(entry.numerator), int(entry.denominator)) for entry in entries]
    else:
        real = all(issubclass(kind, Real) for kind in kinds)
        return array.astype(np.float64 if real else np.complex128)
    kept = np.empty(len(exact), dtype=object)
    kept[:] = exact
    return kept.reshape(array.shape)
