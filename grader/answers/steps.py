"""Several values in order, each following from those before it.

Whether a step follows from the student's own earlier ones is for `grader.marking` to say; here two
answers are compared, number by number.
"""

from collections.abc import Iterable, Sequence
from fractions import Fraction

from grader.answers.blocks import fit_block, inside
from grader.answers.comparison import right_cells
from grader.answers.kinds import Misfit
from grader.model.exercise import Answer
from grader.model.text import Text, phrase
from grader.model.value import Value, cells, shape
from grader.model.variant import Form

LEFT_OUT: Value = ()
"""What stands for a step that was not taken."""
_DESCRIPTION = {
    "en": "a list of {n} values, in this order: `[{names}]`; `[]` for one that you leave out",
    "es": "una lista de {n} valores, en este orden: `[{names}]`; `[]` para el que dejes sin hacer",
}
_NUMBER: Text = {
    "en": "A list of {asked} values is asked for: [{names}].",
    "es": "Se pide una lista de {asked} valores: [{names}].",
}
_STEP: Text = {"en": "Step {n} ({name})", "es": "Paso {n} ({name})"}


def form(answer: Answer, key: Value) -> Form:
    """Return name and shape of every step."""
    steps = key if isinstance(key, tuple) else ()
    sizes = ((part.name, shape(step)) for part, step in zip(answer.parts, steps, strict=True))
    return Form(kind=answer.kind, parts=tuple(sizes))


def describe(form: Form, language: str) -> str:
    """Return which values to write, and in which order."""
    return _DESCRIPTION[language].format(n=len(form.parts), names=_names(form))


def fit(value: Value, form: Form) -> Value | Misfit:
    """Return the steps, each in the form that its key has, or left out."""
    if not isinstance(value, tuple) or len(value) != len(form.parts):
        return Misfit(code="steps", text=phrase(_NUMBER, asked=len(form.parts), names=_names(form)))
    steps = []
    for number, (step, (name, sizes)) in enumerate(zip(value, form.parts, strict=True), start=1):
        fitted = step if step == LEFT_OUT else fit_block(step, sizes)
        if isinstance(fitted, Misfit):
            return inside(phrase(_STEP, n=number, name=name), fitted)
        steps.append(fitted)
    return tuple(steps)


def nulls(key: Value, inputs: Iterable[Value]) -> tuple[Value, ...]:
    """Return one number in all places, and no step at all."""
    del inputs
    steps = key if isinstance(key, tuple) else ()
    constant = (tuple(_filled(step, number) for step in steps) for number in (0, 1))
    return (*constant, (LEFT_OUT,) * len(steps))


def marks(given: Value, key: Value, answer: Answer) -> tuple[bool, ...]:
    """Tell for every number of every step whether the two have it in common."""
    steps = key if isinstance(key, tuple) else ()
    mine = given if isinstance(given, tuple) and len(given) == len(steps) else steps[:0]
    taken = (*mine, *(LEFT_OUT for _ in steps[len(mine) :]))
    return tuple(
        right
        for one, other in zip(taken, steps, strict=True)
        for right in right_cells(one, other, answer.tolerance)
    )


def share(right: Sequence[bool], answer: Answer) -> Fraction:
    """Return the share of what is right."""
    del answer
    return Fraction(sum(right), len(right)) if right else Fraction(0)


def _names(form: Form) -> str:
    return ", ".join(name for name, _ in form.parts)


def _filled(step: Value, number: int) -> Value:
    if isinstance(step, tuple):
        return tuple(_filled(item, number) for item in step)
    return number


def says_enough(step: Value, wanted: Value) -> bool:
    """Tell whether a step that is wrong is still one from which it takes work to go on.

    From one number in all places, or from a window with a single pixel in it, everything follows
    without any.
    """
    numbers, true = cells(step), cells(wanted)
    if not isinstance(step, tuple):
        return step not in {0, 1}
    filled = sum(number != 0 for number in numbers)
    return len(set(numbers)) > 1 and 2 * filled >= sum(number != 0 for number in true)
