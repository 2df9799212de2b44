"""Arithmetic slips: cells that are off by exactly one product of the sliding window."""

from collections.abc import Iterator, Sequence

from grader import engine
from grader.model.grade import Remark
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
    if not 0 < len(wrong) <= MAX_SLIPS or shape(given) != trace.shape:
        return ()
    numbers = cells(given)
    return tuple(remark for index in wrong for remark in _explained(trace[index], numbers[index]))


def _explained(step: engine.Step, given: object) -> Iterator[Remark]:
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
            row, column = step.index
            term = f"{_signed(coefficient)} · {_signed(value)}"
            yield Remark(code=code, text=say(code, row=row, column=column, term=term))
            return


def _signed(number: object) -> str:
    shown = show(number)  # type: ignore[arg-type]
    return f"({shown})" if shown.startswith("-") else shown
