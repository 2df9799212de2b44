"""Values as a person reads them in Markdown."""

import re
from fractions import Fraction

from grader.model.value import Value

_INDENTED = re.compile(r"^(?P<indent> +)\|.*\|\n\|:--:\|.*(?:\n\|.*\|$)*", re.MULTILINE)

DIGITS = 6
"""Significant digits of a decimal number in a text."""


def show(value: Value, language: str = "en") -> str:
    """Return a value on one line; Spanish has a decimal comma.

    >>> show(0.25, "es"), show(Fraction(3, 4)), show((1, -2))
    ('0,25', '3/4', '(1, -2)')
    """
    if isinstance(value, tuple):
        separator = "; " if language == "es" else ", "
        return "(" + separator.join(show(item, language) for item in value) + ")"
    if isinstance(value, float):
        shown = f"{value:.{DIGITS}g}"
        return shown.replace(".", ",") if language == "es" else shown
    return str(value)


def table(value: Value, language: str = "en") -> str:
    """Return a matrix as a Markdown table with its indices as headers.

    A Markdown table is the one form that JupyterLab, VS Code, Colab and GitHub all show, that can
    be copied, and that a screen reader walks by row and column.

    >>> print(table(((1, 2), (3, 4))))
    |  | 0 | 1 |
    |:--:|:--:|:--:|
    | **0** | 1 | 2 |
    | **1** | 3 | 4 |
    """
    rows = _rows(value)
    columns = range(len(rows[0]) if rows else 0)
    lines = [
        "| " + " | ".join(["", *(str(column) for column in columns)]) + " |",
        "|" + ":--:|" * (len(columns) + 1),
    ]
    for index, row in enumerate(rows):
        shown = (_in_table(cell, language) for cell in row)
        lines.append("| " + " | ".join([f"**{index}**", *shown]) + " |")
    return "\n".join(lines)


def indented(text: str) -> str:
    r"""Return a text whose tables are indented as their first lines are: inside a list they stay.

    >>> indented("1. One:\n\n   |  | 0 |\n|:--:|:--:|\n| **0** | 7 |")
    '1. One:\n\n   |  | 0 |\n   |:--:|:--:|\n   | **0** | 7 |'
    """
    return _INDENTED.sub(lambda found: found[0].replace("\n", f"\n{found['indent']}"), text)


def latex(value: Value, language: str = "en") -> str:
    r"""Return a matrix for use between dollar signs.

    >>> latex(((1, 2), (3, 4)))
    '\\begin{bmatrix} 1 & 2 \\\\ 3 & 4 \\end{bmatrix}'
    """
    body = r" \\ ".join(
        " & ".join(show(cell, language).replace(",", "{,}") for cell in row) for row in _rows(value)
    )
    return rf"\begin{{bmatrix}} {body} \end{{bmatrix}}"


def hidden(value: Value, row: int, column: int, mark: str = "?") -> Value:
    """Return a matrix with a mark in place of one cell; of a list, in its only row.

    >>> hidden(((1, 2), (3, 4)), 0, 1)
    ((1, '?'), (3, 4))
    """
    rows = _rows(value)
    if not (0 <= row < len(rows) and 0 <= column < len(rows[row])):
        raise ValueError(f"there is no cell ({row}, {column}) to hide")
    cells = rows[row]
    changed = (*cells[:column], mark, *cells[column + 1 :])
    return (*rows[:row], changed, *rows[row + 1 :])


def _rows(value: Value) -> tuple[tuple[Value, ...], ...]:
    if not isinstance(value, tuple):
        return ((value,),)
    if all(isinstance(row, tuple) for row in value):
        return tuple(row for row in value if isinstance(row, tuple))
    return (value,)


def _in_table(cell: Value, language: str) -> str:
    shown = show(cell, language)
    if _is_numeric(cell):
        # A hyphen next to a pipe reads as a rule; the sign of mathematics does not.
        return "−" + shown[1:] if shown.startswith("-") else shown
    # A pipe ends a cell and a line break ends the table, also inside of code.
    return " ".join(shown.replace("\\", "\\\\").replace("|", "\\|").split())


def _is_numeric(cell: Value) -> bool:
    return isinstance(cell, int | float | Fraction)
