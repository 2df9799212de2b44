"""A student and what is recorded of them: a line of a gradebook."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import ROUND_DOWN, Decimal

from grader.model.assignment import Roster, Student
from grader.model.grade import Grade
from grader.model.text import in_language
from grader.reports.numerals import exact, points

_CENT = Decimal("0.01")


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One line of a gradebook."""

    student: Student
    grade: Grade

    @property
    def has_score(self) -> bool:
        """Whether there is something to be graded; who handed in nothing has no score, not zero."""
        return bool(self.grade.submission) or self.grade.by_hand

    def score(self, *, absent: Decimal | None = None) -> Decimal | None:
        """Return the points that are recorded; `absent` for who handed in nothing."""
        return self.grade.earned if self.has_score else absent

    @property
    def names(self) -> tuple[str, str]:
        """First name and last name, as far as a full name tells: the first word is the first."""
        first, _, last = self.student.name.partition(" ")
        return first, last


def entries(roster: Roster, grades: Iterable[Grade]) -> tuple[Entry, ...]:
    """Return a line for everybody on the roster who has a grade, in its order."""
    known: Mapping[str, Grade] = {grade.student: grade for grade in grades}
    return tuple(
        Entry(student=student, grade=known[student.id]) for student in roster if student.id in known
    )


def written(amount: Decimal | None) -> str:
    """Return points as platforms read them; nothing where there are none.

    Platforms compare to the hundredth: what is finer is cut, never rounded up to more than earned.

    >>> written(Decimal("3.2500")), written(Decimal("2.999")), written(None)
    ('3.25', '2.99', '')
    """
    return "" if amount is None else exact(amount.quantize(_CENT, ROUND_DOWN))


def comment(grade: Grade, *, diagnoses: bool = False) -> str:
    """Return what a gradebook says to a student: points by exercise, and why not all of them count.

    Parameters
    ----------
    grade
        What is recorded.
    diagnoses
        Whether to say what explains the wrong answers: only when everybody may know.
    """
    said = grade.language
    lines = [in_language(problem.text, said) for problem in grade.problems if problem.fatal]
    for exercise in grade.exercises if not lines else ():
        of = f"{points(exercise.earned, said)}/{points(exercise.possible, said)}"
        lines.append(f"{exercise.number}. {in_language(exercise.title, said)}: {of}")
        told = exercise.diagnoses[:1] if diagnoses and len(exercise.diagnoses) == 1 else ()
        lines += (in_language(item.say, said) for item in told)
    lines += (in_language(remark.text, said) for remark in grade.feedback)
    return "\n".join(lines)
