"""What a parameter, a key or an answer can be.

Values are plain and immutable, so that a variant can be compared, hashed and written as JSON with
the same bytes on every machine. Arrays live inside the engine and the expressions only.
"""

from fractions import Fraction
from itertools import chain
from typing import TypeAlias, TypeGuard

Scalar: TypeAlias = bool | int | float | Fraction | str
Value: TypeAlias = bool | int | float | Fraction | str | tuple["Value", ...]

JsonValue: TypeAlias = bool | int | float | str | list["JsonValue"] | dict[str, "JsonValue"] | None


def cells(value: Value) -> tuple[Scalar, ...]:
    """Return the scalars of `value` in reading order.

    >>> cells(((1, 2), (3, 4)))
    (1, 2, 3, 4)
    """
    return laid_out(value)[1]


def shape(value: Value) -> tuple[int, ...]:
    """Return the sizes of nested rows; a ragged value has the shape of its outermost regular part.

    >>> shape(((1, 2, 3), (4, 5, 6))), shape(7), shape(((1, 2), (3,)))
    ((2, 3), (), (2,))
    """
    return laid_out(value)[0]


def laid_out(value: Value) -> tuple[tuple[int, ...], tuple[Scalar, ...]]:
    """Return the shape and the cells of `value`, both for the price of one.

    >>> laid_out(((1, 2), (3, 4)))
    ((2, 2), (1, 2, 3, 4))
    """
    if not isinstance(value, tuple):
        return (), (value,)
    kinds = {*map(type, value)}
    if tuple not in kinds:
        return (len(value),), value  # type: ignore[return-value]
    if len(kinds) == 1:
        # Nearly all that is asked about is a matrix, and asked about very often.
        rows: tuple[tuple[Scalar, ...], ...] = value  # type: ignore[assignment]
        flat = tuple(chain.from_iterable(rows))
        if tuple not in {*map(type, flat)}:
            lengths = {*map(len, rows)}
            return (len(rows), *(lengths if len(lengths) == 1 else ())), flat
    parts = [laid_out(item) for item in value]
    inner = {sizes for sizes, _ in parts}
    flat = tuple(chain.from_iterable(scalars for _, scalars in parts))
    return (len(value), *(inner.pop() if len(inner) == 1 else ())), flat


def is_number(value: Value) -> TypeGuard[int | float | Fraction]:
    """Tell whether `value` counts as a number: a truth value does not, though Python says so."""
    kind = type(value)
    if kind is int or kind is float:
        return True
    return isinstance(value, int | float | Fraction) and not isinstance(value, bool)


def to_json(value: Value) -> JsonValue:
    """Return `value` as JSON can hold it; a fraction becomes the text ``"3/4"``.

    >>> to_json(((1, Fraction(3, 4)),))
    [[1, '3/4']]
    """
    if isinstance(value, tuple):
        return [to_json(item) for item in value]
    if isinstance(value, Fraction):
        return str(value)
    if isinstance(value, float) and value not in {value, 0.0}:  # pragma: no cover
        return str(value)
    return value
