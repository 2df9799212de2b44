"""Where a block of a template takes its line with it, and where it does not.

A block that has a line to itself (``{% if bias %}``, ``{% endfor %}``) is layout of the file: it
goes, and its line with it. Beside words it is part of a sentence, and the line breaks there as it
is written. Jinja has one rule for both: either every such line stays as an empty one, which ends a
paragraph of Markdown, or words are joined across it.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import jinja2

_ENDS = ("block_end", "comment_end", "raw_end")
_WORDS = ("variable_begin", "raw_begin")


@dataclass(frozen=True, slots=True)
class _Piece:
    kind: str
    text: str

    @property
    def breaks(self) -> bool:
        """Whether the line ends here; within a block it only goes on below."""
        return self.kind in ("data", *_ENDS) and self.text.endswith("\n")

    @property
    def is_blank(self) -> bool:
        return self.kind == "data" and not self.text.strip()

    @property
    def is_words(self) -> bool:
        return self.kind in _WORDS or (self.kind == "data" and not self.is_blank)


def with_own_lines(template: str, environment: jinja2.Environment) -> str:
    """Return a template of which ``trim_blocks`` drops the lines that blocks have to themselves.

    No line gets another number, so that faults are still found where they stand.

    Raises
    ------
    jinja2.TemplateSyntaxError
        When it cannot be taken apart.
    """
    # The lexer drops the last line break, and will drop it again when the result is compiled.
    last = "\n" if template.endswith("\n") else ""
    return "".join(map(_written, _lines(template, environment))) + last


def _lines(template: str, environment: jinja2.Environment) -> Iterator[list[_Piece]]:
    line: list[_Piece] = []
    for _, kind, text in environment.lex(template):
        for part in text.splitlines(keepends=True) if kind == "data" else [text]:
            line.append(_Piece(kind, part))
            if line[-1].breaks:
                yield line
                line = []
    yield line


def _written(line: Sequence[_Piece]) -> str:
    blocks = "".join(piece.text for piece in line if not piece.is_blank)
    if blocks and not any(piece.is_words for piece in line):
        # Its indent would be added to that of what follows: four spaces are code in Markdown.
        return blocks.removesuffix("\n") + "\n" * line[-1].breaks
    return "".join(map(_kept, line))


def _kept(piece: _Piece) -> str:
    """Return a piece; the end of a block is marked so that the line break after it stays."""
    if piece.kind not in _ENDS or not piece.breaks or piece.text[:-3].endswith("-"):
        return piece.text
    return f"{piece.text[:-3]}+{piece.text[-3:]}"
