"""Mistakes with the size of an output: ``output_shape(image_shape, kernel_shape, …)``.

Confused modes, ignored strides and dilations are the same mistakes as in a filtering, and stand in
`windows`.
"""

from collections.abc import Callable
from fractions import Fraction

from grader.misconceptions.calls import Asked, Change, everywhere, formula, instead
from grader.misconceptions.operators import Operator
from grader.model.expression import Constant, Tree


def _on_sizes(change: Callable[[Asked], Tree | None]) -> Change:
    return everywhere(("output_shape",), change)


def _with(option: str, plain: int, change: Callable[[Asked], Tree]) -> Change:
    """Return the change of the sizes in which an option plays a part."""

    def changed(call: Asked) -> Tree | None:
        return None if call.get(option, plain) == Constant(value=plain) else change(call)

    return _on_sizes(changed)


def _in_mode(mode: str, source: str) -> Change:
    def changed(call: Asked) -> Tree | None:
        asked_for = call.get("mode", "valid") == Constant(value=mode)
        return instead(source)(call) if asked_for else None

    return _on_sizes(changed)


def _rounded_up(call: Asked) -> Tree:
    return formula(
        "ceil((steps - 1) / stride) + 1",
        steps=call.without("stride").call(),
        stride=call.arguments["stride"],
    )


def _padded_once(call: Asked) -> Tree:
    image = formula("image_shape + padding", **call.arguments)
    return call.without("padding").put(image_shape=image).call()


def _multiplied(call: Asked) -> Tree:
    kernel = formula("kernel_shape * dilation", **call.arguments)
    return call.without("dilation").put(kernel_shape=kernel).call()


def _sum_of_sizes(call: Asked) -> Tree | None:
    full = call.get("mode", "valid") == Constant(value="full")
    if not full or call.arguments.keys() & {"stride", "dilation", "padding"}:
        return None
    return formula("image_shape + kernel_shape", **call.arguments)


CEIL_FOR_FLOOR = Operator(
    id="ceil_for_floor",
    name={
        "en": "a last step that does not fit was counted",
        "es": "se contó un último paso que no cabe",
    },
    why="rounding up seems right, so that no pixel is left out",
    say={
        "en": "You rounded **up**. A last step that does not fit is left out, so the quotient is "
        "rounded down.",
        "es": "Has redondeado **hacia arriba**. Un último paso que no cabe se descarta, así que el "
        "cociente se redondea hacia abajo.",
    },
    rewrite=_with("stride", 1, _rounded_up),
    credit=Fraction(3, 10),
)
FORGOT_PLUS_ONE = Operator(
    id="forgot_plus_one",
    name={
        "en": "the first position was not counted",
        "es": "no se contó la primera posición",
    },
    why="steps are counted instead of positions",
    say={
        "en": "You counted the steps between positions. There is **one** position more than there "
        "are steps.",
        "es": "Has contado los pasos entre posiciones. Hay **una** posición más que pasos.",
    },
    rewrite=_in_mode("valid", "asked - 1"),
    credit=Fraction(3, 10),
)
FULL_WITHOUT_OVERLAP = Operator(
    id="full_without_overlap",
    name={
        "en": "the sizes of image and kernel were added",
        "es": "se sumaron los tamaños de la imagen y del kernel",
    },
    why="the overlap of one pixel at the ends is forgotten",
    say={
        "en": "You added the sizes of image and kernel. In the first and the last position they "
        "still **overlap** by a pixel, so that there is one position less.",
        "es": "Has sumado los tamaños de la imagen y del kernel. En la primera y la última "
        "posición todavía **se solapan** en un píxel, así que hay una posición menos.",
    },
    rewrite=_on_sizes(_sum_of_sizes),
    credit=Fraction(3, 10),
)
PADDING_ONCE = Operator(
    id="padding_once",
    name={
        "en": "the padding was counted on one side only",
        "es": "el relleno se contó en un solo lado",
    },
    why="padding p is read as p pixels in all",
    say={
        "en": "You counted the padding **once**. It is added on both sides.",
        "es": "Has contado el relleno **una sola vez**. Se añade en los dos lados.",
    },
    rewrite=_with("padding", 0, _padded_once),
    credit=Fraction(3, 10),
)
IGNORE_PADDING = Operator(
    id="ignore_padding",
    name={"en": "the padding was ignored", "es": "se ignoró el relleno"},
    why="the size on the page is that of the image without its padding",
    say={
        "en": "You left out the **padding**. The kernel slides over the padded image.",
        "es": "Has omitido el **relleno**. El kernel se desliza sobre la imagen ya rellenada.",
    },
    rewrite=_with("padding", 0, lambda call: call.without("padding").call()),
    credit=Fraction(1, 5),
)
DILATION_TIMES_KERNEL = Operator(
    id="dilation_times_kernel",
    name={
        "en": "a dilated kernel was taken as long as kernel times dilation",
        "es": "se tomó como longitud del kernel dilatado kernel por dilatación",
    },
    why="every coefficient is thought to bring its gap along, the last one too",
    say={
        "en": "You multiplied the size of the kernel by the dilation. There is no gap after the "
        "**last** coefficient: k of them span d·(k − 1) + 1 pixels.",
        "es": "Has multiplicado el tamaño del kernel por la dilatación. Tras el **último** "
        "coeficiente no hay hueco: k de ellos abarcan d·(k − 1) + 1 píxeles.",
    },
    rewrite=_with("dilation", 1, _multiplied),
    credit=Fraction(3, 10),
)
SWAP_ROWS_COLUMNS = Operator(
    id="swap_rows_columns",
    name={
        "en": "rows and columns of the size changed places",
        "es": "se intercambiaron las filas y las columnas del tamaño",
    },
    why="width comes first in picture formats, rows in matrices",
    say={
        "en": "You exchanged the two numbers. The size is (rows, columns): height first.",
        "es": "Has intercambiado los dos números. El tamaño es (filas, columnas): primero la "
        "altura.",
    },
    rewrite=_on_sizes(instead("reverse(asked)")),
    credit=Fraction(2, 5),
)
KERNEL_SIZED_OUTPUT = Operator(
    id="kernel_sized_output",
    name={
        "en": "the output was given the size of the kernel",
        "es": "se dio a la salida el tamaño del kernel",
    },
    why="'same' is read as 'the same as the kernel'",
    say={
        "en": "You gave the output the size of the **kernel**. Mode **same** means the size of the "
        "image.",
        "es": "Has dado a la salida el tamaño del **kernel**. El modo **same** significa el tamaño "
        "de la imagen.",
    },
    rewrite=_in_mode("same", "kernel_shape"),
)
