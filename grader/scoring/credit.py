"""What counts of the points: by when a submission came in, and by which attempt it is."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal
from fractions import Fraction

from grader.model.assignment import Assignment, Schedule
from grader.model.grade import BY_HAND, ByHand, Clock, Grade, Remark
from grader.model.lateness import FULL, NOTHING
from grader.model.points import earned
from grader.model.text import LANGUAGES, Text
from grader.scoring.phrases import PHRASES
from grader.texts import clock_time, show


@dataclass(frozen=True, slots=True, kw_only=True)
class Received:
    """When a submission came in, as far as anybody has said."""

    recorded: bool = False
    """Whether times of submission were recorded at all; without them the dates have no effect."""
    at: datetime | None = None
    clock: Clock = Clock.RECEIVED
    """Who said so."""
    commit: str = ""
    """Which commit it is."""
    files: tuple[str, ...] = ()
    """Protected files of the repository that were changed or are gone."""


def percent_at(schedule: Schedule, submitted: datetime) -> Decimal:
    """Return the percent of the points that counts of what came in at `submitted`.

    Exactly at the deadline is on time. Before it everything counts, or what the first window says
    that has not ended; after it what the rule for lateness says, or the first such window, and
    nothing without one. An assignment that is never due is never late.
    """
    if schedule.due is None:
        return FULL
    if schedule.late is not None and submitted > schedule.due:
        # The difference of times with offsets: an hour on the wall may be none, or two.
        return schedule.late.percent(submitted - schedule.due)
    ends = [(window.until, window.percent) for window in schedule.windows]
    # A window that ends at the deadline itself comes first, and so takes its place.
    ends.append((schedule.due, FULL))
    ends.sort(key=lambda end: end[0])
    return next((percent for until, percent in ends if submitted <= until), NOTHING)


def attempt_share(attempts: Sequence[Decimal], attempt: int) -> Decimal:
    """Return what counts of the points of an attempt; nothing of one that does not exist.

    >>> attempt_share((Decimal(1), Decimal("0.7")), 2), attempt_share((Decimal(1),), 2)
    (Decimal('0.7'), Decimal('0'))
    """
    return attempts[attempt - 1] if 1 <= attempt <= len(attempts) else NOTHING


def credited(grade: Grade, assignment: Assignment, received: Received = Received()) -> Grade:
    """Return the grade with its points multiplied by what counts of them, and the reasons.

    Parameters
    ----------
    grade
        Of an attempt, before any credit.
    assignment
        The student's own.
    received
        When the submission came in.
    """
    share = attempt_share(assignment.attempts, grade.attempt)
    percent, at = FULL, received.at if received.recorded and grade.submission else None
    if at is not None:
        percent = percent_at(assignment.schedule, at)
    credit = share * percent / FULL
    remarks = tuple(_remarks(grade, assignment, received, percent)) if grade.submission else ()
    return replace(
        grade,
        earned=earned(Fraction(credit), grade.achieved),
        credit=credit,
        submitted_at="" if at is None else at.isoformat(),
        clock=Clock.UNKNOWN if at is None else received.clock,
        commit=received.commit or grade.commit,
        integrity=replace(grade.integrity, files=received.files or grade.integrity.files),
        feedback=(*grade.feedback, *remarks),
    )


def set_by_hand(grade: Grade, own: ByHand) -> Grade:
    """Return the grade with the points that an instructor has set, and the reason."""
    remark = _remark(BY_HAND, reason=own.reason) if own.reason else _remark("by-hand-bare")
    told = replace(remark, code=BY_HAND)
    return replace(grade, earned=own.points, feedback=(*grade.feedback, told))


def recorded(attempts: Iterable[Grade]) -> Grade:
    """Return the grade that counts: the best of all attempts, and of equal ones the earliest.

    One that an instructor has set goes before all others. So a later attempt never lowers what is
    recorded. Where nothing was earned, one that was handed in and could be graded says more than
    one that was not.
    """

    def rank(grade: Grade) -> tuple[bool, Decimal, bool, bool, int]:
        fatal = any(problem.fatal for problem in grade.problems)
        return grade.by_hand, grade.earned, bool(grade.submission), not fatal, -grade.attempt

    return max(attempts, key=rank)


def _remarks(
    grade: Grade, assignment: Assignment, received: Received, percent: Decimal
) -> Iterator[Remark]:
    if grade.attempt > len(assignment.attempts):
        yield _remark("no-attempt", attempt=grade.attempt)
    elif grade.attempt > 1:
        share = FULL * attempt_share(assignment.attempts, grade.attempt)
        yield _remark("attempt", attempt=grade.attempt, percent=share)
    if received.recorded and received.at is None and assignment.schedule.due is not None:
        yield _remark("time-unknown")
    if received.at is not None and assignment.schedule.due and received.clock is Clock.COMMIT:
        yield _remark("commit-time")
    if received.recorded and received.at is not None:
        yield from _timely(assignment.schedule, received.at, percent)


def _timely(schedule: Schedule, at: datetime, percent: Decimal) -> Iterator[Remark]:
    """Yield what is to be said about the time: nothing where it is simply on time."""
    if schedule.opens is not None and at < schedule.opens:
        opens = clock_time(schedule.opens)
        yield _remark("before-opens", when=clock_time(at, schedule.opens.tzinfo), opens=opens)
    if schedule.due is None:
        return
    zone = schedule.due.tzinfo
    when, due = clock_time(at, zone), clock_time(schedule.due)
    if at > schedule.due:
        yield _remark("late" if percent else "too-late", when=when, due=due, percent=percent)
    elif percent > FULL:
        yield _remark("early", when=when, percent=percent)


def _remark(code: str, **values: object) -> Remark:
    text: Text = {
        language: PHRASES[code][language].format(
            **{
                name: show(float(value), language) if isinstance(value, Decimal) else value
                for name, value in values.items()
            }
        )
        for language in LANGUAGES
    }
    return Remark(code=code, text=text)
