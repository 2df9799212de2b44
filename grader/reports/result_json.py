"""The canonical result of one submission, as JSON; every other report can be made from it again.

Points are texts (``"3.25"``), because a JSON number is a binary fraction to most readers. Texts
keep every language. In values, a fraction is ``"3/4"``, a number that is not finite ``"nan"``,
``"inf"`` or ``"-inf"``; a text that could be taken for one of these is ``{"text": "3/4"}``, and a
number of thousands of digits ``{"hex": "0x…"}``.
"""

import json
import math
import re
from typing import cast

from grader import engine
from grader.model.grade import (
    AnswerGrade,
    Diagnosis,
    ExerciseGrade,
    Grade,
    GroupGrade,
    Remark,
    Verdict,
)
from grader.model.submission import Problem
from grader.model.value import JsonValue
from grader.model.worked import Filtering, WorkedAnswer
from grader.reports.codec import (
    COUNT,
    FLAG,
    POINTS,
    TEXT,
    TEXTS,
    VALUE,
    checked,
    damage,
    many,
    optional,
    record,
    word,
)

SCHEMA = "grader/result/1"

# What Python refuses to read, with an error that has no place.
_MOST_DIGITS = 4300
_LONE = re.compile("[\ud800-\udfff]")

_REMARK = record(Remark, {"code": TEXT, "text": TEXTS})
_PROBLEM = record(Problem, {"code": TEXT, "text": TEXTS, "fatal": FLAG})
_DIAGNOSIS = record(
    Diagnosis, {"misconception": TEXT, "say": TEXTS, "agree": COUNT, "differ": COUNT}
)
_GROUP = record(GroupGrade, {"group": TEXT, "label": TEXTS, "right": COUNT, "cases": COUNT})
_ANSWER = record(
    AnswerGrade,
    {
        "answer": TEXT,
        "label": TEXTS,
        "kind": TEXT,
        "verdict": word(Verdict),
        "earned": POINTS,
        "possible": POINTS,
        "given": optional(VALUE),
        "right": many(FLAG),
        "remarks": many(_REMARK),
        "groups": many(_GROUP),
    },
)
_FILTERING = checked(
    record(
        Filtering,
        {
            "image": VALUE,
            "kernel": VALUE,
            "operation": TEXT,
            "mode": TEXT,
            "boundary": TEXT,
            "fill_value": VALUE,
            "stride": many(COUNT),
            "dilation": many(COUNT),
            "anchor": optional(many(COUNT)),
        },
    ),
    lambda filtering: engine.trace(**filtering.arguments()),
)
_WORKED = record(WorkedAnswer, {"answer": TEXT, "filtering": _FILTERING})
_EXERCISE = record(
    ExerciseGrade,
    {
        "exercise": TEXT,
        "number": COUNT,
        "title": TEXTS,
        "variant": TEXT,
        "earned": POINTS,
        "possible": POINTS,
        "answers": many(_ANSWER),
        "diagnoses": many(_DIAGNOSIS),
        "worked": optional(_WORKED),
    },
)
_GRADE = record(
    Grade,
    {
        "assignment": TEXT,
        "title": TEXTS,
        "student": TEXT,
        "name": TEXT,
        "earned": POINTS,
        "possible": POINTS,
        "attempt": COUNT,
        "credit": POINTS,
        "submitted_at": TEXT,
        "exercises": many(_EXERCISE),
        "problems": many(_PROBLEM),
        "submission": TEXT,
        "fingerprint": TEXT,
        "level": TEXT,
        "executed": FLAG,
        "output": TEXT,
        "graded_at": TEXT,
        "feedback": many(_REMARK),
    },
)


def to_json(grade: Grade) -> str:
    """Return the result as JSON: the same grade always gives the same bytes."""
    fields = cast("dict[str, JsonValue]", _GRADE.write(grade))
    text = json.dumps({"schema": SCHEMA, **fields}, indent=2, ensure_ascii=False, allow_nan=False)
    # Half a surrogate pair, which a student can print, has no UTF-8: written as JSON's own escape.
    return _LONE.sub(lambda found: f"\\u{ord(found[0]):04x}", text) + "\n"


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
    return _GRADE.read({name: data[name] for name in data if name != "schema"}, "")


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
