"""Every fixed sentence of a notebook, and every remark on a file, in every language of ours."""

from collections.abc import Mapping

from grader.model.submission import Problem
from grader.model.text import Text, in_language, phrase

SENTENCES: Mapping[str, Text] = {
    "points_one": {"en": "{n} point", "es": "{n} punto"},
    "points_many": {"en": "{n} points", "es": "{n} puntos"},
    "minutes_one": {"en": "about {n} minute", "es": "alrededor de {n} minuto"},
    "minutes_many": {"en": "about {n} minutes", "es": "unos {n} minutos"},
    "exercises_one": {"en": "{n} exercise", "es": "{n} ejercicio"},
    "exercises_many": {"en": "{n} exercises", "es": "{n} ejercicios"},
    "run_first": {
        "en": "**Run the next cell first** (Shift+Enter).",
        "es": "**Ejecuta primero la celda siguiente** (Mayús+Intro).",
    },
    "replace": {
        "en": "Each answer has a cell of its own: **replace the `...`** with a value, such as `12` "
        "or `[[1, 2], [3, 4]]`, or with code that computes it.",
        "es": "Cada respuesta tiene su propia celda: **sustituye los `...`** por un valor, como "
        "`12` o `[[1, 2], [3, 4]]`, o por código que lo calcule.",
    },
    "check_format": {
        "en": "`check()` tells you whether your answers have the right form, not whether they are "
        "right; `check({variable})` looks at that one only.",
        "es": "`check()` te dice si tus respuestas tienen la forma que se pide, no si son "
        "correctas; `check({variable})` mira solo esa.",
    },
    "check_score": {
        "en": "`check()` tells you which answers are right and which are not, and no more; "
        "`check({variable})` looks at that one only.",
        "es": "`check()` te dice qué respuestas son correctas y cuáles no, y nada más; "
        "`check({variable})` mira solo esa.",
    },
    "check_full": {
        "en": "`check()` tells you which answers are right and what may have gone wrong in the "
        "others; `check({variable})` looks at that one only.",
        "es": "`check()` te dice qué respuestas son correctas y qué puede haber fallado en las "
        "demás; `check({variable})` mira solo esa.",
    },
    "no_penalty": {
        "en": "A wrong answer loses nothing compared with a blank one, so answer everything.",
        "es": "Una respuesta equivocada no pierde nada frente a una en blanco: contesta a todo.",
    },
    "because": {"en": "Because:", "es": "Porque:"},
    "hint": {"en": "Hint {n}", "es": "Pista {n}"},
    "hand_in_title": {"en": "Hand in", "es": "Entrega"},
    "hand_in_check": {
        "en": "Run the next cell to see whether anything is still missing.",
        "es": "Ejecuta la celda siguiente para ver si todavía falta algo.",
    },
    "hand_in_save": {
        "en": "Save the notebook, keep the name of the file, and hand it in the way your course "
        "says.",
        "es": "Guarda el cuaderno, conserva el nombre del archivo y entrégalo como indique tu "
        "asignatura.",
    },
    "hand_in_blank": {
        "en": "An answer left at `...` counts as blank: it earns no points, and nothing else is "
        "affected.",
        "es": "Una respuesta que se queda en `...` cuenta como respuesta en blanco: no suma "
        "puntos y no afecta a las demás.",
    },
    "attempt": {"en": "attempt {n}", "es": "intento {n}"},
    "due": {"en": "Hand in by **{when}**.", "es": "Fecha límite de entrega: **{when}**."},
    "setup_comment": {"en": "Run this cell first.", "es": "Ejecuta esta celda primero."},
    "setup_excuse": {
        "en": "your answers count all the same",
        "es": "tus respuestas cuentan igual",
    },
    "setup_missing": {
        "en": "check needs `pip install grader`. Your answers count without it.",
        "es": "check necesita `pip install grader`. Tus respuestas cuentan sin él.",
    },
    "given_comment": {
        "en": "Your values. Run this cell; there is no need to change it.",
        "es": "Tus datos. Ejecuta esta celda; no hace falta cambiarla.",
    },
}

FATAL: Mapping[str, Text] = {
    "empty-file": {
        "en": "The file is empty. Save the notebook again and hand it in once more.",
        "es": "El archivo está vacío. Vuelve a guardar el cuaderno y entrégalo otra vez.",
    },
    "too-large": {
        "en": "The file has {size} MB; at most {limit} MB can be read. Clear all outputs, save, "
        "and hand it in again.",
        "es": "El archivo ocupa {size} MB y se pueden leer {limit} MB como máximo. Borra todas "
        "las salidas, guarda y entrégalo otra vez.",
    },
    "not-text": {
        "en": "The file is not text in UTF-8, as every notebook is. Save it from Jupyter again.",
        "es": "El archivo no es texto en UTF-8, como lo es todo cuaderno. Vuelve a guardarlo "
        "desde Jupyter.",
    },
    "not-json": {
        "en": "The file is damaged or cut off near line {line}, so it cannot be opened. "
        "Save it from Jupyter again.",
        "es": "El archivo está dañado o cortado cerca de la línea {line} y no se puede abrir. "
        "Vuelve a guardarlo desde Jupyter.",
    },
    "too-deep": {
        "en": "The file is nested far more deeply than a notebook is, so it cannot be read.",
        "es": "El archivo está mucho más anidado de lo que lo está un cuaderno y no se puede leer.",
    },
    "not-a-notebook": {
        "en": "The file is not a notebook: it has no list of cells.",
        "es": "El archivo no es un cuaderno: no tiene una lista de celdas.",
    },
    "not-ours": {
        "en": "No cell of this assignment is in the notebook. Did you hand in the right file?",
        "es": "En el cuaderno no hay ninguna celda de esta tarea. ¿Has entregado el archivo "
        "correcto?",
    },
    "other-student": {
        "en": "This notebook was made for somebody else ({other}). Everyone has different numbers: "
        "hand in your own notebook.",
        "es": "Este cuaderno se generó para otra persona ({other}). Cada cual tiene números "
        "distintos: entrega el tuyo.",
    },
    "other-attempt": {
        "en": "This is the notebook of attempt {other}; attempt {attempt} is being graded. Every "
        "attempt has other numbers: hand in the notebook of this one.",
        "es": "Este es el cuaderno del intento {other} y se está corrigiendo el intento {attempt}. "
        "Cada intento tiene números distintos: entrega el cuaderno que corresponde.",
    },
    "other-assignment": {
        "en": "This notebook belongs to another assignment ({other}).",
        "es": "Este cuaderno es de otra tarea ({other}).",
    },
}
"""What makes a whole file ungradable."""

NOTES: Mapping[str, Text] = {
    "odd-encoding": {
        "en": "The file was saved as {encoding} and not as plain UTF-8. It was read all the same.",
        "es": "El archivo se guardó como {encoding} y no como UTF-8 sin más. Se ha leído "
        "igualmente.",
    },
    "old-format": {
        "en": "The notebook is in an old format (version {version}). It was read all the same.",
        "es": "El cuaderno tiene un formato antiguo (versión {version}). Se ha leído igualmente.",
    },
    "newer-format": {
        "en": "The notebook is in a format newer than 4.5 ({version}). What could be read was "
        "graded.",
        "es": "El cuaderno tiene un formato más nuevo que el 4.5 ({version}). Se ha calificado lo "
        "que se ha podido leer.",
    },
    "large-file": {
        "en": "The file has {size} MB. Clear all outputs before you save: nothing is lost.",
        "es": "El archivo ocupa {size} MB. Borra todas las salidas antes de guardar: no se pierde "
        "nada.",
    },
    "damaged-cells": {
        "en": "Parts of the notebook could not be read and were left out (cells: {n}).",
        "es": "Hay partes del cuaderno que no se han podido leer ni tener en cuenta (celdas: {n}).",
    },
    "long-cells": {
        "en": "Too much text to be an answer, so it was not read (code cells: {cells}).",
        "es": "Demasiado texto para ser una respuesta; no se ha leído (celdas de código: {cells}).",
    },
    "not-code": {
        "en": "An answer stands in a cell that is no longer a code cell. It was read as code "
        "({variables}).",
        "es": "Hay una respuesta en una celda que ya no es de código. Se ha leído como código "
        "({variables}).",
    },
    "jupyter-lines": {
        "en": "What only Jupyter understands (in lines with %, ! or ?) is left out in grading "
        "(code cells: {cells}).",
        "es": "Lo que solo entiende Jupyter (en líneas con %, ! o ?) no se tiene en cuenta al "
        "calificar (celdas de código: {cells}).",
    },
    "missing-answer": {
        "en": "The answer cell was not found: {variables}.",
        "es": "No se ha encontrado la celda de respuesta: {variables}.",
    },
    "duplicate-answer": {
        "en": "{variable} has several answer cells that differ; the one that counts is code cell "
        "{cell}.",
        "es": "{variable} tiene varias celdas de respuesta distintas; cuenta la celda de código "
        "{cell}.",
    },
    "answer-elsewhere": {
        "en": "{variable} was answered in code cell {cell}, outside its own cell. It counts.",
        "es": "{variable} se ha contestado en la celda de código {cell}, fuera de su propia celda. "
        "Cuenta igualmente.",
    },
    "edited-metadata": {
        "en": "The hidden labels of some cells are not those that were handed out ({variables}). "
        "The answers were graded against your own values.",
        "es": "Las etiquetas ocultas de algunas celdas no son las que se repartieron "
        "({variables}). Las respuestas se han calificado con tus propios datos.",
    },
    "edited-given": {
        "en": "The cell with your values was changed (exercise {number}). The answers are graded "
        "against the values that were handed out.",
        "es": "Se ha cambiado la celda con tus datos (ejercicio {number}). Las respuestas se "
        "califican con los datos que se repartieron.",
    },
}
"""What a student should know about a file that is graded all the same."""


def sentence(code: str, language: str, **values: object) -> str:
    """Return a fixed sentence of the notebook.

    >>> sentence("hint", "es", n=2)
    'Pista 2'
    """
    return in_language(SENTENCES[code], language).format(**values)


def counted(code: str, language: str, n: object) -> str:
    """Return a number with its noun, in the singular or the plural.

    >>> counted("points", "en", "1"), counted("points", "es", "2.5")
    ('1 point', '2.5 puntos')
    """
    return sentence(f"{code}_one" if str(n) == "1" else f"{code}_many", language, n=n)


def fatal(code: str, **values: object) -> Problem:
    """Return a problem that leaves nothing to grade."""
    return Problem(code=code, text=phrase(FATAL[code], **values), fatal=True)


def note(code: str, **values: object) -> Problem:
    """Return a problem that the student should know of, and that costs nothing."""
    return Problem(code=code, text=phrase(NOTES[code], **values))
