"""Mistakes with the way and the amount by which a kernel moves the content of an image.

They concern ``shift_of(kernel, operation=…)``, what a kernel does, and most of them
``shift_kernel(dy, dx, operation=…)``, a kernel that does it.
"""

from fractions import Fraction

from grader.misconceptions.calls import Asked, Change, all_of, everywhere, formula, instead
from grader.misconceptions.operators import Operator
from grader.model.expression import Tree

_QUARTER = Fraction(1, 4)


def _moved(rows: str, columns: str) -> Change:
    """Return another shift, in terms of the right one: `dy` rows down, `dx` columns right."""

    def told(call: Asked) -> Tree:
        right = call.call()
        dy, dx = formula("shift[0]", shift=right), formula("shift[1]", shift=right)
        return formula(f"[{rows}, {columns}]", dy=dy, dx=dx)

    def made(call: Asked) -> Tree:
        dy, dx = call.arguments["dy"], call.arguments["dx"]
        return call.put(dy=formula(rows, dy=dy, dx=dx), dx=formula(columns, dy=dy, dx=dx)).call()

    return all_of(everywhere(("shift_of",), told), everywhere(("shift_kernel",), made))


def _measured(place: str) -> Change:
    """Return the place of the 1 as the shift, with the sign that the operation gives it."""
    source = f'{place} if operation == "convolve" else -({place})'

    def changed(call: Asked) -> Tree | None:
        return instead(source)(call) if "operation" in call.arguments else None

    return everywhere(("shift_of",), changed)


REVERSE_SHIFT = Operator(
    id="reverse_shift",
    name={
        "en": "the content was moved the opposite way",
        "es": "el contenido se movió en sentido contrario",
    },
    why="the content is thought to follow the 1 in a correlation too, or the operations are mixed",
    say={
        "en": "The content moves the **opposite** way. A cross-correlation **reads** the pixel "
        "under the 1, so that the content moves away from it; a convolution **writes** it there.",
        "es": "El contenido se mueve en sentido **contrario**. Una correlación cruzada **lee** el "
        "píxel que queda bajo el 1, así que el contenido se aleja de él; una convolución lo "
        "**escribe** ahí.",
    },
    rewrite=_moved("-dy", "-dx"),
    credit=_QUARTER,
)
SWAP_AXES = Operator(
    id="swap_axes",
    name={
        "en": "rows and columns of the shift changed places",
        "es": "se intercambiaron las filas y las columnas del desplazamiento",
    },
    why="(x, y) comes first in mathematics, (row, column) in matrices",
    say={
        "en": "You exchanged the two directions. The first index is the row (downwards), the "
        "second the column (to the right).",
        "es": "Has intercambiado las dos direcciones. El primer índice es la fila (hacia abajo) y "
        "el segundo la columna (hacia la derecha).",
    },
    rewrite=_moved("dx", "dy"),
    credit=Fraction(1, 5),
)
FROM_CORNER = Operator(
    id="from_corner",
    name={
        "en": "the shift was measured from the corner of the kernel",
        "es": "el desplazamiento se midió desde la esquina del kernel",
    },
    why="the indices of the 1 are taken for its distance from the origin",
    say={
        "en": "You counted from the **corner** of the kernel. Its origin is the center: count from "
        "there to the 1.",
        "es": "Has contado desde la **esquina** del kernel. Su origen es el centro: cuenta desde "
        "ahí hasta el 1.",
    },
    rewrite=_measured("position_of(kernel)"),
    credit=_QUARTER,
)
FROM_FAR_CORNER = Operator(
    id="from_far_corner",
    name={
        "en": "the shift was measured from the far corner of the kernel",
        "es": "el desplazamiento se midió desde la esquina opuesta del kernel",
    },
    why="the last row and column are taken for the origin, as of a kernel that was rotated",
    say={
        "en": "You counted from the **bottom-right** corner of the kernel. Its origin is the "
        "center: count from there to the 1.",
        "es": "Has contado desde la esquina **inferior derecha** del kernel. Su origen es el "
        "centro: cuenta desde ahí hasta el 1.",
    },
    rewrite=_measured("position_of(kernel) - (shape(kernel) - 1)"),
    credit=Fraction(1, 5),
)
ROWS_ONLY = Operator(
    id="rows_only",
    name={
        "en": "only the rows of the shift were told",
        "es": "del desplazamiento solo se dieron las filas",
    },
    why="a diagonal shift is taken for a vertical one",
    say={
        "en": "You told the **vertical** part of the shift only. The content moves along the "
        "columns too.",
        "es": "Has dado solo la parte **vertical** del desplazamiento. El contenido se mueve "
        "también en horizontal.",
    },
    rewrite=_moved("dy", "0"),
    credit=_QUARTER,
)
COLUMNS_ONLY = Operator(
    id="columns_only",
    name={
        "en": "only the columns of the shift were told",
        "es": "del desplazamiento solo se dieron las columnas",
    },
    why="a diagonal shift is taken for a horizontal one",
    say={
        "en": "You told the **horizontal** part of the shift only. The content moves along the "
        "rows too.",
        "es": "Has dado solo la parte **horizontal** del desplazamiento. El contenido se mueve "
        "también en vertical.",
    },
    rewrite=_moved("0", "dx"),
    credit=_QUARTER,
)
REVERSE_ROWS = Operator(
    id="reverse_rows",
    name={
        "en": "up and down were mixed up",
        "es": "se confundieron arriba y abajo",
    },
    why="y grows upwards in mathematics",
    say={
        "en": "You mixed up **up and down**. In an image the row index grows downwards.",
        "es": "Has confundido **arriba y abajo**. En una imagen el índice de fila crece hacia "
        "abajo.",
    },
    rewrite=_moved("-dy", "dx"),
    credit=_QUARTER,
)
REVERSE_COLUMNS = Operator(
    id="reverse_columns",
    name={
        "en": "left and right were mixed up",
        "es": "se confundieron izquierda y derecha",
    },
    why="the sign is turned for one of the two directions only",
    say={
        "en": "You mixed up **left and right**, though not up and down. Both directions follow the "
        "same rule.",
        "es": "Has confundido **izquierda y derecha**, aunque no arriba y abajo. Las dos "
        "direcciones siguen la misma regla.",
    },
    rewrite=_moved("dy", "-dx"),
    credit=_QUARTER,
)
ONE_STEP = Operator(
    id="one_step",
    name={
        "en": "the direction of the shift was told, but by one pixel",
        "es": "se dio la dirección del desplazamiento, pero de un solo píxel",
    },
    why="all shift kernels of the lectures are 3 × 3",
    say={
        "en": "The direction is right, the **amount** is not always one pixel. It is the distance "
        "of the 1 from the center of the kernel.",
        "es": "La dirección es correcta, pero la **cantidad** no siempre es un píxel. Es la "
        "distancia del 1 al centro del kernel.",
    },
    rewrite=_moved("sign(dy)", "sign(dx)"),
    credit=_QUARTER,
)
BY_KERNEL_SIZE = Operator(
    id="by_kernel_size",
    name={
        "en": "the content was moved by the size of the kernel",
        "es": "el contenido se movió tanto como mide el kernel",
    },
    why="the size is the only number in sight",
    say={
        "en": "You took the **size** of the kernel for the amount. The amount is the distance of "
        "the 1 from the center of the kernel.",
        "es": "Has tomado el **tamaño** del kernel como cantidad. La cantidad es la distancia del "
        "1 al centro del kernel.",
    },
    rewrite=everywhere(("shift_of",), instead("sign(asked) * shape(kernel)")),
    credit=Fraction(1, 10),
)
