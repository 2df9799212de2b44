from hypothesis import given
from hypothesis import strategies as st

from grader.reports.prose import Span, paragraphs, unmarked


@given(st.text(alphabet="ab *`\n"))
def test_no_letter_of_a_text_is_lost(text):
    letters = [letter for letter in text if letter in "ab"]
    spans = [span.text for part in paragraphs(text) for span in part]
    assert [letter for letter in "".join(spans) if letter in "ab"] == letters


def test_bold_and_code_become_spans():
    assert paragraphs("**No**: use `f`") == (
        (Span(text="No", bold=True), Span(text=": use "), Span(text="f", code=True)),
    )


def test_stars_within_code_stay():
    assert paragraphs("`a**b` and `c**d`")[0] == (
        Span(text="a**b", code=True),
        Span(text=" and "),
        Span(text="c**d", code=True),
    )


def test_code_within_bold_is_both():
    assert paragraphs("**use `f`**")[0] == (
        Span(text="use ", bold=True),
        Span(text="f", bold=True, code=True),
    )


def test_a_mark_without_its_partner_is_text():
    assert paragraphs("2 ** 3 and `") == ((Span(text="2 ** 3 and `"),),)


def test_a_blank_line_divides_paragraphs():
    assert unmarked("one\n \n\n**two**") == "one\n\ntwo"
