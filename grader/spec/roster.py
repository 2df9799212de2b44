"""A roster file → students. Spreadsheets write CSV in many ways; all of them are read."""

import re
from collections.abc import Container, Iterable
from dataclasses import replace

from grader.errors import ExerciseError, Fault
from grader.model.assignment import Roster, Student
from grader.model.attempts import unmarked
from grader.model.text import LANGUAGES
from grader.spec.tables import Layout, Row, read_table

_ROSTER = Layout(
    noun="roster",
    columns={
        "id": ("id", "student", "student id", "identifier", "username", "login", "usuario"),
        "name": ("name", "full name", "student name", "nombre", "apellidos y nombre"),
        "email": ("email", "e-mail", "mail", "correo"),
        "github": ("github", "github_username", "github login", "github username"),
        "language": ("language", "lang", "idioma"),
        "number": ("number", "canvas id", "número"),
    },
    required=("id", "name"),
    example="id,name,email,github",
)
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
    listed = ((row.place, _student(row, language)) for row in read_table(data, name, _ROSTER))
    return checked(listed, name)


def checked(listed: Iterable[tuple[str, Student]], name: str) -> Roster:
    """Return the students of a list called `name`, each of which stands at a place of its own.

    Raises
    ------
    ExerciseError
        With every one who cannot be on a roster, and when there are none.
    """
    students: dict[str, Student] = {}
    logins: set[str] = set()
    faults: list[Fault] = []
    for place, student in listed:
        login = student.github.casefold()
        if fault := fault_of(student, students):
            faults.append(replace(fault, place=place))
        elif login and login in logins:
            # Else what one of them pushes would be the other's.
            fault = _fault(f"the login `{student.github}` is taken already", "correct one of them")
            faults.append(replace(fault, place=place))
        students.setdefault(student.id.casefold(), student)
        logins.add(login)
    if not students:
        faults.append(Fault(place=name, fault="the roster has no students", fix="one a line"))
    if faults:
        raise ExerciseError(faults)
    return tuple(students.values())


def _student(row: Row, language: str) -> Student:
    spoken = row["language"].lower() or language
    return Student(
        id=row["id"],
        name=row["name"] or row["id"],
        email=row["email"],
        github=row["github"],
        language=spoken if spoken in LANGUAGES else language,
        number=row["number"],
    )


def fault_of(student: Student, earlier: Container[str]) -> Fault | None:
    """Return why a student cannot be on a roster, or None; whoever asks knows the place.

    An id becomes a file name, so it must be safe as one. `earlier` holds those that are taken, in
    small letters: file names that differ in capitals only collide on macOS and Windows.
    """
    if not student.id:
        return _fault("this student has no id", "fill in the column `id`")
    if student.id.casefold() in earlier:
        return _fault(
            f"the id `{student.id}` is taken already", "give every student an id of their own"
        )
    if unmarked(student.id)[1] is not None:
        return _fault(
            f"the id {student.id!r} ends as the files of a later attempt do",
            "leave `.attempt-` and the number out",
        )
    if not is_safe(student.id):
        return _fault(
            f"the id {student.id!r} cannot be a file name",
            "use letters, digits and . _ - @ +, beginning with a letter or digit",
        )
    return None


def is_safe(identity: str) -> bool:
    """Tell whether an id can be the name of a file, on every system."""
    unsafe = not _SAFE_ID.fullmatch(identity) or ".." in identity or identity.endswith(".")
    return not unsafe and not _RESERVED.fullmatch(identity)


def _fault(fault: str, fix: str) -> Fault:
    return Fault(place="", fault=fault, fix=fix)
