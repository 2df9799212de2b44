"""Numbers as a person reads them: points, percentages, and the cells of an answer."""

import math
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

from grader.model.value import Scalar, Value, cells
from grader.reports.characters import one_line

_EXACT_DIGITS = 24
_FLOAT_DIGITS = 7
_FULL = Decimal(100)
_TENTH = Decimal("0.1")
_LOG10_2 = math.log10(2)


def exact(amount: Decimal) -> str:
    """Return `amount` in full, without an exponent or trailing zeros.

    >>> exact(Decimal("3.250")), exact(Decimal("1E+2")), exact(Decimal("-0.0"))
    ('3.25', '100', '0')
    """
    # Not `Decimal.normalize`: it rounds to the precision of whatever context is active.
    text = format(amount, "f")
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return "0" if text in {"", "-0"} else text


def points(amount: Decimal, language: str) -> str:
    """Return `amount` as it is written in `language`.

    >>> points(Decimal("3.250"), "es")
    '3,25'
    """
    return _local(exact(amount), language)


def percentage(earned: Decimal, possible: Decimal) -> Decimal | None:
    """Return the percentage to one decimal; None when nothing could be earned.

    100 means everything: what falls short of it is never rounded up to it.

    >>> percentage(Decimal("1"), Decimal("3")), percentage(Decimal("9.999"), Decimal("10"))
    (Decimal('33.3'), Decimal('99.9'))
    """
    if possible <= 0:
        return None
    share = (earned * 100 / possible).quantize(_TENTH, rounding=ROUND_HALF_UP)
    return min(share, _FULL - _TENTH) if earned < possible else share


def scalar(cell: Scalar, language: str) -> str:
    """Return one cell, short enough for a table; a float that is cut ends in an ellipsis.

    >>> scalar(-2, "en"), scalar(2 / 3, "es"), scalar(Fraction(3, 4), "en"), scalar(10**5000, "en")
    ('−2', '0,666666…', '3/4', '≈ 10^5000')
    """
    if isinstance(cell, str):
        return one_line(cell)
    if isinstance(cell, bool):
        return str(cell)
    if isinstance(cell, float):
        return _local(_float(cell), language)
    if isinstance(cell, Fraction):
        whole = cell.denominator == 1
        return _whole(cell.numerator) + ("" if whole else f"/{_whole(cell.denominator)}")
    return _whole(cell)


def literal(value: Value, language: str, *, most: int = 64) -> str:
    """Return `value` on one line; one of more than `most` cells is cut.

    >>> literal(((1, 2), (3,)), "en"), literal((0.5, 1), "es"), literal((1, 2, 3), "en", most=2)
    ('[[1, 2], [3]]', '[0,5; 1]', '[1, 2, …]')
    """
    # In Spanish the comma is taken by the decimals.
    separator = "; " if language == "es" else ", "
    if not isinstance(value, tuple):
        return scalar(value, language)
    shown: list[str] = []
    room = most
    for item in value:
        if room <= 0:
            shown.append("…")
            break
        shown.append(literal(item, language, most=room))
        room -= max(len(cells(item)), 1)
    return f"[{separator.join(shown)}]"


def _local(text: str, language: str) -> str:
    return text.replace("-", "−").replace(".", "," if language == "es" else ".")


def _float(number: float) -> str:
    # Cut, not rounded: a cell marked wrong must not read like the right one.
    mantissa, exponent, power = float.__repr__(number).partition("e")
    whole, _, decimals = mantissa.partition(".")
    room = max(_FLOAT_DIGITS - len(whole.lstrip("-")), 1)
    if len(decimals) > room:
        decimals = decimals[:room] + "…"
    return whole + (f".{decimals}" if decimals not in {"", "0"} else "") + exponent + power


def _whole(number: int) -> str:
    sign = "−" if number < 0 else ""
    size = abs(number)
    if size < 10**_EXACT_DIGITS:
        return f"{sign}{size}"
    # Python refuses to write more than 4300 digits, so the power comes from the bits.
    return f"{sign}≈ 10^{int(size.bit_length() * _LOG10_2)}"
