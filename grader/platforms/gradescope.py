"""``results.json`` of a Gradescope autograder."""

from collections.abc import Iterator

from grader.model.grade import Grade
from grader.model.text import in_language
from grader.model.value import JsonValue
from grader.platforms.lines import Line, lines, total
from grader.platforms.phrases import say
from grader.reports.characters import plain
from grader.reports.grade_text import exercise_text
from grader.reports.json_text import json_text
from grader.reports.prose import unmarked

_MOST = 8_000
"""Characters that are shown of one exercise."""


def to_json(grade: Grade, *, formative: bool = False) -> str:
    """Return ``results.json``: one test an exercise, everything as plain text."""
    results: dict[str, JsonValue] = {
        "score": float(grade.earned),
        "output": "\n".join(_output(grade, formative=formative)),
        # Said of everything: nothing that a student wrote is read as HTML or Markdown.
        "output_format": "text",
        "test_output_format": "text",
        "test_name_format": "text",
        "visibility": "visible",
        "stdout_visibility": "hidden",
        "tests": [
            _test(line, number, grade.language) for number, line in enumerate(lines(grade), start=1)
        ],
        "extra_data": {"assignment": grade.assignment, "variant": grade.variant},
    }
    return json_text(results)


def _test(line: Line, number: int, language: str) -> JsonValue:
    text = line.message
    if line.exercise is not None:
        text = plain(exercise_text(line.exercise, language)).strip("\n")
    return {
        "name": line.name,
        "number": str(number),
        "score": float(line.earned),
        "max_score": float(line.possible),
        "status": "passed" if line.right else "failed",
        "output": text[:_MOST],
        "visibility": "visible",
    }


def _output(grade: Grade, *, formative: bool) -> Iterator[str]:
    yield total(grade)
    for problem in grade.problems:
        yield f"! {unmarked(plain(in_language(problem.text, grade.language)))}"
    for remark in grade.feedback:
        yield unmarked(plain(in_language(remark.text, grade.language)))
    if formative:
        yield say("formative", grade.language)
