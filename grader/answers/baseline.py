"""Answers that can be given without doing the exercise, and what they would reach."""

from collections.abc import Mapping, Sequence
from fractions import Fraction

from grader.answers.comparison import right_cells
from grader.answers.kinds import AnswerType
from grader.model.exercise import Answer, Exercise
from grader.model.value import Value


def inputs(exercise: Exercise, values: Mapping[str, Value]) -> tuple[Value, ...]:
    """Return what the student was shown: a copy of it is no answer."""
    shown = [parameter.name for parameter in exercise.parameters]
    return tuple(values[name] for name in (*shown, *exercise.given))


def baseline(kind: AnswerType, answer: Answer, key: Value, shown: Sequence[Value]) -> Fraction:
    """Return the best share of right cells that an answer made without work reaches."""
    rights = [right_cells(null, key, answer.tolerance) for null in kind.nulls(key, shown)]
    return max((Fraction(sum(right), len(right)) for right in rights if right), default=Fraction(0))


def is_null(kind: AnswerType, value: Value, shown: Sequence[Value]) -> bool:
    """Tell whether `value` could have been given without doing the exercise."""
    return value in kind.nulls(value, shown)
