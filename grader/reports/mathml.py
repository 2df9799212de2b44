r"""The LaTeX between dollar signs of a prompt as MathML, which browsers set without help.

It covers what texts on filters use: letters, numbers, signs, scripts, fractions, roots, words,
accents and matrices. What it does not know is left to be shown as it was written.
"""

import re
from collections.abc import Callable, Mapping
from html import escape

from grader.reports.latex_symbols import ACCENTS, SYMBOLS, TABLES, letter, sign

_TOKEN = re.compile(r"\\[A-Za-z]+\*?|\\.|\d+(?:(?:\.|\{,\})\d+)*|\s+|.", re.DOTALL)
_DEEPEST = 40
_WORDS = {r"\text", r"\mathrm", r"\operatorname", r"\mathtt", r"\textbf", r"\mathbf"}
_BOLD = {r"\textbf", r"\mathbf"}
_NO_WORD = "\\{"
_SPECIAL = "\\}&^_$"
_NONE = "."
_LIMITS = {r"\sum", r"\prod", r"\min", r"\max"}


def mathml(latex: str, *, block: bool = False) -> str | None:
    r"""Return a formula as a ``<math>`` element; None where it holds something unknown.

    >>> mathml(r"F \otimes H")
    '<math display="inline"><mrow><mi>F</mi><mo>⊗</mo><mi>H</mi></mrow></math>'
    >>> mathml(r"\unheard{x}") is None
    True
    """
    try:
        content = _Formula(latex, block=block).whole()
    except _UnknownError:
        return None
    return f'<math display="{"block" if block else "inline"}">{content}</math>'


class _UnknownError(Exception):
    """Something that is not covered."""


class _Formula:
    def __init__(self, latex: str, *, block: bool) -> None:
        # Words keep their spaces: they are cut from the source.
        self._source = _TOKEN.findall(latex)
        self._place = 0
        self._depth = 0
        self._block = block

    def whole(self) -> str:
        content = self._row(())
        if self._place < len(self._source):
            raise _UnknownError
        return content

    def _peek(self) -> str:
        while self._place < len(self._source) and self._source[self._place].isspace():
            self._place += 1
        return self._source[self._place] if self._place < len(self._source) else ""

    def _take(self) -> str:
        token = self._peek()
        self._place += 1
        return token

    def _expect(self, wanted: str) -> None:
        if self._take() != wanted:
            raise _UnknownError

    def _row(self, ends: tuple[str, ...]) -> str:
        """Return what stands before one of `ends`, which is not taken."""
        parts = []
        while (token := self._peek()) and token not in ends:
            parts.append(self._scripted())
        return f"<mrow>{''.join(parts)}</mrow>"

    def _scripted(self) -> str:
        limits = self._block and self._peek() in _LIMITS
        base = self._atom()
        scripts: dict[str, str] = {}
        while (mark := self._peek()) in {"_", "^"}:
            self._take()
            if mark in scripts:
                raise _UnknownError
            scripts[mark] = self._atom()
        if not scripts:
            return base
        tag = "m" + ("under" if limits else "sub") * ("_" in scripts)
        tag += ("over" if limits else "sup") * ("^" in scripts)
        inner = "".join(scripts[mark] for mark in ("_", "^") if mark in scripts)
        return f"<{tag}>{base}{inner}</{tag}>"

    def _atom(self) -> str:
        self._depth += 1
        if self._depth > _DEEPEST:
            raise _UnknownError
        atom = self._read(self._take())
        self._depth -= 1
        return atom

    def _read(self, token: str) -> str:
        if token in _STRUCTURES:
            return _STRUCTURES[token](self)
        if token in _WORDS:
            return self._words(token)
        if token in ACCENTS:
            return f"<mover>{self._atom()}{ACCENTS[token]}</mover>"
        return _symbol(token)

    def _group(self) -> str:
        content = self._row(("}",))
        self._expect("}")
        return content

    def _fraction(self) -> str:
        return f"<mfrac>{self._atom()}{self._atom()}</mfrac>"

    def _root(self) -> str:
        return f"<msqrt>{self._atom()}</msqrt>"

    def _words(self, command: str) -> str:
        self._expect("{")
        start = self._place
        while (token := self._take()) != "}":
            if not token or token[0] in _NO_WORD:
                raise _UnknownError
        text = escape("".join(self._source[start : self._place - 1]))
        return f"<mtext>{f'<b>{text}</b>' if command in _BOLD else text}</mtext>"

    def _fenced(self) -> str:
        opening = self._delimiter()
        content = self._row((r"\right",))
        self._expect(r"\right")
        return f"<mrow>{opening}{content}{self._delimiter()}</mrow>"

    def _delimiter(self) -> str:
        token = self._take()
        return "" if token == _NONE else _symbol(token)

    def _environment(self) -> str:
        self._expect("{")
        name = ""
        while (token := self._take()) != "}":
            if not token.isalpha():
                raise _UnknownError
            name += token
        if name not in TABLES:
            raise _UnknownError
        table = self._table()
        for token in ("{", *name, "}"):
            self._expect(token)
        opening, drawn = TABLES[name]
        marks = f' class="{drawn}"' if drawn else ""
        return f"<mrow>{opening}<mtable{marks}>{table}</mtable></mrow>"

    def _table(self) -> str:
        rows: list[list[str]] = [[]]
        while True:
            rows[-1].append(f"<mtd>{self._row(('&', _NEWLINE, _END))}</mtd>")
            end = self._take()
            if end == _NEWLINE:
                rows.append([])
            elif end == _END:
                return "".join(f"<mtr>{''.join(row)}</mtr>" for row in rows)
            elif end != "&":
                raise _UnknownError


_NEWLINE, _END = "\\\\", r"\end"
_STRUCTURES: Mapping[str, Callable[[_Formula], str]] = {
    "{": _Formula._group,  # noqa: SLF001 - the table of this very class
    r"\frac": _Formula._fraction,  # noqa: SLF001
    r"\tfrac": _Formula._fraction,  # noqa: SLF001
    r"\sqrt": _Formula._root,  # noqa: SLF001
    r"\left": _Formula._fenced,  # noqa: SLF001
    r"\begin": _Formula._environment,  # noqa: SLF001
}


def _symbol(token: str) -> str:
    if token in SYMBOLS:
        return SYMBOLS[token]
    if token.isalpha():
        return letter(token)
    if token[:1].isdigit():
        return f"<mn>{token.replace('{,}', ',')}</mn>"
    if not token or token[0] in _SPECIAL:
        raise _UnknownError
    return sign(token)
