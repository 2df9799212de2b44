import pytest

from grader.reports.markdown_html import line_to_html, to_html
from grader.texts import table


def test_the_marks_of_prompts_are_rendered():
    assert to_html("**bold**, *italics*, `code`\n\n1. one\n2. two") == (
        "<p><strong>bold</strong>, <em>italics</em>, <code>code</code></p>\n"
        "<ol>\n<li>one</li>\n<li>two</li>\n</ol>\n"
    )


def test_a_matrix_has_headings_for_rows_and_columns_and_an_empty_corner():
    text = to_html(table(((1, -2), (3, 4))))
    assert "<td></td>" in text
    assert text.count('<th scope="col">') == 2
    assert '<th scope="row"><strong>1</strong></th>\n<td>3</td>' in text
    assert "style=" not in text


def test_a_bold_first_cell_that_is_no_index_is_no_heading():
    assert "<td><strong>same</strong></td>" in to_html("| a |\n|---|\n| **same** |")


def test_the_stars_of_a_convolution_are_no_emphasis():
    text = to_html("$F * H$ and $G * H$")
    assert "<em>" not in text
    assert text.count("<mo>∗</mo>") == 2


def test_a_formula_on_lines_of_its_own_is_a_block():
    assert '<math display="block">' in to_html("$$\nF * H\n$$")


def test_dollars_that_are_no_formula_stay():
    assert to_html(r"It costs 5 $ or 6 $, or \$x\$.") == "<p>It costs 5 $ or 6 $, or $x$.</p>\n"


def test_a_formula_in_code_stays_code():
    assert to_html("`$x$`") == "<p><code>$x$</code></p>\n"


def test_a_formula_that_is_not_known_is_shown_as_it_is_written():
    assert to_html(r"$\unheard{<b>}$") == "<p><code>$\\unheard{&lt;b&gt;}$</code></p>\n"


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>",
        "a <img src=x onerror=alert(1)> b",
        "![picture](https://example.org/x.png)",
        "$<script>$",
        "| <script> |\n|---|\n| <img> |",
        "[click](javascript:alert(1))",
        "```html\n<script>\n```",
    ],
)
def test_no_markup_of_the_text_becomes_markup_of_the_page(text):
    html = to_html(text)
    assert "<script" not in html
    assert "<img" not in html
    assert 'href="javascript' not in html


def test_a_line_has_no_paragraph_around_it():
    assert line_to_html("in `rows`") == "in <code>rows</code>"


def test_control_characters_do_not_come_through():
    assert "\x1b" not in to_html("a\x1b[31mb")
