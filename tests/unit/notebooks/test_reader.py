"""Which cell counts for which answer, whatever was done to the notebook."""

import copy
import json
from dataclasses import replace

import pytest

from grader.model.submission import CellRole
from grader.notebooks import fill, read, render

OUT = ("predict-correlation", "out")
TOTAL = ("count-parameters", "total")
MOVES = ("count-parameters", "moves")
ANSWERS = {OUT: "out_1 = [[1, 2], [3, 4]]", TOTAL: "total_2 = 12", MOVES: 'moves_2 = "left"'}
SETUP, GIVEN, ANSWER, ANSWER_2, ANSWER_3 = 1, 3, 5, 9, 11


@pytest.fixture
def answered(worksheet):
    return json.loads(fill(render(worksheet), ANSWERS))


@pytest.fixture
def read_again(worksheet):
    return lambda notebook: read(json.dumps(notebook).encode(), worksheet)


def codes(submission):
    return [problem.code for problem in submission.problems]


def found(submission):
    return {key: cell.source for cell in submission.cells for key in cell.answers}


def cell_of(submission, key=OUT):
    return next(cell for cell in submission.cells if key in cell.answers)


def own_cell(source):
    return {"cell_type": "code", "id": "own", "metadata": {}, "source": source, "outputs": []}


def strip_labels(notebook):
    for cell in notebook["cells"]:
        cell["metadata"] = {}
    notebook["metadata"] = {}
    return notebook


def strip_ids(notebook):
    for cell in notebook["cells"]:
        del cell["id"]
    return notebook


def test_an_untouched_notebook_is_blank_and_without_problems(worksheet):
    submission = read(render(worksheet), worksheet)

    assert [source.split("\n")[-1] for source in found(submission).values()] == [
        "out_1 = ...",
        "total_2 = ...",
        "moves_2 = ...",
    ]
    assert (submission.problems, submission.missing) == ((), ())


def test_every_answer_comes_back(read_again, answered):
    submission = read_again(answered)

    assert found(submission) == ANSWERS
    assert codes(submission) == []


def test_code_cells_are_numbered_from_1_and_have_a_role(read_again, answered):
    assert [(cell.number, cell.role) for cell in read_again(answered).cells] == [
        (1, CellRole.SETUP),
        (2, CellRole.GIVEN),
        (3, CellRole.ANSWER),
        (4, CellRole.GIVEN),
        (5, CellRole.ANSWER),
        (6, CellRole.ANSWER),
        (7, CellRole.OTHER),
    ]


def test_a_cell_of_the_students_own_is_kept_in_its_place(read_again, answered):
    answered["cells"].insert(ANSWER, own_cell("rows = 2"))

    cells = read_again(answered).cells

    assert (cells[2].role, cells[2].number, cells[2].source) == (CellRole.OTHER, 3, "rows = 2")


def test_labels_are_enough(read_again, answered):
    assert found(read_again(strip_ids(answered))) == ANSWERS


def test_ids_are_enough(read_again, notebook):
    submission = read_again(strip_labels(notebook))

    assert submission.missing == ()
    assert [cell.role for cell in submission.cells[:2]] == [CellRole.SETUP, CellRole.GIVEN]
    assert codes(submission) == []


def test_an_id_that_moved_into_the_metadata_is_enough(read_again, notebook):
    for cell in notebook["cells"]:
        cell["metadata"] = {"id": cell.pop("id")}

    assert read_again(notebook).missing == ()


def test_an_id_that_is_no_text_is_no_id(read_again, answered):
    answered["cells"].append(own_cell("rows = 2") | {"id": ["own"]})

    assert found(read_again(answered)) == ANSWERS


def test_variables_are_enough(read_again, answered):
    submission = read_again(strip_ids(strip_labels(answered)))

    assert found(submission) == ANSWERS
    assert [cell.role for cell in submission.cells[:2]] == [CellRole.SETUP, CellRole.GIVEN]
    assert codes(submission) == []


def test_an_assignment_inside_a_block_or_a_string_is_not_an_answer(read_again, answered):
    notebook = strip_ids(strip_labels(answered))
    notebook["cells"][ANSWER]["source"] = "if True:\n    out_1 = 3\n'''\nout_1 = 4\n'''"

    assert read_again(notebook).missing == (OUT,)


def test_reordered_cells_are_found(read_again, answered):
    answered["cells"].reverse()
    submission = read_again(answered)

    assert found(submission) == ANSWERS
    assert codes(submission) == []


def test_a_deleted_answer_is_missing_and_said_to_be(read_again, answered):
    del answered["cells"][ANSWER]
    submission = read_again(answered)

    assert submission.missing == (OUT,)
    assert codes(submission) == ["missing-answer"]
    assert "out_1" in submission.problems[0].text["es"]


def test_an_answer_in_a_new_cell_is_found_where_its_own_was_deleted(read_again, answered):
    answered["cells"][ANSWER] = own_cell("out_1 = [[9]]")
    submission = read_again(answered)

    assert found(submission)[OUT] == "out_1 = [[9]]"
    assert codes(submission) == []


def test_an_answer_below_its_empty_cell_is_found(read_again, answered):
    answered["cells"][ANSWER]["source"] = "out_1 = ..."
    answered["cells"].insert(ANSWER + 1, own_cell("out_1 = [[9]]"))
    submission = read_again(answered)

    assert cell_of(submission).number == 4
    assert codes(submission) == ["answer-elsewhere"]


def test_an_answer_in_its_own_cell_wins_over_a_scratch_cell(read_again, answered):
    answered["cells"].append(own_cell("out_1 = [[9]]"))

    assert found(read_again(answered))[OUT] == ANSWERS[OUT]


@pytest.mark.parametrize("source", ["out_1, rows = [[1]], 2", "out_1 = [[1, 2]", "out_1[0] = 3"])
def test_a_cell_in_use_wins_over_a_scratch_cell_whatever_it_says(read_again, answered, source):
    answered["cells"][ANSWER]["source"] = source
    answered["cells"].append(own_cell("out_1 = [[9]]"))

    assert cell_of(read_again(answered)).number == 3


def test_an_exact_copy_is_no_problem(read_again, answered):
    answered["cells"].append(copy.deepcopy(answered["cells"][ANSWER]))

    assert codes(read_again(answered)) == []


def test_of_two_copies_the_last_one_that_is_not_blank_counts(read_again, answered):
    for source in ("out_1 = [[5]]", "out_1 = ..."):
        clone = copy.deepcopy(answered["cells"][ANSWER]) | {"source": source}
        answered["cells"].append(clone)
    submission = read_again(answered)

    assert found(submission)[OUT] == "out_1 = [[5]]"
    assert codes(submission) == ["duplicate-answer"]


def test_of_a_split_cell_the_part_that_assigns_counts(read_again, answered):
    for source in ("out_1 = [[5]]", "print(out_1)"):
        clone = copy.deepcopy(answered["cells"][ANSWER]) | {"source": source}
        answered["cells"].append(clone)

    assert found(read_again(answered))[OUT] == "out_1 = [[5]]"


def test_two_answers_merged_into_one_cell_are_both_read_after_it(read_again, answered):
    answered["cells"][ANSWER_2]["source"] = ANSWERS[TOTAL] + "\n" + ANSWERS[MOVES]
    del answered["cells"][ANSWER_3]

    assert cell_of(read_again(answered), MOVES).answers == (TOTAL, MOVES)


def test_an_answer_merged_into_the_given_cell_is_found(read_again, answered):
    given = "".join(answered["cells"][GIVEN]["source"])
    answered["cells"][GIVEN]["source"] = f"{given}\n{ANSWERS[OUT]}"
    del answered["cells"][ANSWER]
    submission = read_again(answered)

    assert found(submission)[OUT].strip() == ANSWERS[OUT]
    assert cell_of(submission).number == 2
    assert codes(submission) == []


@pytest.mark.parametrize("position", [SETUP, GIVEN])
def test_what_is_added_to_a_cell_of_ours_is_run_on_its_own_lines(read_again, answered, position):
    ours = "".join(answered["cells"][position]["source"])
    answered["cells"][position]["source"] = f"{ours}\nimport numpy as np"
    submission = read_again(answered)
    cell = submission.cells[position // 2]

    assert cell.role is CellRole.OTHER
    assert cell.source == "\n" * (ours.count("\n") + 1) + "import numpy as np"
    assert codes(submission) == []


def test_changed_given_values_are_run_with_a_note(read_again, answered):
    answered["cells"][GIVEN]["source"] = "image_1 = [[0]]"
    submission = read_again(answered)

    assert (submission.cells[1].role, submission.cells[1].source) == (
        CellRole.OTHER,
        "image_1 = [[0]]",
    )
    assert codes(submission) == ["edited-given"]


def test_an_emptied_given_cell_is_as_good_as_new(read_again, answered):
    given = "".join(answered["cells"][GIVEN]["source"])
    answered["cells"][GIVEN]["source"] = ""
    submission = read_again(answered)

    assert (submission.cells[1].role, submission.cells[1].source) == (CellRole.GIVEN, given)
    assert codes(submission) == []


@pytest.mark.parametrize(("key", "value"), [("variant", "v-0000"), ("role", "given"), ("role", 3)])
def test_an_edited_label_changes_nothing_but_is_noted(read_again, answered, key, value):
    answered["cells"][ANSWER]["metadata"]["grader"][key] = value
    submission = read_again(answered)

    assert found(submission) == ANSWERS
    assert codes(submission) == ["edited-metadata"]


def test_a_label_cannot_name_an_exercise_that_is_not_there(read_again, answered):
    label = answered["cells"][ANSWER]["metadata"]["grader"] | {"exercise": "<script>"}
    answered["cells"].append(own_cell("rows = 2") | {"metadata": {"grader": label}})

    assert "<script>" not in {cell.exercise for cell in read_again(answered).cells}


@pytest.mark.parametrize("kind", ["markdown", "raw", "heading", None])
def test_an_answer_cell_turned_into_text_is_read_as_code(read_again, answered, kind):
    answered["cells"][ANSWER]["cell_type"] = kind
    submission = read_again(answered)

    assert found(submission) == ANSWERS
    assert codes(submission) == ["not-code"]


def test_lines_for_jupyter_are_skipped_and_noted(read_again, answered):
    answered["cells"][ANSWER]["source"] = f"%matplotlib inline\n{ANSWERS[OUT]}"
    submission = read_again(answered)

    assert found(submission)[OUT] == f"# %matplotlib inline\n{ANSWERS[OUT]}"
    assert codes(submission) == ["jupyter-lines"]


def test_a_notebook_of_somebody_else_is_refused(worksheet):
    theirs = render(replace(worksheet, student="grace", name="Grace Hopper"))
    submission = read(theirs, worksheet)

    assert codes(submission) == ["other-student"]
    assert not submission.gradable
    assert "grace" in submission.problems[0].text["en"]
    assert "Hopper" not in submission.problems[0].text["en"]


def test_a_notebook_of_another_assignment_is_refused(worksheet):
    submission = read(render(replace(worksheet, assignment="week-4")), worksheet)

    assert codes(submission) == ["other-assignment"]


def test_cells_of_another_assignment_are_recognized_without_the_notebooks_label(
    worksheet, read_again
):
    notebook = json.loads(render(replace(worksheet, assignment="week-4")))
    notebook["metadata"] = {}
    notebook["cells"] = [c for c in notebook["cells"] if c["metadata"]["grader"]["role"] == "text"]

    assert codes(read_again(notebook)) == ["other-assignment"]


def test_a_notebook_without_a_cell_of_ours_is_refused(read_again):
    assert codes(read_again({"cells": [own_cell("print(1)")]})) == ["not-ours"]


def test_a_name_from_the_file_is_cut_and_cleaned(read_again, answered):
    answered["metadata"]["grader"]["student"] = "\x1b[31m\n" + "x" * 10_000
    (problem,) = read_again(answered).problems

    assert len(problem.text["en"]) < 200
    assert problem.text["en"].isprintable()


def test_an_untouched_notebook_is_intact(worksheet):
    assert read(render(worksheet), worksheet).integrity.intact


def test_deleted_copied_and_edited_cells_are_recorded(answered, read_again, worksheet):
    cells = answered["cells"]
    cells[GIVEN]["source"] = "image_1 = [[0]]"
    cells[ANSWER_2]["metadata"]["grader"]["variant"] = "of a friend"
    cells.append(copy.deepcopy(cells[ANSWER]))
    del cells[ANSWER_3]

    integrity = read_again(answered).integrity

    assert integrity.missing == ("count-parameters/moves",)
    assert integrity.duplicated == ("predict-correlation/out",)
    assert integrity.edited == ("predict-correlation/given", "count-parameters/total")
    assert integrity.files == ()
    assert not integrity.intact
