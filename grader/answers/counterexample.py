"""One or several small arrays that show something: right when the properties of the answer hold."""

from collections.abc import Iterable, Sequence
from fractions import Fraction

from grader.answers import matrix
from grader.answers.blocks import inside
from grader.answers.comparison import right_cells
from grader.answers.kinds import Misfit
from grader.answers.numbers import fit_number, huge, misfit_of, plain
from grader.model.exercise import Answer
from grader.model.text import Text, phrase
from grader.model.value import Value, cells, shape
from grader.model.variant import Form

MAX_SIDE = 5
"""Rows and columns of an array: what a person thinks up, and no formula takes long for."""
_AXES = 2
_DESCRIPTION = {
    "en": "{n} values of your own, in this order: `[{names}]`",
    "es": "{n} valores elegidos por ti, en este orden: `[{names}]`",
}
_ALONE = {
    "en": "an example of your own, such as `{example}`",
    "es": "un ejemplo elegido por ti, como `{example}`",
}
_EXAMPLES = ("5", "[1, 2, 3]", "[[1, 2], [3, 4]]")
"""By the number of axes."""
_NUMBER: Text = {
    "en": "A list of {asked} values is asked for: [{names}].",
    "es": "Se pide una lista de {asked} valores: [{names}].",
}
_LIST: Text = {
    "en": "A list of numbers is asked for: [1, 2, 3].",
    "es": "Se pide una lista de números: [1, 2, 3].",
}
_LARGE: Text = {
    "en": "{given} is too large; at most {most} is allowed.",
    "es": "{given} es demasiado grande; se permite como mucho {most}.",
}


def form(answer: Answer, key: Value) -> Form:
    """Return the names of the arrays, and how large each may be."""
    parts = key if isinstance(key, tuple) else ()
    sizes = ((MAX_SIDE,) * len(shape(part)) for part in parts)
    names = (part.name for part in answer.parts)
    return Form(kind=answer.kind, parts=tuple(zip(names, sizes, strict=True)))


def describe(form: Form, language: str) -> str:
    """Return which arrays to write."""
    names = ", ".join(name for name, _ in form.parts)
    if len(form.parts) > 1:
        return _DESCRIPTION[language].format(n=len(form.parts), names=names)
    axes = len(form.parts[0][1])
    return _ALONE[language].format(example=_EXAMPLES[min(axes, _AXES)])


def fit(value: Value, form: Form) -> Value | Misfit:
    """Return the arrays, with whole floats as integers; a single one may stand by itself.

    >>> fit(((1.0, 2),), Form(kind="counterexample", parts=(("a", (5, 5)),)))
    (((1, 2),),)
    """
    if len(form.parts) == 1 and _depth(value) <= len(form.parts[0][1]):
        value = (value,)
    if not isinstance(value, tuple) or len(value) != len(form.parts):
        names = ", ".join(name for name, _ in form.parts)
        return Misfit(code="parts", text=phrase(_NUMBER, asked=len(form.parts), names=names))
    arrays = []
    for array, (name, most) in zip(value, form.parts, strict=True):
        fitted = _fit_array(array, most)
        if isinstance(fitted, Misfit):
            return inside(phrase({"en": "{name}", "es": "{name}"}, name=name), fitted)
        arrays.append(fitted)
    return tuple(arrays)


def nulls(key: Value, inputs: Iterable[Value]) -> tuple[Value, ...]:
    """Return zeros and ones in every array, and copies of what is shown."""
    parts = key if isinstance(key, tuple) else ()
    constant = (tuple(_filled(part, number) for part in parts) for number in (0, 1))
    axes = {len(shape(part)) for part in parts}
    shown = ((value,) * len(parts) for value in inputs if axes == {len(shape(value))})
    return (*constant, *shown)


def marks(given: Value, key: Value, answer: Answer) -> tuple[bool, ...]:
    """Tell which arrays are the same. That says nothing of whether they are right."""
    wanted = key if isinstance(key, tuple) else ()
    if not isinstance(given, tuple) or len(given) != len(wanted):
        return (False,) * len(wanted)
    return tuple(
        all(right_cells(one, other, answer.tolerance))
        for one, other in zip(given, wanted, strict=True)
    )


def share(right: Sequence[bool], answer: Answer) -> Fraction:
    """Return everything or nothing; what properties earn is for `grader.marking` to say."""
    del answer
    return Fraction(all(right))


def _depth(value: Value) -> int:
    return 1 + max(map(_depth, value), default=0) if isinstance(value, tuple) else 0


def _fit_array(value: Value, most: tuple[int, ...]) -> Value | Misfit:
    fitted = _READERS[min(len(most), _AXES)](value)
    if isinstance(fitted, Misfit):
        return fitted
    sizes = shape(fitted)
    if any(size > limit for size, limit in zip(sizes, most, strict=True)):
        given, allowed = (" × ".join(map(str, one)) for one in (sizes, most))
        return Misfit(code="shape", text=phrase(_LARGE, given=given, most=allowed))
    return huge(fitted) or fitted


def _list_of(value: Value) -> Value | Misfit:
    if not isinstance(value, tuple) or not value or any(isinstance(one, tuple) for one in value):
        return Misfit(code="list", text=_LIST)
    for cell in cells(value):
        misfit = misfit_of(cell)
        if misfit is not None:
            return misfit
    return tuple(plain(cell) for cell in cells(value))


_READERS = (fit_number, _list_of, matrix.rows_of)
"""By the number of axes."""


def _filled(array: Value, number: int) -> Value:
    if isinstance(array, tuple):
        return tuple(_filled(item, number) for item in array)
    return number
