from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.reports.mathml import mathml

PIECES = [
    *(
        "x",
        "12",
        "0{,}5",
        "+",
        "-",
        "_",
        "^",
        "{",
        "}",
        "&",
        "<",
        " ",
        "'",
        "(",
        "[",
        "|",
        "~",
        ".",
    ),
    *(r"\frac", r"\sqrt", r"\hat", r"\text", r"\left", r"\right", r"\sum", r"\otimes", r"\sigma"),
    *(r"\begin{bmatrix}", r"\end{bmatrix}", "\\\\", r"\{", r"\unheard", "\\"),
]


def bare(latex, **options):
    """Return the element without what is the same in all of them."""
    return (
        mathml(latex, **options)
        .removeprefix('<math display="inline"><mrow>')
        .removesuffix("</mrow></math>")
    )


@pytest.mark.parametrize(
    ("latex", "element"),
    [
        ("F * H", "<mi>F</mi><mo>∗</mo><mi>H</mi>"),
        (r"3 \times 3", "<mn>3</mn><mo>×</mo><mn>3</mn>"),
        ("-0{,}25", "<mo>−</mo><mn>0,25</mn>"),
        ("x < 1.5", "<mi>x</mi><mo>&lt;</mo><mn>1.5</mn>"),
        ("a_i", "<msub><mi>a</mi><mi>i</mi></msub>"),
        ("a^2_i", "<msubsup><mi>a</mi><mi>i</mi><mn>2</mn></msubsup>"),
        (r"\sigma^{2}", "<msup><mi>σ</mi><mrow><mn>2</mn></mrow></msup>"),
        (r"\frac{1}{n}", "<mfrac><mrow><mn>1</mn></mrow><mrow><mi>n</mi></mrow></mfrac>"),
        (r"\sqrt 2", "<msqrt><mn>2</mn></msqrt>"),
        (r"\hat F", "<mover><mi>F</mi><mo>^</mo></mover>"),
        (r"\text{if so}", "<mtext>if so</mtext>"),
        (r"\mathbf{H}", "<mtext><b>H</b></mtext>"),
        (r"\max x", "<mi>max</mi><mi>x</mi>"),
        (r"\{ 1 \}", "<mo>{</mo><mn>1</mn><mo>}</mo>"),
        (r"\left( x \right.", "<mrow><mo>(</mo><mrow><mi>x</mi></mrow></mrow>"),
        (r"a\quad b", '<mi>a</mi><mspace width="1em"></mspace><mi>b</mi>'),
    ],
)
def test_a_formula_is_set(latex, element):
    assert bare(latex) == element


def test_a_matrix_has_its_brackets_rows_and_columns():
    cell = "<mtd><mrow><mn>{}</mn></mrow></mtd>"
    row = "<mtr>{}</mtr>"
    rows = [row.format("".join(cell.format(n) for n in line)) for line in ((1, 2), (3, 4))]
    assert bare(r"\begin{bmatrix} 1 & 2 \\ 3 & 4 \end{bmatrix}") == (
        f'<mrow><mtable class="square">{"".join(rows)}</mtable></mrow>'
    )


def test_the_bounds_of_a_sum_stand_above_and_below_it_in_a_block_only():
    assert "<munderover><mo>∑</mo>" in mathml(r"\sum_{i=0}^n i", block=True)
    assert "<msubsup><mo>∑</mo>" in mathml(r"\sum_{i=0}^n i")


@pytest.mark.parametrize(
    "latex",
    [
        *(r"\unheard", r"\frac{1", "}", "a_", "a_1_2", "^", r"\left( x", "x & y", r"\\", "$", "\\"),
        *(r"\begin{tikz} \end{tikz}", r"\begin{bmatrix} 1 \end{pmatrix}", r"\begin{a1}"),
        *(r"\text x", r"\text{\frac}", r"\text{a", "{" * 10_000, r"\hat" * 10_000),
    ],
)
def test_what_is_not_known_is_left_to_be_shown_as_it_is(latex):
    assert mathml(latex) is None


class Elements(HTMLParser):
    """Fails where an element is not closed in turn, or is none of mathematics."""

    def __init__(self, text):
        super().__init__()
        self.open = []
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        del attrs
        assert tag in {"math", "b"} or tag.startswith("m")
        self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag


@given(st.lists(st.sampled_from(PIECES) | st.characters(), max_size=12).map("".join))
def test_whatever_is_written_the_element_is_whole_or_there_is_none(latex):
    for block in (False, True):
        element = mathml(latex, block=block)
        assert element is None or Elements(element).open == []
