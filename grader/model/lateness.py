"""What being late costs, as a rule instead of a list of dates."""

import math
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal

DAY = timedelta(days=1)
FULL = Decimal(100)
NOTHING = Decimal(0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Lateness:
    """Some time that costs nothing, then so many percent for every day begun, then nothing counts.

    Days are 24 hours long and counted from the deadline: the grace only forgives, it moves nothing.
    """

    grace: timedelta = timedelta(0)
    percent_per_day: Decimal = FULL
    cut_off: timedelta | None = None
    """How late is too late, whatever a day costs."""

    def percent(self, late: timedelta) -> Decimal:
        """Return the percent of the points that counts of what comes in so late.

        Exactly at the deadline, at the end of the grace, of a day, and at the cut-off is in time.

        >>> rule = Lateness(grace=timedelta(minutes=15), percent_per_day=Decimal(10))
        >>> rule.percent(timedelta(minutes=15)), rule.percent(timedelta(minutes=16))
        (Decimal('100'), Decimal('90'))
        """
        if late <= max(self.grace, timedelta(0)):
            return FULL
        if self.cut_off is not None and late > self.cut_off:
            return NOTHING
        days_begun = -(-late // DAY)
        return max(FULL - days_begun * self.percent_per_day, NOTHING)

    @property
    def longest(self) -> timedelta:
        """How late something may be and still earn points."""
        days = math.ceil(FULL / self.percent_per_day) - 1
        last = days * DAY
        return max(self.grace, last if self.cut_off is None else min(last, self.cut_off))
