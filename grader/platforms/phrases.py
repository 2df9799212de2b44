"""Every fixed word that is said on a platform, in each of our languages."""

from collections.abc import Mapping

from grader.model.text import Text, in_language

PHRASES: Mapping[str, Text] = {
    "assignment": {"en": "Assignment", "es": "Tarea"},
    "exercise": {"en": "Exercise", "es": "Ejercicio"},
    "points_column": {"en": "Points", "es": "Puntos"},
    "what": {"en": "What to look at", "es": "Qué revisar"},
    "total": {"en": "Total", "es": "Total"},
    "point": {"en": "{earned} of {possible} point", "es": "{earned} de {possible} punto"},
    "points": {"en": "{earned} of {possible} points", "es": "{earned} de {possible} puntos"},
    "missing": {
        "en": "{name}: {missing} of {possible} missing",
        "es": "{name}: faltan {missing} de {possible}",
    },
    "nothing_earned": {"en": "no points yet", "es": "todavía sin puntos"},
    "nothing_missing": {"en": "nothing is missing", "es": "no falta nada"},
    "more": {"en": "and {n} more", "es": "y {n} más"},
    "or": {"en": " — or: ", "es": " — o bien: "},
    "student": {"en": "Student", "es": "Estudiante"},
    "details": {"en": "In detail", "es": "En detalle"},
    "problems": {
        "en": "About the notebook that was handed in",
        "es": "Sobre el cuaderno entregado",
    },
    "integrity": {
        "en": "Not as it was handed out",
        "es": "No está como se repartió",
    },
    "missing_cells": {"en": "cells that are gone: {names}", "es": "celdas que faltan: {names}"},
    "duplicated_cells": {
        "en": "answers with several cells: {names}",
        "es": "respuestas con varias celdas: {names}",
    },
    "edited_cells": {
        "en": "cells of ours that were changed: {names}",
        "es": "celdas nuestras que se han cambiado: {names}",
    },
    "changed_files": {
        "en": "protected files that were changed: {names}",
        "es": "archivos protegidos que se han cambiado: {names}",
    },
    "cells_right": {
        "en": "{right} of {all} cells are right",
        "es": "celdas correctas: {right} de {all}",
    },
    "formative": {
        "en": "This score is feedback. The score that counts comes from your instructor's own run, "
        "with the same notebook.",
        "es": "Esta nota es orientativa. La que cuenta sale de la corrección que hace tu profesor "
        "o profesora con este mismo cuaderno.",
    },
    "made_by": {
        "en": "numbers {variant} · commit {commit} · grader {version}",
        "es": "números {variant} · commit {commit} · grader {version}",
    },
    "all_right": {"en": "Everything is right. Well done!", "es": "Todo correcto. ¡Bien hecho!"},
}


def say(key: str, language: str, **values: object) -> str:
    """Return the phrase called `key` in `language`, its placeholders filled in.

    >>> say("more", "es", n=3)
    'y 3 más'
    """
    return in_language(PHRASES[key], language).format(**values)
