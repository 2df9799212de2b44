"""Two hundred variants of every exercise, and what a grade says about given answers."""

from dataclasses import dataclass, field
from decimal import Decimal
from functools import lru_cache
from pathlib import Path

import pytest

from grader.marking import Marker
from grader.model.assignment import Task
from grader.model.submission import Given
from grader.scoring import judge
from grader.spec import Bank
from grader.variants import Drawing, Stream, variant_key

ROOT = Path(__file__).parents[2]
BANK = Bank([ROOT / "exercises"])
VARIANTS = 200
SECRET = b"the laws of the bank"
POINTS = Decimal(1000)


@dataclass(frozen=True)
class Law:
    """One exercise under the laws."""

    name: str
    exercise: object
    variants: tuple
    markers: dict = field(default_factory=dict)
    """Student → what marks the answers of that variant: every law compares the same ones."""

    def judged(self, variant, answers):
        """Return the grade of answers by name, out of 1000 points."""
        task = Task(number=1, exercise=self.exercise, points=POINTS)
        outcomes = {name: Given(value=value) for name, value in answers.items()}
        return judge(task, variant, outcomes, marker=self.marker(variant))

    def marker(self, variant):
        """Return what marks the answers of a variant."""
        if variant.student not in self.markers:
            self.markers[variant.student] = Marker.of(variant)
        return self.markers[variant.student]

    def stream(self, variant, label):
        """Return chance that depends on the variant and the law alone."""
        return Stream(variant.seed.encode(), label)

    @property
    def guarded(self):
        return [item for item in self.exercise.misconceptions if item.id in self._separate]

    @property
    def _separate(self):
        return self.exercise.rules.separate


# Few: what is known of the variants of all exercises together would fill the memory.
@lru_cache(maxsize=4)
def _law(name):
    drawing = Drawing(BANK.exercise(name))
    # Each with cases of its own, so that functions are tried on as many of them.
    variants = tuple(
        drawing.from_key(variant_key(SECRET, name, 1, student=f"student-{n}"), f"student-{n}")
        for n in range(VARIANTS)
    )
    return Law(name=name, exercise=drawing.exercise, variants=variants)


# The laws of an exercise are tested by one worker, and one after the other (which is what the scope
# of the fixture is for), so that its variants are drawn once for all of them.
_EVERY = [
    pytest.param(name, marks=pytest.mark.xdist_group(f"bank-{name}")) for name in sorted(BANK.files)
]


@pytest.fixture(params=_EVERY, scope="session")
def law(request):
    """Every exercise of the bank with its variants, one after the other."""
    return _law(request.param)
