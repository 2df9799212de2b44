"""What a child is asked to do: cells to run, and variables to read."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction

from grader.model.exercise import Values
from grader.model.submission import AnswerKey, CellRole, CodeCell, Submission
from grader.model.value import JsonValue, Value
from grader.model.variant import AnswerView, ExerciseView, Worksheet


@dataclass(frozen=True, slots=True, kw_only=True)
class Read:
    """An answer whose variable is read once its cell has run; cell 0 means at the very end."""

    key: AnswerKey
    variable: str
    cell: int = 0
    arguments: tuple[str, ...] = ()
    """What it takes, where the answer is a function."""
    calls: Sequence[Sequence[Value]] = ()
    """The arguments of each call."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """One cell: given values to assign, or source to execute."""

    number: int
    source: str = ""
    given: Values = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """The cells of one submission in order. An answer is addressed by its place in `reads`."""

    runs: tuple[Run, ...]
    reads: tuple[Read, ...]
    given: Values = field(default_factory=dict)
    """Assigned before the first cell: a student may have deleted the cell that does it."""

    def message(self) -> bytes:
        """Return the job as the runner reads it."""
        job = {
            "given": self.given,
            "cells": [
                {
                    "number": run.number,
                    "source": run.source,
                    "given": run.given,
                    "reads": self._reads(run.number),
                }
                for run in self.runs
            ],
            "last": self._reads(0),
            # A text of its own, since its fractions become decimals and those of the others do not.
            "calls": json.dumps(
                {index: read.calls for index, read in enumerate(self.reads) if read.arguments},
                default=_decimal,
            ),
        }
        return json.dumps(job, default=_exact).encode("ascii")

    def _reads(self, cell: int) -> list[JsonValue]:
        return [
            [index, read.variable] for index, read in enumerate(self.reads) if read.cell == cell
        ]


def make_job(submission: Submission, worksheet: Worksheet, reads: tuple[Read, ...]) -> Job:
    """Return the job of running `submission` and reading `reads`."""
    exercises = {view.exercise: view for view in worksheet.exercises}
    views = {
        (view.exercise, answer.name): answer
        for view in worksheet.exercises
        for answer in view.answers
    }
    given = {name: value for view in worksheet.exercises for name, value in view.given.items()}
    return Job(
        runs=tuple(
            _run(_as_typed(cell, views), exercises) for cell in submission.cells if is_run(cell)
        ),
        reads=reads,
        given=given,
    )


def _as_typed(cell: CodeCell, views: Mapping[AnswerKey, AnswerView]) -> CodeCell:
    """Return an answer cell with a decimal comma and a typographic minus made Python's.

    A cell that is only read understands both; one more line in it must not change the grade.
    """
    # numpy comes with it, and a notebook's `check` wants nothing of this package but the wire.
    from grader.expressions.literals import repaired  # noqa: PLC0415

    for key in cell.answers:
        if key in views:
            view = views[key]
            source = repaired(cell.source, view.variable, kind=view.form.kind)
            cell = replace(cell, source=source)
    return cell


def is_run(cell: CodeCell) -> bool:
    """Tell whether the cell does anything while grading."""
    return cell.role is not CellRole.SETUP


def _run(cell: CodeCell, exercises: Mapping[str, ExerciseView]) -> Run:
    if cell.role is CellRole.GIVEN:
        # What the notebook says about its own values is never believed.
        view = exercises.get(cell.exercise)
        return Run(number=cell.number, given=view.given if view else {})
    return Run(number=cell.number, source=cell.source)


def arguments_of(call: Sequence[Value]) -> list[JsonValue]:
    """Return the arguments of a call as a function gets them: rows are lists, fractions decimals.

    A fraction would make a student's arrays arrays of objects.

    >>> arguments_of([((1, Fraction(1, 4)),), "same"])
    [[[1, 0.25]], 'same']
    """
    arguments: list[JsonValue] = json.loads(json.dumps(call, default=_decimal))
    return arguments


def _decimal(value: object) -> float:
    if isinstance(value, Fraction):
        return float(value)
    raise TypeError(type(value).__name__)


def _exact(value: object) -> dict[str, list[int]]:
    if isinstance(value, Fraction):
        return {"fraction": [value.numerator, value.denominator]}
    raise TypeError(type(value).__name__)
