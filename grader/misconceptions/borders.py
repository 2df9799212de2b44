"""Mistakes with what lies outside the image, and with the border of the result."""

from collections.abc import Mapping
from fractions import Fraction

from grader.misconceptions.calls import (
    Asked,
    Change,
    everywhere,
    formula,
    outermost,
    replaced,
)
from grader.misconceptions.filterings import FILTERS
from grader.misconceptions.operators import Operator
from grader.model.expression import Constant, Tree
from grader.model.text import Text

_BORDERED = (*FILTERS, "pad")


def _boundary(asked_for: str, given: str) -> Change:
    """Return another boundary rule: the texts say which one was asked for."""

    def changed(call: Asked) -> Tree | None:
        inside = call.get("mode", "same") == Constant(value="valid")
        boundary = replaced(call.get("boundary", "zero"), asked_for, given)
        if inside or boundary is None or "fill_value" in call.arguments:
            return None
        return call.put(boundary=boundary).call()

    return everywhere(_BORDERED, changed)


def _zeros(call: Asked) -> Tree | None:
    """Return zeros outside, whatever else was asked for."""
    if call.get("mode", "same") == Constant(value="valid"):
        return None
    boundary = call.get("boundary", "zero")
    if boundary == Constant(value="zero") and "fill_value" not in call.arguments:
        return None
    return call.without("fill_value").put(boundary=Constant(value="zero")).call()


def _ring(fill: str) -> Change:
    """Return the result with another value wherever the kernel hangs over the edge."""
    source = f"ring(asked, {fill}, shape(kernel) // 2 * dilation)"

    def changed(call: Asked) -> Tree | None:
        same = call.get("mode", "same") == Constant(value="same")
        if not same or call.get("stride", 1) != Constant(value=1):
            return None
        dilation = call.get("dilation", 1)
        return formula(source, asked=call.call(), dilation=dilation, **_arrays(call))

    return outermost(FILTERS, changed)


def _arrays(call: Asked) -> Mapping[str, Tree]:
    return {name: call.arguments[name] for name in ("image", "kernel")}


ZERO_BORDER = Operator(
    id="zero_border",
    name={
        "en": "the border of the result was left at zero",
        "es": "el borde del resultado se dejó a cero",
    },
    why="positions where the kernel hangs over the edge are thought to have no output",
    say={
        "en": "The border of your result is zero. What lies outside belongs to the **image**; the "
        "border of the result is computed like any other cell.",
        "es": "El borde de tu resultado es cero. Lo que queda fuera es cosa de la **imagen**; el "
        "borde del resultado se calcula como cualquier otra celda.",
    },
    rewrite=_ring("0"),
    credit=Fraction(2, 5),
)
IMAGE_BORDER = Operator(
    id="image_border",
    name={
        "en": "the border of the result was copied from the image",
        "es": "el borde del resultado se copió de la imagen",
    },
    why="programs that leave border pixels untouched look as if this were the rule",
    say={
        "en": "The border of your result is that of the **image**. It is computed like any other "
        "cell, with the rule for what lies outside.",
        "es": "El borde de tu resultado es el de la **imagen**. Se calcula como cualquier otra "
        "celda, con la regla para lo que queda fuera.",
    },
    rewrite=_ring("image"),
    credit=Fraction(2, 5),
)
REPLICATE_BORDER = Operator(
    id="replicate_border",
    name={
        "en": "the edge of the image was replicated, instead of zeros",
        "es": "se replicó el borde de la imagen en lugar de poner ceros",
    },
    why="another boundary rule, the default of some editors",
    say={
        "en": "Your border cells repeat the **edge** of the image outwards. Here everything "
        "outside the image is zero.",
        "es": "Tus celdas del borde repiten hacia fuera el **borde** de la imagen. Aquí todo lo "
        "que queda fuera de la imagen vale cero.",
    },
    rewrite=_boundary("zero", "replicate"),
    credit=Fraction(2, 5),
)
REFLECT_BORDER = Operator(
    id="reflect_border",
    name={
        "en": "the image was reflected at its edge, instead of zeros",
        "es": "se reflejó la imagen en su borde en lugar de poner ceros",
    },
    why="the default boundary of OpenCV's filter2D",
    say={
        "en": "Your border cells **reflect** the image, as OpenCV does by default. Here everything "
        "outside the image is zero.",
        "es": "Tus celdas del borde **reflejan** la imagen, como hace OpenCV por defecto. Aquí "
        "todo lo que queda fuera de la imagen vale cero.",
    },
    rewrite=_boundary("zero", "reflect"),
    credit=Fraction(2, 5),
)
SYMMETRIC_BORDER = Operator(
    id="symmetric_border",
    name={
        "en": "the image was reflected with its edge repeated, instead of zeros",
        "es": "se reflejó la imagen repitiendo su borde en lugar de poner ceros",
    },
    why="the default boundary of scipy.ndimage, which calls it 'reflect'",
    say={
        "en": "Your border cells reflect the image with its edge pixels **repeated**, as "
        "scipy.ndimage does by default. Here everything outside the image is zero.",
        "es": "Tus celdas del borde reflejan la imagen **repitiendo** sus píxeles del borde, como "
        "hace scipy.ndimage por defecto. Aquí todo lo que queda fuera de la imagen vale cero.",
    },
    rewrite=_boundary("zero", "symmetric"),
    credit=Fraction(2, 5),
)
WRAP_BORDER = Operator(
    id="wrap_border",
    name={
        "en": "the image was continued from its opposite side, instead of zeros",
        "es": "se continuó la imagen por su lado opuesto en lugar de poner ceros",
    },
    why="indices run over the edge and come in again on the other side, as -1 does in Python",
    say={
        "en": "Your border cells read pixels of the **opposite** side of the image. Here "
        "everything outside the image is zero.",
        "es": "Tus celdas del borde leen píxeles del lado **opuesto** de la imagen. Aquí todo lo "
        "que queda fuera de la imagen vale cero.",
    },
    rewrite=_boundary("zero", "wrap"),
    credit=Fraction(2, 5),
)
ZEROS_OUTSIDE = Operator(
    id="zeros_outside",
    name={
        "en": "everything outside the image was taken as zero",
        "es": "todo lo que queda fuera de la imagen se tomó como cero",
    },
    why="zero padding is taken for the only rule there is",
    say={
        "en": "You put **zeros** outside the image. Here another rule says what lies there.",
        "es": "Has puesto **ceros** fuera de la imagen. Aquí otra regla dice qué hay ahí.",
    },
    rewrite=everywhere(_BORDERED, _zeros),
    credit=Fraction(2, 5),
)

_NOUNS: Mapping[str, Text] = {
    "replicate": {"en": "replication of the edge", "es": "réplica del borde"},
    "reflect": {"en": "reflection without the edge", "es": "reflexión sin el borde"},
    "symmetric": {"en": "reflection with the edge", "es": "reflexión con el borde"},
}
_GIVEN: Mapping[str, Text] = {
    "replicate": {
        "en": "You repeated the **edge** of the image outwards.",
        "es": "Has repetido hacia fuera el **borde** de la imagen.",
    },
    "reflect": {
        "en": "You reflected the image **without** repeating its edge pixel.",
        "es": "Has reflejado la imagen **sin** repetir su píxel del borde.",
    },
    "symmetric": {
        "en": "You reflected the image **with** its edge pixel repeated.",
        "es": "Has reflejado la imagen **repitiendo** su píxel del borde.",
    },
}
_ASKED: Mapping[str, Text] = {
    "replicate": {
        "en": "Here the edge pixel itself is repeated, as often as needed.",
        "es": "Aquí se repite el propio píxel del borde, tantas veces como haga falta.",
    },
    "reflect": {
        "en": "Here the image is reflected and the edge pixel is **not** repeated.",
        "es": "Aquí la imagen se refleja y el píxel del borde **no** se repite.",
    },
    "symmetric": {
        "en": "Here the image is reflected and the edge pixel **is** repeated.",
        "es": "Aquí la imagen se refleja y el píxel del borde **sí** se repite.",
    },
}


def _rule_for(given: str, asked_for: str) -> Operator:
    """Return the operator that takes one rule for another, both of which copy pixels."""
    first, second = _GIVEN[given], _ASKED[asked_for]
    right, wrong = _NOUNS[asked_for], _NOUNS[given]
    return Operator(
        id=f"{given}_for_{asked_for}",
        name={
            "en": f"{wrong['en']} instead of {right['en']}",
            "es": f"{wrong['es']} en lugar de {right['es']}",
        },
        why="the rules have similar names, and different ones in every library",
        say={language: f"{first[language]} {second[language]}" for language in first},
        rewrite=_boundary(asked_for, given),
        credit=Fraction(2, 5),
    )


RULES_CONFUSED = tuple(
    _rule_for(given, asked_for) for given in _GIVEN for asked_for in _ASKED if given != asked_for
)
