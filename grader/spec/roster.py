"""A roster file → students. Spreadsheets write CSV in many ways; all of them are read."""

import csv
import io
import re
from collections.abc import Iterator, Mapping
from typing import TypeAlias

from grader.errors import ExerciseError, Fault
from grader.model.assignment import Roster, Student
from grader.model.text import LANGUAGES

_COLUMNS: Mapping[str, tuple[str, ...]] = {
    "id": ("id", "student", "student id", "identifier", "username", "login", "usuario"),
    "name": ("name", "full name", "student name", "nombre", "apellidos y nombre"),
    "email": ("email", "e-mail", "mail", "correo"),
    "github": ("github", "github_username", "github login", "github username"),
    "language": ("language", "lang", "idioma"),
}
_Row: TypeAlias = tuple[int, list[str]]
_SAFE_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._@+-]{0,63}")
_RESERVED = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\..*)?", re.IGNORECASE)


def read_roster(data: bytes, name: str, *, language: str = "") -> Roster:
    """Return the students of a CSV file called `name`, in its order.

    Commas, semicolons and tabs separate; a byte order mark and Latin-1 are understood.

    Parameters
    ----------
    data
        The bytes of the file.
    name
        What the file is called in messages.
    language
        The language of students for whom the file gives none; empty leaves it to the assignment.

    Raises
    ------
    ExerciseError
        With every line that cannot be used: without an id, with an unsafe one, or with one twice.
    """
    rows = _rows(_decoded(data, name), name)
    if not rows:
        raise ExerciseError.at(
            name, "the roster is empty", "its first line is: id,name,email,github"
        )
    columns = _columns(rows[0], name)
    students: dict[str, Student] = {}
    faults: list[Fault] = []
    for number, row in rows[1:]:
        student = _student(row, columns, language)
        fault = _fault(student, students)
        if fault:
            faults.append(Fault(place=f"{name}:{number}", fault=fault[0], fix=fault[1]))
        students.setdefault(student.id.casefold(), student)
    if not students:
        faults.append(Fault(place=name, fault="the roster has no students", fix="one a line"))
    if faults:
        raise ExerciseError(faults)
    return tuple(students.values())


def _decoded(data: bytes, name: str) -> str:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", errors="replace")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = data.decode("latin-1")
    if "\0" in text:
        raise ExerciseError.at(name, "this is no text file", "export the roster as CSV")
    return text


def _rows(text: str, name: str) -> list[_Row]:
    """Return every row that says something, with the line on which it begins."""
    # Not str.splitlines: it also cuts at signs that a name or a Latin-1 file may contain.
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    header = next((line for line in text.split("\n") if line.strip()), "")
    # Strict, because a quotation mark that is never closed would swallow all students after it.
    reader = csv.reader(io.StringIO(text), delimiter=max(",;\t", key=header.count), strict=True)
    rows: list[_Row] = []
    begins = 1
    try:
        for row in reader:
            if any(cell.strip() for cell in row):
                rows.append((begins, row))
            begins = reader.line_num + 1
    except csv.Error as error:
        raise ExerciseError.at(
            f"{name}:{begins}",
            f"this is no CSV: {error}",
            'close every ", and double those that belong to a text: ""',
        ) from None
    return rows


def _columns(row: _Row, name: str) -> Mapping[str, int]:
    number, header = row
    titles = [title.strip().casefold() for title in header]
    found = {
        field: titles.index(title)
        for field, accepted in _COLUMNS.items()
        for title in reversed(accepted)
        if title in titles
    }
    missing = [field for field in ("id", "name") if field not in found]
    if missing:
        raise ExerciseError.at(
            f"{name}:{number}",
            f"the column `{missing[0]}` is missing",
            f"the first line names the columns: id,name,email,github (here: {', '.join(header)})",
        )
    return found


def _student(row: list[str], columns: Mapping[str, int], language: str) -> Student:
    cells = dict(_cells(row, columns))
    spoken = cells.get("language", "").lower() or language
    return Student(
        id=cells.get("id", ""),
        name=cells.get("name", "") or cells.get("id", ""),
        email=cells.get("email", ""),
        github=cells.get("github", ""),
        language=spoken if spoken in LANGUAGES else language,
    )


def _cells(row: list[str], columns: Mapping[str, int]) -> Iterator[tuple[str, str]]:
    for field, index in columns.items():
        if index < len(row):
            yield field, row[index].strip()


def _fault(student: Student, earlier: Mapping[str, Student]) -> tuple[str, str] | None:
    """Return fault and fix, or None. An id becomes a file name, so it must be safe as one."""
    if not student.id:
        return "this student has no id", "fill in the column `id`"
    if student.id.casefold() in earlier:
        # Not only equal ones: file names that differ in capitals collide on macOS and Windows.
        return f"the id `{student.id}` is taken already", "give every student an id of their own"
    unsafe = not _SAFE_ID.fullmatch(student.id) or ".." in student.id or student.id.endswith(".")
    if unsafe or _RESERVED.fullmatch(student.id):
        return (
            f"the id {student.id!r} cannot be a file name",
            "use letters, digits and . _ - @ +, beginning with a letter or digit",
        )
    return None
