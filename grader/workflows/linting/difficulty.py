"""Checks of the work: whether it is the same for every student, and whether it has to be done."""

from collections.abc import Iterator

from grader.expressions import unparse, walk
from grader.model.examination import Finding, Spread
from grader.workflows.linting.finding import error, warning
from grader.workflows.linting.subject import Subject, is_filtering, work_of

FACTOR = 1.5
"""How many times the work of the luckiest student the unluckiest may have."""
MAX_BASELINE = 1 / 3
"""The share of an answer with partial credit that may be had without work."""
FEW_PARTS = 3
"""Of so few parts, one that is right by chance is a large share anyway."""


def equal_work(subject: Subject) -> Iterator[Finding]:
    """Yield that a filtering without a band is far more work for some students than for others."""
    spread = subject.figures.products
    if spread is None or subject.exercise.rules.difficulty or spread.factor <= FACTOR:
        return
    low, high = _band(spread)
    yield warning(
        subject.place("variants"),
        f"the unluckiest student has {spread.most:.0f} products to compute, "
        f"the luckiest {spread.least:.0f}",
        f'difficulty: {{products: {{of: "{_written(subject)}", band: [{low}, {high}]}}}}',
    )


def _written(subject: Subject) -> str:
    """Return how to count the products of the first filtering, by the names of its author."""
    exercise = subject.exercise
    trees = [item.expression.tree for item in exercise.definitions]
    trees += [answer.expect.tree for answer in exercise.answers]
    return next(
        unparse(work_of(part)) for tree in trees for part in walk(tree) if is_filtering(part)
    )


def _band(spread: Spread) -> tuple[int, int]:
    """Return a band around the mean within which the factor is well below what is warned of."""
    return round(spread.mean * 0.85), round(spread.mean * 1.15)


def nothing_for_nothing(subject: Subject) -> Iterator[Finding]:
    """Yield the answers of which too much can be had without work, and that pay for parts."""
    for answer in subject.exercise.answers:
        reached = [
            item.baseline(answer)
            for item in subject.specimens
            if answer.per_cell and item.parts(answer) > FEW_PARTS
        ]
        if max(reached, default=0) > MAX_BASELINE:
            yield error(
                subject.place("answers", answer.name, "partial"),
                f"{100 * max(reached):.0f} % of `{answer.name}` can be had without work",
                "require that its cells differ, such as: distinct(…) > 6",
            )
