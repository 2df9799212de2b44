from dataclasses import replace

import pytest

from grader.model.grade import Verdict
from grader.reports.grade_text import grade_text


@pytest.mark.parametrize("language", ["en", "es"])
def test_a_submission_reads_like_this(ana, snapshot, language):
    assert grade_text(ana, language) == snapshot


def test_a_tie_says_that_it_could_be_either(tie):
    assert "It could be either of these:" in grade_text(tie, "en")


def test_wrong_cells_are_marked_where_they_stand(ana):
    assert "4  11✗ −6✗  0" in grade_text(ana, "en")


def test_what_the_boundary_rule_made_is_marked(ana):
    assert "(−1)·0° + 0·0° + 2·0° + 1·7" in grade_text(ana, "en")


def test_a_value_that_is_not_a_small_matrix_is_written_on_a_line(with_answer):
    grade = with_answer(given=(tuple(range(40)),), right=(True,) * 39 + (False,))
    shown = grade_text(grade, "en")
    assert "Your answer: [[0, 1, 2" in shown
    assert "39 of 40 cells are right." in shown


def test_only_the_end_of_a_long_output_is_shown(ana):
    shown = grade_text(replace(ana, output="\n".join(map(str, range(100)))), "en")
    assert "  | …\n  | 80\n" in shown
    assert "  | 99\n" in shown


def test_output_cannot_write_to_the_terminal(ana):
    assert "\x1b" not in grade_text(ana, "en")


def test_nothing_handed_in_is_said(course):
    assert "Nothing was handed in." in grade_text(course[4], "en")


@pytest.mark.parametrize("verdict", Verdict)
def test_every_verdict_can_be_told(with_answer, verdict):
    assert grade_text(with_answer(verdict=verdict, given=None, right=()), "es")
