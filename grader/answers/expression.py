"""A formula as a text, right when it gives what the key gives, however it is written."""

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache

from grader.answers.algebra import Formula, FormulaFault, parse
from grader.answers.comparison import is_finite, is_right
from grader.answers.kinds import Misfit
from grader.model.exercise import Answer
from grader.model.text import Text, phrase
from grader.model.value import Value, is_number
from grader.model.variant import Form

_DESCRIPTION = {
    "en": 'a formula of {variables}, in quotation marks, such as `"{example}"`',
    "es": 'una fórmula con {variables}, entre comillas, como `"{example}"`',
}
_FAULTS: Mapping[str, Text] = {
    "text": {
        "en": 'A formula is asked for, in quotation marks: "{shown}".',
        "es": 'Se pide una fórmula, entre comillas: "{shown}".',
    },
    "long": {
        "en": "The formula has more than {shown} characters.",
        "es": "La fórmula tiene más de {shown} caracteres.",
    },
    "deep": {
        "en": "The formula is nested too deeply.",
        "es": "La fórmula tiene demasiados niveles de paréntesis.",
    },
    "large": {
        "en": "The formula multiplies too often: write it shorter.",
        "es": "La fórmula multiplica demasiadas veces: escríbela más corta.",
    },
    "variable": {
        "en": "“{shown}” (character {position}) is none of the variables: {variables}.",
        "es": "«{shown}» (carácter {position}) no es ninguna de las variables: {variables}.",
    },
    "opening": {
        "en": "The parenthesis that opens at character {position} is never closed.",
        "es": "El paréntesis que se abre en el carácter {position} no se cierra.",
    },
    "closing": {
        "en": "The parenthesis that closes at character {position} was never opened.",
        "es": "El paréntesis que se cierra en el carácter {position} no se ha abierto.",
    },
    "missing": {
        "en": "Something is missing at character {position}: a number, a variable or a "
        "parenthesis.",
        "es": "Falta algo en el carácter {position}: un número, una variable o un paréntesis.",
    },
    "unreadable": {
        "en": "I cannot read the formula from “{shown}” on (character {position}).",
        "es": "No puedo leer la fórmula a partir de «{shown}» (carácter {position}).",
    },
    "ambiguous": {
        "en": "After a division, write the multiplication or parentheses (character {position}): "
        "1/2k could be (1/2)*k or 1/(2*k).",
        "es": "Tras una división, escribe la multiplicación o paréntesis (carácter {position}): "
        "1/2k podría ser (1/2)*k o 1/(2*k).",
    },
    "exponent": {
        "en": "An exponent is a whole number, at most {shown} (character {position}).",
        "es": "Un exponente es un número entero, como mucho {shown} (carácter {position}).",
    },
    "zero": {
        "en": "The formula divides by zero, whatever the variables are.",
        "es": "La fórmula divide por cero, sean cuales sean las variables.",
    },
}
_PRIMES = (1009, 2003, 3001, 4001, 5003, 6007, 7001, 8009, 9001, 10007, 11003, 12007)
_POINTS = 4


def form(answer: Answer, key: Value) -> Form:
    """Return the variables of the formula."""
    del key
    return Form(kind=answer.kind, variables=answer.variables)


def describe(form: Form, language: str) -> str:
    """Return what to write a formula of."""
    listed = ", ".join(f"`{name}`" for name in form.variables)
    return _DESCRIPTION[language].format(variables=listed, example=_example(form))


def fit(value: Value, form: Form) -> Value | Misfit:
    """Return the formula as it is written; a number by itself is one too.

    >>> fit(" 2·k ", Form(kind="expression", variables=("k",)))
    '2·k'
    """
    if isinstance(value, tuple) and len(value) == 1:
        value = value[0]
    if is_number(value):
        value = _written(value)
    if not isinstance(value, str):
        return _misfit(FormulaFault("text", shown=_example(form)), form)
    try:
        values = _sampled(value.strip(), form.variables)
    except FormulaFault as fault:
        return _misfit(fault, form)
    if not any(one is not None for one in values):
        return _misfit(FormulaFault("zero"), form)
    return value.strip()


def nulls(key: Value, inputs: Iterable[Value]) -> tuple[Value, ...]:
    """Return 0, 1, every number of the statement, and the key where it is a variable alone."""
    shown = (str(value) for value in inputs if is_number(value))
    return ("0", "1", *shown, *([key] if isinstance(key, str) and key.isidentifier() else []))


def marks(given: Value, key: Value, answer: Answer) -> tuple[bool, ...]:
    """Tell whether the two formulas come to the same, at points that no formula knows."""
    try:
        mine, wanted = (_sampled(str(text), answer.variables) for text in (given, key))
    except FormulaFault:
        return (False,)
    return (all(_same(*pair, answer) for pair in zip(mine, wanted, strict=True)),)


def share(right: Sequence[bool], answer: Answer) -> Fraction:
    """Return everything or nothing."""
    del answer
    return Fraction(all(right))


def _same(given: Fraction | None, key: Fraction | None, answer: Answer) -> bool:
    if given is None or key is None:
        return given is key
    return is_right(given, key, answer.tolerance)


@lru_cache(maxsize=256)
def _sampled(text: str, variables: tuple[str, ...]) -> tuple[Fraction | None, ...]:
    """Return what a formula comes to at every point; None where it divides by zero.

    The points are large primes and fractions of them, which no formula hits by chance: two that
    agree at all of them are the same.
    """
    formula = parse(text, variables)
    return tuple(
        _at(
            {
                name: Fraction(_PRIMES[(index + number) % len(_PRIMES)], number + 1)
                for index, name in enumerate(variables)
            },
            formula,
        )
        for number in range(_POINTS)
    )


def _at(point: Mapping[str, Fraction], formula: Formula) -> Fraction | None:
    try:
        return formula(point)
    except ZeroDivisionError:
        return None


def _written(number: float | Fraction) -> str:
    """Return a number as a formula says it: without an exponent."""
    if isinstance(number, float) and is_finite(number):
        return format(Decimal(repr(number)), "f")
    return str(number)


def _example(form: Form) -> str:
    return f"2*{form.variables[0]} + 1"


def _misfit(fault: FormulaFault, form: Form) -> Misfit:
    text = phrase(
        _FAULTS[fault.code],
        shown=fault.shown,
        position=fault.position,
        variables=", ".join(form.variables),
    )
    return Misfit(code=fault.code, text=text)
