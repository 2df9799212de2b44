"""A whole number."""

from collections.abc import Iterable

from grader.answers.cellwise import marks, share
from grader.answers.kinds import Misfit
from grader.answers.numbers import fit_number
from grader.model.exercise import Answer
from grader.model.value import Value, is_number
from grader.model.variant import Form

__all__ = ["describe", "fit", "form", "marks", "nulls", "share"]

_DESCRIPTION = {
    "en": "a whole number; a calculation such as `3*3*3 + 64` is fine",
    "es": "un número entero; también vale una operación como `3*3*3 + 64`",
}


def form(answer: Answer, key: Value) -> Form:
    """Return the form of a whole number: there is nothing else to tell."""
    del key
    return Form(kind=answer.kind, whole=True)


def describe(form: Form, language: str) -> str:
    """Return what to type."""
    del form
    return _DESCRIPTION[language]


def fit(value: Value, form: Form) -> Value | Misfit:
    """Return the number. One that is not whole is wrong, not unfit."""
    del form
    return fit_number(value)


def nulls(key: Value, inputs: Iterable[Value]) -> tuple[Value, ...]:
    """Return 0, 1 and every number of the statement."""
    del key
    return (0, 1, *(value for value in inputs if is_number(value)))
