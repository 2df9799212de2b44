"""What a parameter, a key or an answer can be.

Values are plain and immutable, so that a variant can be compared, hashed and written as JSON with
the same bytes on every machine. Arrays live inside the engine and the expressions only.
"""

from fractions import Fraction
from typing import TypeAlias, TypeGuard

Scalar: TypeAlias = bool | int | float | Fraction | str
Value: TypeAlias = bool | int | float | Fraction | str | tuple["Value", ...]

JsonValue: TypeAlias = bool | int | float | str | list["JsonValue"] | dict[str, "JsonValue"] | None


def cells(value: Value) -> tuple[Scalar, ...]:
    """Return the scalars of `value` in reading order.

    >>> cells(((1, 2), (3, 4)))
    (1, 2, 3, 4)
    """
    if not isinstance(value, tuple):
        return (value,)
    flat: list[Scalar] = []
    for item in value:
        if isinstance(item, tuple):
            flat.extend(cells(item))
        else:
            flat.append(item)
    return tuple(flat)


def shape(value: Value) -> tuple[int, ...]:
    """Return the sizes of nested rows; a ragged value has the shape of its outermost regular part.

    >>> shape(((1, 2, 3), (4, 5, 6))), shape(7), shape(((1, 2), (3,)))
    ((2, 3), (), (2,))
    """
    if not isinstance(value, tuple):
        return ()
    if not any(isinstance(item, tuple) for item in value):
        return (len(value),)
    inner = {shape(item) for item in value}
    return (len(value), *(inner.pop() if len(inner) == 1 else ()))


def is_number(value: Value) -> TypeGuard[int | float | Fraction]:
    """Tell whether `value` counts as a number: a truth value does not, though Python says so."""
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
