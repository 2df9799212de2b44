"""The cells of a step-through as HTML: a thousand on a page, so they are not left to a template."""

from collections.abc import Iterable
from functools import cache, partial
from html import escape

from markupsafe import Markup

from grader.model.value import Scalar
from grader.reports.numerals import scalar
from grader.reports.phrases import say
from grader.reports.step_sentences import boundary_rule, conditions, equation, factor
from grader.reports.step_through import Square, Term

_MARKS = ("outside", "under", "now")


def words(language: str) -> dict[str, object]:
    """Return what the template of the steps calls."""
    # A square is drawn in many frames, and so are coordinates.
    square = cache(partial(_square, language=language))
    heading = cache(partial(_heading, language=language))
    return {
        "equation": partial(equation, language=language),
        "rule": partial(boundary_rule, language=language),
        "conditions": partial(conditions, language=language),
        "headings": lambda places: _markup(heading(place, "col") for place in places),
        "squares": lambda board: _markup(
            f"<tr>{heading(place, 'row')}{''.join(map(square, row))}</tr>\n"
            for place, row in zip(board.rows, board.squares, strict=True)
        ),
        "terms": lambda frame: _markup(
            f"<tr>{heading(place, 'row')}{''.join(_term(term, language) for term in row)}</tr>\n"
            for place, row in zip(frame.rows, frame.terms, strict=True)
        ),
    }


def _markup(pieces: Iterable[str]) -> Markup:
    # Every piece is made below, from our own tags and from texts that are escaped.
    return Markup("".join(pieces))  # noqa: S704


def _heading(place: int, scope: str, *, language: str) -> str:
    return f'<th scope="{scope}">{_number(place, language)}</th>'


def _square(square: Square, *, language: str) -> str:
    marks = " ".join(name for name in _MARKS if getattr(square, name))
    value = "" if square.value is None else _number(square.value, language)
    return f'<td class="{marks}">{value}</td>' if marks else f"<td>{value}</td>"


def _term(term: Term, language: str) -> str:
    marks = note = ""
    if not term.inside:
        marks = ' class="outside"'
        note = f'<span class="unseen"> ({escape(say("legend_outside", language))})</span>'
    return (
        f"<td{marks}>{_number(term.coefficient, language)} × "
        f"{escape(factor(term.value, language))}{note}"
        f'<span class="product">= {_number(term.product, language)}</span>'
        f'<span class="running">Σ {_number(term.running, language)}</span></td>'
    )


def _number(number: Scalar, language: str) -> str:
    return escape(scalar(number, language))
