"""What holds for every assignment, whatever is drawn for whom."""

from dataclasses import replace
from decimal import Decimal
from functools import cache
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from grader.model.assignment import Assignment, Pool, Student, Task
from grader.spec import Bank
from grader.variants import resolve

SECRET = b"the secret of these laws"
HUNDREDTH = Decimal("0.01")


@cache
def exercise(number):
    bank = Bank([Path(__file__).parents[2] / "exercises"])
    return replace(bank.exercise("identify-shift"), id=f"e{number}")


@st.composite
def assignments(draw):
    """Return an assignment of single exercises and pools, in any order."""
    tasks, pools = [], []
    for size in draw(st.lists(st.integers(1, 5), min_size=1, max_size=5)):
        points = draw(st.lists(st.integers(1, 900), min_size=1, max_size=size))
        worth = tuple(number * HUNDREDTH for number in points)
        ids = [len(tasks) + index for index in range(size)]
        tasks += [Task(number=id_ + 1, exercise=exercise(id_), points=worth[0]) for id_ in ids]
        if size > 1:
            pools.append(Pool(exercises=tuple(f"e{id_}" for id_ in ids), points=worth))
    return Assignment(
        id=draw(st.sampled_from(["week-1", "week-2"])),
        title={"en": "Week"},
        tasks=tuple(tasks),
        pools=tuple(pools),
        shuffle=draw(st.booleans()),
    )


students = st.integers(0, 10**6).map(lambda number: Student(id=f"s{number}", name=""))


def ids(assignment):
    return [task.exercise.id for task in assignment.tasks]


@given(assignments(), students)
def test_a_student_gets_every_single_exercise_and_what_each_pool_says(assignment, student):
    got = ids(resolve(assignment, student, SECRET))
    assert len(got) == len(set(got))
    pooled = {id_ for pool in assignment.pools for id_ in pool.exercises}
    assert {*got} - pooled == {*ids(assignment)} - pooled
    for pool in assignment.pools:
        assert len({*got} & {*pool.exercises}) == pool.pick


@given(assignments(), students)
def test_everybody_can_earn_the_same_and_numbers_run_from_one(assignment, student):
    own = resolve(assignment, student, SECRET)
    assert own.points == assignment.points
    assert [task.number for task in own.tasks] == list(range(1, len(own.tasks) + 1))


@given(assignments(), students)
def test_what_is_resolved_stays_as_it_is(assignment, student):
    own = resolve(assignment, student, SECRET)
    assert resolve(own, student, SECRET) == own
    assert resolve(assignment, student, SECRET) == own


@given(assignments(), students)
def test_shuffling_changes_the_order_and_nothing_else(assignment, student):
    plain, shuffled = (
        resolve(replace(assignment, shuffle=flag), student, SECRET) for flag in (False, True)
    )
    assert sorted(ids(plain)) == sorted(ids(shuffled))
    worth = {task.exercise.id: task.points for task in plain.tasks}
    assert {task.exercise.id: task.points for task in shuffled.tasks} == worth


@settings(deadline=None)
@given(assignments(), students, st.randoms(use_true_random=False))
def test_the_place_of_an_exercise_in_the_file_decides_no_draw(assignment, student, random):
    tasks = list(assignment.tasks)
    random.shuffle(tasks)
    moved = replace(
        assignment,
        tasks=tuple(tasks),
        pools=tuple(
            replace(pool, exercises=tuple(random.sample(pool.exercises, len(pool.exercises))))
            for pool in random.sample(assignment.pools, len(assignment.pools))
        ),
    )
    assert {*ids(resolve(moved, student, SECRET))} == {*ids(resolve(assignment, student, SECRET))}
