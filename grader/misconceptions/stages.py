"""Mistakes with depthwise separable blocks: what each stage does, and what becomes of both.

They concern ``depthwise_separable_params`` and ``depthwise_separable_macs``, sums of a depthwise
and a pointwise layer, and some of them each layer by itself. Formulas: k is the kernel's size, C
the input channels, N the output channels.
"""

from collections.abc import Callable
from fractions import Fraction

from grader.misconceptions.calls import Asked, Change, all_of, formula
from grader.misconceptions.layers import Block, is_biased, named, on_blocks, on_layers, side
from grader.misconceptions.operators import Operator
from grader.model.expression import Constant, Items, Tree

_DEPTHWISE = ("depthwise_params", "depthwise_macs")
_POINTWISE = ("pointwise_params", "pointwise_macs")
_ONE = Constant(value=1)
_TENTH = Fraction(1, 10)
_FIFTH = Fraction(1, 5)


def _of_stages(source: str) -> Change:
    """Return another formula of the two stages' counts."""
    return on_blocks(lambda block: formula(source, **block.stages()))


def _unbiased(functions: tuple[str, ...]) -> Change:
    return on_layers(
        functions,
        lambda call: call.put(bias=Constant(value=False)).call() if is_biased(call) else None,
    )


def _standard(call: Asked, **arguments: Tree) -> Tree:
    """Return the count of a standard layer instead of a depthwise or a pointwise one."""
    _, _, kind = call.function.partition("_")
    return call.without("multiplier").put(**arguments).call(f"conv_{kind}")


def _crossing(call: Asked) -> Tree:
    """Return k²C weights for every map of a depthwise layer."""
    maps = "in_channels * multiplier" if "multiplier" in call.arguments else "in_channels"
    return _standard(call, out_channels=formula(maps, **call.arguments))


def _in_block_or_alone(
    in_block: Callable[[Block], Tree], functions: tuple[str, ...], alone: Callable[[Asked], Tree]
) -> Change:
    """Return the change of a stage, which in a block knows the other one's numbers."""
    # A block that was changed has no such stage left.
    return all_of(on_blocks(in_block), on_layers(functions, alone))


def _lines(block: Block) -> Tree:
    """Return a column of k and a row of k in the place of every k × k kernel: 2kCN."""
    size = block.depthwise.arguments["kernel_size"]
    if isinstance(size, Items):
        lines = formula("rows + columns", rows=size.items[0], columns=size.items[-1])
    else:
        lines = formula("2 * k", k=side(size))
    return block.standard(Items(items=(lines, _ONE)))


KERAS_BIAS = Operator(
    id="keras_bias",
    name={
        "en": "the depthwise stage was counted without biases",
        "es": "la etapa en profundidad se contó sin sesgos",
    },
    why="Keras' SeparableConv2D has one bias vector, after its last stage",
    say={
        "en": "You counted biases in the last stage only, as Keras does. Here the **depthwise** "
        "stage has them too.",
        "es": "Has contado sesgos solo en la última etapa, como hace Keras. Aquí también los tiene "
        "la etapa **en profundidad**.",
    },
    rewrite=_unbiased(("depthwise_params",)),
    credit=Fraction(1, 2),
)
DEPTHWISE_BIAS_ONLY = Operator(
    id="depthwise_bias_only",
    name={
        "en": "the pointwise stage was counted without biases",
        "es": "la etapa puntual se contó sin sesgos",
    },
    why="a 1 × 1 convolution is not felt to be a layer of its own",
    say={
        "en": "The biases of the **pointwise** stage are missing. It is a layer with one bias per "
        "output channel.",
        "es": "Faltan los sesgos de la etapa **puntual**. Es una capa con un sesgo por canal de "
        "salida.",
    },
    rewrite=_unbiased(("pointwise_params",)),
    credit=Fraction(1, 2),
)
DEPTHWISE_ONLY = Operator(
    id="depthwise_only",
    name={
        "en": "only the depthwise stage was counted",
        "es": "se contó solo la etapa en profundidad",
    },
    why="'depthwise separable' is taken for 'depthwise'",
    say={
        "en": "You counted the **depthwise** stage only. The pointwise stage, which mixes the "
        "channels, belongs to the block too.",
        "es": "Has contado solo la etapa **en profundidad**. La etapa puntual, que mezcla los "
        "canales, también forma parte del bloque.",
    },
    rewrite=_of_stages("depthwise"),
    credit=_FIFTH,
)
POINTWISE_ONLY = Operator(
    id="pointwise_only",
    name={
        "en": "only the pointwise stage was counted",
        "es": "se contó solo la etapa puntual",
    },
    why="only the stage that makes the output channels is seen",
    say={
        "en": "You counted the **pointwise** stage only. The depthwise stage, which filters each "
        "channel, belongs to the block too.",
        "es": "Has contado solo la etapa **puntual**. La etapa en profundidad, que filtra cada "
        "canal, también forma parte del bloque.",
    },
    rewrite=_of_stages("pointwise"),
    credit=_FIFTH,
)
PRODUCT_OF_STAGES = Operator(
    id="product_of_stages",
    name={
        "en": "the counts of the two stages were multiplied",
        "es": "se multiplicaron los recuentos de las dos etapas",
    },
    why="factors of a kernel are multiplied, so their sizes seem to be too",
    say={
        "en": "You **multiplied** the two stages. What each of them needs adds up.",
        "es": "Has **multiplicado** las dos etapas. Lo que necesita cada una se suma.",
    },
    rewrite=_of_stages("depthwise * pointwise"),
    credit=_FIFTH,
)
SHARED_KERNEL = Operator(
    id="shared_kernel",
    name={
        "en": "one depthwise kernel was counted for all channels",
        "es": "se contó un solo kernel en profundidad para todos los canales",
    },
    why="the drawing shows the same kernel on every channel",
    say={
        "en": "You counted a single depthwise kernel. **Every** channel has one of its own.",
        "es": "Has contado un solo kernel en profundidad. **Cada** canal tiene el suyo.",
    },
    rewrite=on_layers(_DEPTHWISE, lambda call: call.put(in_channels=_ONE).call()),
    credit=_FIFTH,
)
SET_PER_OUTPUT = Operator(
    id="set_per_output",
    name={
        "en": "depthwise kernels were counted for every output channel",
        "es": "se contaron kernels en profundidad para cada canal de salida",
    },
    why="the depthwise stage is thought to make all outputs; the exercise names these `cout`",
    say={
        "en": "You counted a set of depthwise kernels for every **output** channel. The stage "
        "keeps its input channels and has one kernel for each.",
        "es": "Has contado un juego de kernels en profundidad por cada canal de **salida**. La "
        "etapa conserva sus canales de entrada y tiene un kernel por cada uno.",
    },
    rewrite=_in_block_or_alone(
        lambda block: formula(
            "depthwise + pointwise",
            depthwise=_standard(
                block.depthwise, out_channels=block.pointwise.arguments["out_channels"]
            ),
            pointwise=block.pointwise.call(),
        ),
        _DEPTHWISE,
        lambda call: _standard(call, out_channels=named("cout")),
    ),
    credit=_TENTH,
)
CROSSES_CHANNELS = Operator(
    id="crosses_channels",
    name={
        "en": "depthwise kernels were given weights for all channels",
        "es": "se dieron a los kernels en profundidad pesos para todos los canales",
    },
    why="every other kernel reaches through all channels",
    say={
        "en": "Your depthwise kernels have weights for every channel. Each of them sees **one** "
        "channel only.",
        "es": "Tus kernels en profundidad tienen pesos para todos los canales. Cada uno ve **un "
        "solo** canal.",
    },
    rewrite=on_layers(_DEPTHWISE, _crossing),
    credit=_FIFTH,
)
POINTWISE_WITH_KERNEL = Operator(
    id="pointwise_with_kernel",
    name={
        "en": "the pointwise kernel was counted as large as the depthwise one",
        "es": "el kernel puntual se contó tan grande como el de profundidad",
    },
    why="k belongs to every formula seen so far; the exercise names it `k`",
    say={
        "en": "You gave the pointwise stage the size of the depthwise kernel. A pointwise kernel "
        "is **1 × 1**.",
        "es": "Has dado a la etapa puntual el tamaño del kernel en profundidad. Un kernel puntual "
        "es de **1 × 1**.",
    },
    rewrite=_in_block_or_alone(
        lambda block: formula(
            "depthwise + pointwise",
            depthwise=block.depthwise.call(),
            pointwise=block.standard(block.depthwise.arguments["kernel_size"]),
        ),
        _POINTWISE,
        lambda call: _standard(call, kernel_size=named("k")),
    ),
    credit=_TENTH,
)
POINTWISE_FORGETS_CHANNELS = Operator(
    id="pointwise_forgets_channels",
    name={
        "en": "pointwise kernels were counted as single numbers",
        "es": "los kernels puntuales se contaron como números sueltos",
    },
    why="1 × 1 is read as one weight",
    say={
        "en": "You gave each pointwise kernel a single weight. It has one for **every** channel "
        "that enters.",
        "es": "Has dado a cada kernel puntual un solo peso. Tiene uno por **cada** canal que "
        "entra.",
    },
    rewrite=on_layers(_POINTWISE, lambda call: call.put(in_channels=_ONE).call()),
    credit=_TENTH,
)
SPATIAL_SEPARABILITY = Operator(
    id="spatial_separability",
    name={
        "en": "the kernel was split into a column and a row",
        "es": "el kernel se dividió en una columna y una fila",
    },
    why="'separable' has two meanings",
    say={
        "en": "You split each kernel into a column and a row. **Depthwise** separable means that "
        "space and channels are split, not rows and columns.",
        "es": "Has dividido cada kernel en una columna y una fila. Separable **en profundidad** "
        "significa que se separan el espacio y los canales, no las filas y las columnas.",
    },
    rewrite=on_blocks(_lines),
    credit=_TENTH,
)
STANDARD_FOR_SEPARABLE = Operator(
    id="standard_for_separable",
    name={
        "en": "a standard convolution was counted instead of the block",
        "es": "se contó una convolución estándar en lugar del bloque",
    },
    why="the groups of the depthwise layer are overlooked",
    say={
        "en": "These are the numbers of a **standard** convolution. In the block, filtering in "
        "space and mixing channels are two stages.",
        "es": "Estos son los números de una convolución **estándar**. En el bloque, filtrar en el "
        "espacio y mezclar canales son dos etapas.",
    },
    rewrite=on_blocks(lambda block: block.standard(block.depthwise.arguments["kernel_size"])),
    credit=_TENTH,
)
IGNORE_MULTIPLIER = Operator(
    id="ignore_multiplier",
    name={
        "en": "the channel multiplier was ignored",
        "es": "se ignoró el multiplicador de canales",
    },
    why="one kernel per channel is the case of the slides",
    say={
        "en": "You counted one depthwise kernel per channel. The **multiplier** says how many "
        "there are.",
        "es": "Has contado un kernel en profundidad por canal. El **multiplicador** dice cuántos "
        "hay.",
    },
    rewrite=on_layers(_DEPTHWISE, lambda call: call.without("multiplier").call()),
    credit=Fraction(3, 10),
)
