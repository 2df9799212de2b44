"""A contest among those whose result is right, and what is shown of the others."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from enum import Enum

import numpy.typing as npt
from problems import agrees
from turns import Call, Contest, Duel, contest


class Absence(Enum):
    """Why somebody has no figure; the value is what a table shows instead."""

    UNSUITED = "–"
    SLOW = "slow"
    LARGE = "large"
    WRONG = "≠"


def race(
    ours: Call, others: Mapping[str, Call], right: npt.NDArray[object], *, patience: float
) -> Contest:
    """Let ours, which has been checked, take turns with those whose result is right."""
    fit = {name: call for name, call in others.items() if agrees(call(), right)}
    return contest(ours, fit, patience=patience)


def figures(
    names: Iterable[str], others: Mapping[str, Call], run: Contest, show: Callable[[Duel], str]
) -> Iterator[str]:
    """Yield a figure for each name, or why there is none."""
    for name in names:
        if name in run.duels:
            yield show(run.duels[name])
        else:
            yield (Absence.WRONG if name in others else Absence.UNSUITED).value
