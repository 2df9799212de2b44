"""No formula takes the machine, whatever functions it combines and whatever they are given.

Every function of the table takes part by being in it. Each formula must end, within bounds of time
and of memory, with a value or with an ExpressionFault.
"""

import inspect
import sys
import time
import tracemalloc
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from grader import engine
from grader.expressions import (
    FUNCTIONS,
    ExpressionFault,
    evaluate,
    parse,
    to_runtime,
    to_value,
)
from grader.expressions.arrays import MAX_CELLS
from grader.model.expression import Binary, Call, Conditional, Constant, Items, Name, Subscript
from grader.model.value import Value, cells

SECONDS = 2.0  # of this process: what a formula may cost takes half a second
BYTES = 200 * 2**20

VALUES = {
    "image": to_runtime(tuple(tuple(3 * i + j for j in range(64)) for i in range(64))),
    "large": to_runtime(tuple(tuple(2**1000 + i * j for j in range(64)) for i in range(64))),
    "primes": to_runtime(
        tuple(tuple(Fraction(1, 2**61 + 64 * i + j) for j in range(64)) for i in range(64))
    ),
    "decimals": to_runtime(tuple(tuple(1e308 / (1 + i + j) for j in range(64)) for i in range(64))),
    "kernel": to_runtime(((1, -2, 3), (0, 1, -1), (2, 0, 1))),
    "small": to_runtime(((Fraction(1, 2), 0), (-1, 3))),
    "infinite": to_runtime(((float("inf"), float("nan")), (-0.0, 1.0))),
    "signal": to_runtime(tuple(range(4096))),
    "slope": to_runtime((1, 0, -1)),
    "row": to_runtime((tuple(range(4096)),)),
    "stack": to_runtime(tuple(tuple(tuple(range(16)) for _ in range(16)) for _ in range(16))),
    "filters": to_runtime(((((1, 0), (0, 1)), ((0, 1), (1, 0))),)),
    "channels": to_runtime((((1, 2), (3, 4)), ((5, 6), (7, 8)))),
    "spot": to_runtime(((0, 0, 0), (0, 0, 1), (0, 0, 0))),
    "pair": to_runtime((8, 8)),
    "empty": to_runtime(()),
    "flags": to_runtime((True, False)),
    "texts": tuple("abc" * 1000),
    "nan": float("nan"),
    "infinity": float("inf"),
    "decimal": 1e308,
    "flag": True,
}
WORDS = ("", "full", "valid", "same", "wrap", "reflect", "zero", "convolve", "rows", "x", "auto")
HOSTILE = st.sampled_from(
    [0, 1, 2, 3, 5, 31, 63, 64, 65, 4096, 10**6, 2**31, 2**63 - 1, 2**63, 10**250, 2**1023]
).flatmap(lambda number: st.sampled_from([number, -number]))
ARRAYS = st.sampled_from(sorted(VALUES)).map(lambda name: Name(name=name))
LEAVES = (
    ARRAYS
    | ARRAYS
    | st.integers(-3, 9).map(lambda number: Constant(value=number))
    | HOSTILE.map(lambda number: Constant(value=number))
    | st.sampled_from(WORDS).map(lambda word: Constant(value=word))
    | st.just(Constant(value=Fraction(1, 3)))
)


def signature_of(name):
    """Return the parameters of a function, and those that it hands on to the engine."""
    found = {}
    for call in (FUNCTIONS[name].call, getattr(engine, name, FUNCTIONS[name].call)):
        for parameter in inspect.signature(call).parameters.values():
            found.setdefault(parameter.name, parameter)
    return list(found.values())


OPTIONS = sorted({item.name for name in FUNCTIONS for item in signature_of(name)} | {"unknown"})


def named(*names):
    return st.sampled_from(names).map(lambda name: Name(name=name))


def constants(*values):
    return st.sampled_from(values).map(lambda value: Constant(value=value))


MATRICES = named("image", "kernel", "kernel", "small", "large", "primes", "decimals", "infinite")
COUNTS = constants(*range(6))
LIKELY = {
    **dict.fromkeys(["image", "cells", "part", "right"], MATRICES),
    **dict.fromkeys(["first", "second", "then", "otherwise", "test"], MATRICES),
    **dict.fromkeys(["left", "column", "row"], MATRICES | COUNTS),
    "kernel": MATRICES | named("spot"),
    **dict.fromkeys(["items", "lists", "item"], named("signal", "slope", "texts", "row")),
    "x": named("stack", "channels"),
    "weights": named("stack", "filters", "channels", "small"),
    **dict.fromkeys(["output_shape", "image_shape", "kernel_shape"], named("pair")),
    "boundary": constants("wrap", "zero"),
    "mode": constants("full", "same"),
    "operation": constants("convolve"),
    "axis": constants("both", "x"),
    **dict.fromkeys(["bias", "normalize"], named("flag")),
}
"""What an argument of such a name mostly is, so that not every call ends at the first look."""
HIDDEN = {"options", "arguments", "method", "workers", "tolerance"}


@st.composite
def likely_calls(draw, parts):
    """Return a call as an author would write it, but for one argument or two."""
    name = draw(st.sampled_from(sorted(FUNCTIONS)))
    arguments, options = [], {}
    for parameter in signature_of(name):
        if parameter.name in HIDDEN or (
            parameter.default is not parameter.empty and draw(st.integers(0, 3))
        ):
            continue
        usual = LIKELY.get(parameter.name, COUNTS)
        value = draw(parts if not draw(st.integers(0, 7)) else usual)
        if parameter.kind is parameter.VAR_POSITIONAL:
            arguments.append(value)
        else:
            options[parameter.name] = value
    return Call(function=name, arguments=tuple(arguments), options=tuple(options.items()))


def calls(parts):
    """Return calls of every function: likely ones, and ones of anything with any name."""
    return likely_calls(parts) | st.builds(
        lambda name, arguments, options: Call(
            function=name, arguments=tuple(arguments), options=tuple(options.items())
        ),
        st.sampled_from(sorted(FUNCTIONS)),
        st.lists(parts, max_size=6),
        st.dictionaries(st.sampled_from(OPTIONS), parts, max_size=2),
    )


def larger(parts):
    return st.one_of(
        calls(parts),
        calls(parts),
        st.builds(
            lambda operator, left, right: Binary(operator=operator, left=left, right=right),
            st.sampled_from(["+", "-", "*", "/", "//", "%", "**"]),
            parts,
            parts,
        ),
        st.lists(parts, max_size=4).map(lambda items: Items(items=tuple(items))),
        st.builds(lambda value, index: Subscript(value=value, indices=(index,)), parts, parts),
        st.builds(
            lambda test, then, otherwise: Conditional(test=test, then=then, otherwise=otherwise),
            parts,
            parts,
            parts,
        ),
    )


FORMULAS = st.recursive(calls(LEAVES), larger, max_leaves=8)


def outcome(tree):
    """Return the plain value or the fault; anything else than these passes through."""
    try:
        return to_value(evaluate(tree, VALUES))
    except ExpressionFault as fault:
        assert str(fault)  # noqa: PT017 - a fault is as good as a value, if it says something
        return fault


def is_plain(value: Value):
    return all(type(cell) in {bool, int, float, Fraction, str} for cell in cells(value))


@settings(max_examples=400, deadline=None)  # the time is taken of this process alone
@given(FORMULAS)
def test_any_formula_ends_soon_with_a_value_or_a_fault(tree):
    start = time.process_time()
    result = outcome(tree)
    assert time.process_time() - start < SECONDS
    assert isinstance(result, ExpressionFault) or is_plain(result)


EARLIER = [f"v{index}" for index in range(12)]
DEFINITIONS = st.lists(
    calls(LEAVES | st.sampled_from(EARLIER).map(lambda name: Name(name=name))),
    min_size=len(EARLIER),
    max_size=len(EARLIER),
)


@settings(max_examples=200, deadline=None)  # the time is taken of this process alone
@given(DEFINITIONS)
def test_definitions_that_build_on_one_another_stay_small_and_quick(trees):
    known = dict(VALUES)
    start = time.process_time()
    for name, tree in zip(EARLIER, trees, strict=True):
        try:
            known[name] = evaluate(tree, known)
        except ExpressionFault:
            known[name] = VALUES["kernel"]
        assert np.size(known[name]) <= MAX_CELLS
        assert not isinstance(known[name], tuple) or len(known[name]) <= MAX_CELLS
    assert time.process_time() - start < len(trees) * SECONDS


@settings(max_examples=100, deadline=None)  # the time is taken of this process alone
@given(FORMULAS)
def test_no_formula_needs_much_memory(tree):
    tracemalloc.start()
    try:
        outcome(tree)
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak < BYTES


@settings(max_examples=100, deadline=None)  # the time is taken of this process alone
@given(FORMULAS)
def test_no_formula_changes_what_it_reads(tree):
    before = {name: VALUES[name].copy() for name in ("kernel", "small", "slope", "stack")}
    outcome(tree)
    for name, cells_before in before.items():
        assert (VALUES[name] == cells_before).all()


class Auditor:
    """What the interpreter reports of files, modules and processes while it is listened to."""

    EVENTS = frozenset(
        [
            *("open", "os", "subprocess", "socket", "import", "exec", "compile", "ctypes"),
            *("shutil", "pickle", "marshal", "code"),
        ]
    )

    def __init__(self):
        self.listening = False
        self.heard = []
        # A hook stays for the life of the process, so there is one for all tests.
        sys.addaudithook(self._hear)

    def _hear(self, event, _arguments):
        if self.listening and event.partition(".")[0] in self.EVENTS:
            self.heard.append(event)

    def events_of(self, action):
        self.heard, self.listening = [], True
        try:
            action()
        finally:
            self.listening = False
        return self.heard


@pytest.fixture(scope="module")
def auditor():
    return Auditor()


@pytest.mark.parametrize("name", FUNCTIONS)
def test_a_function_reaches_neither_files_nor_modules_nor_processes(name, auditor):
    arguments = (
        *([], ["kernel"], ["slope"], ["kernel", "kernel"], ["slope", "slope"], ["texts"]),
        *(["stack", "filters"], ["stack", "stack"], ["kernel", "flag"], ["kernel"] * 3),
    )
    trees = [
        Call(function=name, arguments=tuple(Name(name=item) for item in items))
        for items in arguments
    ]
    for tree in trees:
        outcome(tree)  # what numpy imports when it is first needed
    assert not auditor.events_of(lambda: list(map(outcome, trees)))


def test_the_auditor_hears_a_file_being_opened(auditor):
    assert auditor.events_of(lambda: open(__file__, "rb").close()) == ["open"]  # noqa: PTH123


NESTED = st.recursive(
    st.integers() | st.booleans() | st.floats() | st.fractions() | st.text(max_size=3),
    lambda parts: st.lists(parts, max_size=4).map(tuple),
    max_leaves=20,
)


@given(NESTED)
def test_any_nested_value_is_an_array_or_a_fault(value):
    try:
        back = to_value(to_runtime(value))
    except ExpressionFault as fault:
        assert str(fault)  # noqa: PT017 - either is fine
    else:
        assert is_plain(back)


ADVERSARIAL = {
    "deep parentheses": "(" * 400 + "1" + ")" * 400,
    "deep calls": "abs(" * 190 + "1" + ")" * 190,
    "deep signs": "-" * 900 + "1",
    "deep negations": "not " * 200 + "1",
    "deep lists": "[" * 95 + "1" + "]" * 95,
    "deep powers": "2" + "**2" * 200,
    "deep conditions": "1 if 1 else " * 60 + "1",
    "many parts": "+".join("1" * 400),
    "many arguments": "max(" + ",".join("1" * 400) + ")",
    "long": "1" * 2000,
    "a byte of zero": "1\0",
    "half a surrogate pair": "'\ud800'",
    "another language's digits": "٣ + ٣",
    "a name that looks like another": "ѕum([1])",
    "an attribute": "image.__class__",
    "a method": "'a'.upper()",
    "a called result": "max(1)(2)",
    "a function as a value": "abs",
    "a builtin": "__import__('os')",
    "a walrus": "(a := 1)",
    "a generator": "sum(x for x in image)",
    "a starred list": "max(*image)",
    "a double star": "max(**image)",
    "a slice": "image[0:1]",
    "a set": "{1, 2}",
    "bytes": "b'a'",
    "an f-string": "f'{image}'",
    "a complex number": "1j",
    "an ellipsis": "...",
    "a matrix product": "image @ image",
    "a statement": "import os",
    "two statements": "1; 2",
    "two lines": "1\n2",
    "a comment only": "# nothing",
    "nothing": "",
    "a yield": "(yield)",
    "an await": "await x",
    "a lambda": "lambda: 1",
    "the same option twice": "correlate(image, kernel, mode='same', mode='full')",
}


@pytest.mark.parametrize("source", ADVERSARIAL.values(), ids=ADVERSARIAL)
def test_an_adversarial_source_gives_a_value_or_a_fault_with_a_place(source):
    start = time.process_time()
    try:
        result = to_value(evaluate(parse(source).tree, VALUES))
    except ExpressionFault as fault:
        assert str(fault)  # noqa: PT017 - either is fine
        assert 0 <= fault.column <= len(source)  # noqa: PT017
    else:
        assert is_plain(result)
    assert time.process_time() - start < SECONDS
