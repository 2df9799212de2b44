import ast
from dataclasses import replace
from fractions import Fraction

import pytest

from grader.model.assignment import Feedback
from grader.notebooks import sheet
from grader.notebooks.sources import assignment, given_source, literal, setup_source


def evaluate(source):
    namespace = {}
    exec(compile(source, "<cell>", "exec"), namespace)  # noqa: S102 - our own source
    return namespace


def as_lists(value):
    return [as_lists(item) for item in value] if isinstance(value, tuple) else value


@pytest.mark.parametrize(
    "value",
    [
        7,
        -0.125,
        True,
        'izquierda "así"\n\\',
        (1, 2, 3),
        (),
        ((1, -20), (300, 4)),
        ((1,), (2, 3)),
        (((1, 2), (3, 4)), ((5, 6), (7, 8))),
        (("a", "bc"), ("def", "g")),
    ],
)
def test_a_given_value_reads_back_as_itself(value):
    assert evaluate(assignment("x", value))["x"] == as_lists(value)


def test_a_fraction_is_written_as_a_division():
    assert evaluate(assignment("x", (Fraction(1, 9),)))["x"] == [1 / 9]


def test_what_is_no_number_can_still_be_written():
    assert literal(float("-inf")) == 'float("-inf")'


def test_the_columns_of_a_matrix_stand_under_one_another():
    assert assignment("image_1", ((1, -2), (30, 4))).split("\n") == [
        "image_1 = [[ 1, -2],",
        "           [30,  4]]",
    ]


def test_an_exercise_that_gives_nothing_has_no_given_source(worksheet):
    class Nothing:
        given = {}  # noqa: RUF012 - read only

    assert given_source(Nothing(), "en") == ""


def test_the_setup_cell_hands_the_sheet_to_check(worksheet):
    tree = ast.parse(setup_source(worksheet))
    argument = next(
        node.args[0]
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)
    )

    assert ast.literal_eval(argument) == sheet(worksheet)


def test_the_setup_cell_fits_into_a_window(worksheet, spanish):
    lines = "\n".join([setup_source(worksheet), setup_source(spanish)]).split("\n")

    assert max(map(len, lines)) <= 100


def test_the_setup_cell_works_without_grader(worksheet, monkeypatch, capsys):
    monkeypatch.setitem(__import__("sys").modules, "grader", None)

    evaluate(setup_source(worksheet))["check"](1, out=2)

    assert "pip install grader" in capsys.readouterr().out


def test_a_sheet_names_every_variable_and_its_form(worksheet):
    assert sheet(worksheet)["answers"]["out_1"] == {
        "exercise": "predict-correlation",
        "answer": "out",
        "kind": "matrix",
        "shape": [2, 2],
    }


def test_a_sheet_has_no_seed_unless_the_assignment_gives_it(worksheet):
    assert sheet(worksheet)["seeds"] == {}


def test_a_practice_sheet_has_the_seeds_and_what_may_be_said(practice, worksheet):
    assert sheet(practice)["seeds"] == {"predict-correlation": "c0ffee"}
    assert sheet(practice)["feedback"] == "full"
    assert sheet(replace(practice, feedback=Feedback.SCORE))["feedback"] == "score"
    assert "feedback" not in sheet(worksheet)
