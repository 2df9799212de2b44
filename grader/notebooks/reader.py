"""Notebook → Submission. Whatever was handed in, something comes back that can be graded."""

import hashlib
from collections.abc import Callable, Iterator

from grader.model.submission import AnswerKey, CellRole, CodeCell, Integrity, Problem, Submission
from grader.model.text import LANGUAGES
from grader.model.variant import Worksheet
from grader.notebooks.files import Notebook, decode
from grader.notebooks.labels import attempt_in
from grader.notebooks.phrases import fatal, note
from grader.notebooks.places import (
    Place,
    choose,
    code_places,
    identify,
    integrity,
    our_sources,
    relabelled,
)
from grader.notebooks.tags import SCHEMA

_QUOTED = 40
"""Characters of a text from the file that are repeated to a person."""


def read(
    data: bytes, worksheet: Worksheet, *, spoken: Callable[[str], Worksheet] | None = None
) -> Submission:
    """Return what `data`, the bytes of a file, answers to `worksheet`. Never raises for bad data.

    What the notebook says about itself only serves to find the cells; the values come from
    `worksheet`. An answer whose cell is gone is in ``missing``.

    Parameters
    ----------
    data
        What was handed in.
    worksheet
        What the student was handed out, in the language in which the student is spoken to now.
    spoken
        Language → the same worksheet in it. A notebook that was handed out in another language is
        not one whose cells were changed.
    """
    notebook = decode(data)
    if isinstance(notebook, Problem):
        return _submission(data, worksheet, problems=(notebook,))
    told = notebook.label.get("language")
    other = spoken and told != worksheet.language and told in LANGUAGES
    ours = our_sources(spoken(str(told)) if spoken and other else worksheet)
    tags = identify(notebook.cells, worksheet, ours)
    code = code_places(notebook.cells, tags, worksheet, ours)
    chosen, notes = choose(code, worksheet)
    is_ours = bool(chosen) or any(tags)
    if refusal := _refusal(notebook, worksheet, is_ours=is_ours):
        return _submission(data, worksheet, problems=(*notebook.problems, refusal))
    missing = tuple(key for key in _variables(worksheet) if key not in chosen)
    return _submission(
        data,
        worksheet,
        cells=tuple(_code_cells(code, chosen)),
        missing=missing,
        found=integrity(code, chosen, worksheet),
        problems=(*notebook.problems, *notes, *_notes(code, chosen, worksheet)),
    )


def _submission(  # noqa: PLR0913 - the parts of the record
    data: bytes,
    worksheet: Worksheet,
    *,
    cells: tuple[CodeCell, ...] = (),
    missing: tuple[AnswerKey, ...] = (),
    found: Integrity = Integrity(),
    problems: tuple[Problem, ...],
) -> Submission:
    return Submission(
        student=worksheet.student,
        assignment=worksheet.assignment,
        digest=hashlib.sha256(data).hexdigest(),
        attempt=worksheet.attempt,
        cells=cells,
        missing=missing,
        integrity=found,
        problems=problems,
    )


def _refusal(notebook: Notebook, worksheet: Worksheet, *, is_ours: bool) -> Problem | None:
    """Return why the notebook cannot be graded as this student's, or None."""
    student, assignment = notebook.label.get("student"), notebook.label.get("assignment")
    if isinstance(assignment, str) and assignment != worksheet.assignment:
        return fatal("other-assignment", other=_quoted(assignment))
    if isinstance(student, str) and student != worksheet.student:
        return fatal("other-student", other=_quoted(student))
    attempt = attempt_in(notebook.label)
    if attempt not in {None, worksheet.attempt}:
        return fatal("other-attempt", other=attempt, attempt=worksheet.attempt)
    if is_ours:
        return None
    labels = (cell.label for cell in notebook.cells if cell.label.get("schema") == SCHEMA)
    other = next((name for label in labels if isinstance(name := label.get("assignment"), str)), "")
    return fatal("other-assignment", other=_quoted(other)) if other else fatal("not-ours")


def _quoted(text: str) -> str:
    return "".join(letter for letter in text[:_QUOTED] if letter.isprintable())


def _variables(worksheet: Worksheet) -> dict[AnswerKey, str]:
    return {
        (view.exercise, answer.name): answer.variable
        for view in worksheet.exercises
        for answer in view.answers
    }


def _code_cells(code: list[Place], chosen: dict[AnswerKey, Place]) -> Iterator[CodeCell]:
    answers: dict[int, list[AnswerKey]] = {}
    for key, place in chosen.items():
        answers.setdefault(place.number, []).append(key)
    for place in code:
        keys = tuple(answers.get(place.number, ()))
        exercise = place.tag.exercise if place.tag else ""
        role, source = CellRole.ANSWER if keys else CellRole.OTHER, place.source
        # A cell of ours that a student typed into is the student's code, from there on.
        if place.tag and place.ours and not source.strip():
            role, source = CellRole(place.tag.role), place.ours
        yield CodeCell(
            number=place.number,
            role=role,
            source=source,
            exercise=keys[0][0] if keys else exercise,
            answers=keys,
        )


def _notes(
    code: list[Place], chosen: dict[AnswerKey, Place], worksheet: Worksheet
) -> Iterator[Problem]:
    variables = _variables(worksheet)
    if missing := [name for key, name in variables.items() if key not in chosen]:
        yield note("missing-answer", variables=", ".join(missing))
    if names := relabelled(chosen, worksheet):
        yield note("edited-metadata", variables=", ".join(names))
    if names := [variables[key] for key, place in chosen.items() if place.cell.kind != "code"]:
        yield note("not-code", variables=", ".join(names))
    if long := [str(place.number) for place in code if place.cell.too_long]:
        yield note("long-cells", cells=", ".join(long))
    if skipped := [str(place.number) for place in code if place.has_jupyter_lines]:
        yield note("jupyter-lines", cells=", ".join(skipped))
    edited = {place.tag.exercise for place in code if place.tag and place.is_edited}
    for view in worksheet.exercises:
        if view.exercise in edited:
            yield note("edited-given", number=view.number)
