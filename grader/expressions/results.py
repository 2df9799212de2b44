"""What a function gave, as a value that formulas compute with."""

from fractions import Fraction

import numpy as np

from grader.expressions.arrays import MAX_CELLS, Runtime, array_of, bounded, exact
from grader.expressions.faults import ExpressionFault


def settled(result: object) -> Runtime:
    """Return what a function gave in the representation that formulas compute with.

    Raises
    ------
    ExpressionFault
        When it is no value, or too large for one.
    """
    if isinstance(result, np.ndarray):
        return exact(result)
    if not isinstance(result, tuple):
        return scalar(result)
    return _texts(result) if result and isinstance(result[0], str) else array_of(result)


def _texts(items: tuple[str, ...]) -> tuple[str, ...]:
    # Formulas that build on one another could double a list any number of times.
    if len(items) > MAX_CELLS:
        raise ExpressionFault(f"a list of {len(items)} texts is too long")
    return items


def scalar(value: object) -> Runtime:
    """Return one cell as a number or text of Python's own.

    Raises
    ------
    ExpressionFault
        When it is no value, or too large for one.
    """
    plain = value.item() if isinstance(value, np.generic) else value
    if not isinstance(plain, bool | int | float | Fraction | str):
        raise ExpressionFault("this has no value here")
    result: Runtime = bounded(plain)
    return result
