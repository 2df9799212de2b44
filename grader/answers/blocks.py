"""Arrays inside of an answer of several parts: how large each is, and whether it fits."""

from grader.answers import matrix, vector
from grader.answers.kinds import Misfit
from grader.answers.numbers import fit_number, misfit_of, plain
from grader.model.text import Text, phrase
from grader.model.value import Value, cells
from grader.model.variant import Form

_ONE = {"en": "a number", "es": "un número"}
_MANY = {"en": "{sizes} numbers", "es": "{sizes} números"}
_AT_MOST = {"en": "at most {sizes} numbers", "es": "como mucho {sizes} números"}
_UP_TO_YOU = frozenset({"counterexample"})
"""The answer types whose parts may be smaller than the form says."""
_ASKED: Text = {
    "en": "Numbers in {sizes} are asked for.",
    "es": "Se piden números en {sizes}.",
}


def sized(form: Form, language: str) -> tuple[str, ...]:
    """Return how large each part of an answer is.

    >>> sized(Form(kind="steps", parts=(("window", (3, 3)), ("sum", ()))), "en")
    ('3 × 3 numbers', 'a number')
    """
    several = _AT_MOST if form.kind in _UP_TO_YOU else _MANY
    return tuple(
        several[language].format(sizes=_by(sizes)) if sizes else _ONE[language]
        for _, sizes in form.parts
    )


def fit_block(value: Value, sizes: tuple[int, ...]) -> Value | Misfit:
    """Return one part in the form that keys have, or what is wrong with it.

    >>> fit_block(((1.0,), (2,)), (2,))
    (1, 2)
    """
    if not sizes:
        return fit_number(value)
    if len(sizes) == 1:
        return vector.fit(value, Form(kind="vector", shape=sizes))
    if len(sizes) == 2:  # noqa: PLR2004 - rows and columns
        return matrix.fit(value, Form(kind="matrix", shape=sizes))
    return _fit_planes(value, sizes)


def inside(part: Text, misfit: Misfit) -> Misfit:
    """Return a misfit that says in which part it is."""
    text = {language: f"{part[language]}: {said}" for language, said in misfit.text.items()}
    return Misfit(code=misfit.code, text=text)


def _fit_planes(value: Value, sizes: tuple[int, ...]) -> Value | Misfit:
    for cell in cells(value):
        misfit = misfit_of(cell)
        if misfit is not None:
            return misfit
    if not _is_block(value, sizes):
        return Misfit(code="shape", text=phrase(_ASKED, sizes=_by(sizes)))
    return _plain(value)


def _is_block(value: Value, sizes: tuple[int, ...]) -> bool:
    """Tell whether all rows are as long as they should be, at every depth."""
    if not isinstance(value, tuple) or not sizes:
        return not isinstance(value, tuple) and not sizes
    return len(value) == sizes[0] and all(_is_block(item, sizes[1:]) for item in value)


def _plain(value: Value) -> Value:
    return tuple(map(_plain, value)) if isinstance(value, tuple) else plain(value)


def _by(sizes: tuple[int, ...]) -> str:
    return " × ".join(map(str, sizes))
