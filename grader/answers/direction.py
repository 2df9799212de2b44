"""Where something moves: (rows down, columns right), in words, or as an arrow."""

import re
import unicodedata
from collections.abc import Iterable

from grader.answers.cellwise import marks, share
from grader.answers.kinds import Misfit
from grader.answers.numbers import plain
from grader.model.exercise import Answer
from grader.model.text import Text
from grader.model.value import Value, is_number
from grader.model.variant import Form

__all__ = ["describe", "fit", "form", "marks", "nulls", "share"]

_DESCRIPTION = {
    "en": 'a direction in words, such as `"left"`, `"down right"` or `"2 up 1 left"`, '
    "or as `(rows down, columns right)`",
    "es": 'una dirección en palabras, como `"izquierda"`, `"abajo derecha"` o '
    '`"2 arriba 1 izquierda"`, o como `(filas hacia abajo, columnas hacia la derecha)`',
}
_UNKNOWN: Text = {
    "en": 'This is no direction. Write, for example, "left", "down right" or (1, -2).',
    "es": 'Esto no es una dirección. Escribe, por ejemplo, "izquierda", "abajo derecha" o (1, -2).',
}
_STEPS = {
    **dict.fromkeys(("left", "izquierda", "izq", "←"), (0, -1)),
    **dict.fromkeys(("right", "derecha", "dcha", "→"), (0, 1)),
    **dict.fromkeys(
        ("up", "upward", "upwards", "upper", "top", "arriba", "superior", "↑"), (-1, 0)
    ),
    **dict.fromkeys(
        ("down", "downward", "downwards", "lower", "bottom", "abajo", "inferior", "↓"), (1, 0)
    ),
    "↖": (-1, -1),
    "↗": (-1, 1),
    "↙": (1, -1),
    "↘": (1, 1),
    **dict.fromkeys(("none", "nowhere", "ninguna", "nada"), (0, 0)),
}
_FILLERS = frozenset(
    (
        *("and", "by", "the", "to", "y", "a", "la", "el", "hacia", "de"),
        *("pixel", "pixels", "px", "row", "rows", "column", "columns"),
        *("pixeles", "posicion", "posiciones", "fila", "filas", "columna", "columnas"),
    )
)
_PAIR = 2
_MAX_DIGITS = 9


def form(answer: Answer, key: Value) -> Form:
    """Return the form of a direction: there is nothing else to tell."""
    del key
    return Form(kind=answer.kind)


def describe(form: Form, language: str) -> str:
    """Return what to type."""
    del form
    return _DESCRIPTION[language]


def fit(value: Value, form: Form) -> Value | Misfit:
    """Return the direction as (rows down, columns right).

    >>> fit("Arriba a la izquierda", Form(kind="direction"))
    (-1, -1)
    >>> fit("2 px up, 1 left", Form(kind="direction"))
    (-2, -1)
    """
    del form
    if isinstance(value, str):
        return _read(value) or Misfit(code="direction", text=_UNKNOWN)
    if isinstance(value, tuple) and len(value) == _PAIR:
        steps = [plain(step) for step in value if is_number(step)]
        if len(steps) == _PAIR:
            return tuple(steps)
    return Misfit(code="direction", text=_UNKNOWN)


def nulls(key: Value, inputs: Iterable[Value]) -> tuple[Value, ...]:
    """Return the direction that goes nowhere."""
    del key, inputs
    return ((0, 0),)


def _read(text: str) -> tuple[int, int] | None:
    words = re.findall(r"[-−+.,]?\d+|[←-↙]|[^\W\d_]+", _folded(text))
    words = [word.lstrip("+,") for word in words if word not in _FILLERS]
    steps = _steps(words)
    down = right = 0
    seen: set[bool] = set()
    for amount, (rows, columns) in steps:
        # "left right" or "2 up 1 down" says two things at once.
        axes = {True, False} if rows and columns else {bool(rows)}
        if axes & seen:
            return None
        seen |= axes
        down, right = down + amount * rows, right + amount * columns
    return (down, right) if seen else None


def _steps(words: list[str]) -> list[tuple[int, tuple[int, int]]]:
    """Return amounts and directions: "2 up 1 left", or "up 2 left 1"; none if it is unclear."""
    if any(not word.isdecimal() and word not in _STEPS for word in words):
        return []
    pattern = "".join("n" if word.isdecimal() else "d" for word in words)
    if re.fullmatch("(n?d)+", pattern) and not re.match("d.*n", pattern):
        pairs = zip([None, *words], words, strict=False)
    elif re.fullmatch("(dn)+", pattern):
        pairs = zip([*words[1:], None], words, strict=False)
    else:
        return []
    return [(_amount(number), _STEPS[word]) for number, word in pairs if word in _STEPS]


def _amount(word: str | None) -> int:
    return int(word[:_MAX_DIGITS]) if word is not None and word.isdecimal() else 1


def _folded(text: str) -> str:
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return "".join(sign for sign in decomposed if not unicodedata.combining(sign))
