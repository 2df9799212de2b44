"""Tree + variables → value, within a budget of work."""

from collections.abc import Callable, Mapping
from fractions import Fraction
from typing import Any

import numpy as np

from grader.expressions import work
from grader.expressions.arithmetic import combine, negate
from grader.expressions.arrays import MAX_CELLS, Runtime, array_of, bounded, exact
from grader.expressions.faults import ExpressionFault
from grader.expressions.functions import FUNCTIONS
from grader.model.expression import (
    Binary,
    Boolean,
    Call,
    Comparison,
    Conditional,
    Constant,
    Items,
    Name,
    Subscript,
    Tree,
    Unary,
)

WORK = 4_000_000
"""Multiplications that one formula may cost: a 64×64 image under a 31×31 kernel."""


_FAILURES = (ArithmeticError, ValueError, TypeError, LookupError, RecursionError, MemoryError)
"""What a function may raise when it is given something else than it takes."""


def evaluate(tree: Tree, values: Mapping[str, Runtime]) -> Runtime:
    """Return what `tree` amounts to for these variables.

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
    return _Evaluation(values).of(tree)


class _Evaluation:
    """One run over a tree: the variables, and the work that is left."""

    __slots__ = ("_values", "_work")

    def __init__(self, values: Mapping[str, Runtime]) -> None:
        self._values = values
        self._work = WORK

    def of(self, tree: Tree) -> Runtime:
        try:
            return _KINDS[type(tree)](self, tree)
        except ExpressionFault as fault:
            # The innermost place is the useful one: it was set first and is kept.
            if not fault.column:
                fault.column = tree.column
            raise
        except _FAILURES as error:
            raise ExpressionFault(_sentence(error), column=tree.column) from None

    def constant(self, tree: Constant) -> Runtime:
        return tree.value

    def name(self, tree: Name) -> Runtime:
        if tree.name not in self._values:
            raise ExpressionFault(
                f"there is no value called `{tree.name}` here", fix="define it in `params` or `let`"
            )
        return self._values[tree.name]

    def unary(self, tree: Unary) -> Runtime:
        if tree.operator == "not":
            return not self._truth(tree.operand)
        value = self.of(tree.operand)
        self._spend(work.of_cellwise(value, 0))
        return negate(value) if tree.operator == "-" else combine("+", 0, value)

    def binary(self, tree: Binary) -> Runtime:
        return self._combined(tree.operator, self.of(tree.left), self.of(tree.right))

    def boolean(self, tree: Boolean) -> Runtime:
        decisive = tree.operator == "or"
        found = any(self._truth(part) is decisive for part in tree.operands)
        return found is decisive

    def conditional(self, tree: Conditional) -> Runtime:
        return self.of(tree.then if self._truth(tree.test) else tree.otherwise)

    def _combined(self, operator: str, left: Runtime, right: Runtime) -> Runtime:
        self._spend(work.of_cellwise(left, right))
        return combine(operator, left, right)

    def _spend(self, cost: int) -> None:
        self._work -= cost
        if self._work < 0:
            raise ExpressionFault(
                "this formula costs more than an exercise may", fix="use smaller arrays"
            )

    def _truth(self, tree: Tree) -> bool:
        value = self.of(tree)
        if isinstance(value, np.ndarray):
            raise ExpressionFault(
                "an array is neither true nor false",
                fix="ask all(…) or any(…)",
                column=tree.column,
            )
        return bool(value)

    def comparison(self, tree: Comparison) -> Runtime:
        operands = [self.of(part) for part in tree.operands]
        links = [
            self._combined(operator, left, right)
            for operator, left, right in zip(
                tree.operators, operands[:-1], operands[1:], strict=True
            )
        ]
        if len(links) == 1:
            return links[0]
        together = links[0]
        for link in links[1:]:
            together = self._combined("*", together, link)
        return self._combined("!=", together, 0)

    def items(self, tree: Items) -> Runtime:
        parts = [self.of(item) for item in tree.items]
        if parts and all(isinstance(part, str) for part in parts):
            return tuple(str(part) for part in parts)
        return array_of([part.tolist() if isinstance(part, np.ndarray) else part for part in parts])

    def subscript(self, tree: Subscript) -> Runtime:
        value = self.of(tree.value)
        indices = [self.of(index) for index in tree.indices]
        places = tuple(index for index in indices if type(index) is int)
        if len(places) < len(indices):
            raise ExpressionFault("an index must be a whole number", column=tree.column)
        if isinstance(value, tuple):
            if len(places) > 1:
                raise ExpressionFault("a list of texts has one index", column=tree.column)
            return value[places[0]]
        if not isinstance(value, np.ndarray):
            raise ExpressionFault("only lists and matrices have entries", column=tree.column)
        entry: object = value[places]
        return exact(entry) if isinstance(entry, np.ndarray) else _scalar(entry)

    def call(self, tree: Call) -> Runtime:
        function = FUNCTIONS[tree.function]
        arguments = [self.of(argument) for argument in tree.arguments]
        options = {name: self.of(value) for name, value in tree.options}
        self._spend(function.cost(arguments, options))
        # Infinities and NaN are values here, as they are for a student's own numpy.
        with np.errstate(all="ignore"):
            return _settled(function.call(*arguments, **options))


_KINDS: Mapping[type[Tree], Callable[[_Evaluation, Any], Runtime]] = {
    Constant: _Evaluation.constant,
    Name: _Evaluation.name,
    Unary: _Evaluation.unary,
    Binary: _Evaluation.binary,
    Comparison: _Evaluation.comparison,
    Boolean: _Evaluation.boolean,
    Conditional: _Evaluation.conditional,
    Call: _Evaluation.call,
    Items: _Evaluation.items,
    Subscript: _Evaluation.subscript,
}


def _settled(result: object) -> Runtime:
    if isinstance(result, np.ndarray):
        return exact(result)
    if not isinstance(result, tuple):
        return _scalar(result)
    return _texts(result) if result and isinstance(result[0], str) else array_of(result)


def _texts(items: tuple[str, ...]) -> tuple[str, ...]:
    # Formulas that build on one another could double a list any number of times.
    if len(items) > MAX_CELLS:
        raise ExpressionFault(f"a list of {len(items)} texts is too long")
    return items


def _scalar(value: object) -> Runtime:
    plain = value.item() if isinstance(value, np.generic) else value
    if not isinstance(plain, bool | int | float | Fraction | str):
        raise ExpressionFault("this has no value here")
    result: Runtime = bounded(plain)
    return result


def _sentence(error: Exception) -> str:
    if isinstance(error, ZeroDivisionError):
        return "division by zero"
    return str(error) or type(error).__name__
