"""What the tables of a class tell of its grades: a class of thousands has to fit into memory."""

from dataclasses import replace
from typing import TypeAlias

from grader.model.grade import AnswerGrade, Diagnosis, ExerciseGrade, Grade

_Key: TypeAlias = tuple[object, ...]


class Briefs:
    """Grades with their points, verdicts, problems and the names of their diagnoses.

    What a student wrote, and most of what is said to them about it, is left out: it is in the
    result and on the page. What is then the same for several students is kept once.
    """

    def __init__(self) -> None:
        self._exercises: dict[_Key, ExerciseGrade] = {}

    def of(self, grade: Grade) -> Grade:
        """Return a grade as tables tell it."""
        exercises = tuple(map(self._exercise, grade.exercises))
        return replace(grade, exercises=exercises, output="", fingerprint="", variant="")

    def _exercise(self, graded: ExerciseGrade) -> ExerciseGrade:
        key = (
            *(graded.exercise, graded.version, graded.number),
            *(str(graded.earned), str(graded.possible)),
            *((one.answer, one.verdict, str(one.earned)) for one in graded.answers),
            *((one.misconception, one.agree, one.differ) for one in graded.diagnoses),
        )
        if key not in self._exercises:
            self._exercises[key] = replace(
                graded,
                variant="",
                answers=tuple(map(_answer, graded.answers)),
                diagnoses=tuple(map(_diagnosis, graded.diagnoses)),
                worked=None,
            )
        return self._exercises[key]


def brief(grade: Grade) -> Grade:
    """Return one grade as tables tell it."""
    return Briefs().of(grade)


def _answer(graded: AnswerGrade) -> AnswerGrade:
    return AnswerGrade(
        answer=graded.answer,
        label={},
        kind=graded.kind,
        verdict=graded.verdict,
        earned=graded.earned,
        possible=graded.possible,
    )


def _diagnosis(found: Diagnosis) -> Diagnosis:
    return replace(found, say={})
