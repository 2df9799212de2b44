"""The scores of a class as a table for spreadsheets and gradebooks."""

import csv
import io
from collections.abc import Iterable, Sequence

from grader.model.grade import ExerciseGrade, Grade
from grader.reports.credits import credit_codes
from grader.reports.numerals import exact, percentage
from grader.reports.spreadsheets import disarmed
from grader.reports.standings import (
    Standing,
    columns,
    exercise_of,
    fatal_codes,
    remark_codes,
    standing,
)


def to_csv(grades: Iterable[Grade]) -> str:
    """Return one line per student in the order given, for every language the same.

    The points of exercises are those before credit, the total is what is recorded; `attempt` is the
    one that it comes from, and `credit` the percent that counts. Numbers have a decimal point,
    remarks are the ids of diagnoses or verdicts. Lines end in CR LF (RFC 4180): write the text with
    ``newline=""``. A cell that a spreadsheet would take for a formula gets an apostrophe in front;
    numbers are ours and stay numbers.
    """
    listed = list(grades)
    exercises = columns(listed)
    stream = io.StringIO(newline="")
    writer = csv.writer(stream, lineterminator="\r\n")
    ids = [disarmed(exercise.exercise) for exercise in exercises]
    last = ["total", "possible", "percent", "attempt", "credit", "remarks"]
    writer.writerow(["student", "name", *ids, *last])
    writer.writerows(_row(grade, exercises) for grade in listed)
    return stream.getvalue()


def _row(grade: Grade, exercises: Sequence[ExerciseGrade]) -> list[str]:
    own = [exercise_of(grade, exercise) for exercise in exercises]
    share = percentage(grade.earned, grade.possible)
    return [
        disarmed(grade.student),
        disarmed(grade.name),
        *("" if exercise is None else exact(exercise.earned) for exercise in own),
        exact(grade.earned),
        exact(grade.possible),
        "" if share is None else exact(share),
        str(grade.attempt) if grade.submission else "",
        exact(grade.credit * 100) if grade.submission else "",
        disarmed(_remarks(grade)),
    ]


def _remarks(grade: Grade) -> str:
    group = standing(grade)
    if group is Standing.NOT_GRADED:
        return "; ".join(("not graded", *fatal_codes(grade)))
    if group is Standing.ABSENT:
        return "not handed in"
    pairs = ((exercise.exercise, remark_codes(exercise)) for exercise in grade.exercises)
    found = (f"{exercise}: {codes}" for exercise, codes in pairs if codes)
    return "; ".join((*credit_codes(grade), *found))
