"""A number: whole, decimal or a fraction."""

from collections.abc import Iterable

from grader.answers import integer
from grader.answers.cellwise import marks, share
from grader.answers.kinds import Misfit
from grader.answers.numbers import fit_number
from grader.model.exercise import Answer
from grader.model.value import Value
from grader.model.variant import Form

__all__ = ["describe", "fit", "form", "marks", "nulls", "share"]

_DESCRIPTION = {
    "en": "a number: `0.25`, `0,25` and `1/4` are the same",
    "es": "un número: `0.25`, `0,25` y `1/4` son lo mismo",
}


def form(answer: Answer, key: Value) -> Form:
    """Return the form of a number: there is nothing else to tell."""
    del key
    return Form(kind=answer.kind)


def describe(form: Form, language: str) -> str:
    """Return what to type."""
    del form
    return _DESCRIPTION[language]


def fit(value: Value, form: Form) -> Value | Misfit:
    """Return the number."""
    del form
    return fit_number(value)


def nulls(key: Value, inputs: Iterable[Value]) -> tuple[Value, ...]:
    """Return 0, 1 and every number of the statement."""
    return integer.nulls(key, inputs)
