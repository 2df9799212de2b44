"""What the language reads, and where it says that something is wrong."""

from fractions import Fraction

import pytest

from grader.expressions import ExpressionFault, names, parse, parse_call
from grader.expressions.arithmetic import ARITHMETIC, COMPARISONS
from grader.model.expression import (
    Binary,
    Boolean,
    Call,
    Comparison,
    Conditional,
    Constant,
    Items,
    Name,
    Subscript,
    Unary,
)

A, B = Name(name="a"), Name(name="b")
ONE = Constant(value=1)
KINDS = {
    "1": ONE,
    "-1": Constant(value=-1),
    "0.1": Constant(value=Fraction(1, 10)),
    "1e-3": Constant(value=Fraction(1, 1000)),
    "'zero'": Constant(value="zero"),
    "True": Constant(value=True),
    "a": A,
    "-a": Unary(operator="-", operand=A),
    "+a": Unary(operator="+", operand=A),
    "not a": Unary(operator="not", operand=A),
    **{f"a {op} b": Binary(operator=op, left=A, right=B) for op in ARITHMETIC},
    **{f"a {op} b": Comparison(operators=(op,), operands=(A, B)) for op in COMPARISONS},
    "1 < a <= b": Comparison(operators=("<", "<="), operands=(ONE, A, B)),
    "a and b and 1": Boolean(operator="and", operands=(A, B, ONE)),
    "a or b": Boolean(operator="or", operands=(A, B)),
    "a if b else 1": Conditional(test=B, then=A, otherwise=ONE),
    "pad(a, 1, boundary='wrap')": Call(
        function="pad", arguments=(A, ONE), options=(("boundary", Constant(value="wrap")),)
    ),
    "[a, b]": Items(items=(A, B)),
    "a[1]": Subscript(value=A, indices=(ONE,)),
    "a[1, b]": Subscript(value=A, indices=(ONE, B)),
}
NO_WAY_OUT = {
    "attribute": "a.b",
    "dunder attribute": "a.__class__",
    "method call": "a.sum()",
    "call of a result": "abs(a)(1)",
    "call of an entry": "a[0](1)",
    "list comprehension": "[x for x in a]",
    "set comprehension": "{x for x in a}",
    "dict comprehension": "{x: 1 for x in a}",
    "generator": "sum(x for x in a)",
    "lambda": "lambda: 1",
    "f-string": "f'{a}'",
    "walrus": "(a := 1)",
    "starred": "[*a]",
    "starred argument": "max(*a)",
    "double starred argument": "max(**a)",
    "starred index": "a[*b]",
    "slice": "a[0:1]",
    "slice beside an index": "a[0:1, 2]",
    "no index": "a[()]",
    "dictionary": "{'a': 1}",
    "set": "{1}",
    "tuple": "(1, 2)",
    "bytes": "b'a'",
    "complex": "1j",
    "none": "None",
    "ellipsis": "...",
    "import": "__import__('os')",
    "eval": "eval('1')",
    "open": "open('/etc/passwd')",
    "getattr": "getattr(a, 'b')",
    "await": "await a",
    "matrix product sign": "a @ b",
    "shift": "1 << 10**9",
    "or of bits": "a | b",
    "inversion": "~a",
    "membership": "a in b",
    "identity": "a is b",
    "statement": "a = 1",
    "two statements": "a; b",
    "two lines": "a\nb",
    "del": "del a",
    "infinite number": "1e999",
    "huge number": "0x" + "f" * 900,
    "number beyond Python's own limit": "9" * 5000,
    "empty": "",
    "blank": "  \n ",
    "comment": "# a",
    "null byte": "a\0b",
    "lone surrogate": "'\ud800' + a.b",
    "thousand brackets": "[" * 1000 + "]" * 1000,
    "four hundred brackets": "[" * 400 + "]" * 400,
    "four hundred signs": "-" * 900 + "1",
    "four hundred negations": "not " * 240 + "a",
    "many parts": "+".join(["a"] * 400),
    "hundred thousand signs": "a" + "+a" * 50_000,
    "unclosed": "max(a",
    "unclosed text": "'a",
}


@pytest.mark.parametrize("source", KINDS)
def test_every_kind_of_node_is_read(source):
    assert parse(source).tree == KINDS[source]


@pytest.mark.parametrize("source", NO_WAY_OUT.values(), ids=NO_WAY_OUT)
def test_what_is_not_listed_does_not_exist(source):
    with pytest.raises(ExpressionFault):
        parse(source)


@pytest.mark.parametrize(
    ("source", "column"),
    [
        ("a.b", 0),
        ("1 + a.b", 4),
        ("  1 + a.b", 6),
        ("ñandú + a.b", 8),
        ("(a +\n   b.c)", 8),
        ("(a +\r\n   b.c)", 9),
        ("'\f' + (b.c)", 7),
        ("max(1, [x for x in a])", 7),
        ("1 + coorelate(a)", 4),
        ("1 + ", 3),
        ("   1 +", 6),
    ],
)
def test_a_fault_points_at_the_first_sign_of_what_is_wrong(source, column):
    with pytest.raises(ExpressionFault) as caught:
        parse(source)
    assert caught.value.column == column


def test_a_column_counts_from_the_start_of_the_source_as_it_was_written():
    assert parse("  ñ * b").tree.right.column == 6


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("coorelate", "correlate"),
        ("convolv", "convolve"),
        ("colums", "columns"),
        ("rotate_180", "rotate180"),
    ],
)
def test_a_misspelt_function_is_recognized(typed, meant):
    with pytest.raises(ExpressionFault) as caught:
        parse(f"{typed}(a)")
    assert caught.value.fix == f"did you mean `{meant}`?"


def test_a_function_like_no_other_gets_the_page_that_lists_them_all():
    with pytest.raises(ExpressionFault) as caught:
        parse("qqqqq(a)")
    assert "docs/reference/expressions.md" in caught.value.fix


def test_a_message_repeats_the_beginning_of_a_long_formula():
    with pytest.raises(ExpressionFault) as caught:
        parse("1 +" * 300)
    assert len(caught.value.fault) < 150


def test_a_formula_cut_by_a_comma_is_explained():
    with pytest.raises(ExpressionFault, match="parentheses") as caught:
        parse("clip(out")
    assert "line of its own" in caught.value.fix


def test_what_python_grumbles_about_is_read_in_silence():
    assert parse("1if a else 2").tree == parse("1 if a else 2").tree


def test_the_names_of_a_formula_are_its_variables_and_not_its_functions():
    assert names(parse("max(a, b[i]) if c else [d, 'e']").tree) == frozenset("abcdi")


def test_a_generator_call_keeps_its_arguments_and_options():
    assert parse_call("integer(1, high, step=2)") == (
        "integer",
        (ONE, Name(name="high")),
        {"step": Constant(value=2)},
    )


def test_a_bare_name_is_a_generator_call():
    assert parse_call("flag") == ("flag", (), {})


@pytest.mark.parametrize(
    "source", ["integer(*a)", "integer(1, **a)", "1 + 2", "a.b(1)", "integer(1)(2)", ""]
)
def test_what_is_no_generator_call_is_refused(source):
    with pytest.raises(ExpressionFault):
        parse_call(source)
