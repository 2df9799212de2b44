"""A row of numbers: a signal, a kernel of one dimension, a list of sums."""

from collections.abc import Iterable

from grader.answers.cellwise import marks, share
from grader.answers.kinds import Misfit
from grader.answers.numbers import is_plain, misfit_of, plain
from grader.model.exercise import Answer
from grader.model.text import Text, phrase
from grader.model.value import Value, cells, shape
from grader.model.variant import Form

__all__ = ["describe", "fit", "form", "marks", "nulls", "share"]

_DESCRIPTION = {
    "en": "a list of {length} numbers: `[1, 2, …]`",
    "es": "una lista de {length} números: `[1, 2, …]`",
}
_NOT_A_LIST: Text = {
    "en": "A list of numbers is asked for: [1, 2, 3].",
    "es": "Se pide una lista de números: [1, 2, 3].",
}
_LENGTH: Text = {
    "en": "Your list has {given} numbers; one of {asked} is asked for.",
    "es": "Tu lista tiene {given} números; se pide una de {asked}.",
}


def form(answer: Answer, key: Value) -> Form:
    """Return how many numbers are asked for."""
    return Form(kind=answer.kind, shape=shape(key))


def describe(form: Form, language: str) -> str:
    """Return how to write the list."""
    return _DESCRIPTION[language].format(length=form.shape[0])


def fit(value: Value, form: Form) -> Value | Misfit:
    """Return the list with whole floats as integers; one row or one column counts as a list.

    >>> fit(((1,), (2.0,)), Form(kind="vector", shape=(2,)))
    (1, 2)
    """
    if not isinstance(value, tuple) or not value:
        return Misfit(code="list", text=_NOT_A_LIST)
    sizes = shape(value)
    if len(sizes) == 2 and 1 in sizes:  # noqa: PLR2004 - rows and columns
        value = cells(value)
    if any(isinstance(cell, tuple) for cell in value):
        return Misfit(code="list", text=_NOT_A_LIST)
    whole = is_plain(value)
    for cell in () if whole else cells(value):
        misfit = misfit_of(cell)
        if misfit is not None:
            return misfit
    numbers = value if whole else tuple(plain(cell) for cell in cells(value))
    if len(numbers) == form.shape[0]:
        return numbers
    text = phrase(_LENGTH, given=len(numbers), asked=form.shape[0])
    return Misfit(code="shape", text=text, value=numbers)


def nulls(key: Value, inputs: Iterable[Value]) -> tuple[Value, ...]:
    """Return zeros, every constant that the key contains, and the inputs of the same length."""
    length = len(cells(key))
    constants = ((constant,) * length for constant in dict.fromkeys((0, *cells(key))))
    shown = (cells(value) for value in inputs if isinstance(value, tuple))
    return (*constants, *(value for value in shown if len(value) == length))
