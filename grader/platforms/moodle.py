"""Moodle: a file for its import of grades, with the feedback that goes with them."""

from collections.abc import Sequence
from decimal import Decimal

from markupsafe import escape

from grader.platforms.entries import Entry, comment, written
from grader.platforms.tables import to_text
from grader.reports.spreadsheets import disarmed


def to_csv(
    entries: Sequence[Entry], *, item: str, absent: Decimal | None = None, diagnoses: bool = False
) -> str:
    """Return one line for every student who has a grade.

    Moodle stops at the first student it does not know and at a grade that is no number, and an
    import of feedback writes over grades: so who has none has no line here, and both stand in one.
    """
    header = ["Username", "ID number", "Email address", item, f"{item} feedback"]
    lines = [
        [
            disarmed(entry.student.id),
            disarmed(entry.student.number or entry.student.id),
            disarmed(entry.student.email),
            written(entry.score(absent=absent)),
            _feedback(entry, diagnoses=diagnoses),
        ]
        for entry in entries
        if entry.score(absent=absent) is not None
    ]
    return to_text([[disarmed(title) for title in header], *lines])


def _feedback(entry: Entry, *, diagnoses: bool) -> str:
    # Moodle shows feedback as HTML.
    said = comment(entry.grade, diagnoses=diagnoses)
    return "<br>".join(disarmed(str(escape(line))) for line in said.splitlines())
