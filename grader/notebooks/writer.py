"""Worksheet → notebook."""

import json
from collections import Counter
from collections.abc import Mapping
from functools import cache, partial

from grader.answers import describe
from grader.assets import bundled
from grader.errors import UsageError
from grader.model.assignment import Feedback
from grader.model.submission import AnswerKey
from grader.model.value import JsonValue
from grader.model.variant import AnswerView, Worksheet
from grader.notebooks.document import Piece, cut
from grader.notebooks.phrases import counted, sentence
from grader.notebooks.sources import given_source, setup_source
from grader.notebooks.tags import SCHEMA, Tag, cell_id, code_tags, metadata

# Markdown and HTML that a name could contain by accident.
_ESCAPES = str.maketrans({sign: f"\\{sign}" for sign in "\\`*_[]<>$|~&#"} | {"\n": " ", "\r": " "})

_TOLD = {Feedback.SCORE: "check_score", Feedback.FULL: "check_full"}
"""The sentence that says what `check` tells, where it tells more than the form."""


def render(worksheet: Worksheet, *, template: str | None = None) -> bytes:
    """Return the notebook of `worksheet`: a valid file of format 4.5, always with the same bytes.

    `template` is the text of a template of your own; ours is ``templates/notebook.md.j2``, and the
    comment at its top says how one is written.

    Raises
    ------
    UsageError
        The template is wrong: it cannot be read, or does not give every answer one cell.
    """
    pieces = cut(_template() if template is None else template, _values(worksheet))
    _require_every_cell(worksheet, pieces)
    copies: Counter[Tag] = Counter()
    cells: list[JsonValue] = []
    for piece in pieces:
        copy, copies[piece.tag] = copies[piece.tag], copies[piece.tag] + 1
        cells.append(_cell(worksheet, piece, copy=copy))
    notebook = _notebook(worksheet, cells)
    # Imported here because it takes a tenth of a second, and reading never needs it.
    from nbformat import validate  # noqa: PLC0415

    validate(notebook, version=4, version_minor=5)
    return _canonical(notebook)


def fill(notebook: bytes, answers: Mapping[AnswerKey, str]) -> bytes:
    """Return a notebook of ours with `answers` typed into its answer cells.

    Each is the whole source of its cell. An answer that the notebook does not ask for is a
    ``KeyError``.
    """
    content = json.loads(notebook)
    asked = {
        (label["exercise"], label["answer"]): cell
        for cell in content["cells"]
        if (label := cell["metadata"]["grader"])["role"] == "answer"
    }
    for key, source in answers.items():
        asked[key]["source"] = source.splitlines(keepends=True)
    return _canonical(content)


@cache
def _template() -> str:
    return (bundled("templates") / "notebook.md.j2").read_text(encoding="utf-8")


def _values(worksheet: Worksheet) -> dict[str, object]:
    """Return what a template may name."""
    language = worksheet.language

    def count(code: str, n: object) -> str:
        return counted(code, language, n)

    def say(code: str, **values: object) -> str:
        return sentence(code, language, **values)

    def form(answer: AnswerView) -> str:
        # One line, whatever an option contains: it also stands in a comment of the answer cell.
        return " ".join(describe(answer.form, language).split())

    variables = [answer.variable for view in worksheet.exercises for answer in view.answers]
    return {
        "worksheet": worksheet,
        "name": worksheet.name.translate(_ESCAPES),
        "minutes": sum(view.minutes for view in worksheet.exercises),
        "example": variables[0] if variables else "",
        "told_by_check": _TOLD.get(worksheet.feedback, "check_format"),
        "say": say,
        "count": count,
        "form": form,
        "one_line": lambda text: " ".join(text.split()),
        "setup": setup_source(worksheet),
        "given": partial(given_source, language=language),
    }


def _require_every_cell(worksheet: Worksheet, pieces: list[Piece]) -> None:
    """Refuse a template that forgets a cell: nobody could answer what is not there."""
    found = Counter(piece.tag for piece in pieces if piece.is_code and piece.tag.role != "hand-in")
    wanted = Counter(code_tags(worksheet))
    if found == wanted:
        return
    wrong = next(tag for tag in [*wanted, *found] if found[tag] != wanted[tag])
    words = " ".join(filter(None, (wrong.role, wrong.exercise, wrong.answer)))
    raise UsageError.at(
        "notebook template",
        f"the cell '{words}' comes {found[wrong]} times, not {wanted[wrong]}",
        f"write one fence ```python {words}",
    )


def _cell(worksheet: Worksheet, piece: Piece, *, copy: int) -> dict[str, JsonValue]:
    cell: dict[str, JsonValue] = {
        "cell_type": "code" if piece.is_code else "markdown",
        "id": cell_id(worksheet.assignment, piece.tag, copy=copy),
        "metadata": metadata(worksheet, piece.tag),
        "source": [*piece.text.splitlines(keepends=True)],
    }
    return cell | {"execution_count": None, "outputs": []} if piece.is_code else cell


def _notebook(worksheet: Worksheet, cells: list[JsonValue]) -> dict[str, JsonValue]:
    return {
        "cells": cells,
        "metadata": {
            "grader": {
                "schema": SCHEMA,
                "assignment": worksheet.assignment,
                "student": worksheet.student,
                "language": worksheet.language,
                "attempt": worksheet.attempt,
            },
            "kernelspec": {
                "display_name": "Python 3 (ipykernel)",
                "language": "python",
                "name": "python3",
            },
            "language_info": {"name": "python"},
        },
        "nbformat": 4,
        "nbformat_minor": 5,
    }


def _canonical(notebook: JsonValue) -> bytes:
    # As nbformat and Jupyter write it, so that a saved notebook differs only where it was edited.
    # nbformat itself would take ten times as long: it validates every cell by itself.
    text = json.dumps(notebook, ensure_ascii=False, indent=1, sort_keys=True)
    return (text + "\n").encode()
