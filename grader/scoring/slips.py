"""Arithmetic slips: cells that are off by exactly one product of the sliding window."""

from collections.abc import Iterator, Sequence

from grader import engine
from grader.model.grade import Remark
from grader.model.text import Text
from grader.model.value import Value, cells, shape
from grader.scoring.phrases import say
from grader.texts import show

MAX_SLIPS = 2
"""More wrong cells than this are no slips but a method."""


def slips(trace: engine.Trace, given: Value, right: Sequence[bool]) -> tuple[Remark, ...]:
    """Return one remark for every wrong cell that one term explains.

    Parameters
    ----------
    trace
        How the right answer comes about.
    given
        The student's matrix, of the right shape.
    right
        Cell by cell whether it is right.
    """
    wrong = [index for index, good in enumerate(right) if not good]
    sizes = shape(given)
    # A signal is traced as the only row of an image.
    in_row = len(sizes) == 1
    if not 0 < len(wrong) <= MAX_SLIPS or (1,) * in_row + sizes != trace.shape:
        return ()
    numbers = cells(given)
    return tuple(
        remark
        for index in wrong
        for remark in slip(trace[index], numbers[index], _place(trace[index], in_row=in_row))
    )


def _place(step: engine.Step, *, in_row: bool) -> Text:
    row, column = step.index
    return (
        say("slip-position", column=column) if in_row else say("slip-cell", row=row, column=column)
    )


def slip(step: engine.Step, given: object, place: Text) -> Iterator[Remark]:
    """Yield what one cell suggests: at most one remark.

    Parameters
    ----------
    step
        How the right number comes about.
    given
        The number that the student wrote.
    place
        Where it stands, in words that a sentence begins with.
    """
    if not isinstance(given, int | float):
        return
    error = given - step.sum
    terms = [
        (coefficient, value, coefficient * value)
        for coefficients, values in zip(step.coefficients, step.values, strict=True)
        for coefficient, value in zip(coefficients, values, strict=True)
        if coefficient * value
    ]
    for code, factor in (("slip-dropped", -1), ("slip-sign", -2), ("slip-twice", 1)):
        matching = {(c, v) for c, v, product in terms if factor * product == error}
        # Two different terms of the same product: naming one of them would be a guess.
        if len(matching) == 1:
            coefficient, value = matching.pop()
            term = f"{_signed(coefficient)} · {_signed(value)}"
            sentence = say(code, term=term)
            yield Remark(
                code=code,
                text={
                    language: f"{place[language]}: {text}" for language, text in sentence.items()
                },
            )
            return


def _signed(number: object) -> str:
    shown = show(number)  # type: ignore[arg-type]
    return f"({shown})" if shown.startswith("-") else shown
