"""The page about a class: who earned what, which answers were wrong, and how they came about."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from urllib.parse import quote

from grader.model.attempts import marked
from grader.model.grade import ExerciseGrade, Grade, Verdict
from grader.reports.credits import credit_note
from grader.reports.pages import render
from grader.reports.phrases import verdict_word
from grader.reports.standings import (
    NOT_COUNTED,
    Standing,
    columns,
    exercise_of,
    standing,
    summarize,
    verdict_of,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Recognized:
    """How many students a misconception was recognized in; `tied` of them share another one."""

    misconception: str
    students: int
    tied: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ExerciseOverview:
    """One exercise over the class."""

    exercise: ExerciseGrade
    verdicts: tuple[tuple[Verdict, int], ...]
    """From best to worst; those that nobody has are left out."""
    recognized: tuple[Recognized, ...]
    """Most frequent first."""


def page_name(student: str, attempt: int = 1) -> str:
    """Return the file name of a page of `student`, in the folder ``feedback``."""
    return f"{marked(student, attempt)}.html"


def to_class_html(grades: Iterable[Grade], *, language: str) -> str:
    """Return the instructor's page, which links to ``feedback/<student>.html`` beside it."""
    listed = list(grades)
    exercises = columns(listed)
    return render(
        "class.html.j2",
        language=language,
        grades=listed,
        exercises=exercises,
        summary=summarize(listed),
        standings=tuple(Standing),
        overviews=[overview(listed, exercise) for exercise in exercises],
        standing=standing,
        note=lambda grade: credit_note(grade, language),
        exercise_of=exercise_of,
        verdict_of=verdict_of,
        words={verdict: verdict_word(verdict, language) for verdict in Verdict},
        link=lambda grade: f"feedback/{quote(page_name(grade.student, grade.attempt), safe='')}",
    )


def overview(grades: Iterable[Grade], column: ExerciseGrade) -> ExerciseOverview:
    """Return what those who can be graded did with the exercise of `column`."""
    # Who handed in nothing would otherwise show up as so many missing cells.
    present = [grade for grade in grades if standing(grade) not in NOT_COUNTED]
    found = [own for grade in present if (own := exercise_of(grade, column)) is not None]
    counts = Counter(verdict_of(own) for own in found)
    return ExerciseOverview(
        exercise=column,
        verdicts=tuple((verdict, counts[verdict]) for verdict in Verdict if counts[verdict]),
        recognized=_recognized(found),
    )


def _recognized(exercises: Sequence[ExerciseGrade]) -> tuple[Recognized, ...]:
    students: Counter[str] = Counter()
    tied: Counter[str] = Counter()
    for exercise in exercises:
        ids = {diagnosis.misconception for diagnosis in exercise.diagnoses}
        students.update(ids)
        if len(ids) > 1:
            tied.update(ids)
    # By id where the counts agree: the order in which students come must not show.
    ordered = sorted(students, key=lambda name: (-students[name], name))
    return tuple(
        Recognized(misconception=name, students=students[name], tied=tied[name]) for name in ordered
    )
