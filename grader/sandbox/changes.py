"""Whether a cell changes a variable, told without running it."""

import ast
import warnings

_CHANGING = frozenset(
    (
        *("append", "clear", "extend", "fill", "insert", "itemset", "partition"),
        *("pop", "put", "remove", "resize", "reverse", "sort"),
    )
)
"""Methods of lists and arrays that change them."""


def changes(source: str, variable: str) -> bool:
    """Tell whether running `source` may give `variable` another value, or change its value.

    >>> changes("def out(x): return x", "out")
    True
    >>> changes("for i in range(3): out.append(i)", "out"), changes("print(out)", "out")
    (True, False)
    """
    if variable not in source:
        return False
    try:
        with warnings.catch_warnings():
            # What Python thinks of a backslash in a student's text is not the instructor's concern.
            warnings.simplefilter("ignore")
            tree = ast.parse(source)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return False
    return any(_changes(node, variable) for node in ast.walk(tree))


def _changes(node: ast.AST, variable: str) -> bool:
    match node:
        case ast.Name(id=name, ctx=ast.Store() | ast.Del()):
            return name == variable
        case ast.FunctionDef(name=name):
            return name == variable
        case ast.Subscript(ctx=ast.Store() | ast.Del()) | ast.Attribute(ctx=ast.Store()):
            return _root(node) == variable
        case ast.Call(func=ast.Attribute(attr=method) as function) if method in _CHANGING:
            return _root(function) == variable
        case _:
            return False


def _root(node: ast.expr) -> str:
    """Return the variable at the bottom of ``variable[i].part[j]``."""
    while isinstance(node, ast.Subscript | ast.Attribute):
        node = node.value
    return node.id if isinstance(node, ast.Name) else ""
