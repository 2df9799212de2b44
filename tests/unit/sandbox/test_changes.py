"""What counts is what a variable holds in the student's notebook, wherever it got its value."""

import pytest

from grader.model.submission import Given
from grader.sandbox.changes import changes


@pytest.mark.parametrize(
    "source",
    [
        "out = 1",
        "out[0][1] = 2",
        "out += [1]",
        "for out in range(3): pass",
        "def f():\n    pass\nfor i in [1]:\n    out.append(i)",
        "del out[0]",
        "a, out = 1, 2",
        "out.rows[0].sort()",
    ],
)
def test_a_cell_that_may_change_a_variable_is_seen(source):
    assert changes(source, "out")


@pytest.mark.parametrize(
    "source",
    ["print(out)", "check(out)", "out", "other = out", "x.append(out)", "outer = 1", "out ="],
)
def test_a_cell_that_only_looks_at_a_variable_changes_nothing(source):
    assert not changes(source, "out")


def test_an_answer_that_the_next_cell_fills_is_read_there(notebook):
    filled = notebook.answer("out", "out = []").other("for i in range(3): out.append(i)")

    assert filled.outcome(parse=None) == Given(value=(0, 1, 2))


def test_a_value_put_right_further_down_counts(notebook):
    assert notebook.answer("out", "out = 5").other("out = 6").outcome(parse=None) == Given(value=6)


def test_a_later_cell_that_only_looks_costs_nothing(notebook):
    looked = notebook.answer("out", "out = 5").other("print(out.missing)")

    assert looked.outcome(parse=None) == Given(value=5)
