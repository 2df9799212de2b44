import re
from dataclasses import replace
from html import unescape
from html.parser import HTMLParser

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from grader.model.grade import Chosen, Remark
from grader.model.submission import Problem
from grader.reports.feedback_html import to_html
from grader.reports.planes import MOST_CELLS

VOID = {"meta", "br", "link", "img", "input", "hr"}
SHARED = settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=40, deadline=None
)


class Page(HTMLParser):
    """The elements of a page, and whether each that was opened was closed in turn."""

    def __init__(self, text):
        super().__init__(convert_charrefs=True)
        self.open, self.tags, self.attributes, self.data = [], [], [], []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        self.attributes.extend(attrs)
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        self.data.append(data)


def words(text):
    """Return what is read on the page, style sheet and tags left out."""
    body = re.sub(r"<style>.*?</style>", "", text, flags=re.DOTALL)
    return " ".join(unescape(re.sub(r"<[^>]*>", " ", body)).split())


HOSTILE = '<script>alert(1)</script><img src=x onerror="a()">\'"&{{ 7*7 }}{% raw %}'


@pytest.fixture(
    params=["title", "name", "student", "output", "say", "given", "problem", "remark", "option"]
)
def hostile(request, ana, with_exercise, with_answer):
    """A grade with markup in one of the texts that are not ours."""
    texts = {"en": HOSTILE}
    exercise = ana.exercises[0]
    return {
        "title": lambda: replace(ana, title=texts),
        "name": lambda: replace(ana, name=HOSTILE),
        "student": lambda: replace(ana, student=HOSTILE),
        "output": lambda: replace(ana, output=f"</pre>{HOSTILE}"),
        "say": lambda: with_exercise(diagnoses=(replace(exercise.diagnoses[0], say=texts),)),
        "given": lambda: with_answer(given=HOSTILE, right=()),
        "option": lambda: with_answer(chosen=(Chosen(option="x", mark=HOSTILE, text=texts),)),
        "problem": lambda: replace(ana, problems=(Problem(code="x", text=texts),)),
        "remark": lambda: replace(ana, feedback=(Remark(code="x", text=texts),)),
    }[request.param]()


@pytest.mark.parametrize("language", ["en", "es"])
def test_every_element_is_closed_in_turn(course, language):
    for grade in course:
        assert Page(to_html(grade, language=language)).open == []


def test_text_that_is_not_ours_cannot_become_markup(hostile):
    page = Page(to_html(hostile, language="en"))
    assert not {"script", "img"} & set(page.tags)
    assert any("alert(1)" in data for data in page.data)


@SHARED
@given(text=st.text(st.characters(exclude_categories=())))
def test_whatever_a_student_prints_the_page_is_whole_and_can_be_encoded(ana, text):
    grade = replace(ana, output=text, name=text)
    assert Page(to_html(grade, language="en").encode().decode()).open == []


def test_the_page_needs_neither_network_nor_script(ana):
    text = to_html(ana, language="en")
    page = Page(text)
    assert not {"script", "link", "img", "iframe"} & set(page.tags)
    assert not {"src", "href"} & {name for name, _ in page.attributes}
    assert "url(" not in text
    assert "@import" not in text
    assert "default-src 'none'" in text


def test_the_page_says_its_language(ana):
    assert '<html lang="es">' in to_html(ana, language="es")


def test_numbers_in_spanish_have_a_decimal_comma(ana):
    shown = words(to_html(ana, language="es"))
    assert "2,25 de 6 puntos · 37,5\u00a0%".replace("\u00a0", " ") in shown
    assert "2.25" not in shown


def test_no_number_is_told_by_color_alone(ana):
    text = to_html(ana, language="en")
    assert text.count('<td class="right">') == text.count('<span class="unseen"> right') == 13
    assert text.count('<td class="wrong">') == text.count('<span class="unseen"> wrong') == 3


def test_tables_have_captions_and_headings(course):
    for grade in course:
        text = to_html(grade, language="en")
        tables = re.findall(r"<table.*?</table>", text, flags=re.DOTALL)
        assert all("<caption>" in table for table in tables)
        assert all('<th scope="col">' in table for table in tables)


def test_the_steps_begin_with_the_first_wrong_cell_and_what_was_written_there(ana):
    text = to_html(ana, language="en")
    (begun,) = re.findall(r"<input[^>]* checked>", text)
    assert 'id="step-1-2"' in begun
    assert (
        "Row 0, column 1: (−1)·0 + 0·0 + 2·0 + 1·7 + 0·2 + (−2)·5 + 0·1 + 1·8 + (−1)·3 = 2. "
        "Cells outside the image count as 0. You wrote 11." in words(text)
    )


def test_what_was_written_is_told_at_wrong_cells_only(ana):
    assert words(to_html(ana, language="en")).count("You wrote") == 3


def test_without_a_worked_answer_there_are_no_steps(with_exercise):
    text = to_html(with_exercise(worked=None), language="en")
    assert 'type="radio"' not in text
    assert "How out comes about" not in words(text)


def test_one_diagnosis_is_told_with_its_evidence(ana):
    shown = words(to_html(ana, language="en"))
    assert "What seems to have happened You rotated the kernel" in shown
    assert "9 of 9 cells that tell it apart" in shown
    assert "either" not in shown


def test_bold_and_code_of_a_sentence_are_rendered(ana):
    text = to_html(ana, language="en")
    assert "<strong>convolution</strong>" in text
    assert "<code>correlate</code>" in text


def test_two_diagnoses_are_told_as_a_tie(tie):
    assert "It could be either of these:" in words(to_html(tie, language="en"))


def test_a_single_cell_of_evidence_is_not_counted(ana, with_exercise):
    single = replace(ana.exercises[0].diagnoses[0], agree=1, differ=1)
    shown = words(to_html(with_exercise(diagnoses=(single,)), language="en"))
    assert "Your answer is what this gives." in shown


def test_problems_come_before_the_exercises(ana):
    shown = words(to_html(ana, language="en"))
    assert shown.index("About the file") < shown.index("Exercise 1")


def test_output_is_folded_and_without_escape_sequences(ana):
    text = to_html(ana, language="en")
    assert "<details>" in text
    assert "\x1b" not in text
    assert "[31m" not in text


def test_nothing_handed_in_is_said(course):
    assert "Nothing was handed in." in words(to_html(course[4], language="en"))


def test_a_file_that_cannot_be_graded_is_not_said_to_be_read_or_run(course):
    shown = words(to_html(course[5], language="en"))
    assert "The file is not a notebook." in shown
    assert "code was run" not in shown


def test_an_assignment_without_points_has_no_bar(ana):
    grade = replace(ana, earned=ana.earned * 0, possible=ana.possible * 0)
    assert 'class="bar"' not in to_html(grade, language="en")


def test_an_answer_that_is_no_small_array_is_written_out(with_answer):
    text = to_html(with_answer(given=(0,) * (MOST_CELLS + 1), right=()), language="en")
    assert "Your answer:" in words(text)


CHOSEN = (
    Chosen(option="left", mark="B", text={"en": "to the **left**", "es": "a la **izquierda**"}),
    Chosen(option="read", mark="2", text={"en": "as `read`", "es": "como se `lee`"}),
)


def test_an_option_is_shown_by_its_letter_and_its_text(with_answer):
    answer = with_answer(kind="choice", given=("left", "read"), right=(), chosen=CHOSEN)
    page = to_html(answer, language="es")
    assert "Tu respuesta: B a la izquierda 2 como se lee" in words(page)
    assert "<strong>izquierda</strong>" in page
    assert "<code>left</code>" not in page


def test_nothing_of_several_is_an_answer_too(with_answer):
    page = to_html(with_answer(kind="choice", given=(), right=()), language="en")
    assert "Your answer: none of the options" in words(page)


def test_chosen_options_are_no_table_of_numbers(with_answer):
    page = to_html(with_answer(kind="choice", given=("h2", "h5", "h6"), right=()), language="en")
    assert "Your answer: [h2, h5, h6]" in words(page)
    assert '<table class="grid">' not in page
