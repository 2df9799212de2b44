"""Assignment + student → the student's own assignment: exercises drawn, numbered, in their order.

Every exercise is drawn by a word of its own, and those with the smallest words are taken. So one
more exercise in a pool changes the draw of those students only who get it, and a place of an
exercise in the file changes nothing.
"""

import hashlib
import hmac
import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from grader.model.assignment import Assignment, Override, Student, Task
from grader.variants.streams import Stream

_MANY = 2**64


def resolve(assignment: Assignment, student: Student, secret: bytes) -> Assignment:
    """Return the assignment of one student, with nothing left to be drawn.

    Its tasks are numbered from 1, and its language is the one that the student reads: what an
    override says, else the roster, else the assignment. The attempt does not enter: another attempt
    has other numbers in the same exercises.
    """
    drawn_for = json.dumps([assignment.id, student.id], ensure_ascii=True)
    key = hmac.digest(secret, f"grader/assignment/1\0{drawn_for}".encode(), hashlib.sha256)
    tasks = list(_drawn(assignment, key))
    if assignment.shuffle:
        tasks = _by_chance(tasks, key, "order")
    own = override_of(assignment, student)
    return replace(
        assignment,
        tasks=tuple(replace(task, number=number) for number, task in enumerate(tasks, start=1)),
        feedback=own.feedback or assignment.feedback,
        schedule=own.schedule or assignment.schedule,
        attempts=own.attempts or assignment.attempts,
        language=own.language or student.language or assignment.language,
        shuffle=False,
        pools=(),
        overrides=(),
    )


def override_of(assignment: Assignment, student: Student) -> Override:
    """Return what is different for `student`; ids are compared as the roster does, without case."""
    return next(
        (
            override
            for override in assignment.overrides
            if student.id.casefold() in {id_.casefold() for id_ in override.students}
        ),
        Override(students=()),
    )


def unknown_students(assignment: Assignment, roster: Iterable[Student]) -> tuple[str, ...]:
    """Return the ids in overrides that nobody of the roster has."""
    known = {student.id.casefold() for student in roster}
    named = (id_ for override in assignment.overrides for id_ in override.students)
    return tuple(id_ for id_ in named if id_.casefold() not in known)


def _drawn(assignment: Assignment, key: bytes) -> Iterator[Task]:
    """Yield the tasks of a student in the order of the file."""
    by_id = {task.exercise.id: task for task in assignment.tasks}
    places: dict[str, Task | None] = dict(by_id)
    for pool in assignment.pools:
        candidates = [by_id[exercise] for exercise in pool.exercises]
        taken = {task.exercise.id for task in _by_chance(candidates, key, "pool")[: pool.pick]}
        points = iter(pool.points)
        for task in candidates:
            own = task.exercise.id in taken
            places[task.exercise.id] = replace(task, points=next(points)) if own else None
    yield from (task for task in places.values() if task is not None)


def _by_chance(tasks: Sequence[Task], key: bytes, label: str) -> list[Task]:
    def word(task: Task) -> int:
        return Stream(key, f"{label}/{task.exercise.id}").below(_MANY)

    return sorted(tasks, key=word)
