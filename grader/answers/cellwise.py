"""How answers are compared whose cells are right or wrong one by one."""

from collections.abc import Sequence
from fractions import Fraction

from grader.answers.comparison import right_cells
from grader.model.exercise import Answer
from grader.model.value import Value


def marks(given: Value, key: Value, answer: Answer) -> tuple[bool, ...]:
    """Tell for every cell of the key whether `given` has it."""
    return right_cells(given, key, answer.tolerance)


def share(right: Sequence[bool], answer: Answer) -> Fraction:
    """Return the share of right cells, where the answer gives credit for them."""
    if not right or not (answer.per_cell or all(right)):
        return Fraction(0)
    return Fraction(sum(right), len(right))
