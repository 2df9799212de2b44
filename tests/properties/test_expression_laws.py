"""Laws of the expression language, over random trees and random text."""

from fractions import Fraction

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from grader.expressions import (
    FUNCTIONS,
    ExpressionFault,
    children,
    evaluate,
    names,
    parse,
    parse_call,
    rewrite,
    rewrite_upwards,
    substitute,
    to_runtime,
    to_value,
    unparse,
    walk,
)
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

VALUES = {
    "a": 3,
    "b": Fraction(1, 3),
    "f": 0.5,
    "image": to_runtime(((1, 2, 3), (4, 5, 6), (7, 8, 9))),
    "kernel": to_runtime(((0, 1), (-1, 2))),
    "flags": to_runtime((True, False)),
    "words": ("up", "down"),
    "text": "zero",
}
DECIMALS = st.decimals(0, 1000, places=3).map(lambda number: Fraction(str(float(number))))
CONSTANTS = (st.integers(-(2**64), 2**64) | st.booleans() | st.text(max_size=5) | DECIMALS).map(
    lambda value: Constant(value=value)
)
LEAVES = CONSTANTS | st.sampled_from(sorted(VALUES)).map(lambda name: Name(name=name))


def comparisons(parts):
    signs = st.sampled_from(["==", "!=", "<", "<=", ">", ">="])
    return st.lists(st.tuples(signs, parts), min_size=1, max_size=3).flatmap(
        lambda links: parts.map(
            lambda first: Comparison(
                operators=tuple(sign for sign, _ in links),
                operands=(first, *(part for _, part in links)),
            )
        )
    )


def signed(operator, operand):
    """Return a sign and its operand as the parser does, for which -5 is one number."""
    if operator == "-" and isinstance(operand, Constant) and type(operand.value) is int:
        return Constant(value=-operand.value)
    return Unary(operator=operator, operand=operand)


def larger(parts):
    several = st.lists(parts, min_size=1, max_size=3).map(tuple)
    pairs = st.lists(parts, min_size=2, max_size=3).map(tuple)
    options = st.dictionaries(st.sampled_from(["mode", "boundary", "size"]), parts, max_size=2)
    return st.one_of(
        st.builds(signed, st.sampled_from(["-", "+", "not"]), parts),
        st.builds(
            lambda operator, left, right: Binary(operator=operator, left=left, right=right),
            st.sampled_from(["+", "-", "*", "/", "//", "%", "**"]),
            parts,
            parts,
        ),
        comparisons(parts),
        st.builds(
            lambda operator, operands: Boolean(operator=operator, operands=operands),
            st.sampled_from(["and", "or"]),
            pairs,
        ),
        st.builds(
            lambda test, then, otherwise: Conditional(test=test, then=then, otherwise=otherwise),
            parts,
            parts,
            parts,
        ),
        st.builds(
            lambda function, arguments, options: Call(
                function=function, arguments=arguments, options=tuple(options.items())
            ),
            st.sampled_from(sorted(FUNCTIONS)),
            several,
            options,
        ),
        st.lists(parts, max_size=3).map(lambda items: Items(items=tuple(items))),
        st.builds(lambda value, indices: Subscript(value=value, indices=indices), parts, several),
    )


TREES = st.recursive(LEAVES, larger, max_leaves=12)
WORDS = st.sampled_from(
    [
        *sorted(FUNCTIONS),
        *sorted(VALUES),
        *("+", "-", "*", "/", "//", "%", "**", "==", "!=", "<", "<=", ">", ">=", "@", "~", "&"),
        *("|", "^", "<<", "(", ")", "[", "]", "{", "}", ",", ".", ":", "=", ":=", ";", "\n"),
        *("'", '"', "\\", "#"),
        *("and", "or", "not", "if", "else", "in", "is", "lambda", "for", "await", "yield", "None"),
        *("0", "1", "2", "-1", "0.5", "1e999", "10**9", "2**63", "1j", "...", "True", "b'x'", "f'"),
        *("mode='full'", "boundary='wrap'", "size=3", "operation='convolve'", "dilation=2"),
        *("__import__", "__class__", "'zero'", "'\\d'", "ñ", "−", "\0", "\ud800", "0x", "1_0"),
    ]
)
SOURCES = st.lists(WORDS, max_size=12).map(" ".join) | st.lists(WORDS, max_size=12).map("".join)


def outcome(tree):
    """Return the value or the fault's sentence, so that two evaluations can be compared."""
    try:
        value = evaluate(tree, VALUES)
    except ExpressionFault as fault:
        return str(fault)
    return repr(value.tolist()) if isinstance(value, np.ndarray) else repr(value)


@given(TREES)
def test_a_printed_tree_is_read_as_the_same_tree(tree):
    again = parse(unparse(tree)).tree
    assert again == tree
    # As text too, because 1 == True == Fraction(1), in trees as in Python.
    assert unparse(again) == unparse(tree)


@given(TREES)
def test_a_printed_tree_has_the_value_of_the_tree(tree):
    assert outcome(parse(unparse(tree)).tree) == outcome(tree)


@given(TREES)
def test_a_rewriting_that_changes_nothing_is_the_identity(tree):
    assert rewrite(tree, {}.get) == tree


@given(TREES)
def test_a_rewriting_of_the_whole_is_not_entered_again(tree):
    wrapped = Items(items=(tree,))
    assert rewrite(tree, lambda part: wrapped if part is tree else None) == wrapped


@given(TREES)
def test_a_rewriting_from_the_inside_offers_every_part_once(tree):
    offered = []
    assert rewrite_upwards(tree, offered.append) == tree
    assert len(offered) == len(list(walk(tree)))
    assert offered[-1] == tree


@given(TREES)
def test_a_rewriting_from_the_inside_does_not_enter_what_it_made(tree):
    twice = rewrite_upwards(
        tree, lambda part: Items(items=(part, part)) if isinstance(part, Name) else None
    )
    pairs = [part for part in walk(twice) if isinstance(part, Items) and len(part.items) == 2]
    variables = [part for part in walk(tree) if isinstance(part, Name)]
    assert len([part for part in walk(twice) if isinstance(part, Name)]) == 2 * len(variables)
    assert len(pairs) >= len(variables)


@given(TREES)
def test_a_walk_visits_the_whole_and_everything_below_it(tree):
    parts = list(walk(tree))
    assert parts[0] is tree
    assert len(parts) == 1 + sum(len(list(walk(child))) for child in children(tree))


@given(TREES)
def test_substituting_every_variable_by_itself_is_the_identity(tree):
    assert substitute(tree, {name: Name(name=name) for name in names(tree)}) == tree


@given(TREES)
def test_nothing_is_read_once_every_variable_is_substituted(tree):
    assert not names(substitute(tree, dict.fromkeys(VALUES, Constant(value=1))))


@given(TREES, TREES)
def test_a_substituted_definition_has_the_value_that_the_variable_had(tree, definition):
    try:
        value = evaluate(definition, VALUES)
    except ExpressionFault:
        return
    renamed = substitute(tree, {"a": Name(name="new")})
    known = {**VALUES, "new": value}
    try:
        direct = to_value(evaluate(renamed, known))
        inlined = to_value(evaluate(substitute(renamed, {"new": definition}), known))
    except ExpressionFault:
        return
    assert repr(direct) == repr(inlined)


@given(SOURCES)
def test_any_text_gives_a_value_or_a_fault(source):
    try:
        to_value(evaluate(parse(source).tree, VALUES))
    except ExpressionFault as fault:
        said = str(fault)
    else:
        return
    assert said


@given(SOURCES)
def test_any_text_gives_a_generator_call_or_a_fault(source):
    try:
        name, _, _ = parse_call(source)
    except ExpressionFault:
        return
    assert name.isidentifier()


WHOLE = (
    st.integers(-9, 9)
    | st.sampled_from([2**31 - 1, -(2**31) + 1, 2**31, -(2**31)])
    | st.integers(-(2**70), 2**70)
)


@given(
    st.sampled_from(["+", "-", "*", "//", "%", "==", "!=", "<", "<=", ">", ">="]),
    WHOLE,
    WHOLE.filter(bool),
)
def test_whole_numbers_and_matrices_of_them_compute_as_python_does(operator, left, right):
    tree = parse(f"x {operator} y").tree
    expected = eval(f"x {operator} y", {"x": left, "y": right})  # noqa: S307 - our own two names
    rows = {"x": to_runtime(((left, left),)), "y": to_runtime(((right, right),))}
    assert to_value(evaluate(tree, {"x": left, "y": right})) == expected
    for known in (rows, {**rows, "x": left}, {**rows, "y": right}):
        found = to_value(evaluate(tree, known))
        assert found == ((expected, expected),)
        assert type(found[0][0]) is type(expected)


@given(st.integers(), st.integers().filter(bool))
def test_a_quotient_of_whole_numbers_is_exact(left, right):
    assert to_value(evaluate(parse("x / y").tree, {"x": left, "y": right})) == Fraction(left, right)


@given(st.decimals(-(10**6), 10**6, places=4))
def test_a_decimal_number_means_what_is_written(number):
    source = str(number)
    assert to_value(evaluate(parse(source).tree, {})) == Fraction(source)


@given(st.floats(-1e200, 1e200).filter(lambda number: number == 0 or abs(number) > 1e-200))
def test_the_decimals_of_a_float_are_read_back(number):
    assert float(to_value(evaluate(parse(repr(number)).tree, {}))) == number
