"""What a parameter, a key or an answer can be.

Values are plain and immutable, so that a variant can be compared, hashed and written as JSON with
the same bytes on every machine. Arrays live inside the engine and the expressions only.
"""

from fractions import Fraction
from itertools import chain
from typing import TypeAlias, TypeGuard, cast

Scalar: TypeAlias = bool | int | float | Fraction | str
Value: TypeAlias = bool | int | float | Fraction | str | tuple["Value", ...]

_Rows: TypeAlias = tuple[tuple["Value", ...], ...]

JsonValue: TypeAlias = bool | int | float | str | list["JsonValue"] | dict[str, "JsonValue"] | None


def cells(value: Value) -> tuple[Scalar, ...]:
    """Return the scalars of `value` in reading order.

    >>> cells(((1, 2), (3, 4)))
    (1, 2, 3, 4)
    """
    if not isinstance(value, tuple):
        return (value,)
    # A class has millions of cells: level by level costs a quarter of what recursion does.
    while tuple in {*map(type, value)}:
        value = tuple(
            chain.from_iterable(item if isinstance(item, tuple) else (item,) for item in value)
        )
    return cast("tuple[Scalar, ...]", value)


def shape(value: Value) -> tuple[int, ...]:
    """Return the sizes of nested rows; a ragged value has the shape of its outermost regular part.

    >>> shape(((1, 2, 3), (4, 5, 6))), shape(7), shape(((1, 2), (3,)))
    ((2, 3), (), (2,))
    """
    if not isinstance(value, tuple):
        return ()
    kinds = {*map(type, value)}
    if tuple not in kinds:
        return (len(value),)
    if len(kinds) == 1 and tuple not in {*map(type, chain.from_iterable(cast("_Rows", value)))}:
        # Nearly all that is asked about is a matrix, and asked about very often.
        lengths = {*map(len, cast("_Rows", value))}
        return (len(value), *lengths) if len(lengths) == 1 else (len(value),)
    inner = {*map(shape, value)}
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
