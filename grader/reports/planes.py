"""An answer as tables, its cells marked right or wrong, and the parts of one that is a list."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import product
from typing import TypeVar

from grader.model.grade import AnswerGrade, PartGrade
from grader.model.value import Scalar, Value, cells, shape

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


def parts_of(answer: AnswerGrade) -> tuple[tuple[PartGrade, Value], ...]:
    """Return the values of which an answer is a list, and what is said of each."""
    if not isinstance(answer.given, tuple) or len(answer.given) != len(answer.parts):
        return ()
    return tuple(zip(answer.parts, answer.given, strict=True))


def planes(value: Value | None, right: Sequence[bool] = ()) -> tuple[Plane, ...]:
    """Return a value as tables; none for one that is ragged, empty, too large or no array.

    Parameters
    ----------
    value
        An answer, or None.
    right
        Cell by cell whether it is right; left out where it does not fit the value.
    """
    if not isinstance(value, tuple):
        return ()
    sizes, listed = shape(value), cells(value)
    if not 0 < len(listed) <= MOST_CELLS or not _regular(value, sizes):
        return ()
    if sizes == (2,):
        return ()  # a pair, as a direction is: two numbers in brackets say more than a table
    marks = right if len(right) == len(listed) else (None,) * len(listed)
    marked = [Cell(value=one, right=mark) for one, mark in zip(listed, marks, strict=True)]
    height, width = (1, *sizes)[-2:]
    slices = _runs(_runs(marked, width), height)
    return tuple(
        Plane(index=index, rows=tuple(rows), numbered=len(sizes) > 1)
        for index, rows in zip(product(*map(range, sizes[:-2])), slices, strict=True)
    )


def _regular(value: Value, sizes: tuple[int, ...]) -> bool:
    # The number of cells is not enough: (1, (2,)) has as many as its outer shape says.
    if not isinstance(value, tuple) or not sizes:
        return not isinstance(value, tuple) and not sizes
    return len(value) == sizes[0] and all(_regular(item, sizes[1:]) for item in value)


def _runs(items: Sequence[T], size: int) -> list[tuple[T, ...]]:
    return [tuple(items[start : start + size]) for start in range(0, len(items), size)]
