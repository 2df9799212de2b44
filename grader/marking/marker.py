"""The marks of the answers of one variant."""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from types import MappingProxyType
from typing import Self

from grader.answers import ANSWER_TYPES, right_cells
from grader.answers.steps import says_enough
from grader.expressions import ExpressionFault, Runtime, evaluate, to_runtime, to_value
from grader.expressions.scopes import Scope
from grader.marking.baseline import inputs, is_null
from grader.model.exercise import Answer, Part, Property
from grader.model.value import Value
from grader.model.variant import Case, Variant

NO_CASES: Mapping[str, Sequence[Case]] = MappingProxyType({})


class Marker:
    """Marks answers against a variant.

    Parameters
    ----------
    values
        Every parameter and definition of the variant: properties and steps are formulas over them.
    shown
        What the student was shown.
    cases
        Function → what it is tried on.
    """

    def __init__(
        self,
        values: Mapping[str, Runtime],
        shown: Sequence[Value],
        cases: Mapping[str, Sequence[Case]] = NO_CASES,
    ) -> None:
        self._values = Scope.of(values)
        self._shown = shown
        self._cases = cases
        # The key and what each misconception gives are compared with one another for every answer
        # that is judged. They are told by identity, so what is compared is kept.
        self._nulls: dict[tuple[str, int], tuple[Value, bool]] = {}
        self._agreed: dict[tuple[str, int, int], tuple[Value, Value, tuple[bool, ...]]] = {}
        self._marked: dict[tuple[str, int, int], tuple[Value, Value, tuple[bool, ...]]] = {}
        self._baselines: dict[tuple[str, int], tuple[Value, Fraction]] = {}

    @classmethod
    def of(cls, variant: Variant) -> Self:
        """Return the marker of a variant."""
        values = {name: to_runtime(value) for name, value in variant.values.items()}
        return cls(values, inputs(variant.exercise, variant.values), variant.cases)

    def marks(self, answer: Answer, given: Value, key: Value) -> tuple[bool, ...]:
        """Tell part by part whether `given` is right; all of them means that it is.

        `key` is the right answer, or what a misconception gives: a part is then marked by whether
        the two agree.
        """
        if not answer.properties and answer.kind != "steps":
            return self.agreement(answer, given, key)
        # Whether it is right is asked by who diagnoses, who gives credit, and who speaks of it.
        asked = (answer.name, id(given), id(key))
        if asked not in self._marked:
            right = (
                self._properties(answer, given)
                if answer.properties
                else self._steps(answer, given, key)
            )
            self._marked[asked] = (given, key, right)
        return self._marked[asked][2]

    def agreement(self, answer: Answer, given: Value, other: Value) -> tuple[bool, ...]:
        """Tell part by part whether two answers are the same, right or wrong."""
        pair = (answer.name, id(given), id(other))
        if pair not in self._agreed:
            same = ANSWER_TYPES[answer.kind].marks(given, other, answer)
            self._agreed[pair] = (given, other, same)
        return self._agreed[pair][2]

    def difference(self, answer: Answer, wrong: Value, key: Value) -> tuple[bool, ...]:
        """Tell part by part whether what a misconception gives is no right answer."""
        same = self.marks if answer.properties else self.agreement
        return tuple(not one for one in same(answer, wrong, key))

    def is_right(self, answer: Answer, given: Value, key: Value) -> bool:
        """Tell whether `given` is wholly right."""
        return all(self.marks(answer, given, key))

    def share(self, answer: Answer, right: Sequence[bool]) -> Fraction:
        """Return what these marks earn by themselves; 1 when all are right."""
        if all(right):
            return Fraction(1)
        if answer.properties:
            return _by_properties(answer.properties, right)
        return ANSWER_TYPES[answer.kind].share(right, answer)

    def is_null(self, answer: Answer, given: Value) -> bool:
        """Tell whether `given` could have been written without doing the exercise."""
        # Every misconception is asked about with every other one.
        asked = (answer.name, id(given))
        if asked not in self._nulls:
            found = is_null(ANSWER_TYPES[answer.kind], given, self._given(answer))
            self._nulls[asked] = (given, found)
        return self._nulls[asked][1]

    def nulls(self, answer: Answer, key: Value) -> tuple[Value, ...]:
        """Return what could be written without doing the exercise."""
        return ANSWER_TYPES[answer.kind].nulls(key, self._given(answer))

    def baseline(self, answer: Answer, key: Value) -> Fraction:
        """Return the largest share that an answer made without work reaches."""
        asked = (answer.name, id(key))
        if asked not in self._baselines:
            nulls = self.nulls(answer, key)
            shares = (self.share(answer, self.marks(answer, null, key)) for null in nulls)
            self._baselines[asked] = (key, max(shares, default=Fraction(0)))
        return self._baselines[asked][1]

    def corrected(self, answer: Answer, given: Value, key: Value) -> Fraction:
        """Return the share of `given`, with what is reached without work taken for nothing."""
        share = self.share(answer, self.marks(answer, given, key))
        if not share:
            return share
        reached = self.baseline(answer, key)
        return max(Fraction(0), (share - reached) / (1 - reached)) if reached < 1 else Fraction(0)

    def _given(self, answer: Answer) -> Sequence[Value]:
        """Return what an answer could be a copy of: for a function, each of its arguments."""
        if not answer.cases:
            return self._shown
        cases = self._cases.get(answer.name, ())
        return [tuple((case.arguments[name],) for case in cases) for name in answer.arguments]

    def _properties(self, answer: Answer, given: Value) -> tuple[bool, ...]:
        """Mark each property that a right answer has."""
        try:
            own = self._values.changed(_named(answer, given))
        except ExpressionFault:
            # No formula can compute with it.
            return (False,) * len(answer.properties)
        return tuple(_holds(one, own) for one in answer.properties)

    def _steps(self, answer: Answer, given: Value, key: Value) -> tuple[bool, ...]:
        """Mark each step by the key, or by what follows from the student's own earlier ones."""
        if not isinstance(given, tuple) or not isinstance(key, tuple) or len(given) != len(key):
            return (False,) * len(answer.parts)
        own = self._values
        right = []
        for part, mine, wanted in zip(answer.parts, given, key, strict=True):
            good = all(right_cells(mine, wanted, answer.tolerance)) or _follows(
                part, mine, answer, own
            )
            right.append(good)
            # Nothing follows from what is not there.
            enough = good or says_enough(mine, wanted)
            own = own.changed(
                _readable(part.name, mine) if enough else {}, stale=frozenset({part.name})
            )
        return tuple(right)


def _holds(one: Property, own: Scope) -> bool:
    try:
        return evaluate(one.holds.tree, own) is True
    except ExpressionFault:
        # Of arrays that do not fit together nothing holds.
        return False


def _readable(name: str, step: Value) -> dict[str, Runtime]:
    """Return a step as later ones read it; nothing where no formula can compute with it."""
    try:
        return {name: to_runtime(step)}
    except ExpressionFault:
        return {}


def _follows(part: Part, mine: Value, answer: Answer, own: Mapping[str, Runtime]) -> bool:
    """Tell whether a step is right for the student's own earlier ones."""
    try:
        expected = to_value(evaluate(part.expression.tree, own))
    except ExpressionFault:
        return False
    return all(right_cells(mine, expected, answer.tolerance))


def _named(answer: Answer, given: Value) -> dict[str, Runtime]:
    """Return what the student wrote, by the names that properties read it by."""
    if not answer.parts:
        return {answer.name: to_runtime(given)}
    values = given if isinstance(given, tuple) else (given,)
    return {part.name: to_runtime(value) for part, value in zip(answer.parts, values, strict=False)}


def _by_properties(properties: Sequence[Property], right: Sequence[bool]) -> Fraction:
    if not all(good for one, good in zip(properties, right, strict=True) if one.required):
        return Fraction(0)
    met = sum(one.share for one, good in zip(properties, right, strict=True) if good)
    return Fraction(met) / sum(one.share for one in properties)
