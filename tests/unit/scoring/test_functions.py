"""Grades of functions: from what their calls gave."""

from decimal import Decimal
from fractions import Fraction

import pytest

from grader.model.assignment import Task
from grader.model.grade import GroupGrade, Verdict
from grader.model.submission import Failure, Given, Impure, Raised, Side, Stopped, Unusable
from grader.scoring import judge

EXERCISE = """\
schema: exercise/1
id: small
version: 1
title: {en: Small, es: Pequeño}
params:
  scale: integer(2, 4)
prompt: {en: Go., es: Ya.}
answers:
  f:
    type: function
    arguments: [image, kernel]
    expect: correlate(image, kernel, mode="same")
    cases:
      square:
        times: 4
        share: 3
        label: {en: squares, es: cuadrados}
        draw: {image: "matrix(4, 4, 1, 9)", kernel: "matrix(3, 3, 1, 9)"}
        say: {en: "Squares, {{ scale }}.", es: "Cuadrados, {{ scale }}."}
      even_ones:
        times: 2
        draw: {image: "matrix(4, 4, 1, 9)", kernel: "pick([[1, 2, 1]])"}
misconceptions:
  convolve:
"""
RAISED = Raised(error="IndexError", message="list index out of range", cell=3, line=4)
STOPPED = Stopped(limit="time", amount="10 s", cell=3, reached=True)
NONE = Unusable(reason={"en": "it is None", "es": "es None"})


@pytest.fixture
def variant(drawn):
    return drawn(EXERCISE)


@pytest.fixture
def judged(variant):
    """Return the grade of the function and of its exercise, for what its calls gave."""

    def of(value, *failures):
        task = Task(number=1, exercise=variant.exercise, points=Decimal(8))
        exercise = judge(task, variant, {"f": Given(value=value, failures=failures)})
        return exercise.answers[0], exercise

    return of


def lost(variant, *calls):
    """Return the key without the results of some calls."""
    return tuple(() if call in calls else case for call, case in enumerate(variant.key["f"]))


def failures(outcome, *calls):
    return [Failure(call=call, outcome=outcome) for call in calls]


def test_the_right_results_earn_everything(variant, judged):
    answer, _ = judged(variant.key["f"])

    assert (answer.verdict, answer.earned) == (Verdict.CORRECT, 8)
    assert not answer.remarks


def test_a_grade_tells_groups_and_neither_cases_nor_results(variant, judged):
    answer, _ = judged(lost(variant, 1))

    assert answer.given is None
    assert answer.groups == (
        GroupGrade(group="square", label={"en": "squares", "es": "cuadrados"}, right=3, cases=4),
        GroupGrade(group="even_ones", label={}, right=2, cases=2),
    )


def test_a_group_earns_its_share_by_how_many_of_its_cases_are_right(variant, judged):
    answer, _ = judged(lost(variant, 1, 2), *failures(RAISED, 1, 2))

    # Half of three quarters, and the other quarter.
    assert answer.earned == Decimal(8) * 5 / 8
    assert answer.verdict is Verdict.PARTIAL


def test_the_first_failure_of_a_kind_is_told_once_and_how_often_it_happened(variant, judged):
    answer, _ = judged(lost(variant, 1, 2, 4), *failures(RAISED, 1, 2), *failures(NONE, 4))

    raised, unusable, group = answer.remarks
    assert "IndexError: list index out of range (code cell 3, line 4)" in raised.text["en"]
    assert raised.text["en"].endswith("That is so in 2 of 6 calls.")
    assert unusable.text["es"] == (
        "Lo que devuelve la función no sirve: es None. Ocurre en 1 de 6 llamadas."
    )
    assert group.code == "cases"


def test_a_failure_of_every_call_is_not_counted(variant, judged):
    answer, _ = judged(lost(variant, *range(6)), *failures(RAISED, *range(6)))

    assert "calls" not in answer.remarks[0].text["en"]


@pytest.mark.parametrize(
    ("outcome", "verdict"),
    [
        (RAISED, Verdict.ERROR),
        (STOPPED, Verdict.TIMEOUT),
        (NONE, Verdict.INVALID),
        (Impure(side=Side.ARGUMENTS), Verdict.INCORRECT),
        (Impure(side=Side.STATE), Verdict.INCORRECT),
    ],
)
def test_where_no_call_gives_anything_the_verdict_says_why(variant, judged, outcome, verdict):
    answer, _ = judged(lost(variant, *range(6)), *failures(outcome, *range(6)))

    assert (answer.verdict, answer.earned) == (verdict, 0)


@pytest.mark.parametrize("side", Side)
def test_an_impure_call_costs_itself_and_is_told_in_both_languages(variant, judged, side):
    answer, _ = judged(lost(variant, 5), *failures(Impure(side=side), 5))

    assert answer.earned == Decimal(8) * 7 / 8
    (remark,) = answer.remarks
    assert set(remark.text) == {"en", "es"}


def test_what_the_author_says_of_a_group_is_told_who_misses_one_of_its_cases(variant, judged):
    answer, _ = judged(lost(variant, 0))

    assert [remark.text["en"] for remark in answer.remarks] == [
        f"Squares, {variant.values['scale']}."
    ]


def test_a_wrong_method_is_told_by_its_results(variant, judged):
    answer, exercise = judged(variant.wrong["convolve"]["f"])

    (found,) = exercise.diagnoses
    assert (found.misconception, found.agree, found.differ) == ("convolve", 4, 4)
    # The symmetric kernels are right, and a quarter is less than the credit.
    assert answer.earned == Decimal(8) * 3 / 10


def test_right_groups_earn_more_than_the_credit_of_the_wrong_method(variant, judged):
    wrong = variant.wrong["convolve"]["f"]
    answer, _ = judged((*variant.key["f"][:1], *wrong[1:]))

    assert Fraction(answer.earned) == 8 * (Fraction(3, 4) / 4 + Fraction(1, 4))


@pytest.mark.parametrize("argument", ["image", "kernel"])
def test_an_argument_handed_back_earns_nothing(variant, judged, argument):
    answer, _ = judged(tuple((case.arguments[argument],) for case in variant.cases["f"]))

    assert answer.earned == 0


@pytest.mark.parametrize("number", [0, 1, 7])
def test_the_same_number_everywhere_earns_nothing(variant, judged, number):
    zeros = ((number,) * 4,) * 4
    answer, exercise = judged(((zeros,),) * 6)

    assert answer.earned == 0
    assert not exercise.diagnoses
    assert answer.remarks[0].code == "null-function"


def test_results_of_another_shape_are_wrong_and_no_error(judged):
    answer, _ = judged(((1,), ("left",), ((),), ((((1,),),),), (), (True,)))

    assert (answer.verdict, answer.earned) == (Verdict.INCORRECT, 0)
