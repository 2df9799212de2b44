"""Comparing whole values: a question that always has an answer, whatever the shapes."""

from fractions import Fraction
from typing import Any

import numpy as np

from grader.expressions.arrays import Runtime
from grader.expressions.functions.arguments import objects

_ROUNDING = 1e-9
"""By how much, relatively, decimal numbers may miss each other."""


def same(first: Runtime, second: Runtime) -> bool:
    """Return whether two values have one shape and equal cells."""
    if isinstance(first, np.ndarray) and isinstance(second, np.ndarray):
        # Shapes first: the entries of a long list are compared one by one.
        if first.shape != second.shape:
            return False
        if first.dtype == second.dtype == np.int64:
            return bool((first == second).all())
        return bool(np.all(objects(first) == objects(second)))
    if isinstance(first, np.ndarray) or isinstance(second, np.ndarray):
        return False
    return first == second


def proportional(first: Runtime, second: Runtime) -> bool:
    """Return whether one value is the other times a number that is not zero."""
    if isinstance(first, str | tuple) or isinstance(second, str | tuple):
        return False
    if objects(first).shape != objects(second).shape:
        return False
    left, right = list(objects(first).flat), list(objects(second).flat)
    pivot = next((index for index, cell in enumerate(left) if cell), None)
    if pivot is None or not right[pivot]:
        return not any(left) and not any(right)
    return all(_equal(a * right[pivot], b * left[pivot]) for a, b in zip(left, right, strict=True))


def _equal(first: Any, second: Any) -> bool:  # noqa: ANN401 - numbers of any kind
    if isinstance(first, int | Fraction) and isinstance(second, int | Fraction):
        return first == second
    return bool(abs(first - second) <= _ROUNDING * max(abs(first), abs(second)))
