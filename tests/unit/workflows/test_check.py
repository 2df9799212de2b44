"""A look at one notebook: what is answered, in which form. Nothing of it is executed."""

import json
from contextlib import suppress
from pathlib import Path

import pytest

from grader.errors import SubmissionError
from grader.workflows.check import check, language_of


@pytest.fixture
def look(room):
    """Return what is seen in Ada's notebook with these answers."""

    def at(student="ada", **cells):
        return check(room.hand_in(f"{student}.ipynb", room.notebook(student, **cells)))

    return at


def states(seen):
    return {answer.variable: answer.state for answer in seen.answers}


@pytest.mark.parametrize(
    ("source", "state"),
    [
        ("area = ...", "blank"),
        ("", "blank"),
        ("area = 3", "ready"),
        ("area = a * b", "code"),
        ("area = 'three'", "unfit"),
        ("area = [1, 2]", "unfit"),
        ("area = (", "code"),
    ],
)
def test_an_answer_is_blank_ready_code_or_unfit(look, source, state):
    assert states(look(area=source)) == {"area": state, "table": "blank"}


def test_an_unfit_answer_is_told_why_in_the_students_language(look):
    (_, table) = look("dan", table="table = [[1, 2, 3]]").answers
    assert table.text == "Tu matriz es de 1 × 3; se pide una de 2 × 2."


def test_a_sound_notebook_is_sound_and_one_with_a_wrong_form_is_not(look):
    assert look(area="area = 3").sound
    assert not look(area="area = 'three'").sound


def edited(room, change):
    notebook = json.loads(room.right("ada"))
    change(notebook)
    return room.hand_in("ada.ipynb", json.dumps(notebook).encode())


def role(cell):
    return cell["metadata"]["grader"]["role"]


def test_a_deleted_answer_is_missing_and_a_problem(room):
    def delete(notebook):
        notebook["cells"] = [
            cell for cell in notebook["cells"] if "table = [" not in "".join(cell["source"])
        ]

    seen = check(edited(room, delete))
    assert states(seen) == {"area": "ready", "table": "missing"}
    assert any("table" in problem for problem in seen.problems)
    assert not seen.sound


def test_nothing_is_executed(room, look):
    mark = room.folder / "was-here"
    source = f"open({str(mark)!r}, 'w')"
    look(area=f"{source}\narea = 3", table=f"table = {source}")

    def everywhere(notebook):
        for cell in notebook["cells"]:
            if cell["cell_type"] == "code":
                text = "".join(cell["source"])
                cell["source"] = (
                    f"{source}\n{text.replace('check.begin(', f'{source}; check.begin(')}"
                )

    with suppress(SubmissionError):
        check(edited(room, everywhere))
    assert not mark.exists()


@pytest.mark.parametrize(
    "data", [b"", b"{", b"\xff\xff", b"[]", b"{}", b'{"cells": []}', b'{"cells": [{}]}']
)
def test_what_is_no_notebook_of_ours_is_an_error(room, data):
    path = room.hand_in("ada.ipynb", data)
    with pytest.raises(SubmissionError) as caught:
        check(path)
    assert str(caught.value).startswith(f"{path}: ")


def test_a_file_that_is_not_there_is_an_error():
    with pytest.raises(SubmissionError, match=r"ada\.ipynb: cannot be read: No such file"):
        check(Path("nowhere/ada.ipynb"))


def test_a_link_is_an_error(room):
    (room.submissions / "ada.ipynb").symlink_to("elsewhere")
    with pytest.raises(SubmissionError, match="link"):
        check(room.submissions / "ada.ipynb")


def with_setup(change):
    def edit(notebook):
        (cell,) = (cell for cell in notebook["cells"] if role(cell) == "setup")
        cell["source"] = change("".join(cell["source"]))

    return edit


@pytest.mark.parametrize(
    "change",
    [
        lambda _: "",
        lambda _: "from grader import check",
        lambda text: text.replace("check.begin({", "check.begin(dict("),
        lambda text: text[: len(text) // 2],
        lambda _: "check.begin(" + "[" * 5000,
        lambda _: "check.begin({'answers': 3})",
        lambda _: "check.begin({'answers': {'area': 3}})",
        lambda _: "check.begin({'answers': {'area': {}}})",
        lambda text: text.replace("integer", "telepathy"),
        lambda text: text.replace('"exercise"', '"exercises"'),
        lambda text: text.replace("[2, 2]", "[2, 'two']"),
        lambda text: text.replace("[2, 2]", "7"),
        lambda text: text.replace('"area": {', "3: {"),
        lambda text: text.replace('"kind": "integer"', '"kind": []'),
    ],
)
def test_an_edited_setup_cell_is_an_error_and_no_crash(room, change):
    path = edited(room, with_setup(change))
    with pytest.raises(SubmissionError, match="first code cell was changed"):
        check(path)


def test_another_language_in_the_setup_cell_does_no_harm(room):
    path = edited(room, with_setup(lambda text: text.replace('"en"', '"xx"')))
    assert check(path).sound


@pytest.mark.parametrize(
    ("old", "new", "language"),
    [('"es"', '"es"', "es"), ('"es"', '"en"', "en"), ('"es"', '"xx"', "en"), ('"es"', "[]", "en")],
)
def test_the_language_of_a_notebook_is_one_of_ours(room, old, new, language):
    data = room.notebook("dan")
    told = with_setup(lambda text: text.replace(f'"language": {old}', f'"language": {new}'))
    notebook = json.loads(data)
    told(notebook)
    assert language_of(json.dumps(notebook).encode()) == language


def test_what_is_no_notebook_is_in_english():
    assert language_of(b"{") == language_of(b"{}") == "en"
