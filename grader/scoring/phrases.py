"""What scoring says to a student, in every language."""

from collections.abc import Mapping

from grader.model.text import Text, phrase

PHRASES: Mapping[str, Text] = {
    "missing": {
        "en": "The answer cell is not in the notebook any more.",
        "es": "La celda de respuesta ya no está en el cuaderno.",
    },
    "unset": {
        "en": "The cell holds something, but never assigns `{variable}`: write `{variable} = …`.",
        "es": "La celda contiene algo, pero no asigna `{variable}`: escribe `{variable} = …`.",
    },
    "raised": {
        "en": "Your code stopped with {error}: {message}{place}.",
        "es": "Tu código se detuvo con {error}: {message}{place}.",
    },
    "place": {
        "en": " (code cell {cell}{line})",
        "es": " (celda de código {cell}{line})",
    },
    "line": {"en": ", line {line}", "es": ", línea {line}"},
    "time": {
        "en": "Stopped after {amount}: is there an endless loop in code cell {cell}?",
        "es": "Detenido tras {amount}: ¿hay un bucle sin fin en la celda de código {cell}?",
    },
    "memory": {
        "en": "Stopped in code cell {cell}: it needs more than {amount} of memory.",
        "es": "Detenido en la celda de código {cell}: necesita más de {amount} de memoria.",
    },
    "output": {
        "en": "Stopped in code cell {cell}: it prints more than {amount}.",
        "es": "Detenido en la celda de código {cell}: imprime más de {amount}.",
    },
    "crash": {
        "en": "The program ended by itself in code cell {cell}.",
        "es": "El programa terminó por sí solo en la celda de código {cell}.",
    },
    "internal": {
        "en": "Your code was not run: its protection could not be set up. That is not your doing.",
        "es": "Tu código no se ejecutó: no se pudo preparar su protección. No es culpa tuya.",
    },
    "not-reached": {
        "en": "Not run, because code cell {cell} did not come to an end.",
        "es": "No se ejecutó, porque la celda de código {cell} no llegó a terminar.",
    },
    "carried": {
        "en": "Your method is right; it started from your own earlier answer, which was not.",
        "es": "El método es correcto; partía de tu propia respuesta anterior, que no lo era.",
    },
    "null": {
        "en": "This repeats a given value or a constant, so it earns nothing.",
        "es": "Esto repite un dato o una constante, así que no puntúa.",
    },
    "null-function": {
        "en": "This function hands back what it is given, or the same number every time, so it "
        "earns nothing.",
        "es": "Esta función devuelve lo mismo que recibe, o siempre el mismo número, así que no "
        "puntúa.",
    },
    "returns": {
        "en": "What the function returns cannot be used: {reason}.",
        "es": "Lo que devuelve la función no sirve: {reason}.",
    },
    "changed-arguments": {
        "en": "The function changes its arguments. Work on a copy: whoever calls it still needs "
        "what they gave.",
        "es": "La función modifica sus argumentos. Trabaja con una copia: quien la llama todavía "
        "necesita lo que le pasó.",
    },
    "keeps-state": {
        "en": "Called twice with the same arguments, the function gives two results: it keeps "
        "something from one call to the next, such as a list outside of it or a default value.",
        "es": "Llamada dos veces con los mismos argumentos, la función da dos resultados: conserva "
        "algo de una llamada a otra, como una lista de fuera o un valor por omisión.",
    },
    "calls": {
        "en": "That is so in {n} of {calls} calls.",
        "es": "Ocurre en {n} de {calls} llamadas.",
    },
    "steps": {
        "en": "Right: {right}. Not right: {wrong}.",
        "es": "Correcto: {right}. Incorrecto: {wrong}.",
    },
    "scale": {
        "en": "Both directions are right, but your product is {times} times the kernel.",
        "es": "Las dos direcciones son correctas, pero tu producto es {times} veces el kernel.",
    },
    "column-only": {
        "en": "The column has the right direction; the row does not.",
        "es": "La columna tiene la dirección correcta; la fila no.",
    },
    "row-only": {
        "en": "The row has the right direction; the column does not.",
        "es": "La fila tiene la dirección correcta; la columna no.",
    },
    "place-only": {
        "en": "That is the place; another value belongs there.",
        "es": "Ese es el lugar; el valor que debe haber ahí es otro.",
    },
    "slip": {"en": "Slip", "es": "Despiste"},
    "slip-cell": {
        "en": "Slip in row {row}, column {column}",
        "es": "Despiste en la fila {row}, columna {column}",
    },
    "slip-position": {
        "en": "Slip in position {column}",
        "es": "Despiste en la posición {column}",
    },
    "slip-dropped": {
        "en": "the term {term} is missing from the sum.",
        "es": "falta el término {term} en la suma.",
    },
    "slip-sign": {
        "en": "the term {term} entered with the wrong sign.",
        "es": "el término {term} entró con el signo cambiado.",
    },
    "slip-twice": {
        "en": "the term {term} was added twice.",
        "es": "el término {term} se sumó dos veces.",
    },
    "early": {
        "en": "Received {when}, early enough for a bonus: {percent}% of the points count.",
        "es": "Recibida el {when}, a tiempo para la bonificación: cuenta el "
        "{percent}\u00a0% de los puntos.",
    },
    "late": {
        "en": "Late: received {when}, due {due}. {percent}% of the points count.",
        "es": "Con retraso: recibida el {when}; el plazo acababa el {due}. Cuenta el "
        "{percent}\u00a0% de los puntos.",
    },
    "too-late": {
        "en": "Too late: received {when}, due {due}. No points count any more.",
        "es": "Fuera de plazo: recibida el {when}; el plazo acababa el {due}. Ya no cuenta ningún "
        "punto.",
    },
    "before-opens": {
        "en": "Received {when}, before the assignment opened ({opens}).",
        "es": "Recibida el {when}, antes de que se abriera la tarea ({opens}).",
    },
    "commit-time": {
        "en": "The time is that of the commit, which the computer that made it decides.",
        "es": "La hora es la del commit, que decide el ordenador en que se hizo.",
    },
    "by-hand": {
        "en": "Your instructor has set these points: {reason}",
        "es": "Tu profesor o profesora ha puesto estos puntos: {reason}",
    },
    "by-hand-bare": {
        "en": "Your instructor has set these points.",
        "es": "Tu profesor o profesora ha puesto estos puntos.",
    },
    "time-unknown": {
        "en": "It is not known when this was received, so all of the points count.",
        "es": "No consta cuándo se recibió la entrega, así que cuentan todos los puntos.",
    },
    "attempt": {
        "en": "This is attempt {attempt}: {percent}% of the points count.",
        "es": "Este es el intento {attempt}: cuenta el {percent}\u00a0% de los puntos.",
    },
    "no-attempt": {
        "en": "There is no attempt {attempt} in this assignment, so no points count.",
        "es": "En esta tarea no hay intento {attempt}, así que no cuenta ningún punto.",
    },
    "nothing": {
        "en": "Nothing was handed in.",
        "es": "No se ha entregado nada.",
    },
}


def say(code: str, **values: object) -> Text:
    """Return the phrase called `code` with its values filled in."""
    return phrase(PHRASES[code], **values)
