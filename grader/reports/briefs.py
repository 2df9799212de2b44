"""What the tables of a class tell of a grade: a class of thousands has to fit into memory."""

from dataclasses import replace

from grader.model.grade import AnswerGrade, Diagnosis, ExerciseGrade, Grade


def brief(grade: Grade) -> Grade:
    """Return a grade with its points, verdicts, problems and the names of its diagnoses.

    What the student wrote, and most of what is said to them about it, is left out: it is in the
    result and on the page.
    """
    return replace(grade, exercises=tuple(map(_exercise, grade.exercises)), output="")


def _exercise(graded: ExerciseGrade) -> ExerciseGrade:
    return replace(
        graded,
        answers=tuple(map(_answer, graded.answers)),
        diagnoses=tuple(map(_diagnosis, graded.diagnoses)),
        worked=None,
    )


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
