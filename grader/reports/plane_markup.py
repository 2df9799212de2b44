"""The tables of an answer as HTML: most of a page, and many times as fast as by a template."""

from functools import cache

from markupsafe import Markup, escape

from grader.reports.numerals import scalar
from grader.reports.phrases import say
from grader.reports.planes import Cell, Plane


def plane_table(
    plane: Plane, caption: str, label: str, *, unseen: bool = False, language: str
) -> Markup:
    """Return one slice of an answer as a table, with the marks of its cells.

    Parameters
    ----------
    plane
        The slice.
    caption
        What stands above it, where it is all of the answer.
    label
        What the answer is called, where it is not.
    unseen
        Whether the caption is for those only who listen.
    language
        Of the texts.
    """
    if plane.index:
        places = ", ".join(map(str, plane.index))
        caption = say("plane", language, label=label, index=places)
    corner = "<td></td>" if plane.numbered else ""
    head = "".join(f'<th scope="col">{column}</th>' for column in range(len(plane.rows[0])))
    body = "".join(
        f"<tr>{_number(number) if plane.numbered else ''}"
        f"{''.join(_cell(cell, language) for cell in row)}</tr>\n"
        for number, row in enumerate(plane.rows)
    )
    hidden = ' class="unseen"' if unseen else ""
    # All but our own tags is escaped.
    return Markup(  # noqa: S704
        f'<table class="grid">\n<caption{hidden}>{escape(caption)}</caption>\n'
        f"<thead><tr>{corner}{head}</tr></thead>\n<tbody>\n{body}</tbody>\n</table>\n"
    )


def _number(row: int) -> str:
    return f'<th scope="row">{row}</th>'


def _cell(cell: Cell, language: str) -> str:
    value = escape(scalar(cell.value, language))
    if cell.right is None:
        return f"<td>{value}</td>\n"
    word, mark = ("right", "✓") if cell.right else ("wrong", "✗")
    return (
        f'<td class="{word}">{value}<span class="mark" aria-hidden="true">{mark}</span>'
        f"{_told(word, language)}</td>\n"
    )


@cache
def _told(word: str, language: str) -> str:
    return f'<span class="unseen"> {escape(say(f"cell_{word}", language))}</span>'
