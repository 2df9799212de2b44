"""Tree + variables → value, within a budget of work."""

from collections.abc import Mapping

import numpy as np

from grader.expressions.arrays import Runtime
from grader.expressions.compilation import Run, compiled
from grader.expressions.scopes import Scope
from grader.model.expression import Constant, Tree

WORK = 4_000_000
"""Multiplications that one formula may cost: a 64×64 image under a 31×31 kernel."""


def evaluate(tree: Tree, values: Mapping[str, Runtime]) -> Runtime:
    """Return what `tree` amounts to for these variables.

    Where they are a `Scope`, what was computed in it is not computed again.

    Raises
    ------
    ExpressionFault
        When a variable is unknown, kinds or shapes do not fit, or the work is beyond the budget.

    Examples
    --------
    >>> from grader.expressions.parsing import parse
    >>> evaluate(parse("k * k * c + c").tree, {"k": 3, "c": 3})
    30
    """
    if type(tree) is Constant:
        # So is nearly everything that a parameter is drawn from.
        return tree.value
    part = compiled(tree)
    # Infinities and NaN are values here, as they are for a student's own numpy.
    with np.errstate(all="ignore"):
        return part.compute(Run(Scope.of(values), WORK))
