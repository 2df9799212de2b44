"""Laws of the library of misconceptions, over random formulas."""

from hypothesis import example, given, settings
from hypothesis import strategies as st

from grader.expressions import parse, unparse
from grader.misconceptions import LIBRARY, compose
from grader.misconceptions.calls import POSITIONAL
from grader.model.expression import (
    Binary,
    Call,
    Comparison,
    Conditional,
    Constant,
    Items,
    Name,
    Subscript,
    Unary,
)

CONSTANTS = st.sampled_from([0, 1, 2, 255, True, False, "same", "valid", "full", "zero", "both"])
LEAVES = CONSTANTS.map(lambda value: Constant(value=value)) | st.sampled_from(
    ["image", "kernel", "k", "cin"]
).map(lambda name: Name(name=name))
OPTIONS = [
    *("mode", "boundary", "fill_value", "stride", "dilation", "anchor", "padding"),
    *("bias", "multiplier", "output_shape", "operation", "image", "kernel", "kernel_size"),
]


def larger(parts):
    return st.one_of(
        st.builds(
            lambda function, arguments, options: Call(
                function=function, arguments=tuple(arguments), options=tuple(options.items())
            ),
            st.sampled_from(sorted(POSITIONAL)),
            st.lists(parts, max_size=4),
            st.dictionaries(st.sampled_from(OPTIONS), parts, max_size=3),
        ),
        st.builds(
            lambda operator, left, right: Binary(operator=operator, left=left, right=right),
            st.sampled_from(["+", "*", "/"]),
            parts,
            parts,
        ),
        st.builds(lambda part: Unary(operator="not", operand=part), parts),
        st.builds(
            lambda *all_: Conditional(test=all_[0], then=all_[1], otherwise=all_[2]), *[parts] * 3
        ),
        st.builds(lambda *both: Comparison(operators=("==",), operands=both), parts, parts),
        st.lists(parts, max_size=3).map(lambda items: Items(items=tuple(items))),
        st.builds(lambda value, index: Subscript(value=value, indices=(index,)), parts, parts),
    )


TREES = st.recursive(LEAVES, larger, max_leaves=15)


@settings(max_examples=200)
@given(tree=TREES)
@example(tree=parse("convolve(f[0], f[0])").tree)
def test_a_misconception_gives_another_formula_that_can_be_written_out_or_none(tree):
    for operator in LIBRARY.values():
        wrong = operator.rewrite(tree)
        if wrong is not None:
            assert unparse(wrong) != unparse(tree), operator.id
            assert parse(unparse(wrong)).tree == wrong, operator.id


@given(tree=TREES, first=st.sampled_from(list(LIBRARY)), second=st.sampled_from(list(LIBRARY)))
def test_two_misconceptions_at_once_give_another_formula_or_none(tree, first, second):
    wrong = compose(LIBRARY[first], LIBRARY[second]).rewrite(tree)

    assert wrong is None or wrong != tree
