"""One of several options, given by its text."""

import unicodedata
from collections.abc import Iterable

from grader.answers.kinds import Misfit
from grader.model.exercise import Answer
from grader.model.text import Text, phrase
from grader.model.value import Value
from grader.model.variant import Form

_DESCRIPTION = {"en": "one of {options}", "es": "una de {options}"}
_UNKNOWN: Text = {
    "en": "That is none of the options: {options}.",
    "es": "No es ninguna de las opciones: {options}.",
}


def form(answer: Answer, key: Value) -> Form:
    """Return the form: the options that may be chosen."""
    del key
    return Form(kind=answer.kind, options=answer.options)


def describe(form: Form, language: str) -> str:
    """Return the options, ready to be copied."""
    return _DESCRIPTION[language].format(options=_listed(form))


def fit(value: Value, form: Form) -> Value | Misfit:
    """Return the option; capitals, accents and spaces around it do not matter."""
    if isinstance(value, str):
        for option in form.options:
            if _folded(option) == _folded(value):
                return option
    return Misfit(code="option", text=phrase(_UNKNOWN, options=_listed(form)))


def nulls(key: Value, inputs: Iterable[Value]) -> tuple[Value, ...]:
    """Return nothing: whoever chooses has answered."""
    del key, inputs
    return ()


def _listed(form: Form) -> str:
    return ", ".join(f'`"{option}"`' for option in form.options)


def _folded(text: str) -> str:
    decomposed = unicodedata.normalize("NFKD", text.strip().casefold())
    return "".join(sign for sign in decomposed if not unicodedata.combining(sign))
