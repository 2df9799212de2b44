"""The page that a student gets: what was right, what was not, and what seems to have happened."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import product
from typing import TypeVar

from grader.model.grade import AnswerGrade, Grade, WorkedStep
from grader.model.value import Scalar, Value, cells, shape
from grader.reports.numerals import scalar
from grader.reports.pages import render

T = TypeVar("T")

MOST_CELLS = 1024
"""A larger answer is not drawn as a table; the page says how many cells are right."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """One cell of an answer; `right` is None where nothing is said about it."""

    value: Scalar
    right: bool | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Plane:
    """A two-dimensional slice of an answer and the leading indices that select it."""

    index: tuple[int, ...]
    rows: tuple[tuple[Cell, ...], ...]
    numbered: bool
    """Whether the rows have an index of their own: those of a matrix do, a vector has no rows."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Factor:
    """What one position of the window contributes."""

    coefficient: Value
    value: Value
    product: Value
    inside: bool


def to_html(grade: Grade, *, language: str) -> str:
    """Return the page of one student: complete in itself, without scripts or network.

    A right value is in it only where the grade has a worked step, and whether it has one is the
    assignment's policy.
    """
    return render(
        "feedback.html.j2",
        language=language,
        grade=grade,
        planes=planes,
        window=window,
        equation=lambda step: equation(step, language),
    )


def planes(answer: AnswerGrade) -> tuple[Plane, ...]:
    """Return the given answer as tables; none for one that is ragged, empty or too large."""
    if not isinstance(answer.given, tuple):
        return ()
    sizes, listed = shape(answer.given), cells(answer.given)
    if not 0 < len(listed) <= MOST_CELLS or not _regular(answer.given, sizes):
        return ()
    if sizes == (2,):
        return ()  # a pair, as a direction is: two numbers in brackets say more than a table
    marks = answer.right if len(answer.right) == len(listed) else (None,) * len(listed)
    marked = [Cell(value=value, right=mark) for value, mark in zip(listed, marks, strict=True)]
    height, width = (1, *sizes)[-2:]
    slices = _runs(_runs(marked, width), height)
    return tuple(
        Plane(index=index, rows=tuple(rows), numbered=len(sizes) > 1)
        for index, rows in zip(product(*map(range, sizes[:-2])), slices, strict=True)
    )


def window(step: WorkedStep) -> tuple[tuple[Factor, ...], ...]:
    """Return the window of `step`, row by row."""
    factors = [
        Factor(coefficient=coefficient, value=value, product=outcome, inside=inside)
        for coefficient, value, outcome, inside in zip(
            step.coefficients, step.values, step.products, step.inside, strict=True
        )
    ]
    return tuple(tuple(row) for row in _runs(factors, step.width))


def equation(step: WorkedStep, language: str) -> str:
    """Return the sum of the products written out, negative ones in parentheses."""
    terms = [scalar(cell, language) for outcome in step.products for cell in cells(outcome)]
    first, *others = terms
    return " + ".join([first, *(f"({term})" if term.startswith("−") else term for term in others)])


def _regular(value: Value, sizes: tuple[int, ...]) -> bool:
    # The number of cells is not enough: (1, (2,)) has as many as its outer shape says.
    if not isinstance(value, tuple) or not sizes:
        return not isinstance(value, tuple) and not sizes
    return len(value) == sizes[0] and all(_regular(item, sizes[1:]) for item in value)


def _runs(items: Sequence[T], size: int) -> list[tuple[T, ...]]:
    return [tuple(items[start : start + size]) for start in range(0, len(items), size)]
