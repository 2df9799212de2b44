"""A block with a line to itself goes with its line; beside words, the line breaks as written."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.texts import TemplateFault, render

VALUES = {"yes": True, "row": (1, 2)}


@pytest.mark.parametrize(
    ("template", "shown"),
    [
        ("one {% if yes %}two{% endif %}\nthree", "one two\nthree"),
        ("{% if yes %}one{% else %}two{% endif %}\nthree", "one\nthree"),
        ("one {# a note #}\ntwo", "one \ntwo"),
        ("one {% set n = 1 %}\ntwo", "one \ntwo"),
        ("{% raw %}{{ n }}{% endraw %}\ntwo", "{{ n }}\ntwo"),
        ("{{ yes }}{% if yes %}{% endif %}\ntwo", "True\ntwo"),
    ],
)
def test_the_line_breaks_after_a_block_beside_words(template, shown):
    assert render(template, VALUES, "en") == shown


@pytest.mark.parametrize(
    ("template", "shown"),
    [
        ("{% if yes %}\none\n{% endif %}\ntwo", "one\ntwo"),
        ("- list\n  {% if yes %}\n  - one\n  {% endif %}\n- two", "- list\n  - one\n- two"),
        ("{% for n in row %}\n- {{ n }}\n{% endfor %}\nend", "- 1\n- 2\nend"),
        ("one\n\n{# a note #}\ntwo", "one\n\ntwo"),
        ("one\n{% if yes %} {% set n = 1 %}  \ntwo{% endif %}", "one\ntwo"),
        ("one\n{% if yes\n   and yes %}\ntwo{% endif %}", "one\ntwo"),
        ("one\n{%- if yes -%}\n two{% endif %}", "onetwo"),
        ("one\n{% if yes +%}\ntwo{% endif %}", "one\n\ntwo"),
        ("one\n{% if yes %}{% endif %}", "one\n"),
    ],
)
def test_a_block_with_a_line_to_itself_leaves_no_line_behind(template, shown):
    assert render(template, VALUES, "en") == shown


@given(st.lists(st.sampled_from(["word", " ", "    ", "\n", "|", "1."])).map("".join))
def test_a_text_without_blocks_is_shown_as_it_is(text):
    assert render(text, {}, "en") == text.removesuffix("\n")


@given(
    st.lists(st.sampled_from(["{% if yes %}\n  x\n  {% endif %}\n", "a {% set n = 1 %}\n", "\n"]))
)
def test_no_line_gets_another_number(lines):
    above = "".join(lines)
    with pytest.raises(TemplateFault) as caught:
        render(f"{above}{{{{ word.upper }}}}", VALUES, "en")
    assert caught.value.line == above.count("\n") + 1
