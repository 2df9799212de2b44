"""What the reports about a class say of each grade, and of all of them together."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from statistics import mean, median

from grader.model.grade import ExerciseGrade, Grade, Verdict
from grader.reports.numerals import percentage

_SEVERITY = {verdict: rank for rank, verdict in enumerate(Verdict)}
"""`Verdict` lists them from best to worst."""


class Standing(StrEnum):
    """In which of five groups a student is; every student is in exactly one."""

    CORRECT = "correct"
    PARTIAL = "partial"
    BLANK = "blank"
    ABSENT = "absent"
    """Nothing was handed in."""
    NOT_GRADED = "not_graded"
    """Something was handed in that cannot be graded."""


NOT_COUNTED = frozenset({Standing.ABSENT, Standing.NOT_GRADED})
"""Whose answers say nothing about the exercises: they enter no mean and no histogram."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Summary:
    """A class in one line. Mean and median leave out who handed in nothing that can be graded."""

    counts: Counter[Standing]
    graded: int
    mean: Decimal | None
    median: Decimal | None
    verdicts: Counter[Verdict]
    """Of how many answers each was said, in the submissions that were graded."""


def standing(grade: Grade) -> Standing:
    """Return the group that the student is in."""
    verdicts = {answer.verdict for exercise in grade.exercises for answer in exercise.answers}
    if any(problem.fatal for problem in grade.problems):
        return Standing.NOT_GRADED
    if not grade.submission:
        return Standing.ABSENT
    if verdicts <= {Verdict.BLANK, Verdict.MISSING}:
        return Standing.BLANK
    # Before credit: who knows everything and is late has it all right.
    return Standing.CORRECT if grade.achieved >= grade.possible else Standing.PARTIAL


def summarize(grades: Iterable[Grade]) -> Summary:
    """Return how the class did."""
    listed = [(standing(grade), grade) for grade in grades]
    shares = [
        Fraction(grade.earned) / Fraction(grade.possible)
        for group, grade in listed
        if group not in NOT_COUNTED and grade.possible > 0
    ]
    return Summary(
        counts=Counter(group for group, _ in listed),
        graded=len(shares),
        mean=_percentage(mean(shares)) if shares else None,
        median=_percentage(median(shares)) if shares else None,
        verdicts=Counter(
            answer.verdict
            for group, grade in listed
            if group not in NOT_COUNTED
            for exercise in grade.exercises
            for answer in exercise.answers
        ),
    )


def _percentage(share: Fraction) -> Decimal | None:
    return percentage(Decimal(share.numerator), Decimal(share.denominator))


def worst(exercise: ExerciseGrade) -> Verdict:
    """Return the verdict that most needs looking at."""
    verdicts = (answer.verdict for answer in exercise.answers)
    return max(verdicts, key=_SEVERITY.__getitem__, default=Verdict.MISSING)


def verdict_of(exercise: ExerciseGrade) -> Verdict:
    """Return one verdict for the whole exercise: partial as soon as it earned something."""
    found = worst(exercise)
    return Verdict.PARTIAL if found is not Verdict.CORRECT and exercise.earned > 0 else found


def columns(grades: Iterable[Grade]) -> tuple[ExerciseGrade, ...]:
    """Return the exercises that any grade has, once each, numbered as columns of a table.

    They come in the order of the assignment; where students have orders of their own, by id. A
    grade may lack some, which were not drawn for its student, or all: a submission that cannot be
    read has none.
    """
    found: dict[str, ExerciseGrade] = {}
    numbers: dict[str, set[int]] = {}
    for grade in grades:
        for exercise in grade.exercises:
            found.setdefault(exercise.exercise, exercise)
            numbers.setdefault(exercise.exercise, set()).add(exercise.number)
    # Whichever student comes first must not show in the order.
    ordered = sorted(found.values(), key=lambda one: (min(numbers[one.exercise]), one.exercise))
    return tuple(replace(one, number=number) for number, one in enumerate(ordered, start=1))


def exercise_of(grade: Grade, column: ExerciseGrade) -> ExerciseGrade | None:
    """Return what `grade` has for the exercise of `column`, if anything."""
    return next((own for own in grade.exercises if own.exercise == column.exercise), None)


def remark_codes(exercise: ExerciseGrade) -> str:
    """Return the ids of the diagnoses, those of a tie joined by a bar, or else the worst verdict.

    An exercise that is right needs no remark and has the empty one.
    """
    if exercise.diagnoses:
        return "|".join(diagnosis.misconception for diagnosis in exercise.diagnoses)
    found = worst(exercise)
    return "" if found is Verdict.CORRECT else found.value


def fatal_codes(grade: Grade) -> Sequence[str]:
    """Return the codes of the problems for which nothing could be graded."""
    return [problem.code for problem in grade.problems if problem.fatal]
