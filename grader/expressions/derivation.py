"""From parameters to every definition and every answer, and what follows from a changed value."""

from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType
from typing import TypeAlias

from grader.expressions.arrays import Runtime, to_runtime, to_value
from grader.expressions.evaluation import evaluate
from grader.expressions.faults import ExpressionFault
from grader.expressions.scopes import Scope
from grader.expressions.trees import names, substitute
from grader.model.exercise import Answer, Exercise, Misconception, Part
from grader.model.expression import Expression, Name, Tree
from grader.model.value import Value
from grader.model.variant import Case

Calls: TypeAlias = Mapping[str, Sequence[Mapping[str, Runtime]]]
"""Function → the arguments of each of its calls, by name."""
NO_CALLS: Calls = MappingProxyType({})
NOTHING_CHANGED: Mapping[str, Runtime] = MappingProxyType({})


class Derivation:
    """The formulas of one exercise, ready to be computed many times."""

    def __init__(self, exercise: Exercise) -> None:
        self.exercise = exercise
        self._reads = {item.name: names(item.expression.tree) for item in exercise.definitions}
        self._read_by = {answer.name: _read_by(answer) for answer in exercise.answers}

    def complete(self, drawn: Mapping[str, Runtime]) -> Scope:
        """Return the parameters and every definition.

        Raises
        ------
        ExpressionFault
            When a definition cannot be computed.
        """
        values = Scope(drawn)
        for item in self.exercise.definitions:
            values[item.name] = _computed(item.name, item.expression.tree, values)
        return values

    def follow(self, values: Mapping[str, Runtime], changed: Mapping[str, Runtime]) -> Scope:
        """Return `values` with some replaced, and what depends on them recomputed."""
        stale = self._stale(changed)
        scope = Scope.of(values)
        if not stale:
            return scope
        new = scope.changed(changed, stale=stale)
        for item in self.exercise.definitions:
            if item.name in stale and item.name not in changed:
                new[item.name] = evaluate(item.expression.tree, new)
        return new

    def _stale(self, changed: Iterable[str]) -> frozenset[str]:
        """Return the names that are changed, and those of definitions that depend on them."""
        stale = set(changed)
        for item in self.exercise.definitions:
            if self._reads[item.name] & stale:
                stale.add(item.name)
        return frozenset(stale)

    def answers(
        self,
        values: Mapping[str, Runtime],
        calls: Calls = NO_CALLS,
        *,
        changed: Mapping[str, Runtime] = NOTHING_CHANGED,
    ) -> dict[str, Value]:
        """Return the value of every answer, with some parts of them replaced."""
        scope = Scope.of(values)
        return {
            answer.name: _key(answer, scope, calls, changed) for answer in self.exercise.answers
        }

    def mistaken(
        self,
        misconception: Misconception,
        values: Mapping[str, Runtime],
        calls: Calls = NO_CALLS,
        *,
        key: Mapping[str, Value],
    ) -> dict[str, Value]:
        """Return the answers of somebody who holds the misconception.

        What it gives is computed from the true values; everything that depends on it follows, and
        the rest is as in the `key`.
        """
        scope = Scope.of(values)
        changed = {
            name: evaluate(expression.tree, scope)
            for name, expression in misconception.gives.items()
            if name not in calls
        }
        stale = self._stale(changed)
        followed = self.follow(scope, changed)
        answers = {}
        for answer in self.exercise.answers:
            name = answer.name
            given = misconception.gives.get(name) if name in calls else None
            if given is not None:
                answers[name] = _called(given.tree, scope, calls[name])
            elif self._read_by[name].isdisjoint(stale):
                answers[name] = key[name]
            else:
                answers[name] = _key(answer, followed, calls, changed)
        direct = {answer.name: variable_of(answer) for answer in self.exercise.answers}
        for name, value in changed.items():
            if name in direct and direct[name] != name:
                answer = self.exercise.answer(name)
                answers[name] = _beside_reason(answer, to_value(value), answers[name])
        return answers

    def carried(
        self,
        values: Mapping[str, Value],
        submitted: Mapping[str, Value],
        calls: Calls = NO_CALLS,
    ) -> dict[str, Value]:
        """Return the answers that are right if those `submitted` are taken for true."""
        changed = {}
        for name, value in submitted.items():
            variable = variable_of(self.exercise.answer(name))
            if variable is not None:
                changed[variable] = to_runtime(value)
        true_values = Scope({name: to_runtime(value) for name, value in values.items()})
        return self.answers(self.follow(true_values, changed), calls)


def calls_of(cases: Mapping[str, Sequence[Case]]) -> Calls:
    """Return the calls by which functions are tried, ready to be computed with."""
    return {
        name: [
            {argument: to_runtime(value) for argument, value in case.arguments.items()}
            for case in listed
        ]
        for name, listed in cases.items()
    }


def handed_in(
    answer: Answer,
    formula: Expression | tuple[Part, ...],
    values: Mapping[str, Runtime],
    *,
    key: Value,
    calls: Calls = NO_CALLS,
) -> Value:
    """Return what a test of the author's hands in.

    That is what a formula comes to, for a function what each call gives, and for an answer of
    several parts the key with some of them replaced.

    Raises
    ------
    ExpressionFault
        When it cannot be computed.
    """
    if isinstance(formula, Expression):
        if answer.name in calls:
            return _called(formula.tree, Scope.of(values), calls[answer.name])
        return to_value(evaluate(formula.tree, values))
    theirs = {part.name: to_value(evaluate(part.expression.tree, values)) for part in formula}
    right = key if isinstance(key, tuple) else ()
    return tuple(
        theirs.get(part.name, value) for part, value in zip(answer.parts, right, strict=True)
    )


def _called(tree: Tree, values: Scope, calls: Sequence[Mapping[str, Runtime]]) -> Value:
    return tuple((to_value(evaluate(tree, values.within(arguments))),) for arguments in calls)


def _key(answer: Answer, values: Scope, calls: Calls, changed: Mapping[str, Runtime]) -> Value:
    if answer.cases:
        return _called(answer.expect.tree, values, calls[answer.name])
    if answer.parts:
        return _parts(answer, values, changed)
    if any(option.right for option in answer.options):
        chosen = _chosen(answer, values)
    else:
        chosen = to_value(evaluate(answer.expect.tree, values))
    if answer.many:
        return tuple(sorted(map(str, chosen))) if isinstance(chosen, tuple) else chosen
    if answer.because is not None and not isinstance(chosen, tuple):
        return chosen, to_value(evaluate(answer.because.expect.tree, values))
    return chosen


def _parts(answer: Answer, values: Scope, changed: Mapping[str, Runtime]) -> Value:
    """Return the parts in order; each may read those before it."""
    known, parts = values, list[Value]()
    for part in answer.parts:
        wrong = changed.get(part.name)
        value = evaluate(part.expression.tree, known) if wrong is None else wrong
        known = known.changed({part.name: value})
        parts.append(to_value(value))
    return tuple(parts)


def _read_by(answer: Answer) -> frozenset[str]:
    """Return the variables on which an answer depends, and the names of its parts."""
    trees = [answer.expect.tree, *(part.expression.tree for part in answer.parts)]
    trees += [option.right.tree for option in answer.options if option.right is not None]
    if answer.because is not None:
        trees.append(answer.because.expect.tree)
    return frozenset().union(*map(names, trees), (part.name for part in answer.parts))


def _chosen(answer: Answer, values: Mapping[str, Runtime]) -> Value:
    """Return the options that say they are right: all of them, or the only one."""
    right = tuple(
        option.id
        for option in answer.options
        if option.right is not None and evaluate(option.right.tree, values) is True
    )
    if answer.many:
        return right
    if len(right) != 1:
        raise ExpressionFault(
            f"of the options of `{answer.name}`, {len(right)} are right",
            fix="exactly one must be; ask for `many: true`, or add a rule under `require`",
        )
    return right[0]


def _beside_reason(answer: Answer, chosen: Value, followed: Value) -> Value:
    """Return what was chosen by mistake with the reason that follows, where it needs one."""
    if answer.because is None or isinstance(chosen, tuple) or not isinstance(followed, tuple):
        return chosen
    return chosen, followed[1]


def variable_of(answer: Answer) -> str | None:
    """Return the variable that holds the key of `answer`, unless a formula of its own gives it."""
    tree = answer.expect.tree
    if answer.parts or answer.cases or not isinstance(tree, Name):
        return None
    return tree.name


def keys_of(answer: Answer) -> tuple[str, ...]:
    """Return the variables that hold the key of `answer` or of a part: no student may see them.

    A step may well begin with what is given: the kernel as it is printed.
    """
    if answer.kind == "steps" or answer.cases:
        return ()
    trees = (answer.expect.tree, *(part.expression.tree for part in answer.parts))
    return tuple(tree.name for tree in trees if isinstance(tree, Name))


def reference_of(tree: Tree, definitions: Mapping[str, Tree]) -> Tree:
    """Return `tree` with every definition written out, so that only parameters are left.

    `definitions` are in order: each reads parameters and those before it only.
    """
    written: dict[str, Tree] = {}
    for name, definition in definitions.items():
        written[name] = substitute(definition, written)
    return substitute(tree, written)


def _computed(name: str, tree: object, values: Mapping[str, Runtime]) -> Runtime:
    try:
        return evaluate(tree, values)  # type: ignore[arg-type]
    except ExpressionFault as fault:
        raise ExpressionFault(f"`{name}`: {fault.fault}", fix=fault.fix) from None
