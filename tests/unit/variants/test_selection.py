"""The assignment of one student: which exercises, in which order, in which language."""

from collections import Counter
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from grader.model.assignment import Assignment, Feedback, Override, Pool, Student, Task
from grader.spec import Bank
from grader.variants import resolve, unknown_students

BANK = Bank([Path(__file__).parents[3] / "exercises"])
EXERCISE = BANK.exercise("predict-correlation")
IDS = ("start", "f1", "f2", "f3", "end")
WEEK = Assignment(
    id="week",
    title={"en": "Week", "es": "Semana"},
    tasks=tuple(
        Task(number=number, exercise=replace(EXERCISE, id=id_), points=Decimal(1))
        for number, id_ in enumerate(IDS, start=1)
    ),
    pools=(Pool(exercises=("f1", "f2", "f3"), points=(Decimal("1.34"), Decimal("1.33"))),),
    overrides=(Override(students=("Ada",), language="es", feedback=Feedback.FULL),),
)
SECRET = b"secret"
CLASS = [Student(id=f"s{number}", name="") for number in range(300)]


def own(student, assignment=WEEK, secret=SECRET):
    return resolve(assignment, student, secret)


def ids(assignment):
    return [task.exercise.id for task in assignment.tasks]


def test_everybody_gets_as_many_of_a_pool_as_it_says_and_all_the_rest():
    for student in CLASS:
        drawn = ids(own(student))
        assert (drawn[0], drawn[-1], len(drawn)) == ("start", "end", 4)
        assert {*drawn[1:3]} < {"f1", "f2", "f3"}


def test_nothing_is_left_to_be_drawn():
    plain = own(CLASS[0])
    assert (plain.pools, plain.overrides, plain.shuffle) == ((), (), False)
    assert [task.number for task in plain.tasks] == [1, 2, 3, 4]
    assert own(CLASS[0], plain) == plain


def test_everybody_can_earn_the_same():
    assert {own(student).points for student in CLASS} == {WEEK.points} == {Decimal("4.67")}


def test_every_choice_is_made_about_equally_often():
    counts = Counter(tuple(ids(own(student))[1:3]) for student in CLASS)
    assert len(counts) == 3
    assert min(counts.values()) > 70


def test_the_draw_is_the_same_for_ever():
    assert [ids(own(student))[1:3] for student in CLASS[:4]] == GOLDEN


GOLDEN = [["f2", "f3"], ["f1", "f2"], ["f1", "f2"], ["f2", "f3"]]


def test_another_secret_or_assignment_makes_another_draw():
    drawn = [ids(own(student)) for student in CLASS]
    assert [ids(own(student, secret=b"other")) for student in CLASS] != drawn
    assert [ids(own(student, replace(WEEK, id="week-2"))) for student in CLASS] != drawn


def test_one_more_exercise_in_a_pool_changes_only_the_draws_that_get_it():
    new = Task(number=6, exercise=replace(EXERCISE, id="f4"), points=Decimal(1))
    pool = replace(WEEK.pools[0], exercises=("f1", "f2", "f3", "f4"))
    wider = replace(WEEK, tasks=(*WEEK.tasks, new), pools=(pool,))
    for student in CLASS:
        before, after = ({*ids(own(student, made))} for made in (WEEK, wider))
        assert before == after or "f4" in after


def test_without_shuffle_the_order_is_that_of_the_file():
    for student in CLASS:
        drawn = ids(own(student))
        assert drawn == sorted(drawn, key=IDS.index)


def test_with_shuffle_every_student_has_an_order_of_their_own():
    shuffled = replace(WEEK, shuffle=True)
    orders = Counter(tuple(ids(own(student, shuffled))) for student in CLASS)
    assert len(orders) > 50
    assert {*map(frozenset, orders)} == {frozenset(ids(own(student))) for student in CLASS}
    firsts = Counter(order[0] for order in orders.elements())
    assert min(firsts.values()) > 25


@pytest.mark.parametrize(
    ("id_", "said", "language", "feedback"),
    [
        ("bob", "", "en", Feedback.FORMAT),
        ("bob", "es", "es", Feedback.FORMAT),
        ("ada", "", "es", Feedback.FULL),
        ("ADA", "", "es", Feedback.FULL),
        ("ada", "en", "es", Feedback.FULL),
    ],
)
def test_an_override_goes_before_the_roster_and_that_before_the_assignment(
    id_, said, language, feedback
):
    plain = own(Student(id=id_, name="", language=said))
    assert (plain.language, plain.feedback) == (language, feedback)


def test_an_override_for_nobody_of_the_roster_is_found():
    assert unknown_students(WEEK, [Student(id="ada", name="")]) == ()
    assert unknown_students(WEEK, CLASS) == ("Ada",)
