"""One notebook: what its student can learn from it, or its grade for who has the assignment."""

import ast
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from grader import notebooks
from grader.answers import ANSWER_TYPES, Misfit
from grader.answers.forms import told
from grader.errors import SubmissionError
from grader.expressions.literals import parse_answer
from grader.model.assignment import Feedback
from grader.model.submission import Blank, Given, Problem, Submission
from grader.model.text import LANGUAGES, Text, in_language, phrase
from grader.model.variant import AnswerView, ExerciseView, Form, Worksheet
from grader.sandbox.reasons import no_function
from grader.workflows.files import Unreadable, read_bounded
from grader.workflows.phrases import PROBLEMS

STATES: Mapping[str, tuple[str, Text]] = {
    "blank": ("…", {"en": "not answered yet", "es": "sin responder todavía"}),
    "ready": ("✓", {"en": "the form is right", "es": "la forma es correcta"}),
    "code": ("▷", {"en": "code: it runs when graded", "es": "código: se ejecuta al corregir"}),
    "missing": ("✗", {"en": "its cell is gone", "es": "su celda ya no está"}),
    "unfit": ("✗", {}),
}
"""State → its mark and its words."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Noted:
    """What there is to say about one answer."""

    variable: str
    state: str
    """``blank``, ``ready``, ``code``, ``missing`` or ``unfit``."""
    text: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """What a look at a notebook showed."""

    student: str
    assignment: str
    language: str
    answers: tuple[Noted, ...]
    problems: tuple[str, ...]

    @property
    def sound(self) -> bool:
        """Whether nothing needs to be mended before handing in."""
        return not self.problems and not any(item.state == "unfit" for item in self.answers)


def check(path: Path) -> Look:
    """Return which answers of a notebook are there and have the right form. Nothing is executed.

    Raises
    ------
    SubmissionError
        When the file cannot be read, or is no notebook that `grader` made.
    """
    return look_at(read_notebook(path), path)


def look_at(data: bytes, path: Path) -> Look:
    """Return what the bytes of a notebook show; `path` is where they come from, for errors.

    Raises
    ------
    SubmissionError
        When they are no notebook that `grader` made.
    """
    worksheet = _worksheet(data, path)
    submission = notebooks.read(data, worksheet)
    return Look(
        student=worksheet.student,
        assignment=worksheet.assignment,
        language=worksheet.language,
        answers=tuple(_noted(submission, worksheet)),
        problems=tuple(
            in_language(problem.text, worksheet.language)
            for problem in submission.problems
            # Only the release knows what was handed out; here the notebook is taken at its word.
            if problem.code not in {"edited-metadata", "edited-given"}
        ),
    )


def lines_of(look: Look) -> Iterator[str]:
    """Yield what a look showed, a line each."""
    yield from (f"! {problem}" for problem in look.problems)
    for answer in look.answers:
        mark, text = STATES[answer.state]
        yield f"{mark} {answer.variable}: {answer.text or in_language(text, look.language)}"


def read_notebook(path: Path) -> bytes:
    """Return the bytes of a notebook.

    Raises
    ------
    SubmissionError
        When it cannot be read.
    """
    try:
        return read_bounded(path)
    except Unreadable as error:
        if error.code == "unreadable":
            raise SubmissionError.at(str(path), f"cannot be read: {error.detail}") from None
        fault = in_language(phrase(PROBLEMS[error.code], detail=error.detail), "en")
        raise SubmissionError.at(str(path), fault) from None


def language_of(data: bytes) -> str:
    """Return the language that a notebook says it is in; English where it says none of ours."""
    label = notebooks.label(data)
    sheet = _sheet(label.setup) if isinstance(label, notebooks.Label) else None
    told = sheet.get("language") if sheet else None
    return told if isinstance(told, str) and told in LANGUAGES else LANGUAGES[0]


def attempt_of(data: bytes) -> int | None:
    """Return the attempt that a notebook says it is of; None where it does not say."""
    label = notebooks.label(data)
    return label.attempt if isinstance(label, notebooks.Label) else None


def _noted(submission: Submission, worksheet: Worksheet) -> Iterator[Noted]:
    sources = {key: cell.source for cell in submission.cells for key in cell.answers}
    for view in worksheet.exercises:
        for answer in view.answers:
            source = sources.get((view.exercise, answer.name))
            if source is None:
                yield Noted(variable=answer.variable, state="missing")
                continue
            yield _seen(answer, source, worksheet.language)


def _seen(answer: AnswerView, source: str, language: str) -> Noted:
    outcome = parse_answer(source, answer.variable, kind=answer.form.kind)
    if isinstance(outcome, Blank):
        return Noted(variable=answer.variable, state="blank")
    if isinstance(outcome, Given) and answer.form.arguments:
        reason = no_function(answer.variable, answer.form.arguments).reason
        return Noted(variable=answer.variable, state="unfit", text=in_language(reason, language))
    if not isinstance(outcome, Given):
        return Noted(variable=answer.variable, state="code")
    fitted = ANSWER_TYPES[answer.form.kind].fit(outcome.value, answer.form)
    if isinstance(fitted, Misfit):
        text = in_language(fitted.text, language)
        return Noted(variable=answer.variable, state="unfit", text=text)
    return Noted(variable=answer.variable, state="ready")


def _worksheet(data: bytes, path: Path) -> Worksheet:
    """Return what the notebook's own first cell says about its answers."""
    label = notebooks.label(data)
    if isinstance(label, Problem):
        raise SubmissionError.at(str(path), in_language(label.text, "en"))
    sheet = _sheet(label.setup) if label else None
    if label is None or sheet is None:
        raise SubmissionError.at(
            str(path),
            "is no notebook that grader made, or its first code cell was changed",
            "download the notebook again and copy your answers into it",
        )
    try:
        exercises = tuple(_views(sheet["answers"]))
    except (KeyError, TypeError, ValueError):
        raise SubmissionError.at(str(path), "its first code cell was changed") from None
    return Worksheet(
        assignment=label.assignment,
        title=label.assignment,
        student=label.student,
        name=label.student,
        language=str(sheet.get("language", "en")),
        points="",
        feedback=Feedback.FORMAT,
        attempt=label.attempt or 1,
        exercises=exercises,
    )


def _sheet(setup: str) -> Mapping[str, Any] | None:
    """Return the literal that the setup cell hands to `check.begin`."""
    try:
        tree = ast.parse(setup)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.args:
            try:
                sheet = ast.literal_eval(node.args[0])
            except (ValueError, TypeError, SyntaxError, RecursionError, MemoryError):
                continue
            if isinstance(sheet, dict) and isinstance(sheet.get("answers"), dict):
                return sheet
    return None


def _views(answers: Mapping[str, Mapping[str, Any]]) -> Iterator[ExerciseView]:
    if not all(isinstance(variable, str) for variable in answers):
        raise TypeError("a variable's name is a text")
    exercises = dict.fromkeys(str(data["exercise"]) for data in answers.values())
    for number, exercise in enumerate(exercises, start=1):
        yield ExerciseView(
            exercise=exercise,
            number=number,
            title=exercise,
            prompt="",
            hints=(),
            points="",
            minutes=0,
            given={},
            answers=tuple(
                AnswerView(
                    name=str(data["answer"]),
                    variable=variable,
                    label="",
                    form=_form(data),
                )
                for variable, data in answers.items()
                if data["exercise"] == exercise
            ),
            variant="",
        )


def _form(data: Mapping[str, Any]) -> Form:
    form = told(data)
    if form.kind not in ANSWER_TYPES:
        raise ValueError(form.kind)
    return form
