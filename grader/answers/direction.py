"""Where something moves: (rows down, columns right), in words, or as an arrow."""

import re
import unicodedata
from collections.abc import Iterable

from grader.answers.kinds import Misfit
from grader.model.exercise import Answer
from grader.model.text import Text
from grader.model.value import Value, is_number
from grader.model.variant import Form

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
    **dict.fromkeys(("up", "upward", "upwards", "arriba", "↑"), (-1, 0)),
    **dict.fromkeys(("down", "downward", "downwards", "abajo", "↓"), (1, 0)),
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
    if isinstance(value, tuple) and len(value) == _PAIR and all(map(is_number, value)):
        return value
    return Misfit(code="direction", text=_UNKNOWN)


def nulls(key: Value, inputs: Iterable[Value]) -> tuple[Value, ...]:
    """Return the direction that goes nowhere."""
    del key, inputs
    return ((0, 0),)


def _read(text: str) -> tuple[int, int] | None:
    down = right = 0
    amount = 1
    seen: set[bool] = set()
    for word in re.findall(r"\d+|[←-↙]|[^\W\d_]+", _folded(text)):
        if word.isdigit():
            amount = int(word[:9])
        elif word in _STEPS:
            rows, columns = _STEPS[word]
            # "left right" or "up 2 down" says two things at once.
            if {bool(rows)} & seen or (rows and columns and seen):
                return None
            seen |= {True, False} if rows and columns else {bool(rows)}
            down, right, amount = down + amount * rows, right + amount * columns, 1
        elif word not in _FILLERS:
            return None
    return (down, right) if seen else None


def _folded(text: str) -> str:
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return "".join(sign for sign in decomposed if not unicodedata.combining(sign))
