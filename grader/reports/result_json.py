"""The canonical result of one submission, as JSON; every other report can be made from it again.

Points are texts (``"3.25"``), because a JSON number is a binary fraction to most readers. Texts
keep every language. In values, a fraction is ``"3/4"``, a number that is not finite ``"nan"``,
``"inf"`` or ``"-inf"``; a text that could be taken for one of these is ``{"text": "3/4"}``, and a
number of thousands of digits ``{"hex": "0x…"}``.
"""

import json
import math
from typing import Any, cast

from grader.model.grade import Grade
from grader.model.value import JsonValue
from grader.reports.codec import DEFINITIONS, damage
from grader.reports.json_text import json_text
from grader.reports.result_fields import GRADE

SCHEMA = "grader/result/1"
DRAFT = "https://json-schema.org/draft/2020-12/schema"

# What Python refuses to read, with an error that has no place.
_MOST_DIGITS = 4300


def to_json(grade: Grade) -> str:
    """Return the result as JSON: the same grade always gives the same bytes."""
    fields = cast("dict[str, JsonValue]", GRADE.write(grade))
    return json_text({"schema": SCHEMA, **fields})


def from_json(text: str) -> Grade:
    """Return the grade that `text` was made from, equal to it in every field.

    Two things are written in one form only, equal in value to what they were: points lose trailing
    zeros and a fraction that is whole becomes an integer.

    Raises
    ------
    ValueError
        The text is damaged, or is no result of this schema: says where and what.
    """
    try:
        data: JsonValue = json.loads(
            text,
            object_pairs_hook=_distinct,
            parse_constant=_no_constant,
            parse_int=_integer,
            parse_float=_finite,
        )
    except json.JSONDecodeError as error:
        place = f", line {error.lineno}, column {error.colno}"
        raise damage(place, f"this is not JSON: {error.msg}") from error
    except RecursionError as error:
        raise damage("", "this is nested too deeply") from error
    if not isinstance(data, dict) or data.get("schema") != SCHEMA:
        raise damage(".schema", f"this is no result in the schema {SCHEMA}")
    return GRADE.read({name: data[name] for name in data if name != "schema"}, "")


def schema() -> dict[str, Any]:
    """Return the JSON Schema of results."""
    properties = {"schema": {"const": SCHEMA}, **GRADE.schema["properties"]}
    return {
        "$schema": DRAFT,
        "title": SCHEMA,
        **GRADE.schema,
        "properties": properties,
        "required": [*properties],
        "$defs": DEFINITIONS,
    }


def _distinct(pairs: list[tuple[str, JsonValue]]) -> dict[str, JsonValue]:
    # Python would keep the last of two equal names, other readers the first.
    fields: dict[str, JsonValue] = {}
    for name, value in pairs:
        if name in fields:
            raise damage(f".{name}", "the field occurs twice")
        fields[name] = value
    return fields


def _no_constant(name: str) -> JsonValue:
    raise damage("", f"{name} is not JSON")


def _integer(digits: str) -> int:
    if len(digits) > _MOST_DIGITS:
        raise damage("", f"a number of {len(digits)} digits is none of ours")
    return int(digits)


def _finite(digits: str) -> float:
    number = float(digits)
    if not math.isfinite(number):
        raise damage("", f"{digits} is too large a number")
    return number
