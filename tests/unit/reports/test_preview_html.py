"""The author's page of every exercise of the bank, in both languages."""

import re
from collections import Counter
from html import unescape

import pytest

from grader.assets import bundled
from grader.model.variant import AnswerView, Form
from grader.reports.planes import planes
from grader.reports.preview_html import code, shown, written
from grader.spec import Bank
from grader.workflows.preview import preview_page, previewed

BANK = Bank([bundled("exercises")])
LANGUAGES = ["en", "es"]
PAGES = {}


def page_of(exercise, language):
    """Return the page; each is made once."""
    key = exercise, language
    if key not in PAGES:
        PAGES[key] = preview_page(BANK.exercise(exercise), language=language)
    return PAGES[key]


def words(text):
    body = re.sub(r"<style>.*?</style>", "", text, flags=re.DOTALL)
    return " ".join(unescape(re.sub(r"<[^>]*>", " ", body)).split())


@pytest.fixture(params=LANGUAGES)
def language(request):
    return request.param


@pytest.fixture
def page(exercise_id, language):
    """The page of every exercise in every language, one after the other."""
    return page_of(exercise_id, language)


def test_it_needs_neither_network_nor_script(page):
    assert not re.search(r"<(script|img|iframe|link|object|form)\b", page)
    assert not re.search(r"\b(src|href|action|on\w+)=", page)
    assert "url(" not in page
    assert "@import" not in page
    assert "default-src 'none'" in page


def test_every_element_is_closed_in_turn(page):
    opened = []
    for closing, tag, attributes in re.findall(r"<(/?)([a-z0-9]+)((?:[^<>\"]|\"[^\"]*\")*)>", page):
        if closing:
            assert opened.pop() == tag
        elif tag not in {"meta", "input", "br", "hr"} and not attributes.endswith("/"):
            opened.append(tag)
    assert opened == []


def test_every_id_is_its_own(page):
    counted = Counter(re.findall(r' id="([^"]+)"', page))
    assert all(times == 1 for times in counted.values())


def test_every_formula_of_the_bank_is_set(page):
    assert not re.search(r"<code>\$", page)


def test_tables_that_are_no_matrices_of_the_prompt_have_captions(page):
    main = re.sub(r'<div class="prose">.*?</div>', "", page, flags=re.DOTALL)
    for drawn in re.findall(r"<table.*?</table>", main, flags=re.DOTALL):
        assert "<caption>" in drawn
        assert '<th scope="col">' in drawn


def test_title_key_answers_and_every_misconception_are_there(exercise_id, language):
    exercise = BANK.exercise(exercise_id)
    shown = words(page_of(exercise_id, language))
    assert exercise.title[language] in shown
    for answer in exercise.answers:
        assert f"( {answer.name} ):" in shown
    for misconception in exercise.misconceptions:
        assert f" {misconception.id} " in shown


def test_the_language_of_the_page_is_that_of_its_texts(page, language):
    assert f'<html lang="{language}">' in page


def test_the_same_variant_gives_the_same_bytes():
    exercise = BANK.exercise("predict-correlation")
    assert preview_page(exercise, seed=2) == preview_page(exercise, seed=2)
    assert preview_page(exercise, seed=2) != preview_page(exercise, seed=3)


def test_cells_that_differ_from_the_key_have_a_mark_and_words():
    text = page_of("predict-correlation", "en")
    differing = sum(
        answer.differs.count(True)
        for mistake in previewed(BANK.exercise("predict-correlation")).mistakes
        for answer in mistake.answers
    )
    assert text.count('<td class="differs">') == differing > 0
    assert text.count('<span class="unseen"> differs from the key</span>') == differing
    assert text.count('<span class="mark" aria-hidden="true">≠</span>') == differing


def test_what_a_misconception_gives_is_what_the_variant_holds():
    preview = previewed(BANK.exercise("predict-correlation"))
    for mistake in preview.mistakes:
        held = preview.variant.wrong.get(mistake.misconception.id, {})
        assert {answer.answer.name: answer.value for answer in mistake.answers} == held
        for answer in mistake.answers:
            key = preview.variant.key[answer.answer.name]
            assert answer.same == tuple(
                one.value == other.value
                for one_plane, other_plane in zip(planes(answer.value), planes(key), strict=True)
                for one_row, other_row in zip(one_plane.rows, other_plane.rows, strict=True)
                for one, other in zip(one_row, other_row, strict=True)
            )


CHOICE = AnswerView(
    name="which",
    variable="which",
    label="Which",
    form=Form(kind="choice", options=("left", "up", "down"), reasons=("read", "written")),
)


@pytest.mark.parametrize(
    ("value", "told"),
    [
        ("up", "B (up)"),
        (("left", "down"), "A (left), C (down)"),
        (("down", "written"), "C (down), 2 (written)"),
        ((), "[]"),
        ("elsewhere", "elsewhere"),
    ],
)
def test_a_choice_is_shown_by_its_letter_and_its_id(value, told):
    assert written(CHOICE, value, language="en") == told


STEPS = AnswerView(
    name="cell",
    variable="cell",
    label="Cell",
    form=Form(kind="steps", parts=(("window", (2, 2)), ("sum", ()))),
)


@pytest.mark.parametrize("same", [(True, False, True, True, False), (False, False), ()])
def test_an_answer_of_several_parts_is_shown_part_by_part(same):
    window, total = shown(STEPS, (((1, 2), (3, 4)), 10), same, language="en")
    assert (window.part, total.part) == ("window", "sum")
    assert (total.planes, total.text) == ((), "10")
    marks = [cell.right for row in window.planes[0].rows for cell in row]
    assert marks == {5: [True, False, True, True], 2: [False] * 4, 0: [None] * 4}[len(same)]


def test_an_answer_with_other_parts_than_asked_for_is_shown_as_a_whole():
    (whole,) = shown(STEPS, (1, 2, 3), language="en")
    assert whole.part == ""


def test_a_value_is_written_as_in_python_whatever_the_language():
    assert "kernel = [[" in words(page_of("predict-correlation", "es"))
    assert code((1.5, -2)) == "[1.5, -2]"


def test_a_misconception_that_does_not_apply_says_so():
    exercise = BANK.exercise("identify-shift")
    for seed in range(1, 9):
        preview = previewed(exercise, seed=seed)
        missing = [one for one in preview.mistakes if not one.answers]
        shown = words(preview_page(exercise, seed=seed))
        assert shown.count("Does not apply to this variant.") == len(missing)
        if missing:
            return
    pytest.fail("every misconception applied to every variant")


def test_the_worked_solution_has_a_step_for_every_cell():
    text = page_of("predict-correlation", "en")
    assert text.count('<input type="radio"') == 16
    assert len(text.encode()) < 200_000


def test_an_exercise_without_a_trace_has_no_steps():
    assert '<input type="radio"' not in page_of("count-depthwise-separable", "en")


def test_difficulty_is_told_with_its_band():
    assert re.search(r"products \d\d 38 to 52", words(page_of("predict-correlation", "en")))
