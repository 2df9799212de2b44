import pytest

from grader.errors import UsageError
from grader.notebooks.document import cut

HOSTILE = [
    "```python answer a b\nout = 1\n```",
    "```\n<!-- prompt x -->\n```python setup",
    "{{ 7 * 7 }} {% for %} {# gone? #}",
    "$$\\begin{bmatrix} 1 & 0 \\\\ 2 & 5 \\end{bmatrix}$$ \\{\\} \\\\",
    "tail  \n\tdeep\u2028line\x0bfeed\r\nΔ ⊗ 🦊",
    "\x000\x00",
]


def texts(template, **values):
    return [piece.text for piece in cut(template, values)]


@pytest.mark.parametrize("prompt", HOSTILE)
def test_an_inserted_text_survives_letter_by_letter(prompt):
    assert texts("before {{ prompt }} after", prompt=prompt) == [f"before {prompt} after"]


@pytest.mark.parametrize("prompt", HOSTILE)
def test_an_inserted_text_cannot_move_a_cell(prompt):
    template = "{{ prompt }}\n```python setup\nimport this\n```\n{{ prompt }}"

    assert texts(template, prompt=prompt) == [prompt, "import this", prompt]


def test_a_fence_that_does_not_say_what_it_is_for_stays_in_the_text():
    assert len(texts("one\n```python\nimport this\n```\ntwo")) == 1


def test_a_comment_begins_a_text_cell_and_names_it():
    pieces = cut("one\n<!-- question {{ id }} out -->\ntwo", {"id": "a-b"})

    assert [(piece.tag.role, piece.tag.exercise, piece.tag.answer) for piece in pieces] == [
        ("text", "", ""),
        ("question", "a-b", "out"),
    ]


def test_a_cell_without_text_is_left_out():
    assert texts("one\n<!-- prompt a -->\n\n<!-- prompt b -->\ntwo") == ["one", "two"]


def test_a_fence_without_an_end_is_a_mistake_of_the_template():
    with pytest.raises(UsageError, match="has no end"):
        cut("```python setup\nimport this", {})


def test_a_name_that_does_not_exist_is_a_mistake_of_the_template():
    with pytest.raises(UsageError, match="'prompt' is undefined"):
        cut("{{ prompt }}", {})


def test_a_mistake_of_syntax_is_found_with_its_line():
    with pytest.raises(UsageError, match="notebook template:2"):
        cut("one\n{% for %}", {})


def test_a_template_cannot_reach_into_python():
    with pytest.raises(UsageError, match="unsafe"):
        cut("{{ ''.__class__.__mro__ }}", {})
