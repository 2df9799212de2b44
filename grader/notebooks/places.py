"""Where the answers are: which cell of a handed-in notebook counts for which answer.

A cell is known by its metadata; where an editor dropped that, by its id; where that is gone too, by
the variable that it assigns, which no two answers of a worksheet share.
"""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from grader.model.submission import AnswerKey, Integrity, Problem
from grader.model.variant import AnswerView, Worksheet
from grader.notebooks.files import Cell
from grader.notebooks.lines import assigned, is_blank, without_jupyter
from grader.notebooks.phrases import note
from grader.notebooks.sources import given_source, setup_source
from grader.notebooks.tags import Tag, cell_id, code_tags, tag_in


@dataclass(frozen=True, kw_only=True)
class Place:
    """One cell that is read as code: its number, its tag if it is ours, and what it says."""

    number: int
    cell: Cell
    tag: Tag | None
    key: AnswerKey | None
    """The answer that the cell was handed out for."""
    ours: str
    """The code of ours that the cell was handed out with, where a student need not change it."""

    @cached_property
    def added(self) -> str:
        """What the student added to a cell of ours, on the lines where it stands."""
        # An empty text would be found between any two letters.
        return self.cell.source.replace(self.ours or "\0", "\n" * self.ours.count("\n"))

    @cached_property
    def source(self) -> str:
        """The student's code, without the lines that only Jupyter understands."""
        return without_jupyter(self.added)

    @property
    def has_jupyter_lines(self) -> bool:
        """Whether such lines were left out."""
        return self.source != self.added

    @property
    def is_edited(self) -> bool:
        """Whether code of ours was changed, and not just added to."""
        return bool(self.ours) and self.ours not in self.cell.source and bool(self.source.strip())

    @cached_property
    def assigned(self) -> set[str]:
        """The variables that the cell sets."""
        return assigned(self.source)


def identify(
    cells: Sequence[Cell], worksheet: Worksheet, ours: Mapping[Tag, str]
) -> list[Tag | None]:
    """Return for each cell what it was handed out as; None for a cell that is not ours.

    `ours` is the code that the notebook was handed out with.
    """
    ids = {cell_id(worksheet.assignment, tag): tag for tag in code_tags(worksheet)}
    sources = {source: tag for tag, source in ours.items()}
    exercises = {"", *(view.exercise for view in worksheet.exercises)}

    def claimed(cell: Cell) -> Tag | None:
        tag = tag_in(cell.label, worksheet.assignment)
        return tag if tag and tag.exercise in exercises else None

    return [claimed(cell) or ids.get(cell.id) or sources.get(cell.source.strip()) for cell in cells]


def code_places(
    cells: Sequence[Cell],
    tags: Sequence[Tag | None],
    worksheet: Worksheet,
    ours: Mapping[Tag, str],
) -> list[Place]:
    """Return every cell that is read as code, numbered from 1."""
    keys = {(view.exercise, answer.name) for view in worksheet.exercises for answer in view.answers}
    places: list[Place] = []
    for cell, tag in zip(cells, tags, strict=True):
        key = (tag.exercise, tag.answer) if tag else None
        # Of the cells that are not code, questions name an answer too; only its own cell counts.
        is_code = cell.kind == "code" or (key in keys and tag is not None and tag.role == "answer")
        if is_code:
            place = Place(
                number=len(places) + 1,
                cell=cell,
                tag=tag,
                key=key if key in keys else None,
                ours=ours.get(tag, "") if tag else "",
            )
            places.append(place)
    return places


def our_sources(worksheet: Worksheet) -> dict[Tag, str]:
    """Return the code that a notebook is handed out with."""
    given = {
        Tag(role="given", exercise=view.exercise): given_source(view, worksheet.language)
        for view in worksheet.exercises
        if view.given
    }
    return {Tag(role="setup"): setup_source(worksheet), **given}


def choose(code: list[Place], worksheet: Worksheet) -> tuple[dict[AnswerKey, Place], list[Problem]]:
    """Return the cell that counts for each answer that has one, and what is odd about the choice.

    The last cell counts among those that fit best, as it would if the notebook was run from top to
    bottom: a copied, split or merged cell, or an answer typed below its cell, is still found.
    """
    labelled: dict[AnswerKey, list[Place]] = {}
    assigning: dict[str, list[Place]] = {}
    for place in code:
        if place.key:
            labelled.setdefault(place.key, []).append(place)
        for name in place.assigned:
            assigning.setdefault(name, []).append(place)
    chosen: dict[AnswerKey, Place] = {}
    notes: list[Problem] = []
    for view in worksheet.exercises:
        for answer in view.answers:
            key = (view.exercise, answer.name)
            own = labelled.get(key, [])
            if best := _best(own, assigning.get(answer.variable, []), answer):
                chosen[key] = best
                notes += _choice_notes(own, best, answer)
    return chosen, notes


def _best(own: list[Place], assigning: list[Place], answer: AnswerView) -> Place | None:
    mentions = re.compile(rf"\b{re.escape(answer.variable)}\b")
    preferences = (
        [place for place in own if answer.variable in place.assigned],
        # A tuple on the left, a loop variable, a typing error: the cell is in use all the same.
        [place for place in own if mentions.search(place.source) and not is_blank(place.source)],
        assigning,
        own,
    )
    return next((found[-1] for found in preferences if found), None)


def _choice_notes(own: list[Place], best: Place, answer: AnswerView) -> Iterator[Problem]:
    if own and not any(place is best for place in own):
        yield note("answer-elsewhere", variable=answer.variable, cell=best.number)
    elif len({place.cell.source for place in own}) > 1:
        yield note("duplicate-answer", variable=answer.variable, cell=best.number)


def integrity(
    code: list[Place], chosen: Mapping[AnswerKey, Place], worksheet: Worksheet
) -> Integrity:
    """Return which cells are not as they were handed out."""
    keys = {
        (view.exercise, answer.name): answer.variable
        for view in worksheet.exercises
        for answer in view.answers
    }
    copies = Counter(place.key for place in code if place.key)
    changed = relabelled(chosen, worksheet)
    ours = {place.tag for place in code if place.tag and place.is_edited}
    return Integrity(
        missing=tuple("/".join(key) for key in keys if not copies[key]),
        duplicated=tuple("/".join(key) for key in keys if copies[key] > 1),
        edited=(
            *("setup" for tag in ours if tag.role == "setup"),
            *(
                f"{view.exercise}/given"
                for view in worksheet.exercises
                if Tag(role="given", exercise=view.exercise) in ours
            ),
            *("/".join(key) for key, variable in keys.items() if variable in changed),
        ),
    )


def relabelled(places_of: Mapping[AnswerKey, Place], worksheet: Worksheet) -> list[str]:
    """Return the variables whose cells carry other labels than those that were handed out."""
    return [
        answer.variable
        for view in worksheet.exercises
        for answer in view.answers
        if (place := places_of.get((view.exercise, answer.name)))
        and place.key == (view.exercise, answer.name)
        and place.cell.label
        and (place.cell.label.get("variant"), place.cell.label.get("role"))
        != (view.variant, "answer")
    ]
