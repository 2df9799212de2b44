"""Whose variant is it? What everybody drew, to recognize an answer that belongs to a classmate."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import partial
from typing import TypeAlias

from grader.model.assignment import Student
from grader.model.grade import Grade, Verdict
from grader.model.value import Value, is_number, laid_out
from grader.workflows.course import Course, Sources, Tries
from grader.workflows.lanes import Pace, run_all
from grader.workflows.orders import Order
from grader.workflows.secrets import Secret

_Place: TypeAlias = tuple[str, str]
"""(exercise, answer)."""
_CELLS, _DISTINCT = 4, 3
"""A key that is smaller or more uniform comes about by chance."""
_SHARED = 2
"""A key that more of a class have says nothing about whose it is."""
_WRONG = {Verdict.INCORRECT, Verdict.PARTIAL}


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawn:
    """What one student drew."""

    student: str
    variants: tuple[str, ...]
    keys: Mapping[_Place, str]
    """Those that hardly anybody comes upon by chance, each as a text."""


def drawn(order: Order, *, pace: Pace = Pace()) -> tuple[Drawn, ...]:
    """Return what everybody drew who has this attempt."""
    setup = partial(_prepare, order.sources, order.secret, order.attempt, order.load().tries)
    lanes = pace.lanes(len(order.roster))
    with closing(run_all(_draw, order.roster, setup=setup, workers=lanes)) as all_done:
        return tuple(done.result for done in all_done if done.result is not None)


def fits(grade: Grade, classmates: Mapping[_Place, Mapping[str, Sequence[str]]]) -> Iterator[str]:
    """Yield which wrong answers of a grade are the key of a classmate."""
    found: dict[tuple[str, ...], list[str]] = defaultdict(list)
    for exercise in grade.exercises:
        for answer in exercise.answers:
            if answer.verdict not in _WRONG or answer.given is None:
                continue
            place = (exercise.exercise, answer.answer)
            owners = classmates.get(place, {}).get(_text(answer.given), ())
            others = tuple(sorted(who for who in owners if who != grade.student))
            if others and len(owners) <= _SHARED:
                found[others].append("/".join(place))
    for others, places in found.items():
        yield f"{', '.join(places)}: wrong, and right for {' and '.join(others)}"


def owners_of(everybody: Sequence[Drawn]) -> Mapping[_Place, Mapping[str, Sequence[str]]]:
    """Return place → key, as a text → whose it is."""
    owners: dict[_Place, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for item in everybody:
        for place, key in item.keys.items():
            owners[place][key].append(item.student)
    return owners


_COURSE: list[tuple[Course, int]] = []
"""Course and attempt of this process, since neither can travel."""


def _prepare(sources: Sources, secret: Secret, attempt: int, tries: Tries) -> None:
    _COURSE[:] = [(replace(sources.load(secret), tries=tries), attempt)]


def _draw(student: Student) -> Drawn | None:
    course, attempt = _COURSE[0]
    if attempt > len(course.assignment_of(student).attempts):
        return None
    variants = course.variants(student, attempt=attempt)
    keys = {
        (variant.exercise.id, answer): _text(value)
        for variant in variants
        for answer, value in variant.key.items()
        if answer not in variant.cases and _is_evident(value)
    }
    return Drawn(student=student.id, variants=tuple(item.id for item in variants), keys=keys)


def _is_evident(value: Value) -> bool:
    cells = laid_out(value)[1]
    return len(cells) >= _CELLS and len(set(cells)) >= _DISTINCT and all(map(is_number, cells))


def _text(value: Value) -> str:
    """Return a value as a text that is the same for equal numbers of any type."""
    sizes, cells = laid_out(value)
    return repr((sizes, [_plain(cell) for cell in cells]))


def _plain(cell: Value) -> Value:
    if isinstance(cell, Fraction | float) and cell == cell // 1:
        return int(cell)
    return float(cell) if isinstance(cell, Fraction) else cell
