"""How a function is tried, for its author: the first case of every group, and who passes."""

from collections.abc import Mapping
from dataclasses import dataclass

from grader.answers.function import by_group, marks
from grader.model.exercise import Answer, CaseGroup
from grader.model.grade import GroupGrade
from grader.model.value import Value
from grader.model.variant import Variant


@dataclass(frozen=True, slots=True, kw_only=True)
class Trial:
    """A group of cases, and the first of them."""

    group: CaseGroup
    arguments: Mapping[str, Value]
    returns: Value


def trials(answer: Answer, variant: Variant) -> tuple[Trial, ...]:
    """Return how a function is tried; nothing for an answer of another type."""
    key = variant.key[answer.name]
    cases = variant.cases.get(answer.name, ())
    pairs = list(zip(cases, key if isinstance(key, tuple) else (), strict=bool(cases)))
    found = []
    for group in answer.cases:
        case, result = next(pair for pair in pairs if pair[0].group == group.name)
        # The key has a value for every case.
        (returns,) = result if isinstance(result, tuple) else (result,)
        found.append(Trial(group=group, arguments=case.arguments, returns=returns))
    return tuple(found)


def passed(answer: Answer, wrong: Value, key: Value) -> tuple[GroupGrade, ...]:
    """Return how many cases of each group a wrong method gets right."""
    return tuple(
        GroupGrade(group=group.name, label=group.label, right=sum(right), cases=len(right))
        for group, right in zip(
            answer.cases, by_group(marks(wrong, key, answer), answer), strict=False
        )
    )
