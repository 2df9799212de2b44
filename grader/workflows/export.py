"""Results → the file that a gradebook takes."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from grader import scoring
from grader.errors import UsageError
from grader.model.assignment import Roster
from grader.model.attempts import unmarked
from grader.model.grade import Grade
from grader.model.text import in_language
from grader.platforms import canvas, gradescope_scores, moodle, nbgrader, workbook
from grader.platforms.entries import Entry, entries
from grader.reports import scores_csv
from grader.workflows.files import Unreadable, read_bounded
from grader.workflows.results import RESULTS, results_of

MAX_BOOK = 50 * 2**20


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What a gradebook is to look like. Each format takes of it what it knows."""

    gradebook: Path | None = None
    """The export to be filled in."""
    column: str = ""
    """What the assignment is called there; empty: its title."""
    scale: bool = False
    zero_for_absent: bool = False
    diagnoses: bool = False
    due: str = ""

    @property
    def absent(self) -> Decimal | None:
        """What who handed in nothing gets."""
        return Decimal(0) if self.zero_for_absent else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Exported:
    """A file for a gradebook, and what there is to say about it."""

    content: bytes
    students: int
    warnings: tuple[str, ...] = ()


Format = Callable[[tuple[Entry, ...], Wish], Exported]


def export(name: str, folder: Path, roster: Roster, wish: Wish) -> Exported:
    """Return the grades in `folder`, which `grade` or `regrade` wrote, in the format `name`.

    Of each student what is recorded counts: the best attempt, or what was set by hand.

    Raises
    ------
    UsageError
        When there are no results, one is damaged, or the gradebook cannot be filled.
    """
    grades = recorded_in(folder, roster)
    missing = [student.id for student in roster if student.id not in grades]
    made = FORMATS[name](entries(roster, grades.values()), wish)
    noted = [f"not graded yet: {', '.join(missing)}"] if missing else []
    return Exported(content=made.content, students=made.students, warnings=(*noted, *made.warnings))


def recorded_in(folder: Path, roster: Roster) -> Mapping[str, Grade]:
    """Return student → what is recorded of them, of all attempts that were graded.

    Raises
    ------
    UsageError
        When there are no results, or one of them is damaged.
    """
    names = [path.stem for path in (folder / RESULTS).glob("*.json")]
    if not names:
        raise UsageError.at(
            str(folder), "there are no results in it", "name the folder that `grader grade` wrote"
        )
    most = max(unmarked(name)[1] or 1 for name in names)
    found = ((student.id, list(results_of(folder, student, most=most))) for student in roster)
    return {student: scoring.recorded(grades) for student, grades in found if grades}


def _text(text: str, lines: tuple[Entry, ...]) -> Exported:
    return Exported(content=text.encode(), students=len(lines))


def _csv(lines: tuple[Entry, ...], wish: Wish) -> Exported:
    del wish
    return _text(scores_csv.to_csv(entry.grade for entry in lines), lines)


def _xlsx(lines: tuple[Entry, ...], wish: Wish) -> Exported:
    del wish
    content = workbook.to_xlsx([entry.grade for entry in lines])
    return Exported(content=content, students=len(lines))


def _moodle(lines: tuple[Entry, ...], wish: Wish) -> Exported:
    item = wish.column or _title(lines)
    told = [entry for entry in lines if entry.score(absent=wish.absent) is not None]
    text = moodle.to_csv(lines, item=item, absent=wish.absent, diagnoses=wish.diagnoses)
    return Exported(content=text.encode(), students=len(told))


def _nbgrader(lines: tuple[Entry, ...], wish: Wish) -> Exported:
    return _text(nbgrader.to_csv(lines, due=wish.due), lines)


def _gradescope(lines: tuple[Entry, ...], wish: Wish) -> Exported:
    del wish
    return _text(gradescope_scores.to_csv(lines), lines)


def _canvas(lines: tuple[Entry, ...], wish: Wish) -> Exported:
    if wish.gradebook is None:
        raise UsageError.at(
            "canvas",
            "which gradebook is to be filled?",
            "export it in Canvas, and add --gradebook FILE",
        )
    filled = canvas.fill(
        _read(wish.gradebook),
        str(wish.gradebook),
        lines,
        column=wish.column or _title(lines),
        scale=wish.scale,
        absent=wish.absent,
    )
    notes = [f"not in the gradebook: {student}" for student in filled.without_line]
    notes += [f"in the gradebook, but without a grade: {name}" for name in filled.without_grade]
    notes += [f"excused there, which stays: {student}" for student in filled.excused]
    if filled.new:
        notes.append(f"no column is called “{filled.column}”, so it was added: Canvas will ask")
    students = len(lines) - len(filled.without_line)
    return Exported(content=filled.text.encode(), students=students, warnings=tuple(notes))


def _title(lines: tuple[Entry, ...]) -> str:
    return in_language(lines[0].grade.title, "en") if lines else ""


def _read(path: Path) -> bytes:
    try:
        return read_bounded(path.resolve(), limit=MAX_BOOK)
    except Unreadable as error:
        raise UsageError.at(str(path), f"cannot be read: {error.detail or error.code}") from None


FORMATS: Mapping[str, Format] = {
    "csv": _csv,
    "canvas": _canvas,
    "moodle": _moodle,
    "nbgrader": _nbgrader,
    "gradescope": _gradescope,
    "xlsx": _xlsx,
}
"""What a gradebook is called on the command line → how it is made."""
