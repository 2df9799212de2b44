"""Functions of students: called in the child, once for every case."""

from fractions import Fraction

import pytest

from grader.expressions.literals import parse_answer
from grader.model.submission import (
    Blank,
    Given,
    Impure,
    Raised,
    Side,
    Stopped,
    Unusable,
)

ADD = "def f(a, b):\n    return a + b"
CALLS = ((1, 2), (3, 4), (5, 6))


def failures(outcome):
    return {failure.call: failure.outcome for failure in outcome.failures}


def test_a_function_gives_what_each_of_its_calls_returns(notebook):
    outcome = notebook.function(ADD, *CALLS).outcome()

    assert outcome == Given(value=((3,), (7,), (11,)))


@pytest.mark.parametrize(
    "source",
    [
        "f = lambda a, b: a + b",
        "import operator\nf = operator.add",
        "from functools import partial\nf = partial(lambda c, a, b: a + b, 0)",
        "class Add:\n    def __call__(self, a, b):\n        return a + b\nf = Add()",
        "def f(*numbers):\n    return sum(numbers)",
    ],
)
def test_whatever_can_be_called_is_a_function(notebook, source):
    assert notebook.function(source, (1, 2)).outcome() == Given(value=((3,),))


def test_an_array_is_returned_as_its_rows(notebook):
    source = "import numpy as np\ndef f(a, b):\n    return np.array(a) * b"
    outcome = notebook.function(source, (((1, 2), (3, 4)), 2)).outcome()

    assert outcome == Given(value=((((2, 4), (6, 8)),),))


def test_arguments_are_lists_of_rows_with_decimals_for_fractions(notebook):
    source = "def f(a, b):\n    return [type(a).__name__, type(a[0]).__name__, repr(a), repr(b)]"
    outcome = notebook.function(source, (((1, Fraction(1, 4)),), "same")).outcome()

    assert outcome == Given(value=((("list", "list", "[[1, 0.25]]", "'same'"),),))


def test_what_fails_in_one_call_costs_that_call_only(notebook):
    source = "def f(a, b):\n    if a == 3:\n        return [][b]\n    return a"
    outcome = notebook.function(source, *CALLS).outcome()

    assert outcome.value == ((1,), (), (5,))
    assert failures(outcome) == {
        1: Raised(error="IndexError", message="list index out of range", cell=1, line=3)
    }


@pytest.mark.parametrize(
    ("body", "error"),
    [
        ("return f(a, b)", "RecursionError"),
        ("raise SystemExit", "SystemExit"),
        ("raise KeyboardInterrupt", "KeyboardInterrupt"),
        ("return [0] * 10**12", "MemoryError"),
        ("raise BaseException", "BaseException"),
    ],
)
def test_a_call_that_goes_wrong_badly_is_a_failure_like_others(notebook, body, error):
    source = f"def f(a, b):\n    if a == 3:\n        {body}\n    return a"
    outcome = notebook.function(source, *CALLS).outcome()

    assert outcome.value == ((1,), (), (5,))
    assert failures(outcome)[1].error == error


def test_a_function_that_takes_something_else_fails_in_every_call(notebook):
    outcome = notebook.function("def f(a):\n    return a", *CALLS).outcome()

    assert outcome.value == ((), (), ())
    assert "takes 1 positional argument but 2 were given" in failures(outcome)[0].message


def test_a_function_without_a_return_is_told_what_that_gives(notebook):
    outcome = notebook.function("def f(a, b):\n    print(a + b)", (1, 2)).outcome()

    assert outcome.value == ((),)
    assert failures(outcome)[0].reason["en"].startswith("it is None")


def test_a_result_larger_than_any_key_is_refused(notebook):
    outcome = notebook.function("def f(a, b):\n    return [a] * 5000", (1, 2)).outcome()

    assert "too many elements" in failures(outcome)[0].reason["en"]


IN_PLACE = "def f(a, b):\n    a[0][0] = 9\n    return a"


def test_a_call_that_changes_its_arguments_is_impure(notebook):
    outcome = notebook.function(IN_PLACE, (((1, 2),), 2), (((9, 2),), 2)).outcome()

    assert outcome.value == ((), (((9, 2),),))
    assert failures(outcome) == {0: Impure(side=Side.ARGUMENTS)}


def test_one_call_does_not_see_what_another_has_changed(notebook):
    source = "def f(a, b):\n    a.append(1)\n    return len(a)"
    rows = (1, 2)
    outcome = notebook.function(source, (rows, 0), (rows, 0)).outcome()

    assert outcome.value == ((), ())


@pytest.mark.parametrize(
    "source",
    [
        "seen = []\ndef f(a, b):\n    seen.append(a)\n    return len(seen)",
        "def f(a, b, seen=[]):\n    seen.append(a)\n    return list(seen)",
        "import random\ndef f(a, b):\n    return random.random()",
        "n = 0\ndef f(a, b):\n    global n\n    n += 1\n    return 7 if n < 3 else 1 / 0",
    ],
)
def test_a_function_that_keeps_something_is_found_out_by_its_last_call(notebook, source):
    outcome = notebook.function(source, (1, 2), (3, 4)).outcome()

    assert failures(outcome) == {1: Impure(side=Side.STATE)}


def test_a_result_is_taken_before_the_next_call_can_change_it(notebook):
    source = "out = [0]\ndef f(a, b):\n    out[0] = a\n    return out"

    assert notebook.function(source, *CALLS).outcome().value == (((1,),), ((3,),), ((5,),))


def test_an_endless_call_ends_the_run_and_what_came_before_it_counts(notebook):
    source = "def f(a, b):\n    while a == 3:\n        pass\n    return a"
    execution = notebook.answer("out", "out = 1 + 1").function(source, *CALLS).run(wall_s=1.0)
    outcome = execution.outcomes["exercise", "f"]

    assert outcome.value == ((1,), (), ())
    assert failures(outcome)[1] == Stopped(limit="time", amount="1 s", cell=2, reached=True)
    assert execution.outcomes["exercise", "out"] == Given(value=2)


def test_an_endless_function_costs_no_answer_that_stands_below_it(notebook):
    notebook.function("def f(a, b):\n    while True:\n        pass", (1, 2))
    outcomes = notebook.answer("out", "out = 1 + 1").run(wall_s=1.0).outcomes

    assert outcomes["exercise", "out"] == Given(value=2)
    assert outcomes["exercise", "f"].limit == "time"
    assert outcomes["exercise", "f"].reached


def test_a_process_that_ends_itself_keeps_the_results_before(notebook):
    source = "import os\ndef f(a, b):\n    if a == 3:\n        os._exit(0)\n    return a"
    outcome = notebook.function(source, *CALLS).outcome()

    assert outcome.value == ((1,), (), ())
    assert failures(outcome)[1].limit == "crash"


def test_what_a_function_prints_goes_nowhere(notebook):
    source = 'print("before")\ndef f(a, b):\n    print("secret", a, "x" * 10**6)\n    return a'
    execution = notebook.function(source, *CALLS * 5).run(output_kb=1)

    assert execution.outcomes["exercise", "f"].value == ((1,), (3,), (5,)) * 5
    assert execution.output == "before\n"


def test_one_function_may_call_another_answer(notebook):
    notebook.function(ADD, (1, 2))
    notebook.function("def g(a, b):\n    return f(b, a) + f(a, a)", (1, 2), name="g")
    outcomes = notebook.run().outcomes

    assert outcomes["exercise", "f"] == Given(value=((3,),))
    assert outcomes["exercise", "g"] == Given(value=((5,),))


def test_a_function_may_use_what_a_later_cell_defines(notebook):
    notebook.function("def f(a, b):\n    return helper(a) + b", (1, 2))

    assert notebook.other("def helper(a):\n    return 10 * a").run().outcomes[
        "exercise", "f"
    ] == Given(value=((12,),))


def test_a_function_that_a_later_cell_mends_counts_as_mended(notebook):
    notebook.function("def f(a, b):\n    return a", (1, 2))
    outcomes = notebook.other(ADD).run(parse=parse_answer).outcomes

    assert outcomes["exercise", "f"] == Given(value=((3,),))


def test_a_function_in_a_cell_of_its_own_below_the_stub_counts(notebook):
    notebook.function("def f(image, kernel):\n    ...", (1, 2))
    outcomes = notebook.other(ADD).run(parse=parse_answer).outcomes

    assert outcomes["exercise", "f"] == Given(value=((3,),))


STUB = "# complete it\ndef f(image, kernel):\n    ..."


@pytest.mark.parametrize(
    "source",
    [
        STUB,
        "def f(image, kernel):\n    'What it does.'\n    ...",
        "def f(image, kernel):\n    pass",
        "import numpy as np\n" + STUB,
        "f = ...",
    ],
)
def test_a_function_without_a_body_is_blank_and_runs_nothing(notebook, source):
    execution = notebook.function(source, (1, 2)).run(parse=parse_answer)

    assert execution.outcomes["exercise", "f"] == Blank()
    assert not execution.executed


@pytest.mark.parametrize(
    "source",
    [
        f"x = print()\n{STUB}",
        "x = print()\ndef f(image, kernel):\n    'What it does.'",
        "x = print()\ndef f(image, kernel):\n    # not yet\n    pass",
        "x = print()\nf = ...",
    ],
)
def test_a_function_without_a_body_is_blank_beside_other_code_too(notebook, source):
    execution = notebook.function(source, (1, 2)).run(parse=parse_answer)

    assert execution.outcomes["exercise", "f"] == Blank()
    assert execution.executed


@pytest.mark.parametrize("source", ["f = [[1, 2]]", "f = abs(-3)", "f = None", "f = {1}"])
def test_what_is_no_function_is_told_how_one_begins(notebook, source):
    outcome = notebook.function(source, (1, 2)).outcome(parse=parse_answer)

    assert isinstance(outcome, Unusable)
    assert "`def f(image, kernel):`" in outcome.reason["en"]
    assert "no es una función" in outcome.reason["es"]


def test_a_cell_that_never_defines_the_function_leaves_it_unset(notebook):
    assert notebook.function("def g(a):\n    return a", (1, 2)).outcome() == Blank(unset="f")


def test_a_cell_that_fails_before_its_function_is_an_error(notebook):
    outcome = notebook.function(f"1 / 0\n{ADD}", (1, 2)).outcome()

    assert outcome == Raised(error="ZeroDivisionError", message="division by zero", cell=1, line=1)


def test_a_cell_that_does_not_compile_is_an_error(notebook):
    assert notebook.function("def f(a, b)\n    return a", (1, 2)).outcome().error == "SyntaxError"


def test_a_forked_copy_sends_nothing(notebook):
    source = "import os\ndef f(a, b):\n    return os.fork() if a == 3 else a"
    outcome = notebook.function(source, *CALLS).outcome()

    assert outcome.value[0] == (1,)
    assert outcome.value[2] == (5,)
