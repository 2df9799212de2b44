"""How each kind of field is written to JSON and read back, strictly.

A codec is a pair of functions; the schema of a file is a table of them. Reading names the place of
the first thing that does not fit, because a result may have been cut short by a full disk or come
from another version.
"""

import math
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from typing import Any, Generic, TypeAlias, TypeVar

from grader.errors import Fault
from grader.model.text import Text
from grader.model.value import JsonValue, Scalar, Value, to_json
from grader.reports.numerals import exact

T = TypeVar("T")
WordT = TypeVar("WordT", bound=StrEnum)
PlainT = TypeVar("PlainT", str, bool, int)

_POINTS = re.compile(r"-?[0-9]+(\.[0-9]+)?")
_FRACTION = re.compile(r"-?[0-9]+/[1-9][0-9]*")
_NOT_FINITE = {"nan": math.nan, "inf": math.inf, "-inf": -math.inf}
# Python refuses to write or read whole numbers of more than 4300 digits in decimal. Hexadecimal has
# no such limit, and 2**20000 is a legitimate, if wrong, answer.
_MOST_BITS = 10_000
_HEXADECIMAL = re.compile(r"-?0x[0-9a-f]+(/0x[1-9a-f][0-9a-f]*)?")


Schema: TypeAlias = Mapping[str, Any]
"""What JSON Schema says of one field."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Codec(Generic[T]):
    """`read` takes the place of what it reads, for its message."""

    write: Callable[[T], JsonValue]
    read: Callable[[JsonValue, str], T]
    schema: Schema


def described(item: Codec[T], text: str) -> Codec[T]:
    """Return the codec with what the field means, for the schema and for its reference."""
    return replace(item, schema={"description": text, **item.schema})


def damage(place: str, fault: str) -> ValueError:
    """Return the error for a file that cannot be used."""
    fix = "delete the file and grade the submission again"
    return ValueError(str(Fault(place=f"result{place}", fault=fault, fix=fix)))


def many(item: Codec[T]) -> Codec[tuple[T, ...]]:
    """Return the codec of a tuple of `item`."""

    def read(data: JsonValue, place: str) -> tuple[T, ...]:
        listed = _of(data, list, place)
        return tuple(item.read(one, f"{place}[{index}]") for index, one in enumerate(listed))

    return Codec(
        write=lambda items: [item.write(one) for one in items],
        read=read,
        schema={"type": "array", "items": item.schema},
    )


def optional(item: Codec[T]) -> Codec[T | None]:
    """Return the codec of `item` or None."""
    return Codec(
        write=lambda one: None if one is None else item.write(one),
        read=lambda data, place: None if data is None else item.read(data, place),
        schema={"anyOf": [item.schema, {"type": "null"}]},
    )


def word(kind: type[WordT]) -> Codec[WordT]:
    """Return the codec of one of the words of `kind`."""

    def read(data: JsonValue, place: str) -> WordT:
        words = [member.value for member in kind]
        if data not in words:
            raise damage(place, f"{_short(data)} is none of {', '.join(words)}")
        return kind(data)

    schema = {"enum": [member.value for member in kind]}
    return Codec(write=lambda one: str(one.value), read=read, schema=schema)


def record(kind: type[T], fields: Mapping[str, Codec[Any]]) -> Codec[T]:
    """Return the codec of the record `kind`: all of `fields`, in this order, and no others."""

    def write(one: T) -> JsonValue:
        return {name: codec.write(getattr(one, name)) for name, codec in fields.items()}

    def read(data: JsonValue, place: str) -> T:
        found = _of(data, dict, place)
        for name in sorted(found.keys() ^ fields.keys()):
            fault = "the field is missing" if name in fields else "no such field is known"
            raise damage(f"{place}.{name}", fault)
        return kind(
            **{name: codec.read(found[name], f"{place}.{name}") for name, codec in fields.items()}
        )

    schema = {
        "type": "object",
        "properties": {name: codec.schema for name, codec in fields.items()},
        "required": [*fields],
        "additionalProperties": False,
    }
    return Codec(write=write, read=read, schema=schema)


def checked(item: Codec[T], use: Callable[[T], object]) -> Codec[T]:
    """Return the codec of an `item` that can be used: `use` raises an error where it cannot."""

    def read(data: JsonValue, place: str) -> T:
        one = item.read(data, place)
        try:
            use(one)
        except (ArithmeticError, TypeError, ValueError) as error:
            raise damage(place, str(error)) from error
        return one

    return Codec(write=item.write, read=read, schema=item.schema)


def _of(data: JsonValue, kind: type[Any], place: str) -> Any:  # noqa: ANN401 - narrowed to `kind`
    # Compared by identity: `True` is an `int` to isinstance.
    if type(data) is not kind:
        raise damage(place, f"expected {_NAMES[kind]}, found {_short(data)}")
    return data


def _short(data: JsonValue) -> str:
    if isinstance(data, list | dict):
        return _NAMES[type(data)]
    text = repr(data)
    return text if len(text) <= 40 else f"{text[:39]}…"  # noqa: PLR2004 - fits a line


def _read_points(data: JsonValue, place: str) -> Decimal:
    text = _of(data, str, place)
    if not _POINTS.fullmatch(text):
        raise damage(place, f"{_short(text)} is not a decimal number such as '3.25'")
    return Decimal(text)


def _read_text(data: JsonValue, place: str) -> Text:
    found = _of(data, dict, place)
    return {language: _of(text, str, f"{place}.{language}") for language, text in found.items()}


def _write_value(value: Value) -> JsonValue:
    if isinstance(value, tuple):
        return [_write_value(item) for item in value]
    if isinstance(value, str):
        return {"text": value} if _FRACTION.fullmatch(value) or value in _NOT_FINITE else value
    if isinstance(value, float):
        return value if math.isfinite(value) else repr(float(value))
    return _write_exact(value)


def _write_exact(number: int | Fraction) -> JsonValue:
    if isinstance(number, bool):
        return number
    whole = number.denominator == 1
    if max(number.numerator.bit_length(), number.denominator.bit_length()) > _MOST_BITS:
        ratio = "" if whole else f"/{number.denominator:#x}"
        return {"hex": f"{number.numerator:#x}{ratio}"}
    # "3" would read back as a text, and Fraction(3) equals 3.
    return to_json(number.numerator if whole else number)


def _read_value(data: JsonValue, place: str) -> Value:
    if isinstance(data, list):
        return tuple(_read_value(item, f"{place}[{index}]") for index, item in enumerate(data))
    if isinstance(data, dict):
        return _read_tagged(data, place)
    if data is None:
        raise damage(place, "expected a value, found nothing")
    if isinstance(data, str):
        return Fraction(data) if _FRACTION.fullmatch(data) else _NOT_FINITE.get(data, data)
    return data


def _read_tagged(data: Mapping[str, JsonValue], place: str) -> Scalar:
    text, digits = data.get("text"), data.get("hex")
    if len(data) == 1 and isinstance(text, str):
        return text
    if len(data) == 1 and isinstance(digits, str) and _HEXADECIMAL.fullmatch(digits):
        numerator, _, denominator = digits.partition("/")
        whole = int(numerator, 16)
        return Fraction(whole, int(denominator, 16)) if denominator else whole
    raise damage(place, "expected a value, found an object that is not {text} or {hex}")


_NAMES: Mapping[type[Any], str] = {
    str: "a text",
    bool: "true or false",
    int: "a whole number",
    list: "a list",
    dict: "an object",
}


def _tag(name: str, schema: Schema) -> Schema:
    return {
        "type": "object",
        "properties": {name: schema},
        "required": [name],
        "additionalProperties": False,
    }


def _as_is(kind: type[PlainT], name: str) -> Codec[PlainT]:
    return Codec(write=kind, read=lambda data, place: _of(data, kind, place), schema={"type": name})


TEXT = _as_is(str, "string")
FLAG = _as_is(bool, "boolean")
COUNT = _as_is(int, "integer")
POINTS = Codec(
    write=exact,
    read=_read_points,
    schema={"type": "string", "pattern": f"^{_POINTS.pattern}$"},
)
# The order of the languages is kept: the first is the one to fall back on.
TEXTS = Codec(
    write=dict,
    read=_read_text,
    schema={"type": "object", "additionalProperties": {"type": "string"}},
)
VALUE = Codec(write=_write_value, read=_read_value, schema={"$ref": "#/$defs/value"})
DEFINITIONS: Schema = {
    "value": {
        "description": "A number, a text, a truth value, or rows of them. A fraction is `3/4`, "
        "a number that is not finite `nan`, `inf` or `-inf`; a text that could be taken for one of "
        "these is `{text}`, and a number of thousands of digits `{hex}`.",
        "anyOf": [
            {"type": ["boolean", "number", "string"]},
            {"type": "array", "items": {"$ref": "#/$defs/value"}},
            _tag("text", {"type": "string"}),
            _tag("hex", {"type": "string", "pattern": f"^{_HEXADECIMAL.pattern}$"}),
        ],
    }
}
"""What the schemas above refer to, for the top of the document."""
