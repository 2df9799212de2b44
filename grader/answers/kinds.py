"""What every answer type can do."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Protocol

from grader.model.exercise import Answer
from grader.model.text import Text
from grader.model.value import Value
from grader.model.variant import Form


@dataclass(frozen=True, slots=True, kw_only=True)
class Misfit:
    """Why a value cannot be an answer of that form."""

    code: str
    text: Text
    value: Value | None = None
    """The value, where it is of the right kind and only its shape is wrong."""


class AnswerType(Protocol):
    """One answer type. A module with these functions is one.

    Where cells are right or wrong one by one, the last two are those of `grader.answers.cellwise`.
    """

    def form(self, answer: Answer, key: Value) -> Form:
        """Return what a student is told about the answer. Only the key's shape may enter it."""
        ...

    def describe(self, form: Form, language: str) -> str:
        """Return in one line of Markdown what to type."""
        ...

    def fit(self, value: Value, form: Form) -> Value | Misfit:
        """Return the answer in the form that keys have, or what is wrong with it."""
        ...

    def nulls(self, key: Value, inputs: Iterable[Value]) -> tuple[Value, ...]:
        """Return the answers that could be given without doing the exercise."""
        ...

    def marks(self, given: Value, key: Value, answer: Answer) -> tuple[bool, ...]:
        """Tell part by part whether `given` agrees with `key`; all of them means that it is right.

        Both are of the form that `fit` returns. A misconception's value may take the key's place.
        """
        ...

    def share(self, right: Sequence[bool], answer: Answer) -> Fraction:
        """Return what these marks earn, 1 when all are right, before anything is corrected."""
        ...
