"""`grader export` as it is typed, on a small course that was graded."""

import csv
from pathlib import Path

import pytest

CANVAS = (
    "Student,ID,SIS Login ID,Section,Shapes (7)\n"
    "    Points Possible,,,,4\n"
    '"Lovelace, Ada",1,ada,CV,\n'
    '"Somebody, Else",2,x,CV,\n'
)


@pytest.fixture
def graded(grade):
    assert grade().code == 0


def lines(name):
    return list(csv.reader(Path(name).read_text().splitlines()))


@pytest.mark.parametrize(
    ("name", "place"), [("csv", 3), ("moodle", 3), ("nbgrader", 9), ("gradescope", 5)]
)
def test_every_format_is_written_with_the_same_totals(grader, graded, name, place):
    said = grader("export", name, "--release", "release")
    assert (said.code, said.err) == (0, "")
    assert said.out == f"The grades of 3 students are in grades-{name}.csv.\n"
    assert [line[place] for line in lines(f"grades-{name}.csv")[1:]] == ["4", "0", "4"]


def test_canvas_is_filled_and_who_is_left_out_is_said(grader, graded):
    Path("canvas.csv").write_text(CANVAS)
    said = grader("export", "canvas", "--release", "release", "--gradebook", "canvas.csv")
    assert said.out == "The grades of 1 students are in grades-canvas.csv.\n"
    assert said.err == (
        "warning: not in the gradebook: bob\n"
        "warning: not in the gradebook: cyd\n"
        "warning: in the gradebook, but without a grade: Somebody, Else\n"
    )
    assert lines("grades-canvas.csv")[2] == ["Lovelace, Ada", "1", "ada", "CV", "4"]


def test_the_gradebook_itself_is_never_written_over(grader, graded):
    Path("canvas.csv").write_text(CANVAS)
    said = grader(
        *("export", "canvas", "--release", "release", "--gradebook", "canvas.csv"),
        *("-o", "./canvas.csv"),
    )
    assert (said.code, Path("canvas.csv").read_text()) == (2, CANVAS)


@pytest.mark.parametrize(
    ("arguments", "fault"),
    [
        (("canvas", "--release", "release"), "which gradebook is to be filled?"),
        (("csv",), "who takes part?"),
        (("csv", "release", "--release", "release"), "there are no results in it"),
        (("nbgrader", "--release", "release", "--due", "soon"), "'soon' is no date and time"),
    ],
)
def test_what_cannot_be_is_an_error_with_a_fix(grader, graded, arguments, fault):
    said = grader("export", *arguments)
    assert said.code == 2
    assert fault in said.err
    assert "fix:" in said.err


def test_who_was_not_graded_is_said(grader, graded):
    Path("graded/results/cyd.json").unlink()
    said = grader("export", "csv", "--release", "release")
    assert said.err == "warning: not graded yet: cyd\n"


def test_a_workbook_is_written(grader, graded):
    openpyxl = pytest.importorskip("openpyxl")
    assert grader("export", "xlsx", "--release", "release").code == 0
    sheet = openpyxl.load_workbook("grades-xlsx.xlsx").active
    assert sheet["D2"].value == 4
