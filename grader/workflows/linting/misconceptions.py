"""Checks of misconceptions: whether each tells something, and can be told from the others."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace

import numpy as np

from grader.expressions import ExpressionFault, Runtime, rewrite
from grader.expressions.arrays import Array
from grader.model.examination import Finding
from grader.model.exercise import Answer
from grader.model.expression import Call, Tree
from grader.model.value import Value
from grader.workflows.linting.finding import note, percent, warning
from grader.workflows.linting.specimen import Specimen
from grader.workflows.linting.subject import FILTERS, Subject

OFTEN = 0.05
SYMMETRIC = 0.01
FEW = 20
"""Variants that show which misconception is the other operation, and which one never applies."""
_MIRRORS: Mapping[str, tuple[str, Callable[[Array], Array]]] = {
    "convolve": ("equals its rotation by 180°", np.flip),
    "correlate": ("equals its rotation by 180°", np.flip),
    "flip_rows": ("equals its mirror image up-down", np.flipud),
    "flip_columns": ("equals its mirror image left-right", np.fliplr),
    "transpose_kernel": ("equals its transpose", np.transpose),
}
"""Misconception of the library → what makes it right, and the kernel that it lays down."""
_PLANE = 2


def listed(subject: Subject) -> Iterator[Finding]:
    """Yield that no misconception is listed; where one chooses, the options are what is wrong."""
    chosen = all(answer.options for answer in subject.exercise.answers)
    if not chosen and not subject.exercise.misconceptions:
        yield warning(
            subject.place(),
            "no misconception is listed",
            "name some: misconceptions: {convolve: , …}",
        )


def applying(subject: Subject) -> Iterator[Finding]:
    """Yield the misconceptions whose `when` is never true."""
    # In a handful of variants one that applies now and then may well be missing.
    if len(subject.specimens) < FEW:
        return
    for name, mistake in subject.figures.misconceptions.items():
        if not mistake.applies:
            yield warning(
                subject.place("misconceptions", name, "when"),
                f"`{name}` applies to no variant",
                "its `when` is never true: change it, or take the misconception out",
            )


def right(subject: Subject) -> Iterator[Finding]:
    """Yield the misconceptions that often cannot be told from the key."""
    for name, mistake in subject.figures.misconceptions.items():
        if mistake.applies and mistake.right / mistake.applies > OFTEN:
            never = mistake.right == mistake.applies
            yield warning(
                subject.place("misconceptions", name),
                f"`{name}` gives the right answer in {percent(mistake.right, mistake.applies)}"
                " of the variants",
                "it never differs: take it out, or change what it `gives`"
                if never
                else "guard it under `separate`, or say `when` it applies",
            )


def coinciding(subject: Subject) -> Iterator[Finding]:
    """Yield the pairs that give the same answers: the diagnosis names both."""
    for pair in subject.figures.coincidences:
        place = subject.place("misconceptions", pair.second)
        fault = (
            f"`{pair.first}` and `{pair.second}` give the same in "
            f"{percent(pair.same, pair.both)} of the variants"
        )
        if pair.same == pair.both:
            yield warning(place, fault, "they are one mistake here: keep one of them")
        elif pair.same / pair.both > OFTEN:
            yield note(place, fault, "guard both under `separate` to tell them apart")


def symmetry(subject: Subject) -> Iterator[Finding]:
    """Yield the unguarded misconceptions about the kernel that its symmetry makes right."""
    guarded = set(subject.exercise.rules.separate)
    unguarded = [item.id for item in subject.exercise.misconceptions if item.id not in guarded]
    for name in unguarded:
        if name not in _MIRRORS:
            continue
        what, mirrored = _MIRRORS[name]
        spoiled = [
            any(np.array_equal(kernel, mirrored(kernel)) for kernel in kernels)
            for kernels in _kernels(subject)
        ]
        if spoiled and SYMMETRIC < sum(spoiled) / len(spoiled) < 1:
            yield warning(
                subject.place("misconceptions", name),
                f"the kernel {what} in {percent(sum(spoiled), len(spoiled))} of the variants, "
                f"where `{name}` is no mistake",
                "guard it: separate: all",
            )


def flips(subject: Subject) -> Iterator[Finding]:
    """Yield that a student who takes correlation for convolution would not be noticed."""
    swapped = {
        answer.name: (answer, _swapped(subject.references[answer.name]))
        for answer, _ in subject.filterings
    }
    for answer, other in swapped.values():
        if _matters(subject, answer, other) and not _guarded(subject, answer, other):
            yield warning(
                subject.place("answers", answer.name),
                f"nothing guards that `{answer.name}` differs between correlation and convolution",
                "list the other operation under `misconceptions` (convolve or correlate) and guard "
                "it under `separate`",
            )


def _kernels(subject: Subject) -> Iterator[list[Array]]:
    """Yield for every variant the kernels that are laid down."""
    trees = dict.fromkeys(call.arguments[1] for _, call in subject.filterings)
    for specimen in subject.specimens:
        kernels = [_computed(specimen, tree) for tree in trees]
        yield [item for item in kernels if isinstance(item, np.ndarray) and item.ndim == _PLANE]


def _swapped(tree: Tree) -> Tree:
    """Return a formula with every correlation made a convolution and the other way round."""

    def other(part: Tree) -> Tree | None:
        if isinstance(part, Call) and part.function in FILTERS:
            named = FILTERS[1 - FILTERS.index(part.function)]
            inside = tuple(_swapped(item) for item in part.arguments)
            return replace(part, function=named, arguments=inside)
        return None

    return rewrite(tree, other)


def _computed(specimen: Specimen, tree: Tree) -> Runtime | None:
    try:
        return specimen.compute(tree)
    except ExpressionFault:
        return None


def _matters(subject: Subject, answer: Answer, other: Tree) -> bool:
    """Tell whether the operations ever differ: with a Gaussian they do not, and need not."""
    return any(
        not specimen.same(answer, value, specimen.variant.key[answer.name])
        for specimen, value in _values(subject, other)
    )


def _guarded(subject: Subject, answer: Answer, other: Tree) -> bool:
    """Tell whether some guarded misconception is the other operation, whatever it is called."""
    values = _values(subject, other)
    return any(
        all(
            specimen.same(answer, specimen.variant.wrong[name][answer.name], value)
            for specimen, value in values
            if name in specimen.variant.wrong
        )
        and any(name in specimen.variant.wrong for specimen, _ in values)
        for name in subject.exercise.rules.separate
    )


def _values(subject: Subject, tree: Tree) -> list[tuple[Specimen, Value]]:
    found = []
    for specimen in subject.specimens[:FEW]:
        try:
            found.append((specimen, specimen.value(tree)))
        except ExpressionFault:
            continue
    return found
