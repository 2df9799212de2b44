"""Source text → Python's own tree of it, bounded, with columns that count characters."""

import ast
import itertools
import re
import warnings

from grader.expressions.faults import ExpressionFault

MAX_SOURCE = 1000
MAX_NODES = 300
MAX_SHOWN = 80
"""Characters of a formula that a message repeats."""


def python_tree(source: str) -> ast.expr:
    """Return Python's tree of one expression.

    Raises
    ------
    ExpressionFault
        When there is none, or too much of it.
    """
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
            f"the parentheses of `{excerpt(text)}` do not match",
            fix="inside { } a comma ends the formula: write it on a line of its own",
            column=column,
        )
    return ExpressionFault(
        f"`{excerpt(text)}` is not a formula: {error.msg}",
        fix="write one expression, such as 2 * k + 1",
        column=column,
    )


def excerpt(text: str) -> str:
    """Return as much of a formula as a message repeats."""
    return text if len(text) <= MAX_SHOWN else text[:MAX_SHOWN] + "…"
