"""The class that the benchmarks work for: as many students as wanted, always the same ones."""

import re
from collections.abc import Callable, Mapping
from fractions import Fraction
from pathlib import Path

from grader import notebooks
from grader.answers.choice import letter_of
from grader.model.assignment import Roster, Student
from grader.model.submission import AnswerKey
from grader.model.value import Value
from grader.model.variant import AnswerView, Variant
from grader.workflows.course import Course
from grader.workflows.secrets import Secret

LITERALS = "filtering-by-hand"
FUNCTIONS = "coding-lab"
SECRET = Secret(key=b"the secret of the benchmarks, known to everybody")
SOLUTIONS = Path(__file__).parents[1] / "solutions" / "coding"

Manner = Callable[[Variant, int], Mapping[str, Value]]
"""The answers of a student to a variant; the number tells students of one manner apart."""


def roster(size: int) -> Roster:
    """Return `size` students; every other one reads Spanish."""
    return tuple(
        Student(id=f"student-{number:05}", name=f"Student {number}", language=("en", "es")[odd])
        for number in range(size)
        for odd in (number % 2,)
    )


def _right(variant: Variant, number: int) -> Mapping[str, Value]:
    del number
    return variant.key


def _mistaken(variant: Variant, number: int) -> Mapping[str, Value]:
    """Return what one of the misconceptions gives, which may tell only of some of the answers."""
    wrong = list(variant.wrong.values())
    return {**variant.key, **(wrong[number % len(wrong)] if wrong else {})}


def _slipped(variant: Variant, number: int) -> Mapping[str, Value]:
    del number
    return {name: _off_by_one(value) for name, value in variant.key.items()}


def _blank(variant: Variant, number: int) -> Mapping[str, Value]:
    """Return the answers to every other exercise."""
    return variant.key if (len(variant.exercise.id) + number) % 2 else {}


MANNERS: tuple[Manner, ...] = (
    *(_right, _mistaken, _slipped, _right, _mistaken, _blank, _right, _mistaken),
)
"""How students answer with literals, in turns: three in eight have everything right."""


def answers_right(number: int) -> bool:
    """Tell whether the student of this number has everything right."""
    return MANNERS[number % len(MANNERS)] is _right


def _off_by_one(value: Value) -> Value:
    """Return a value whose first number is one too large: a slip that only costs its cell."""
    if isinstance(value, tuple):
        return (_off_by_one(value[0]), *value[1:]) if value else value
    return value if isinstance(value, str | bool) else value + 1


def hand_in_literals(course: Course, students: Roster, release: Path, folder: Path) -> None:
    """Fill in the notebooks of a release with literals, each student in a manner of their own."""
    for number, student in enumerate(students):
        manner = MANNERS[number % len(MANNERS)]
        variants = course.variants(student)
        said = {variant.exercise.id: manner(variant, number) for variant in variants}
        cells = {
            (view.exercise, answer.name): f"{answer.variable} = {typed(value, answer)}"
            for view in course.worksheet(student, variants).exercises
            for answer in view.answers
            for value in (said[view.exercise].get(answer.name),)
            if value is not None
        }
        _fill(student, cells, release, folder)


def hand_in_functions(course: Course, students: Roster, release: Path, folder: Path) -> None:
    """Fill in the notebooks of a release with the solutions, which are plain Python."""
    for student in students:
        variants = course.variants(student)
        keys = {variant.exercise.id: variant.key for variant in variants}
        cells = {
            (view.exercise, answer.name): _solved(view.exercise, answer, keys[view.exercise])
            for view in course.worksheet(student, variants).exercises
            for answer in view.answers
        }
        _fill(student, cells, release, folder)


def _solved(exercise: str, answer: AnswerView, key: Mapping[str, Value]) -> str:
    if answer.form.kind != "function":
        return f"{answer.variable} = {typed(key[answer.name], answer)}"
    text = (SOLUTIONS / f"{exercise}.py").read_text(encoding="utf-8")
    parts = re.split(r"^# %% (\w+)\n", text, flags=re.MULTILINE)
    source = parts[parts.index(answer.name) + 1].rstrip()
    return f"{source}\n\n{answer.variable} = {answer.name}"


def typed(value: Value, answer: AnswerView) -> str:
    """Return a value as a student types it."""
    form = answer.form
    if form.reasons and isinstance(value, tuple):
        option, reason = map(str, value)
        return repr(f"{letter_of(form.options.index(option))}{form.reasons.index(reason) + 1}")
    return _literal(value)


def _literal(value: Value) -> str:
    if isinstance(value, tuple):
        return "[" + ", ".join(map(_literal, value)) + "]"
    return f"{float(value):.4f}" if isinstance(value, Fraction) else repr(value)


def _fill(student: Student, cells: Mapping[AnswerKey, str], release: Path, folder: Path) -> None:
    name = f"{student.id}.ipynb"
    folder.mkdir(parents=True, exist_ok=True)
    filled = notebooks.fill((release / name).read_bytes(), cells)
    (folder / name).write_bytes(filled)
