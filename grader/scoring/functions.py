"""What is said of a function that was tried on cases: by groups, never by the cases themselves."""

from collections.abc import Iterator, Mapping, Sequence

from grader.answers.function import by_group
from grader.model.exercise import Answer
from grader.model.grade import GroupGrade, Remark, Verdict
from grader.model.submission import Failure, Given, Impure, Side, Unusable
from grader.model.value import Value
from grader.scoring.diagnosis import explained
from grader.scoring.outcomes import closed
from grader.scoring.phrases import PHRASES, say


def groups(answer: Answer, right: Sequence[bool]) -> tuple[GroupGrade, ...]:
    """Return how many cases of each group are right."""
    return tuple(
        GroupGrade(group=group.name, label=group.label, right=sum(found), cases=len(found))
        for group, found in zip(answer.cases, by_group(right, answer), strict=False)
    )


def remarks(
    answer: Answer, given: Given, right: Sequence[bool], values: Mapping[str, Value]
) -> Iterator[Remark]:
    """Yield why calls gave nothing, each reason once, and what the author says of a group missed.

    Parameters
    ----------
    answer, given, right
        The function, what its calls gave, and which of them are right.
    values
        Those of the variant, for the author's texts.
    """
    told: dict[str, list[Failure]] = {}
    for failure in given.failures:
        told.setdefault(_kind(failure), []).append(failure)
    for failures in told.values():
        yield _failed(failures, calls=len(right))
    for group, found in zip(answer.cases, by_group(right, answer), strict=False):
        if group.say and not all(found):
            yield Remark(code="cases", text=explained(group.say, values))


def verdict(given: Given) -> Verdict | None:
    """Return what became of a function none of whose calls gave anything, if that is so."""
    cases = given.value if isinstance(given.value, tuple) else ()
    if not given.failures or any(cases):
        return None
    first = given.failures[0].outcome
    return Verdict.INCORRECT if isinstance(first, Impure) else closed(first)[0]


def _kind(failure: Failure) -> str:
    outcome = failure.outcome
    return outcome.side.value if isinstance(outcome, Impure) else type(outcome).__name__


def _failed(failures: Sequence[Failure], *, calls: int) -> Remark:
    """Return the remark on failures of one kind, of which the first is told."""
    outcome = failures[0].outcome
    if isinstance(outcome, Impure):
        code = "changed-arguments" if outcome.side is Side.ARGUMENTS else "keeps-state"
        remark = Remark(code=code, text=say(code))
    elif isinstance(outcome, Unusable):
        text = {
            language: PHRASES["returns"][language].format(reason=reason)
            for language, reason in outcome.reason.items()
        }
        remark = Remark(code="unusable", text=text)
    else:
        remark = closed(outcome)[1][0]
    if len(failures) == calls:
        return remark
    often = say("calls", n=len(failures), calls=calls)
    return Remark(
        code=remark.code,
        text={language: f"{said} {often[language]}" for language, said in remark.text.items()},
    )
