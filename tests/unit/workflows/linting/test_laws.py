"""The laws, on variants that no drawing would accept: they guard drawing and scoring too."""

from dataclasses import replace
from fractions import Fraction

import pytest

from grader.workflows.linting.difficulty import nothing_for_nothing
from grader.workflows.linting.laws import (
    guarded_are_told,
    key_earns_everything,
    nothing_earns_nothing,
)
from grader.workflows.linting.subject import Subject

FLAT = ((7, 7), (7, 8))


@pytest.fixture
def tampered(subject):
    """Return the small exercise with some fields of its variants changed."""

    def of(change):
        drawn = subject(count=5)
        variants = [replace(one.variant, **change(one.variant)) for one in drawn.specimens]
        return Subject(drawn.exercise, variants)

    return of


def faults(found):
    return [(item.severity.value, item.fault.fault) for item in found]


@pytest.mark.parametrize(
    "law", [key_earns_everything, nothing_earns_nothing, guarded_are_told, nothing_for_nothing]
)
def test_every_law_holds_for_variants_that_were_drawn(subject, law):
    assert faults(law(subject())) == []


def test_a_key_of_another_kind_than_its_type_is_told(tampered):
    made = tampered(lambda _: {"key": {"out": 5}})
    assert faults(key_earns_everything(made)) == [("error", "the key of `out` is graded invalid")]


def test_a_key_that_is_written_without_work_is_told(tampered):
    made = tampered(lambda _: {"key": {"out": ((0, 0), (0, 0))}})
    (fault,) = faults(nothing_earns_nothing(made))
    assert fault == ("error", "an answer made without work earns points as `out`")


def test_a_key_most_of_whose_cells_are_equal_is_told(tampered):
    made = tampered(lambda _: {"key": {"out": FLAT}})
    (fault,) = faults(nothing_for_nothing(made))
    assert fault == ("error", "75 % of `out` can be had without work")


def test_two_guarded_misconceptions_that_cannot_be_told_apart_are_told(tampered):
    made = tampered(lambda one: {"wrong": dict.fromkeys(one.wrong, one.wrong["convolve"])})
    assert faults(guarded_are_told(made)) == [
        ("error", "`convolve` is diagnosed as convolve, flip_rows"),
        ("error", "`flip_rows` is diagnosed as convolve, flip_rows"),
    ]


def test_a_credit_that_is_not_earned_is_told(subject):
    drawn = subject()
    promised = tuple(replace(item, credit=Fraction(4, 5)) for item in drawn.exercise.misconceptions)
    exercise = replace(drawn.exercise, misconceptions=promised)
    made = Subject(exercise, [one.variant for one in drawn.specimens])
    assert faults(guarded_are_told(made)) == [
        ("error", "`convolve` earns 0.3 for `out`, not 0.8"),
        ("error", "`flip_rows` earns 0.3 for `out`, not 0.8"),
    ]


def test_what_goes_wrong_in_some_variants_is_told_with_their_share(tampered):
    made = tampered(lambda one: {"key": {"out": 5} if one.student == "lint-0" else one.key})
    (fault,) = faults(key_earns_everything(made))
    assert fault[1] == "the key of `out` is graded invalid (in 20 % of the variants)"
