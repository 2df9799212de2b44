"""Walking, rewriting and printing trees: what a misconception's operator is made of."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace

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


def children(tree: Tree) -> tuple[Tree, ...]:  # noqa: PLR0911 - one line a kind of node
    """Return the direct parts of `tree`, from left to right."""
    match tree:
        case Constant() | Name():
            return ()
        case Unary(operand=operand):
            return (operand,)
        case Binary(left=left, right=right):
            return (left, right)
        case Comparison(operands=parts) | Boolean(operands=parts) | Items(items=parts):
            return parts
        case Conditional(test=test, then=then, otherwise=otherwise):
            return (test, then, otherwise)
        case Call(arguments=arguments, options=options):
            return (*arguments, *(value for _, value in options))
        case Subscript(value=value, indices=indices):
            return (value, *indices)


def walk(tree: Tree) -> Iterator[Tree]:
    """Yield `tree` and every part of it, the whole before its parts."""
    yield tree
    for child in children(tree):
        yield from walk(child)


def names(tree: Tree) -> frozenset[str]:
    """Return the variables that `tree` reads."""
    return frozenset(part.name for part in walk(tree) if isinstance(part, Name))


def rewrite(tree: Tree, change: Callable[[Tree], Tree | None]) -> Tree:
    """Return `tree` with every part that `change` answers with a new tree replaced by it.

    Outer parts are offered first; a part that was replaced is not entered again.
    """
    new = change(tree)
    return _rebuild(tree, lambda part: rewrite(part, change)) if new is None else new


def rewrite_upwards(tree: Tree, change: Callable[[Tree], Tree | None]) -> Tree:
    """Return `tree` as `rewrite` does, but with the innermost parts offered first.

    A part is offered with its own parts already replaced; what replaces it is not offered again.
    """
    rebuilt = _rebuild(tree, lambda part: rewrite_upwards(part, change))
    new = change(rebuilt)
    return rebuilt if new is None else new


def substitute(tree: Tree, definitions: Mapping[str, Tree]) -> Tree:
    """Return `tree` with each variable of `definitions` replaced by its own tree."""
    return rewrite(
        tree, lambda part: definitions.get(part.name) if isinstance(part, Name) else None
    )


def _rebuild(  # noqa: C901, PLR0911 - one line a kind of node
    tree: Tree, new: Callable[[Tree], Tree]
) -> Tree:
    match tree:
        case Constant() | Name():
            return tree
        case Unary():
            return replace(tree, operand=new(tree.operand))
        case Binary():
            return replace(tree, left=new(tree.left), right=new(tree.right))
        case Comparison() | Boolean():
            return replace(tree, operands=tuple(map(new, tree.operands)))
        case Conditional():
            return replace(
                tree, test=new(tree.test), then=new(tree.then), otherwise=new(tree.otherwise)
            )
        case Call():
            return replace(
                tree,
                arguments=tuple(map(new, tree.arguments)),
                options=tuple((name, new(value)) for name, value in tree.options),
            )
        case Items():
            return replace(tree, items=tuple(map(new, tree.items)))
        case Subscript():
            return replace(tree, value=new(tree.value), indices=tuple(map(new, tree.indices)))


def unparse(tree: Tree) -> str:  # noqa: PLR0911 - one line a kind of node
    """Return source text that parses to `tree` again, with every grouping written out."""
    parts = [unparse(child) for child in children(tree)]
    match tree:
        case Constant(value=value):
            return repr(value) if isinstance(value, str | bool) else _number(value)
        case Name(name=name):
            return name
        case Unary(operator=operator):
            return f"({operator} {parts[0]})"
        case Binary(operator=operator) | Boolean(operator=operator):
            return "(" + f" {operator} ".join(parts) + ")"
        case Comparison(operators=operators):
            tail = (f" {op} {part}" for op, part in zip(operators, parts[1:], strict=True))
            return f"({parts[0]}{''.join(tail)})"
        case Conditional():
            return f"({parts[1]} if {parts[0]} else {parts[2]})"
        case _:
            return _unparse_group(tree, parts)


def _unparse_group(tree: Call | Items | Subscript, parts: list[str]) -> str:
    match tree:
        case Call(function=function, arguments=arguments, options=options):
            named = zip(options, parts[len(arguments) :], strict=True)
            listed = parts[: len(arguments)] + [f"{name}={part}" for (name, _), part in named]
            return f"{function}({', '.join(listed)})"
        case Items():
            return f"[{', '.join(parts)}]"
        case Subscript():
            return f"{parts[0]}[{', '.join(parts[1:])}]"


def _number(value: object) -> str:
    # A fraction stands for a decimal that the author wrote: it has a finite decimal expansion.
    shown = str(value) if isinstance(value, int) else repr(float(value))  # type: ignore[arg-type]
    # -5 ** 2 is -(5 ** 2), so the sign is bound to its number.
    return f"({shown})" if shown.startswith("-") else shown
