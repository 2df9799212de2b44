"""What counts of the points: tables of times and attempts."""

from dataclasses import replace
from datetime import datetime, timedelta
from decimal import Decimal

import pytest

from grader.model.assignment import Assignment, Schedule, Window
from grader.model.grade import ByHand, ExerciseGrade, Grade
from grader.model.lateness import Lateness
from grader.model.submission import Problem
from grader.scoring.credit import (
    Received,
    attempt_share,
    credited,
    percent_at,
    recorded,
    set_by_hand,
)


def at(text):
    return datetime.fromisoformat(f"2026-03-{text}+01:00")


DUE = at("09T23:59")
PLAIN = Schedule(due=DUE)
WINDOWS = Schedule(
    opens=at("02T09:00"),
    due=DUE,
    windows=(
        Window(until=at("05T12:00"), percent=Decimal(110)),
        Window(until=at("07T23:59"), percent=Decimal(105)),
        Window(until=at("12T23:59"), percent=Decimal(70)),
        Window(until=at("16T23:59"), percent=Decimal("32.5")),
    ),
)
GRACE = Schedule(due=DUE, windows=(Window(until=at("10T08:00"), percent=Decimal(100)),))
BONUS = Schedule(due=DUE, windows=(Window(until=DUE, percent=Decimal(103)),))
TABLE = [
    (Schedule(), "31T00:00", 100),
    (PLAIN, "01T00:00", 100),
    (PLAIN, "09T23:58:59", 100),
    (PLAIN, "09T23:59", 100),
    (PLAIN, "09T23:59:00.000001", 0),
    (PLAIN, "10T00:00", 0),
    (WINDOWS, "01T00:00", 110),
    (WINDOWS, "05T12:00", 110),
    (WINDOWS, "05T12:00:01", 105),
    (WINDOWS, "07T23:59", 105),
    (WINDOWS, "08T00:00", 100),
    (WINDOWS, "09T23:59", 100),
    (WINDOWS, "10T00:00", 70),
    (WINDOWS, "12T23:59", 70),
    (WINDOWS, "13T00:00", "32.5"),
    (WINDOWS, "16T23:59", "32.5"),
    (WINDOWS, "17T00:00", 0),
    (GRACE, "10T08:00", 100),
    (GRACE, "10T08:01", 0),
    (BONUS, "09T23:59", 103),
    (BONUS, "10T00:00", 0),
]


@pytest.mark.parametrize(("schedule", "time", "percent"), TABLE)
def test_what_counts_at_a_time(schedule, time, percent):
    assert percent_at(schedule, at(time)) == Decimal(percent)


def test_a_time_counts_wherever_it_was_measured():
    assert percent_at(PLAIN, datetime.fromisoformat("2026-03-09T22:59:00+00:00")) == 100
    assert percent_at(PLAIN, datetime.fromisoformat("2026-03-09T23:59:00+00:00")) == 0


@pytest.mark.parametrize(
    ("attempt", "share"), [(0, "0"), (1, "1"), (2, "0.7"), (3, "0.4"), (4, "0")]
)
def test_what_counts_of_an_attempt(attempt, share):
    assert attempt_share((Decimal(1), Decimal("0.7"), Decimal("0.4")), attempt) == Decimal(share)


WEEK = Assignment(
    id="week",
    title={"en": "Week"},
    tasks=(),
    schedule=WINDOWS,
    attempts=(Decimal(1), Decimal("0.7")),
)


def grade(earned, *, attempt=1, submission="file"):
    exercise = ExerciseGrade(
        exercise="e",
        number=1,
        title={},
        variant="",
        earned=Decimal(earned),
        possible=Decimal(10),
        answers=(),
    )
    return Grade(
        assignment="week",
        title={},
        student="ada",
        name="Ada",
        earned=Decimal(earned),
        possible=Decimal(10),
        exercises=(exercise,),
        attempt=attempt,
        submission=submission,
    )


def received(time=None):
    return Received(recorded=True, at=None if time is None else at(time))


@pytest.mark.parametrize(
    ("handed_in", "time", "counts", "codes"),
    [
        (("10", 1), "08T00:00", ("10", "1"), []),
        (("10", 1), "05T00:00", ("11", "1.1"), ["early"]),
        (("10", 1), "10T00:00", ("7", "0.7"), ["late"]),
        (("10", 1), "20T00:00", ("0", "0"), ["too-late"]),
        (("10", 1), "01T00:00", ("11", "1.1"), ["before-opens", "early"]),
        (("10", 1), None, ("10", "1"), ["time-unknown"]),
        (("10", 2), "08T00:00", ("7", "0.7"), ["attempt"]),
        (("10", 2), "10T00:00", ("4.9", "0.49"), ["attempt", "late"]),
        (("10", 3), "08T00:00", ("0", "0"), ["no-attempt"]),
        # Half a hundredth goes to the even one; nothing below a credit of 1 leaves everything.
        (("0.25", 1), "10T00:00", ("0.18", "0.7"), ["late"]),
        (("0.15", 1), "10T00:00", ("0.1", "0.7"), ["late"]),
        (("0.01", 1), "10T00:00", ("0", "0.7"), ["late"]),
    ],
)
def test_points_are_multiplied_by_what_counts_of_them(handed_in, time, counts, codes):
    points, attempt = handed_in
    made = credited(grade(points, attempt=attempt), WEEK, received(time))
    assert (made.earned, made.credit) == tuple(map(Decimal, counts))
    assert [remark.code for remark in made.feedback] == codes
    assert made.achieved == Decimal(points)


def test_without_recorded_times_the_dates_have_no_effect():
    made = credited(grade(10), WEEK)
    assert (made.earned, made.feedback, made.submitted_at) == (10, (), "")


def test_the_time_is_kept_as_it_was_said():
    made = credited(grade(10), WEEK, received("10T00:00"))
    assert made.submitted_at == "2026-03-10T00:00:00+01:00"


def test_who_handed_in_nothing_is_not_late():
    made = credited(grade(0, submission=""), WEEK, received("20T00:00"))
    assert (made.feedback, made.submitted_at) == ((), "")


LATE = {
    "en": "Late: received 2026-03-14 10:30 (UTC+01:00), due 2026-03-09 23:59 (UTC+01:00). "
    "32.5% of the points count.",
    "es": "Con retraso: recibida el 2026-03-14 10:30 (UTC+01:00); el plazo acababa el "
    "2026-03-09 23:59 (UTC+01:00). Cuenta el 32,5\u00a0% de los puntos.",
}


def test_a_remark_tells_time_deadline_and_percent_on_the_clock_of_the_deadline():
    utc = datetime.fromisoformat("2026-03-14T09:30:00+00:00")
    (remark,) = credited(grade(10), WEEK, Received(recorded=True, at=utc)).feedback
    assert remark.text == LATE


@pytest.mark.parametrize(
    ("grades", "best"),
    [
        ([grade(3), grade(5, attempt=2)], 2),
        ([grade(5), grade(3, attempt=2)], 1),
        ([grade(5), grade(5, attempt=2)], 1),
        ([grade(0, submission=""), grade(0, attempt=2)], 2),
        (
            [replace(grade(0), problems=(Problem(code="x", text={}, fatal=True),)), grade(0)],
            1,
        ),
    ],
)
def test_the_best_attempt_is_recorded(grades, best):
    for listed in (grades, grades[::-1]):
        assert recorded(listed).attempt == best
    assert not any(problem.fatal for problem in recorded(grades).problems)


def test_points_set_by_hand_go_before_a_better_attempt():
    by_hand = set_by_hand(replace(grade(10), attempt=2), ByHand(points=Decimal(3), reason="oral"))
    assert recorded([grade(10), by_hand]).earned == 3
    assert by_hand.feedback[-1].text["en"].endswith("these points: oral")
    bare = set_by_hand(grade(10), ByHand(points=Decimal(3)))
    assert (bare.feedback[-1].code, bare.by_hand) == ("by-hand", True)


RULE = Schedule(
    due=DUE,
    windows=(Window(until=at("07T23:59"), percent=Decimal(105)),),
    late=Lateness(grace=timedelta(minutes=10), percent_per_day=Decimal(10)),
)


@pytest.mark.parametrize(
    ("time", "percent"),
    [
        ("07T23:59", 105),
        ("08T00:00", 100),
        ("09T23:59", 100),
        ("10T00:09", 100),
        ("10T00:10", 90),
        ("10T23:59", 90),
        ("11T00:00", 80),
        ("19T23:59", 0),
    ],
)
def test_a_rule_for_lateness_counts_from_the_deadline_and_leaves_the_bonus(time, percent):
    assert percent_at(RULE, at(time)) == percent


def test_an_hour_that_the_clocks_skip_is_no_hour_of_delay():
    night = Schedule(
        due=datetime.fromisoformat("2026-03-29T01:59+01:00"),
        late=Lateness(grace=timedelta(minutes=5)),
    )
    assert percent_at(night, datetime.fromisoformat("2026-03-29T03:04+02:00")) == 100
    assert night.over == datetime.fromisoformat("2026-03-29T02:04+01:00")
