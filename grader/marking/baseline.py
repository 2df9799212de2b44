"""Answers that can be given without doing the exercise."""

from collections.abc import Mapping, Sequence

from grader.answers.kinds import AnswerType
from grader.expressions.derivation import keys_of
from grader.model.exercise import Exercise
from grader.model.value import Value


def inputs(exercise: Exercise, values: Mapping[str, Value]) -> tuple[Value, ...]:
    """Return what the student was shown: a copy of it is no answer.

    A parameter that is the key of an answer, as the kernel behind a picture, is shown to nobody.
    """
    keys = {name for answer in exercise.answers for name in keys_of(answer)}
    shown = [item.name for item in exercise.parameters if item.name not in keys]
    return tuple(values[name] for name in (*shown, *exercise.given))


def is_null(kind: AnswerType, value: Value, shown: Sequence[Value]) -> bool:
    """Tell whether `value` could have been given without doing the exercise."""
    return value in kind.nulls(value, shown)
