"""The answer types: what each looks like, and how it is compared.

An answer type is one module with the functions of `AnswerType` and one line in `ANSWER_TYPES`.
"""

from dataclasses import replace

from grader.answers import (
    cell,
    choice,
    counterexample,
    direction,
    expression,
    factors,
    function,
    integer,
    kernel,
    matrix,
    number,
    shape,
    steps,
    vector,
)
from grader.answers.blocks import sized
from grader.answers.comparison import right_cells
from grader.answers.kinds import AnswerType, Misfit
from grader.model.exercise import Answer
from grader.model.variant import Form, Variant

ANSWER_TYPES: dict[str, AnswerType] = {
    "cell": cell,
    "choice": choice,
    "counterexample": counterexample,
    "direction": direction,
    "expression": expression,
    "factors": factors,
    "function": function,
    "integer": integer,
    "kernel": kernel,
    "matrix": matrix,
    "number": number,
    "shape": shape,
    "steps": steps,
    "vector": vector,
}

__all__ = ["ANSWER_TYPES", "AnswerType", "Misfit", "describe", "form_of", "right_cells", "sized"]


def describe(form: Form, language: str) -> str:
    """Return in one line of Markdown what an answer of that form looks like."""
    return ANSWER_TYPES[form.kind].describe(form, language)


def form_of(answer: Answer, variant: Variant) -> Form:
    """Return the form of an answer in one variant: its options in the order shown there."""
    form = ANSWER_TYPES[answer.kind].form(answer, variant.key[answer.name])
    order = variant.orders.get(answer.name, form.options)
    if order == form.options:
        return form
    labels = dict(zip(form.options, form.labels, strict=True))
    return replace(form, options=order, labels=tuple(labels[option] for option in order))
