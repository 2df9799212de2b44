"""Checks of assignments: what is odd about one, though it can be handed out."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from itertools import pairwise
from typing import TypeAlias

from grader.model.assignment import Assignment, Pool
from grader.model.examination import Examination, Finding, Workload
from grader.spec.reader import Document
from grader.workflows.linting.finding import note, warning

FACTOR = 1.5
"""How many times the minutes of the quickest exercise of a pool the slowest may take."""

Check: TypeAlias = Callable[[Assignment, Document], Iterable[Finding]]


def examine_assignment(assignment: Assignment, document: Document) -> Examination:
    """Return what is found about an assignment that could be read."""
    return Examination(
        file=document.name,
        findings=tuple(
            replace(finding, check=name)
            for name, check in ASSIGNMENT_CHECKS.items()
            for finding in check(assignment, document)
        ),
        workload=workload_of(assignment),
    )


def workload_of(assignment: Assignment) -> Workload:
    """Return what an assignment asks of a student, whichever exercises are drawn."""
    pooled = {name for pool in assignment.pools for name in pool.exercises}
    fixed = [item.exercise.minutes for item in assignment.tasks if item.exercise.id not in pooled]
    drawn = [(sorted(_minutes(assignment, pool)), pool.pick) for pool in assignment.pools]
    return Workload(
        exercises=len(fixed) + sum(pick for _, pick in drawn),
        points=assignment.points,
        least_minutes=sum(fixed) + sum(sum(minutes[:pick]) for minutes, pick in drawn),
        most_minutes=sum(fixed) + sum(sum(minutes[-pick:]) for minutes, pick in drawn),
    )


def _minutes(assignment: Assignment, pool: Pool) -> list[int]:
    return [
        task.exercise.minutes for task in assignment.tasks if task.exercise.id in pool.exercises
    ]


def whole_pools(assignment: Assignment, document: Document) -> Iterator[Finding]:
    """Yield the pools of which nothing is left out."""
    for pool, place in _pools(assignment, document):
        if pool.pick == len(pool.exercises):
            yield warning(
                place,
                f"every student gets all {pool.pick} exercises of this pool",
                "pick fewer, or list them without a pool",
            )


def uneven_pools(assignment: Assignment, document: Document) -> Iterator[Finding]:
    """Yield the pools that are far more work for some students than for others."""
    for pool, place in _pools(assignment, document):
        minutes = _minutes(assignment, pool)
        if max(minutes) > FACTOR * min(minutes):
            yield warning(
                place,
                f"the exercises of this pool take {min(minutes)} to {max(minutes)} minutes",
                "put exercises of equal length into one pool",
            )


def _pools(assignment: Assignment, document: Document) -> Iterator[tuple[Pool, str]]:
    blocks = document.data.get("exercises") if isinstance(document.data, dict) else None
    listed = blocks if isinstance(blocks, list) else []
    at = [index for index, block in enumerate(listed) if isinstance(block, dict) and "of" in block]
    for pool, index in zip(assignment.pools, at, strict=True):
        yield pool, document.place(("exercises", index))


def rising_attempts(assignment: Assignment, document: Document) -> Iterator[Finding]:
    """Yield that it pays to fail first."""
    if any(earlier < later for earlier, later in pairwise(assignment.attempts)):
        yield warning(
            document.place(("attempts",)),
            "a later attempt counts more than an earlier one",
            "let the credit of attempts fall, or stay",
        )


def open_keys(assignment: Assignment, document: Document) -> Iterator[Finding]:
    """Yield that notebooks which count hold what their keys can be computed from."""
    if assignment.feedback.is_seeded and assignment.schedule.due is not None:
        yield note(
            document.place(("feedback",)),
            f"with `feedback: {assignment.feedback.value}` the notebooks hold their seed, from "
            "which a program computes the keys, and there is a due date",
            "feedback: after_due",
        )


ASSIGNMENT_CHECKS: Mapping[str, Check] = {
    "pool-whole": whole_pools,
    "pool-minutes": uneven_pools,
    "attempts": rising_attempts,
    "seeded": open_keys,
}
"""Name → check of assignments."""
