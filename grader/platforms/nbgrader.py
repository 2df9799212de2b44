"""nbgrader: the columns of its exported gradebook, but quoted: names hold commas."""

from collections.abc import Sequence
from datetime import UTC, datetime

from grader.platforms.entries import Entry, written
from grader.platforms.tables import to_text
from grader.reports.spreadsheets import disarmed

COLUMNS = (
    *("assignment", "duedate", "timestamp", "student_id", "last_name", "first_name", "email"),
    *("raw_score", "late_submission_penalty", "score", "max_score"),
)


def to_csv(entries: Sequence[Entry], *, due: str = "") -> str:
    """Return one line for every student; who handed in nothing has 0 and no time, as there."""
    lines = [
        [
            disarmed(entry.grade.assignment),
            _time(due),
            _time(entry.grade.submitted_at),
            disarmed(entry.student.id),
            disarmed(entry.names[1]),
            disarmed(entry.names[0]),
            disarmed(entry.student.email),
            written(entry.grade.achieved),
            # A bonus is a negative penalty: score + penalty is the raw score in every line.
            written(entry.grade.achieved - entry.grade.earned),
            written(entry.grade.earned),
            written(entry.grade.possible),
        ]
        for entry in entries
    ]
    return to_text([COLUMNS, *lines], quoted=True)


def _time(moment: str) -> str:
    """Return a time as nbgrader keeps it: in UTC, without saying so."""
    if not moment:
        return ""
    return datetime.fromisoformat(moment).astimezone(UTC).strftime("%Y-%m-%d %H:%M:%S")
