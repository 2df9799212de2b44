"""Formulas that students write: read by a grammar of our own, never by Python's.

::

    sum      = product (("+" | "-") product)*
    product  = signed (("*" | "/") signed | power)*       # 3k, k(N + 1): no sign is a product
    signed   = ("-" | "+") signed | power
    power    = atom (("^" | "**") signed)?                # the exponent is a whole number
    atom     = number | variable | "(" sum ")"

Numbers are exact, and may have a decimal comma. Without a sign only a variable or a parenthesis
follows, and not after a division: ``1/2k`` could mean two things. Everything is bounded: length,
depth, exponents, and the size of what a formula comes to.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import TypeAlias

Formula: TypeAlias = Callable[[Mapping[str, Fraction]], Fraction]
"""From a value for every variable to what the formula comes to."""

MAX_LENGTH = 200
MAX_DEPTH = 30
MAX_EXPONENT = 12
MAX_SIZE = 300
"""Factors in all: how many times a number may be multiplied with another."""

_TOKEN = re.compile(
    r"\s*(?:(?P<number>\d+(?:[.,]\d+)?|[.,]\d+)|(?P<word>[^\W\d]\w*)|(?P<sign>\*\*|.))", re.DOTALL
)
_SUPERSCRIPTS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻", "0123456789-")
_RAISED = re.compile("⁻?[⁰¹²³⁴⁵⁶⁷⁸⁹]+")
_SIGNS = str.maketrans(
    {
        **dict.fromkeys("−‒–—", "-"),
        **dict.fromkeys("·×⋅∙∗", "*"),
        **dict.fromkeys("÷∕", "/"),
        "[": "(",
        "]": ")",
        "\u00a0": " ",
    }
)


class FormulaFault(Exception):  # noqa: N818 - a wrong answer is no error of ours
    """A formula cannot be read. `code` says why, `position` counts characters from 1."""

    def __init__(self, code: str, *, position: int = 0, shown: str = "") -> None:
        super().__init__(code)
        self.code = code
        self.position = position
        self.shown = shown


@dataclass(frozen=True, slots=True, kw_only=True)
class _Token:
    kind: str
    """``number``, ``word``, ``sign``, or ``end``."""
    text: str
    position: int


@dataclass(frozen=True, slots=True, kw_only=True)
class _Term:
    """A part of a formula, and how large what it comes to can be, in factors."""

    value: Formula
    size: int
    constant: Fraction | None = None


def parse(text: str, variables: Sequence[str]) -> Formula:
    """Return the formula that `text` says.

    Raises
    ------
    FormulaFault
        When it says none, or names something else than `variables`.

    Examples
    --------
    >>> formula = parse("k² C·N + N", ["k", "C", "N"])
    >>> formula({"k": Fraction(3), "C": Fraction(4), "N": Fraction(5)})
    Fraction(185, 1)
    """
    if len(text) > MAX_LENGTH:
        raise FormulaFault("long", shown=str(MAX_LENGTH))
    return _Parser(_tokens(text), variables).whole().value


def _tokens(text: str) -> list[_Token]:
    tokens: list[_Token] = []
    for found in _RAISED.finditer(text):
        # Of the same length, so that positions stay those of what was typed.
        raised, position = found[0].translate(_SUPERSCRIPTS), found.start() + 1
        text = text[: found.start()] + " " * len(raised) + text[found.end() :]
        tokens.append(_Token(kind="sign", text="^", position=position))
        if raised.startswith("-"):
            tokens.append(_Token(kind="sign", text="-", position=position))
        tokens.append(_Token(kind="number", text=raised.lstrip("-"), position=position))
    for token in _TOKEN.finditer(text.translate(_SIGNS)):
        kind = token.lastgroup or "sign"
        if not token[kind].isspace():
            tokens.append(_Token(kind=kind, text=token[kind], position=token.start(kind) + 1))
    tokens.sort(key=lambda token: token.position)
    return [*tokens, _Token(kind="end", text="", position=len(text.rstrip()) + 1)]


class _Parser:
    """One pass over the tokens, which never looks back."""

    def __init__(self, tokens: Sequence[_Token], variables: Sequence[str]) -> None:
        self._tokens = tokens
        self._place = 0
        self._depth = 0
        self._names = _names(variables)

    @property
    def _next(self) -> _Token:
        return self._tokens[self._place]

    def _takes(self, *signs: str) -> str:
        """Return the sign that comes next and go past it, if it is one of these."""
        if self._next.kind == "sign" and self._next.text in signs:
            self._place += 1
            return self._tokens[self._place - 1].text
        return ""

    def whole(self) -> _Term:
        """Return what the whole text says."""
        term = self._sum()
        if self._next.text == ")":
            raise FormulaFault("closing", position=self._next.position)
        if self._next.kind != "end":
            raise self._unreadable()
        return term

    def _unreadable(self) -> FormulaFault:
        return FormulaFault("unreadable", position=self._next.position, shown=self._next.text)

    def _sum(self) -> _Term:
        self._depth += 1
        if self._depth > MAX_DEPTH:
            raise FormulaFault("deep")
        term = self._product()
        while sign := self._takes("+", "-"):
            term = _combined(sign, term, self._product())
        self._depth -= 1
        return term

    def _product(self) -> _Term:
        term, divided = self._signed(), False
        while True:
            position = self._next.position
            if sign := self._takes("*", "/"):
                term, divided = _combined(sign, term, self._signed()), sign == "/"
            elif self._next.kind == "word" or self._next.text == "(":
                if divided:
                    raise FormulaFault("ambiguous", position=position)
                term = _combined("*", term, self._power())
            else:
                return term

    def _signed(self) -> _Term:
        sign = self._takes("-", "+")
        if not sign:
            return self._power()
        self._depth += 1
        if self._depth > MAX_DEPTH:
            raise FormulaFault("deep")
        term = self._signed()
        self._depth -= 1
        return term if sign == "+" else _combined("-", _constant(Fraction(0)), term)

    def _power(self) -> _Term:
        base = self._atom()
        position = self._next.position
        if not self._takes("^", "**"):
            return base
        exponent = self._signed().constant
        if exponent is None or exponent.denominator != 1 or abs(exponent) > MAX_EXPONENT:
            raise FormulaFault("exponent", position=position, shown=str(MAX_EXPONENT))
        return _raised(base, exponent.numerator)

    def _atom(self) -> _Term:
        token = self._next
        if token.kind == "number":
            self._place += 1
            return _constant(Fraction(token.text.replace(",", ".")))
        if token.kind == "word":
            self._place += 1
            return self._variables(token)
        if not self._takes("("):
            if self._ends():
                raise FormulaFault("missing", position=token.position)
            raise self._unreadable()
        term = self._sum()
        if not self._takes(")"):
            raise FormulaFault("opening", position=token.position)
        return term

    def _ends(self) -> bool:
        return self._next.kind == "end" or self._next.text in {")", "*", "/", "^", "**"}

    def _variables(self, word: _Token) -> _Term:
        """Return a variable, or the product of those that a word is put together from."""
        found = _split(word.text, self._names)
        if not found:
            raise FormulaFault("variable", position=word.position, shown=word.text)
        term = _variable(found[0])
        for name in found[1:]:
            term = _combined("*", term, _variable(name))
        return term


def _names(variables: Sequence[str]) -> dict[str, str]:
    """Return what may be typed for a variable: capitals do not matter where no two differ by them.

    >>> _names(["k", "C"]), _names(["n", "N"])
    ({'k': 'k', 'K': 'k', 'C': 'C', 'c': 'C'}, {'n': 'n', 'N': 'N'})
    """
    if len({name.casefold() for name in variables}) < len(variables):
        return {name: name for name in variables}
    return {
        typed: name
        for name in variables
        for typed in dict.fromkeys((name, name.lower(), name.upper()))
    }


def _split(word: str, names: Mapping[str, str]) -> tuple[str, ...]:
    """Return the variables that stand in `word` side by side; nothing where there is no one way.

    >>> _split("kC", {"k": "k", "C": "C"}), _split("Cin", {"C": "C", "Cin": "Cin"})
    (('k', 'C'), ('Cin',))
    """
    if word in names:
        return (names[word],)
    ways: list[list[tuple[str, ...]]] = [[()]]
    for end in range(1, len(word) + 1):
        found = [
            (*way, names[word[start:end]])
            for start in range(end)
            if word[start:end] in names
            for way in ways[start]
        ]
        # Two ways are enough to know that there is not one.
        ways.append(found[:2])
    return ways[-1][0] if len(ways[-1]) == 1 else ()


def _constant(number: Fraction) -> _Term:
    return _Term(value=lambda _: number, size=1, constant=number)


def _variable(name: str) -> _Term:
    return _Term(value=lambda values: values[name], size=1)


_OPERATIONS: Mapping[str, Callable[[Fraction, Fraction], Fraction]] = {
    "+": lambda left, right: left + right,
    "-": lambda left, right: left - right,
    "*": lambda left, right: left * right,
    "/": lambda left, right: left / right,
}


def _combined(sign: str, left: _Term, right: _Term) -> _Term:
    operation = _OPERATIONS[sign]
    return _term(
        lambda values: operation(left.value(values), right.value(values)),
        left.size + right.size,
        constant=left.constant is not None and right.constant is not None,
    )


def _raised(base: _Term, exponent: int) -> _Term:
    return _term(
        lambda values: base.value(values) ** exponent,
        base.size * max(abs(exponent), 1),
        constant=base.constant is not None,
    )


def _term(value: Formula, size: int, *, constant: bool) -> _Term:
    if size > MAX_SIZE:
        raise FormulaFault("large")
    if not constant:
        return _Term(value=value, size=size)
    try:
        number = value({})
    except ZeroDivisionError:
        raise FormulaFault("zero") from None
    return _Term(value=lambda _: number, size=size, constant=number)
