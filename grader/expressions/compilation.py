"""Tree → closures, which remember in their scope what they came to.

A tree is compiled when it is first evaluated, and evaluated for every draw of every student.
"""

import itertools
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np

from grader.expressions import work
from grader.expressions.arithmetic import combine, negate
from grader.expressions.arrays import Runtime, array_of, exact
from grader.expressions.faults import ExpressionFault
from grader.expressions.functions import FUNCTIONS
from grader.expressions.results import scalar, settled
from grader.expressions.scopes import Scope
from grader.expressions.trees import children
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

_FAILURES = (ArithmeticError, ValueError, TypeError, LookupError, RecursionError, MemoryError)
"""What a function may raise when it is given something else than it takes."""


class Run:
    """One run over a tree: the variables, and the work that is left."""

    __slots__ = ("left", "scope")

    def __init__(self, scope: Scope, budget: int) -> None:
        self.scope = scope
        self.left = budget

    def spend(self, cost: int) -> None:
        """Charge work, unless none of it is left."""
        self.left -= cost
        if self.left < 0:
            raise ExpressionFault(
                "this formula costs more than an exercise may", fix="use smaller arrays"
            )

    def combined(self, operator: str, left: Runtime, right: Runtime) -> Runtime:
        """Return ``left operator right``, charged."""
        self.spend(work.of_cellwise(left, right))
        return combine(operator, left, right)


_Compute: TypeAlias = Callable[[Run], Runtime]


@dataclass(frozen=True, slots=True)
class Part:
    """A tree or a part of one, compiled."""

    compute: _Compute
    number: int
    """The same for all parts that are written alike, wherever they stand."""
    names: frozenset[str]
    """The variables that it reads."""


_MOST = 5_000
"""Trees that are kept compiled: more than all exercises of the bank have."""
_trees: dict[int, tuple[Tree, Part]] = {}
"""Identity → tree, which is kept so that nothing else can come to have it, and its code."""
_numbers: dict[tuple[object, ...], int] = {}
_next_number = itertools.count()


def compiled(tree: Tree) -> Part:
    """Return the code of a tree."""
    found = _trees.get(id(tree))
    if found is None:
        if len(_trees) >= _MOST:
            # A number is never given twice, so that no code of before can be mistaken.
            _trees.clear()
            _numbers.clear()
        try:
            found = _trees[id(tree)] = (tree, _part(tree))
        except RecursionError as error:
            raise ExpressionFault(_sentence(error), column=tree.column) from None
    return found[1]


def _part(tree: Tree) -> Part:
    parts = [_part(child) for child in children(tree)]
    reads = frozenset[str]().union(*(part.names for part in parts))
    if isinstance(tree, Name):
        reads = frozenset({tree.name})
    written = (type(tree), *_words(tree), *(part.number for part in parts))
    if written not in _numbers:
        _numbers[written] = next(_next_number)
    number = _numbers[written]
    compute = _KINDS[type(tree)](tree, [part.compute for part in parts])
    if not isinstance(tree, Constant | Name):
        compute = _kept(compute, number, reads, tree.column)
    return Part(compute, number, reads)


def _words(tree: Tree) -> tuple[object, ...]:  # noqa: PLR0911 - one line a kind of node
    """Return what is written in a node itself."""
    match tree:
        case Constant(value=value):
            # 1, 1.0 and True are equal, and are not the same.
            return type(value), repr(value)
        case Name(name=name):
            return (name,)
        case Unary(operator=operator) | Binary(operator=operator) | Boolean(operator=operator):
            return (operator,)
        case Comparison(operators=operators):
            return operators
        case Call(function=function, options=options):
            return function, *(name for name, _ in options)
        case _:
            return ()


def _kept(compute: _Compute, number: int, names: frozenset[str], column: int) -> _Compute:
    """Return the computation of a part that is not done twice in one scope."""

    def kept(run: Run) -> Runtime:
        computed = run.scope.home(names).computed
        found = computed.get(number)
        # The work is charged again, so that what a formula costs depends on nothing else. Beyond
        # the budget it is done again, which says where the formula ran out of it.
        if found is not None and found[1] <= run.left:
            run.left -= found[1]
            return found[0]
        before = run.left
        try:
            value = compute(run)
        except ExpressionFault as fault:
            # The innermost place is the useful one: it was set first and is kept.
            if not fault.column:
                fault.column = column
            raise
        except _FAILURES as error:
            raise ExpressionFault(_sentence(error), column=column) from None
        computed[number] = (value, before - run.left)
        return value

    return kept


def _constant(tree: Constant, parts: list[_Compute]) -> _Compute:
    del parts
    value = tree.value
    return lambda _: value


def _name(tree: Name, parts: list[_Compute]) -> _Compute:
    del parts
    name = tree.name

    def looked_up(run: Run) -> Runtime:
        try:
            return run.scope[name]
        except KeyError:
            raise ExpressionFault(
                f"there is no value called `{name}` here",
                fix="define it in `params` or `let`",
                column=tree.column,
            ) from None

    return looked_up


def _unary(tree: Unary, parts: list[_Compute]) -> _Compute:
    (operand,) = parts
    if tree.operator == "not":
        truth = _truth(tree.operand, operand)
        return lambda run: not truth(run)

    def signed(run: Run) -> Runtime:
        value = operand(run)
        run.spend(work.of_cellwise(value, 0))
        return negate(value) if tree.operator == "-" else combine("+", 0, value)

    return signed


def _binary(tree: Binary, parts: list[_Compute]) -> _Compute:
    left, right = parts
    symbol = tree.operator
    return lambda run: run.combined(symbol, left(run), right(run))


def _boolean(tree: Boolean, parts: list[_Compute]) -> _Compute:
    decisive = tree.operator == "or"
    truths = [_truth(*pair) for pair in zip(tree.operands, parts, strict=True)]
    return lambda run: any(truth(run) is decisive for truth in truths) is decisive


def _conditional(tree: Conditional, parts: list[_Compute]) -> _Compute:
    test, then, otherwise = parts
    truth = _truth(tree.test, test)
    return lambda run: (then if truth(run) else otherwise)(run)


def _truth(tree: Tree, compute: _Compute) -> Callable[[Run], bool]:
    def truth(run: Run) -> bool:
        value = compute(run)
        if isinstance(value, np.ndarray):
            raise ExpressionFault(
                "an array is neither true nor false",
                fix="ask all(…) or any(…)",
                column=tree.column,
            )
        return bool(value)

    return truth


def _comparison(tree: Comparison, parts: list[_Compute]) -> _Compute:
    def compared(run: Run) -> Runtime:
        operands = [part(run) for part in parts]
        links = [
            run.combined(operator, left, right)
            for operator, left, right in zip(
                tree.operators, operands[:-1], operands[1:], strict=True
            )
        ]
        if len(links) == 1:
            return links[0]
        together = links[0]
        for link in links[1:]:
            together = run.combined("*", together, link)
        return run.combined("!=", together, 0)

    return compared


def _items(tree: Items, parts: list[_Compute]) -> _Compute:
    del tree

    def listed(run: Run) -> Runtime:
        items = [part(run) for part in parts]
        if items and all(isinstance(item, str) for item in items):
            return tuple(str(item) for item in items)
        return array_of([item.tolist() if isinstance(item, np.ndarray) else item for item in items])

    return listed


def _subscript(tree: Subscript, parts: list[_Compute]) -> _Compute:
    whole, *places = parts

    def entry(run: Run) -> Runtime:
        return _entry(whole(run), [place(run) for place in places], tree.column)

    return entry


def _entry(value: Runtime, indices: list[Runtime], column: int) -> Runtime:
    places = tuple(index for index in indices if type(index) is int)
    if len(places) < len(indices):
        raise ExpressionFault("an index must be a whole number", column=column)
    if isinstance(value, tuple):
        if len(places) > 1:
            raise ExpressionFault("a list of texts has one index", column=column)
        return value[places[0]]
    if not isinstance(value, np.ndarray):
        raise ExpressionFault("only lists and matrices have entries", column=column)
    entry: object = value[places]
    return exact(entry) if isinstance(entry, np.ndarray) else scalar(entry)


def _call(tree: Call, parts: list[_Compute]) -> _Compute:
    given = parts[: len(tree.arguments)]
    named = list(zip((name for name, _ in tree.options), parts[len(given) :], strict=True))

    def called(run: Run) -> Runtime:
        function = FUNCTIONS[tree.function]
        arguments = [part(run) for part in given]
        options = {name: part(run) for name, part in named}
        run.spend(function.cost(arguments, options))
        return settled(function.call(*arguments, **options))

    return called


_KINDS: Mapping[type[Tree], Callable[[Any, list[_Compute]], _Compute]] = {
    Constant: _constant,
    Name: _name,
    Unary: _unary,
    Binary: _binary,
    Comparison: _comparison,
    Boolean: _boolean,
    Conditional: _conditional,
    Call: _call,
    Items: _items,
    Subscript: _subscript,
}


def _sentence(error: Exception) -> str:
    if isinstance(error, ZeroDivisionError):
        return "division by zero"
    return str(error) or type(error).__name__
