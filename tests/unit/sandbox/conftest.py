"""A notebook in a few words: cells one after the other, then what came out of each answer."""

from dataclasses import dataclass, field

import pytest

from grader.model.assignment import Feedback
from grader.model.exercise import Limits
from grader.model.submission import (
    AnswerKey,
    CellRole,
    CodeCell,
    Execution,
    Outcome,
    Submission,
)
from grader.model.value import Value
from grader.model.variant import AnswerView, ExerciseView, Form, Worksheet
from grader.sandbox import execute


def nothing_is_literal(source: str, variable: str, *, kind: str) -> None:
    """Every answer has to be executed."""


@dataclass
class Notebook:
    given: dict[str, Value] = field(default_factory=dict)
    cells: list[CodeCell] = field(default_factory=list)
    variables: list[str] = field(default_factory=list)
    lost: list[AnswerKey] = field(default_factory=list)
    calls: dict[AnswerKey, list] = field(default_factory=dict)

    def answer(self, variable: str, source: str) -> "Notebook":
        return self._add(CellRole.ANSWER, source, variable)

    def function(self, source: str, *calls: tuple, name: str = "f") -> "Notebook":
        """Add a cell for a function of one argument or two, and the arguments of its calls."""
        self.calls["exercise", name] = calls
        return self.answer(name, source)

    def other(self, source: str) -> "Notebook":
        return self._add(CellRole.OTHER, source)

    def setup(self, source: str) -> "Notebook":
        return self._add(CellRole.SETUP, source)

    def give(self, source: str = "") -> "Notebook":
        return self._add(CellRole.GIVEN, source)

    def missing(self, variable: str) -> "Notebook":
        self.variables.append(variable)
        self.lost.append(("exercise", variable))
        return self

    def run(self, *, parse=nothing_is_literal, trusted=False, **limits) -> Execution:
        limits = {"wall_s": 5.0} | limits
        return execute(
            self.submission(),
            self.worksheet(),
            Limits(**limits),
            calls=self.calls,
            trusted=trusted,
            parse=parse,
        )

    def outcome(self, **options) -> Outcome:
        """Run, and return the outcome of the answer that was added last."""
        return self.run(**options).outcomes["exercise", self.variables[-1]]

    def submission(self) -> Submission:
        return Submission(
            student="ana",
            assignment="filters",
            digest="",
            cells=tuple(self.cells),
            missing=tuple(self.lost),
        )

    def worksheet(self) -> Worksheet:
        answers = tuple(
            AnswerView(name=name, variable=name, label="", form=self._form(name))
            for name in self.variables
        )
        view = ExerciseView(
            exercise="exercise",
            number=1,
            title="",
            prompt="",
            hints=(),
            points="1",
            minutes=1,
            given=self.given,
            answers=answers,
            variant="",
        )
        return Worksheet(
            assignment="filters",
            title="",
            student="ana",
            name="Ana",
            language="en",
            points="1",
            feedback=Feedback.FORMAT,
            exercises=(view,),
        )

    def _form(self, name: str) -> Form:
        if ("exercise", name) in self.calls:
            return Form(kind="function", arguments=("image", "kernel"))
        return Form(kind="matrix")

    def _add(self, role: CellRole, source: str, variable: str = "") -> "Notebook":
        if variable:
            self.variables.append(variable)
        self.cells.append(
            CodeCell(
                number=len(self.cells) + 1,
                role=role,
                source=source,
                exercise="exercise" if role is not CellRole.OTHER else "",
                answers=(("exercise", variable),) if variable else (),
            )
        )
        return self


@pytest.fixture
def notebook() -> Notebook:
    return Notebook()
