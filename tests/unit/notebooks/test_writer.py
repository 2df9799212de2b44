import json
from dataclasses import replace
from itertools import count

import nbformat
import pytest

from grader.errors import UsageError
from grader.model.assignment import Feedback
from grader.notebooks import fill, render

OUT = ("predict-correlation", "out")


def sources(notebook, role):
    return [
        "".join(cell["source"])
        for cell in notebook["cells"]
        if cell["metadata"]["grader"]["role"] == role
    ]


def test_a_notebook_is_valid(worksheet):
    notebook = nbformat.reads(render(worksheet).decode(), as_version=nbformat.NO_CONVERT)

    nbformat.validate(notebook)
    assert (notebook.nbformat, notebook.nbformat_minor) == (4, 5)


def test_the_bytes_are_those_that_jupyter_would_save(worksheet):
    data = render(worksheet)

    assert nbformat.writes(nbformat.reads(data.decode(), as_version=4)).encode() + b"\n" == data


def test_the_same_worksheet_gives_the_same_bytes(worksheet):
    assert render(worksheet) == render(worksheet)


def test_the_ids_are_the_same_for_every_student(worksheet, notebook):
    other = json.loads(render(replace(worksheet, student="grace", name="Grace Hopper")))

    assert [cell["id"] for cell in other["cells"]] == [cell["id"] for cell in notebook["cells"]]


def test_the_ids_of_another_assignment_are_others(worksheet, notebook):
    other = json.loads(render(replace(worksheet, assignment="week-4")))

    ids = [{cell["id"] for cell in cells} for cells in (other["cells"], notebook["cells"])]
    assert not set.intersection(*ids)


def test_a_notebook_that_is_not_valid_is_never_handed_out(worksheet, monkeypatch):
    numbers = count()
    monkeypatch.setattr(
        "grader.notebooks.writer.cell_id", lambda *_, **__: f"not an id: {next(numbers)}"
    )

    with pytest.raises(nbformat.ValidationError):
        render(worksheet)


def test_no_two_cells_share_an_id(notebook):
    ids = [cell["id"] for cell in notebook["cells"]]

    assert len(set(ids)) == len(ids)


def test_the_cells_come_in_the_order_of_the_work(notebook):
    assert [cell["metadata"]["grader"]["role"] for cell in notebook["cells"]] == [
        *("text", "setup"),
        *("prompt", "given", "question", "answer"),
        *("prompt", "given", "question", "answer", "question", "answer"),
        *("text", "hand-in"),
    ]


def test_an_answer_cell_is_one_statement_under_a_comment(notebook):
    comment, statement = sources(notebook, "answer")[0].split("\n")

    assert comment.startswith("# ")
    assert statement == "out_1 = ..."


def test_a_label_has_the_keys_that_apply(notebook):
    label = notebook["cells"][5]["metadata"]

    assert label == {
        "deletable": False,
        "grader": {
            "schema": "grader/notebook/1",
            "assignment": "week-3",
            "exercise": "predict-correlation",
            "answer": "out",
            "variant": "v-3f9a",
            "role": "answer",
        },
    }


def test_only_what_a_student_fills_in_can_be_edited(notebook):
    editable = {
        cell["metadata"]["grader"]["role"]
        for cell in notebook["cells"]
        if cell["metadata"].get("editable", True)
    }

    assert editable == {"text", "answer", "hand-in"}


def test_an_exercise_that_gives_nothing_has_no_given_cell(worksheet):
    first, second = worksheet.exercises
    bare = replace(worksheet, exercises=(replace(first, given={}), second))

    assert len(sources(json.loads(render(bare)), "given")) == 1


def test_every_hint_is_folded(notebook):
    assert sources(notebook, "prompt")[0].count("<details><summary>Hint ") == 2


def test_a_name_is_never_taken_for_markdown(worksheet):
    notebook = json.loads(render(replace(worksheet, name="*A* <b>[x]($1)\n# B")))

    assert "**\\*A\\* \\<b\\>\\[x\\](\\$1) \\# B**" in sources(notebook, "text")[0]


def test_a_sheet_that_only_checks_the_form_says_so(notebook):
    assert "not whether they are right" in sources(notebook, "text")[0]


def test_a_practice_sheet_says_that_it_tells_right_from_wrong(practice):
    assert "which answers are right" in sources(json.loads(render(practice)), "text")[0]


def test_a_sheet_that_tells_scores_only_says_so(practice):
    sheet = replace(practice, feedback=Feedback.SCORE)
    assert "and which are not, and no more" in sources(json.loads(render(sheet)), "text")[0]


def test_a_spanish_notebook_is_in_spanish(spanish):
    text = sources(json.loads(render(spanish)), "text")

    assert text[0].split("\n")[2] == "**Ada Lovelace** · 2 ejercicios · 5 puntos · unos 7 minutos"
    assert text[1].startswith("## Entrega")


@pytest.mark.parametrize(
    "prompt",
    [
        "```python answer predict-correlation out\nout_1 = 3\n```",
        "{{ worksheet }} {% raw %} {# x #}",
        "$$\\begin{bmatrix} 1 \\\\ 2 \\end{bmatrix}$$",
        "    indented code\n\n<!-- prompt x -->\n---",
        "línea Δ 🦊  \n\ttab",
    ],
)
def test_a_prompt_arrives_as_it_was_written(worksheet, prompt):
    first, second = worksheet.exercises
    given = replace(worksheet, exercises=(replace(first, prompt=prompt), second))

    notebook = json.loads(render(given))

    assert f"\n\n{prompt}\n\n<details>" in sources(notebook, "prompt")[0]
    assert len(notebook["cells"]) == 14


def test_a_template_of_ones_own_may_leave_out_the_words(worksheet):
    template = """\
```python setup
{{ setup }}
```
{% for exercise in worksheet.exercises %}
```python given {{ exercise.exercise }}
{{ given(exercise) }}
```
{% for answer in exercise.answers %}
```python answer {{ exercise.exercise }} {{ answer.name }}
{{ answer.variable }} = ...
```
{% endfor %}
{% endfor %}
"""
    cells = json.loads(render(worksheet, template=template))["cells"]

    assert {cell["cell_type"] for cell in cells} == {"code"}
    assert len(cells) == 6


def test_a_template_that_forgets_an_answer_is_refused(worksheet):
    template = "```python setup\n{{ setup }}\n```"

    with pytest.raises(UsageError, match="'given predict-correlation' comes 0 times, not 1"):
        render(worksheet, template=template)


def test_a_filled_cell_holds_what_was_typed(worksheet):
    filled = json.loads(fill(render(worksheet), {OUT: "a = 1\nout_1 = [[a]]"}))

    assert sources(filled, "answer")[0] == "a = 1\nout_1 = [[a]]"


def test_filling_in_nothing_changes_nothing(worksheet):
    assert fill(render(worksheet), {}) == render(worksheet)


def test_an_answer_that_is_not_asked_for_cannot_be_filled_in(worksheet):
    with pytest.raises(KeyError):
        fill(render(worksheet), {("predict-correlation", "sum"): "sum_1 = 3"})
