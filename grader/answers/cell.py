"""A place in a matrix and the number that belongs there: find the error, and mend it."""

from collections.abc import Iterable, Sequence
from fractions import Fraction

from grader.answers.comparison import is_right
from grader.answers.kinds import Misfit
from grader.answers.numbers import misfit_of, plain
from grader.model.exercise import Answer
from grader.model.text import Text
from grader.model.value import Value, cells, is_number
from grader.model.variant import Form

_DESCRIPTION = {
    "en": "the place and what belongs there, as `(row, column, value)`; "
    "rows and columns are counted from 0",
    "es": "el lugar y lo que debe haber en él, como `(fila, columna, valor)`; "
    "las filas y las columnas se cuentan desde 0",
}
_TRIPLE: Text = {
    "en": "A row, a column and a value are asked for: (2, 1, 17).",
    "es": "Se piden una fila, una columna y un valor: (2, 1, 17).",
}
_COUNTED: Text = {
    "en": "Row and column are whole numbers, counted from 0.",
    "es": "La fila y la columna son números enteros, contados desde 0.",
}
_PAIR = 2
_TRIPLE_LENGTH = 3
_PLACE = Fraction(5, 8)
"""What the place is worth by itself."""


def form(answer: Answer, key: Value) -> Form:
    """Return the form of a cell: there is nothing else to tell."""
    del key
    return Form(kind=answer.kind)


def describe(form: Form, language: str) -> str:
    """Return what to type."""
    del form
    return _DESCRIPTION[language]


def fit(value: Value, form: Form) -> Value | Misfit:
    """Return row, column and value; the place may be a pair of its own.

    >>> fit(((2, 1), 17.0), Form(kind="cell"))
    (2, 1, 17)
    """
    del form
    if isinstance(value, tuple) and len(value) == _PAIR:
        place, number = value
        value = (*place, number) if isinstance(place, tuple) else value
    triple = value if isinstance(value, tuple) else ()
    if len(triple) != _TRIPLE_LENGTH or any(isinstance(one, tuple) for one in triple):
        return Misfit(code="triple", text=_TRIPLE)
    for one in cells(triple):
        misfit = misfit_of(one)
        if misfit is not None:
            return misfit
    row, column, number = (plain(one) for one in cells(triple))
    if not all(isinstance(one, int) and one >= 0 for one in (row, column)):
        return Misfit(code="place", text=_COUNTED)
    return row, column, number


def nulls(key: Value, inputs: Iterable[Value]) -> tuple[Value, ...]:
    """Return the first cell, with 0: nobody finds an error without looking for it."""
    del key, inputs
    return ((0, 0, 0),)


def marks(given: Value, key: Value, answer: Answer) -> tuple[bool, ...]:
    """Tell whether the place is right, and whether the value is."""
    mine, wanted = cells(given), cells(key)
    if len(mine) != _TRIPLE_LENGTH or not all(map(is_number, (*mine, *wanted))):
        return (False, False)
    return (mine[:2] == wanted[:2], is_right(mine[2], wanted[2], answer.tolerance))


def share(right: Sequence[bool], answer: Answer) -> Fraction:
    """Return what the marks earn: a value counts only in the right place."""
    del answer
    place, value = right
    if not place:
        return Fraction(0)
    return Fraction(1) if value else _PLACE
