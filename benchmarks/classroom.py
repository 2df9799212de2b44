"""The class that the benchmarks work for: as many students as wanted, always the same ones."""

from collections.abc import Mapping
from pathlib import Path

from grader import notebooks
from grader.model.assignment import Roster, Student
from grader.model.submission import AnswerKey
from grader.workflows.course import Course
from grader.workflows.demo_answers import CORRELATION, answers_of
from grader.workflows.secrets import Secret

ASSIGNMENT = "filtering-basics"
SECRET = Secret(key=b"the secret of the benchmarks, known to everybody")

MANNERS = (
    *("right", "other_operation", "slips", "right", "half_rotation", "blanks", "right", "border"),
)
"""How students answer with literals, in turns: three in eight have everything right."""

LOOPS = """\
out_1 = []
for row in range(4):
    out_1.append([])
    for column in range(4):
        total = 0
        for u in range(3):
            for v in range(3):
                y, x = row + u - 1, column + v - 1
                if 0 <= y < 4 and 0 <= x < 4:
                    total += image_1[y][x] * kernel_1[u][v]
        out_1[-1].append(total)"""
NUMPY = """\
import numpy as np

padded = np.pad(image_1, 1)
windows = np.lib.stride_tricks.sliding_window_view(padded, (3, 3))
out_1 = (windows * np.array(kernel_1)).sum(axis=(2, 3))"""


def roster(size: int) -> Roster:
    """Return `size` students; every other one reads Spanish."""
    return tuple(
        Student(id=f"student-{number:05}", name=f"Student {number}", language=("en", "es")[odd])
        for number in range(size)
        for odd in (number % 2,)
    )


def hand_in(course: Course, students: Roster, release: Path, folder: Path) -> None:
    """Fill in the notebooks of a release with literals, each student in a manner of their own."""
    for number, student in enumerate(students):
        manner = MANNERS[number % len(MANNERS)]
        _fill(course, student, release, folder, manner=manner)


def hand_in_code(
    course: Course, students: Roster, release: Path, folder: Path, *, code: str
) -> None:
    """Fill in the notebooks with right answers, the first of them computed by `code`."""
    for student in students:
        cells = {(CORRELATION, "out"): code}
        _fill(course, student, release, folder, manner="right", replaced=cells)


def _fill(  # noqa: PLR0913 - who, from where, to where, what
    course: Course,
    student: Student,
    release: Path,
    folder: Path,
    *,
    manner: str,
    replaced: Mapping[AnswerKey, str] | None = None,
) -> None:
    variants = course.variants(student)
    written = answers_of(manner, variants)
    cells = {
        (view.exercise, answer.name): f"{answer.variable} = {written[key].text}"
        for view in course.worksheet(student, variants).exercises
        for answer in view.answers
        if (key := (view.exercise, answer.name)) in written
    }
    name = f"{student.id}.ipynb"
    folder.mkdir(parents=True, exist_ok=True)
    filled = notebooks.fill((release / name).read_bytes(), {**cells, **(replaced or {})})
    (folder / name).write_bytes(filled)
