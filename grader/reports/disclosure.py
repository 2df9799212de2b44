"""What of a grade its student may know by now, as the assignment's policy says it.

What is withheld is not in the grade that is rendered, so no template can show it. What is passed on
is listed field by field: whatever is added to a grade later is withheld until it is listed here.
"""

from dataclasses import replace
from datetime import datetime

from grader.model.assignment import Assignment, Feedback
from grader.model.grade import AnswerGrade, ExerciseGrade, Grade, PartGrade, Remark, Verdict
from grader.model.text import LANGUAGES
from grader.reports.credits import credit_codes
from grader.reports.phrases import say
from grader.texts import clock_time

_JUDGED = {Verdict.CORRECT, Verdict.PARTIAL, Verdict.INCORRECT}
"""Verdicts whose remarks speak about the subject; those of all others about form or code."""


def is_open(assignment: Assignment, now: datetime | None) -> bool:
    """Tell whether the student may know everything about a grade.

    Parameters
    ----------
    assignment
        The student's own.
    now
        The time at which the grade is told; None when it is not known, which opens nothing.
    """
    if assignment.feedback is Feedback.SCORE:
        return False
    if assignment.feedback is not Feedback.AFTER_DUE:
        return True
    over = assignment.schedule.over
    return over is not None and now is not None and now > over


def disclosed(grade: Grade, assignment: Assignment, now: datetime | None) -> Grade:
    """Return the grade as its student may see it: `grade` itself where everything is open.

    Otherwise points and verdicts, what the student handed in, and what was wrong with form, file
    or code: no right value, no cell marked right or wrong, no diagnosis and no worked answer.
    """
    if is_open(assignment, now):
        return grade
    noted = set(credit_codes(grade))
    remarks = tuple(remark for remark in grade.feedback if remark.code in noted)
    return replace(
        grade,
        exercises=tuple(map(scores_only, grade.exercises)),
        feedback=(*remarks, *_promise(assignment)),
    )


def scores_only(exercise: ExerciseGrade) -> ExerciseGrade:
    """Return the grade of an exercise with no more than points and verdicts.

    What the student wrote, and what was wrong with its form or code, stays.
    """
    return ExerciseGrade(
        exercise=exercise.exercise,
        number=exercise.number,
        title=exercise.title,
        version=exercise.version,
        variant=exercise.variant,
        earned=exercise.earned,
        possible=exercise.possible,
        answers=tuple(map(_score_only, exercise.answers)),
    )


def _score_only(answer: AnswerGrade) -> AnswerGrade:
    return AnswerGrade(
        answer=answer.answer,
        label=answer.label,
        kind=answer.kind,
        verdict=answer.verdict,
        earned=answer.earned,
        possible=answer.possible,
        given=answer.given,
        remarks=() if answer.verdict in _JUDGED else answer.remarks,
        parts=tuple(PartGrade(part=part.part, label=part.label) for part in answer.parts),
        chosen=answer.chosen,
    )


def _promise(assignment: Assignment) -> tuple[Remark, ...]:
    """Return what to say about the rest: when it is told, where it is told at all."""
    over = assignment.schedule.over
    if assignment.feedback is not Feedback.AFTER_DUE or over is None:
        return ()
    when = clock_time(over)
    text = {language: say("withheld", language, when=when) for language in LANGUAGES}
    return (Remark(code="withheld", text=text),)
