"""What was computed with some variables is computed again exactly when they change."""

import numpy as np
import pytest

from grader.expressions import ExpressionFault, evaluate, parse
from grader.expressions.functions import FUNCTIONS
from grader.expressions.scopes import Scope


@pytest.fixture
def counted(monkeypatch):
    """Return the sums that were computed."""
    sums, original = [], FUNCTIONS["sum"]

    def total(cells):
        sums.append(cells)
        return original.call(cells)

    replaced = type(original)(call=total, summary=original.summary, cost=original.cost)
    monkeypatch.setitem(FUNCTIONS, "sum", replaced)
    return sums


def value(source, scope):
    return evaluate(parse(source).tree, scope)


def test_the_same_part_of_two_formulas_is_computed_once(counted):
    scope = Scope({"image": np.array([1, 2])})
    assert value("sum(image) + 1", scope) == 4
    assert value("2 * sum(image)", scope) == 6
    assert len(counted) == 1


def test_without_a_scope_nothing_is_kept(counted):
    values = {"image": np.array([1, 2])}
    assert value("sum(image)", values) == value("sum(image)", values) == 3
    assert len(counted) == 2


def test_what_reads_a_changed_variable_is_computed_again_and_nothing_else(counted):
    scope = Scope({"image": np.array([1, 2]), "k": 1})
    assert value("k * sum(image)", scope) == 3
    assert value("k * sum(image)", scope.changed({"k": 5})) == 15
    assert len(counted) == 1
    assert value("k * sum(image)", scope.changed({"image": np.array([9])})) == 9
    assert value("k * sum(image)", scope) == 3


def test_a_variable_that_is_added_to_an_inner_scope_is_none_of_the_outer_one():
    scope = Scope({"k": 1})
    for added in (10, 20):
        inner = scope.changed({})
        inner["c"] = added
        assert value("k + c", inner) == 1 + added
    with pytest.raises(ExpressionFault):
        value("k + c", scope)


def test_no_variable_is_replaced():
    scope = Scope({"k": 1})
    with pytest.raises(ValueError, match="has a value"):
        scope["k"] = 2
    assert scope.having("k", 2) == {"k": 2}
    assert scope.having("c", 3) is scope


def test_the_same_call_has_the_same_scope():
    scope, call = Scope({"k": 1}), {"image": 2}
    assert scope.within(call) is scope.within(call)
    assert scope.within(dict(call)) is not scope.within(call)


def test_what_reads_nothing_but_the_arguments_of_a_call_is_computed_once_for_all_who_make_it():
    call = Scope({"image": 2})
    seen = []
    for factor in (3, 4):
        scope = Scope({"k": factor})
        assert value("k * (image + 1)", scope.within(call)) == 3 * factor
        seen.append(len(call.computed))
        assert len(scope.within(call).computed) == 1
    assert seen == [1, 1]


def test_an_argument_hides_a_value_of_its_name():
    call = Scope({"k": 2})
    scope = Scope({"k": 10, "c": 1})
    assert value("k + c", scope) == 11
    assert value("k + c", scope.within(call)) == 3
    assert value("k + 1", scope.within(call).changed({"k": 5})) == 6
    assert value("k + 1", scope.within(call)) == 3


@pytest.mark.parametrize(
    ("first", "second"), [("[1, 2]", "[1.0, 2.0]"), ("[1]", "[True]"), ("max(1, 0)", "max(1.0, 0)")]
)
def test_numbers_that_are_equal_and_not_the_same_are_told_apart(first, second):
    scope = Scope({})
    for source in (first, second, first):
        alone = value(source, {})
        kept = value(source, scope)
        assert type(kept) is type(alone)
        assert getattr(kept, "dtype", None) == getattr(alone, "dtype", None)


def test_an_option_is_not_taken_for_an_argument():
    scope = Scope({"a": np.arange(9).reshape(3, 3), "b": np.ones((3, 3), dtype=np.int64)})
    same, full = 'correlate(a, b, mode="same")', 'correlate(a, b, mode="full")'
    assert value(same, scope).shape == (3, 3)
    assert value(full, scope).shape == (5, 5)


def test_what_a_formula_costs_does_not_depend_on_what_was_computed_before():
    ones = np.ones((64, 64), dtype=np.int64)
    scope = Scope({"x": ones, "h": ones[:15, :15]})
    assert value("sum(correlate(x, h))", scope) > 0
    # Six times one that is known is as much work as six times one that is not.
    many = " + ".join(["sum(correlate(x, h))"] * 6)
    for values in (scope, dict(scope)):
        with pytest.raises(ExpressionFault, match="costs more"):
            value(many, values)


def test_a_fault_says_where_it_is_in_each_of_two_formulas():
    scope = Scope({"k": 0})
    columns = []
    for source in ("1 / k", "2 + 1 / k"):
        with pytest.raises(ExpressionFault) as fault:
            value(source, scope)
        columns.append(fault.value.column)
    assert columns == [0, 4]
