"""Mistakes with filters in two passes, and with the outer product of their kernels.

They concern a filtering of a filtered image, a filtering with ``outer(column, row)``, which is two
passes in one, and some of them the outer product itself.
"""

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction

from grader.expressions import rewrite
from grader.misconceptions.calls import Asked, Change, all_of, asked, everywhere, formula, instead
from grader.misconceptions.filterings import FILTERS, as_printed
from grader.misconceptions.operators import Operator
from grader.model.expression import Constant, Tree


@dataclass(frozen=True, slots=True, kw_only=True)
class _Passes:
    """An image, filtered twice."""

    image: Tree
    first: Asked
    second: Asked

    def only(self, kernel: Tree) -> Tree:
        """Return a single pass."""
        return self.first.put(image=self.image, kernel=kernel).call()

    def both(self, first: Tree, second: Tree) -> Tree:
        """Return two passes with other kernels."""
        inner = self.first.put(image=self.image, kernel=first).call()
        return self.second.put(image=inner, kernel=second).call()

    @property
    def row(self) -> Tree:
        """The kernel of one row."""
        return self._choice("first if rows(first) == 1 else second")

    @property
    def column(self) -> Tree:
        """The other one."""
        return self._choice("second if rows(first) == 1 else first")

    def _choice(self, source: str) -> Tree:
        return formula(
            source, first=self.first.arguments["kernel"], second=self.second.arguments["kernel"]
        )


def _passes(tree: Tree) -> _Passes | None:
    """Return the two passes that `tree` is, if it is any."""
    last = asked(tree, FILTERS)
    if last is None:
        return None
    first = asked(last.arguments["image"], FILTERS)
    if first is not None:
        return _Passes(image=first.arguments["image"], first=first, second=last)
    product = asked(last.arguments["kernel"], ("outer",))
    if product is None:
        return None
    row = last.put(kernel=formula("as_row(row)", **product.arguments))
    column = last.put(kernel=formula("as_column(column)", **product.arguments))
    return _Passes(image=last.arguments["image"], first=row, second=column)


def _on_passes(change: Callable[[_Passes], Tree | None]) -> Change:
    """Return the change of whatever is filtered twice; the outermost two passes count."""

    def operate(tree: Tree) -> Tree | None:
        def changed(part: Tree) -> Tree | None:
            passes = _passes(part)
            return None if passes is None else change(passes)

        printed = as_printed(tree)
        new = rewrite(printed, changed)
        return None if new == printed else new

    return operate


def _sum(passes: _Passes) -> Tree | None:
    """Return the sum of both passes over the image, which are equally large in mode same only."""
    for call in (passes.first, passes.second):
        if call.get("mode", "same") != Constant(value="same") or "stride" in call.arguments:
            return None
    return formula(
        "first + second",
        first=passes.only(passes.first.arguments["kernel"]),
        second=passes.only(passes.second.arguments["kernel"]),
    )


def _products(source: str) -> Change:
    """Return another product of a column and a row."""
    return everywhere(("outer",), instead(source))


ROW_PASS_ONLY = Operator(
    id="row_pass_only",
    name={"en": "only the row kernel was applied", "es": "se aplicó solo el kernel fila"},
    why="the first pass is taken for the result",
    say={
        "en": "You filtered with the **row** only. Its result is filtered with the column as well.",
        "es": "Has filtrado solo con la **fila**. Su resultado se filtra después con la columna.",
    },
    rewrite=_on_passes(lambda passes: passes.only(passes.row)),
    credit=Fraction(3, 10),
)
COLUMN_PASS_ONLY = Operator(
    id="column_pass_only",
    name={"en": "only the column kernel was applied", "es": "se aplicó solo el kernel columna"},
    why="the second pass is made on the image itself",
    say={
        "en": "You filtered with the **column** only. A separable filter takes the row as well.",
        "es": "Has filtrado solo con la **columna**. Un filtro separable necesita también la fila.",
    },
    rewrite=_on_passes(lambda passes: passes.only(passes.column)),
    credit=Fraction(3, 10),
)
ROW_PASS_TWICE = Operator(
    id="row_pass_twice",
    name={"en": "the row kernel was applied twice", "es": "el kernel fila se aplicó dos veces"},
    why="'two passes' is remembered, and not that they go in two directions",
    say={
        "en": "You used the **row** twice. One of the two directions belongs to the column.",
        "es": "Has usado la **fila** dos veces. Una de las dos direcciones corresponde a la "
        "columna.",
    },
    rewrite=all_of(
        _on_passes(lambda passes: passes.both(passes.row, passes.row)), _products("outer(row, row)")
    ),
    credit=Fraction(1, 5),
)
COLUMN_PASS_TWICE = Operator(
    id="column_pass_twice",
    name={
        "en": "the column kernel was applied twice",
        "es": "el kernel columna se aplicó dos veces",
    },
    why="'two passes' is remembered, and not that they go in two directions",
    say={
        "en": "You used the **column** twice. One of the two directions belongs to the row.",
        "es": "Has usado la **columna** dos veces. Una de las dos direcciones corresponde a la "
        "fila.",
    },
    rewrite=all_of(
        _on_passes(lambda passes: passes.both(passes.column, passes.column)),
        _products("outer(column, column)"),
    ),
    credit=Fraction(1, 5),
)
FIRST_FILTER_ONLY = Operator(
    id="first_filter_only",
    name={"en": "the second filter was left out", "es": "se omitió el segundo filtro"},
    why="the work ends after the first filter",
    say={
        "en": "This is the result of the **first** filter. The second one is applied to it.",
        "es": "Este es el resultado del **primer** filtro. A él se le aplica el segundo.",
    },
    rewrite=_on_passes(lambda passes: passes.only(passes.first.arguments["kernel"])),
    credit=Fraction(3, 10),
)
SECOND_FILTER_ONLY = Operator(
    id="second_filter_only",
    name={"en": "the first filter was left out", "es": "se omitió el primer filtro"},
    why="the second filter is applied to the image again",
    say={
        "en": "You applied the **second** filter to the image itself. It is applied to the result "
        "of the first.",
        "es": "Has aplicado el **segundo** filtro a la propia imagen. Se aplica al resultado del "
        "primero.",
    },
    rewrite=_on_passes(lambda passes: passes.second.put(image=passes.image).call()),
    credit=Fraction(3, 10),
)
SUM_OF_PASSES = Operator(
    id="sum_of_passes",
    name={
        "en": "the results of the two passes were added",
        "es": "se sumaron los resultados de las dos pasadas",
    },
    why="two partial results seem to ask for a sum, as those of x and y in a gradient",
    say={
        "en": "You filtered the image twice and **added** the results. The second pass filters "
        "what the first one made.",
        "es": "Has filtrado la imagen dos veces y **sumado** los resultados. La segunda pasada "
        "filtra lo que produjo la primera.",
    },
    rewrite=_on_passes(_sum),
    credit=Fraction(1, 5),
)
OUTER_AS_SUM = Operator(
    id="outer_as_sum",
    name={
        "en": "column and row were added, not multiplied",
        "es": "la columna y la fila se sumaron en lugar de multiplicarse",
    },
    why="the table of an outer product looks like one of sums",
    say={
        "en": "You **added** the entries of column and row. Each cell of the outer product is a "
        "product.",
        "es": "Has **sumado** las entradas de la columna y la fila. Cada celda del producto "
        "exterior es un producto.",
    },
    rewrite=_products("outer_sum(column, row)"),
    credit=Fraction(1, 5),
)
SWAP_FACTORS = Operator(
    id="swap_factors",
    name={
        "en": "column and row of the product changed places",
        "es": "se intercambiaron la columna y la fila del producto",
    },
    why="which factor runs down and which to the right is not settled",
    say={
        "en": "You exchanged column and row. Entry i of the **column** multiplies all of row i.",
        "es": "Has intercambiado la columna y la fila. La entrada i de la **columna** multiplica "
        "toda la fila i.",
    },
    rewrite=_products("outer(row, column)"),
    credit=Fraction(2, 5),
)
