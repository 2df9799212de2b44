"""The scores of a class in a terminal."""

import io
from collections.abc import Iterable, Iterator, Sequence
from textwrap import wrap
from typing import TYPE_CHECKING

from grader.model.grade import ExerciseGrade, Grade, Verdict
from grader.model.text import in_language
from grader.reports.characters import one_line
from grader.reports.credits import credit_note
from grader.reports.numerals import percentage, points
from grader.reports.phrases import MARKS, say, verdict_word
from grader.reports.standings import (
    Standing,
    columns,
    exercise_of,
    fatal_codes,
    remark_codes,
    standing,
    summarize,
    verdict_of,
    worst,
)

if TYPE_CHECKING:
    from rich.table import Table

_REMARK_ROOM = 20
"""Columns kept for remarks: without that much, the points per exercise give way to marks."""

_STUDENT_ROOM = 16
_GAP = 2

_STYLES = {
    Standing.CORRECT: "green",
    Standing.BLANK: "dim",
    Standing.ABSENT: "dim",
    Standing.NOT_GRADED: "red",
}


def scores_table(grades: Iterable[Grade], *, language: str, color: bool, width: int) -> str:
    """Return one line per student in the order given, and a last one about the class.

    Where the points of every exercise do not fit in `width`, one mark for each takes their place.
    """
    listed = list(grades)
    if not listed:
        return say("no_students", language) + "\n"
    exercises = columns(listed)
    rows = _rows(listed, exercises, language)
    wide = _room(rows, width) >= _REMARK_ROOM
    if not wide:
        rows = _rows(listed, exercises, language, marks=True)
    table = _table(rows, [_STYLES.get(standing(grade)) for grade in listed], width)
    notes = [*_legend(exercises, language, marks=not wide), *_footer(listed, language)]
    lines = [line for note in notes for line in wrap(note, width, subsequent_indent="   ")]
    return "\n".join([_rendered(table, color=color, width=width), "", *lines, ""])


def _rows(
    grades: Sequence[Grade],
    exercises: Sequence[ExerciseGrade],
    language: str,
    *,
    marks: bool = False,
) -> list[list[str]]:
    """Return the heading and one row per student."""
    middle = [say("exercises", language)] if marks else [str(one.number) for one in exercises]
    rows = [[say("student", language), *middle, say("total", language), "%"]]
    rows[0].append(say("remarks", language))
    for grade in grades:
        own = [exercise_of(grade, exercise) for exercise in exercises]
        cells = ["–" if one is None else points(one.earned, language) for one in own]
        if marks:
            cells = ["".join("–" if one is None else MARKS[verdict_of(one)] for one in own)]
        rows.append(_row(grade, cells, _remarks(grade, exercises, language), language))
    return rows


def _row(grade: Grade, cells: Sequence[str], remarks: str, language: str) -> list[str]:
    share = percentage(grade.earned, grade.possible)
    return [
        one_line(grade.student, most=_STUDENT_ROOM),
        *cells,
        points(grade.earned, language),
        "–" if share is None else points(share, language),
        one_line(remarks),
    ]


def _room(rows: Sequence[Sequence[str]], width: int) -> int:
    """Return the columns left for the last cell of each row."""
    from rich.cells import cell_len  # noqa: PLC0415 - as in `_table`

    widths = [max(map(cell_len, column)) + _GAP for column in zip(*rows, strict=True)]
    return width - sum(widths[:-1])


def _table(rows: Sequence[Sequence[str]], styles: Sequence[str | None], width: int) -> "Table":
    # Not at the top: rich takes a tenth of a second to import, and most commands need none of it.
    from rich.box import SIMPLE_HEAD  # noqa: PLC0415
    from rich.table import Table  # noqa: PLC0415

    first, *middle, last = rows[0]
    table = Table(box=SIMPLE_HEAD, show_edge=False, pad_edge=False, padding=(0, 1, 0, 0))
    table.add_column(first, no_wrap=True)
    for heading in middle:
        table.add_column(heading, justify="right", no_wrap=True)
    # Rich would narrow every column alike, numbers too.
    room = max(_room(rows, width), 1)
    table.add_column(last, no_wrap=True, overflow="ellipsis", max_width=room)
    for row, style in zip(rows[1:], styles, strict=True):
        table.add_row(*row, style=style)
    return table


def _rendered(table: "Table", *, color: bool, width: int) -> str:
    from rich.console import Console  # noqa: PLC0415 - as in `_table`

    stream = io.StringIO()
    # An empty environment: NO_COLOR, TERM and COLUMNS are for whoever calls to look at.
    console = Console(
        file=stream,
        width=width,
        color_system="standard" if color else None,
        force_terminal=color,
        force_jupyter=False,
        markup=False,
        emoji=False,
        highlight=False,
        legacy_windows=False,
        _environ={},
    )
    console.print(table)
    return "\n".join(line.rstrip() for line in stream.getvalue().splitlines())


def _remarks(grade: Grade, exercises: Sequence[ExerciseGrade], language: str) -> str:
    group = standing(grade)
    if group is Standing.NOT_GRADED:
        return " ".join((say("not_graded", language), *fatal_codes(grade)))
    if group is Standing.ABSENT:
        return say("not_handed_in", language)
    note = credit_note(grade, language)
    if group is Standing.BLANK:
        return ", ".join(filter(None, (note, verdict_word(Verdict.BLANK, language))))
    # By the numbers of the columns: those of the student may be others.
    listed = ((column.number, exercise_of(grade, column)) for column in exercises)
    pairs = ((number, _remark(own, language)) for number, own in listed if own is not None)
    found = (f"{number} {remark}" for number, remark in pairs if remark)
    return ", ".join(filter(None, (note, *found)))


def _remark(exercise: ExerciseGrade, language: str) -> str:
    if exercise.diagnoses or not remark_codes(exercise):
        return remark_codes(exercise)
    return verdict_word(worst(exercise), language)


def _legend(exercises: Sequence[ExerciseGrade], language: str, *, marks: bool) -> Iterator[str]:
    for exercise in exercises:
        title = one_line(in_language(exercise.title, language))
        yield f"{exercise.number}  {title} ({points(exercise.possible, language)})"
    if marks:
        words: dict[str, list[str]] = {}
        for verdict, mark in MARKS.items():
            words.setdefault(mark, []).append(verdict_word(verdict, language))
        yield ", ".join(f"{mark} {' / '.join(found)}" for mark, found in words.items())


def _footer(grades: Sequence[Grade], language: str) -> Iterator[str]:
    summary = summarize(grades)
    if summary.mean is not None and summary.median is not None:
        mean, median = (
            say("percent", language, n=points(share, language))
            for share in (summary.mean, summary.median)
        )
        yield say("average", language, mean=mean, median=median, n=summary.graded)
    yield " · ".join(
        say(f"{group.value}_students", language, n=summary.counts[group])
        for group in Standing
        if summary.counts[group]
    )
    if summary.verdicts:
        listed = (
            f"{verdict_word(verdict, language)} {summary.verdicts[verdict]}"
            for verdict in Verdict
            if summary.verdicts[verdict]
        )
        yield say("verdicts", language, counts=", ".join(listed))
