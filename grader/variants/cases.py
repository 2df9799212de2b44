"""The cases on which a student's function is tried.

They are the same for a whole class, so that equal functions earn equal points; a group that reads
the student's own values has cases of its own for each of them.

Every argument of every case has a stream of its own, so that another group, another case or another
argument changes no other. A case that breaks a rule of its group is drawn again by itself.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from grader.expressions import ExpressionFault, Runtime, evaluate, to_value
from grader.expressions.derivation import Calls
from grader.expressions.scopes import Scope
from grader.expressions.trees import names
from grader.model.exercise import Answer, CaseGroup, Exercise
from grader.model.variant import Case
from grader.variants.parameters import drawn, holds
from grader.variants.streams import Stream


@dataclass(frozen=True, slots=True)
class Drawn:
    """A case, and its arguments as formulas compute with them."""

    case: Case
    arguments: Mapping[str, Runtime]


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """What the cases of a variant are drawn from."""

    key: bytes
    """Of the variant."""
    number: int
    """Which draw of the exercise this is."""
    common: bytes
    """Of the class."""
    turn: int
    """Which cases of the class these are: the next ones where those before were refused."""


class CaseDrawing:
    """The functions of one exercise, ready to be tried."""

    def __init__(self, exercise: Exercise) -> None:
        self._tries = exercise.rules.tries
        self.functions = [answer for answer in exercise.answers if answer.cases]
        self._own_groups = {
            (answer.name, group.name)
            for answer in self.functions
            for group in answer.cases
            if _reads_values(group)
        }
        self._common: dict[tuple[str, str, int], tuple[Drawn, ...]] = {}
        self._common_key = b""

    def draw(self, source: Source, values: Mapping[str, Runtime]) -> dict[str, tuple[Drawn, ...]]:
        """Return the cases of every function, group by group.

        Parameters
        ----------
        source
            What they are drawn from.
        values
            Parameters and definitions, which an argument may depend on.

        Raises
        ------
        ExpressionFault
            When no case satisfies the rules of its group, with what rejected them.
        """
        return {
            answer.name: tuple(
                one
                for group in answer.cases
                for one in (
                    self._own(answer, group, source, values)
                    if (answer.name, group.name) in self._own_groups
                    else self._of_class(answer, group, source)
                )
            )
            for answer in self.functions
        }

    def _own(
        self, answer: Answer, group: CaseGroup, source: Source, values: Mapping[str, Runtime]
    ) -> Iterator[Drawn]:
        label = f"{source.number}/{answer.name}/{group.name}"
        for index in range(group.times):
            arguments = self._arguments(answer, group, source.key, f"{label}/{index}", values)
            yield _drawn(group, arguments)

    def _of_class(self, answer: Answer, group: CaseGroup, source: Source) -> tuple[Drawn, ...]:
        if source.common != self._common_key:
            self._common.clear()
            self._common_key = source.common
        place = (answer.name, group.name, source.turn)
        if place not in self._common:
            label = f"{source.turn}/{answer.name}/{group.name}"
            self._common[place] = tuple(
                # In a scope, which remembers what they come to for the next student.
                _drawn(
                    group,
                    Scope(self._arguments(answer, group, source.common, f"{label}/{index}", {})),
                )
                for index in range(group.times)
            )
        return self._common[place]

    def _arguments(
        self,
        answer: Answer,
        group: CaseGroup,
        key: bytes,
        label: str,
        values: Mapping[str, Runtime],
    ) -> dict[str, Runtime]:
        reasons: Counter[str] = Counter()
        for attempt in range(self._tries):
            known = Scope.of(values).changed({})
            for parameter in group.draw:
                stream = Stream(key, f"{label}/{attempt}/{parameter.name}")
                known = known.having(parameter.name, drawn(parameter, stream, known))
            reason = next(_objections(group, known), None)
            if reason is None:
                return {name: known[name] for name in answer.arguments}
            reasons[reason] += 1
        raise _exhausted(answer, group, reasons)


def calls_of(cases: Mapping[str, tuple[Drawn, ...]]) -> Calls:
    """Return the calls by which functions are tried, ready to be computed with."""
    return {name: [one.arguments for one in listed] for name, listed in cases.items()}


def _drawn(group: CaseGroup, arguments: Mapping[str, Runtime]) -> Drawn:
    values = {name: to_value(value) for name, value in arguments.items()}
    return Drawn(Case(group=group.name, arguments=values), arguments)


def _reads_values(group: CaseGroup) -> bool:
    """Tell whether a group depends on anything but what is drawn in it."""
    known: set[str] = set()
    for parameter in group.draw:
        formulas = (*parameter.arguments, *parameter.options.values())
        if not all(names(formula.tree) <= known for formula in formulas):
            return True
        known.add(parameter.name)
    return not all(names(formula.tree) <= known for formula in group.require)


def _objections(group: CaseGroup, known: Mapping[str, Runtime]) -> Iterator[str]:
    for requirement in group.require:
        if not holds(evaluate(requirement.tree, known)):
            yield f"`{requirement.source}`"


def _exhausted(answer: Answer, group: CaseGroup, reasons: Counter[str]) -> ExpressionFault:
    ranked = ", ".join(f"{reason} ({count}×)" for reason, count in reasons.most_common())
    return ExpressionFault(
        f"no case of `{answer.name}` satisfied the rules of its group `{group.name}` in "
        f"{reasons.total()} tries; rejected by {ranked}",
        fix="loosen the rule that rejects most, or widen what is drawn",
    )
