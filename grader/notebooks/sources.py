"""The code that we put into a notebook, written to be read."""

import json
import math
from collections.abc import Iterator, Mapping
from fractions import Fraction

from grader.answers.forms import tell
from grader.model.value import JsonValue, Scalar, Value, cells
from grader.model.variant import ExerciseView, Worksheet
from grader.notebooks.phrases import sentence

_WIDTH = 88
"""Columns that a code cell shows without scrolling in a window of ordinary width."""
_quoted = json.JSONEncoder(ensure_ascii=False).encode


def sheet(worksheet: Worksheet) -> dict[str, JsonValue]:
    """Return what `check` is told: the form of every answer, and the seeds of a practice sheet.

    What a practice sheet may say of an answer goes with the seeds.
    """
    seeds: dict[str, JsonValue] = {
        view.exercise: view.seed for view in worksheet.exercises if view.seed
    }
    policy: dict[str, JsonValue] = {"feedback": worksheet.feedback.value} if seeds else {}
    return {
        "language": worksheet.language,
        "answers": {
            answer.variable: {
                "exercise": view.exercise,
                "answer": answer.name,
                **tell(answer.form),
            }
            for view in worksheet.exercises
            for answer in view.answers
        },
        **policy,
        "seeds": seeds,
    }


def setup_source(worksheet: Worksheet) -> str:
    """Return the setup cell, which works where `grader` is not installed too."""

    def say(code: str) -> str:
        return sentence(code, worksheet.language)

    return "\n".join(
        [
            f"# {say('setup_comment')}",
            "try:",
            "    from grader import check",
            f"except ImportError:  # {say('setup_excuse')}",
            "    def check(*answers, **named):",
            f"        print({literal(say('setup_missing'))})",
            "else:",
            f"    check.begin({_block(sheet(worksheet))})",
        ]
    )


def given_source(view: ExerciseView, language: str) -> str:
    """Return the cell that assigns the given values of an exercise; empty when there are none."""
    if not view.given:
        return ""
    comment = sentence("given_comment", language)
    return "\n".join([f"# {comment}", *(assignment(*item) for item in view.given.items())])


def assignment(variable: str, value: Value) -> str:
    """Return the statement that assigns `value`, the columns of a matrix under one another.

    >>> print(assignment("kernel", ((1, 0, -1), (2, 0, -2))))
    kernel = [[ 1,  0, -1],
              [ 2,  0, -2]]
    """
    opening = f"{variable} = "
    width = max((len(literal(cell)) for cell in cells(value)), default=0)
    return opening + _nested(value, indent=len(opening), width=width)


def _nested(value: Value, *, indent: int, width: int) -> str:
    if not isinstance(value, tuple):
        return literal(value)
    if any(isinstance(item, tuple) for item in value):
        rows = [_nested(item, indent=indent + 1, width=width) for item in value]
        # Planes of a stack are set apart as in print(array): by a line more than rows are.
        deeper = any(isinstance(row, tuple) for item in value for row in _items(item))
        return "[" + (",\n" + "\n" * deeper + " " * (indent + 1)).join(rows) + "]"
    return "[" + ", ".join(_nested(item, indent=0, width=0).rjust(width) for item in value) + "]"


def _items(value: Value) -> tuple[Value, ...]:
    return value if isinstance(value, tuple) else ()


def literal(value: Scalar) -> str:
    """Return the Python source of a value.

    >>> literal(True), literal(-3), literal(Fraction(1, 9)), literal("izquierda")
    ('True', '-3', '1/9', '"izquierda"')
    """
    if type(value) is int:
        return str(value)
    if isinstance(value, str):
        # Double quotes as in the rest of the notebook; every JSON string is a Python string.
        return _quoted(value)
    if isinstance(value, float) and not math.isfinite(value):
        return f'float("{value}")'
    return str(value) if isinstance(value, Fraction) else repr(value)


def _block(sheet: Mapping[str, JsonValue]) -> str:
    """Return `sheet` as the argument of a call in an indented block."""
    lines = ["{"]
    for name, value in sheet.items():
        if isinstance(value, dict) and value:
            lines.append(f"        {literal(name)}: {{")
            lines += [f"{_entry(key, item)}," for key, item in value.items()]
            lines.append("        },")
        else:
            lines.append(f"        {literal(name)}: {_inline(value)},")
    return "\n".join([*lines, "    }"])


def _entry(key: str, value: JsonValue) -> str:
    """Return one answer on as few lines as a window of ordinary width shows in full."""
    opening = f"{' ' * 12}{literal(key)}: "
    if not isinstance(value, dict):
        return opening + _inline(value)
    lines = [opening + "{"]
    for word in _words(value):
        if len(lines[-1]) + len(word) > _WIDTH:
            lines.append(" " * 16)
        lines[-1] += word + " "
    return "\n".join(line.rstrip() for line in lines).removesuffix(",") + "}"


def _words(fields: Mapping[str, JsonValue]) -> Iterator[str]:
    """Yield the fields, cut where a line may end: between them, or the items of a long list."""
    for name, value in fields.items():
        word = f"{literal(name)}: {_inline(value)},"
        if isinstance(value, list) and value and len(word) > _WIDTH - 16:
            first, *others = [f"{_inline(item)}," for item in value]
            *before, last = [f"{literal(name)}: [{first}", *others]
            yield from (*before, f"{last.removesuffix(',')}],")
        else:
            yield word


def _inline(value: JsonValue) -> str:
    if isinstance(value, list):
        return "[" + ", ".join(map(_inline, value)) + "]"
    if isinstance(value, dict):
        return "{" + ", ".join(f"{literal(k)}: {_inline(v)}" for k, v in value.items()) + "}"
    return repr(value) if value is None else literal(value)
