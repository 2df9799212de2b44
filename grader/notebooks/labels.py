"""What a notebook says about itself: believed by its own student's `check`, and by nobody else."""

from collections.abc import Mapping
from dataclasses import dataclass

from grader.model.submission import Problem
from grader.notebooks.files import decode


@dataclass(frozen=True, slots=True, kw_only=True)
class Label:
    """For whom and for what a notebook was made, and its setup cell."""

    student: str
    assignment: str
    setup: str
    attempt: int | None = None
    """The attempt, or None where the notebook does not say."""
    variants: frozenset[str] = frozenset()
    """The variants that its cells say they are of."""


def label(data: bytes) -> Label | Problem | None:
    """Return the label of the notebook in `data`; None when it is not one of ours."""
    notebook = decode(data)
    if isinstance(notebook, Problem):
        return notebook
    student, assignment = notebook.label.get("student"), notebook.label.get("assignment")
    setup = next((cell.source for cell in notebook.cells if "check.begin(" in cell.source), None)
    if not isinstance(student, str) or not isinstance(assignment, str) or setup is None:
        return None
    told = (cell.label.get("variant") for cell in notebook.cells)
    return Label(
        student=student,
        assignment=assignment,
        setup=setup,
        attempt=attempt_in(notebook.label),
        variants=frozenset(variant for variant in told if isinstance(variant, str)),
    )


def attempt_in(label: Mapping[str, object]) -> int | None:
    """Return the attempt that a notebook's metadata says; None where an editor dropped that."""
    attempt = label.get("attempt")
    # `True` is an int to Python.
    return attempt if type(attempt) is int and attempt > 0 else None
