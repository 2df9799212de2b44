"""Mistakes with the sums: rotated, cut, divided, or never added up."""

from fractions import Fraction

from grader.misconceptions.calls import (
    Asked,
    Change,
    formula,
    instead,
    outermost,
    whole,
)
from grader.misconceptions.filterings import FILTERS, as_printed, on_kernels
from grader.misconceptions.operators import Operator
from grader.model.expression import Constant, Tree


def _after(source: str) -> Change:
    """Return what a formula makes of the outermost filtering, called ``asked``."""
    return outermost(FILTERS, instead(source))


def _rotated(tree: Tree) -> Tree | None:
    """Return rotate180(F ⊗ H), whichever operation was asked for."""
    changed = outermost(
        FILTERS, lambda call: formula("rotate180(asked)", asked=call.call("correlate"))
    )
    return changed(as_printed(tree))


def _center_product(call: Asked) -> Tree | None:
    """Return F times the coefficient in the center of H."""
    same = call.get("mode", "same") == Constant(value="same")
    if not same or call.arguments.keys() & {"stride", "anchor"}:
        return None
    return formula(
        "image * kernel[rows(kernel) // 2, columns(kernel) // 2]",
        image=call.arguments["image"],
        kernel=call.arguments["kernel"],
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
    rewrite=_rotated,
    credit=Fraction(1, 5),
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
    rewrite=_after("clip(asked, 0, 255)"),
    credit=Fraction(1, 2),
)
SATURATE = Operator(
    id="saturate",
    name={
        "en": "results above 255 were cut to 255",
        "es": "los resultados mayores que 255 se recortaron a 255",
    },
    why="OpenCV saturates 8-bit images, and its pictures hide it",
    say={
        "en": "You cut results above 255 down to **255**, as an 8-bit image would. The sums "
        "themselves have no upper limit.",
        "es": "Has recortado a **255** los resultados mayores, como haría una imagen de 8 bits. "
        "Las sumas en sí no tienen límite superior.",
    },
    rewrite=_after("clip(asked, min(asked), 255)"),
    credit=Fraction(1, 2),
)
WRAP_AROUND = Operator(
    id="wrap_around",
    name={
        "en": "results were reduced modulo 256",
        "es": "los resultados se redujeron módulo 256",
    },
    why="sums are kept in the 8-bit type of the image and run over",
    say={
        "en": "You kept the results in 8 bits, where 256 counts as **0** again. The sums "
        "themselves do not run over.",
        "es": "Has guardado los resultados en 8 bits, donde 256 vuelve a ser **0**. Las sumas en "
        "sí no se desbordan.",
    },
    rewrite=_after("asked % 256"),
    credit=Fraction(1, 2),
)
UNSIGNED_RESULT = Operator(
    id="unsigned_result",
    name={
        "en": "the signs of the results were dropped",
        "es": "se suprimieron los signos de los resultados",
    },
    why="pictures of edges show magnitudes",
    say={
        "en": "You dropped the minus signs of the results. A filter's output is **signed**.",
        "es": "Has suprimido los signos negativos de los resultados. La salida de un filtro tiene "
        "**signo**.",
    },
    rewrite=_after("abs(asked)"),
    credit=Fraction(1, 2),
)
DIVIDE_BY_CELLS = Operator(
    id="divide_by_cells",
    name={
        "en": "the sums were divided by the number of kernel cells",
        "es": "las sumas se dividieron entre el número de celdas del kernel",
    },
    why="the mean filter is taken for the model of all filters",
    say={
        "en": "You divided the sums by the number of cells of the kernel. An output cell is the "
        "**sum** of the products, not their mean.",
        "es": "Has dividido las sumas entre el número de celdas del kernel. Una celda de salida es "
        "la **suma** de los productos, no su media.",
    },
    rewrite=_after("asked / product(shape(kernel))"),
    credit=Fraction(3, 10),
)
CENTER_PRODUCT = Operator(
    id="center_product",
    name={
        "en": "only the product in the center of the window was taken",
        "es": "se tomó solo el producto del centro de la ventana",
    },
    why="filtering is taken for a product of pixel and coefficient",
    say={
        "en": "Each of your cells is a single product, that of the pixel and the **center** of the "
        "kernel. The products of all cells of the window are added up.",
        "es": "Cada una de tus celdas es un solo producto, el del píxel y el **centro** del "
        "kernel. Se suman los productos de todas las celdas de la ventana.",
    },
    rewrite=outermost(FILTERS, _center_product),
)
CELLWISE_PRODUCT = Operator(
    id="cellwise_product",
    name={
        "en": "image and kernel were multiplied cell by cell, without adding up",
        "es": "se multiplicaron imagen y kernel celda a celda, sin sumar",
    },
    why="image and kernel have the same size, and look like the factors of a product",
    say={
        "en": "You multiplied image and kernel cell by cell and added nothing up. Every output "
        "cell is a **sum** of such products, with the kernel on that cell.",
        "es": "Has multiplicado imagen y kernel celda a celda sin sumar nada. Cada celda de salida "
        "es una **suma** de tales productos, con el kernel sobre esa celda.",
    },
    rewrite=whole(
        on_kernels(instead("image * kernel if same(shape(image), shape(kernel)) else asked"))
    ),
)
MATRIX_PRODUCT = Operator(
    id="matrix_product",
    name={
        "en": "the matrix product of image and kernel was computed",
        "es": "se calculó el producto matricial de la imagen y el kernel",
    },
    why="the product of two matrices is the one that students know",
    say={
        "en": "This is the **matrix product** of image and kernel. Filtering slides the kernel "
        "over the image and adds up the products of each window.",
        "es": "Esto es el **producto matricial** de la imagen y el kernel. Filtrar es deslizar el "
        "kernel sobre la imagen y sumar los productos de cada ventana.",
    },
    rewrite=whole(
        on_kernels(instead("dot(image, kernel) if columns(image) == rows(kernel) else asked"))
    ),
)
