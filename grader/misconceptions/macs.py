"""Mistakes with the multiply-accumulates (MACs) of a layer, and with ratios of counts.

They concern ``conv_macs``, ``depthwise_macs``, ``pointwise_macs``, ``depthwise_separable_macs``
and, where one is taken for the other, the functions that count parameters.
"""

from collections.abc import Callable
from fractions import Fraction

from grader.expressions import rewrite
from grader.misconceptions.calls import Change, contains, instead, outermost
from grader.misconceptions.layers import LAYERS, MACS, SEPARABLE, layers_as, named, on_layers
from grader.misconceptions.operators import Operator
from grader.model.expression import Binary, Constant, Tree

_WEIGHTS = {
    "conv": "conv_params(kernel_size, in_channels, out_channels, bias={bias})",
    "depthwise": "depthwise_params(kernel_size, in_channels, multiplier=multiplier, bias={bias})",
    "pointwise": "pointwise_params(in_channels, out_channels, bias={bias})",
}
_PRODUCTS = {
    "conv_params": "conv_macs(kernel_size, in_channels, out_channels, output_shape=output)",
    "depthwise_params": "depthwise_macs(kernel_size, in_channels, multiplier=multiplier, "
    "output_shape=output)",
    "pointwise_params": "pointwise_macs(in_channels, out_channels, output_shape=output)",
}
_COUNTS = (*LAYERS, *SEPARABLE)


def _weights(source: str, *, bias: bool) -> Change:
    """Return what a formula makes of the ``weights`` of a layer whose MACs are asked for."""
    return layers_as(
        {
            f"{layer}_macs": source.replace("weights", weights.format(bias=bias))
            for layer, weights in _WEIGHTS.items()
        }
    )


def _on_arithmetic(operator: str, change: Callable[[Binary], Tree | None]) -> Change:
    """Return the change of the outermost calculations with counts of layers."""

    def changed(part: Tree) -> Tree | None:
        return change(part) if isinstance(part, Binary) and part.operator == operator else None

    def operate(tree: Tree) -> Tree | None:
        new = rewrite(tree, changed)
        return None if new == tree else new

    return operate


def _halved(product: Binary) -> Tree | None:
    """Return the MACs of FLOPs that are written as twice the MACs."""
    for two, macs in ((product.left, product.right), (product.right, product.left)):
        if two == Constant(value=2) and contains(macs, (*MACS, "depthwise_separable_macs")):
            return macs
    return None


def _inverted(quotient: Binary) -> Tree | None:
    """Return the inverse of a ratio of two counts."""
    if not (contains(quotient.left, _COUNTS) and contains(quotient.right, _COUNTS)):
        return None
    return Binary(operator="/", left=quotient.right, right=quotient.left)


MACS_FOR_PARAMS = Operator(
    id="macs_for_params",
    name={
        "en": "multiplications were counted instead of parameters",
        "es": "se contaron multiplicaciones en lugar de parámetros",
    },
    why="the two counts differ by the positions only; the exercise names the size `output`",
    say={
        "en": "These are the **multiplications**: each weight once for every output position. A "
        "parameter is counted once, however often it is used.",
        "es": "Estas son las **multiplicaciones**: cada peso una vez por cada posición de la "
        "salida. Un parámetro se cuenta una sola vez, por mucho que se use.",
    },
    rewrite=layers_as(_PRODUCTS),
    credit=Fraction(1, 10),
)
PARAMS_FOR_MACS = Operator(
    id="params_for_macs",
    name={
        "en": "weights were counted instead of multiplications",
        "es": "se contaron pesos en lugar de multiplicaciones",
    },
    why="the count of parameters is the familiar one",
    say={
        "en": "These are the **weights**. Each of them is multiplied once for every position of "
        "the output.",
        "es": "Estos son los **pesos**. Cada uno se multiplica una vez por cada posición de la "
        "salida.",
    },
    rewrite=_weights("weights", bias=False),
    credit=Fraction(1, 10),
)
INPUT_FOR_OUTPUT = Operator(
    id="input_for_output",
    name={
        "en": "the size of the input was used instead of that of the output",
        "es": "se usó el tamaño de la entrada en lugar del de la salida",
    },
    why="the size of the input is the one that is given; the exercise names it `input`",
    say={
        "en": "You counted one window for every **input** pixel. There are as many windows as "
        "output positions.",
        "es": "Has contado una ventana por cada píxel de la **entrada**. Hay tantas ventanas como "
        "posiciones de la salida.",
    },
    rewrite=on_layers(MACS, lambda call: call.put(output_shape=named("input")).call()),
    credit=Fraction(3, 10),
)
MACS_WITH_BIAS = Operator(
    id="macs_with_bias",
    name={
        "en": "the biases were counted as multiplications",
        "es": "los sesgos se contaron como multiplicaciones",
    },
    why="the parameters are multiplied by the positions, biases and all",
    say={
        "en": "You counted the biases too. A bias is **added** and multiplied by nothing, so it is "
        "no multiply-accumulate.",
        "es": "Has contado también los sesgos. Un sesgo se **suma** y no se multiplica por nada, "
        "así que no es una multiplicación-acumulación.",
    },
    rewrite=_weights("weights * product(output_shape)", bias=True),
    credit=Fraction(2, 5),
)
FLOPS_FOR_MACS = Operator(
    id="flops_for_macs",
    name={
        "en": "multiplications and additions were counted apart",
        "es": "las multiplicaciones y las sumas se contaron por separado",
    },
    why="FLOPs and MACs are used for one another",
    say={
        "en": "These are FLOPs: twice as many. A **MAC** is one multiplication together with its "
        "addition.",
        "es": "Estos son FLOPs: el doble. Un **MAC** es una multiplicación junto con su suma.",
    },
    rewrite=outermost((*MACS, "depthwise_separable_macs"), instead("2 * asked")),
    credit=Fraction(2, 5),
)
MACS_FOR_FLOPS = Operator(
    id="macs_for_flops",
    name={
        "en": "a multiplication and its addition were counted as one",
        "es": "una multiplicación y su suma se contaron como una sola operación",
    },
    why="FLOPs and MACs are used for one another",
    say={
        "en": "These are MACs: half as many. Here the multiplication and the addition are **two** "
        "operations.",
        "es": "Estos son MACs: la mitad. Aquí la multiplicación y la suma son **dos** operaciones.",
    },
    rewrite=_on_arithmetic("*", _halved),
    credit=Fraction(2, 5),
)
INVERTED_RATIO = Operator(
    id="inverted_ratio",
    name={"en": "the ratio was turned over", "es": "se invirtió el cociente"},
    why="which count is divided by which is read the wrong way round",
    say={
        "en": "You divided the other way **round**. Read which of the two counts is measured by "
        "the other.",
        "es": "Has dividido al **revés**. Lee cuál de los dos recuentos se mide con el otro.",
    },
    rewrite=_on_arithmetic("/", _inverted),
    credit=Fraction(2, 5),
)
