"""Which parts of an answer are right, where it is not marked cell by cell."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import TypeAlias

from grader.answers.factors import excess
from grader.model.exercise import Answer
from grader.model.grade import PartGrade, Remark
from grader.model.text import LANGUAGES, Text
from grader.model.value import Value
from grader.scoring.phrases import say
from grader.texts import show

Teller: TypeAlias = Callable[[Answer, Value, Value, Sequence[bool]], Iterator[Remark]]


def part_grades(
    answer: Answer, given: Value | None, marks: Callable[[Answer, Value], Sequence[bool]]
) -> tuple[PartGrade, ...]:
    """Return the values that an answer is a list of, in order; none where it is no such list.

    `marks` tells of each part, and perhaps of more, whether it is right; where the answer has to
    have properties instead, nothing is said of a part.
    """
    if not isinstance(given, tuple) or not answer.parts or len(given) != len(answer.parts):
        return ()
    right = (None,) * len(given) if answer.properties else marks(answer, given)
    return tuple(
        PartGrade(part=part.name, label=part.label, right=mark)
        for part, mark in zip(answer.parts, right, strict=False)
    )


def parts(answer: Answer, given: Value, key: Value, right: Sequence[bool]) -> tuple[Remark, ...]:
    """Return what is to be said of an answer that is right in part."""
    tell = None if answer.properties else _TELLERS.get(answer.kind)
    if tell is None or all(right) or not any(right):
        return ()
    return tuple(tell(answer, given, key, right))


def _steps(answer: Answer, given: Value, key: Value, right: Sequence[bool]) -> Iterator[Remark]:
    """Yield which steps are right: one that follows from a wrong one is."""
    del given, key
    named = [_name(part.name, part.label) for part in answer.parts]
    good, bad = (
        {
            language: ", ".join(
                name[language] for name, mark in zip(named, right, strict=True) if mark is wanted
            )
            for language in LANGUAGES
        }
        for wanted in (True, False)
    )
    text = {
        language: said.format(right=good[language], wrong=bad[language])
        for language, said in say("steps", right="{right}", wrong="{wrong}").items()
    }
    yield Remark(code="steps", text=text)


def _factors(answer: Answer, given: Value, key: Value, right: Sequence[bool]) -> Iterator[Remark]:
    """Yield by which factor the product is off, or which of the two has the wrong direction."""
    del answer
    column, row, _ = right
    if column and row:
        times = excess(given, key)
        text = {
            language: said.format(times=show(times, language))
            for language, said in say("scale", times="{times}").items()
        }
        yield Remark(code="scale", text=text)
    else:
        yield Remark(code="factor", text=say("column-only" if column else "row-only"))


def _cell(answer: Answer, given: Value, key: Value, right: Sequence[bool]) -> Iterator[Remark]:
    """Yield that the place is right, of which the value is not."""
    del answer, given, key
    if right[0]:
        yield Remark(code="place", text=say("place-only"))


_TELLERS: Mapping[str, Teller] = {"cell": _cell, "factors": _factors, "steps": _steps}


def _name(name: str, label: Text) -> Text:
    return {language: label.get(language) or f"`{name}`" for language in LANGUAGES}
