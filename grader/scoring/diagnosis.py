"""Which misconception explains a wrong answer.

Only the cells in which a misconception differs from the key can tell it apart; an arithmetic slip
or two among them does not hide it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from grader.answers import ANSWER_TYPES, right_cells
from grader.answers.baseline import inputs, is_null
from grader.answers.comparison import is_right
from grader.model.exercise import Answer
from grader.model.grade import Diagnosis
from grader.model.text import Text
from grader.model.value import Value, cells, shape
from grader.model.variant import Variant
from grader.texts import TemplateFault, render

AGREEMENT = Fraction(3, 4)
"""The share of telling cells that must agree. With 16 cells two slips are tolerated."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Evidence:
    agree: int
    differ: int

    @property
    def strength(self) -> tuple[int, Fraction]:
        """Return by how many cells agreement outweighs disagreement, then the share.

        By the share alone, one cell of one would beat fourteen of sixteen: a slip would turn
        whatever differs from the key in few cells into the best explanation.
        """
        return 2 * self.agree - self.differ, Fraction(self.agree, self.differ)


def diagnose(variant: Variant, given: Mapping[str, Value]) -> tuple[Diagnosis, ...]:
    """Return the misconception that explains the answers best; several when they tie.

    Parameters
    ----------
    variant
        With the key and what every misconception would have answered.
    given
        The answers of the right kind, by name. Those of another shape count too: a misconception
        may produce another shape. Blank and unreadable ones are left out.
    """
    telling = _telling(variant, given)
    if not telling:
        return ()
    found = {
        name: evidence
        for name, wrong in variant.wrong.items()
        if (evidence := _evidence(variant, telling, wrong)) is not None
    }
    best = max((evidence.strength for evidence in found.values()), default=None)
    return tuple(
        Diagnosis(
            misconception=name,
            say=_explanation(variant, name, given),
            agree=evidence.agree,
            differ=evidence.differ,
        )
        for name, evidence in found.items()
        if evidence.strength == best
    )


def _telling(variant: Variant, given: Mapping[str, Value]) -> dict[str, Value]:
    """Return the answers that say something: an answer made without work says nothing."""
    if all(
        name in given and all(right_cells(given[name], key, _answer(variant, name).tolerance))
        for name, key in variant.key.items()
    ):
        return {}
    shown = inputs(variant.exercise, variant.values)
    return {
        name: value
        for name, value in given.items()
        if not is_null(ANSWER_TYPES[_answer(variant, name).kind], value, shown)
    }


def _answer(variant: Variant, name: str) -> Answer:
    return variant.exercise.answer(name)


def _evidence(
    variant: Variant, given: Mapping[str, Value], wrong: Mapping[str, Value]
) -> _Evidence | None:
    agree = differ = 0
    for name, value in given.items():
        answer = _answer(variant, name)
        here = _compared(value, variant.key[name], wrong[name], answer)
        agree, differ = agree + here[0], differ + here[1]
    if not differ or Fraction(agree, differ) < AGREEMENT:
        return None
    return _Evidence(agree=agree, differ=differ)


def _compared(given: Value, key: Value, wrong: Value, answer: Answer) -> tuple[int, int]:
    """Return in how many cells that tell `wrong` from the key `given` agrees, and how many tell."""
    if shape(wrong) != shape(key):
        return len(cells(wrong)) * (given == wrong), len(cells(wrong))
    same = right_cells(wrong, key, answer.tolerance)
    if shape(given) != shape(key):
        return 0, same.count(False)
    telling = [
        is_right(cell, hypothesis, answer.tolerance)
        for cell, hypothesis, equal in zip(cells(given), cells(wrong), same, strict=True)
        if not equal
    ]
    return sum(telling), len(telling)


def _explanation(variant: Variant, name: str, given: Mapping[str, Value]) -> Text:
    say = next(item.say for item in variant.exercise.misconceptions if item.id == name)
    # A template cannot look up a mapping by attribute, so the answers come by their own names too.
    values = {**variant.values, "student": tuple(given.values())}
    explained = {}
    for language, template in say.items():
        try:
            explained[language] = render(template, values, language).strip()
        except TemplateFault:
            # Lint renders every text; a student must not lose a grade to a text that fails anyway.
            explained[language] = template
    return explained
