"""Why a value cannot be an answer, said so that a student can mend it."""

from collections.abc import Mapping, Sequence

from grader.model.submission import Problem, Unusable
from grader.model.text import Text, phrase

REASONS: Mapping[str, Text] = {
    "none": {
        "en": "it is None; a function that only prints, or has no return, gives None",
        "es": "es None; una función que solo imprime, o que no tiene return, da None",
    },
    "ellipsis": {
        "en": "part of it is still `...`",
        "es": "una parte sigue siendo `...`",
    },
    "function": {
        "en": "it is a function; call it and assign what it returns",
        "es": "es una función; llámala y asigna lo que devuelve",
    },
    "complex": {
        "en": "it has complex numbers; an answer is made of real ones",
        "es": "tiene números complejos; una respuesta se compone de números reales",
    },
    "objects": {
        "en": "it is an array of Python objects; give every row the same number of numbers",
        "es": "es un array de objetos de Python; pon en cada fila la misma cantidad de números",
    },
    "dtype": {
        "en": "it is an array of type {type}; use integers, decimals or booleans",
        "es": "es un array de tipo {type}; usa enteros, decimales o booleanos",
    },
    "subclass": {
        "en": "it is of type {type}, which calculates by rules of its own; use np.array",
        "es": "es de tipo {type}, que calcula con sus propias reglas; usa np.array",
    },
    "type": {
        "en": "it is of type {type}; use a number, a text, a list or an array",
        "es": "es de tipo {type}; usa un número, un texto, una lista o un array",
    },
    "deep": {
        "en": "its lists are nested too deeply, or contain themselves",
        "es": "sus listas están demasiado anidadas o se contienen a sí mismas",
    },
    "large": {
        "en": "it has too many elements",
        "es": "tiene demasiados elementos",
    },
    "long-integer": {
        "en": "it has an integer of more than 300 digits",
        "es": "tiene un entero de más de 300 cifras",
    },
    "long-text": {
        "en": "it has a text of more than 10,000 characters",
        "es": "tiene un texto de más de 10 000 caracteres",
    },
    "no-function": {
        "en": "it is no function; write one that begins with `def {name}({arguments}):`",
        "es": "no es una función; escribe una que empiece por `def {name}({arguments}):`",
    },
    "other-arguments": {
        "en": "it cannot be called with {n} arguments; write `def {name}({arguments}):`",
        "es": "no se puede llamar con {n} argumentos; escribe `def {name}({arguments}):`",
    },
    "unreadable": {
        "en": "it could not be read",
        "es": "no se ha podido leer",
    },
}


def internal(why: str) -> Problem:
    """Return what is noted of a submission whose code was not run, for want of a layer."""
    text: Text = {
        "en": "The code was not run, because what is to keep it in could not be set up: {why}. "
        "Tell your instructor: the submission will be graded again.",
        "es": "El código no se ejecutó, porque no se pudo preparar su aislamiento: {why}. "
        "Avisa a tu profesor o profesora: la entrega se corregirá de nuevo.",
    }
    return Problem(code="internal", text=phrase(text, why=why))


def no_function(name: str, arguments: Sequence[str]) -> Unusable:
    """Return what is told to whoever gives something else where a function is asked for."""
    text = phrase(REASONS["no-function"], name=name, arguments=", ".join(arguments))
    return Unusable(reason=text)


def other_arguments(name: str, arguments: Sequence[str]) -> Unusable:
    """Return what is told to whoever gives a function that takes something else."""
    listed = ", ".join(arguments)
    text = phrase(REASONS["other-arguments"], name=name, arguments=listed, n=len(arguments))
    return Unusable(reason=text)
