"""Attempts and submission times, from the notebook to the score that is recorded."""

import csv
import io
import json
from datetime import datetime

import pytest

from grader import notebooks
from grader.errors import UsageError
from grader.reports.result_json import from_json
from grader.workflows.generate import generate
from grader.workflows.release import read_release

ASSIGNMENT = """\
schema: assignment/1
id: shapes
title: {en: Shapes, es: Figuras}
attempts: [1, 0.7]
opens: 2026-03-02T09:00+01:00
due: 2026-03-09T23:59+01:00
credit:
  - {until: 2026-03-05T23:59+01:00, percent: 110}
  - {until: 2026-03-12T23:59+01:00, percent: 50}
exercises:
  - {use: area, points: 4}
overrides:
  - {students: [bob], due: 2026-03-16T23:59+01:00}
  - {students: [cyd], attempts: [1]}
"""


def at(text):
    return datetime.fromisoformat(f"2026-03-{text}+01:00")


@pytest.fixture
def twice(room):
    """Four students with two attempts each, but Cyd, and with dates that Bob has others of."""
    room.assignment.write_text(ASSIGNMENT)
    return room


def course(room):
    return room.sources.load(room.secret)


def filled(room, id_, attempt=1, *, share=1):
    """Return a notebook of an attempt that earns all of its points, or half of them."""
    student = room.student(id_)
    variants = course(room).variants(student, attempt=attempt)
    key = variants[0].key
    blank = notebooks.render(course(room).worksheet(student, variants))
    cells = {("area", "area"): f"area = {key['area']}"}
    if share == 1:
        cells["area", "table"] = f"table = {json.dumps(key['table'])}"
    return notebooks.fill(blank, cells)


def hand_in(room, id_, attempt=1, *, name="", share=1):
    mark = f".attempt-{attempt}" if attempt > 1 else ""
    room.hand_in(name or f"{id_}{mark}.ipynb", filled(room, id_, attempt, share=share))


def of(graded, id_):
    return next(grade for grade in graded.grades if grade.student == id_)


def test_another_attempt_has_other_numbers_in_the_same_exercises(twice):
    ada = twice.student("ada")
    first, second = (course(twice).variants(ada, attempt=number) for number in (1, 2))
    assert [one.exercise.id for one in first] == [one.exercise.id for one in second]
    assert [one.values for one in first] != [one.values for one in second]


def test_notebooks_of_another_attempt_lie_beside_those_of_the_first(twice):
    for attempt in (1, 2):
        folder = twice.folder / "release"
        generate(twice.sources, twice.students, folder, secret=twice.secret, attempt=attempt)
    assert sorted(path.name for path in (twice.folder / "release").iterdir()) == [
        *("ada.attempt-2.ipynb", "ada.ipynb", "bob.attempt-2.ipynb", "bob.ipynb", "cyd.ipynb"),
        *("dan.attempt-2.ipynb", "dan.ipynb", "release.attempt-2.json", "release.json"),
    ]


def test_the_record_of_an_attempt_knows_the_whole_roster(twice):
    made = generate(twice.sources, twice.students, twice.folder, secret=twice.secret, attempt=2)
    assert read_release(twice.folder, attempt=2) == made
    assert (made.attempt, made.roster) == (2, twice.students)
    assert [bool(handout.variants) for handout in made.handouts] == [True, True, False, True]


@pytest.mark.parametrize("attempt", [1, 2])
def test_a_notebook_says_of_which_attempt_it_is(twice, attempt):
    content = json.loads(filled(twice, "ada", attempt))
    assert content["metadata"]["grader"]["attempt"] == attempt
    assert ("attempt 2" in str(content["cells"][0])) == (attempt == 2)


def test_an_attempt_that_nobody_has_is_refused(twice):
    with pytest.raises(UsageError, match=r"has no attempt 3\n  fix: list what counts"):
        generate(twice.sources, twice.students, twice.folder, secret=twice.secret, attempt=3)
    with pytest.raises(UsageError, match="has no attempt 3"):
        twice.grade(attempt=3)


def test_the_best_attempt_after_credit_is_recorded(twice):
    hand_in(twice, "ada", share=0.5)
    hand_in(twice, "bob")
    first = twice.grade()
    hand_in(twice, "ada", 2)
    hand_in(twice, "bob", 2)
    second = twice.grade(attempt=2)
    assert (of(first, "ada").earned, of(first, "ada").attempt) == (2, 1)
    assert (float(of(second, "ada").earned), of(second, "ada").attempt) == (2.8, 2)
    assert (of(second, "bob").earned, of(second, "bob").attempt) == (4, 1)


def test_results_of_earlier_attempts_stay(twice):
    hand_in(twice, "ada")
    twice.grade()
    before = twice.results()
    hand_in(twice, "ada", 2)
    graded = twice.grade(attempt=2)
    after = twice.results()
    tables = {"grades.csv", "index.html"}
    assert {name: data for name, data in after.items() if name in before.keys() - tables} == {
        name: data for name, data in before.items() if name not in tables
    }
    assert after.keys() - before.keys() == {
        "feedback/ada.attempt-2.html",
        "results/ada.attempt-2.json",
    }
    assert graded.new == 1


def test_grading_the_first_attempt_again_forgets_no_other(twice):
    hand_in(twice, "ada", share=0.5)
    hand_in(twice, "ada", 2)
    twice.grade(attempt=2)
    assert float(of(twice.grade(), "ada").earned) == 2.8


def test_who_took_no_attempt_so_far_is_in_the_tables_all_the_same(twice):
    hand_in(twice, "ada", 2)
    graded = twice.grade(attempt=2)
    assert [(grade.student, float(grade.earned)) for grade in graded.grades] == [
        ("ada", 2.8),
        ("bob", 0),
        ("cyd", 0),
        ("dan", 0),
    ]


def test_both_attempts_may_lie_in_one_folder(twice):
    for attempt in (1, 2):
        hand_in(twice, "ada", attempt, share=1 if attempt == 2 else 0.5)
    assert float(of(twice.grade(), "ada").earned) == 2
    second = twice.grade(attempt=2)
    assert not of(second, "ada").problems
    assert float(of(second, "ada").earned) == 2.8


def test_a_notebook_without_a_mark_is_of_the_attempt_that_it_says(twice):
    hand_in(twice, "ada", 2, name="ada/work.ipynb")
    hand_in(twice, "dan", 1)
    graded = twice.grade(attempt=2)
    assert float(of(graded, "ada").earned) == 2.8
    assert not of(graded, "dan").submission


@pytest.mark.parametrize(("handed_in", "graded"), [(2, 1), (1, 2)])
def test_the_notebook_of_another_attempt_is_refused(twice, codes, handed_in, graded):
    mark = f".attempt-{graded}" if graded > 1 else ""
    hand_in(twice, "ada", handed_in, name=f"ada{mark}.ipynb")
    made = twice.grade(attempt=graded)
    assert codes(made, "ada") == ["other-attempt"]
    assert of(made, "ada").earned == 0


def test_an_attempt_that_the_student_does_not_have_counts_for_nothing(twice):
    hand_in(twice, "cyd", 2)
    grade = of(twice.grade(attempt=2), "cyd")
    assert (grade.earned, grade.achieved) == (0, 4)
    assert [remark.code for remark in grade.feedback] == ["no-attempt"]


def test_a_damaged_result_of_another_attempt_is_named(twice):
    hand_in(twice, "ada")
    twice.grade()
    (twice.folder / "graded" / "results" / "ada.json").write_text("{")
    with pytest.raises(UsageError, match="fix: grade attempt 1 again"):
        twice.grade(attempt=2)
    assert twice.grade().new == 1


@pytest.mark.parametrize(
    ("time", "ada", "bob"),
    [
        ("05T23:59", 4.4, 4.4),
        ("09T23:59", 4, 4.4),
        ("12T23:59", 2, 4.4),
        ("13T00:00", 0, 4),
        ("19T23:59", 0, 2),
    ],
)
def test_everybody_is_late_by_their_own_deadline(twice, time, ada, bob):
    hand_in(twice, "ada")
    hand_in(twice, "bob")
    graded = twice.grade(received={"ada": at(time), "bob": at(time)})
    assert (float(of(graded, "ada").earned), float(of(graded, "bob").earned)) == (ada, bob)
    assert not graded.untimed


def test_without_times_everything_counts_and_the_run_says_so(twice):
    hand_in(twice, "ada")
    graded = twice.grade()
    assert (of(graded, "ada").earned, graded.untimed) == (4, True)


def test_a_time_that_is_not_known_costs_nothing(twice):
    hand_in(twice, "ada")
    hand_in(twice, "bob")
    graded = twice.grade(received={"bob": at("13T00:00")})
    assert of(graded, "ada").earned == 4
    assert [remark.code for remark in of(graded, "ada").feedback] == ["time-unknown"]


def test_another_time_is_graded_anew_and_nothing_else(twice):
    hand_in(twice, "ada")
    hand_in(twice, "bob")
    times = {"ada": at("06T00:00"), "bob": at("06T00:00")}
    twice.grade(received=times)
    assert twice.grade(received=times).new == 0
    again = twice.grade(received=times | {"ada": at("10T00:00")})
    assert (again.new, again.kept) == (1, 3)
    assert of(again, "ada").earned == 2


def test_result_page_and_tables_say_what_counts_and_why(twice):
    hand_in(twice, "dan", 2)
    twice.grade(attempt=2, received={"dan": at("10T08:15")})
    files = twice.results()
    result = from_json(files["results/dan.attempt-2.json"].decode())
    assert (str(result.credit), result.submitted_at) == ("0.35", "2026-03-10T08:15:00+01:00")
    page = files["feedback/dan.attempt-2.html"].decode()
    assert "1,4 de 4 puntos" in page
    assert "Sin el ajuste por plazo o intento: 4 de 4 puntos (intento 2, con retraso: 35" in page
    assert "Con retraso: recibida el 2026-03-10 08:15 (UTC+01:00)" in page
    table = csv.DictReader(io.StringIO(files["grades.csv"].decode()))
    (row,) = (row for row in table if row["student"] == "dan")
    assert [row[name] for name in ("area", "total", "attempt", "credit", "remarks")] == [
        *("4", "1.4", "2", "35", "attempt; late"),
    ]
    index = files["index.html"].decode()
    assert "attempt 2, late: 35%" in index
    assert 'href="feedback/dan.attempt-2.html"' in index


def test_a_notebook_whose_metadata_an_editor_dropped_is_graded_as_what_it_was_handed_in_for(twice):
    content = json.loads(filled(twice, "ada", 2))
    del content["metadata"]["grader"]
    twice.hand_in("ada.ipynb", json.dumps(content).encode())
    assert float(of(twice.grade(attempt=2), "ada").earned) == 2.8


@pytest.mark.parametrize("attempt", ["2", True, 0, None, [2]])
def test_an_attempt_that_is_no_number_says_nothing(twice, attempt):
    content = json.loads(filled(twice, "ada", 2))
    content["metadata"]["grader"]["attempt"] = attempt
    twice.hand_in("ada.ipynb", json.dumps(content).encode())
    assert float(of(twice.grade(attempt=2), "ada").earned) == 2.8


@pytest.mark.parametrize(
    ("student", "due"), [("ada", "2026-03-09 23:59 (UTC+01:00)"), ("bob", "2026-03-16 23:59")]
)
def test_a_notebook_tells_its_student_their_own_deadline(twice, student, due):
    content = json.loads(filled(twice, student))
    assert f"Hand in by **{due}" in "".join(content["cells"][0]["source"])
