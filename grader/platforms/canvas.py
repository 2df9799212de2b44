"""Canvas: an exported gradebook with one column of it filled in, and everything else as it was."""

import csv
import io
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from grader.errors import UsageError
from grader.platforms.entries import Entry, written
from grader.platforms.tables import to_text
from grader.reports.spreadsheets import disarmed

_STUDENT = "student"
_KEYS = ("id", "sis user id", "sis login id")
"""By which Canvas knows a student, in its own order."""
_MAXIMA = "Points Possible"
_READ_ONLY = "(read only)"
_EXCUSED = "EX"
_NUMBER = re.compile(r"-?\d+(?:[.,]\d+)?")
_NUMBERED = re.compile(r"(?P<title>.*) \((?P<number>\d+)\)", re.DOTALL)


@dataclass(frozen=True, slots=True, kw_only=True)
class Filled:
    """A gradebook with a column filled in, and whom that left out."""

    text: str
    column: str
    new: bool
    """Whether the column was not there: Canvas asks whether to make an assignment of it."""
    without_line: tuple[str, ...]
    """Ids of students with a grade who are not in the gradebook."""
    without_grade: tuple[str, ...]
    """Names in the gradebook that are nobody with a grade; their cells are as they were."""
    excused: tuple[str, ...]
    """Ids of students whom somebody has excused, which stays."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Book:
    """An exported gradebook, cell by cell."""

    name: str
    lines: list[list[str]]
    separator: str
    has_mark: bool

    @property
    def titles(self) -> list[str]:
        """The first line."""
        return self.lines[0]

    def at(self, title: str) -> int | None:
        """Return the place of a column by its title, capitals aside."""
        plain = [cell.strip().casefold() for cell in self.titles]
        return plain.index(title) if title in plain else None

    @property
    def decimal(self) -> str:
        """The decimal sign of the numbers that are there."""
        cells = [cell for line in self.lines[1:] for cell in line if _NUMBER.fullmatch(cell)]
        if any("," in cell for cell in cells):
            return ","
        return "," if self.separator == ";" and not any("." in cell for cell in cells) else "."


def fill(  # noqa: PLR0913 - a file, what goes into it, and how
    data: bytes,
    name: str,
    entries: Sequence[Entry],
    *,
    column: str,
    scale: bool = False,
    absent: Decimal | None = None,
) -> Filled:
    """Return the gradebook with the scores of `entries` in one column, and nothing else changed.

    Parameters
    ----------
    data
        The bytes of the file that Canvas exported, called `name`.
    name
        What the file is called in messages.
    entries
        Who has which grade.
    column
        Title of the column, with or without the number that Canvas puts behind; made if it is
        not there.
    scale
        Whether to convert points where Canvas gives the assignment other points than we do.
    absent
        What who handed in nothing gets; None leaves their cell alone.

    Raises
    ------
    UsageError
        When the file is no gradebook of Canvas, the column can only be read, fits more than one,
        or is out of other points.
    """
    book = _read(data, name)
    place = _column(book, column)
    new = place is None
    if place is None:
        place = _added(book, column, entries)
    factor = _factor(book, place, entries, scale=scale)
    owners, decimal = _owners(book, entries), book.decimal
    filled: dict[str, None] = {}
    excused: list[str] = []
    for line, entry in owners.items():
        filled[entry.student.id] = None
        if book.lines[line][place].strip().upper() == _EXCUSED:
            excused.append(entry.student.id)
        elif (score := entry.score(absent=absent)) is not None:
            text = written(score * factor)
            book.lines[line][place] = text.replace(".", decimal)
    others = [at for at in _students(book) if at not in owners and book.lines[at][0]]
    left_out = tuple(book.lines[at][0] for at in others)
    return Filled(
        text=_text(book),
        column=book.titles[place],
        new=new,
        without_line=tuple(e.student.id for e in entries if e.student.id not in filled),
        without_grade=left_out,
        excused=tuple(excused),
    )


def _read(data: bytes, name: str) -> _Book:
    has_mark = data.startswith(b"\xef\xbb\xbf")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = data.decode("latin-1")
    # As Canvas does: by what stands in the first three lines.
    head = "\n".join(text.splitlines()[:3])
    separator = max(",;", key=head.count)
    try:
        lines = list(csv.reader(io.StringIO(text), delimiter=separator, strict=True))
    except csv.Error as error:
        raise UsageError.at(name, f"is no CSV: {error}", "export the gradebook again") from None
    lines = [line for line in lines if any(cell.strip() for cell in line)]
    book = _Book(name=name, lines=lines, separator=separator, has_mark=has_mark)
    if not lines or book.at(_STUDENT) != 0 or book.at("id") is None or book.at("section") is None:
        raise UsageError.at(
            name,
            "is no gradebook of Canvas: its columns begin with Student, ID, …, Section",
            "in Canvas: Grades, Export, Export Entire Gradebook",
        )
    width = len(book.titles)
    padded = [(line + [""] * width)[: max(width, len(line))] for line in lines]
    return replace(book, lines=padded)


def _column(book: _Book, wanted: str) -> int | None:
    """Return the column with this title, or None. What Canvas writes is ``Title (12345)``."""
    section = book.at("section") or 0
    found = [
        at
        for at, title in enumerate(book.titles)
        if at > section and wanted.strip().casefold() in _called(title)
    ]
    if len(found) > 1:
        both = " and ".join(book.titles[at] for at in found)
        raise UsageError.at("--column", f"fits more than one column: {both}", "add the number")
    return found[0] if found else None


def _called(title: str) -> set[str]:
    plain = title.strip().casefold()
    numbered = _NUMBERED.fullmatch(plain)
    return {plain, numbered["title"], numbered["number"]} if numbered else {plain}


def _added(book: _Book, column: str, entries: Sequence[Entry]) -> int:
    """Add a column behind the last, with the points that our assignment has."""
    place = len(book.titles)
    for line in book.lines:
        line.extend([""] * (place + 1 - len(line)))
    book.titles[place] = disarmed(column)
    if (maxima := _maxima(book)) is not None and entries:
        book.lines[maxima][place] = written(_possible(entries)).replace(".", book.decimal)
    return place


def _factor(book: _Book, place: int, entries: Sequence[Entry], *, scale: bool) -> Decimal:
    """Return by what our points are multiplied to be those of Canvas."""
    maxima = _maxima(book)
    said = "" if maxima is None else book.lines[maxima][place].strip()
    if said == _READ_ONLY:
        raise UsageError.at(
            "--column", f"Canvas computes {book.titles[place]} itself", "name an assignment"
        )
    ours = _possible(entries)
    if not _NUMBER.fullmatch(said) or not ours:
        return Decimal(1)
    theirs = Decimal(said.replace(",", "."))
    if theirs == ours:
        return Decimal(1)
    if not scale:
        raise UsageError.at(
            "--column",
            f"{book.titles[place]} is out of {said} points, and the grades are out of {ours:f}",
            "add --scale to convert them, or change the points in Canvas",
        )
    return theirs / ours


def _possible(entries: Sequence[Entry]) -> Decimal:
    return max((entry.grade.possible for entry in entries), default=Decimal(0))


def _maxima(book: _Book) -> int | None:
    lines = enumerate(book.lines)
    return next((at for at, line in lines if at and line[0].strip().startswith(_MAXIMA)), None)


def _students(book: _Book) -> list[int]:
    """Return the lines of students: those with a number, which the others do not have."""
    at = book.at("id")
    return [n for n, line in enumerate(book.lines) if n and at is not None and line[at].strip()]


def _owners(book: _Book, entries: Sequence[Entry]) -> Mapping[int, Entry]:
    """Return line → whose it is, by Canvas's number, the two ids of the school, or the name."""
    places = [place for key in _KEYS if (place := book.at(key)) is not None]
    known = {said: entry for entry in reversed(entries) for said in _said(entry)}
    names = _unique(entries)
    numbers = {entry.student.number: entry for entry in entries if entry.student.number}
    owners: dict[int, Entry] = {}
    taken: set[str] = set()
    for at in _students(book):
        cells = [book.lines[at][place].strip().casefold() for place in places]
        # The number of Canvas is nobody's id: a school may count its students as well.
        owner = numbers.get(cells[0]) or next(
            (known[cell] for cell in cells[1:] if cell in known), None
        )
        owner = owner or names.get(_name(book.lines[at][0]))
        if owner is not None and owner.student.id not in taken:
            owners[at] = owner
            taken.add(owner.student.id)
    return owners


def _said(entry: Entry) -> set[str]:
    """Return by what a school may know a student."""
    student = entry.student
    return {said.casefold() for said in (student.id, student.email) if said}


def _name(name: str) -> str:
    family, comma, given = name.partition(",")
    return " ".join(f"{given} {family}".split()).casefold() if comma else name.strip().casefold()


def _unique(entries: Sequence[Entry]) -> Mapping[str, Entry]:
    """Return by their names those who share it with nobody."""
    counts = Counter(_name(entry.student.name) for entry in entries)
    named = ((_name(entry.student.name), entry) for entry in entries)
    return {name: entry for name, entry in named if counts[name] == 1}


def _text(book: _Book) -> str:
    for at in _students(book):
        # Students choose the name that Canvas shows. All else is as Canvas wrote it.
        name = disarmed(book.lines[at][0])
        if name.startswith("'") and not book.lines[at][0].startswith("'"):
            book.lines[at][0] = name
    return ("\ufeff" if book.has_mark else "") + to_text(book.lines, separator=book.separator)
