"""``result.json`` and the outputs of an autograder of Classroom 50.

Classroom 50 takes whole numbers only. Points are hundredths here, always, so that the maximum is
the same for everybody; what a point is, is said beside it.
"""

from decimal import Decimal

from grader.model.grade import Grade
from grader.model.value import JsonValue
from grader.platforms.lines import Line, capped, lines, total
from grader.platforms.run import Run
from grader.reports.json_text import json_text
from grader.reports.numerals import exact

SCHEMA = "classroom50/result/v1"
SCALE = 100


def to_json(grade: Grade, run: Run) -> str:
    """Return ``result.json``. A bonus above the maximum is not taken, and is left out."""
    listed = capped(lines(grade))
    result: dict[str, JsonValue] = {
        "schema": SCHEMA,
        "classroom": run.classroom,
        "assignment": run.assignment,
        "assignment_type": run.kind,
        "owner": grade.student,
        "submission": run.submission,
        "commit": run.commit,
        "release": run.release,
        "review": run.review,
        "datetime": grade.submitted_at or grade.graded_at,
        "graded_at": grade.graded_at,
        "score": _units(sum((line.earned for line in listed), Decimal(0))),
        "max-score": _units(grade.possible),
        "tests": [_test(line, grade) for line in listed],
    }
    return json_text(result)


def to_output(grade: Grade) -> str:
    """Return the lines for ``$GITHUB_OUTPUT``: success only where everything is right."""
    status = "success" if all(line.right for line in lines(grade)) else "failure"
    return f"status={status}\nsummary={total(grade)}\n"


def _units(amount: Decimal) -> int:
    return int(amount * SCALE)


def _test(line: Line, grade: Grade) -> JsonValue:
    test: dict[str, JsonValue] = {
        "test-name": line.name,
        "passed": line.right,
        "score": _units(line.earned),
        "max-score": _units(line.possible),
        "points": exact(line.earned),
        "max-points": exact(line.possible),
    }
    if line.message:
        test["message"] = line.message
    if line.exercise is not None:
        test["variant"] = line.exercise.variant
    return test | {"attempt": grade.attempt}
