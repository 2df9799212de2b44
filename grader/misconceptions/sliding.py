"""Mistakes with the sliding window: what is laid down, where, and what lies outside.

Formulas: F is the image, H the kernel as printed, ⊗ cross-correlation.
"""

from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction

from grader.expressions import walk
from grader.misconceptions.operators import Operator
from grader.model.expression import Call, Constant, Tree

_FILTERS = ("correlate", "convolve")


def _filter(tree: Tree) -> Call | None:
    """Return the outermost filtering of `tree`."""
    for part in walk(tree):
        if isinstance(part, Call) and part.function in _FILTERS and len(part.arguments) > 1:
            return part
    return None


def _on_filter(change: Callable[[Call], Tree | None]) -> Callable[[Tree], Tree | None]:
    """Return an operator that changes the outermost filtering, when that is the whole tree."""

    def rewrite(tree: Tree) -> Tree | None:
        call = _filter(tree)
        return change(call) if call is not None and call is tree else None

    return rewrite


def _other(name: str) -> Callable[[Call], Tree | None]:
    return lambda call: replace(call, function=name) if call.function != name else None


def _correlate_with(function: str, *options: Constant) -> Callable[[Call], Tree | None]:
    """Return: F ⊗ function(H). Half a rotation is laid down as it is, whatever was asked for."""

    def change(call: Call) -> Tree:
        image, kernel, *rest = call.arguments
        laid_down = Call(function=function, arguments=(kernel, *options))
        return replace(call, function="correlate", arguments=(image, laid_down, *rest))

    return change


def _boundary(rule: str) -> Callable[[Call], Tree | None]:
    """Return an operator for zero boundaries: the texts say that zeros were asked for."""

    def change(call: Call) -> Tree | None:
        options = dict(call.options)
        asked = options.get("boundary", Constant(value="zero"))
        inside = options.get("mode") == Constant(value="valid")
        if asked != Constant(value="zero") or inside or "fill_value" in options:
            return None
        options["boundary"] = Constant(value=rule)
        return replace(call, options=tuple(options.items()))

    return change


def _around(function: str, *options: Constant) -> Callable[[Call], Tree | None]:
    return lambda call: Call(function=function, arguments=(call, *options))


def _rotate_output(call: Call) -> Tree:
    return Call(function="rotate180", arguments=(replace(call, function="correlate"),))


CONVOLVE = Operator(
    id="convolve",
    name={"en": "the kernel was rotated by 180°", "es": "se giró el kernel 180°"},
    why="the kernel is rotated because 'convolution' is the familiar word",
    say={
        "en": "This is the **convolution**: you rotated the kernel by 180°. "
        "Cross-correlation lays it down as it is written.",
        "es": "Esto es la **convolución**: has girado el kernel 180°. "
        "La correlación cruzada lo coloca tal como está escrito.",
    },
    rewrite=_on_filter(_other("convolve")),
    credit=Fraction(3, 10),
)
CORRELATE = Operator(
    id="correlate",
    name={"en": "the kernel was not rotated", "es": "no se giró el kernel"},
    why="the kernel is slid as it is printed",
    say={
        "en": "This is the **cross-correlation**: you laid the kernel down as it is written. "
        "Convolution first rotates it by 180°.",
        "es": "Esto es la **correlación cruzada**: has colocado el kernel tal como está escrito. "
        "La convolución primero lo gira 180°.",
    },
    rewrite=_on_filter(_other("correlate")),
    credit=Fraction(3, 10),
)
FLIP_ROWS = Operator(
    id="flip_rows",
    name={
        "en": "the kernel was mirrored up-down only",
        "es": "el kernel se reflejó solo de arriba abajo",
    },
    why="half of the 180° rotation",
    say={
        "en": "You laid the kernel down mirrored **up-down** only.",
        "es": "Has colocado el kernel reflejado solo **de arriba abajo**.",
    },
    rewrite=_on_filter(_correlate_with("flip", Constant(value="rows"))),
    credit=Fraction(3, 10),
)
FLIP_COLUMNS = Operator(
    id="flip_columns",
    name={
        "en": "the kernel was mirrored left-right only",
        "es": "el kernel se reflejó solo de izquierda a derecha",
    },
    why="half of the 180° rotation",
    say={
        "en": "You laid the kernel down mirrored **left-right** only.",
        "es": "Has colocado el kernel reflejado solo **de izquierda a derecha**.",
    },
    rewrite=_on_filter(_correlate_with("flip", Constant(value="columns"))),
    credit=Fraction(3, 10),
)
TRANSPOSE_KERNEL = Operator(
    id="transpose_kernel",
    name={"en": "the kernel was transposed", "es": "se traspuso el kernel"},
    why="rows and columns are exchanged when the kernel is copied or 'rotated'",
    say={
        "en": "You laid the kernel down **transposed**: its rows became columns.",
        "es": "Has colocado el kernel **traspuesto**: sus filas se han convertido en columnas.",
    },
    rewrite=_on_filter(_correlate_with("transpose")),
    credit=Fraction(1, 5),
)
ROTATE_OUTPUT = Operator(
    id="rotate_output",
    name={
        "en": "the result was rotated, not the kernel",
        "es": "se giró el resultado en lugar del kernel",
    },
    why="'convolution is the rotated correlation', which is true of symmetric images only",
    say={
        "en": "You rotated the **result** by 180°, not the kernel. The two agree only for an image "
        "that is symmetric, such as an impulse.",
        "es": "Has girado 180° el **resultado**, no el kernel. Solo coinciden si la imagen es "
        "simétrica, como un impulso.",
    },
    rewrite=_on_filter(_rotate_output),
    credit=Fraction(1, 5),
)
ZERO_BORDER = Operator(
    id="zero_border",
    name={
        "en": "the border of the result was left at zero",
        "es": "el borde del resultado se dejó a cero",
    },
    why="positions where the kernel hangs over the edge are thought to have no output",
    say={
        "en": "The border of your result is zero. Zeros surround the **image**; the border of the "
        "result is computed like any other cell.",
        "es": "El borde de tu resultado es cero. Los ceros rodean la **imagen**; el borde del "
        "resultado se calcula como cualquier otra celda.",
    },
    rewrite=_on_filter(_around("ring", Constant(value=0))),
    credit=Fraction(2, 5),
)
REPLICATE_BORDER = Operator(
    id="replicate_border",
    name={
        "en": "the edge of the image was replicated outwards",
        "es": "el borde de la imagen se replicó hacia fuera",
    },
    why="another boundary rule, the default of some editors",
    say={
        "en": "Your border cells repeat the **edge** of the image outwards. Here everything "
        "outside the image is zero.",
        "es": "Tus celdas del borde repiten hacia fuera el **borde** de la imagen. Aquí todo lo "
        "que queda fuera de la imagen vale cero.",
    },
    rewrite=_on_filter(_boundary("replicate")),
    credit=Fraction(2, 5),
)
REFLECT_BORDER = Operator(
    id="reflect_border",
    name={"en": "the image was reflected at its edge", "es": "la imagen se reflejó en su borde"},
    why="the default boundary of OpenCV's filter2D",
    say={
        "en": "Your border cells **reflect** the image, as OpenCV does by default. Here everything "
        "outside the image is zero.",
        "es": "Tus celdas del borde **reflejan** la imagen, como hace OpenCV por defecto. Aquí "
        "todo lo que queda fuera de la imagen vale cero.",
    },
    rewrite=_on_filter(_boundary("reflect")),
    credit=Fraction(2, 5),
)
CLIP_NEGATIVES = Operator(
    id="clip_negatives",
    name={
        "en": "negative results were replaced by zero",
        "es": "los resultados negativos se sustituyeron por cero",
    },
    why="gray values are never negative, so neither is the result, one thinks",
    say={
        "en": "You replaced the negative results by zero. A correlation is signed; clipping is a "
        "matter of display.",
        "es": "Has sustituido los resultados negativos por cero. Una correlación tiene signo; "
        "recortar es cosa de la visualización.",
    },
    rewrite=_on_filter(_around("clip", Constant(value=0), Constant(value=255))),
    credit=Fraction(1, 2),
)
