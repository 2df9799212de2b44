"""Exports of classrooms and learning platforms → one roster."""

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from grader.errors import UsageError
from grader.model.assignment import Roster, Student
from grader.reports.spreadsheets import disarmed
from grader.spec.class_lists import ClassList, Listed, read_class_list
from grader.spec.roster import checked
from grader.workflows.files import Unreadable, read_bounded
from grader.workflows.owners import Names, names_in

MAX_LIST = 50 * 2**20
_COLUMNS = ("id", "name", "email", "github", "language", "number")


@dataclass(frozen=True, slots=True, kw_only=True)
class Imported:
    """A roster, and what there is to say about how it came about."""

    roster: Roster
    formats: tuple[str, ...]
    """Of each file, the program that wrote it."""
    made: tuple[tuple[str, str], ...]
    """(what the file says, the id that was made of it)."""
    staff: tuple[str, ...]
    """Who is on a list, but not as a student."""
    left_aside: tuple[str, ...]
    """Lines of later files that fit nobody of the first."""

    @property
    def unlinked(self) -> Roster:
        """Those whose GitHub login is not known."""
        return tuple(student for student in self.roster if not student.github)

    def to_csv(self) -> str:
        """Return the roster as the file that all commands read."""
        stream = io.StringIO(newline="")
        writer = csv.writer(stream, lineterminator="\r\n")
        writer.writerow(_COLUMNS)
        for student in self.roster:
            writer.writerow(disarmed(getattr(student, column)) for column in _COLUMNS)
        return stream.getvalue()


def import_rosters(paths: Sequence[Path], *, logins_as_ids: bool = False) -> Imported:
    """Return the students of the first file, with what the others add about them.

    The same student is known by id, e-mail address, or full name where nobody else has it.

    Parameters
    ----------
    paths
        The lists.
    logins_as_ids
        Whether students get their GitHub logins for ids, in small letters: by these, repositories
        draw their notebooks. Who has none keeps the id of the list.

    Raises
    ------
    ExerciseError
        When a file is no CSV, or two students have the same id: with every such line.
    UsageError
        When a file cannot be read.
    """
    lists = [_read(path) for path in paths]
    roster = checked(((line.place, line.student) for line in lists[0].students), str(paths[0]))
    left_aside: list[str] = []
    for other in lists[1:]:
        roster, strangers = _merged(roster, other)
        left_aside += strangers
    # Once more: a login may have come to two of them.
    roster = checked(((f"student {student.id}", student) for student in roster), str(paths[-1]))
    if logins_as_ids:
        roster = _renamed(str(paths[0]), roster)
    return Imported(
        roster=roster,
        formats=tuple(item.format for item in lists),
        made=tuple((line.told, line.student.id) for line in lists[0].students if line.told),
        staff=tuple(name for item in lists for name in item.staff),
        left_aside=tuple(left_aside),
    )


def _read(path: Path) -> ClassList:
    try:
        return read_class_list(read_bounded(path.resolve(), limit=MAX_LIST), str(path))
    except Unreadable as error:
        raise UsageError.at(str(path), f"cannot be read: {error.detail or error.code}") from None


def _renamed(name: str, roster: Roster) -> Roster:
    """Return the students with their logins for ids."""
    named = [replace(item, id=item.github.casefold() or item.id) for item in roster]
    return checked(((f"{name}: {item.name}", item) for item in named), name)


def _merged(roster: Roster, other: ClassList) -> tuple[Roster, list[str]]:
    """Return the roster with what `other` adds, and the lines that fit nobody."""
    known = {student.id: student for student in roster}
    names = names_in(roster)
    emails = {student.email.casefold(): student.id for student in roster if student.email}
    strangers: list[str] = []
    for line in other.students:
        owner = next(_owners(line, names, emails), None)
        if owner is None:
            strangers.append(f"{line.place}: {line.student.name}")
        else:
            known[owner] = _completed(known[owner], line.student)
    return tuple(known.values()), strangers


def _owners(line: Listed, names: Names, emails: Mapping[str, str]) -> Iterator[str]:
    """Yield who a line may be about, the surest first."""
    for said in (line.student.id, line.told, line.student.github):
        if said.casefold() in names.exact:
            yield names.exact[said.casefold()]
    if line.student.email.casefold() in emails:
        yield emails[line.student.email.casefold()]
    if (namesake := names.named(line.student.name)) is not None:
        yield namesake


def _completed(student: Student, other: Student) -> Student:
    """Return a student with the fields filled in that were empty."""
    fields = ("email", "github", "language", "number")
    return replace(
        student, **{field: getattr(student, field) or getattr(other, field) for field in fields}
    )
