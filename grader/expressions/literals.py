"""Answer cells that are literals: read, never executed.

Most answers are numbers that a student worked out by hand. Reading them needs no process, and
cannot be attacked. Arithmetic is Python's own (floats round), so that a cell gives the same grade
whether it is read here or executed; whatever might differ is left to the sandbox.
"""

import ast
import operator
import re
from collections.abc import Callable, Mapping
from fractions import Fraction
from typing import Any

from grader.expressions.arrays import MAX_BITS
from grader.model.submission import Blank, Given, Outcome
from grader.model.value import Value, cells, shape

MAX_SOURCE = 100_000
MAX_CELLS = 20_000
_INT64 = 2**63

_OPERATORS: Mapping[type[ast.operator], Callable[[Any, Any], Any]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
    ast.FloorDiv: operator.floordiv,
    ast.Mod: operator.mod,
    ast.Pow: operator.pow,
}
_ARRAY_CALLS = {"np.array", "numpy.array", "np.asarray", "numpy.asarray"}
_HARMLESS_IMPORTS = {"numpy", "fractions", "math", "grader"}
# What a word processor or a formula copied from a PDF turns a minus sign into.
_MINUS_SIGNS = str.maketrans(dict.fromkeys("−‒–—", "-"))


class _NotLiteral(Exception):  # noqa: N818 - it is a way out, not an error
    """The cell must be executed."""


def parse_answer(source: str, variable: str, *, kind: str = "") -> Outcome | None:
    """Return what an answer cell says, or None when only running it can tell.

    Parameters
    ----------
    source
        The cell, as the student left it.
    variable
        The variable that the cell has to assign.
    kind
        The answer type; ``number`` reads a decimal comma, which Python would take for a pair.

    Examples
    --------
    >>> parse_answer("out = [[1, 2], [3, 4]]", "out")
    Given(value=((1, 2), (3, 4)))
    >>> parse_answer("ratio = 0,25", "ratio", kind="number")
    Given(value=0.25)
    >>> parse_answer("out = ...", "out")
    Blank()
    >>> parse_answer("out = correlate(image, kernel)", "out") is None
    True
    """
    if len(source) > MAX_SOURCE:
        return None
    text = source.translate(_MINUS_SIGNS)
    if kind == "number":
        text = _point_for_comma(text, variable)
    try:
        assigned = _assigned(ast.parse(text), variable)
        if assigned is None:
            return Blank()
        value = _value(assigned)
    except (_NotLiteral, SyntaxError, ValueError, ArithmeticError, RecursionError, MemoryError):
        return None
    return Blank() if value is ... else Given(value=value)


def _point_for_comma(text: str, variable: str) -> str:
    comma = rf"^(\s*{re.escape(variable)}\s*=\s*[+-]?\s*\d+),(\d+\s*(?:#.*)?)$"
    return re.sub(comma, r"\1.\2", text, flags=re.MULTILINE)


def _assigned(module: ast.Module, variable: str) -> ast.expr | None:
    """Return the expression that the cell assigns, or None when the cell does nothing at all."""
    assigned = None
    for statement in module.body:
        match statement:
            case ast.Assign(targets=[ast.Name(id=name)], value=value) if name == variable:
                assigned = value
            case ast.AnnAssign(target=ast.Name(id=name), value=ast.expr() as value) if (
                name == variable
            ):
                assigned = value
            case _:
                if not _harmless(statement):
                    raise _NotLiteral
    return assigned


def _harmless(statement: ast.stmt) -> bool:
    """Tell whether a statement changes nothing that an answer could depend on."""
    match statement:
        case ast.Pass() | ast.Expr(value=ast.Constant()):
            return True
        case ast.Expr(value=ast.Call(func=ast.Name(id="check"))):
            return True
        case ast.Import(names=names):
            return all(alias.name in _HARMLESS_IMPORTS for alias in names)
        case ast.ImportFrom(module=module):
            return module in _HARMLESS_IMPORTS
        case _:
            return False


# A Value, or the Ellipsis of a blank cell; one line a kind of node.
def _value(node: ast.expr) -> Any:  # noqa: ANN401, PLR0911
    match node:
        case ast.Constant(value=value) if value is ... or isinstance(value, int | float | str):
            return value
        case ast.UnaryOp(op=ast.USub(), operand=operand):
            return -_number(operand)
        case ast.UnaryOp(op=ast.UAdd(), operand=operand):
            return _number(operand)
        case ast.BinOp():
            return _arithmetic(node)
        case ast.List(elts=items) | ast.Tuple(elts=items):
            return _bounded(tuple(_item(item) for item in items))
        case ast.Call():
            return _call(node)
        case _:
            raise _NotLiteral


def _item(node: ast.expr) -> Value:
    value = _value(node)
    if value is ...:
        raise _NotLiteral
    item: Value = value
    return item


def _number(node: ast.expr) -> Any:  # noqa: ANN401 - int, float or Fraction
    value = _value(node)
    if type(value) not in {int, float, Fraction}:
        raise _NotLiteral
    return value


def _arithmetic(node: ast.BinOp) -> Any:  # noqa: ANN401 - int, float or Fraction
    left, right = _number(node.left), _number(node.right)
    if isinstance(node.op, ast.Pow):
        size = abs(right) * max(abs(left), 2)
        if not isinstance(right, int) or right < 0 or size > MAX_BITS:
            raise _NotLiteral
    function = _OPERATORS.get(type(node.op))
    if function is None:
        raise _NotLiteral
    return _bounded(function(left, right))


def _call(node: ast.Call) -> Value:
    name = ast.unparse(node.func)
    if node.keywords:
        raise _NotLiteral
    if name == "Fraction" and 1 <= len(node.args) <= 2:  # noqa: PLR2004 - numerator, denominator
        return Fraction(*(_number(argument) for argument in node.args))
    if name in _ARRAY_CALLS and len(node.args) == 1:
        return _array(_item(node.args[0]))
    raise _NotLiteral


def _array(value: Value) -> Value:
    """Return what numpy would make of `value`, where that is the same numbers."""
    kinds = {type(cell) for cell in cells(value)}
    regular = len(cells(value)) == _size(shape(value)) and isinstance(value, tuple)
    if not regular or kinds not in ({int}, {float}):
        raise _NotLiteral
    if kinds == {int} and any(not -_INT64 <= int(cell) < _INT64 for cell in cells(value)):
        raise _NotLiteral
    return value


def _size(sizes: tuple[int, ...]) -> int:
    product = 1
    for size in sizes:
        product *= size
    return product


def _bounded(value: Any) -> Any:  # noqa: ANN401 - any Value
    too_long = isinstance(value, int) and value.bit_length() > MAX_BITS
    if too_long or (isinstance(value, tuple) and len(value) > MAX_CELLS) or _is_complex(value):
        raise _NotLiteral
    return value


def _is_complex(value: object) -> bool:
    return isinstance(value, complex)
