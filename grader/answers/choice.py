"""One or several of the options shown, and where it is asked for the reason."""

import string
import unicodedata
from collections.abc import Iterable, Sequence
from fractions import Fraction

from grader.answers.kinds import Misfit
from grader.model.exercise import Answer
from grader.model.text import Text, phrase
from grader.model.value import Value
from grader.model.variant import Form

_DESCRIPTION = {"en": "one of {options}", "es": "una de {options}"}
_MANY = {
    "en": "all that apply, in a list: `[{example}]`; `[]` for none",
    "es": "todas las que procedan, en una lista: `[{example}]`; `[]` si no procede ninguna",
}
_BECAUSE = {
    "en": "the letter and the number of the reason, such as `{example}`",
    "es": "la letra y el número del motivo, por ejemplo `{example}`",
}
_UNKNOWN: Text = {
    "en": "That is none of the options: {options}.",
    "es": "No es ninguna de las opciones: {options}.",
}
_NOT_A_LIST: Text = {
    "en": "Write the letters in a list: [{example}].",
    "es": "Escribe las letras en una lista: [{example}].",
}
_REASON: Text = {
    "en": "A choice and a reason are asked for: {example}.",
    "es": "Se piden una opción y un motivo: {example}.",
}
_EXAMPLE = '"B2"'
_PAIR = 2
_LONGEST_LABEL = 24


def form(answer: Answer, key: Value) -> Form:
    """Return the form: the options, as the file lists them, and the texts that name each."""
    del key
    return Form(
        kind=answer.kind,
        options=tuple(option.id for option in answer.options),
        labels=tuple(_labels(option.text) for option in answer.options),
        many=answer.many,
        reasons=tuple(option.id for option in answer.because.options) if answer.because else (),
    )


def describe(form: Form, language: str) -> str:
    """Return what to type: the letters of the options."""
    letters = [f'"{letter_of(index)}"' for index in range(len(form.options))]
    if form.reasons:
        return _BECAUSE[language].format(example=_EXAMPLE)
    if form.many:
        return _MANY[language].format(example=", ".join(letters[:_PAIR]))
    return _DESCRIPTION[language].format(options=", ".join(f"`{letter}`" for letter in letters))


def letter_of(index: int) -> str:
    """Return what stands before an option.

    >>> letter_of(0), letter_of(2)
    ('A', 'C')
    """
    return string.ascii_uppercase[index]


def fit(value: Value, form: Form) -> Value | Misfit:
    """Return the id of the option; of several, in alphabetical order; with its reason, the pair.

    An option is named by its letter, its id or its text; capitals, accents and spaces around it do
    not matter.
    """
    if form.reasons:
        return _with_reason(value, form)
    if form.many:
        return _several(value, form)
    if isinstance(value, tuple) and len(value) == 1:
        value = value[0]
    return _option(value, form) or _unknown(form)


def nulls(key: Value, inputs: Iterable[Value]) -> tuple[Value, ...]:
    """Return nothing: whoever chooses has answered. Of several, choosing none is no work."""
    del inputs
    return ((),) if isinstance(key, tuple) else ()


def marks(given: Value, key: Value, answer: Answer) -> tuple[bool, ...]:
    """Tell whether the option is right, and its reason; of several, each option by itself."""
    if answer.because is not None:
        wanted = _parts(key)
        said = (*_parts(given), *(None for _ in wanted))
        return tuple(one == right for one, right in zip(said, wanted, strict=False))
    if answer.many:
        chosen, right = set(_parts(given)), set(_parts(key))
        return tuple((item.id in chosen) == (item.id in right) for item in answer.options)
    return (given == key,)


def share(right: Sequence[bool], answer: Answer) -> Fraction:
    """Return what the marks earn.

    A reason counts only with the right choice. Of several options, each wrong mark takes back a
    right one, so that choosing blindly earns nothing on the average.
    """
    if answer.because is not None:
        return Fraction(0) if not right[0] else 1 - answer.because.share * (not right[1])
    if answer.many and answer.per_cell:
        return max(Fraction(0), Fraction(2 * sum(right) - len(right), len(right)))
    return Fraction(all(right))


def _labels(text: Text) -> tuple[str, ...]:
    """Return the texts that a student may type instead of the letter: the short, plain ones."""
    plain = dict.fromkeys(one for one in text.values() if "{" not in one)
    return tuple(one for one in plain if len(one) <= _LONGEST_LABEL)


def _parts(value: Value) -> tuple[Value, ...]:
    return value if isinstance(value, tuple) else (value,)


def _option(value: Value, form: Form) -> str:
    """Return the id of the option that `value` names, or nothing."""
    if not isinstance(value, str):
        return ""
    said = _folded(value)
    for index, option in enumerate(form.options):
        labels = form.labels[index] if form.labels else ()
        if said in {_folded(option), *map(_folded, labels)}:
            return option
    letters = [_folded(letter_of(index)) for index in range(len(form.options))]
    return form.options[letters.index(said)] if said in letters else ""


def _several(value: Value, form: Form) -> Value | Misfit:
    named = (value,) if isinstance(value, str) else value
    if not isinstance(named, tuple):
        return Misfit(code="list", text=phrase(_NOT_A_LIST, example='"A", "B"'))
    found = [_option(item, form) for item in named]
    return tuple(sorted(set(found))) if all(found) else _unknown(form)


def _with_reason(value: Value, form: Form) -> Value | Misfit:
    pair = _pair(value)
    if len(pair) != _PAIR:
        return Misfit(code="reason", text=phrase(_REASON, example=_EXAMPLE))
    option = _option(pair[0], form)
    if not option:
        return _unknown(form)
    number = str(pair[1]).strip()
    if number in form.reasons:
        return option, number
    if not number.isdecimal() or not 1 <= int(number[:3]) <= len(form.reasons):
        return Misfit(code="reason", text=phrase(_REASON, example=_EXAMPLE))
    return option, form.reasons[int(number) - 1]


def _pair(value: Value) -> tuple[Value, ...]:
    """Return option and reason, written as two values or as one text: ``"B2"``, ``"B, 2"``."""
    if not isinstance(value, str):
        return value if isinstance(value, tuple) else ()
    text = value.strip()
    digits = len(text) - len(text.rstrip(string.digits))
    return (text[:-digits].rstrip(" ,;.:-"), text[-digits:]) if digits else ()


def _unknown(form: Form) -> Misfit:
    letters = ", ".join(letter_of(index) for index in range(len(form.options)))
    return Misfit(code="option", text=phrase(_UNKNOWN, options=letters))


def _folded(text: str) -> str:
    decomposed = unicodedata.normalize("NFKD", text.strip().casefold())
    return "".join(sign for sign in decomposed if not unicodedata.combining(sign))
