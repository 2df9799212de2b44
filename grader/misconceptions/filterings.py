"""Filterings in a reference, whichever way they are written.

Formulas: F is the image, H the kernel as printed, ⊗ cross-correlation, ∗ convolution.
"""

from collections.abc import Callable
from dataclasses import replace

from grader.expressions import rewrite_upwards
from grader.misconceptions.calls import Asked, Change, asked, contains, everywhere
from grader.model.expression import Binary, Call, Constant, Tree

FILTERS = ("correlate", "convolve")
_BOTH = (Constant(value="both"),)


def on_kernels(change: Callable[[Asked], Tree | None]) -> Change:
    """Return the change of every filtering, where F ⊗ rotate180(H) counts as F ∗ H."""
    changed = everywhere(FILTERS, change)
    return lambda tree: changed(as_printed(tree))


def as_printed(tree: Tree) -> Tree:
    """Return `tree` with F ∗ H for every F ⊗ rotate180(H), so that H is the kernel as printed."""
    return rewrite_upwards(tree, _as_printed)


def on_rotation(change: Callable[[Tree], Tree]) -> Change:
    """Return the change of a kernel's rotation, where nothing is filtered with it."""

    def operate(tree: Tree) -> Tree | None:
        if contains(tree, FILTERS):
            return None
        new = rewrite_upwards(tree, lambda part: _changed_rotation(part, change))
        return None if new == tree else new

    return operate


def unrotated(kernel: Tree) -> Tree | None:
    """Return H of rotate180(H), which may be divided by a number; None of any other kernel."""
    match kernel:
        case Call(function="rotate180"):
            call = asked(kernel, ("rotate180",))
            return None if call is None else call.arguments["kernel"]
        case Call(function="reverse", arguments=(inner,), options=()):
            return inner
        case Call(function="flip", arguments=(inner, *axis), options=()):
            return inner if tuple(axis) in {(), _BOTH} else None
        case Binary(operator="/" | "*", left=left):
            inner_left = unrotated(left)
            return None if inner_left is None else replace(kernel, left=inner_left)
        case _:
            return None


def _as_printed(part: Tree) -> Tree | None:
    call = asked(part, FILTERS)
    printed = unrotated(call.arguments["kernel"]) if call else None
    if call is None or printed is None:
        return None
    return call.put(kernel=printed).call(
        "convolve" if call.function == "correlate" else "correlate"
    )


def _changed_rotation(part: Tree, change: Callable[[Tree], Tree]) -> Tree | None:
    kernel = unrotated(part) if isinstance(part, Call) else None
    return None if kernel is None else change(kernel)
