"""One variant for its author, as a page: complete in itself, without scripts or network."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import partial
from itertools import accumulate

from grader.answers import describe
from grader.answers.choice import letter_of
from grader.model.grade import GroupGrade
from grader.model.value import Value, cells
from grader.model.variant import AnswerView, Form, Variant
from grader.reports import markdown_html, step_markup
from grader.reports.numerals import literal
from grader.reports.pages import render
from grader.reports.planes import Plane, planes
from grader.reports.previews import Preview, WrongAnswer
from grader.reports.step_through import step_through
from grader.reports.trials import passed, trials


def to_html(preview: Preview) -> str:
    """Return the page: the exercise, the key, every misconception's answer, and the steps."""
    language = preview.language
    return render(
        "preview.html.j2",
        language=language,
        preview=preview,
        walk=step_through(preview.filtering) if preview.filtering else None,
        markdown=markdown_html.to_html,
        line=markdown_html.line_to_html,
        describe=lambda form: markdown_html.line_to_html(describe(form, language)),
        shown=partial(shown, language=language),
        code=code,
        trials=lambda view: trials(preview.variant.exercise.answer(view.name), preview.variant),
        passed=lambda wrong: _passed(preview.variant, wrong),
        **step_markup.words(language),
    )


def _passed(variant: Variant, wrong: WrongAnswer) -> tuple[GroupGrade, ...]:
    """Return how a misconception does on the cases of a function; nothing for other answers."""
    answer = variant.exercise.answer(wrong.answer.name)
    return passed(answer, wrong.value, variant.key[answer.name]) if answer.cases else ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """An answer, or one of its parts, as tables or on a line."""

    part: str
    """Its name; empty for an answer that has no parts."""
    planes: tuple[Plane, ...]
    text: str


def shown(
    view: AnswerView, value: Value, same: Sequence[bool] = (), *, language: str
) -> tuple[Shown, ...]:
    """Return an answer part by part; `same` tells of every cell, or part, whether it is the key."""
    if view.form.options:
        return (Shown(part="", planes=(), text=written(view, value, language=language)),)
    names = [name for name, _ in view.form.parts]
    if not names or not isinstance(value, tuple) or len(value) != len(names):
        return (_shown("", value, same, language),)
    sizes = [len(cells(part)) for part in value]
    if len(same) == len(names):
        same = [mark for mark, size in zip(same, sizes, strict=True) for _ in range(size)]
    ends = [*accumulate(sizes)]
    return tuple(
        _shown(name, part, same[end - size : end], language)
        for name, part, size, end in zip(names, value, sizes, ends, strict=True)
    )


def _shown(part: str, value: Value, same: Sequence[bool], language: str) -> Shown:
    return Shown(part=part, planes=planes(value, same), text=literal(value, language))


def written(view: AnswerView, value: Value, *, language: str) -> str:
    """Return an answer on one line; a choice as its letter, and the id behind it."""
    if not view.form.options:
        return literal(value, language)
    return ", ".join(_chosen(view.form, str(cell)) for cell in cells(value)) or "[]"


def code(value: Value) -> str:
    """Return a value as one types it in Python.

    >>> code(((1, -2), (Fraction(1, 2), "up")))
    "[[1, -2], [1/2, 'up']]"
    """
    if isinstance(value, tuple):
        return f"[{', '.join(map(code, value))}]"
    return str(value) if isinstance(value, Fraction) else repr(value)


def _chosen(form: Form, option: str) -> str:
    if option in form.options:
        return f"{letter_of(form.options.index(option))} ({option})"
    return f"{form.reasons.index(option) + 1} ({option})" if option in form.reasons else option
