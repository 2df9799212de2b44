"""What being late costs: a table, and the laws of every such rule."""

from datetime import timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.model.lateness import Lateness

SECOND, MINUTE, HOUR, DAY = (
    timedelta(**{unit: 1}) for unit in ("seconds", "minutes", "hours", "days")
)
NONE = Lateness()
GRACE = Lateness(grace=15 * MINUTE)
DAILY = Lateness(percent_per_day=Decimal(10))
USUAL = Lateness(grace=15 * MINUTE, percent_per_day=Decimal(10), cut_off=5 * DAY)
THIRDS = Lateness(percent_per_day=Decimal("33.3"))
LONG_GRACE = Lateness(grace=2 * DAY, percent_per_day=Decimal(20))
TABLE = [
    (NONE, -DAY, 100),
    (NONE, 0 * DAY, 100),
    (NONE, timedelta(microseconds=1), 0),
    (GRACE, 0 * DAY, 100),
    (GRACE, 15 * MINUTE, 100),
    (GRACE, 15 * MINUTE + timedelta(microseconds=1), 0),
    (DAILY, SECOND, 90),
    (DAILY, DAY, 90),
    (DAILY, DAY + SECOND, 80),
    (DAILY, 9 * DAY, 10),
    (DAILY, 9 * DAY + SECOND, 0),
    (DAILY, 400 * DAY, 0),
    (USUAL, 15 * MINUTE, 100),
    (USUAL, 16 * MINUTE, 90),
    (USUAL, DAY + 15 * MINUTE, 80),
    (USUAL, 5 * DAY, 50),
    (USUAL, 5 * DAY + SECOND, 0),
    (THIRDS, 3 * DAY, "0.1"),
    (THIRDS, 3 * DAY + SECOND, 0),
    (LONG_GRACE, 2 * DAY, 100),
    (LONG_GRACE, 2 * DAY + HOUR, 40),
]
rules = st.builds(
    Lateness,
    grace=st.timedeltas(0 * DAY, 2 * DAY),
    percent_per_day=st.decimals("0.01", 100, places=2),
    cut_off=st.none() | st.timedeltas(2 * DAY, 30 * DAY),
)
times = st.timedeltas(-DAY, 60 * DAY)


@pytest.mark.parametrize(("rule", "late", "percent"), TABLE)
def test_what_counts_of_what_is_so_late(rule, late, percent):
    assert rule.percent(late) == Decimal(percent)


@given(rules, times, times)
def test_waiting_never_pays(rule, one, other):
    assert rule.percent(min(one, other)) >= rule.percent(max(one, other))


@given(rules, st.timedeltas(-DAY, 0 * DAY))
def test_what_comes_in_by_the_deadline_counts_in_full(rule, early):
    assert rule.percent(early) == 100


@given(rules)
def test_the_longest_delay_still_earns_and_one_moment_more_does_not(rule):
    assert rule.percent(rule.longest) > 0
    assert rule.percent(rule.longest + timedelta(microseconds=1)) == 0
