"""The figures of one exercise over its variants."""

import math
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import combinations
from statistics import fmean

from grader.answers.comparison import EXACT
from grader.expressions import ExpressionFault
from grader.model.examination import (
    Baseline,
    Coincidence,
    Copying,
    Draws,
    Figures,
    Keys,
    Mistake,
    Spread,
    Timing,
)
from grader.model.exercise import Exercise
from grader.model.expression import Tree
from grader.model.value import Value, cells, is_number
from grader.workflows.linting.specimen import Answers, Specimen

MANY = 2
"""Variants of which more than one in this many are different may be drawn from many more."""
FEW = 40
"""Variants to compare with one another where that is not a look into a table."""


def figures_of(
    exercise: Exercise,
    specimens: Sequence[Specimen],
    *,
    draws: Draws,
    works: Iterable[Tree],
    timing: Timing,
) -> Figures:
    """Return the figures of an exercise.

    Parameters
    ----------
    exercise, specimens
        What is looked at.
    draws
        How its variants came about.
    works
        How many products each filtering has that a student has to compute.
    timing
        How long drawing and rendering took.
    """
    return Figures(
        variants=len(specimens),
        distinct=len({tuple(item.variant.values.items()) for item in specimens}),
        draws=draws,
        keys=_keys(specimens),
        copying=_copying(exercise, specimens),
        misconceptions={
            item.id: _mistake(item.id, specimens, guarded=item.id in exercise.rules.separate)
            for item in exercise.misconceptions
        },
        coincidences=tuple(_coincidences(exercise, specimens)),
        baselines=_baselines(exercise, specimens),
        difficulty=_difficulty(specimens),
        products=_products(works, specimens),
        largest=_largest(specimens),
        timing=timing,
    )


def _keys(specimens: Sequence[Specimen]) -> Keys:
    counts = Counter(item.writes(item.variant.key) for item in specimens)
    total = len(specimens)
    pairs = total * (total - 1)
    entropy = -sum(n / total * math.log2(n / total) for n in counts.values())
    return Keys(
        distinct=len(counts),
        entropy=abs(entropy),  # a single key has one of -0.0
        saturated=MANY * len(counts) > total,
        same=sum(n * (n - 1) for n in counts.values()) / pairs if pairs else 1.0,
    )


def _copying(exercise: Exercise, specimens: Sequence[Specimen]) -> Copying:
    """Return how often honest work fits the variant of somebody else.

    One who holds a misconception and gives the key of another student is honest, and so is one
    whose own right answer is that key.
    """
    if len(specimens) < MANY:
        return Copying(chance=1.0, comparisons=0)
    if any(answer.tolerance != EXACT for answer in exercise.answers):
        wrong, comparisons = _near(specimens[:FEW])
    else:
        wrong, comparisons = _equal(specimens)
    same = _keys(specimens).same
    chance = wrong / comparisons if comparisons else 0.0
    return Copying(
        chance=max(chance, same), comparisons=comparisons or len(specimens) * (len(specimens) - 1)
    )


def _equal(specimens: Sequence[Specimen]) -> tuple[int, int]:
    keys = Counter(item.writes(item.variant.key) for item in specimens)
    wrong = [item.writes(given) for item in specimens for given in _wrong(item)]
    return sum(keys[given] for given in wrong), len(wrong) * (len(specimens) - 1)


def _near(specimens: Sequence[Specimen]) -> tuple[int, int]:
    wrong = [(item, given) for item in specimens for given in _wrong(item)]
    found = sum(
        other is not item and other.is_written_right(given)
        for item, given in wrong
        for other in specimens
    )
    return found, len(wrong) * (len(specimens) - 1)


def _wrong(specimen: Specimen) -> Iterator[Answers]:
    """Yield what the misconceptions give that is not right."""
    for given in specimen.variant.wrong.values():
        if not specimen.is_written_right(given):
            yield given


def _mistake(name: str, specimens: Sequence[Specimen], *, guarded: bool) -> Mistake:
    applying = [item for item in specimens if name in item.variant.wrong]
    right = sum(item.is_right(item.variant.wrong[name]) for item in applying)
    return Mistake(guarded=guarded, applies=len(applying), right=right)


def _coincidences(exercise: Exercise, specimens: Sequence[Specimen]) -> Iterator[Coincidence]:
    guarded = set(exercise.rules.separate)
    for first, second in combinations([item.id for item in exercise.misconceptions], 2):
        if {first, second} <= guarded:
            continue  # a draw in which these give the same is not accepted
        pairs = [
            (item, item.variant.wrong[first], item.variant.wrong[second])
            for item in specimens
            if {first, second} <= item.variant.wrong.keys()
        ]
        telling = [pair for pair in pairs if not pair[0].is_right(pair[1])]
        same = sum(item.agree(one, other) for item, one, other in telling)
        if same:
            yield Coincidence(first=first, second=second, both=len(telling), same=same)


def _baselines(exercise: Exercise, specimens: Sequence[Specimen]) -> dict[str, Baseline]:
    if not specimens:
        return {}
    reached = {
        answer.name: [item.baseline(answer) for item in specimens] for answer in exercise.answers
    }
    return {
        name: Baseline(worst=max(shares), mean=fmean(shares)) for name, shares in reached.items()
    }


def _difficulty(specimens: Sequence[Specimen]) -> dict[str, Spread]:
    names = specimens[0].variant.features if specimens else ()
    return {
        name: spread(_numbers(item.variant.features[name] for item in specimens)) for name in names
    }


def spread(numbers: Iterable[float]) -> Spread:
    """Return the least, the mean and the most of some numbers."""
    listed = list(numbers)
    return Spread(least=min(listed), mean=fmean(listed), most=max(listed))


def _numbers(values: Iterable[Value]) -> Iterator[float]:
    for value in values:
        for cell in cells(value):
            if is_number(cell):
                yield float(cell)


def _products(works: Iterable[Tree], specimens: Sequence[Specimen]) -> Spread | None:
    """Return the spread of the work by hand, over all filterings that have to be computed."""
    counted = dict.fromkeys(works)
    if not counted:
        return None
    try:
        return spread(sum(_numbers(item.value(work) for work in counted)) for item in specimens)
    except (ExpressionFault, ValueError):
        # The filtering of something else than two matrices, or no variant at all.
        return None


def _largest(specimens: Sequence[Specimen]) -> float | None:
    written = _numbers(key for item in specimens for key in item.writes(item.variant.key))
    amounts = [abs(number) for number in written if not math.isnan(number)]
    return max(amounts, default=None)
