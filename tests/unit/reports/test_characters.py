import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.reports.characters import one_line, plain

ANYTHING = st.text(st.characters(exclude_categories=()) | st.sampled_from("\x1b[]m\x07\\;\r\n"))


@given(ANYTHING)
def test_plain_text_has_no_control_characters_and_can_be_encoded(text):
    shown = plain(text)
    assert not [c for c in shown if unicodedata.category(c) in {"Cc", "Cs"} and c not in "\t\n"]


@given(ANYTHING)
def test_making_text_plain_twice_changes_nothing_more(text):
    assert plain(plain(text)) == plain(text)


@given(st.text(st.characters(categories=["L", "N", "P", "S"])))
def test_printable_text_stays_as_it_is(text):
    assert plain(text) == text


@pytest.mark.parametrize(
    "hostile",
    [
        "\x1b[2J",
        "\x1b[31m",
        "\x1b]0;title\x07",
        "\x1b]8;;http://a\x1b\\",
        "\x1bc",
        "\u202e",
        "\x9b",
    ],
)
def test_what_a_terminal_would_obey_is_removed(hostile):
    assert plain(f"a{hostile}b") == "ab"


def test_every_kind_of_line_end_becomes_a_line_feed():
    assert plain("a\r\nb\rc\u2028d") == "a\nb\nc\nd"


@given(ANYTHING)
def test_one_line_is_one_short_line(text):
    line = one_line(text, most=20)
    assert len(line) <= 20
    assert "\n" not in line
