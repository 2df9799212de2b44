"""`grader regrade` as it is typed, on a small course."""

import csv
import json
from pathlib import Path

import pytest


@pytest.fixture
def regrade(grader, course):
    """Return what `grader regrade` says about the small course."""
    assert grader("collect", "submissions", "--release", "release").code == 0

    def call(*arguments):
        return grader(
            *("regrade", "assignments/shapes.yaml", "collected", "--release", "release"),
            *("--secret-file", "course.secret", *arguments),
        )

    return call


def test_differences_are_printed_and_kept(regrade):
    Path("scores.csv").write_text("username,score,max_score\nada,4,4\nbob,4,4\n")
    said = regrade("--student-side", "scores.csv")
    assert (said.code, said.err) == (0, "")
    assert said.out == (
        "student  their side  here  before  recorded\n"
        "ada               4     4       –       4/4\n"
        "bob               4     0       –       0/4\n"
        "cyd               –     4       –       4/4\n"
        "\n"
        "1 scores differ from those on the students' side.\n"
        "3 graded; 0 earlier results are kept in graded/history.\n"
        "All of this is in graded/differences.csv.\n"
    )
    with Path("graded/differences.csv").open(newline="") as file:
        rows = {row["student"]: row for row in csv.DictReader(file)}
    assert (rows["bob"]["claimed"], rows["bob"]["difference"]) == ("4", "4")
    assert rows["cyd"]["difference"] == ""


def test_points_set_by_hand_are_found_beside_the_results_and_never_lost(regrade, grade):
    Path("graded").mkdir()
    own = "student,points,reason\nBOB,1.5,oral exam\neve,9,\n"
    Path("graded/by-hand.csv").write_text(own)
    for command in (regrade, regrade, grade):
        said = command("--json")
        assert said.err == (
            "warning: graded/by-hand.csv: eve fits nobody on the roster, so it was left aside\n"
        )
        assert Path("graded/by-hand.csv").read_text() == own
        result = json.loads(Path("graded/results/bob.json").read_text())
        assert result["earned"] == "1.5"
        assert result["feedback"][-1]["code"] == "by-hand"
    with Path("graded/grades.csv").open(newline="") as file:
        rows = {row["student"]: row for row in csv.DictReader(file)}
    assert (rows["bob"]["total"], rows["bob"]["remarks"][:7]) == ("1.5", "by-hand")


def test_a_second_run_keeps_what_the_first_recorded(regrade):
    regrade()
    said = regrade("--json")
    assert [item["before"] for item in json.loads(said.out)] == ["4", "0", "4"]
    assert len(list(Path("graded/history/ada").iterdir())) == 1
    assert len(list(Path("graded/results").iterdir())) == 3
