"""Mistakes with the parameters of a layer: biases, channels, kernels, and what is not shared.

They concern ``conv_params``, ``depthwise_params``, ``pointwise_params`` and
``depthwise_separable_params``. Formulas: k is the kernel's size, C the input channels, N the output
channels.
"""

from collections.abc import Callable
from fractions import Fraction

from grader.misconceptions.calls import Asked, Change, formula
from grader.misconceptions.layers import (
    PARAMS,
    is_biased,
    layers_as,
    on_layers,
    side,
)
from grader.misconceptions.operators import Operator
from grader.model.expression import Constant, Items, Tree

_HALF = Fraction(1, 2)
_TENTH = Fraction(1, 10)
_ONE = Constant(value=1)
_NO = Constant(value=False)


def _on_biased(functions: tuple[str, ...], change: Callable[[Asked], Tree]) -> Change:
    return on_layers(functions, lambda call: change(call) if is_biased(call) else None)


def _with_bias(call: Asked) -> Tree | None:
    return call.put(bias=Constant(value=True)).call() if "bias" in call.arguments else None


def _without_bias(call: Asked) -> Tree:
    return call.put(bias=_NO).call()


def _plus(source: str) -> Callable[[Asked], Tree]:
    """Return the weights and another number of biases."""

    def changed(call: Asked) -> Tree:
        return formula(
            f"weights + ({source} if bias else 0)",
            weights=_without_bias(call),
            **{"bias": Constant(value=True), **call.arguments},
        )

    return changed


def _single_channel(call: Asked) -> Tree:
    return call.put(in_channels=_ONE).call()


def _one_side(call: Asked) -> Tree:
    """Return k where k² is asked for."""
    return call.put(kernel_size=Items(items=(side(call.arguments["kernel_size"]), _ONE))).call()


FORGOT_BIAS = Operator(
    id="forgot_bias",
    name={"en": "the biases were forgotten", "es": "se olvidaron los sesgos"},
    why="only the kernels are thought of as parameters; papers leave biases out",
    say={
        "en": "You counted the weights only. Each output channel of a layer with biases has **one "
        "bias** more.",
        "es": "Has contado solo los pesos. Cada canal de salida de una capa con sesgos tiene "
        "además **un sesgo**.",
    },
    rewrite=_on_biased(PARAMS, _without_bias),
    credit=_HALF,
)
ADDED_BIAS = Operator(
    id="added_bias",
    name={
        "en": "biases were counted where there are none",
        "es": "se contaron sesgos donde no los hay",
    },
    why="the formula with biases is the one in the slides",
    say={
        "en": "You counted biases that the convention leaves out. Read in the statement which "
        "layers have them.",
        "es": "Has contado sesgos que el convenio excluye. Lee en el enunciado qué capas los "
        "tienen.",
    },
    rewrite=on_layers(PARAMS, _with_bias),
    credit=_HALF,
)
ONE_BIAS = Operator(
    id="one_bias",
    name={
        "en": "a single bias was counted for a whole layer",
        "es": "se contó un solo sesgo para toda una capa",
    },
    why="'the bias' is taken for one number",
    say={
        "en": "You counted **one** bias for the layer. It has one for every output channel.",
        "es": "Has contado **un solo** sesgo para la capa. Tiene uno por cada canal de salida.",
    },
    rewrite=_on_biased(PARAMS, _plus("1")),
    credit=_HALF,
)
BIAS_PER_INPUT = Operator(
    id="bias_per_input",
    name={
        "en": "a bias was counted for every pair of channels",
        "es": "se contó un sesgo por cada par de canales",
    },
    why="each slice of a kernel is thought to have a bias of its own",
    say={
        "en": "You counted a bias for every **input** channel of each kernel. The sum over all "
        "input channels gets a single bias.",
        "es": "Has contado un sesgo por cada canal de **entrada** de cada kernel. La suma sobre "
        "todos los canales de entrada recibe un único sesgo.",
    },
    rewrite=_on_biased(("conv_params", "pointwise_params"), _plus("in_channels * out_channels")),
    credit=Fraction(3, 10),
)
FORGOT_INPUT_CHANNELS = Operator(
    id="forgot_input_channels",
    name={
        "en": "the input channels were forgotten",
        "es": "se olvidaron los canales de entrada",
    },
    why="kernels are drawn as flat squares",
    say={
        "en": "Your kernels have a single channel. A kernel reaches through **all** input channels "
        "and has weights for each of them.",
        "es": "Tus kernels tienen un solo canal. Un kernel atraviesa **todos** los canales de "
        "entrada y tiene pesos para cada uno.",
    },
    rewrite=on_layers(
        ("conv_params", "pointwise_params", "conv_macs", "pointwise_macs"), _single_channel
    ),
    credit=_TENTH,
)
KERNEL_NOT_SQUARED = Operator(
    id="kernel_not_squared",
    name={
        "en": "the kernel was taken as a line, not as a square",
        "es": "el kernel se tomó como una línea, no como un cuadrado",
    },
    why="the size k is read as the number of weights",
    say={
        "en": "You used the side of the kernel once. It has rows **and** columns, whose product is "
        "its number of weights.",
        "es": "Has usado el lado del kernel una sola vez. Tiene filas **y** columnas, cuyo "
        "producto es su número de pesos.",
    },
    rewrite=on_layers(
        ("conv_params", "depthwise_params", "conv_macs", "depthwise_macs"), _one_side
    ),
    credit=_TENTH,
)
NO_WEIGHT_SHARING = Operator(
    id="no_weight_sharing",
    name={
        "en": "weights of their own were counted for every position",
        "es": "se contaron pesos propios para cada posición",
    },
    why="a convolution is taken for a fully connected layer; the exercise names the size `output`",
    say={
        "en": "You counted new parameters for every position of the output. A convolution uses the "
        "**same** kernel everywhere.",
        "es": "Has contado parámetros nuevos para cada posición de la salida. Una convolución usa "
        "el **mismo** kernel en todas partes.",
    },
    rewrite=layers_as(dict.fromkeys(PARAMS, "output[0] * output[1] * asked")),
    credit=_TENTH,
)
INPUT_AS_PARAMETERS = Operator(
    id="input_as_parameters",
    name={
        "en": "the numbers of the input were counted as parameters",
        "es": "los números de la entrada se contaron como parámetros",
    },
    why="all numbers of a picture of the layer are added; the exercise names the size `input`",
    say={
        "en": "You counted the numbers of the **input** as well. Parameters are what is learned, "
        "whatever the size of the image.",
        "es": "Has contado también los números de la **entrada**. Los parámetros son lo que se "
        "aprende, sea cual sea el tamaño de la imagen.",
    },
    rewrite=layers_as({"conv_params": "asked + input[0] * input[1] * in_channels"}),
    credit=_TENTH,
)
