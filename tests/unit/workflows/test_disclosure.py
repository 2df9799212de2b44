"""Feedback after the deadline: closed while handing in still earns something, open afterwards."""

from datetime import datetime

import pytest

from grader import notebooks
from grader.reports.result_json import from_json

ASSIGNMENT = """\
schema: assignment/1
id: shapes
title: {en: Shapes, es: Figuras}
feedback: after_due
due: 2026-03-09T23:59+01:00
exercises:
  - {use: area, points: 4}
overrides:
  - {students: [bob], due: 2026-03-16T23:59+01:00}
  - {students: [cyd], feedback: full}
"""
BEFORE, BETWEEN, AFTER = (f"2026-03-{day}T12:00:00+00:00" for day in ("09", "10", "17"))
SAID = b"That is the perimeter."


@pytest.fixture
def closed(room):
    """A class that has made the same mistake, all of them before the deadline."""
    room.assignment.write_text(ASSIGNMENT)
    course = room.sources.load(room.secret)
    for student in room.students[:3]:
        variants = course.variants(student)
        wrong = variants[0].wrong["perimeter"]["area"]
        blank = notebooks.render(course.worksheet(student, variants))
        cells = {("area", "area"): f"area = {wrong}"}
        room.hand_in(f"{student.id}.ipynb", notebooks.fill(blank, cells))
    return room


def told(room):
    """Return whose pages name the mistake."""
    return {
        name.removeprefix("feedback/").removesuffix(".html")
        for name, data in room.results().items()
        if name.startswith("feedback/") and SAID in data
    }


@pytest.mark.parametrize(
    ("now", "students"),
    [
        (BEFORE, {"cyd"}),
        (BETWEEN, {"ada", "cyd"}),
        (AFTER, {"ada", "bob", "cyd"}),
        ("", {"cyd"}),
        ("2026-03-17T12:00:00", {"cyd"}),
    ],
    ids=["before", "between", "after", "unknown", "without zone"],
)
def test_everybody_is_told_after_their_own_deadline(closed, now, students):
    closed.grade(graded_at=now)
    assert told(closed) == students


def test_the_result_is_complete_whatever_the_page_withholds(closed):
    closed.grade(graded_at=BEFORE)
    result = from_json(closed.results()["results/ada.json"].decode())
    assert result.exercises[0].diagnoses


def test_pages_are_made_again_once_they_may_tell_more(closed):
    closed.grade(graded_at=BEFORE)
    assert closed.grade(graded_at=datetime.fromisoformat(BEFORE).isoformat()).new == 0
    between = closed.grade(graded_at=BETWEEN)
    assert (between.new, between.kept) == (2, 2)
    assert told(closed) == {"ada", "cyd"}
    assert closed.grade(graded_at=AFTER).new == 1
    assert closed.grade(graded_at="2026-04-01T12:00:00+00:00").new == 0
