"""A matrix of numbers."""

from collections.abc import Iterable

from grader.answers.cellwise import marks, share
from grader.answers.kinds import Misfit
from grader.answers.numbers import is_plain, misfit_of, plain
from grader.model.exercise import Answer
from grader.model.text import Text, phrase
from grader.model.value import Value, cells, laid_out, shape
from grader.model.variant import Form

__all__ = ["describe", "fit", "form", "marks", "nulls", "rows_of", "share"]

_DESCRIPTION = {
    "en": "a matrix of {rows} × {columns} numbers, row by row: `[[1, 2, …], [3, 4, …], …]`",
    "es": "una matriz de {rows} × {columns} números, fila a fila: `[[1, 2, …], [3, 4, …], …]`",
}
_NOT_ROWS: Text = {
    "en": "A matrix is a list of rows: [[1, 2], [3, 4]].",
    "es": "Una matriz es una lista de filas: [[1, 2], [3, 4]].",
}
_RAGGED: Text = {
    "en": "The rows are not equally long.",
    "es": "Las filas no tienen la misma longitud.",
}
_SHAPE: Text = {
    "en": "Your matrix is {given_rows} × {given_columns}; one of {rows} × {columns} is asked for.",
    "es": "Tu matriz es de {given_rows} × {given_columns}; se pide una de {rows} × {columns}.",
}


def form(answer: Answer, key: Value) -> Form:
    """Return the rows and columns that are asked for."""
    return Form(kind=answer.kind, shape=shape(key))


def describe(form: Form, language: str) -> str:
    """Return how to write the rows."""
    rows, columns = form.shape
    return _DESCRIPTION[language].format(rows=rows, columns=columns)


def fit(value: Value, form: Form) -> Value | Misfit:
    """Return the matrix with whole floats as integers."""
    matrix = rows_of(value)
    if isinstance(matrix, Misfit) or shape(matrix) == form.shape:
        return matrix
    return _wrong_shape(matrix, form)


def rows_of(value: Value) -> Value | Misfit:
    """Return a matrix of any size."""
    if not isinstance(value, tuple) or not all(_is_row(row) for row in value):
        return Misfit(code="not-rows", text=_NOT_ROWS)
    whole = is_plain(value)
    for cell in () if whole else cells(value):
        misfit = misfit_of(cell)
        if misfit is not None:
            return misfit
    if len(shape(value)) != 2 or 0 in shape(value):  # noqa: PLR2004 - rows and columns
        return Misfit(code="ragged", text=_RAGGED)
    return value if whole else tuple(tuple(plain(cell) for cell in cells(row)) for row in value)


def _is_row(row: Value) -> bool:
    return isinstance(row, tuple) and not any(isinstance(cell, tuple) for cell in row)


def nulls(key: Value, inputs: Iterable[Value]) -> tuple[Value, ...]:
    """Return zeros, every constant that the key contains, and the inputs of the same shape."""
    sizes, flat = laid_out(key)
    rows, columns = sizes
    constants = dict.fromkeys((0, *flat))
    full = (((constant,) * columns,) * rows for constant in constants)
    return (*full, *(value for value in inputs if shape(value) == sizes))


def _wrong_shape(matrix: Value, form: Form) -> Misfit:
    given, asked = shape(matrix), form.shape
    text = phrase(
        _SHAPE, given_rows=given[0], given_columns=given[1], rows=asked[0], columns=asked[1]
    )
    return Misfit(code="shape", text=text, value=matrix)
