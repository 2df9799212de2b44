"""What is odd about an assignment, and what it asks of a student."""

import pytest

from grader.workflows.linting import examine

DUE = "due: 2026-03-09T23:59+01:00"


@pytest.fixture
def found(room):
    """Return what is found about an assignment of these lines; `m4` takes four minutes."""

    def of(*lines):
        for minutes in (4, 5, 6, 10):
            text = room.exercise.read_text().replace("id: area", f"id: m{minutes}")
            path = room.exercise.with_name(f"m{minutes}.yaml")
            path.write_text(text.replace("version: 1", f"version: 1\nminutes: {minutes}"))
        head = ["schema: assignment/1", "id: shapes", "title: {en: Shapes, es: Figuras}"]
        room.assignment.write_text("\n".join([*head, *lines, ""]))
        return examine(room.assignment)

    return of


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (
            ["exercises:", "  - m4", "  - {pick: 2, of: [m5, m6]}"],
            ("pool-whole", "warning", "every student gets all 2 exercises of this pool", ":6:5"),
        ),
        (
            ["exercises: [m5, {pick: 1, of: [m4, m10]}]"],
            ("pool-minutes", "warning", "the exercises of this pool take 4 to 10 minutes", ":4:17"),
        ),
        (
            ["attempts: [0.5, 1]", "exercises: [m4]"],
            ("attempts", "warning", "a later attempt counts more than an earlier one", ":4:"),
        ),
        (
            ["feedback: full", DUE, "exercises: [m4]"],
            ("seeded", "note", "with `feedback: full` the notebooks hold their seed", ":4:"),
        ),
    ],
    ids=lambda row: row[0] if isinstance(row, tuple) else None,
)
def test_what_is_odd_about_an_assignment_is_told_with_its_place(found, lines, expected):
    check, severity, fault, place = expected
    (finding,) = found(*lines).findings
    assert (finding.check, finding.severity.value) == (check, severity)
    assert finding.fault.fault.startswith(fault)
    assert f"shapes.yaml{place}" in finding.fault.place
    assert finding.fault.fix


@pytest.mark.parametrize(
    "lines",
    [
        ["exercises: [m4, m10]"],
        ["exercises: [{pick: 1, of: [m4, m5, m6]}]"],
        ["attempts: [1, 1, 0.5]", "exercises: [m4]"],
        ["feedback: full", "exercises: [m4]"],
        ["feedback: after_due", DUE, "exercises: [m4]"],
    ],
)
def test_about_an_ordinary_assignment_there_is_nothing_to_tell(found, lines):
    assert found(*lines).findings == ()


def test_the_work_of_a_student_is_told_from_the_quickest_draw_to_the_slowest(found):
    work = found("exercises: [m10, {pick: 2, of: [m4, m5, m6], points: 3}]").workload
    assert (work.exercises, work.points) == (3, 7)
    assert (work.least_minutes, work.most_minutes) == (19, 21)
