"""`grader demo`, and the command that it tells its reader to type next."""

import csv
import io
import json
import shlex

import pytest

from grader.cli.main import run
from grader.reports.result_json import SCHEMA, from_json
from grader.reports.standings import worst

# Student → of each exercise: points, the worst verdict, what was diagnosed.
EXPECTED = {
    "ada": [(4, "correct", ""), (4, "correct", ""), (2, "correct", ""), (4, "correct", "")],
    "bruno": [(4, "correct", ""), (4, "correct", ""), (2, "correct", ""), (4, "correct", "")],
    "carmen": [
        (None, "partial", "convolve"),
        (None, "incorrect", "correlate"),
        (None, "partial", "opposite"),
        (None, "partial", "keras_bias"),
    ],
    "dmitri": [
        (None, "partial", "flip_rows"),
        (None, "partial", "flip_columns"),
        (2, "correct", ""),
        (None, "partial", "crosses_channels"),
    ],
    "elena": [
        (None, "partial", "zero_border"),
        (None, "partial", "rotate_output"),
        (2, "correct", ""),
        (None, "partial", "shared_kernel"),
    ],
    "farid": [(None, "partial", ""), (None, "partial", ""), (2, "correct", ""), (4, "correct", "")],
    "greta": [(4, "correct", ""), (0, "blank", ""), (0, "blank", ""), (1, "blank", "")],
    "hugo": [(0, "invalid", ""), (None, "invalid", ""), (None, "partial", ""), (4, "correct", "")],
    "ines": [(4, "correct", ""), (4, "correct", ""), (0, "invalid", ""), (None, "invalid", "")],
    "jonas": [(0, "error", ""), (4, "correct", ""), (2, "correct", ""), (4, "correct", "")],
    "kim": [(0, "timeout", ""), (None, "timeout", ""), (2, "correct", ""), (4, "correct", "")],
}


@pytest.fixture(scope="module")
def made(tmp_path_factory, program):
    """Return the folder of one demo, with a space in its name, what was printed, and its results.

    The results are read at once: some tests edit a submission and grade again.
    """
    above = tmp_path_factory.mktemp("demo")
    said = program("demo", "my course", cwd=above)
    assert (said.code, said.err) == (0, "")
    paths = sorted((above / "my course" / "results").iterdir())
    results = {path.stem: path.read_text(encoding="utf-8") for path in paths}
    return above / "my course", said.out, results


@pytest.fixture
def course(made):
    return made[:2]


@pytest.fixture
def results(made):
    return made[2]


def test_twelve_of_everything_are_made(course, results):
    folder, _ = course
    assert len(list((folder / "release").glob("*.ipynb"))) == 12
    assert len(list((folder / "submissions").glob("*.ipynb"))) == 12
    assert len(list((folder / "feedback").glob("*.html"))) == 12
    assert len(results) == 12
    assert {json.loads(text)["schema"] for text in results.values()} == {SCHEMA}
    rows = list(csv.DictReader(io.StringIO((folder / "grades.csv").read_text(encoding="utf-8"))))
    assert [row["student"] for row in rows] == sorted(results)
    assert (folder / "index.html").read_text(encoding="utf-8").startswith("<!DOCTYPE html>")


@pytest.mark.parametrize("student", EXPECTED)
def test_every_manner_of_answering_has_its_verdicts_and_diagnoses(results, student):
    grade = from_json(results[student])
    for exercise, (points, verdict, diagnosis) in zip(
        grade.exercises, EXPECTED[student], strict=True
    ):
        found = ",".join(item.misconception for item in exercise.diagnoses)
        # A test may not know which wrong verdict a partly right answer has: partial credit does.
        wrong = {"partial", "incorrect"}
        seen = worst(exercise).value
        assert seen in wrong if verdict in wrong else seen == verdict, exercise.exercise
        assert diagnosis in found.split(","), (exercise.exercise, found)
        if points is None:
            assert exercise.earned < exercise.possible
        else:
            assert exercise.earned == points


def test_a_damaged_notebook_is_not_graded_and_says_why(results):
    grade = from_json(results["luis"])
    assert [problem.code for problem in grade.problems] == ["not-json"]
    assert grade.earned == 0


def test_the_last_line_is_a_command_that_works(course, monkeypatch, capsys):
    folder, printed = course
    program, *arguments = shlex.split(printed.splitlines()[-1])
    assert program == "grader"
    monkeypatch.chdir(folder.parent)
    assert run(arguments) == 0
    assert "0 graded, 12 unchanged since the last run." in capsys.readouterr().out


def test_after_an_edit_that_command_grades_the_edited_notebook(course, monkeypatch, capsys):
    folder, printed = course
    monkeypatch.chdir(folder.parent)
    (folder / "submissions" / "ada.ipynb").write_bytes(
        (folder / "release" / "ada.ipynb").read_bytes()
    )
    assert run(shlex.split(printed.splitlines()[-1])[1:]) == 0
    assert "1 graded, 11 unchanged" in capsys.readouterr().out


def test_a_second_demo_in_the_same_folder_works(course, monkeypatch, capsys):
    folder, printed = course
    monkeypatch.chdir(folder.parent)
    assert run(["demo", folder.name]) == 0
    assert capsys.readouterr().out == printed


def test_the_score_table_speaks_spanish(course, monkeypatch, capsys):
    folder, _ = course
    monkeypatch.chdir(folder.parent)
    assert run(["demo", folder.name, "--lang", "es"]) == 0
    assert "estudiante" in capsys.readouterr().out.casefold()
