"""Lists of students as classrooms and learning platforms export them → students with an id."""

import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from grader.model.assignment import Student
from grader.model.text import LANGUAGES
from grader.spec.roster import is_safe
from grader.spec.tables import Row, read_lines

_MOST = 64
_EXAMPLE = "id,name,email,github"
_GITHUB = ("github", "github_username", "github login", "github username")
_EMAIL = (
    *("email", "e-mail", "mail", "email address", "correo"),
    *("dirección de correo", "dirección email", "dirección de correo electrónico"),
)
_NAME = ("name", "full name", "student name", "student", "nombre completo", "apellidos y nombre")
_FIRST = ("first name", "first_name", "nombre", "given name")
_LAST = ("last name", "last_name", "surname", "apellido(s)", "apellidos", "apellido", "family name")
_PEOPLE = {"name": _NAME, "first": _FIRST, "last": _LAST, "email": _EMAIL, "github": _GITHUB}
_STUDENTS = {"", "student", "students", "estudiante", "alumno", "alumna"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Format:
    """How one program exports a list."""

    name: str
    marks: Sequence[str]
    """Titles that only it has together."""
    ids: Sequence[str]
    """Titles of columns that may hold an id, the best first."""
    columns: Mapping[str, Sequence[str]]
    """Field → titles, beside those that mean the same everywhere."""
    skips: Callable[[str], bool] = lambda name: not name
    """Tells by the name whether a line is nobody."""


def _is_no_canvas_student(name: str) -> bool:
    # Canvas puts a line of maxima above, and a student for trying things out below.
    return (
        not name or name.startswith("Points Possible") or name in {"Student, Test", "Test Student"}
    )


FORMATS = (
    Format(
        name="Canvas",
        marks=("student", "id", "section"),
        ids=("sis login id", "sis user id", "id"),
        columns={"name": ("student",), "number": ("id",), "email": ("sis login id",)},
        skips=_is_no_canvas_student,
    ),
    Format(
        name="GitHub Classroom",
        marks=("identifier", "github_username"),
        ids=("identifier",),
        columns={},
        skips=lambda _: False,
    ),
    Format(
        name="Classroom 50",
        marks=("username", "first_name", "last_name", "github_id"),
        ids=("username",),
        columns={"github": ("username",), "role": ("role",)},
        skips=lambda _: False,
    ),
    Format(
        name="Gradescope",
        marks=("sid", "email"),
        ids=("sid", "email"),
        columns={"role": ("role",)},
    ),
    Format(
        name="Moodle",
        marks=("email address",),
        ids=("username", "id number", "email address"),
        columns={},
    ),
    Format(
        name="Moodle en español",
        marks=("apellido(s)",),
        ids=(*("nombre de usuario", "número de id", "número de identificación"), *_EMAIL),
        columns={},
    ),
    Format(
        name="CSV",
        marks=(),
        ids=(
            *("id", "student id", "student_id", "identifier", "username", "login", "usuario"),
            *("student", *_EMAIL, *_GITHUB),
        ),
        columns={"language": ("language", "lang", "idioma"), "number": ("number", "canvas id")},
        skips=lambda _: False,
    ),
)
"""Looked through in this order; the last one fits everything."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """One line of a list."""

    place: str
    student: Student
    told: str
    """What the file says instead of the id, where that could not be the name of a file."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ClassList:
    """Who is on a list."""

    format: str
    students: tuple[Listed, ...]
    staff: tuple[str, ...]
    """Names of those who have another role than that of a student."""


def read_class_list(data: bytes, name: str) -> ClassList:
    """Return the students of an export called `name`, whatever program wrote it.

    Raises
    ------
    ExerciseError
        When the file is no CSV, or is empty.
    """
    (_, header), *lines = read_lines(data, name, noun="list of students", example=_EXAMPLE)
    titles = [title.strip().casefold() for title in header]
    form = next(item for item in FORMATS if set(item.marks) <= {*titles})
    rows = [_row(f"{name}:{number}", titles, line, form) for number, line in lines]
    rows = [row for row in rows if not form.skips(_name(row))]
    return ClassList(
        format=form.name,
        students=tuple(_listed(row, form) for row in rows if _is_student(row)),
        staff=tuple(_name(row) for row in rows if not _is_student(row)),
    )


def _row(place: str, titles: Sequence[str], line: Sequence[str], form: Format) -> Row:
    """Return a line with its cells by title, and by the fields that the titles stand for."""
    cells = {title: cell.strip() for title, cell in zip(titles, line, strict=False)}
    known = {**_PEOPLE, **form.columns}
    fields = {
        f"#{field}": next((cells[title] for title in accepted if cells.get(title)), "")
        for field, accepted in known.items()
    }
    return Row(place=place, cells={**cells, **fields})


def _listed(row: Row, form: Format) -> Listed:
    told = next(_told(row, form), "")
    spoken = row["#language"].lower()
    email = row["#email"] or (told if "@" in told else "")
    student = Student(
        id=told if is_safe(told) else made_id(told),
        name=_name(row) or _turned(told),
        email=email if "@" in email else "",
        github=row["#github"],
        language=spoken if spoken in LANGUAGES else "",
        number=row["#number"],
    )
    return Listed(place=row.place, student=student, told="" if told == student.id else told)


def _told(row: Row, form: Format) -> Iterator[str]:
    """Yield what may be an id; at the end, the login and the name."""
    for title in (*form.ids, "#github", "#name"):
        # Moodle's worksheet numbers the participations, for each assignment anew.
        if row[title] and not re.fullmatch(
            r"(participant|participante) ?\d+", row[title].casefold()
        ):
            yield row[title]


def _name(row: Row) -> str:
    """Return a full name, the given name first where the file tells which it is."""
    parts = " ".join(part for part in (row["#first"], row["#last"]) if part)
    if row["#first"] and row["#last"]:
        return parts
    return _turned(row["#name"] or parts)


def _turned(name: str) -> str:
    family, comma, given = name.partition(",")
    return f"{given.strip()} {family.strip()}" if comma and "," not in given else name


def _is_student(row: Row) -> bool:
    return row["#role"].casefold() in _STUDENTS


def made_id(text: str) -> str:
    """Return an id made of a text that cannot be one; empty where nothing is left of it.

    >>> made_id("Núñez, Ada"), made_id("../x"), made_id("¿?")
    ('Nunez-Ada', 'x', '')
    """
    letters = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    joined = re.sub(r"[^A-Za-z0-9@+_]+", "-", letters).strip("-_@+")
    return joined[:_MOST]
