"""The table of checks: to add one, write a function and its line here, and tell it in the docs."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from typing import TypeAlias

from grader.model.examination import Examination, Finding
from grader.workflows.linting import difficulty, drawing, laws, misconceptions, wording
from grader.workflows.linting.subject import Subject

Check: TypeAlias = Callable[[Subject], Iterable[Finding]]

CHECKS: Mapping[str, Check] = {
    "tries": drawing.exhausted,
    "acceptance": drawing.acceptance,
    "unread": drawing.unread,
    "rendering": wording.rendering,
    "leak": wording.leaks,
    "translation": wording.translated,
    "numbers": wording.same_numbers,
    "tests-missing": laws.tests_listed,
    "test": laws.tests_hold,
    "key": laws.key_earns_everything,
    "null": laws.nothing_earns_nothing,
    "baseline": difficulty.nothing_for_nothing,
    "work": difficulty.equal_work,
    "misconceptions-missing": misconceptions.listed,
    "guarded": laws.guarded_are_told,
    "never-applies": misconceptions.applying,
    "right": misconceptions.right,
    "alike": misconceptions.coinciding,
    "symmetry": misconceptions.symmetry,
    "flip": misconceptions.flips,
    "collusion": drawing.collusion,
}
"""Name → check, in the order in which an author should read what they find."""


def run_checks(subject: Subject, file: str) -> Examination:
    """Return everything that is found about an exercise."""
    return Examination(
        file=file,
        exercise=subject.exercise.id,
        findings=tuple(
            replace(finding, check=name)
            for name, check in CHECKS.items()
            for finding in check(subject)
        ),
        figures=subject.figures,
    )
