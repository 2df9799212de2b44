"""``grader emit``: files or one format printed, and what is refused."""

import json

import pytest

from grader.cli.emit import FORMATS


@pytest.fixture
def result(grade, course):
    assert grade("-o", "graded").code == 0
    return course.folder / "graded" / "results" / "bob.json"


def test_one_format_is_printed(grader, result):
    said = grader("emit", "junit", result)

    assert (said.code, said.err) == (0, "")
    assert said.out.startswith("<?xml")


def test_several_formats_need_a_folder(grader, result, tmp_path):
    refused = grader("emit", "junit", "html", result)
    assert refused.code == 2
    assert "add -o FOLDER" in refused.err

    said = grader("emit", *FORMATS, result, "-o", "out")
    assert said.code == 0
    assert {path.name for path in (tmp_path / "out").iterdir()} == {
        *("grader-result.json", "feedback.html", "report.xml", "summary.md", "annotations.txt"),
        *("github-output.txt", "result.json", "release-body.md", "results.json"),
    }


def test_the_format_json_is_the_result_itself(grader, result):
    assert grader("emit", "json", result).out == result.read_text(encoding="utf-8")


def test_it_speaks_the_language_that_is_asked_for(grader, result):
    assert "0 de 4 puntos" in grader("emit", "step-summary", result).out
    assert "0 of 4 points" in grader("emit", "step-summary", result, "--lang", "en").out


def test_it_says_that_another_run_counts_where_that_is_asked_for(grader, result):
    assert "orientativa" in grader("emit", "step-summary", result, "--formative").out
    assert "orientativa" not in grader("emit", "step-summary", result).out


@pytest.mark.parametrize("content", [b"", b"{}", b"\xff\xfe", b'{"schema": "grader/result/9"}'])
def test_what_is_no_result_is_refused(grader, tmp_path, content):
    (tmp_path / "x.json").write_bytes(content)
    said = grader("emit", "json", "x.json")

    assert said.code == 2
    assert said.err.startswith("x.json: is ")


def test_a_result_that_is_not_there_is_refused(grader):
    said = grader("emit", "json", "nowhere.json")

    assert said.code == 2
    assert "fix: name a result" in said.err


def test_classroom_50_is_told_who_and_what_from_its_environment(grader, result, monkeypatch):
    monkeypatch.setenv("CLASSROOM", "cv")
    monkeypatch.setenv("SUBMISSION_TAG", "submit/x")

    made = json.loads(grader("emit", "classroom50", result).out)
    assert (made["classroom"], made["submission"]) == ("cv", "submit/x")
