"""Values in Markdown: tables that every viewer reads as the matrix they show."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.texts import latex, show, table


def split(line):
    """Return the cells of a table's line as GitHub finds them."""
    cells, cell, escaped = [], "", False
    for sign in line:
        if escaped:
            cell, escaped = cell + sign, False
        elif sign == "\\":
            escaped = True
        elif sign == "|":
            cells, cell = [*cells, cell.strip()], ""
        else:
            cell += sign
    return cells[1:]


@pytest.mark.parametrize(
    ("value", "rows"),
    [
        (((1, 2, 3),), [["**0**", "1", "2", "3"]]),
        (((1,), (2,)), [["**0**", "1"], ["**1**", "2"]]),
        ((1, 2), [["**0**", "1", "2"]]),
        (5, [["**0**", "5"]]),
        (((Fraction(-3, 4), -1),), [["**0**", "−3/4", "−1"]]),
        (((-0.5, 1e-9),), [["**0**", "−0.5", "1e-09"]]),
        ((("a|b", "-x"),), [["**0**", "a|b", "-x"]]),
        ((("two\nlines", "\\|"),), [["**0**", "two lines", "\\|"]]),
    ],
)
def test_a_table_holds_the_cells_of_the_matrix(value, rows):
    header, rule, *body = table(value).split("\n")
    width = len(rows[0])
    assert len(split(header)) == width
    assert rule == "|" + ":--:|" * width
    assert [split(line) for line in body] == rows


@given(
    st.lists(
        st.tuples(*[st.integers() | st.fractions() | st.floats() | st.text(max_size=6)] * 3),
        min_size=1,
        max_size=4,
    ).map(tuple),
    st.sampled_from(["en", "es"]),
)
def test_every_line_of_a_table_has_as_many_cells(value, language):
    lines = table(value, language).split("\n")
    assert len(lines) == len(value) + 2
    assert {len(split(line)) for line in lines} == {4}


@pytest.mark.parametrize(
    ("value", "english", "spanish"),
    [
        (0.25, "0.25", "0,25"),
        (1792, "1792", "1792"),
        (Fraction(3, 4), "3/4", "3/4"),
        ((1, -2), "(1, -2)", "(1; -2)"),
        ((0.5, 1), "(0.5, 1)", "(0,5; 1)"),
        ("0.5", "0.5", "0.5"),
    ],
)
def test_a_value_is_shown_as_its_language_writes_it(value, english, spanish):
    assert (show(value), show(value, "es")) == (english, spanish)


def test_a_latex_matrix_has_its_rows():
    assert latex(((1, -2), (3, 4))) == r"\begin{bmatrix} 1 & -2 \\ 3 & 4 \end{bmatrix}"
