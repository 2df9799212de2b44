"""One variant for its author, as a page: complete in itself, without scripts or network."""

from fractions import Fraction
from functools import partial

from grader.answers import describe
from grader.answers.choice import letter_of
from grader.model.value import Value, cells
from grader.model.variant import AnswerView, Form
from grader.reports import markdown_html, step_markup
from grader.reports.numerals import literal
from grader.reports.pages import render
from grader.reports.planes import planes
from grader.reports.previews import Preview
from grader.reports.step_through import step_through


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
        planes=lambda view, value, right: () if view.form.options else planes(value, right),
        code=code,
        written=partial(written, language=language),
        **step_markup.words(language),
    )


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
