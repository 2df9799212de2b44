"""Mistakes with what is laid down: the wrong operation, half a rotation, another kernel.

Formulas: F is the image, H the kernel as printed, ⊗ cross-correlation, ∗ convolution. Half a
rotation is laid down as it is, whatever was asked for.
"""

from collections.abc import Callable
from fractions import Fraction

from grader.expressions import rewrite
from grader.misconceptions.calls import Asked, Change, all_of, asked, first_of, formula, whole
from grader.misconceptions.filterings import FILTERS, on_kernels, on_rotation
from grader.misconceptions.operators import Operator
from grader.model.expression import Binary, Constant, Tree


def _laid_down(source: str) -> Change:
    """Return F ⊗ H', and H' alone where a rotated kernel is all that is asked for."""

    def changed(call: Asked) -> Tree:
        laid_down = formula(source, kernel=call.arguments["kernel"])
        return call.put(kernel=laid_down).call("correlate")

    return first_of(on_kernels(changed), on_rotation(lambda kernel: formula(source, kernel=kernel)))


def _with_kernel(change: Callable[[Tree], Tree | None]) -> Change:
    """Return the operation that is asked for, with another kernel."""

    def changed(call: Asked) -> Tree | None:
        kernel = change(call.arguments["kernel"])
        return None if kernel is None else call.put(kernel=kernel).call()

    return on_kernels(changed)


def _convolved(call: Asked) -> Tree:
    return call.call("convolve")


def _exchanged(call: Asked) -> Tree:
    return call.call("convolve" if call.function == "correlate" else "correlate")


def _swapped(call: Asked) -> Tree | None:
    """Return H ⊗ F; None in mode valid, where the image does not fit into the kernel."""
    if call.get("mode", "same") == Constant(value="valid") or "anchor" in call.arguments:
        return None
    image, kernel = call.arguments["image"], call.arguments["kernel"]
    return call.put(image=kernel, kernel=image).call()


def _normalized(kernel: Tree) -> Tree | None:
    if isinstance(kernel, Binary) and kernel.operator == "/":
        return None
    # Nothing can be divided by zero, and so nobody does.
    return formula("kernel / sum(kernel) if sum(kernel) != 0 else kernel", kernel=kernel)


def _undivided(kernel: Tree) -> Tree | None:
    return kernel.left if isinstance(kernel, Binary) and kernel.operator == "/" else None


def _undivided_result(tree: Tree) -> Tree | None:
    """Return F ⊗ H of (F ⊗ H) / n."""

    def changed(part: Tree) -> Tree | None:
        left = _undivided(part)
        return left if left is not None and asked(left, FILTERS) else None

    new = rewrite(tree, changed)
    return None if new == tree else new


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
    rewrite=on_kernels(_convolved),
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
    rewrite=_laid_down("kernel"),
    credit=Fraction(3, 10),
)
OTHER_OPERATION = Operator(
    id="other_operation",
    name={
        "en": "cross-correlation and convolution were mixed up",
        "es": "se confundieron la correlación cruzada y la convolución",
    },
    why="the two words are taken for one, or the rotation is remembered for the wrong one",
    say={
        "en": "You computed the **other** operation. Cross-correlation lays the kernel down as it "
        "is written; convolution first rotates it by 180°.",
        "es": "Has calculado la **otra** operación. La correlación cruzada coloca el kernel tal "
        "como está escrito; la convolución primero lo gira 180°.",
    },
    rewrite=on_kernels(_exchanged),
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
    rewrite=_laid_down('flip(kernel, "rows")'),
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
    rewrite=_laid_down('flip(kernel, "columns")'),
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
    rewrite=_laid_down("transpose(kernel)"),
    credit=Fraction(1, 5),
)
ANTI_TRANSPOSE = Operator(
    id="anti_transpose",
    name={
        "en": "the kernel was mirrored in its other diagonal",
        "es": "el kernel se reflejó respecto de su otra diagonal",
    },
    why="'flip from the bottom left to the top right', as some textbooks put the rotation",
    say={
        "en": "You laid the kernel down mirrored in the diagonal from the bottom left to the top "
        "right. That exchanges rows and columns; a rotation by 180° does not.",
        "es": "Has colocado el kernel reflejado respecto de la diagonal que va de abajo a la "
        "izquierda a arriba a la derecha. Eso intercambia filas y columnas; un giro de 180°, no.",
    },
    rewrite=_laid_down("anti_transpose(kernel)"),
    credit=Fraction(1, 5),
)
QUARTER_TURN = Operator(
    id="quarter_turn",
    name={"en": "the kernel was rotated by 90°", "es": "se giró el kernel 90°"},
    why="one call of a function that rotates by 90° is taken for the rotation",
    say={
        "en": "You laid the kernel down turned by **90°** counterclockwise.",
        "es": "Has colocado el kernel girado **90°** en sentido antihorario.",
    },
    rewrite=_laid_down("rotate90(kernel)"),
    credit=Fraction(1, 5),
)
SWAP_OPERANDS = Operator(
    id="swap_operands",
    name={
        "en": "image and kernel changed places",
        "es": "se intercambiaron la imagen y el kernel",
    },
    why="the operation is thought to commute whatever the sizes, or the arguments are mixed up",
    say={
        "en": "You slid the **image** over the kernel. Which of the two is slid matters: the "
        "output has one cell for every position of the kernel on the image.",
        "es": "Has deslizado la **imagen** sobre el kernel. Importa cuál de los dos se desliza: la "
        "salida tiene una celda por cada posición del kernel sobre la imagen.",
    },
    rewrite=whole(on_kernels(_swapped)),
)
UNSIGNED_KERNEL = Operator(
    id="unsigned_kernel",
    name={
        "en": "the signs of the kernel were ignored",
        "es": "se ignoraron los signos del kernel",
    },
    why="minus signs are lost when the kernel is copied",
    say={
        "en": "You took every coefficient of the kernel as **positive**. Its negative ones "
        "subtract.",
        "es": "Has tomado todos los coeficientes del kernel como **positivos**. Los negativos "
        "restan.",
    },
    rewrite=_with_kernel(lambda kernel: formula("abs(kernel)", kernel=kernel)),
    credit=Fraction(1, 5),
)
NORMALIZE_KERNEL = Operator(
    id="normalize_kernel",
    name={
        "en": "the sums were divided by the sum of the kernel",
        "es": "las sumas se dividieron entre la suma del kernel",
    },
    why="filters are met as averages first, whose coefficients add up to 1",
    say={
        "en": "You divided by the sum of the kernel. The kernel is used as it is given; only an "
        "average needs coefficients that add up to 1.",
        "es": "Has dividido entre la suma del kernel. El kernel se usa tal como se da; solo una "
        "media necesita coeficientes que sumen 1.",
    },
    rewrite=_with_kernel(_normalized),
    credit=Fraction(3, 10),
)
FORGET_DIVISOR = Operator(
    id="forget_divisor",
    name={
        "en": "the sums were not divided by the divisor of the kernel",
        "es": "las sumas no se dividieron entre el divisor del kernel",
    },
    why="the factor in front of the kernel is overlooked",
    say={
        "en": "You added up the products and did not **divide**. The factor in front of the kernel "
        "belongs to each of its coefficients.",
        "es": "Has sumado los productos y no has **dividido**. El factor que precede al kernel "
        "afecta a cada uno de sus coeficientes.",
    },
    rewrite=all_of(_undivided_result, _with_kernel(_undivided)),
    credit=Fraction(3, 10),
)
