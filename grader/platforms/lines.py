"""A result as lines of points that add up to its total, whatever was credited or taken off."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction

from grader.model.grade import ExerciseGrade, Grade, Verdict
from grader.model.points import apportion
from grader.model.text import in_language
from grader.platforms.phrases import say
from grader.reports.characters import one_line
from grader.reports.numerals import points
from grader.reports.phrases import verdict_word
from grader.reports.prose import unmarked
from grader.reports.standings import verdict_of

NOTHING = Decimal(0)
_TITLE = 80
"""Characters of a name: platforms cut longer ones, and some refuse more than 100."""
_MESSAGE = 600


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One exercise: what is recorded of it."""

    name: str
    """``2. Count the parameters``: one line, in the student's language."""
    earned: Decimal
    """With all credit."""
    possible: Decimal
    verdict: Verdict
    message: str = ""
    """One line: what went wrong, as far as is known."""
    exercise: ExerciseGrade | None = None
    """None for a whole assignment that cannot be told by exercise."""

    @property
    def right(self) -> bool:
        """Whether everything is right, though it may be late."""
        return self.verdict is Verdict.CORRECT


def lines(grade: Grade) -> tuple[Line, ...]:
    """Return the exercises of a result, with points that add up exactly to its total.

    Credit for time and attempt, which is given to the sum, is divided among the exercises in the
    ratio of what they earned.
    """
    exercises = grade.exercises
    possible = sum((exercise.possible for exercise in exercises), NOTHING)
    adds_up = possible == grade.possible and (grade.achieved or not grade.earned)
    if not (exercises and adds_up):
        return (_whole(grade),)
    # Where a whole file cannot be graded, that is said once, and not of every exercise.
    fatal = any(problem.fatal for problem in grade.problems)
    earned: Sequence[Decimal] = [exercise.earned for exercise in exercises]
    if grade.earned != grade.achieved:
        earned = apportion(grade.earned, [Fraction(amount) for amount in earned])
    return tuple(
        Line(
            name=_name(exercise, grade.language),
            earned=amount,
            possible=exercise.possible,
            verdict=verdict_of(exercise),
            message="" if fatal else message(exercise, grade.language),
            exercise=exercise,
        )
        for exercise, amount in zip(exercises, earned, strict=True)
    )


def capped(found: Sequence[Line]) -> tuple[Line, ...]:
    """Return the lines for a platform that takes no more points than there are.

    What is above the maximum of one line goes to those that have room; a bonus that lifts the whole
    above its maximum is lost there.
    """
    spare = sum((max(line.earned - line.possible, NOTHING) for line in found), NOTHING)
    return tuple(_filled(found, spare))


def _filled(found: Sequence[Line], spare: Decimal) -> Iterator[Line]:
    for line in found:
        room = max(line.possible - line.earned, NOTHING)
        more = min(room, spare)
        spare -= more
        yield replace(line, earned=min(line.earned, line.possible) + more)


def message(exercise: ExerciseGrade, language: str) -> str:
    """Return in one line what went wrong: the misconception, else a remark, else the verdict."""
    verdict = verdict_of(exercise)
    if verdict is Verdict.CORRECT:
        return ""
    said = [diagnosis.say for diagnosis in exercise.diagnoses]
    if not said:
        said = [remark.text for answer in exercise.answers for remark in answer.remarks][:1]
    if not said:
        return verdict_word(verdict, language)
    texts = [one_line(unmarked(in_language(text, language)), most=_MESSAGE) for text in said]
    return say("or", language).join(texts)


def total(grade: Grade) -> str:
    """Return the score in words: ``8.25 of 14 points``."""
    return score(grade.earned, grade.possible, grade.language)


def score(earned: Decimal, possible: Decimal, language: str) -> str:
    """Return an amount of points in words, in `language`."""
    one = "point" if possible == 1 else "points"
    return say(one, language, earned=points(earned, language), possible=points(possible, language))


def _name(exercise: ExerciseGrade, language: str) -> str:
    title = one_line(in_language(exercise.title, language)) or one_line(exercise.exercise)
    return one_line(f"{exercise.number}. {title}", most=_TITLE)


def _whole(grade: Grade) -> Line:
    title = one_line(in_language(grade.title, grade.language), most=_TITLE)
    full = grade.earned >= grade.possible > 0
    verdict = Verdict.PARTIAL if grade.earned else Verdict.INCORRECT
    return Line(
        name=title or one_line(grade.assignment, most=_TITLE) or say("assignment", grade.language),
        earned=grade.earned,
        possible=grade.possible,
        verdict=Verdict.CORRECT if full else verdict,
    )
