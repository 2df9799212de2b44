"""The sizes of an array: rows × columns, or rows × columns × channels."""

import re
from collections.abc import Iterable

from grader.answers.cellwise import marks, share
from grader.answers.kinds import Misfit
from grader.answers.numbers import misfit_of, plain
from grader.model.exercise import Answer
from grader.model.text import Text, phrase
from grader.model.value import Value, cells, is_number, shape
from grader.model.variant import Form

__all__ = ["describe", "fit", "form", "marks", "nulls", "share"]

_AXES = {2: {"en": "rows, columns", "es": "filas, columnas"}}
_AXES[3] = {"en": "rows, columns, channels", "es": "filas, columnas, canales"}
_DESCRIPTION = {
    "en": 'a shape as `({axes})`; `"{example}"` is fine too',
    "es": 'unas dimensiones como `({axes})`; también vale `"{example}"`',
}
_SIZES = {"en": "{n} sizes", "es": "{n} tamaños"}
_UNKNOWN: Text = {
    "en": "This is no shape. Write its sizes, for example {example}.",
    "es": "Esto no son unas dimensiones. Escribe los tamaños, por ejemplo {example}.",
}
_NUMBER: Text = {
    "en": "Your shape has {given} sizes; {asked} are asked for.",
    "es": "Has escrito {given} tamaños; se piden {asked}.",
}
_EXAMPLE = (8, 6, 3, 2)
_WRITTEN = re.compile(r"\s*\(?\s*(\d{1,9}(?:\s*[x×*,;]\s*\d{1,9})*)\s*\)?\s*", re.IGNORECASE)


def form(answer: Answer, key: Value) -> Form:
    """Return how many sizes are asked for, and not how large they are."""
    return Form(kind=answer.kind, shape=shape(key), whole=True)


def describe(form: Form, language: str) -> str:
    """Return how to write the sizes."""
    axes = form.shape[0]
    named = _AXES.get(axes, {})
    return _DESCRIPTION[language].format(
        axes=named.get(language) or _SIZES[language].format(n=axes),
        example="x".join(map(str, _EXAMPLE[:axes])),
    )


def fit(value: Value, form: Form) -> Value | Misfit:
    """Return the sizes.

    >>> fit("8 × 6", Form(kind="shape", shape=(2,)))
    (8, 6)
    """
    if isinstance(value, str):
        written = _WRITTEN.fullmatch(value)
        value = tuple(map(int, re.findall(r"\d+", written[1]))) if written else ()
    elif is_number(value):
        value = (value,)
    if not isinstance(value, tuple) or not value or any(isinstance(one, tuple) for one in value):
        return Misfit(code="shape-form", text=phrase(_UNKNOWN, example=_EXAMPLE[: form.shape[0]]))
    for size in cells(value):
        misfit = misfit_of(size)
        if misfit is not None:
            return misfit
    sizes = tuple(plain(size) for size in cells(value))
    if len(sizes) == form.shape[0]:
        return sizes
    text = phrase(_NUMBER, given=len(sizes), asked=form.shape[0])
    return Misfit(code="shape", text=text, value=sizes)


def nulls(key: Value, inputs: Iterable[Value]) -> tuple[Value, ...]:
    """Return zeros, ones, and the shapes that stand in the statement."""
    axes = len(cells(key))
    shown = [value for value in inputs if isinstance(value, tuple)]
    sizes = (*shown, *(shape(value) for value in shown))
    return ((0,) * axes, (1,) * axes, *(one for one in sizes if len(one) == axes))
