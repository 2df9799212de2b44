"""Source text → tree, by a white list over Python's own grammar."""

import ast
import difflib
import itertools
import math
import re
import warnings
from collections.abc import Callable
from fractions import Fraction
from typing import Any

from grader.expressions.arrays import MAX_BITS
from grader.expressions.faults import ExpressionFault
from grader.expressions.functions import FUNCTIONS
from grader.model.expression import (
    Binary,
    Boolean,
    Call,
    Comparison,
    Conditional,
    Constant,
    Expression,
    Items,
    Name,
    Subscript,
    Tree,
    Unary,
)

MAX_SOURCE = 1000
MAX_NODES = 300

_BINARY = {
    ast.Add: "+",
    ast.Sub: "-",
    ast.Mult: "*",
    ast.Div: "/",
    ast.FloorDiv: "//",
    ast.Mod: "%",
    ast.Pow: "**",
}
_UNARY = {ast.USub: "-", ast.UAdd: "+", ast.Not: "not"}
_COMPARISON = {
    ast.Eq: "==",
    ast.NotEq: "!=",
    ast.Lt: "<",
    ast.LtE: "<=",
    ast.Gt: ">",
    ast.GtE: ">=",
}
_FORBIDDEN = {
    ast.Attribute: ("attributes (`a.b`) do not exist here", "call a function: `sum(a)`, `rows(a)`"),
    ast.ListComp: ("comprehensions do not exist here", "call a function of whole arrays"),
    ast.GeneratorExp: ("comprehensions do not exist here", "call a function of whole arrays"),
    ast.Lambda: ("functions cannot be defined here", "use the registered ones"),
    ast.JoinedStr: ("f-strings do not exist here", "put the text into `say` or `prompt`"),
    ast.Slice: ("slices do not exist here", "use an index, or the function crop()"),
    ast.Tuple: ("write a list with square brackets", "[a, b]"),
    ast.Dict: ("dictionaries do not exist here", "name each value in `let`"),
}


def parse(source: str, *, place: str = "") -> Expression:
    """Return the tree of a formula.

    Raises
    ------
    ExpressionFault
        With the column of the first thing that is not allowed.

    Examples
    --------
    >>> parse("2 * k + 1").tree.operator
    '+'
    """
    body = _python_tree(source)
    return Expression(source=source, tree=_tree(body), place=place)


def parse_call(source: str) -> tuple[str, tuple[Tree, ...], dict[str, Tree]]:
    """Return the name and the arguments of a generator call such as ``integer(1, 9)``.

    A bare name stands for a call without arguments. The name need not be a registered function:
    generators have a table of their own.
    """
    body = _python_tree(source)
    if isinstance(body, ast.Name):
        return body.id, (), {}
    if not isinstance(body, ast.Call) or not isinstance(body.func, ast.Name):
        raise ExpressionFault(
            f"`{source}` is not a generator call", fix="for example integer(1, 9) or pick(3, 5, 7)"
        )
    _require_plain_arguments(body)
    options = {keyword.arg or "": _tree(keyword.value) for keyword in body.keywords}
    return body.func.id, tuple(_tree(argument) for argument in body.args), options


def _python_tree(source: str) -> ast.expr:
    text = source.strip()
    before = len(source) - len(source.lstrip())
    if len(text) > MAX_SOURCE:
        raise ExpressionFault(
            f"the formula has {len(text)} characters, at most {MAX_SOURCE} are read",
            fix="name its parts in `let`",
        )
    try:
        with warnings.catch_warnings():
            # `1if a else 2` is read, and whether Python grumbles about it is no business of ours.
            warnings.simplefilter("ignore")
            body = ast.parse(text, mode="eval").body
    except SyntaxError as error:
        raise _syntax_fault(text, error, before) from None
    except (ValueError, RecursionError, MemoryError):
        raise ExpressionFault("this cannot be read as a formula", fix="write it simpler") from None
    if sum(1 for _ in ast.walk(body)) > MAX_NODES:
        raise ExpressionFault(
            f"the formula has more than {MAX_NODES} parts", fix="name its parts in `let`"
        )
    _number_columns(body, text, before)
    return body


def _number_columns(body: ast.expr, text: str, before: int) -> None:
    """Replace bytes into a line, which is what Python counts, by signs into the source."""
    lines = _lines(text)
    starts = list(itertools.accumulate(map(len, lines), initial=before))
    for node in ast.walk(body):
        if isinstance(node, ast.expr):
            line = lines[node.lineno - 1].encode()
            node.col_offset = starts[node.lineno - 1] + len(line[: node.col_offset].decode())


def _lines(text: str) -> list[str]:
    # Not splitlines(), for which a form feed ends a line; for Python it does not.
    return re.split(r"(?<=\n)|(?<=\r)(?!\n)", text)


def _syntax_fault(text: str, error: SyntaxError, before: int) -> ExpressionFault:
    # Python says 0 where the text ends too early.
    place = error.offset - 1 if error.offset else len(text)
    column = before + place + sum(map(len, _lines(text)[: (error.lineno or 1) - 1]))
    if text.count("(") != text.count(")"):
        return ExpressionFault(
            f"the parentheses of `{text}` do not match",
            fix="inside { } a comma ends the formula: write it on a line of its own",
            column=column,
        )
    return ExpressionFault(f"`{text}` is not a formula: {error.msg}", column=column)


def _tree(node: ast.expr) -> Tree:
    builder = _BUILDERS.get(type(node))
    if builder is None:
        fault, fix = _FORBIDDEN.get(type(node), (f"{type(node).__name__} is not allowed here", ""))
        raise ExpressionFault(fault, fix=fix, column=node.col_offset)
    tree: Tree = builder(node)
    return tree


def _constant(node: ast.Constant) -> Tree:
    value = node.value
    if isinstance(value, int) and value.bit_length() > MAX_BITS:
        raise ExpressionFault(
            f"a number of more than {MAX_BITS} bits is too large", column=node.col_offset
        )
    if isinstance(value, bool | int | str):
        return Constant(value=value, column=node.col_offset)
    if isinstance(value, float) and math.isfinite(value):
        # 0.1 means one tenth to an author; as a binary fraction it would make exact sums inexact.
        return Constant(value=Fraction(str(value)), column=node.col_offset)
    raise ExpressionFault(f"{value!r} is not a number or text", column=node.col_offset)


def _name(node: ast.Name) -> Tree:
    return Name(name=node.id, column=node.col_offset)


def _unary(node: ast.UnaryOp) -> Tree:
    operator = _UNARY.get(type(node.op))
    if operator is None:
        raise ExpressionFault("this operator does not exist here", column=node.col_offset)
    operand = _tree(node.operand)
    if operator == "-" and isinstance(operand, Constant) and type(operand.value) is int:
        return Constant(value=-operand.value, column=node.col_offset)
    return Unary(operator=operator, operand=operand, column=node.col_offset)


def _binary(node: ast.BinOp) -> Tree:
    operator = _BINARY.get(type(node.op))
    if operator is None:
        raise ExpressionFault(
            "this operator does not exist here",
            fix="there are + - * / // % **",
            column=node.col_offset,
        )
    return Binary(
        operator=operator, left=_tree(node.left), right=_tree(node.right), column=node.col_offset
    )


def _comparison(node: ast.Compare) -> Tree:
    operators = tuple(_COMPARISON.get(type(op), "") for op in node.ops)
    if "" in operators:
        raise ExpressionFault(
            "this comparison does not exist here",
            fix="there are == != < <= > >=",
            column=node.col_offset,
        )
    operands = tuple(_tree(item) for item in (node.left, *node.comparators))
    return Comparison(operators=operators, operands=operands, column=node.col_offset)


def _boolean(node: ast.BoolOp) -> Tree:
    operator = "and" if isinstance(node.op, ast.And) else "or"
    return Boolean(
        operator=operator,
        operands=tuple(_tree(value) for value in node.values),
        column=node.col_offset,
    )


def _conditional(node: ast.IfExp) -> Tree:
    return Conditional(
        test=_tree(node.test),
        then=_tree(node.body),
        otherwise=_tree(node.orelse),
        column=node.col_offset,
    )


def _call(node: ast.Call) -> Tree:
    if not isinstance(node.func, ast.Name):
        raise ExpressionFault(
            "only registered functions can be called, by their name", column=node.col_offset
        )
    name = node.func.id
    if name not in FUNCTIONS:
        close = difflib.get_close_matches(name, FUNCTIONS, n=1)
        raise ExpressionFault(
            f"there is no function `{name}`",
            fix=f"did you mean `{close[0]}`?" if close else f"there are: {', '.join(FUNCTIONS)}",
            column=node.col_offset,
        )
    _require_plain_arguments(node)
    return Call(
        function=name,
        arguments=tuple(_tree(argument) for argument in node.args),
        options=tuple((keyword.arg or "", _tree(keyword.value)) for keyword in node.keywords),
        column=node.col_offset,
    )


def _require_plain_arguments(node: ast.Call) -> None:
    starred = any(isinstance(argument, ast.Starred) for argument in node.args)
    if starred or any(keyword.arg is None for keyword in node.keywords):
        raise ExpressionFault("`*` and `**` arguments do not exist here", column=node.col_offset)


def _items(node: ast.List) -> Tree:
    return Items(items=tuple(_tree(item) for item in node.elts), column=node.col_offset)


def _subscript(node: ast.Subscript) -> Tree:
    indices = node.slice.elts if isinstance(node.slice, ast.Tuple) else [node.slice]
    if not indices:
        raise ExpressionFault("an index is missing", column=node.col_offset)
    return Subscript(
        value=_tree(node.value),
        indices=tuple(_tree(index) for index in indices),
        column=node.col_offset,
    )


_BUILDERS: dict[type[ast.expr], Callable[[Any], Tree]] = {
    ast.Constant: _constant,
    ast.Name: _name,
    ast.UnaryOp: _unary,
    ast.BinOp: _binary,
    ast.Compare: _comparison,
    ast.BoolOp: _boolean,
    ast.IfExp: _conditional,
    ast.Call: _call,
    ast.List: _items,
    ast.Subscript: _subscript,
}
