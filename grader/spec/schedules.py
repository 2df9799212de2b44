"""The dates of an assignment → `Schedule`, for everybody and for those of whom others hold."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from decimal import Decimal
from itertools import pairwise

from grader.model.assignment import Schedule, Window
from grader.model.lateness import Lateness
from grader.spec.findings import Findings
from grader.spec.reader import Path
from grader.spec.schema import AssignmentFile, OverrideBlock, WindowBlock
from grader.spec.times import TimeFault, moment

ON_TIME = Decimal(100)
_DATES = {"opens", "due", "credit"}


def schedule_of(file: AssignmentFile, findings: Findings) -> Schedule:
    """Return the dates that hold for everybody."""
    schedule = Schedule(
        opens=_moment(file.opens, ("opens",), findings),
        due=_moment(file.due, ("due",), findings),
        windows=tuple(_windows(file.credit, ("credit",), findings)),
        late=_lateness(file, findings),
    )
    if file.credit and file.due is None:
        findings.add(("credit",), "`credit` without `due`: early or late for what?", "due: …")
    return _checked(schedule, (), findings)


def own_schedule(
    block: OverrideBlock, common: Schedule, path: Path, findings: Findings
) -> Schedule | None:
    """Return the dates of an override, or None when it has none of its own.

    With another deadline the windows move as well: three days late is three days late.
    """
    if not block.model_fields_set & _DATES:
        return None
    opens = _moment(block.opens, (*path, "opens"), findings)
    due = _moment(block.due, (*path, "due"), findings)
    windows = common.windows if due is None or common.due is None else _moved(common, due)
    if block.credit is not None:
        windows = tuple(_windows(block.credit, (*path, "credit"), findings))
        if windows and due is None and common.due is None:
            findings.add((*path, "credit"), "`credit` without `due`: early or late for what?")
    own = Schedule(
        opens=opens or common.opens,
        due=due or common.due,
        windows=windows,
        # The rule counts from whatever deadline there is; windows of one's own take its place.
        late=common.late if block.credit is None else None,
    )
    return _checked(own, path, findings)


def _lateness(file: AssignmentFile, findings: Findings) -> Lateness | None:
    if file.late is None:
        return None
    rule = Lateness(
        grace=timedelta(minutes=file.late.grace_minutes),
        percent_per_day=Decimal(str(file.late.percent_per_day)),
        cut_off=None if file.late.cut_off_days is None else timedelta(days=file.late.cut_off_days),
    )
    if file.due is None:
        findings.add(("late",), "`late` without `due`: later than what?", "due: …")
    if rule.cut_off is not None and rule.cut_off < rule.grace:
        fault = "the cut-off is before the end of the grace"
        findings.add(("late", "cut_off_days"), fault, "let the grace be shorter")
    return rule


def _moment(text: str | None, path: Path, findings: Findings) -> datetime | None:
    if text is None:
        return None
    try:
        return moment(text)
    except TimeFault as fault:
        findings.add(path, fault.fault, fault.fix)
        return None


def _windows(blocks: Sequence[WindowBlock], path: Path, findings: Findings) -> Iterator[Window]:
    for index, block in enumerate(blocks):
        until = _moment(block.until, (*path, index, "until"), findings)
        if until is not None:
            yield Window(until=until, percent=Decimal(str(block.percent)))


def _moved(common: Schedule, due: datetime) -> tuple[Window, ...]:
    """Return the windows as far from `due` as they were, by the clock on the wall."""
    if common.due is None:
        return common.windows
    by = due.replace(tzinfo=None) - common.due.replace(tzinfo=None)
    return tuple(
        replace(window, until=(window.until.replace(tzinfo=None) + by).replace(tzinfo=due.tzinfo))
        for window in common.windows
    )


def _checked(schedule: Schedule, path: Path, findings: Findings) -> Schedule:
    """Return `schedule` without what is wrong in it, which is noted.

    Wrong are dates in the wrong order, and windows that would reward delay.
    """
    ends = [window.until for window in schedule.windows]
    last = max([schedule.due, *ends]) if schedule.due else None
    if schedule.opens and last and schedule.opens >= last:
        findings.add((*path, "opens"), "it opens when it is over", "let it open before")
        schedule = replace(schedule, opens=None)
    if schedule.late and schedule.due and any(end > schedule.due for end in ends):
        fault, fix = "`late` and a window after `due` say different things", "keep one of them"
    elif any(later <= earlier for earlier, later in pairwise(ends)):
        fault, fix = "the windows are not in the order of time", "let each end after the one before"
    elif any(later > earlier for earlier, later in pairwise(_percents(schedule))):
        fault = "a later submission would count more than an earlier one"
        fix = "let percents fall: 100 or more before `due`, where 100 holds, and 100 or less after"
    else:
        return schedule
    findings.add((*path, "credit"), fault, fix)
    return replace(schedule, windows=())


def _percents(schedule: Schedule) -> list[Decimal]:
    """Return the percents in the order of time, those of the deadline itself among them."""
    if schedule.due is None:
        return []
    due = schedule.due
    before = [window.percent for window in schedule.windows if window.until < due]
    after = [window.percent for window in schedule.windows if window.until > due]
    exactly = [window.percent for window in schedule.windows if window.until == due]
    return [*before, *(exactly or [ON_TIME]), *after]
