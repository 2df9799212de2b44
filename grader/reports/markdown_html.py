"""The Markdown of exercises as HTML, for a page that loads nothing.

Markup of the author's own is shown as it was written, and images are left out.
"""

import re
from collections.abc import Sequence
from functools import cache

from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token
from markdown_it.utils import EnvType, OptionsDict
from markupsafe import Markup, escape

from grader.reports.characters import plain
from grader.reports.mathml import mathml

_FORMULA = re.compile(
    r"\$\$(?P<block>(?:\\.|[^$\\])+)\$\$"
    r"|\$(?P<line>(?!\s)(?:\\.|[^$\\])+(?<!\s))\$(?!\d)",
    re.DOTALL,
)
_INDEX = re.compile(r"\*\*-?\d+\*\*")


def to_html(text: str) -> Markup:
    r"""Return Markdown as HTML.

    >>> print(to_html("**Lay** it `down` <b>"), end="")
    <p><strong>Lay</strong> it <code>down</code> &lt;b&gt;</p>
    """
    markdown = _markdown()
    tokens = markdown.parse(plain(text))
    _name_headings(tokens)
    # Whatever the author wrote was escaped on its way: the parser lets no markup through.
    return Markup(markdown.renderer.render(tokens, markdown.options, {}))  # noqa: S704


def line_to_html(text: str) -> Markup:
    """Return one line of Markdown as HTML without a paragraph around it."""
    return Markup(_markdown().renderInline(plain(text)))  # noqa: S704 - as above


@cache
def _markdown() -> MarkdownIt:
    markdown = MarkdownIt("commonmark", {"html": False}).enable("table").disable("image")
    markdown.inline.ruler.push("math", _math)
    markdown.add_render_rule("math", _render_math)
    markdown.add_render_rule("table_open", _render_table)
    return markdown


def _math(state: StateInline, silent: bool) -> bool:  # noqa: FBT001 - the parser's own signature
    found = _FORMULA.match(state.src, state.pos)
    if found is None:
        return False
    if not silent:
        token = state.push("math", "math", 0)
        token.content = found["block"] or found["line"]
        token.block = found["block"] is not None
        token.markup = found[0]
    state.pos = found.end()
    return True


def _render_math(
    renderer: RendererHTML,
    tokens: Sequence[Token],
    index: int,
    options: OptionsDict,
    env: EnvType,
) -> str:
    del renderer, options, env
    token = tokens[index]
    formula = mathml(token.content, block=token.block)
    return f"<code>{escape(token.markup)}</code>" if formula is None else formula


def _render_table(
    renderer: RendererHTML,
    tokens: Sequence[Token],
    index: int,
    options: OptionsDict,
    env: EnvType,
) -> str:
    del renderer, tokens, index, options, env
    return '<table class="grid">'


def _name_headings(tokens: Sequence[Token]) -> None:
    """Make the indices of a matrix the headings of its rows, and its empty corner none at all."""
    for before, opening, inline, closing in zip(
        tokens, tokens[1:], tokens[2:], tokens[3:], strict=False
    ):
        if opening.type == "th_open":
            opening.attrs = {"scope": "col"}
            if not inline.content:
                opening.tag = closing.tag = "td"
                opening.attrs = {}
        elif opening.type == "td_open":
            opening.attrs = {}
            if before.type == "tr_open" and _INDEX.fullmatch(inline.content):
                opening.tag = closing.tag = "th"
                opening.attrs = {"scope": "row"}
