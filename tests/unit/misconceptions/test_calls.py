"""The calls that an operator concerns, found and read."""

import inspect

import pytest

from grader import engine
from grader.expressions import parse
from grader.expressions.functions import FUNCTIONS
from grader.misconceptions.calls import OPTIONS, POSITIONAL, asked, everywhere, formula, outermost

NESTED = "correlate(correlate(f, g), h) + convolve(f, g)"


def tree(source):
    return parse(source).tree


@pytest.mark.parametrize("function", POSITIONAL)
def test_calls_are_read_as_they_are_made(function):
    call = getattr(engine, function, None) or FUNCTIONS[function].call
    parameters = inspect.signature(call).parameters.values()
    places = [item.name for item in parameters if item.kind is not item.KEYWORD_ONLY]
    options = {item.name for item in parameters if item.kind is item.KEYWORD_ONLY}

    assert places == list(POSITIONAL[function])
    # By which method something is computed is nothing that a formula can say.
    assert options - {"method", "workers"} == set(OPTIONS.get(function, ()))


@pytest.mark.parametrize(
    "source",
    [
        "correlate(f, g, mode='full')",
        "correlate(f, mode='full', kernel=g)",
        "correlate(mode='full', kernel=g, image=f)",
    ],
)
def test_an_argument_has_one_name_however_it_is_written(source):
    call = asked(tree(source), ("correlate",))

    assert call.call() == tree("correlate(f, g, mode='full')")


@pytest.mark.parametrize(
    "source",
    [
        "f",
        "convolve(f, g)",
        "correlate(f)",
        "correlate(f, g, 1)",
        "correlate(f, g, image=f)",
        "correlate(f, g, size=3)",
        "correlate(f, mode='full')",
    ],
)
def test_what_cannot_be_such_a_call_is_none(source):
    assert asked(tree(source), ("correlate",)) is None


def test_every_call_is_changed_inner_ones_first():
    change = everywhere(("correlate", "convolve"), lambda call: call.put(mode=tree("m")).call())

    assert change(tree(NESTED)) == tree(
        "correlate(correlate(f, g, mode=m), h, mode=m) + convolve(f, g, mode=m)"
    )


def test_the_outermost_calls_are_changed_and_nothing_in_them():
    change = outermost(("correlate", "convolve"), lambda call: formula("-x", x=call.call()))

    assert change(tree(NESTED)) == tree("-correlate(correlate(f, g), h) + -convolve(f, g)")


@pytest.mark.parametrize("combine", [everywhere, outermost])
def test_writing_the_same_call_otherwise_is_no_change(combine):
    change = combine(("correlate",), lambda call: call.call())

    assert change(tree("1 + correlate(kernel=g, image=f)")) is None


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("a if bias else b", "a"),
        ("b if not_here == 'both' else a", "b if not_here == 'both' else a"),
        ("b if kind != 'both' else a", "a"),
        ("-number", "-3"),
    ],
)
def test_a_formula_is_worked_out_as_far_as_it_is_known(source, expected):
    worked_out = formula(source, bias=tree("True"), kind=tree("'both'"), number=tree("3"))

    assert worked_out == tree(expected)
