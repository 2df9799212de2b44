"""The cases on which a student's function is tried.

Every argument of every case has a stream of its own, so that another group, another case or another
argument changes no other. A case that breaks a rule of its group is drawn again by itself.
"""

from collections import Counter
from collections.abc import Iterator, Mapping

from grader.expressions import ExpressionFault, Runtime, evaluate, to_value
from grader.expressions.scopes import Scope
from grader.model.exercise import Answer, CaseGroup
from grader.model.variant import Case
from grader.variants.parameters import drawn, holds
from grader.variants.streams import Stream


def draw_cases(
    answer: Answer, key: bytes, number: int, *, values: Mapping[str, Runtime], tries: int
) -> tuple[Case, ...]:
    """Return the cases of a function, group by group.

    Parameters
    ----------
    answer
        Of the type that has cases.
    key
        Of the variant.
    number
        Which draw of the exercise this is.
    values
        Parameters and definitions, which an argument may depend on.
    tries
        How often a case is drawn at most.

    Raises
    ------
    ExpressionFault
        When no case satisfies the rules of its group, with what rejected them.
    """
    return tuple(
        _case(answer, group, f"{number}/{answer.name}/{group.name}/{index}", key, values, tries)
        for group in answer.cases
        for index in range(group.times)
    )


def _case(  # noqa: PLR0913, PLR0917 - where it belongs, and what it is drawn from
    answer: Answer,
    group: CaseGroup,
    label: str,
    key: bytes,
    values: Mapping[str, Runtime],
    tries: int,
) -> Case:
    reasons: Counter[str] = Counter()
    for attempt in range(tries):
        known = Scope.of(values).changed({})
        for parameter in group.draw:
            stream = Stream(key, f"{label}/{attempt}/{parameter.name}")
            known = known.having(parameter.name, drawn(parameter, stream, known))
        reason = next(_objections(group, known), None)
        if reason is None:
            return Case(
                group=group.name,
                arguments={name: to_value(known[name]) for name in answer.arguments},
            )
        reasons[reason] += 1
    raise _exhausted(answer, group, reasons)


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
