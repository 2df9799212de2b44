"""A small course, taken through the whole path."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from grader import notebooks
from grader.errors import UsageError
from grader.model.assignment import Student
from grader.workflows.course import Course, find_sources
from grader.workflows.demo_answers import Written, answers_of
from grader.workflows.files import Unreadable, read_bounded, write_whole
from grader.workflows.generate import generate
from grader.workflows.grade import Graded, grade
from grader.workflows.lanes import Pace
from grader.workflows.orders import Order
from grader.workflows.release import read_release
from grader.workflows.secrets import Secret

if TYPE_CHECKING:
    from grader.model.submission import AnswerKey

ASSIGNMENT = "filtering-basics"
SECRET_FILE = "course.secret"  # noqa: S105 - the name of a file
ROSTER = "roster.csv"
_SECRET = b"the secret of the demo course, known to everybody"

CLASS = (
    ("ada", "Ada Lovelace", "en", "right"),
    ("bruno", "Bruno Ríos", "es", "code"),
    ("carmen", "Carmen Díaz", "es", "other_operation"),
    ("dmitri", "Dmitri Orlov", "en", "half_rotation"),
    ("elena", "Elena Ruiz", "es", "border"),
    ("farid", "Farid Haddad", "en", "slips"),
    ("greta", "Greta Nilsson", "en", "blanks"),
    ("hugo", "Hugo Martín", "es", "shapes"),
    ("ines", "Inés Prado", "es", "texts"),
    ("jonas", "Jonas Weber", "en", "raises"),
    ("kim", "Kim Seo-yeon", "en", "loops"),
    ("luis", "Luis Ortega", "es", "damaged"),
)
"""Student id, name, language, and how the submission is filled in."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """What the demo made."""

    folder: Path
    graded: Graded


def demo(folder: Path, *, graded_at: str = "", pace: Pace = Pace()) -> Shown:
    """Make a roster, notebooks, submissions, grades and feedback in `folder`.

    The submissions are the generated notebooks with their answer cells filled in.

    Raises
    ------
    UsageError
        When the folder holds something else, or cannot be written.
    """
    _refuse_foreign(folder)
    secret = Secret(key=_SECRET)
    sources = find_sources(ASSIGNMENT)
    write_whole(folder / SECRET_FILE, _SECRET + b"\n")
    write_whole(folder / ROSTER, _roster_csv())
    roster = tuple(
        Student(id=id_, name=name, language=language, email=f"{id_}@example.edu")
        for id_, name, language, _ in CLASS
    )
    generate(sources, roster, folder / "release", secret=secret, pace=pace)
    course = sources.load(secret)
    for student, (_, _, _, manner) in zip(roster, CLASS, strict=True):
        name = f"{student.id}.ipynb"
        notebook = (folder / "release" / name).read_bytes()
        write_whole(folder / "submissions" / name, _filled(course, student, manner, notebook))
    release = read_release(folder / "release")
    order = Order(
        sources=sources,
        roster=release.roster,
        release=release,
        submissions=folder / "submissions",
        folder=folder,
        secret=secret,
        graded_at=graded_at,
        # They are ours.
        trusted=True,
    )
    return Shown(folder=folder, graded=grade(order, pace=pace))


def _filled(course: Course, student: Student, manner: str, notebook: bytes) -> bytes:
    """Return the notebook as a student of that manner hands it in."""
    if manner == "damaged":
        return notebook[: len(notebook) // 2]
    variants = course.variants(student)
    worksheet = course.worksheet(student, variants)
    written = answers_of(manner, variants)
    cells: dict[AnswerKey, str] = {}
    for view in worksheet.exercises:
        for answer in view.answers:
            key = (view.exercise, answer.name)
            if key in written:
                cells[key] = _cell(written[key], answer.variable, view.given)
    return notebooks.fill(notebook, cells)


def _cell(written: Written, variable: str, given: Mapping[str, object]) -> str:
    """Return the text of an answer cell."""
    if not written.is_code:
        return f"{variable} = {written.text}"
    suffix = variable[variable.rfind("_") :]
    names = {name.removesuffix(suffix): name for name in given}
    return written.text.format(answer=variable, **names)


def _roster_csv() -> str:
    return "".join(_roster_lines())


def _roster_lines() -> Iterator[str]:
    yield "id,name,email,language\n"
    for id_, name, language, _ in CLASS:
        yield f"{id_},{name},{id_}@example.edu,{language}\n"


def _refuse_foreign(folder: Path) -> None:
    """Refuse to mix the demo with somebody's files."""
    if folder.exists() and not folder.is_dir():
        raise UsageError.at(str(folder), "is not a folder", "name another one: grader demo DIR")
    if folder.is_dir() and any(folder.iterdir()) and not _is_demo(folder):
        raise UsageError.at(
            str(folder), "holds other files", "name an empty folder: grader demo DIR"
        )


def _is_demo(folder: Path) -> bool:
    # By content: a real course keeps its secret under the same name, and must not lose it.
    try:
        return read_bounded(folder / SECRET_FILE).strip() == _SECRET
    except Unreadable:
        return False
