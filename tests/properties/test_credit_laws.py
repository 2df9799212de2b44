"""What holds for every schedule, every time and every number of attempts."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from grader.model.assignment import Assignment, Schedule, Window
from grader.model.grade import ExerciseGrade, Grade
from grader.model.points import UNIT, apportion
from grader.scoring.credit import Received, credited, percent_at, recorded

START = datetime(2026, 3, 2, tzinfo=UTC)
HUNDREDTHS = st.integers(0, 2000).map(lambda number: number * UNIT)
times = st.integers(0, 40_000).map(lambda minutes: START + timedelta(minutes=minutes))


@st.composite
def schedules(draw):
    """Return a schedule as the reading of a file lets it pass: percents never rise."""
    moments = sorted(draw(st.sets(times, min_size=1, max_size=6)))
    at = draw(st.integers(0, len(moments) - 1))
    early = sorted(draw(st.lists(st.integers(100, 200), min_size=at, max_size=at)), reverse=True)
    left = len(moments) - at - 1
    late = sorted(draw(st.lists(st.integers(0, 100), min_size=left, max_size=left)), reverse=True)
    ends = [*moments[:at], *moments[at + 1 :]]
    return Schedule(
        due=moments[at],
        windows=tuple(
            Window(until=until, percent=Decimal(percent))
            for until, percent in zip(ends, [*early, *late], strict=True)
        ),
    )


shares = st.decimals(0, 1, places=2)
assignments = st.builds(
    Assignment,
    id=st.just("week"),
    title=st.just({}),
    tasks=st.just(()),
    schedule=schedules(),
    attempts=st.lists(shares, min_size=1, max_size=4).map(tuple),
)


def graded(points, attempt=1):
    exercise = ExerciseGrade(
        exercise="e",
        number=1,
        title={},
        variant="",
        earned=points,
        possible=Decimal(20),
        answers=(),
    )
    return Grade(
        assignment="week",
        title={},
        student="ada",
        name="Ada",
        earned=points,
        possible=Decimal(20),
        exercises=(exercise,),
        attempt=attempt,
        submission="file",
    )


grades = st.builds(graded, HUNDREDTHS, st.integers(1, 4))


@given(schedules(), times, times)
def test_handing_in_earlier_never_counts_less(schedule, one, other):
    first, second = sorted((one, other))
    assert percent_at(schedule, first) >= percent_at(schedule, second)


@given(schedules(), times)
def test_on_time_counts_everything_at_least(schedule, time):
    percent = percent_at(schedule, time)
    assert percent >= 100 if time <= schedule.due else percent <= 100


@given(assignments, grades, times, st.booleans())
def test_more_than_everything_is_earned_only_in_an_early_window(assignment, grade, time, recorded_):
    made = credited(grade, assignment, Received(recorded=recorded_, at=time))
    assert 0 <= made.earned <= 2 * grade.achieved
    assert made.earned % UNIT == 0
    if not any(remark.code == "early" for remark in made.feedback):
        assert made.earned <= grade.achieved
    if made.credit < 1 and grade.achieved:
        assert made.earned < grade.achieved


@given(assignments, st.lists(grades, min_size=1, max_size=5), grades)
def test_another_attempt_never_lowers_what_is_recorded(assignment, earlier, later):
    made = [credited(grade, assignment) for grade in earlier]
    before = recorded(made)
    after = recorded([*made, credited(later, assignment)])
    assert after.earned >= before.earned


@given(st.lists(grades, min_size=1, max_size=5), st.randoms(use_true_random=False))
def test_the_order_in_which_attempts_are_looked_at_changes_nothing(listed, random):
    distinct = [replace(grade, attempt=number) for number, grade in enumerate(listed, start=1)]
    shuffled = list(distinct)
    random.shuffle(shuffled)
    assert recorded(shuffled) == recorded(distinct)


@given(HUNDREDTHS, st.lists(st.fractions(min_value="1/100", max_value=9), min_size=1, max_size=9))
def test_a_total_is_split_exactly_and_fairly(points, weights):
    parts = apportion(points, weights)
    assert sum(parts) == points
    for part, weight in zip(parts, weights, strict=True):
        ideal = Fraction(points) * weight / sum(weights)
        assert abs(Fraction(part) - ideal) < Fraction(UNIT)
