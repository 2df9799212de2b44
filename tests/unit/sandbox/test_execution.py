"""From a submission to one outcome per answer."""

import sys
from fractions import Fraction

import pytest

from grader.expressions.literals import parse_answer
from grader.model.submission import Blank, Given, Missing, Raised, Stopped, Unusable
from grader.sandbox import best, fork_server


def test_a_literal_answer_runs_nothing(notebook):
    execution = notebook.answer("out", "out = [[1, 2], [3, 4]]").run(parse=parse_answer)
    assert execution.outcomes == {("exercise", "out"): Given(value=((1, 2), (3, 4)))}
    assert not execution.executed
    assert execution.level == "parsed"


def test_literals_are_read_by_default(notebook):
    assert notebook.answer("out", "out = ...").outcome(parse=None) == Blank()


def test_a_computed_answer_is_run(notebook):
    execution = notebook.answer("out", "out = sum(range(4))").run()
    assert execution.outcomes == {("exercise", "out"): Given(value=6)}
    assert execution.executed
    assert execution.level == best().level.word


def test_a_parsed_answer_wins_over_what_running_leaves(notebook):
    notebook.answer("out", "out = 1").answer("more", "more = abs(-out)")
    outcomes = notebook.other("alias = out").run(parse=parse_answer).outcomes
    assert outcomes["exercise", "out"] == Given(value=1)
    assert outcomes["exercise", "more"] == Given(value=1)


def test_the_cells_share_one_namespace(notebook):
    notebook.other("def double(x):\n    return 2 * x").answer("out", "out = double(21)")
    assert notebook.outcome() == Given(value=42)


def test_a_class_finds_its_own_module(notebook):
    source = (
        "from dataclasses import dataclass\n@dataclass\nclass P:\n    x: 'int' = 3\nout = P().x"
    )
    assert notebook.answer("out", source).outcome() == Given(value=3)


def test_a_cell_that_fails_does_not_stop_the_later_ones(notebook):
    assert notebook.other("1 / 0").answer("out", "out = 1 + 1").outcome() == Given(value=2)


def test_an_error_carries_its_cell_and_line(notebook):
    notebook.other("").answer("out", "x = 3\nout = x / 0")
    expected = Raised(error="ZeroDivisionError", message="division by zero", cell=2, line=2)
    assert notebook.outcome() == expected


def test_an_error_in_a_function_is_placed_where_the_answer_calls_it(notebook):
    notebook.other("def f():\n\n    return {}['k']").answer("out", "\nout = f()")
    outcome = notebook.outcome()
    assert (outcome.cell, outcome.line) == (2, 2)


def test_a_syntax_error_is_raised_at_its_line(notebook):
    outcome = notebook.answer("out", "x = 1\n%timeit x\nout = 2").outcome()
    assert outcome == Raised(error="SyntaxError", message="invalid syntax", cell=1, line=2)


def test_an_error_after_the_assignment_keeps_the_value(notebook):
    assert notebook.answer("out", "out = 5\n1 / 0").outcome() == Given(value=5)


def test_an_error_before_the_assignment_does_not_read_an_older_value(notebook):
    notebook.other("out = 'an older value'").answer("out", "1 / 0\nout = 5")
    assert isinstance(notebook.outcome(), Raised)


def test_an_ellipsis_is_blank(notebook):
    assert notebook.answer("out", "out = ...").outcome() == Blank()


def test_a_variable_never_assigned_is_blank(notebook):
    assert notebook.answer("out", "x = 1").outcome() == Blank(unset="out")


def test_a_deleted_cell_is_missing(notebook):
    execution = notebook.missing("out").run()
    assert execution.outcomes == {("exercise", "out"): Missing()}
    assert not execution.executed


def test_an_answer_that_another_cell_assigns_is_not_missing(notebook):
    assert notebook.missing("out").other("out = 7").outcome() == Given(value=7)


def test_a_name_that_is_only_mentioned_is_missing(notebook):
    assert notebook.missing("out").other("# out").outcome() == Missing()


def test_values_are_read_when_the_last_cell_that_changes_them_has_run(notebook):
    notebook.answer("out", "out = [1]").other("out.append(2)").other("print(len(out))")
    assert notebook.outcome() == Given(value=(1, 2))


def test_given_values_are_ours_whatever_the_notebook_says(notebook):
    notebook.given = {"image": ((1, 2), (3, 4))}
    notebook.give("image = [[0]]").answer("out", "out = image")
    assert notebook.outcome() == Given(value=((1, 2), (3, 4)))


def test_given_values_exist_where_their_cell_was_deleted(notebook):
    notebook.given = {"half": Fraction(1, 2)}
    assert notebook.answer("out", "out = half + half / 2").outcome() == Given(value=Fraction(3, 4))


def test_given_rows_are_lists(notebook):
    notebook.given = {"image": ((1, 2),)}
    source = "out = [type(image).__name__, type(image[0]).__name__]"
    assert notebook.answer("out", source).outcome() == Given(value=("list", "list"))


def test_the_given_cell_restores_what_an_earlier_cell_changed(notebook):
    notebook.given = {"row": (1, 2)}
    notebook.other("row[0] = 99").give().answer("out", "out = row")
    assert notebook.outcome() == Given(value=(1, 2))


def test_the_setup_cell_is_not_run(notebook):
    assert notebook.setup("out = 'set up'").answer("out", "pass").outcome() == Blank(unset="out")


@pytest.mark.parametrize(
    "source",
    [
        "out = 1\ncheck(out, anything=2)",
        "from grader import check\ncheck.begin({})\nout = 1",
        "display('a picture')\nout = 1",
    ],
)
def test_what_a_notebook_has_from_the_start_is_there(notebook, source):
    assert notebook.answer("out", source).outcome() == Given(value=1)


@pytest.mark.parametrize(
    "source",
    [
        "import grader.engine",
        "from grader import engine",
        "import sys\ndel sys.modules['grader']\nimport grader",
        "import runner",
        "import solutions",
    ],
)
def test_nothing_of_the_project_can_be_imported(notebook, source):
    outcome = notebook.answer("out", f"{source}\nout = 'imported'").outcome()
    assert isinstance(outcome, Raised)
    assert outcome.error in {"ModuleNotFoundError", "ImportError"}


def test_numpy_can_be_imported(notebook):
    source = "import numpy as np\nout = np.array([[1, 2]], dtype='>i2') * 2"
    assert notebook.answer("out", source).outcome() == Given(value=((2, 4),))


@pytest.mark.parametrize(
    ("expression", "word"),
    [
        ("{1, 2}", "set"),
        ("None", "None"),
        ("len", "function"),
        ("lambda: 1", "function"),
        ("1j", "complex"),
        ("[[1, ...]]", "..."),
        ("10 ** 400", "300 digits"),
        ("'x' * 20000", "10,000"),
        ("[0] * 5_000_000", "too many"),
        ("np.matrix([[1]])", "matrix"),
        ("np.ma.masked_array([1], [True])", "MaskedArray"),
        ("np.array([1j])", "complex"),
        ("np.array([{}])", "objects"),
        ("np.array(['a'])", "<U1"),
        ("np.zeros((10**9, 0))", "too many"),
        ("np.datetime64('2020')", "datetime64"),
    ],
)
def test_what_cannot_be_an_answer_is_unusable_and_says_why(notebook, expression, word):
    outcome = notebook.answer("out", f"import numpy as np\nout = {expression}").outcome()
    assert isinstance(outcome, Unusable)
    assert word in outcome.reason["en"]
    assert outcome.reason["es"]


def test_what_was_printed_is_kept_in_order(notebook):
    notebook.answer("out", "import sys\nprint('one')\nprint('two', file=sys.stderr)\nprint('ñ')")
    assert notebook.run().output == "one\ntwo\nñ\n"


def test_the_output_is_cut_to_its_limit(notebook):
    assert len(notebook.answer("out", "print('x' * 5000)").run(output_kb=2).output) == 2048


def test_input_finds_nothing_to_read(notebook):
    assert notebook.answer("out", "out = input()").outcome().error == "EOFError"


def test_an_endless_loop_costs_no_answer_before_it(notebook):
    notebook.answer("first", "first = abs(-1)").answer("loop", "while True: pass")
    outcomes = notebook.answer("last", "last = 1").run(wall_s=0.5).outcomes
    assert outcomes == {
        ("exercise", "first"): Given(value=1),
        ("exercise", "loop"): Stopped(limit="time", amount="0.5 s", cell=2, reached=True),
        ("exercise", "last"): Stopped(limit="time", amount="0.5 s", cell=2, reached=False),
    }


def test_the_processor_time_is_limited_apart_from_the_wall_clock(notebook):
    outcome = notebook.answer("out", "while True: pass").outcome(cpu_s=1)
    assert outcome == Stopped(limit="time", amount="1 s", cell=1, reached=True)


def test_the_wall_time_is_measured(notebook):
    execution = notebook.answer("out", "import time\ntime.sleep(0.2)\nout = 1").run()
    assert 0.2 <= execution.wall_s < 5


def test_equal_code_finds_equal_hashes(notebook):
    twice = [notebook.answer("out", "out = hash('seed')").outcome() for _ in range(2)]
    assert twice[0] == twice[1]


def test_a_package_is_there_when_the_exercise_lists_it_and_not_otherwise(notebook):
    source = "from scipy.ndimage import correlate\nout = correlate([[1, 2]], [[1, 1, 1]]).tolist()"
    notebook.answer("out", source)
    assert notebook.outcome(packages=("numpy", "scipy")) == Given(value=((4, 5),))
    assert notebook.outcome().error == "ModuleNotFoundError"


@pytest.mark.skipif(sys.platform != "linux", reason="there are no zygotes here")
@pytest.mark.parametrize(
    "source", ["import random\nout = random.random()", "import numpy\nout = numpy.random.rand()"]
)
def test_what_is_drawn_at_random_is_the_same_in_every_zygote(notebook, source):
    notebook.answer("out", source)
    first = notebook.outcome()
    fork_server.discard(best().confinement)
    assert notebook.outcome() == first
