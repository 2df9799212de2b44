"""A column and a row whose outer product is a kernel: any scaling of the two is right."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from fractions import Fraction

from grader.answers import vector
from grader.answers.blocks import inside
from grader.answers.comparison import EXACT, is_finite, is_right
from grader.answers.kinds import Misfit
from grader.answers.numbers import huge
from grader.model.exercise import Answer, Tolerance
from grader.model.text import Text
from grader.model.value import Scalar, Value, cells, is_number, shape
from grader.model.variant import Form

PARTS = ("column", "row")
"""What the parts of the key are called."""
_DESCRIPTION = {
    "en": "a column and a row: `([1, 2, …], [3, 4, …])`, of {column} and {row} numbers",
    "es": "una columna y una fila: `([1, 2, …], [3, 4, …])`, de {column} y {row} números",
}
_PAIR: Text = {
    "en": "A column and a row are asked for: ([1, 2], [3, 4]).",
    "es": "Se piden una columna y una fila: ([1, 2], [3, 4]).",
}
_NAMES: tuple[Text, ...] = (
    {"en": "The column", "es": "La columna"},
    {"en": "The row", "es": "La fila"},
)
_UP_TO_SCALE = Fraction(1, 2)
_ONE_OF_TWO = Fraction(3, 10)


def form(answer: Answer, key: Value) -> Form:
    """Return how many numbers the column and the row have."""
    sizes = [shape(part) for part in key] if isinstance(key, tuple) else []
    return Form(kind=answer.kind, parts=tuple(zip(PARTS, sizes, strict=True)))


def describe(form: Form, language: str) -> str:
    """Return how to write the two."""
    sizes = {name: size[0] for name, size in form.parts}
    return _DESCRIPTION[language].format(**sizes)


def fit(value: Value, form: Form) -> Value | Misfit:
    """Return column and row as two lists; a matrix of one column or of one row is one too.

    >>> asked = Form(kind="factors", parts=(("column", (2,)), ("row", (3,))))
    >>> fit((((1,), (2,)), ((1, 0, -1),)), asked)
    ((1, 2), (1, 0, -1))
    """
    if not isinstance(value, tuple) or len(value) != len(PARTS):
        return Misfit(code="pair", text=_PAIR)
    lists: list[Value] = []
    misfits = []
    for name, part, (_, size) in zip(_NAMES, value, form.parts, strict=True):
        fitted = vector.fit(part, Form(kind="vector", shape=size))
        if isinstance(fitted, Misfit):
            misfits.append(inside(name, fitted))
            fitted = () if fitted.value is None else fitted.value
        lists.append(fitted)
    if not misfits:
        return huge(tuple(lists)) or tuple(lists)
    # Two lists of the wrong lengths may still be what a misconception gives.
    return replace(misfits[0], value=tuple(lists)) if all(lists) else misfits[0]


def nulls(key: Value, inputs: Iterable[Value]) -> tuple[Value, ...]:
    """Return zeros, ones, and the pairs that are shown."""
    sizes = [len(part) for part in _pair(key)]
    constant = (tuple((number,) * size for size in sizes) for number in (0, 1))
    shown = [value for value in inputs if isinstance(value, tuple) and all(map(is_number, value))]
    pairs = ((column, row) for column in shown for row in shown)
    return (*constant, *(pair for pair in pairs if [*map(len, pair)] == sizes))


def marks(given: Value, key: Value, answer: Answer) -> tuple[bool, ...]:
    """Tell whether the column has the right direction, the row, and both together the scale."""
    mine, wanted = _pair(given), _pair(key)
    if [*map(len, mine)] != [*map(len, wanted)] or len(mine) != len(PARTS):
        return (False,) * 3
    product = zip(_outer(mine), _outer(wanted), strict=True)
    if all(is_right(one, other, answer.tolerance) for one, other in product):
        return (True,) * 3
    column, row = (
        _is_multiple(one, other, answer.tolerance) for one, other in zip(mine, wanted, strict=True)
    )
    return (column, row, False)


def share(right: Sequence[bool], answer: Answer) -> Fraction:
    """Return half for both directions without the scale, and less for one of them."""
    del answer
    if all(right):
        return Fraction(1)
    column, row, _ = right
    if column and row:
        return _UP_TO_SCALE
    return _ONE_OF_TWO if column or row else Fraction(0)


def excess(given: Value, key: Value) -> Scalar:
    """Return how many times the product of `key` that of `given` is, where they are multiples.

    >>> excess(((2, 4), (2, -2)), ((1, 2), (1, -1)))
    4
    """
    mine, wanted = _outer(_pair(given)), _outer(_pair(key))
    place = _largest(wanted)
    factor = Fraction(mine[place]) / Fraction(wanted[place])
    if isinstance(mine[place], float):
        return float(factor)
    return factor.numerator if factor.denominator == 1 else factor


def _pair(value: Value) -> tuple[tuple[float | Fraction, ...], ...]:
    """Return the numbers of the two lists."""
    parts = value if isinstance(value, tuple) else ()
    return tuple(tuple(cell for cell in cells(part) if is_number(cell)) for part in parts)


def _outer(pair: tuple[tuple[float | Fraction, ...], ...]) -> list[float | Fraction]:
    column, row = pair
    return [one * other for one in column for other in row]


def _largest(numbers: Sequence[float | Fraction]) -> int:
    sizes = [max(number, -number) for number in numbers]
    return max(range(len(sizes)), key=sizes.__getitem__)


def _is_multiple(
    given: Sequence[float | Fraction], key: Sequence[float | Fraction], tolerance: Tolerance
) -> bool:
    """Tell whether `given` is `key` times a number that is not zero."""
    if not all(map(is_finite, (*given, *key))):
        return False
    place = _largest(key)
    if not key[place] or not given[place]:
        return not any(given) and not any(key)
    if tolerance == EXACT and {*map(type, given), *map(type, key)} == {int}:
        # The same without a division: fractions take fifty times as long.
        pairs = zip(given, key, strict=True)
        return all(one * key[place] == other * given[place] for one, other in pairs)
    factor = Fraction(given[place]) / Fraction(key[place])
    # What was computed with floats is compared as floats are: their rounding says nothing.
    brought = [
        float(Fraction(number) / factor) if isinstance(number, float) else number / factor
        for number in given
    ]
    return all(is_right(one, other, tolerance) for one, other in zip(brought, key, strict=True))
