"""Layers of a ConvNet in a reference: their parameters and multiply-accumulates, block by block."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from grader.expressions import rewrite, rewrite_upwards
from grader.misconceptions.calls import Asked, Change, asked, everywhere, formula, instead
from grader.model.expression import Binary, Constant, Items, Name, Tree

PARAMS = ("conv_params", "depthwise_params", "pointwise_params")
MACS = ("conv_macs", "depthwise_macs", "pointwise_macs")
SEPARABLE = ("depthwise_separable_params", "depthwise_separable_macs")
LAYERS = (*PARAMS, *MACS)
_DEFAULTS: Mapping[str, object] = {"bias": True, "multiplier": 1}
_STAGES = {
    "depthwise_separable_params": (
        'depthwise_params(kernel_size, in_channels, bias=bias == "both")',
        'pointwise_params(in_channels, out_channels, bias=bias != "none")',
    ),
    "depthwise_separable_macs": (
        "depthwise_macs(kernel_size, in_channels, output_shape=output_shape)",
        "pointwise_macs(in_channels, out_channels, output_shape=output_shape)",
    ),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """A depthwise layer and the pointwise layer that follows it."""

    depthwise: Asked
    pointwise: Asked

    def stages(self) -> Mapping[str, Tree]:
        """Return the count of each stage."""
        return {"depthwise": self.depthwise.call(), "pointwise": self.pointwise.call()}

    def standard(self, kernel_size: Tree) -> Tree:
        """Return the count of a standard layer from the block's input to its output."""
        layer = self.pointwise.put(kernel_size=kernel_size)
        return layer.call(self.pointwise.function.replace("pointwise", "conv"))


def by_stages(tree: Tree) -> Tree:
    """Return `tree` with every depthwise separable block as the sum of its two stages."""
    return rewrite_upwards(tree, _stages)


def on_layers(functions: tuple[str, ...], change: Callable[[Asked], Tree | None]) -> Change:
    """Return the change of every layer; the stages of a block are layers like others."""
    changed = everywhere(functions, change)
    return lambda tree: changed(by_stages(tree))


def layers_as(formulas: Mapping[str, str]) -> Change:
    """Return other formulas for the functions that count, in terms of their arguments."""
    changes = {function: instead(source, **_DEFAULTS) for function, source in formulas.items()}
    return on_layers(tuple(formulas), lambda call: changes[call.function](call))


def on_blocks(change: Callable[[Block], Tree]) -> Change:
    """Return the change of every depthwise layer and the pointwise layer added to it."""

    def changed(part: Tree) -> Tree | None:
        block = block_of(part)
        return None if block is None else change(block)

    def operate(tree: Tree) -> Tree | None:
        parted = by_stages(tree)
        new = rewrite(parted, changed)
        return None if new == parted else new

    return operate


def block_of(tree: Tree) -> Block | None:
    """Return the block whose two stages are added up in `tree`."""
    if not isinstance(tree, Binary) or tree.operator != "+":
        return None
    for first, second in ((tree.left, tree.right), (tree.right, tree.left)):
        for kind in ("params", "macs"):
            depthwise = asked(first, (f"depthwise_{kind}",))
            pointwise = asked(second, (f"pointwise_{kind}",))
            if depthwise is not None and pointwise is not None:
                return Block(depthwise=depthwise, pointwise=pointwise)
    return None


def is_biased(call: Asked) -> bool:
    """Tell whether a layer has a bias, for some student at least."""
    return call.get("bias", default=True) != Constant(value=False)


def side(kernel_size: Tree) -> Tree:
    """Return the number of rows of a kernel whose size is one number or a list of two."""
    return kernel_size.items[0] if isinstance(kernel_size, Items) else kernel_size


def named(name: str) -> Tree:
    """Return a value that the exercise must define under this name."""
    return Name(name=name)


def _stages(part: Tree) -> Tree | None:
    call = asked(part, SEPARABLE)
    if call is None:
        return None
    arguments = {"bias": call.get("bias", "both"), **call.arguments}
    depthwise, pointwise = (formula(stage, **arguments) for stage in _STAGES[call.function])
    return Binary(operator="+", left=depthwise, right=pointwise)
