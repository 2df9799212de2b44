"""The exercises of one submission → its grade."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal

from grader import __version__
from grader.model.assignment import Assignment, Student
from grader.model.grade import ExerciseGrade, Grade, Verdict
from grader.model.submission import Execution, Outcome, Problem, Submission
from grader.model.variant import Variant
from grader.scoring.judgment import judge
from grader.scoring.phrases import say

_DIGITS = 12
"""Of a digest that a person may have to compare."""

NOTHING = Problem(code="nothing", text=say("nothing"), fatal=True)


def grade(
    assignment: Assignment,
    student: Student,
    variants: Sequence[Variant],
    submission: Submission,
    execution: Execution,
) -> Grade:
    """Return the grade of a submission that was read and, where needed, executed."""
    exercises = tuple(
        judge(task, variant, _outcomes(execution, task.exercise.id))
        for task, variant in zip(assignment.tasks, variants, strict=True)
    )
    return _grade(assignment, student, exercises, submission, execution)


def ungraded(
    assignment: Assignment,
    student: Student,
    variants: Sequence[Variant],
    submission: Submission | None,
) -> Grade:
    """Return the grade of a submission that cannot be graded, or that was never handed in.

    Every answer earns 0 and is `blank` when nothing came, `invalid` when something did.
    """
    if submission is None:
        submission = Submission(
            student=student.id,
            assignment=assignment.id,
            digest="",
            attempt=next((variant.attempt for variant in variants), 1),
            problems=(NOTHING,),
        )
    verdict = Verdict.INVALID if submission.digest else Verdict.BLANK
    exercises = tuple(
        _with_verdict(judge(task, variant, {}), verdict)
        for task, variant in zip(assignment.tasks, variants, strict=True)
    )
    return _grade(assignment, student, exercises, submission, Execution(outcomes={}))


def _outcomes(execution: Execution, exercise: str) -> Mapping[str, Outcome]:
    return {
        answer: outcome
        for (owner, answer), outcome in execution.outcomes.items()
        if owner == exercise
    }


def _with_verdict(graded: ExerciseGrade, verdict: Verdict) -> ExerciseGrade:
    answers = tuple(replace(answer, verdict=verdict) for answer in graded.answers)
    return replace(graded, answers=answers)


def _grade(
    assignment: Assignment,
    student: Student,
    exercises: tuple[ExerciseGrade, ...],
    submission: Submission,
    execution: Execution,
) -> Grade:
    return Grade(
        assignment=assignment.id,
        title=assignment.title,
        student=student.id,
        name=student.name,
        earned=sum((exercise.earned for exercise in exercises), Decimal(0)),
        possible=assignment.points,
        exercises=exercises,
        attempt=submission.attempt,
        version=assignment.digest[:_DIGITS],
        variant=_fingerprint(exercises),
        language=assignment.language,
        integrity=submission.integrity,
        problems=(*submission.problems, *execution.problems),
        submission=submission.digest,
        level=execution.level,
        executed=execution.executed,
        output=execution.output,
        grader=__version__,
    )


def _fingerprint(exercises: Sequence[ExerciseGrade]) -> str:
    """Return by what a student's numbers are recognized: it is made of opaque ids alone."""
    ids = "\0".join(exercise.variant for exercise in exercises)
    return hashlib.sha256(ids.encode()).hexdigest()[:_DIGITS]
