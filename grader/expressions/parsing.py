"""Source text → tree, by a white list over Python's own grammar."""

import ast
import difflib
import math
from collections.abc import Callable
from fractions import Fraction
from typing import Any

from grader.expressions.arrays import MAX_BITS
from grader.expressions.faults import ExpressionFault
from grader.expressions.functions import FUNCTIONS
from grader.expressions.sources import excerpt, python_tree
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
    body = python_tree(source)
    return Expression(source=source, tree=_tree(body), place=place)


def parse_call(source: str) -> tuple[str, tuple[Tree, ...], dict[str, Tree]]:
    """Return the name and the arguments of a generator call such as ``integer(1, 9)``.

    A bare name stands for a call without arguments. The name need not be a registered function:
    generators have a table of their own.
    """
    body = python_tree(source)
    if isinstance(body, ast.Name):
        return body.id, (), {}
    if not isinstance(body, ast.Call) or not isinstance(body.func, ast.Name):
        raise ExpressionFault(
            f"`{excerpt(source)}` is not a generator call",
            fix="for example integer(1, 9) or pick(3, 5, 7)",
        )
    _require_plain_arguments(body)
    options = {keyword.arg or "": _tree(keyword.value) for keyword in body.keywords}
    return body.func.id, tuple(_tree(argument) for argument in body.args), options


def _tree(node: ast.expr) -> Tree:
    builder = _BUILDERS.get(type(node))
    if builder is None:
        fault, fix = _FORBIDDEN.get(
            type(node),
            (
                f"{type(node).__name__} is not allowed here",
                "there are numbers, texts, names, operators, calls, lists and indices",
            ),
        )
        raise ExpressionFault(fault, fix=fix, column=node.col_offset)
    tree: Tree = builder(node)
    return tree


def _constant(node: ast.Constant) -> Tree:
    value = node.value
    if isinstance(value, int) and value.bit_length() > MAX_BITS:
        raise ExpressionFault(
            f"a number of more than {MAX_BITS} bits is too large",
            fix="write a smaller one",
            column=node.col_offset,
        )
    if isinstance(value, bool | int | str):
        return Constant(value=value, column=node.col_offset)
    if isinstance(value, float) and math.isfinite(value):
        # 0.1 means one tenth to an author; as a binary fraction it would make exact sums inexact.
        return Constant(value=Fraction(str(value)), column=node.col_offset)
    raise ExpressionFault(
        f"{value!r} is not a number or text",
        fix="write a number, or a text in quotation marks",
        column=node.col_offset,
    )


def _name(node: ast.Name) -> Tree:
    return Name(name=node.id, column=node.col_offset)


def _unary(node: ast.UnaryOp) -> Tree:
    operator = _UNARY.get(type(node.op))
    if operator is None:
        raise ExpressionFault(
            "this operator does not exist here", fix="there are - + not", column=node.col_offset
        )
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
            "only registered functions can be called, by their name",
            fix="write sum(a), not a.sum()",
            column=node.col_offset,
        )
    name = node.func.id
    if name not in FUNCTIONS:
        close = difflib.get_close_matches(name, FUNCTIONS, n=1)
        raise ExpressionFault(
            f"there is no function `{name}`",
            fix=f"did you mean `{close[0]}`?"
            if close
            else f"there are {len(FUNCTIONS)}, listed in docs/reference/expressions.md",
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
        raise ExpressionFault(
            "`*` and `**` arguments do not exist here",
            fix="write every argument out",
            column=node.col_offset,
        )


def _items(node: ast.List) -> Tree:
    return Items(items=tuple(_tree(item) for item in node.elts), column=node.col_offset)


def _subscript(node: ast.Subscript) -> Tree:
    indices = node.slice.elts if isinstance(node.slice, ast.Tuple) else [node.slice]
    if not indices:
        raise ExpressionFault(
            "an index is missing", fix="write image[0, 0]", column=node.col_offset
        )
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
