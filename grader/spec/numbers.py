"""Numbers of a YAML file, as they were written."""

from fractions import Fraction


def exact(number: float) -> Fraction:
    """Return a YAML number as the decimal that was written.

    >>> exact(0.1)
    Fraction(1, 10)
    """
    return Fraction(str(number))
