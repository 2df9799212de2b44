"""Gradescope: the columns of its downloaded scores."""

from collections.abc import Sequence

from grader.model.text import in_language
from grader.platforms.entries import Entry, written
from grader.platforms.tables import to_text
from grader.reports.spreadsheets import disarmed
from grader.reports.standings import columns, exercise_of

_FIRST = ("First Name", "Last Name", "SID", "Email", "Sections", "Total Score", "Max Points")
_THEN = ("Status", "Submission ID", "Submission Time", "Lateness (H:M:S)")


def to_csv(entries: Sequence[Entry]) -> str:
    """Return one line for every student, with a column of points for each exercise."""
    exercises = columns([entry.grade for entry in entries])
    titles = [
        f"{column.number}: {in_language(column.title, 'en')} ({written(column.possible)} pts)"
        for column in exercises
    ]
    lines = []
    for entry in entries:
        own = [exercise_of(entry.grade, column) for column in exercises]
        lines.append(
            [
                *map(disarmed, (*entry.names, entry.student.id, entry.student.email)),
                "",
                written(entry.score()),
                written(entry.grade.possible),
                "Graded" if entry.has_score else "Missing",
                "",
                entry.grade.submitted_at,
                "",
                *("" if one is None or not entry.has_score else written(one.earned) for one in own),
            ]
        )
    return to_text([[*_FIRST, *_THEN, *map(disarmed, titles)], *lines])
