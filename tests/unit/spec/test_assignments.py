"""An assignment file: every mistake at once, those of its exercises included."""

from datetime import datetime, timedelta
from decimal import Decimal

import pytest

from grader.errors import ExerciseError
from grader.model.assignment import Feedback, Schedule
from grader.model.lateness import Lateness
from grader.spec import Bank, read_assignment
from grader.spec.assignments import single

WEEK = """\
schema: assignment/1
id: week
title: {en: Week, es: Semana}
exercises:
  - area
  - {use: side, points: 2.5}
"""


@pytest.fixture
def folder(tmp_path, sound):
    for name in ("area", "side"):
        text = sound.replace("id: area", f"id: {name}")
        (tmp_path / f"{name}.yaml").write_text(text, encoding="utf-8")
    return tmp_path


@pytest.fixture
def read(folder):
    def of(text):
        path = folder / "assignments" / "week.yaml"
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")
        return read_assignment(path, Bank([folder]))

    return of


@pytest.fixture
def faults(read):
    def of(text):
        with pytest.raises(ExerciseError) as caught:
            read(text)
        return [
            (fault.place.rpartition("/")[2], fault.fault, fault.fix)
            for fault in caught.value.faults
        ]

    return of


def test_a_plain_id_is_worth_one_point(read):
    assignment = read(WEEK)
    assert [(task.number, task.exercise.id, task.points) for task in assignment.tasks] == [
        (1, "area", Decimal(1)),
        (2, "side", Decimal("2.5")),
    ]
    assert assignment.points == Decimal("3.5")


def test_the_key_stays_at_home_unless_full_feedback_is_asked_for(read):
    assert read(WEEK).feedback is Feedback.FORMAT
    assert read(WEEK + "feedback: full\n").feedback is Feedback.FULL


def test_the_digest_changes_with_the_file_and_with_its_exercises(read, folder, sound):
    before = read(WEEK).digest
    assert read(WEEK).digest == before
    assert read(WEEK + "# x\n").digest != before
    changed = sound.replace("integer(2, 9)\n  b", "integer(3, 9)\n  b")
    (folder / "area.yaml").write_text(changed, encoding="utf-8")
    assert read(WEEK).digest != before


def test_a_single_exercise_makes_an_assignment_of_one_point(read):
    exercise = read(WEEK).tasks[0].exercise
    assert single(exercise).points == 1


def test_an_unknown_exercise_is_named_where_it_stands(faults):
    assert faults(WEEK.replace("- area", "- aera")) == [
        ("week.yaml:5:5", "there is no exercise `aera`", "known: area, side")
    ]


def test_an_exercise_is_used_once(faults):
    assert faults(WEEK + "  - area\n") == [
        ("week.yaml:7:5", "`area` is used twice", "use each exercise once")
    ]


def test_an_exercise_that_lacks_a_language_is_named(faults):
    found = faults(WEEK.replace("es: Semana", "es: Semana, fr: Semaine, it: Settimana"))
    assert [(place, fault) for place, fault, _ in found] == [
        ("week.yaml:5:5", "`area` does not exist in `fr`"),
        ("week.yaml:5:5", "`area` does not exist in `it`"),
        ("week.yaml:6:5", "`side` does not exist in `fr`"),
        ("week.yaml:6:5", "`side` does not exist in `it`"),
    ]


def test_a_title_that_lacks_a_language_of_the_exercises_is_fine(read):
    assert read(WEEK.replace(", es: Semana", "")).title == {"en": "Week"}


@pytest.mark.parametrize("points", ["0", "-1", "1001", "many", "true"])
def test_points_that_nobody_can_earn_are_refused(points, faults):
    ((place, fault, _),) = faults(WEEK.replace("2.5", points))
    assert place == "week.yaml:6:25"
    assert "`points`" in fault


@pytest.mark.parametrize("points", ["0.001", "1.005", "1e-3"])
def test_points_finer_than_a_hundredth_are_refused(points, faults):
    ((place, fault, fix),) = faults(WEEK.replace("2.5", points))
    assert (place, fix) == ("week.yaml:6:25", "give points to the hundredth")
    assert "cannot be split" in fault


def test_no_exercises_are_no_assignment(faults):
    found = faults(WEEK[: WEEK.index("exercises")] + "exercises: []\n")
    assert [place for place, _, _ in found] == ["week.yaml:4:12"]


def test_mistakes_of_the_exercises_are_reported_with_those_of_the_file(faults, folder, sound):
    (folder / "side.yaml").write_text(sound.replace("2*(a + b)", "oops"), encoding="utf-8")
    found = faults(WEEK + "  - other\n")
    assert [place for place, _, _ in found] == ["side.yaml:19:12", "week.yaml:7:5"]


def test_a_misspelled_field_of_a_task_gets_a_suggestion(faults):
    ((place, _, fix),) = faults(WEEK.replace("points", "point"))
    assert (place, fix) == ("week.yaml:6:17", "did you mean `points`?")


POOL = """\
schema: assignment/1
id: week
title: {en: Week, es: Semana}
exercises:
  - area
  - {pick: 2, of: [side, edge, base], points: 3}
"""


@pytest.fixture
def four(folder, sound):
    for name in ("edge", "base"):
        text = sound.replace("id: area", f"id: {name}")
        (folder / f"{name}.yaml").write_text(text, encoding="utf-8")


@pytest.mark.usefixtures("four")
def test_a_pool_counts_for_what_is_drawn_from_it(read):
    assignment = read(POOL)
    assert [task.exercise.id for task in assignment.tasks] == ["area", "side", "edge", "base"]
    (pool,) = assignment.pools
    assert (pool.exercises, pool.pick) == (("side", "edge", "base"), 2)
    assert assignment.points == 7


@pytest.mark.usefixtures("four")
@pytest.mark.parametrize(
    ("total", "line", "expected"),
    [
        ("10", "weight: 1", ["3.34", "3.33", "3.33"]),
        ("10", "weight: 2", ["2", "4", "4"]),
        ("0.05", "weight: 2", ["0.01", "0.02", "0.02"]),
    ],
)
def test_a_total_is_split_by_weight_to_the_hundredth(read, total, line, expected):
    assignment = read(POOL.replace("points: 3", line) + f"points: {total}\n")
    area, *_ = assignment.tasks
    assert [area.points, *assignment.pools[0].points] == [Decimal(share) for share in expected]
    assert assignment.points == Decimal(total)


@pytest.mark.usefixtures("four")
@pytest.mark.parametrize(
    ("change", "found"),
    [
        (
            ("of: [side, edge, base]", "of: [side, area, side]"),
            [
                ("week.yaml:6:26", "`area` is used twice", "use each exercise once"),
                ("week.yaml:6:32", "`side` is used twice", "use each exercise once"),
            ],
        ),
        (
            ("pick: 2", "pick: 4"),
            [
                (
                    "week.yaml:6:12",
                    "4 exercises cannot be drawn from 3",
                    "at most 3, or more exercises under `of`",
                )
            ],
        ),
        (
            ("pick: 2", "pik: 2"),
            [("week.yaml:6:6", "there is no field `pik`", "did you mean `pick`?")],
        ),
        (
            ("of: [side, edge, base], ", ""),
            [("week.yaml:6:5", "the field `of` is missing", "of: …")],
        ),
        (
            ("points: 3", "weight: 3"),
            [
                (
                    "week.yaml:6:47",
                    "`weight` has no meaning in an assignment without `points` of its own",
                    "write `points`",
                )
            ],
        ),
        (
            ("exercises:", "points: 10\nexercises:"),
            [
                (
                    "week.yaml:7:47",
                    "`points` has no meaning in an assignment with `points` of its own",
                    "write `weight`",
                )
            ],
        ),
        (
            (", points: 3}\n", "}\npoints: 0.02\n"),
            [
                (
                    "week.yaml:7:9",
                    "split by weight, 0.02 points leave nothing for one of the exercises",
                    "give more points, or weights that lie closer together",
                )
            ],
        ),
    ],
    ids=lambda change: str(change[0])[:20] if isinstance(change[0], str) else "",
)
def test_a_mistake_in_a_pool_is_named_where_it_stands(faults, change, found):
    assert faults(POOL.replace(*change)) == found


def test_the_language_is_that_of_students_without_one(read):
    assert read(WEEK).language == "en"
    assert read(WEEK + "language: es\n").language == "es"
    assert read(WEEK.replace("en: Week, ", "")).language == "es"


def test_a_language_that_the_title_lacks_is_refused(faults):
    text = WEEK + "language: fr\noverrides:\n  - {students: [ada], language: fr}\n"
    fix = "one of en, es, the languages of the title"
    assert faults(text) == [
        ("week.yaml:9:33", "the assignment does not exist in `fr`", fix),
        ("week.yaml:7:11", "the assignment does not exist in `fr`", fix),
    ]


def test_an_id_of_digits_is_that_of_a_student(read):
    override = read(WEEK + "overrides:\n  - {students: [12345, 007], language: es}\n").overrides[0]
    assert (override.students, override.language) == (("12345", "007"), "es")


def test_what_is_different_for_a_student_is_said_once(faults):
    text = WEEK + "overrides:\n  - {students: [ada], language: es}\n  - {students: [Ada]}\n"
    assert faults(text) == [
        (
            "week.yaml:9:17",
            "`Ada` is in two overrides",
            "say in one of them all that is different for this student",
        ),
        ("week.yaml:9:5", "this override changes nothing", "say what is different"),
    ]


DATES = """\
opens: 2026-03-02T09:00+01:00
due: 2026-03-09T23:59+01:00
credit:
  - {until: 2026-03-07T23:59+01:00, percent: 105}
  - {until: 2026-03-12T23:59+01:00, percent: 70}
"""


def at(text):
    return datetime.fromisoformat(text)


def test_dates_are_points_in_time(read):
    schedule = read(WEEK + DATES).schedule
    assert (schedule.opens, schedule.due) == (
        at("2026-03-02T08:00+00:00"),
        at("2026-03-09T22:59Z"),
    )
    assert [window.percent for window in schedule.windows] == [105, 70]


def test_an_assignment_without_dates_is_never_late(read):
    assert read(WEEK).schedule == Schedule()
    assert read(WEEK).attempts == (Decimal(1),)


def test_attempts_are_the_decimals_that_were_written(read):
    assert read(WEEK + "attempts: [1, 0.7, 0.4]\n").attempts == (
        Decimal(1),
        Decimal("0.7"),
        Decimal("0.4"),
    )


OWN = "overrides:\n  - {students: [ada], "


@pytest.mark.parametrize(
    ("own", "opens", "due", "windows"),
    [
        # By the clock on the wall, though the offset changes with the summer time.
        (
            "due: 2026-04-02T23:59+02:00",
            "2026-03-02T09:00+01:00",
            "2026-04-02T23:59+02:00",
            ["2026-03-31T23:59+02:00", "2026-04-05T23:59+02:00"],
        ),
        (
            "due: 2026-03-16T23:59+01:00, credit: []",
            "2026-03-02T09:00+01:00",
            "2026-03-16T23:59+01:00",
            [],
        ),
        (
            "credit: [{until: 2026-03-30T00:00+02:00, percent: 50}]",
            "2026-03-02T09:00+01:00",
            "2026-03-09T23:59+01:00",
            ["2026-03-30T00:00+02:00"],
        ),
        (
            "opens: 2026-03-01T09:00+01:00",
            "2026-03-01T09:00+01:00",
            "2026-03-09T23:59+01:00",
            ["2026-03-07T23:59+01:00", "2026-03-12T23:59+01:00"],
        ),
    ],
    ids=["due", "due without windows", "windows", "opens"],
)
def test_an_override_has_its_own_dates_and_the_others_around_them(read, own, opens, due, windows):
    (override,) = read(WEEK + DATES + OWN + own + "}\n").overrides
    schedule = override.schedule
    assert (schedule.opens, schedule.due) == (at(opens), at(due))
    assert [window.until for window in schedule.windows] == list(map(at, windows))


def test_an_override_of_something_else_leaves_the_dates_alone(read):
    (override,) = read(WEEK + DATES + OWN + "attempts: [1, 1]}\n").overrides
    assert (override.schedule, override.attempts) == (None, (Decimal(1), Decimal(1)))


FALL = "let percents fall: 100 or more before `due`, where 100 holds, and 100 or less after"


@pytest.mark.parametrize(
    ("change", "found"),
    [
        (
            ("due: 2026-03-09T23:59+01:00", "due: 2026-03-09T23:59"),
            (
                "week.yaml:8:6",
                "'2026-03-09T23:59' does not say in which time zone",
                "add the offset from UTC: 2026-03-09T23:59+01:00, or Z for UTC",
            ),
        ),
        (
            ("due: 2026-03-09T23:59+01:00", "due: March 9th"),
            (
                "week.yaml:8:6",
                "'March 9th' is no date and time",
                "write it as 2026-03-09T23:59+01:00",
            ),
        ),
        (
            ("until: 2026-03-07T23:59+01:00", "until: 0001-01-01T00:00+01:00"),
            (
                "week.yaml:10:13",
                "no course is held in the year 1",
                "write it as 2026-03-09T23:59+01:00",
            ),
        ),
        (
            ("due: 2026-03-09T23:59+01:00\n", ""),
            ("week.yaml:9:3", "`credit` without `due`: early or late for what?", "due: …"),
        ),
        (
            ("opens: 2026-03-02", "opens: 2026-03-13"),
            ("week.yaml:7:8", "it opens when it is over", "let it open before"),
        ),
        (
            ("until: 2026-03-12", "until: 2026-03-06"),
            (
                "week.yaml:10:3",
                "the windows are not in the order of time",
                "let each end after the one before",
            ),
        ),
        (
            ("percent: 70", "percent: 101"),
            ("week.yaml:10:3", "a later submission would count more than an earlier one", FALL),
        ),
        (
            ("percent: 105", "percent: 95"),
            ("week.yaml:10:3", "a later submission would count more than an earlier one", FALL),
        ),
        (
            ("percent: 105", "prcent: 105"),
            ("week.yaml:10:37", "there is no field `prcent`", "did you mean `percent`?"),
        ),
    ],
    ids=["zone", "words", "year", "no due", "opens", "order", "late", "early", "field"],
)
def test_a_mistake_in_a_date_is_named_where_it_stands(faults, change, found):
    assert found in faults((WEEK + DATES).replace(*change))


def test_a_mistake_in_the_dates_of_an_override_is_named_there(faults):
    own = "opens: 2026-03-20T00:00+01:00, credit: [{until: 2026-03-08T00:00+01:00, percent: 1}]}\n"
    assert faults(WEEK + DATES + OWN + own) == [
        ("week.yaml:13:30", "it opens when it is over", "let it open before"),
        (
            "week.yaml:13:62",
            "a later submission would count more than an earlier one",
            FALL,
        ),
    ]


def test_a_mistake_in_the_dates_of_all_is_named_once(faults):
    text = WEEK + DATES.replace("percent: 70", "percent: 101") + OWN
    assert len(faults(text + "due: 2026-03-16T23:59+01:00}\n")) == 1


@pytest.mark.parametrize("attempts", ["[]", "[1.5]", "[-1]", "1", "[one]"])
def test_attempts_that_mean_nothing_are_refused(faults, attempts):
    ((place, _, _),) = faults(WEEK + f"attempts: {attempts}\n")
    assert place in {"week.yaml:7:11", "week.yaml:7:12"}


@pytest.mark.parametrize("feedback", Feedback)
def test_every_policy_has_a_name(read, feedback):
    assert read(WEEK + DATES + f"feedback: {feedback.value}\n").feedback is feedback


def test_feedback_after_a_deadline_needs_one(faults):
    never = ("`after_due` without `due` would be never", "due: …")
    assert faults(WEEK + "feedback: after_due\n") == [("week.yaml:7:11", *never)]
    assert faults(WEEK + OWN + "feedback: after_due}\n") == [("week.yaml:8:33", *never)]


def test_a_deadline_of_their_own_is_enough_for_feedback_after_it(read):
    text = WEEK + OWN + "feedback: after_due, due: 2026-03-09T23:59+01:00}\n"
    assert read(text).overrides[0].feedback is Feedback.AFTER_DUE


@pytest.mark.parametrize(
    ("percent", "over"), [(70, "2026-03-12T23:59+01:00"), (0, "2026-03-09T23:59+01:00")]
)
def test_an_assignment_is_over_when_nothing_more_can_be_earned(read, percent, over):
    schedule = read(WEEK + DATES.replace("percent: 70", f"percent: {percent}")).schedule
    assert schedule.over == at(over)
    assert Schedule().over is None


def test_a_rule_for_lateness_holds_for_everybody_from_their_own_deadline(read):
    text = (
        "due: 2026-03-09T23:59+01:00\n"
        "late: {grace_minutes: 15, percent_per_day: 10.5, cut_off_days: 5}\n"
        "overrides:\n"
        "  - {students: [ada], due: 2026-03-16T23:59+01:00}\n"
        "  - students: [bob]\n"
        "    credit: [{until: 2026-03-12T23:59+01:00, percent: 70}]\n"
    )
    assignment = read(WEEK + text)
    rule = Lateness(
        grace=timedelta(minutes=15), percent_per_day=Decimal("10.5"), cut_off=timedelta(days=5)
    )
    ada, bob = (override.schedule for override in assignment.overrides)
    assert (assignment.schedule.late, ada.late, bob.late) == (rule, rule, None)


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("late: {percent_per_day: 10}\n", "`late` without `due`: later than what?"),
        (
            "due: 2026-03-09T23:59+01:00\nlate: {grace_minutes: 60, cut_off_days: 0.01}\n",
            "the cut-off is before the end of the grace",
        ),
        (
            (
                "due: 2026-03-09T23:59+01:00\nlate: {percent_per_day: 10}\n"
                "credit: [{until: 2026-03-12T23:59+01:00, percent: 70}]\n"
            ),
            "`late` and a window after `due` say different things",
        ),
    ],
)
def test_a_rule_for_lateness_that_cannot_be_meant_is_a_fault(faults, text, fault):
    assert fault in [said for _, said, _ in faults(WEEK + text)]
