"""Exercises that show what a mistake produced and ask which one it was."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from grader.expressions import unparse
from grader.expressions.derivation import reference_of
from grader.misconceptions import LIBRARY
from grader.model.exercise import Definition, Parameter
from grader.model.expression import (
    Call,
    Comparison,
    Conditional,
    Constant,
    Expression,
    Name,
    Tree,
    Unary,
)
from grader.spec.findings import Findings
from grader.spec.schema import MisconceptionBlock

MISTAKE = "mistake"
"""The parameter that says which mistake was made, and the key of the question."""
SHOWN = "shown"
"""The value that the mistake produced."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Bug:
    """What an exercise gains by ``find_the_bug``."""

    definitions: tuple[Definition, ...]
    """What each mistake produces, and what is shown."""
    require: tuple[Expression, ...]
    """That no two of them can be taken for one another, nor any for the right result."""


def mistake_of(mistakes: Sequence[str]) -> Parameter:
    """Return the parameter that draws one of the mistakes."""
    chosen = [Constant(value=name) for name in mistakes]
    return Parameter(
        name=MISTAKE,
        generator="pick",
        arguments=tuple(Expression(source=unparse(tree), tree=tree) for tree in chosen),
        source=f"pick({', '.join(map(unparse, chosen))})",
    )


def bug_of(
    variable: str,
    mistakes: Mapping[str, MisconceptionBlock],
    definitions: Sequence[Definition],
    findings: Findings,
) -> Bug:
    """Return the wrong results of `variable`, one for each mistake, and the one that is shown."""
    trees = {item.name: item.expression.tree for item in definitions}
    wrong: dict[str, Tree] = {}
    for name, block in mistakes.items():
        tree = _wrong(name, block, variable, trees, findings)
        if tree is not None:
            wrong[name] = tree
    if not wrong:
        return Bug(definitions=(), require=())
    names = {name: f"{variable}_{name}" for name in wrong}
    made = [_definition(names[name], tree) for name, tree in wrong.items()]
    return Bug(
        definitions=(*made, _definition(SHOWN, _selected(names))),
        require=tuple(_differ(*pair) for pair in combinations((variable, *names.values()), 2)),
    )


def _wrong(
    name: str,
    block: MisconceptionBlock,
    variable: str,
    trees: Mapping[str, Tree],
    findings: Findings,
) -> Tree | None:
    path = ("misconceptions", name)
    if block.gives is not None and not isinstance(block.gives, dict):
        return findings.formula(
            block.gives, (*path, "gives"), [*trees, *_parameters(findings)]
        ).tree
    operator = LIBRARY.get(name)
    wrong = operator.rewrite(reference_of(Name(name=variable), trees)) if operator else None
    if wrong is None:
        findings.add(
            path,
            f"`{name}` does not apply to `{variable}`",
            "name one of the library that rewrites it, or write what it `gives`",
        )
    return wrong


def _parameters(findings: Findings) -> list[str]:
    data = findings.document.data
    params = data.get("params", {}) if isinstance(data, dict) else {}
    return list(params) if isinstance(params, dict) else []


def _selected(names: Mapping[str, str]) -> Tree:
    """Return the formula that gives the wrong result of the mistake that was drawn."""
    *others, last = names.items()
    tree: Tree = Name(name=last[1])
    for mistake, variable in reversed(others):
        is_it = Comparison(
            operators=("==",), operands=(Name(name=MISTAKE), Constant(value=mistake))
        )
        tree = Conditional(test=is_it, then=Name(name=variable), otherwise=tree)
    return tree


def _differ(first: str, second: str) -> Expression:
    same = Call(function="same", arguments=(Name(name=first), Name(name=second)))
    tree = Unary(operator="not", operand=same)
    return Expression(source=unparse(tree), tree=tree)


def _definition(name: str, tree: Tree) -> Definition:
    return Definition(name=name, expression=Expression(source=unparse(tree), tree=tree))
