"""How a cell says what it is: its tag, the metadata that carries it, and the id derived from it."""

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from grader.model.value import JsonValue
from grader.model.variant import Worksheet

SCHEMA = "grader/notebook/1"

CODE_ROLES = ("setup", "given", "answer", "hand-in")
FIXED_ROLES = ("setup", "given", "prompt", "question")
"""Cells that a student has no reason to edit."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tag:
    """What a cell is for, and the exercise and answer it belongs to."""

    role: str
    exercise: str = ""
    answer: str = ""


def cell_id(assignment: str, tag: Tag, *, copy: int = 0) -> str:
    """Return the same id for the same cell of every student.

    Some editors drop metadata and keep ids. A digest fits the 64 letters, digits and dashes that
    the format allows, whatever an exercise is called.
    """
    words = [assignment, tag.role, tag.exercise, tag.answer, str(copy)]
    return hashlib.sha256("\0".join(words).encode()).hexdigest()[:16]


def metadata(worksheet: Worksheet, tag: Tag) -> dict[str, JsonValue]:
    """Return the metadata of a cell of ours."""
    variants = {view.exercise: view.variant for view in worksheet.exercises}
    ours: dict[str, JsonValue] = {
        "schema": SCHEMA,
        "assignment": worksheet.assignment,
        "role": tag.role,
    }
    if tag.exercise:
        ours |= {"exercise": tag.exercise, "variant": variants[tag.exercise]}
    if tag.answer:
        ours["answer"] = tag.answer
    fixed: dict[str, JsonValue] = {"editable": False} if tag.role in FIXED_ROLES else {}
    folded = _FOLDED if tag.role == "setup" else {}
    return {"deletable": False, "grader": ours, **fixed, **folded}


_FOLDED: Mapping[str, JsonValue] = {"cellView": "form", "jupyter": {"source_hidden": True}}
"""How Colab, and JupyterLab and VS Code, show a cell without its source: nobody has to read it."""


def code_tags(worksheet: Worksheet) -> Iterator[Tag]:
    """Yield the tag of every code cell that a notebook needs."""
    yield Tag(role="setup")
    for view in worksheet.exercises:
        if view.given:
            yield Tag(role="given", exercise=view.exercise)
        for answer in view.answers:
            yield Tag(role="answer", exercise=view.exercise, answer=answer.name)


def tag_in(label: Mapping[str, object], assignment: str) -> Tag | None:
    """Return the tag that a cell's metadata claims, or None when it claims none of ours."""
    words = [label.get(key, "") for key in ("role", "exercise", "answer")]
    if label.get("assignment") != assignment or not all(isinstance(word, str) for word in words):
        return None
    role, exercise, answer = map(str, words)
    return Tag(role=role, exercise=exercise, answer=answer)
