"""The answer types: what each looks like, and how it is compared.

An answer type is one module with the functions of `AnswerType` and one line in `ANSWER_TYPES`.
"""

from grader.answers import choice, direction, integer, matrix, number
from grader.answers.comparison import right_cells
from grader.answers.kinds import AnswerType, Misfit
from grader.model.variant import Form

ANSWER_TYPES: dict[str, AnswerType] = {
    "choice": choice,
    "direction": direction,
    "integer": integer,
    "matrix": matrix,
    "number": number,
}

__all__ = ["ANSWER_TYPES", "AnswerType", "Misfit", "describe", "right_cells"]


def describe(form: Form, language: str) -> str:
    """Return in one line of Markdown what an answer of that form looks like."""
    return ANSWER_TYPES[form.kind].describe(form, language)
