"""What an author is told about a file before students meet it."""

import pytest

from grader.assets import bundled
from grader.workflows.lanes import Pace
from grader.workflows.linting import examine, examine_all, find_files

FEW = 12


@pytest.fixture
def linted(room):
    """Return the findings about the exercise after replacing one part of it."""

    def of(old, new, variants=FEW):
        text = room.exercise.read_text()
        assert text.count(old) == 1
        room.exercise.write_text(text.replace(old, new))
        return examine(room.exercise, variants=variants)

    return of


def test_the_small_exercise_of_these_tests_is_clean(room):
    found = examine(room.exercise, variants=FEW)
    assert (found.errors, found.warnings) == ((), ())
    assert (found.exercise, found.figures.variants, found.figures.distinct) == ("area", FEW, FEW)
    assert found.figures.draws.made >= FEW


@pytest.mark.parametrize(
    ("old", "new", "place", "fault"),
    [
        ("version: 1", "version: one", "area.yaml:3:", "version"),
        ("version: 1", "version: 1\nversion: 2", "area.yaml:4:", "version"),
        ("version: 1", "versoin: 1", "area.yaml:", "versoin"),
        ("integer(20, 90)\n  b", "integr(20, 90)\n  b", "area.yaml:6:", "integr"),
        ("area: a * b\n  table", "area: a * c\n  table", "area.yaml:9:", "`c`"),
        ("area: a * b\n  table", "area: a ** (\n  table", "area.yaml:9:", ""),
        ("type: integer", "type: integr", "area.yaml:", "integr"),
        ("{{ a }} by", "{{ c }} by", "area.yaml:13:", "`c`"),
        ("given: [a, b]", "given: [a, c]", "area.yaml:11:", "`c`"),
        (", es: Eso es el perímetro.", "", "area.yaml:", "Spanish"),
        ("expect: {score: 1}", "expect: {score: 7}", "area.yaml:", "score"),
        ("table: table}, expect", "chart: table}, expect", "area.yaml:", "chart"),
    ],
)
def test_an_authors_mistake_is_reported_with_its_place(linted, old, new, place, fault):
    found = linted(old, new)
    assert found.errors
    assert any(place in str(error) and fault in str(error) for error in found.errors), found.errors
    assert found.figures is None


def test_a_test_of_the_file_that_fails_is_an_error_with_its_place(linted):
    found = linted("expect: {score: 1}", "expect: {score: 0.5, diagnosis: perimeter}")
    assert [error.fault for error in found.errors] == [
        "test 1: earns 1, not 0.5",
        "test 1: is diagnosed as nothing, not perimeter",
    ]
    assert all("area.yaml:23:" in error.place for error in found.errors)


def test_a_test_that_cannot_be_worked_out_is_an_error(linted):
    found = linted("{area: a * b, table", "{area: a // (b - b), table")
    assert [error.fault for error in found.errors]
    assert "test 1" in found.errors[0].fault


def test_a_rule_that_no_draw_satisfies_is_an_error_that_names_it(linted):
    rules = "variants:\n  require: [a > 95]\n  tries: 30\nprompt:"
    (error,) = linted("prompt:", rules).errors
    assert "`a > 95` (30×)" in error.fault
    assert error.fix


def test_a_low_acceptance_is_an_error_that_names_what_rejects(linted):
    found = linted("prompt:", "variants:\n  require: [a == 20 or a == 21]\nprompt:", 20)
    (error,) = found.errors
    assert f"of {found.figures.draws.made} draws are accepted" in error.fault
    assert "`a == 20 or a == 21`" in error.fix


def test_a_given_that_is_a_key_is_an_error(linted):
    found = linted("given: [a, b]", "given: [a, b, table]")
    assert any("table" in error.fault and "key" in error.fault for error in found.errors)


def test_an_unguarded_misconception_that_is_often_right_is_a_warning(linted):
    found = linted(
        "misconceptions:\n",
        "variants: {separate: []}\nmisconceptions:\n  swapped:\n    gives: {area: b * a}\n"
        "    say: {en: Swapped., es: Al revés.}\n",
    )
    assert any("`swapped` gives the right answer in 100 %" in one.fault for one in found.warnings)


@pytest.mark.parametrize(
    ("old", "new", "warning"),
    [
        ("tests:\n  - {answer: {area: a * b, table: table}, expect: {score: 1}}\n", "", "no tests"),
    ],
)
def test_what_is_left_out_is_a_warning(linted, old, new, warning):
    found = linted(old, new)
    assert not found.errors
    assert any(warning in one.fault for one in found.warnings)


def test_an_exercise_is_called_after_its_file(room):
    path = room.exercise.rename(room.exercise.with_name("surface.yaml"))
    (error,) = examine(path, variants=1).errors
    assert (error.place, error.fix) == (str(path), "rename the file to area.yaml")


def test_an_assignment_is_examined_with_its_exercises(room):
    assert examine(room.assignment).errors == ()
    room.assignment.write_text(room.assignment.read_text().replace("use: area", "use: arae"))
    (error,) = examine(room.assignment).errors
    assert "there is no exercise `arae`" in error.fault
    assert "shapes.yaml:5:" in error.place
    assert "area" in error.fix


def test_an_assignment_may_use_bundled_exercises_as_it_may_when_graded(room):
    text = room.assignment.read_text().replace("use: area", "use: predict-correlation")
    room.assignment.write_text(text)
    assert examine(room.assignment).errors == ()


def test_an_assignment_is_known_by_what_it_says_and_not_by_where_it_lies(room):
    path = room.folder / "exercises" / "week-1.yaml"
    path.write_text(room.assignment.read_text())
    assert examine(path).errors == ()


def test_an_exercise_below_a_folder_called_assignments_is_an_exercise(room):
    path = room.folder / "assignments" / "mine" / "area.yaml"
    path.parent.mkdir(parents=True)
    path.write_text(room.exercise.read_text())
    assert examine(path, variants=FEW).figures.variants == FEW


@pytest.mark.parametrize("data", [b"", b"\xff\xff", b"- 1", b"a: [", b"!!python/object:os.x {}"])
def test_what_is_no_exercise_file_is_an_error_and_no_crash(room, data):
    room.exercise.write_bytes(data)
    assert examine(room.exercise).errors


def test_a_file_that_is_not_there_is_an_error(tmp_path):
    (error,) = examine(tmp_path / "nothing.yaml").errors
    assert "cannot be read" in error.fault


@pytest.fixture
def several(room):
    """Return five exercise files; the third of them cannot be read."""
    folder = room.folder / "several"
    folder.mkdir()
    for name in ("c", "a", "e", "b", "d"):
        text = room.exercise.read_text().replace("id: area", f"id: {name}")
        (folder / f"{name}.yaml").write_text("a: [" if name == "c" else text)
    return find_files([folder])


@pytest.mark.parametrize("workers", [1, 2])
def test_files_are_told_about_in_their_order_on_however_many_cores(several, workers):
    shown = []
    pace = Pace(workers=workers, progress=lambda *counts: shown.append(counts))
    examined = list(examine_all(several, variants=3, pace=pace))
    assert [item.file for item in examined] == [str(path) for path in several]
    assert [item.exercise for item in examined] == ["a", "b", "", "d", "e"]
    assert shown == [(number, 5) for number in range(1, 6)]


def test_what_is_found_does_not_depend_on_the_number_of_workers(several):
    alone, together = (
        [item.findings for item in examine_all(several, variants=5, pace=Pace(workers=workers))]
        for workers in (1, 2)
    )
    assert alone == together


def test_the_bundled_assignments_are_clean():
    for path in (bundled("exercises") / "assignments").glob("*.yaml"):
        assert examine(path).findings == ()
