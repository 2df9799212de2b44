"""The tree of an exercise's formula: small immutable nodes, open to mutation.

A misconception is such a tree with one node replaced, so the nodes are plain data that can be
compared, hashed and rewritten with `dataclasses.replace`. How they are parsed and what they mean is
said in `grader.expressions`.
"""

from dataclasses import dataclass, field
from typing import TypeAlias

from grader.model.value import Scalar


@dataclass(frozen=True, slots=True, kw_only=True)
class Node:
    """One node. `column` is where it starts in its source; equality ignores it."""

    column: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Constant(Node):
    """A number, a text or a truth value, written out."""

    value: Scalar


@dataclass(frozen=True, slots=True, kw_only=True)
class Name(Node):
    """A parameter or a derived value."""

    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Unary(Node):
    """``-x``, ``+x`` or ``not x``."""

    operator: str
    operand: "Tree"


@dataclass(frozen=True, slots=True, kw_only=True)
class Binary(Node):
    """``left operator right`` for one of ``+ - * / // % **``."""

    operator: str
    left: "Tree"
    right: "Tree"


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison(Node):
    """``first < second <= third``: one operand more than there are operators."""

    operators: tuple[str, ...]
    operands: tuple["Tree", ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Boolean(Node):
    """``a and b and c`` or ``a or b or c``."""

    operator: str
    operands: tuple["Tree", ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Conditional(Node):
    """``then if test else otherwise``."""

    test: "Tree"
    then: "Tree"
    otherwise: "Tree"


@dataclass(frozen=True, slots=True, kw_only=True)
class Call(Node):
    """A registered function called by name."""

    function: str
    arguments: tuple["Tree", ...] = ()
    options: tuple[tuple[str, "Tree"], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Items(Node):
    """``[a, b, c]``."""

    items: tuple["Tree", ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Subscript(Node):
    """``value[i]`` or ``value[i, j]``."""

    value: "Tree"
    indices: tuple["Tree", ...]


Tree: TypeAlias = (
    Constant | Name | Unary | Binary | Comparison | Boolean | Conditional | Call | Items | Subscript
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Expression:
    """A formula: its source as the author wrote it, its tree, and where it stands."""

    source: str
    tree: Tree
    place: str = field(default="", compare=False)
