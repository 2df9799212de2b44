from dataclasses import replace
from decimal import Decimal

import pytest

from grader.model.grade import Verdict
from grader.reports.standings import (
    Standing,
    columns,
    remark_codes,
    standing,
    summarize,
    verdict_of,
)


def test_every_standing_occurs_and_is_counted_once(course):
    counts = summarize(course).counts
    assert counts == {
        Standing.CORRECT: 1,
        Standing.PARTIAL: 2,
        Standing.BLANK: 1,
        Standing.ABSENT: 1,
        Standing.NOT_GRADED: 1,
    }


def test_who_handed_in_nothing_enters_neither_mean_nor_median(course):
    summary = summarize(course)
    assert (summary.graded, summary.mean, summary.median) == (4, Decimal("43.8"), Decimal("37.5"))


def test_a_class_of_which_nobody_can_be_graded_has_no_mean(course):
    assert summarize(course[-1:]).mean is None


def test_a_submission_that_cannot_be_read_is_not_blank(course):
    assert standing(course[-1]) is Standing.NOT_GRADED


def test_the_columns_follow_the_assignment_even_if_some_grade_has_none(course):
    assert [column.number for column in columns(reversed(course))] == [1, 2]


def test_exercises_of_pools_are_columns_numbered_as_such(mixed):
    for grades in (mixed, mixed[::-1]):
        assert [(one.number, one.exercise) for one in columns(grades)] == [
            (1, "f1"),
            (2, "f2"),
            (3, "f3"),
        ]


@pytest.mark.parametrize(
    ("verdicts", "earned", "overall"),
    [
        ([Verdict.CORRECT, Verdict.CORRECT], 2, Verdict.CORRECT),
        ([Verdict.CORRECT, Verdict.TIMEOUT], 1, Verdict.PARTIAL),
        ([Verdict.BLANK, Verdict.INCORRECT], 0, Verdict.BLANK),
        ([Verdict.INCORRECT, Verdict.ERROR], 0, Verdict.ERROR),
    ],
)
def test_an_exercise_has_one_verdict(ana, matrix, verdicts, earned, overall):
    answers = tuple(replace(matrix, verdict=verdict) for verdict in verdicts)
    exercise = replace(ana.exercises[0], answers=answers, earned=Decimal(earned))
    assert verdict_of(exercise) is overall


def test_an_exercise_that_is_right_has_no_remark(course):
    assert [remark_codes(exercise) for exercise in course[2].exercises] == ["", ""]


def test_a_tie_names_both_misconceptions(tie):
    assert remark_codes(tie.exercises[0]) == "convolve|flip_rows"
