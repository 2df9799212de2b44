"""Which misconception explains a wrong answer.

Only the cells in which a misconception differs from the key can tell it apart; an arithmetic slip
or two among them does not hide it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from grader.marking import Marker
from grader.model.exercise import Answer
from grader.model.grade import Diagnosis
from grader.model.text import Text
from grader.model.value import Value
from grader.model.variant import Variant
from grader.texts import TemplateFault, render

AGREEMENT = Fraction(3, 4)
"""The share of telling cells that must agree. With 16 cells two slips are tolerated."""

FEW_PARTS = 3
"""Of more parts than this a single one is no evidence: a slip may have hit the same number."""


TABLES = frozenset({"matrix", "vector"})
TWO_OF_THREE = (2, 3)
"""In a table two of three are enough: no two slips hit the numbers that a wrong method gives."""


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


def diagnose(variant: Variant, given: Mapping[str, Value], marker: Marker) -> tuple[Diagnosis, ...]:
    """Return the misconception that explains the answers best; several when they tie.

    Parameters
    ----------
    variant
        With the key and what every misconception would have answered.
    given
        The answers of the right kind, by name. Those of another shape count too: a misconception
        may produce another shape. Blank and unreadable ones are left out.
    marker
        Of the variant.
    """
    telling = _telling(variant, given, marker)
    if not telling:
        return ()
    found = {
        name: evidence
        for name, wrong in variant.wrong.items()
        if (evidence := _evidence(variant, telling, wrong, marker)) is not None
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


def _telling(variant: Variant, given: Mapping[str, Value], marker: Marker) -> dict[str, Value]:
    """Return the answers that say something: an answer made without work says nothing."""
    if all(
        name in given and marker.is_right(_answer(variant, name), given[name], key)
        for name, key in variant.key.items()
    ):
        return {}
    return {
        name: value
        for name, value in given.items()
        if not marker.is_null(_answer(variant, name), value)
    }


def _answer(variant: Variant, name: str) -> Answer:
    return variant.exercise.answer(name)


def _evidence(
    variant: Variant, given: Mapping[str, Value], wrong: Mapping[str, Value], marker: Marker
) -> _Evidence | None:
    agree = differ = 0
    alone, in_tables = False, True
    for name, value in given.items():
        answer = _answer(variant, name)
        same = marker.agreement(answer, wrong[name], variant.key[name])
        if same and all(same):
            # Where a misconception is right, nothing tells it.
            continue
        theirs = marker.agreement(answer, value, wrong[name])
        if len(theirs) != len(same):
            # Of another shape than the key: all of its cells tell it apart.
            same = (False,) * len(theirs)
        # What a whole call gives is no slip.
        slip = same.count(False) == 1 and len(same) > FEW_PARTS and not answer.cases
        alone = alone or slip
        in_tables = in_tables and (all(same) or answer.kind in TABLES)
        differ += same.count(False)
        agree += sum(mine for mine, equal in zip(theirs, same, strict=True) if not equal)
    if (differ == 1 and alone) or not _is_enough(agree, differ, in_tables=in_tables):
        return None
    return _Evidence(agree=agree, differ=differ)


def _is_enough(agree: int, differ: int, *, in_tables: bool) -> bool:
    few = in_tables and (agree, differ) == TWO_OF_THREE
    return few or (differ > 0 and Fraction(agree, differ) >= AGREEMENT)


def _explanation(variant: Variant, name: str, given: Mapping[str, Value]) -> Text:
    say = next(item.say for item in variant.exercise.misconceptions if item.id == name)
    # A template cannot look up a mapping by attribute, so the answers come by their own names too.
    return explained(say, {**variant.values, "student": tuple(given.values())})


def explained(say: Text, values: Mapping[str, Value]) -> Text:
    """Return what is said, in every language, with the values of the variant filled in."""
    told = {}
    for language, template in say.items():
        try:
            told[language] = render(template, values, language).strip()
        except TemplateFault:
            # Lint renders every text; a student must not lose a grade to a text that fails anyway.
            told[language] = template
    return told
