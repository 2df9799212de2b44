"""A wrong answer that is right for a classmate is recognized; one that may be chance is not."""

from dataclasses import replace

import pytest

from grader.model.assignment import Student
from grader.model.grade import Verdict
from grader.workflows.classmates import drawn, fits, owners_of
from grader.workflows.orders import Order


@pytest.fixture
def everybody(room):
    def of(**options):
        order = Order(
            sources=room.sources,
            roster=room.students,
            submissions=room.submissions,
            folder=room.folder,
            secret=room.secret,
            **options,
        )
        return drawn(order)

    return of


def given(room, student, **values):
    """Return the grade of who answers this."""
    graded = {item.student: item for item in room.grade(again=True).grades}
    (exercise,) = graded[student].exercises
    answers = tuple(
        replace(answer, given=values[answer.answer], verdict=Verdict.INCORRECT)
        if answer.answer in values
        else answer
        for answer in exercise.answers
    )
    return replace(graded[student], exercises=(replace(exercise, answers=answers),))


def test_a_matrix_of_a_classmate_is_recognized_and_a_number_is_not(room, everybody):
    one, other = (student.id for student in room.students[:2])
    key = room.key(other)
    owners = owners_of(everybody())
    asked = given(room, one, table=key["table"], area=key["area"])
    assert [*fits(asked, owners)] == [f"area/table: wrong, and right for {other}"]


def test_the_same_numbers_are_recognized_in_any_type(room, everybody):
    one, other = (student.id for student in room.students[:2])
    table = tuple(tuple(float(cell) for cell in row) for row in room.key(other)["table"])
    assert [*fits(given(room, one, table=table), owners_of(everybody()))]


def test_ones_own_key_and_a_key_that_many_have_say_nothing(room, everybody):
    one, other = (student.id for student in room.students[:2])
    items = everybody()
    key = room.key(other)["table"]
    shared = next(item for item in items if item.student == other)
    many = (*items, replace(shared, student="x"), replace(shared, student="y"))
    asked = given(room, one, table=key)
    assert [*fits(asked, owners_of(many))] == []
    own = given(room, one, table=room.key(one)["table"])
    assert [*fits(own, owners_of(items))] == []


def test_whoever_has_no_such_attempt_drew_nothing(everybody):
    assert everybody(attempt=2) == ()


def test_a_student_alone_has_no_classmates(room, everybody):
    room.students = (Student(id="solo", name="Solo"),)
    (item,) = everybody()
    assert item.student == "solo"
