"""Answer cells that are literals: read, never executed.

Most answers are numbers that a student worked out by hand. Reading them needs no process, and
cannot be attacked. Arithmetic is Python's own (floats round), so that a cell gives the same grade
whether it is read here or executed; whatever might differ is left to the sandbox.
"""

import ast
import operator
import re
import warnings
from collections.abc import Callable, Mapping
from fractions import Fraction
from functools import lru_cache
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
# What an import may bind: `import math as np` would change what the next line means.
_HARMLESS_IMPORTS = {
    ("numpy", None),
    ("numpy", "np"),
    ("math", None),
    ("fractions", None),
    ("grader", None),
}
_HARMLESS_NAMES = {("fractions", "Fraction"), ("grader", "check")}
_ANNOTATIONS = {"bool", "float", "int", "list", "str", "tuple"}
_MAX_DEPTH = 32
"""The axes that every numpy can give to an array."""
# What a word processor or a formula copied from a PDF turns a minus sign into.
_MINUS_SIGNS = str.maketrans(dict.fromkeys("−‒–—", "-"))


class _NotLiteral(Exception):  # noqa: N818 - it is a way out, not an error
    """The cell must be executed."""


_NOT_READ = (_NotLiteral, SyntaxError, ValueError, ArithmeticError, RecursionError, MemoryError)


def parse_answer(source: str, variable: str, *, kind: str = "") -> Outcome | None:
    r"""Return what an answer cell says, or None when only running it can tell.

    Parameters
    ----------
    source
        The cell, as the student left it.
    variable
        The variable that the cell has to assign.
    kind
        The answer type; ``number`` reads a decimal comma, which Python would take for a pair, and
        a ``function`` without a body is blank.

    Examples
    --------
    >>> parse_answer("out = [[1, 2], [3, 4]]", "out").value
    ((1, 2), (3, 4))
    >>> parse_answer("ratio = 0,25", "ratio", kind="number").value
    0.25
    >>> parse_answer("out = ...", "out")
    Blank(unset='')
    >>> parse_answer("out = correlate(image, kernel)", "out") is None
    True
    >>> parse_answer("def out(image):\n    ...", "out", kind="function")
    Blank(unset='')
    """
    if len(source) > MAX_SOURCE:
        return None
    try:
        module = _understood(source, variable, kind)[1]
        value = _assigned(
            _without_stub(module, variable) if kind == "function" else module, variable
        )
    except _NOT_READ:
        return None
    return Blank() if value is ... else Given(value=value)


def repaired(source: str, variable: str, *, kind: str = "") -> str:
    """Return a cell as Python understands it, where `parse_answer` understands more.

    >>> repaired("ratio = 0,05 # about", "ratio", kind="number")
    'ratio = 0.05 # about'
    """
    try:
        return _understood(source, variable, kind)[0]
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return source


# A cell is read first, and asked about again when it has to be run. Nothing changes a tree.
@lru_cache(maxsize=16)
def _understood(source: str, variable: str, kind: str) -> tuple[str, ast.Module]:
    """Return the cell with what Python would not understand put right, and its tree."""
    text = _point_for_comma(source, variable) if kind == "number" else source
    with warnings.catch_warnings():
        # What Python thinks of a backslash in a text must not change a grade.
        warnings.simplefilter("ignore")
        try:
            return text, ast.parse(text)
        except SyntaxError:
            # Only now: inside of a text these signs are right as they stand.
            text = source.translate(_MINUS_SIGNS)
            text = _point_for_comma(text, variable) if kind == "number" else text
            return text, ast.parse(text)


def _point_for_comma(text: str, variable: str) -> str:
    comma = rf"^(\s*{re.escape(variable)}\s*=\s*[+-]?\s*\d+),(\d+\s*(?:#.*)?)$"
    return re.sub(comma, r"\1.\2", text, flags=re.MULTILINE)


def _without_stub(module: ast.Module, variable: str) -> ast.Module:
    """Return the cell without the function that is still as it was handed out."""
    body = [statement for statement in module.body if not _is_stub(statement, variable)]
    return ast.Module(body=body, type_ignores=[])


def _is_stub(statement: ast.stmt, variable: str) -> bool:
    match statement:
        case ast.FunctionDef(name=name, body=body, decorator_list=[]) if name == variable:
            return all(
                isinstance(part, ast.Pass)
                or (isinstance(part, ast.Expr) and isinstance(part.value, ast.Constant))
                for part in body
            )
        case _:
            return False


def _assigned(module: ast.Module, variable: str) -> Any:  # noqa: ANN401 - a Value or Ellipsis
    """Return what the cell assigns last; Ellipsis when it assigns nothing."""
    assigned: Any = ...
    # Every assignment is read, not only the last: the one before may fail, and the cell with it.
    for statement in module.body:
        match statement:
            case ast.Assign(targets=[ast.Name(id=name)], value=value) if name == variable:
                assigned = _value(value)
            case ast.AnnAssign(
                target=ast.Name(id=name), value=ast.expr() as value, annotation=annotation
            ) if name == variable and _is_plain_type(annotation):
                assigned = _value(value)
            case ast.Expr(value=ast.Call(func=ast.Name(id="check"), args=[ast.Name(id=name)])):
                if name != variable or assigned is ...:
                    raise _NotLiteral
            case _:
                if not _harmless(statement):
                    raise _NotLiteral
    return assigned


def _harmless(statement: ast.stmt) -> bool:
    """Tell whether a statement changes nothing that an answer could depend on."""
    match statement:
        case ast.Pass() | ast.Expr(value=ast.Constant()):
            return True
        case ast.Import(names=names):
            return all((alias.name, alias.asname) in _HARMLESS_IMPORTS for alias in names)
        case ast.ImportFrom(module=str(module), level=0, names=names):
            return all(
                alias.asname is None and (module, alias.name) in _HARMLESS_NAMES for alias in names
            )
        case _:
            return False


def _is_plain_type(annotation: ast.expr) -> bool:
    """Tell whether an annotation, which is code that runs, is a type such as ``list[int]``."""
    match annotation:
        case ast.Name(id=name):
            return name in _ANNOTATIONS
        case ast.Subscript(value=ast.Name(id="list" | "tuple"), slice=item):
            return _is_plain_type(item)
        case _:
            return False


# A Value, or the Ellipsis of a blank cell; one line a kind of node.
def _value(node: ast.expr) -> Any:  # noqa: ANN401, PLR0911
    match node:
        case ast.Constant(value=value) if value is ... or isinstance(value, int | float | str):
            return _bounded(value)
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
    if isinstance(node.op, ast.Pow) and not _small_power(left, right):
        raise _NotLiteral
    function = _OPERATORS.get(type(node.op))
    if function is None:
        raise _NotLiteral
    return _bounded(function(left, right))


def _small_power(base: float | Fraction, exponent: float | Fraction) -> bool:
    if not isinstance(exponent, int) or exponent < 0:
        return False
    bits = 1 if isinstance(base, float) else _bits(base)
    return exponent * bits <= MAX_BITS


def _bits(number: int | Fraction) -> int:
    return max(number.numerator.bit_length(), number.denominator.bit_length())


def _call(node: ast.Call) -> Value:
    name = ast.unparse(node.func)
    if node.keywords:
        raise _NotLiteral
    if name == "Fraction" and 1 <= len(node.args) <= 2:  # noqa: PLR2004 - numerator, denominator
        return _fraction([_number(argument) for argument in node.args])
    if name in _ARRAY_CALLS and len(node.args) == 1:
        return _array(_item(node.args[0]))
    raise _NotLiteral


def _fraction(parts: list[Any]) -> Fraction:
    if len(parts) > 1 and any(isinstance(part, float) for part in parts):
        raise _NotLiteral
    fraction: Fraction = _bounded(Fraction(*parts))
    return fraction


def _array(value: Value) -> Value:
    """Return what numpy would make of `value`, where that is the same numbers."""
    kinds = {type(cell) for cell in cells(value)}
    if not isinstance(value, tuple) or kinds not in ({int}, {float}):
        raise _NotLiteral
    if not _is_regular(value) or len(shape(value)) > _MAX_DEPTH:
        raise _NotLiteral
    if kinds == {int} and any(not -_INT64 <= int(cell) < _INT64 for cell in cells(value)):
        raise _NotLiteral
    return value


def _is_regular(value: Value) -> bool:
    """Tell whether all rows are equally long, at every depth."""
    if not isinstance(value, tuple):
        return True
    return len({shape(item) for item in value}) == 1 and all(map(_is_regular, value))


def _bounded(value: Any) -> Any:  # noqa: ANN401 - any Value
    if isinstance(value, complex):
        raise _NotLiteral
    if isinstance(value, int | Fraction) and _bits(value) > MAX_BITS:
        raise _NotLiteral
    if isinstance(value, tuple) and len(value) > MAX_CELLS:
        raise _NotLiteral
    return value
