"""One exercise under examination, with its variants."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from functools import cached_property
from time import process_time
from typing import TypeGuard

from grader.errors import ExerciseError, Fault, GraderError
from grader.expressions import walk
from grader.expressions.derivation import reference_of
from grader.model.examination import Draws, Figures, Timing
from grader.model.exercise import Answer, Exercise
from grader.model.expression import Call, Comparison, Constant, Tree
from grader.model.value import cells, is_number, shape
from grader.model.variant import Variant
from grader.spec.assignments import single
from grader.spec.reader import Document, Path
from grader.variants import PUBLIC_SECRET, Drawing, Rejections, variant_key
from grader.workflows.linting.figures import figures_of
from grader.workflows.linting.specimen import Specimen

FILTERS = ("correlate", "convolve")
ZERO = Constant(value="zero")
_POINTS = Decimal(100)
"""What the exercise is worth here, so that a hundredth of a point is no large share."""


class Subject:
    """An exercise and what was drawn from it.

    Parameters
    ----------
    exercise
        What is examined.
    variants
        Accepted draws.
    document
        The file, for the places of its parts.
    draws
        How the variants came about.
    exhausted
        Why there are not as many as were wanted.
    draw_s
        Seconds that drawing took.
    """

    def __init__(  # noqa: PLR0913 - what was drawn, and how
        self,
        exercise: Exercise,
        variants: Sequence[Variant],
        *,
        document: Document | None = None,
        draws: Draws | None = None,
        exhausted: Sequence[Fault] = (),
        draw_s: float = 0.0,
    ) -> None:
        task = replace(single(exercise).tasks[0], points=_POINTS)
        self.exercise = exercise
        self.specimens = tuple(Specimen(variant, task) for variant in variants)
        self.draws = draws or Draws(made=len(variants), accepted=len(variants))
        self.exhausted = tuple(exhausted)
        self.draw_s = draw_s
        self._document = document

    def place(self, *path: str | int) -> str:
        """Return where the file says what stands at a path, or the nearest part around it."""
        if self._document is None:
            return self.exercise.place or self.exercise.id
        return self._document.place(path)

    def at(self, path: Path) -> str:
        """Return the place of a path."""
        return self.place(*path)

    @cached_property
    def figures(self) -> Figures:
        """The figures over all variants."""
        count = max(len(self.specimens), 1)
        return figures_of(
            self.exercise,
            self.specimens,
            draws=self.draws,
            works=[work_of(call) for answer, call in self.filterings if self._is_written(answer)],
            timing=Timing(
                draw_ms=1000 * self.draw_s / count,
                render_ms=1000 * self.render_s / count / len(self.exercise.languages),
            ),
        )

    @cached_property
    def unrendered(self) -> dict[str, tuple[Fault, ...]]:
        """Language → why a prompt or hint cannot be rendered, for some variant."""
        return self._rendered[0]

    @cached_property
    def render_s(self) -> float:
        """Seconds that rendering everything in every language took."""
        return self._rendered[1]

    @cached_property
    def _rendered(self) -> tuple[dict[str, tuple[Fault, ...]], float]:
        faults: dict[str, tuple[Fault, ...]] = {}
        begun = process_time()
        for language in self.exercise.languages:
            for specimen in self.specimens:
                try:
                    specimen.view(language)
                except GraderError as error:
                    faults[language] = error.faults
                    break
        return faults, process_time() - begun

    @cached_property
    def references(self) -> dict[str, Tree]:
        """Answer → its formula over parameters only."""
        trees = {item.name: item.expression.tree for item in self.exercise.definitions}
        return {
            answer.name: reference_of(answer.expect.tree, trees) for answer in self.exercise.answers
        }

    def _is_written(self, answer: Answer) -> bool:
        """Tell whether a student writes down a whole result of numbers, and not what follows."""
        keys = [item.variant.key[answer.name] for item in self.specimens[:1]]
        return all(shape(key) and all(map(is_number, cells(key))) for key in keys)

    @cached_property
    def filterings(self) -> tuple[tuple[Answer, Call], ...]:
        """Every filtering that a student has to compute, and for which answer."""
        return tuple(
            (answer, part)
            for answer in self.exercise.answers
            for part in walk(self.references[answer.name])
            if is_filtering(part)
        )


def is_filtering(tree: Tree) -> TypeGuard[Call]:
    """Tell whether a formula is a filtering."""
    return isinstance(tree, Call) and tree.function in FILTERS and len(tree.arguments) > 1


def work_of(call: Call) -> Tree:
    """Return the formula of how many products of a filtering are not zero."""
    image, kernel = call.arguments[:2]
    modes = {"mode", "boundary"}
    if dict(call.options).get("boundary", ZERO) == ZERO and {*dict(call.options)} <= modes:
        mode = tuple(option for option in call.options if option[0] == "mode")
        return Call(function="count_products", arguments=(image, kernel), options=mode)
    # What lies outside counts by the boundary rule, and a stride leaves windows out.
    used = tuple(
        Comparison(operators=("!=",), operands=(part, Constant(value=0)))
        for part in (image, kernel)
    )
    return Call(function="sum", arguments=(replace(call, arguments=used),))


def draw(exercise: Exercise, wanted: int, *, document: Document | None = None) -> Subject:
    """Return the exercise with its variants for `wanted` students who do not exist."""
    tally, drawn = Rejections(), list[Variant]()
    exhausted: tuple[Fault, ...] = ()
    begun = process_time()
    try:
        drawing = Drawing(exercise)
        for number in range(wanted):
            student = f"lint-{number}"
            key = variant_key(PUBLIC_SECRET, exercise.id, exercise.version, student=student)
            drawn.append(drawing.from_key(key, student, rejections=tally))
    except ExerciseError as error:
        exhausted = error.faults
    return Subject(
        exercise,
        drawn,
        document=document,
        draws=_draws(tally, drawn),
        exhausted=exhausted,
        draw_s=process_time() - begun,
    )


def _draws(tally: Rejections, drawn: Sequence[Variant]) -> Draws:
    return Draws(
        made=tally.draws,
        accepted=len(drawn),
        most=max((variant.tries for variant in drawn), default=0),
        rejected=dict(Counter(tally.reasons).most_common()),
    )
