import re
from dataclasses import replace

import pytest

from grader.model.grade import Verdict
from grader.reports.class_html import Recognized, overview, to_class_html


def test_every_student_is_linked_to_their_page(course):
    links = re.findall(r'href="([^"]*)"', to_class_html(course, language="en"))
    assert links == [f"feedback/{grade.student}.html" for grade in course]


@pytest.mark.parametrize(
    ("student", "link"),
    [
        ("josé ñ", "feedback/jos%C3%A9%20%C3%B1.html"),
        ("../up", "feedback/..%2Fup.html"),
        ('a"b?c#d%', "feedback/a%22b%3Fc%23d%25.html"),
        ("javascript:x", "feedback/javascript%3Ax.html"),
    ],
)
def test_a_link_is_quoted(ana, student, link):
    assert f'href="{link}"' in to_class_html([replace(ana, student=student)], language="en")


def test_a_name_cannot_become_markup(ana):
    text = to_class_html([replace(ana, name="<script>x</script>")], language="en")
    assert "<script" not in text
    assert "&lt;script&gt;" in text


def test_verdicts_are_counted_from_best_to_worst(course):
    assert overview(course, course[0].exercises[1]).verdicts == (
        (Verdict.CORRECT, 1),
        (Verdict.BLANK, 1),
        (Verdict.ERROR, 2),
    )


def test_who_handed_in_nothing_is_in_no_bar(course):
    view = overview(course, course[0].exercises[0])
    assert sum(count for _, count in view.verdicts) == 4


def test_a_tie_counts_for_each_of_its_misconceptions(course):
    assert overview(course, course[0].exercises[0]).recognized == (
        Recognized(misconception="convolve", students=2, tied=1),
        Recognized(misconception="flip_rows", students=1, tied=1),
    )


def test_an_exercise_without_diagnoses_says_so(course):
    assert "No misconception was recognized." in to_class_html(course, language="en")


@pytest.mark.parametrize("language", ["en", "es"])
def test_every_count_of_a_bar_is_written_in_words_too(course, language):
    text = to_class_html(course, language=language)
    word = {"en": "the code failed: 2", "es": "el código falló: 2"}[language]
    assert word in text


def test_a_page_in_spanish_has_decimal_commas(course):
    text = to_class_html(course, language="es")
    assert "media 43,8\u00a0%, mediana 37,5\u00a0%" in text
    assert "2.25" not in text


def test_a_class_of_nobody_is_a_page_all_the_same():
    assert "There are no results yet." in to_class_html([], language="en")


def test_the_page_needs_neither_network_nor_script(course):
    text = to_class_html(course, language="en")
    assert "<script" not in text
    assert "http:" not in text
    assert "https:" not in text


def test_an_exercise_that_a_student_did_not_get_has_a_dash_and_enters_no_bar(mixed):
    text = to_class_html(mixed, language="en")
    assert text.count("<td>–</td>") == 3
    assert sum(count for _, count in overview(mixed, mixed[0].exercises[1]).verdicts) == 2
