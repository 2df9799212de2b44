"""What tables tell of a grade is the same whether they have all of it or what they need."""

from dataclasses import replace

import pytest

from grader.model.text import LANGUAGES
from grader.reports import class_html, scores_csv
from grader.reports.briefs import Briefs, brief
from grader.reports.scores_text import scores_table
from grader.reports.standings import summarize


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_tables_of_a_class_are_the_same(course, language):
    whole, told = course, [brief(grade) for grade in course]
    assert told != list(whole)
    assert scores_csv.to_csv(told) == scores_csv.to_csv(whole)
    assert summarize(told) == summarize(whole)
    for table in (
        lambda listed: class_html.to_class_html(listed, language=language),
        lambda listed: scores_table(listed, language=language, color=False, width=100),
    ):
        assert table(told) == table(whole)


def test_a_brief_is_its_own_brief(course):
    for grade in map(brief, course):
        assert brief(grade) == grade


def test_what_several_students_have_alike_is_kept_once(ana):
    briefs = Briefs()
    first, second = (briefs.of(replace(ana, student=student)) for student in ("ana", "eva"))
    assert first.student != second.student
    for mine, theirs in zip(first.exercises, second.exercises, strict=True):
        assert mine is theirs
    other = briefs.of(replace(ana, exercises=tuple(map(without_diagnosis, ana.exercises))))
    assert other.exercises[0] is not first.exercises[0]
    assert not other.exercises[0].diagnoses


def without_diagnosis(exercise):
    return replace(exercise, diagnoses=())
