"""A submission's grade: all exercises, whatever came of each."""

from decimal import Decimal
from pathlib import Path

import pytest

from grader.model.assignment import Student
from grader.model.grade import Verdict
from grader.model.submission import Execution, Given, Problem, Raised, Submission
from grader.scoring import grade, ungraded
from grader.spec import Bank, read_assignment
from grader.variants import Drawing

EXERCISES = Path(__file__).parents[3] / "exercises"
BANK = Bank([EXERCISES])
ASSIGNMENT = read_assignment(EXERCISES / "assignments" / "filtering-basics.yaml", BANK)
ADA = Student(id="ada", name="Ada")
VARIANTS = [Drawing(task.exercise).variant(b"secret", "ada") for task in ASSIGNMENT.tasks]
KEYS = {
    (variant.exercise.id, answer): Given(value=key)
    for variant in VARIANTS
    for answer, key in variant.key.items()
}
SUBMISSION = Submission(student="ada", assignment="filtering-basics", digest="d1")


def test_a_perfect_submission_earns_all_points():
    made = grade(ASSIGNMENT, ADA, VARIANTS, SUBMISSION, Execution(outcomes=KEYS))
    assert made.earned == made.possible == ASSIGNMENT.points == Decimal(14)
    assert [exercise.number for exercise in made.exercises] == [1, 2, 3, 4]


def test_points_add_up_over_the_exercises():
    outcomes = {**KEYS, ("identify-shift", "move"): Raised(error="E", message="", cell=1)}
    made = grade(ASSIGNMENT, ADA, VARIANTS, SUBMISSION, Execution(outcomes=outcomes))
    assert made.earned == sum(exercise.earned for exercise in made.exercises) == Decimal(12)


def test_answers_of_the_same_name_in_two_exercises_are_kept_apart():
    outcomes = {("predict-correlation", "out"): KEYS["predict-correlation", "out"]}
    made = grade(ASSIGNMENT, ADA, VARIANTS, SUBMISSION, Execution(outcomes=outcomes))
    assert [exercise.earned for exercise in made.exercises] == [Decimal(4), 0, 0, 0]


def test_problems_of_reading_and_of_running_are_both_told():
    first, second = (Problem(code=code, text={"en": code}) for code in ("a", "b"))
    submission = Submission(
        student="ada", assignment="filtering-basics", digest="d", problems=(first,)
    )
    execution = Execution(outcomes={}, problems=(second,), level="full", output="x", executed=True)
    made = grade(ASSIGNMENT, ADA, VARIANTS, submission, execution)
    assert made.problems == (first, second)
    assert (made.level, made.output, made.executed) == ("full", "x", True)


BROKEN = Submission(
    student="ada",
    assignment="filtering-basics",
    digest="d2",
    problems=(Problem(code="json", text={"en": "x"}, fatal=True),),
)


@pytest.mark.parametrize(
    ("submission", "verdict", "code", "digest"),
    [(None, Verdict.BLANK, "nothing", ""), (BROKEN, Verdict.INVALID, "json", "d2")],
    ids=["never handed in", "unreadable"],
)
def test_what_cannot_be_graded_is_a_grade_all_the_same(submission, verdict, code, digest):
    made = ungraded(ASSIGNMENT, ADA, VARIANTS, submission)
    assert made.earned == 0
    assert made.possible == Decimal(14)
    assert {answer.verdict for item in made.exercises for answer in item.answers} == {verdict}
    assert [problem.code for problem in made.problems] == [code]
    assert all(problem.fatal for problem in made.problems)
    assert made.submission == digest


def test_the_variants_must_be_those_of_the_tasks():
    with pytest.raises(ValueError, match="shorter"):
        grade(ASSIGNMENT, ADA, VARIANTS[:2], SUBMISSION, Execution(outcomes={}))
