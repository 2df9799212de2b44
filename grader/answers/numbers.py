"""What counts as a number where a student types one."""

from fractions import Fraction

from grader.answers.kinds import Misfit
from grader.model.text import Text, phrase
from grader.model.value import Scalar, Value, cells, is_number

_TEXT: Text = {
    "en": "“{shown}” is a text: write the number without quotation marks.",
    "es": "«{shown}» es un texto: escribe el número sin comillas.",
}
_TRUTH: Text = {
    "en": "{shown} is a truth value, not a number.",
    "es": "{shown} es un valor de verdad, no un número.",
}
_LIST: Text = {
    "en": "One number is asked for, not a list.",
    "es": "Se pide un solo número, no una lista.",
}
_COMMA: Text = {
    "en": "One whole number is asked for. A comma makes a list of two in Python.",
    "es": "Se pide un solo número entero. En Python una coma crea una lista de dos.",
}
_HUGE: Text = {
    "en": "The numbers must lie between −{most} and {most}.",
    "es": "Los números deben estar entre −{most} y {most}.",
}
MAX_SHOWN = 30
_NUMBERS = frozenset({int, float, Fraction})
LARGEST = 1_000_000
"""Of the numbers that formulas compute with, so that no answer makes them expensive."""


def misfit_of(cell: Scalar) -> Misfit | None:
    """Return why `cell` is not a number, or None when it is one."""
    if is_number(cell):
        return None
    shown = str(cell)
    if isinstance(cell, bool):
        return Misfit(code="truth-value", text=phrase(_TRUTH, shown=shown))
    shown = shown if len(shown) <= MAX_SHOWN else shown[:MAX_SHOWN] + "…"
    return Misfit(code="text", text=phrase(_TEXT, shown=shown))


def huge(value: Value) -> Misfit | None:
    """Return that a number is too long to compute with, or None where none is."""
    for cell in cells(value):
        below = cell.denominator if isinstance(cell, Fraction) else 1
        if is_number(cell) and not (-LARGEST <= cell <= LARGEST and below <= LARGEST):
            return Misfit(code="huge", text=phrase(_HUGE, most=LARGEST))
    return None


def fit_number(value: Value) -> Value | Misfit:
    """Return `value` when it is one number; a list of one number counts as it."""
    if isinstance(value, tuple):
        if len(cells(value)) == 1:
            return fit_number(cells(value)[0])
        pair = len(value) == 2 and all(isinstance(cell, int) for cell in value)  # noqa: PLR2004
        return Misfit(code="list", text=_COMMA if pair else _LIST)
    return misfit_of(value) or plain(value)


def is_plain(value: Value) -> bool:
    """Tell whether all cells of a value are numbers in the form of keys already.

    >>> is_plain(((1, 2), (3, 4))), is_plain((1, 2.5)), is_plain((1, 2.0))
    (True, True, False)
    """
    flat = cells(value)
    kinds = {*map(type, flat)}
    # Whole numbers are nearly all there is.
    return kinds == {int} or (
        bool(flat) and kinds <= _NUMBERS and all(plain(cell) is cell for cell in flat)
    )


def plain(cell: Scalar) -> Scalar:
    """Return a number without a fractional part as an integer: 1792.0 is 1792.

    >>> plain(1792.0), plain(Fraction(4, 2)), plain(0.5)
    (1792, 2, 0.5)
    """
    if type(cell) is int:
        return cell
    if isinstance(cell, float):
        return int(cell) if cell.is_integer() else cell
    return cell.numerator if isinstance(cell, Fraction) and cell.denominator == 1 else cell
