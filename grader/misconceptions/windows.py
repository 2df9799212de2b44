"""Mistakes with where windows lie: the mode, the origin of the kernel, the step, the gaps."""

from collections.abc import Mapping
from fractions import Fraction

from grader.misconceptions.calls import (
    Asked,
    Change,
    all_of,
    everywhere,
    formula,
    replaced,
    whole,
)
from grader.misconceptions.filterings import FILTERS
from grader.misconceptions.operators import Operator
from grader.model.expression import Constant, Tree
from grader.model.text import Text


def _mode(asked_for: str, given: str) -> Change:
    """Return another mode of a filtering, or of the size of its output."""

    def changed_from(default: str, functions: tuple[str, ...]) -> Change:
        def changed(call: Asked) -> Tree | None:
            mode = replaced(call.get("mode", default), asked_for, given)
            return None if mode is None else call.put(mode=mode).call()

        return everywhere(functions, changed)

    return all_of(whole(changed_from("same", FILTERS)), changed_from("valid", ("output_shape",)))


def _without(option: str) -> Change:
    """Return a filtering, or the size of its output, as if an option were 1."""

    def changed(call: Asked) -> Tree | None:
        plain = call.get(option, 1) == Constant(value=1)
        return None if plain else call.without(option).call()

    return all_of(whole(everywhere(FILTERS, changed)), everywhere(("output_shape",), changed))


def _anchored(row: str, column: str) -> Change:
    """Return windows of which another cell, as the kernel is laid down, lies on the pixel."""

    def changed(call: Asked) -> Tree | None:
        if call.get("mode", "same") != Constant(value="same") or "anchor" in call.arguments:
            return None
        kernel = call.arguments["kernel"]
        origin = f"[{row}, {column}]"
        if call.function == "convolve":
            # The anchor is an entry of the kernel as printed, and turns with it.
            origin = f"shape(kernel) - 1 - {origin}"
        return call.put(anchor=formula(origin, kernel=kernel)).call()

    return everywhere(FILTERS, changed)


_NAMES: Mapping[str, Text] = {
    "valid": {
        "en": "You kept only the positions where the kernel lies wholly inside the image: that is "
        "mode **valid**.",
        "es": "Has tomado solo las posiciones en las que el kernel queda entero dentro de la "
        "imagen: eso es el modo **valid**.",
    },
    "same": {
        "en": "You took one position for every pixel of the image: that is mode **same**.",
        "es": "Has tomado una posición por cada píxel de la imagen: eso es el modo **same**.",
    },
    "full": {
        "en": "You took every position where the kernel touches the image: that is mode **full**.",
        "es": "Has tomado todas las posiciones en las que el kernel toca la imagen: eso es el modo "
        "**full**.",
    },
}
_ASKED: Mapping[str, Text] = {
    "valid": {
        "en": "Mode **valid** keeps only those where it lies wholly inside.",
        "es": "El modo **valid** conserva solo aquellas en las que queda entero dentro.",
    },
    "same": {
        "en": "Mode **same** has one output cell for every pixel.",
        "es": "El modo **same** tiene una celda de salida por cada píxel.",
    },
    "full": {
        "en": "Mode **full** has a cell for every position where the kernel touches the image.",
        "es": "El modo **full** tiene una celda por cada posición en la que el kernel toca la "
        "imagen.",
    },
}


def _mode_for(given: str, asked_for: str) -> Operator:
    # An output of another size is no answer to the question, whatever its cells are.
    first, second = _NAMES[given], _ASKED[asked_for]
    return Operator(
        id=f"{given}_for_{asked_for}",
        name={
            "en": f"mode {given} was used instead of {asked_for}",
            "es": f"se usó el modo {given} en lugar de {asked_for}",
        },
        why="which positions the kernel may take is not said, or not read",
        say={language: f"{first[language]} {second[language]}" for language in first},
        rewrite=_mode(asked_for, given),
    )


MODES_CONFUSED = tuple(
    _mode_for(given, asked_for) for given in _NAMES for asked_for in _ASKED if given != asked_for
)
TOP_LEFT_WINDOW = Operator(
    id="top_left_window",
    name={
        "en": "the top-left corner of the window was put on the pixel",
        "es": "se puso sobre el píxel la esquina superior izquierda de la ventana",
    },
    why="loops over the kernel start at 0, and so does the window",
    say={
        "en": "You put the **top-left** cell of the kernel on the pixel. Its center belongs there.",
        "es": "Has puesto sobre el píxel la celda **superior izquierda** del kernel. Ahí va su "
        "centro.",
    },
    rewrite=_anchored("0", "0"),
    credit=Fraction(1, 5),
)
BOTTOM_RIGHT_WINDOW = Operator(
    id="bottom_right_window",
    name={
        "en": "the bottom-right corner of the window was put on the pixel",
        "es": "se puso sobre el píxel la esquina inferior derecha de la ventana",
    },
    why="the window is thought to hold what was already passed",
    say={
        "en": "You put the **bottom-right** cell of the kernel on the pixel. Its center belongs "
        "there.",
        "es": "Has puesto sobre el píxel la celda **inferior derecha** del kernel. Ahí va su "
        "centro.",
    },
    rewrite=_anchored("rows(kernel) - 1", "columns(kernel) - 1"),
    credit=Fraction(1, 5),
)

_CENTER = ("rows(kernel) // 2", "columns(kernel) // 2")
# A kernel of one row has no row above its center, and its window stays.
_UP, _LEFT = "max(rows(kernel) // 2 - 1, 0)", "max(columns(kernel) // 2 - 1, 0)"
_DOWN = "min(rows(kernel) // 2 + 1, rows(kernel) - 1)"
_RIGHT = "min(columns(kernel) // 2 + 1, columns(kernel) - 1)"


def _shifted(direction: str, name: Text, say: Text, origin: tuple[str, str]) -> Operator:
    return Operator(
        id=f"window_one_{direction}",
        name=name,
        why="an index that is off by one moves every window",
        say=say,
        rewrite=_anchored(*origin),
        credit=Fraction(2, 5),
    )


WINDOWS_SHIFTED = (
    _shifted(
        "up",
        {"en": "every window lay one row too high", "es": "cada ventana quedó una fila más arriba"},
        {
            "en": "Your windows lie **one row too high**. The center of the kernel belongs on the "
            "pixel of the output cell.",
            "es": "Tus ventanas quedan **una fila más arriba**. El centro del kernel va sobre el "
            "píxel de la celda de salida.",
        },
        (_DOWN, _CENTER[1]),
    ),
    _shifted(
        "down",
        {"en": "every window lay one row too low", "es": "cada ventana quedó una fila más abajo"},
        {
            "en": "Your windows lie **one row too low**. The center of the kernel belongs on the "
            "pixel of the output cell.",
            "es": "Tus ventanas quedan **una fila más abajo**. El centro del kernel va sobre el "
            "píxel de la celda de salida.",
        },
        (_UP, _CENTER[1]),
    ),
    _shifted(
        "left",
        {
            "en": "every window lay one column too far left",
            "es": "cada ventana quedó una columna más a la izquierda",
        },
        {
            "en": "Your windows lie **one column too far left**. The center of the kernel belongs "
            "on the pixel of the output cell.",
            "es": "Tus ventanas quedan **una columna más a la izquierda**. El centro del kernel va "
            "sobre el píxel de la celda de salida.",
        },
        (_CENTER[0], _RIGHT),
    ),
    _shifted(
        "right",
        {
            "en": "every window lay one column too far right",
            "es": "cada ventana quedó una columna más a la derecha",
        },
        {
            "en": "Your windows lie **one column too far right**. The center of the kernel belongs "
            "on the pixel of the output cell.",
            "es": "Tus ventanas quedan **una columna más a la derecha**. El centro del kernel va "
            "sobre el píxel de la celda de salida.",
        },
        (_CENTER[0], _LEFT),
    ),
)
IGNORE_STRIDE = Operator(
    id="ignore_stride",
    name={"en": "the stride was ignored", "es": "se ignoró el paso (stride)"},
    why="the window is moved by one pixel, as it always was before",
    say={
        "en": "You moved the window by one pixel at a time. The **stride** says by how many it "
        "moves.",
        "es": "Has movido la ventana de píxel en píxel. El **paso** (stride) dice de cuántos en "
        "cuántos se mueve.",
    },
    rewrite=_without("stride"),
)
IGNORE_DILATION = Operator(
    id="ignore_dilation",
    name={"en": "the dilation was ignored", "es": "se ignoró la dilatación"},
    why="the kernel is laid down without gaps, as it always was before",
    say={
        "en": "You laid the kernel down without gaps. The **dilation** says how far apart its "
        "coefficients lie.",
        "es": "Has colocado el kernel sin huecos. La **dilatación** dice a qué distancia quedan "
        "sus coeficientes.",
    },
    rewrite=_without("dilation"),
    credit=Fraction(1, 5),
)
