"""What an operator is made of: the calls that it concerns, their arguments, and a wrong formula.

Wrong formulas are written as in an exercise file. In them the arguments of the call stand under
the names that the function gives them, and ``asked`` stands for the call itself.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import TypeAlias

from grader.expressions import children, parse, rewrite, rewrite_upwards, substitute
from grader.model.expression import (
    Call,
    Comparison,
    Conditional,
    Constant,
    Name,
    Subscript,
    Tree,
    Unary,
)

Change: TypeAlias = Callable[[Tree], Tree | None]
"""From a tree to a wrong one, or to None where there is nothing to change."""

POSITIONAL: Mapping[str, tuple[str, ...]] = {
    "correlate": ("image", "kernel"),
    "convolve": ("image", "kernel"),
    "rotate180": ("kernel",),
    "outer": ("column", "row"),
    "pad": ("image", "widths"),
    "output_shape": ("image_shape", "kernel_shape"),
    "shift_of": ("kernel",),
    "shift_kernel": ("dy", "dx"),
    "conv_params": ("kernel_size", "in_channels", "out_channels"),
    "depthwise_params": ("kernel_size", "in_channels"),
    "pointwise_params": ("in_channels", "out_channels"),
    "depthwise_separable_params": ("kernel_size", "in_channels", "out_channels"),
    "conv_macs": ("kernel_size", "in_channels", "out_channels"),
    "depthwise_macs": ("kernel_size", "in_channels"),
    "pointwise_macs": ("in_channels", "out_channels"),
    "depthwise_separable_macs": ("kernel_size", "in_channels", "out_channels"),
}
"""The arguments that a call must have, in their order."""
_FILTERED = ("mode", "boundary", "fill_value", "stride", "dilation", "anchor")
OPTIONS: Mapping[str, tuple[str, ...]] = {
    "correlate": _FILTERED,
    "convolve": _FILTERED,
    "pad": ("boundary", "fill_value"),
    "output_shape": ("mode", "padding", "stride", "dilation"),
    "shift_of": ("operation",),
    "shift_kernel": ("operation", "size"),
    "conv_params": ("bias",),
    "depthwise_params": ("multiplier", "bias"),
    "pointwise_params": ("bias",),
    "depthwise_separable_params": ("bias",),
    "conv_macs": ("output_shape",),
    "depthwise_macs": ("output_shape", "multiplier"),
    "pointwise_macs": ("output_shape",),
    "depthwise_separable_macs": ("output_shape",),
}
"""What a call may say by name besides."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A call with each of its arguments under its name, however they were written."""

    function: str
    arguments: Mapping[str, Tree]

    def get(self, name: str, default: object) -> Tree:
        """Return an argument, or the constant that stands for it when it is left out."""
        return self.arguments.get(name, Constant(value=default))  # type: ignore[arg-type]

    def put(self, **arguments: Tree) -> "Asked":
        """Return the call with some arguments replaced or added."""
        return Asked(self.function, {**self.arguments, **arguments})

    def without(self, *names: str) -> "Asked":
        """Return the call with some options left out."""
        kept = {name: tree for name, tree in self.arguments.items() if name not in names}
        return Asked(self.function, kept)

    def call(self, function: str = "") -> Call:
        """Return the tree: of this call, or of another function with the same arguments."""
        name = function or self.function
        order = POSITIONAL[name]
        return Call(
            function=name,
            arguments=tuple(self.arguments[argument] for argument in order),
            options=tuple(
                (option, tree) for option, tree in self.arguments.items() if option not in order
            ),
        )


def asked(tree: Tree, functions: Iterable[str]) -> Asked | None:
    """Return `tree` as a call of one of `functions`; None when it is none, or cannot be one."""
    if not isinstance(tree, Call) or tree.function not in functions:
        return None
    order = POSITIONAL[tree.function]
    named = dict(tree.options)
    placed = dict(zip(order, tree.arguments, strict=False))
    if len(tree.arguments) > len(order) or len(named) < len(tree.options) or placed.keys() & named:
        return None
    arguments = {**placed, **named}
    options = arguments.keys() - set(order)
    complete = len(arguments) - len(options) == len(order)
    known = options <= set(OPTIONS.get(tree.function, ()))
    return Asked(tree.function, arguments) if complete and known else None


def everywhere(functions: Iterable[str], change: Callable[[Asked], Tree | None]) -> Change:
    """Return the change of every call of `functions`, inner ones first."""
    names = frozenset(functions)
    return lambda tree: _other(tree, rewrite_upwards(tree, _on_calls(names, change)))


def outermost(functions: Iterable[str], change: Callable[[Asked], Tree | None]) -> Change:
    """Return the change of the calls of `functions` that stand in no other one of them."""
    names = frozenset(functions)

    def changed(part: Tree) -> Tree | None:
        # What stays as it is counts as replaced, so that what it is made of is not entered.
        return (_on_calls(names, change)(part) or part) if asked(part, names) else None

    return lambda tree: _other(tree, rewrite(tree, changed))


def whole(change: Change) -> Change:
    """Return the change of everything but the matrices that single entries are taken from.

    Of another shape, they might have no such entry.
    """

    def operate(tree: Tree) -> Tree | None:
        entries: dict[str, Tree] = {}

        def hidden(part: Tree) -> Tree | None:
            if not isinstance(part, Subscript):
                return None
            # No variable has a blank in its name. What is written alike stays the same.
            name = next((name for name, entry in entries.items() if entry == part), None)
            place = Name(name=name or f"entry {len(entries)}")
            entries[place.name] = part
            return place

        new = change(rewrite(tree, hidden))
        return None if new is None else substitute(new, entries)

    return operate


def first_of(*changes: Change) -> Change:
    """Return the first of some changes that changes anything."""
    return lambda tree: next(
        (new for new in (change(tree) for change in changes) if new is not None), None
    )


def all_of(*changes: Change) -> Change:
    """Return one change after the other, each where it applies."""

    def operate(tree: Tree) -> Tree | None:
        new = tree
        for change in changes:
            new = change(new) or new
        return _other(tree, new)

    return operate


def contains(tree: Tree, functions: Iterable[str]) -> bool:
    """Tell whether one of `functions` is called anywhere in `tree`."""
    names = frozenset(functions)
    return asked(tree, names) is not None or any(contains(child, names) for child in children(tree))


def formula(source: str, /, **parts: Tree) -> Tree:
    """Return a formula with its names replaced by trees, and what is known of it worked out."""
    return rewrite_upwards(substitute(_parsed(source), parts), _known)


def instead(source: str, **defaults: object) -> Callable[[Asked], Tree]:
    """Return a wrong formula in terms of a call; `defaults` are those of options it may lack."""

    def changed(call: Asked) -> Tree:
        options = {name: call.get(name, value) for name, value in defaults.items()}
        return formula(source, asked=call.call(), **{**options, **call.arguments})

    return changed


def replaced(value: Tree, right: object, wrong: object) -> Tree | None:
    """Return `wrong` where an option is `right`: a choice when a parameter decides about that."""
    if isinstance(value, Constant):
        return Constant(value=wrong) if value.value == right else None  # type: ignore[arg-type]
    return Conditional(
        test=Comparison(operators=("==",), operands=(value, Constant(value=right))),  # type: ignore[arg-type]
        then=Constant(value=wrong),  # type: ignore[arg-type]
        otherwise=value,
    )


def _on_calls(names: frozenset[str], change: Callable[[Asked], Tree | None]) -> Change:
    def changed(part: Tree) -> Tree | None:
        call = asked(part, names)
        new = change(call) if call is not None else None
        # Another order of the arguments is no change.
        return None if call is None or new == call.call() else new

    return changed


def _other(tree: Tree, new: Tree) -> Tree | None:
    return None if new == tree else new


@cache
def _parsed(source: str) -> Tree:
    return parse(source).tree


def _known(part: Tree) -> Tree | None:
    """Return what is the same for every variant: a bias that is written out is there, or not."""
    match part:
        case Conditional(test=Constant(value=value)):
            return part.then if value else part.otherwise
        case Unary(operator="-", operand=Constant(value=int(value))) if type(value) is int:
            # As it is read, so that what is written out is the same tree.
            return Constant(value=-value)
        case Comparison(operators=("==",), operands=(Constant() as left, Constant() as right)):
            return Constant(value=left.value == right.value)
        case Comparison(operators=("!=",), operands=(Constant() as left, Constant() as right)):
            return Constant(value=left.value != right.value)
        case _:
            return None
