"""What a student is told about a file that could not be taken as handed in."""

from collections.abc import Mapping

from grader.model.text import Text

PROBLEMS: Mapping[str, Text] = {
    "link": {
        "en": "The file is a link to another file. Hand in the notebook itself.",
        "es": "El archivo es un enlace a otro archivo. Entrega el cuaderno mismo.",
    },
    "not-a-file": {
        "en": "This is not an ordinary file. Hand in the notebook itself.",
        "es": "Esto no es un archivo normal. Entrega el cuaderno mismo.",
    },
    "unreadable": {
        "en": "The file cannot be read ({detail}). Save the notebook and hand it in again.",
        "es": "El archivo no se puede leer ({detail}). Guarda el cuaderno y entrégalo de nuevo.",
    },
    "too-large": {
        "en": "The file is larger than {detail}. Clear the outputs, save, and hand it in again.",
        "es": "El archivo ocupa más de {detail}. Borra las salidas, guarda y entrégalo de nuevo.",
    },
    "acting-files": {
        "en": "Your repository has files that act when code is tested: {names}. They were not "
        "used.",
        "es": "Tu repositorio tiene archivos que actúan cuando se prueba código: {names}. No se "
        "han usado.",
    },
    "not-as-collected": {
        "en": "This is not the file that was collected, so its commit is not known.",
        "es": "Este no es el archivo que se recogió, así que no se conoce su commit.",
    },
    "several": {
        "en": "Several notebooks were handed in; “{name}” is the one that was graded.",
        "es": "Se entregaron varios cuadernos; el que se ha corregido es «{name}».",
    },
    "crashed": {
        "en": "Grading this notebook ended the grading program twice. Tell your instructor.",
        "es": "La corrección de este cuaderno hizo caer dos veces el programa. "
        "Avisa a tu profesor o profesora.",
    },
    "form-only": {
        "en": "Only your instructor's grader knows the numbers of this notebook, so there is no "
        "score here: what was looked at is the form of the answers.",
        "es": "Los números de este cuaderno solo los conoce la corrección de tu profesor o "
        "profesora, así que aquí no hay nota: se ha mirado la forma de las respuestas.",
    },
    "not-enrolled": {
        "en": "Your address is not on the roster, so the notebook was taken for that of the "
        "student whom it names. Tell your instructor if that is you.",
        "es": "Tu dirección no está en la lista del curso, así que el cuaderno se ha tomado por el "
        "de la persona a la que nombra. Avisa a tu profesor o profesora si eres tú.",
    },
    "ci-failed": {
        "en": "The grader could not do its work here ({detail}). It is not your fault: tell your "
        "instructor.",
        "es": "La corrección no se ha podido hacer aquí ({detail}). No es culpa tuya: avisa a tu "
        "profesor o profesora.",
    },
}
