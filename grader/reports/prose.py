"""The two marks of Markdown that a sentence of feedback may carry: ``**bold**`` and `` `code` ``.

A sentence becomes spans of plain text, and whoever writes the format escapes each of them. No
markup is ever built from text, so there is nothing to sanitize.
"""

import re
from dataclasses import dataclass

_MARKS = re.compile(r"`([^`]+)`|\*\*(.+?)\*\*", re.DOTALL)
_CODE = re.compile(r"`([^`]+)`")
_GAP = re.compile(r"\n[ \t]*\n\s*")


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """A stretch of text in one style."""

    text: str
    bold: bool = False
    code: bool = False


def paragraphs(text: str) -> tuple[tuple[Span, ...], ...]:
    r"""Return the paragraphs of `text`, which blank lines divide.

    >>> [[(span.text, span.code) for span in spans] for spans in paragraphs("use `a*b`\n\nnow")]
    [[('use ', False), ('a*b', True)], [('now', False)]]
    """
    return tuple(_spans(part.strip()) for part in _GAP.split(text) if part.strip())


def unmarked(text: str) -> str:
    """Return `text` for a place without styles: bold marks go, the backticks of code stay.

    >>> unmarked("**Never** use `a**b`")
    'Never use `a**b`'
    """
    return "\n\n".join(
        "".join(f"`{span.text}`" if span.code else span.text for span in spans)
        for spans in paragraphs(text)
    )


def _spans(text: str) -> tuple[Span, ...]:
    spans: list[Span] = []
    end = 0
    for match in _MARKS.finditer(text):
        spans.append(Span(text=text[end : match.start()]))
        if match[1] is not None:
            spans.append(Span(text=match[1], code=True))
        else:
            spans.extend(_bold(match[2]))
        end = match.end()
    spans.append(Span(text=text[end:]))
    return tuple(span for span in spans if span.text)


def _bold(text: str) -> list[Span]:
    # A split by a pattern with one group alternates: text, code, text, code, …
    parts = enumerate(_CODE.split(text))
    return [Span(text=part, bold=True, code=index % 2 == 1) for index, part in parts]
