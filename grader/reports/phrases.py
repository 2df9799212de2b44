"""Every fixed word of a report, in each of our languages."""

from collections.abc import Mapping

from grader.model.grade import ExerciseGrade, GroupGrade, Verdict
from grader.model.text import Text, in_language

MARKS: Mapping[Verdict, str] = {
    Verdict.CORRECT: "✓",
    Verdict.PARTIAL: "◐",
    Verdict.INCORRECT: "✗",
    Verdict.BLANK: "·",
    Verdict.MISSING: "·",
    Verdict.INVALID: "!",
    Verdict.ERROR: "!",
    Verdict.TIMEOUT: "!",
    Verdict.STOPPED: "!",
}
"""One character per verdict, for where a word is too long; a word always stands nearby."""

VERDICTS: Mapping[Verdict, Text] = {
    Verdict.CORRECT: {"en": "right", "es": "correcta"},
    Verdict.PARTIAL: {"en": "partly right", "es": "parcialmente correcta"},
    Verdict.INCORRECT: {"en": "wrong", "es": "incorrecta"},
    Verdict.BLANK: {"en": "blank", "es": "en blanco"},
    Verdict.MISSING: {"en": "cell missing", "es": "falta la celda"},
    Verdict.INVALID: {"en": "not the right form", "es": "forma no válida"},
    Verdict.ERROR: {"en": "the code failed", "es": "el código falló"},
    Verdict.TIMEOUT: {"en": "out of time", "es": "tiempo agotado"},
    Verdict.STOPPED: {"en": "stopped", "es": "detenida"},
}

PHRASES: Mapping[str, Text] = {
    "percent": {"en": "{n}%", "es": "{n}\u00a0%"},
    "earned_of": {"en": "{earned} of {possible}", "es": "{earned} de {possible}"},
    "point_of": {"en": "{earned} of {possible} point", "es": "{earned} de {possible} punto"},
    "points_of": {
        "en": "{earned} of {possible} points",
        "es": "{earned} de {possible} puntos",
    },
    "not_handed_in": {"en": "not handed in", "es": "sin entregar"},
    "nothing_handed_in": {
        "en": "Nothing was handed in.",
        "es": "No se ha entregado nada.",
    },
    "not_graded": {"en": "not graded", "es": "sin calificar"},
    # Time and attempt; the rest of each key is the code of a remark
    "credit_early": {"en": "early", "es": "con antelación"},
    "credit_late": {"en": "late", "es": "con retraso"},
    "credit_too-late": {"en": "too late", "es": "fuera de plazo"},
    "credit_before-opens": {"en": "before it opened", "es": "antes de la apertura"},
    "credit_commit-time": {"en": "time of the commit", "es": "hora del commit"},
    "credit_by-hand": {"en": "set by hand", "es": "puesta a mano"},
    "credit_time-unknown": {"en": "time unknown", "es": "hora desconocida"},
    "credit_attempt": {"en": "attempt {attempt}", "es": "intento {attempt}"},
    "credit_no-attempt": {"en": "no such attempt", "es": "intento inexistente"},
    "unadjusted": {
        "en": "Without adjustment for time or attempt: {score} ({note}).",
        "es": "Sin el ajuste por plazo o intento: {score} ({note}).",
    },
    "attempt": {"en": "attempt {n}", "es": "intento {n}"},
    "withheld": {
        "en": "Which cells are right and what went wrong is told after {when}, when nothing more "
        "can be handed in for points.",
        "es": "Qué celdas son correctas y qué ha fallado se indicará a partir del {when}, cuando "
        "ya no se admitan entregas que puntúen.",
    },
    # Tables
    "student": {"en": "student", "es": "estudiante"},
    "name": {"en": "name", "es": "nombre"},
    "total": {"en": "total", "es": "total"},
    "remarks": {"en": "remarks", "es": "observaciones"},
    "exercises": {"en": "exercises", "es": "ejercicios"},
    "correct_students": {"en": "all right: {n}", "es": "todo correcto: {n}"},
    "partial_students": {"en": "in between: {n}", "es": "intermedios: {n}"},
    "blank_students": {"en": "blank: {n}", "es": "en blanco: {n}"},
    "absent_students": {"en": "not handed in: {n}", "es": "sin entregar: {n}"},
    "not_graded_students": {"en": "not graded: {n}", "es": "sin calificar: {n}"},
    "verdicts": {"en": "answers: {counts}", "es": "respuestas: {counts}"},
    "average": {
        "en": "mean {mean}, median {median} (over {n} graded)",
        "es": "media {mean}, mediana {median} (sobre {n} con calificación)",
    },
    # One student's page
    "feedback_on": {"en": "Feedback: {title}", "es": "Comentarios: {title}"},
    "problems": {
        "en": "About the file you handed in",
        "es": "Sobre el archivo que entregaste",
    },
    "remarks_overall": {"en": "Remarks", "es": "Observaciones"},
    "exercise_heading": {"en": "Exercise {number}. {title}", "es": "Ejercicio {number}. {title}"},
    "your_answer": {"en": "Your answer", "es": "Tu respuesta"},
    "your_answer_for": {"en": "Your answer for {label}", "es": "Tu respuesta para {label}"},
    "none_chosen": {"en": "none of the options", "es": "ninguna de las opciones"},
    "plane": {"en": "{label}: slice [{index}]", "es": "{label}: plano [{index}]"},
    "left_out": {"en": "left out", "es": "sin hacer"},
    "cell_right": {"en": "right", "es": "bien"},
    "cell_wrong": {"en": "wrong", "es": "mal"},
    "cells_right": {
        "en": "{right} of {all} cells are right.",
        "es": "Celdas correctas: {right} de {all}.",
    },
    "diagnosis": {"en": "What seems to have happened", "es": "Qué parece haber pasado"},
    "tie_two": {
        "en": "It could be either of these:",
        "es": "Podría ser cualquiera de estas dos cosas:",
    },
    "tie_many": {"en": "It could be any of these:", "es": "Podría ser cualquiera de estas cosas:"},
    "evidence_one": {
        "en": "Your answer is what this gives.",
        "es": "Tu respuesta es la que se obtiene así.",
    },
    "evidence_many": {
        "en": "Evidence: {agree} of {differ} cells that tell it apart.",
        "es": "Indicios: {agree} de {differ} celdas que lo distinguen.",
    },
    "evidence_cases": {
        "en": "Evidence: {agree} of {differ} cases that tell it apart.",
        "es": "Indicios: {agree} de {differ} casos que lo distinguen.",
    },
    # A function
    "groups": {"en": "Tried on:", "es": "Se ha probado con:"},
    "group": {"en": "{label}: {right} of {cases}", "es": "{label}: {right} de {cases}"},
    # The sliding window, step by step
    "step": {"en": "How {place} comes about", "es": "Cómo se obtiene {place}"},
    "outside": {
        "en": "outside the image: made by the boundary rule",
        "es": "fuera de la imagen: lo pone la regla de borde",
    },
    "steps": {"en": "Steps of the sliding window", "es": "Pasos de la ventana deslizante"},
    "choose_step": {
        "en": "Choose a step: click its number, or go there with Tab and press ← and →.",
        "es": "Elige un paso: haz clic en su número, o llega con el tabulador y pulsa ← y →.",
    },
    "previous": {"en": "Previous", "es": "Anterior"},
    "next": {"en": "Next", "es": "Siguiente"},
    "step_of": {"en": "Step {n} of {all}", "es": "Paso {n} de {all}"},
    "place": {"en": "row {row}, column {column}", "es": "fila {row}, columna {column}"},
    "place_first": {"en": "Row {row}, column {column}", "es": "Fila {row}, columna {column}"},
    "stop": {
        "en": "{n}: row {row}, column {column}",
        "es": "{n}: fila {row}, columna {column}",
    },
    "stop_wrong": {
        "en": "{n} ✗: row {row}, column {column}, wrong",
        "es": "{n} ✗: fila {row}, columna {column}, mal",
    },
    "frames_shown": {
        "en": "Steps {first} to {last} of {all} are shown.",
        "es": "Se muestran los pasos del {first} al {last}, de un total de {all}.",
    },
    "operation_correlate": {
        "en": "Cross-correlation (⊗): the kernel is laid down as it is written.",
        "es": "Correlación cruzada (⊗): el kernel se coloca tal como está escrito.",
    },
    "operation_convolve": {
        "en": "Convolution (∗): the kernel is rotated by 180° before it is laid down.",
        "es": "Convolución (∗): el kernel se gira 180° antes de colocarlo.",
    },
    "stride_one": {"en": "Stride {n}.", "es": "Paso (stride) {n}."},
    "stride_two": {
        "en": "Stride {down} downwards, {across} to the right.",
        "es": "Paso (stride) {down} hacia abajo y {across} hacia la derecha.",
    },
    "dilation_one": {"en": "Dilation {n}.", "es": "Dilatación {n}."},
    "dilation_two": {
        "en": "Dilation {down} downwards, {across} to the right.",
        "es": "Dilatación {down} hacia abajo y {across} hacia la derecha.",
    },
    "counted_from_0": {
        "en": "Rows and columns are counted from 0.",
        "es": "Las filas y las columnas se cuentan desde 0.",
    },
    "legend_under": {"en": "under the kernel", "es": "bajo el kernel"},
    "legend_outside": {"en": "outside the image", "es": "fuera de la imagen"},
    "legend_now": {"en": "cell being computed", "es": "celda que se calcula"},
    "image": {"en": "Image", "es": "Imagen"},
    "kernel_laid": {"en": "Kernel as laid down", "es": "Kernel tal como se coloca"},
    "output_so_far": {"en": "Output so far", "es": "Salida hasta aquí"},
    "products": {
        "en": "Coefficient × value = product, and their running sum Σ",
        "es": "Coeficiente × valor = producto, y su suma acumulada Σ",
    },
    "rule_zero": {
        "en": "Cells outside the image count as {fill}.",
        "es": "Las celdas de fuera de la imagen valen {fill}.",
    },
    "rule_replicate": {
        "en": "Outside the image, its nearest pixel is repeated.",
        "es": "Fuera de la imagen se repite su píxel más cercano.",
    },
    "rule_reflect": {
        "en": "Outside, the image is mirrored at its edge pixels, which are not repeated.",
        "es": "Fuera, la imagen se refleja en sus píxeles del borde, que no se repiten.",
    },
    "rule_symmetric": {
        "en": "Outside, the image is mirrored, its edge pixels repeated.",
        "es": "Fuera, la imagen se refleja y sus píxeles del borde se repiten.",
    },
    "rule_wrap": {
        "en": "Outside, the image begins again from its opposite side.",
        "es": "Fuera, la imagen vuelve a empezar por el lado opuesto.",
    },
    "you_wrote": {"en": "You wrote {given}.", "es": "Escribiste {given}."},
    "output": {"en": "What your code printed", "es": "Lo que imprimió tu código"},
    "executed": {"en": "Your code was run.", "es": "Tu código se ejecutó."},
    "parsed": {
        "en": "Your answers were read; no code was run.",
        "es": "Tus respuestas se leyeron; no se ejecutó código.",
    },
    "graded_at": {"en": "Graded: {when}.", "es": "Calificado: {when}."},
    "file": {"en": "File (SHA-256): {digest}…", "es": "Archivo (SHA-256): {digest}…"},
    # The preview page
    "as_students_see_it": {"en": "As students see it", "es": "Lo que ven los estudiantes"},
    "preview_of": {"en": "Preview: {title}", "es": "Vista previa: {title}"},
    "version_of": {"en": "{id}, version {version}", "es": "{id}, versión {version}"},
    "drawn": {
        "en": "Variant {variant}, accepted at draw {tries}.",
        "es": "Variante {variant}, aceptada en el sorteo número {tries}.",
    },
    "topics": {"en": "Topics: {topics}.", "es": "Temas: {topics}."},
    "facts": {"en": "Facts of the lecture: {facts}.", "es": "Hechos de la clase: {facts}."},
    "minutes": {"en": "Minutes: {n}.", "es": "Minutos: {n}."},
    "hint": {"en": "Hint {n}", "es": "Pista {n}"},
    "given_values": {
        "en": "Values given to the student's code",
        "es": "Datos que recibe el código del estudiante",
    },
    "because": {"en": "Because …", "es": "Porque …"},
    "answers": {"en": "Answers", "es": "Respuestas"},
    "difficulty": {"en": "Difficulty", "es": "Dificultad"},
    "difficulty_caption": {
        "en": "What the draw measures, and the band it must lie in",
        "es": "Lo que mide el sorteo y el intervalo en que debe estar",
    },
    "measure": {"en": "measure", "es": "medida"},
    "value": {"en": "value", "es": "valor"},
    "band": {"en": "band", "es": "intervalo"},
    "from_to": {"en": "{low} to {high}", "es": "de {low} a {high}"},
    "key": {"en": "Key", "es": "Respuestas correctas"},
    "misconception_credit": {"en": "credit {credit}", "es": "crédito {credit}"},
    "gives_for": {"en": "It gives for {label}", "es": "Da para {label}"},
    "cell_differs": {"en": "differs from the key", "es": "difiere de la respuesta correcta"},
    "cells_differ": {
        "en": "Cells that differ from the key: {n} of {all}.",
        "es": "Celdas que difieren de la respuesta correcta: {n} de {all}.",
    },
    "group_of": {"en": "{name}: {label}", "es": "{name}: {label}"},
    "group_size": {
        "en": "Cases: {n}. Share: {share}. The first of them:",
        "es": "Casos: {n}. Parte: {share}. El primero:",
    },
    "returns": {"en": "It returns", "es": "Devuelve"},
    "same_answers": {
        "en": "As in the key: {labels}.",
        "es": "Igual que la respuesta correcta: {labels}.",
    },
    "does_not_apply": {
        "en": "Does not apply to this variant.",
        "es": "No se aplica a esta variante.",
    },
    "not_listed": {
        "en": "No misconception is listed.",
        "es": "No hay ningún error conceptual en la lista.",
    },
    "worked_solution": {"en": "Worked solution", "es": "Solución paso a paso"},
    "no_solution": {
        "en": "The exercise has no worked solution.",
        "es": "El ejercicio no tiene solución paso a paso.",
    },
    "all_values": {"en": "Every value of this variant", "es": "Todos los valores de esta variante"},
    # The class page
    "class_results": {"en": "Results: {title}", "es": "Resultados: {title}"},
    "students": {"en": "Students", "es": "Estudiantes"},
    "students_caption": {
        "en": "Every student, with points per exercise. The name of each leads to their page.",
        "es": "Cada estudiante, con sus puntos por ejercicio. El nombre lleva a su página.",
    },
    "by_exercise": {"en": "By exercise", "es": "Por ejercicio"},
    "misconceptions": {"en": "Misconceptions", "es": "Errores conceptuales"},
    "misconception": {"en": "misconception", "es": "error conceptual"},
    "times": {"en": "students", "es": "estudiantes"},
    "tied": {
        "en": "{n}, {tied} of them tied with another",
        "es": "{n}, {tied} de ellos en empate con otro",
    },
    "no_misconceptions": {
        "en": "No misconception was recognized.",
        "es": "No se reconoció ningún error conceptual.",
    },
    "no_students": {"en": "There are no results yet.", "es": "Todavía no hay resultados."},
}


def say(key: str, language: str, **values: object) -> str:
    """Return the phrase called `key` in `language`, its placeholders filled in.

    >>> say("points_of", "es", earned="3,5", possible="4")
    '3,5 de 4 puntos'
    """
    if key == "points_of" and values.get("possible") == "1":
        key = "point_of"
    return in_language(PHRASES[key], language).format(**values)


def verdict_word(verdict: Verdict, language: str) -> str:
    """Return `verdict` as one says it of an answer.

    >>> verdict_word(Verdict.TIMEOUT, "es")
    'tiempo agotado'
    """
    return in_language(VERDICTS[verdict], language)


def group_line(group: GroupGrade, language: str) -> str:
    """Return how a function did on a group of cases.

    >>> group_line(GroupGrade(group="odd_sizes", label={}, right=2, cases=3), "en")
    'odd sizes: 2 of 3'
    """
    label = in_language(group.label, language) if group.label else group.group.replace("_", " ")
    return say("group", language, label=label, right=group.right, cases=group.cases)


def evidence(exercise: ExerciseGrade, language: str) -> str:
    """Return how well the diagnosis of an exercise explains the answers; it must have one."""
    found = exercise.diagnoses[0]
    if any(answer.groups for answer in exercise.answers):
        key = "evidence_cases"
    else:
        key = "evidence_one" if found.differ == 1 else "evidence_many"
    return say(key, language, agree=found.agree, differ=found.differ)
