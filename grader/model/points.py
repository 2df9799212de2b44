"""Shares → exact decimals."""

from collections.abc import Sequence
from decimal import ROUND_HALF_EVEN, Decimal
from fractions import Fraction

UNIT = Decimal("0.01")


def apportion(points: Decimal, weights: Sequence[Fraction]) -> tuple[Decimal, ...]:
    """Split `points` in the ratio of `weights` into hundredths that add up exactly.

    What rounding leaves over goes to those who lost most by it (largest remainders).

    >>> apportion(Decimal(1), [Fraction(1)] * 3)
    (Decimal('0.34'), Decimal('0.33'), Decimal('0.33'))
    """
    units = Fraction(points) / Fraction(UNIT)
    ideal = [units * weight / sum(weights) for weight in weights]
    floors = [part.numerator // part.denominator for part in ideal]
    left = round(units) - sum(floors)
    order = sorted(range(len(ideal)), key=lambda index: floors[index] - ideal[index])
    for index in order[:left]:
        floors[index] += 1
    return tuple(floor * UNIT for floor in floors)


def earned(share: Fraction, possible: Decimal) -> Decimal:
    """Return `share` of `possible`, to the hundredth; only a share of 1 earns all of it.

    >>> earned(Fraction(13, 16), Decimal(4)), earned(Fraction(999, 1000), Decimal(1))
    (Decimal('3.25'), Decimal('0.99'))
    """
    exact = share * Fraction(possible)
    rounded = (Decimal(exact.numerator) / exact.denominator).quantize(UNIT, ROUND_HALF_EVEN)
    if share < 1 and rounded >= possible:
        return max(possible - UNIT, Decimal(0)).quantize(UNIT)
    return rounded
