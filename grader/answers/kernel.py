"""A kernel of any size: right when it is the same filter as the key.

A ring of zeros changes no filter. What counts is the coefficient at every offset from the origin,
which lies at ``size // 2``, as it does for `correlate` and `convolve`.
"""

from collections.abc import Iterable, Sequence
from fractions import Fraction

from grader.answers import matrix
from grader.answers.comparison import right_cells
from grader.answers.kinds import Misfit
from grader.answers.numbers import huge
from grader.model.exercise import Answer
from grader.model.text import Text, phrase
from grader.model.value import Value, shape
from grader.model.variant import Form

MAX_SIDE = 15
_DESCRIPTION = {
    "en": "a kernel of any size up to {most} × {most}, row by row: `[[0, 1, 0], [1, 2, …], …]`",
    "es": "un kernel de cualquier tamaño hasta {most} × {most}, fila a fila: "
    "`[[0, 1, 0], [1, 2, …], …]`",
}
_LARGE: Text = {
    "en": "Your kernel is {rows} × {columns}; at most {most} × {most} is allowed.",
    "es": "Tu kernel es de {rows} × {columns}; se permite como mucho {most} × {most}.",
}
_AXES = 2


def form(answer: Answer, key: Value) -> Form:
    """Return the form of a kernel: how large it has to be is for the student to find out."""
    del key
    return Form(kind=answer.kind)


def describe(form: Form, language: str) -> str:
    """Return how to write the rows."""
    del form
    return _DESCRIPTION[language].format(most=MAX_SIDE)


def fit(value: Value, form: Form) -> Value | Misfit:
    """Return the kernel as it is written, with whole floats as integers."""
    del form
    kernel = matrix.rows_of(value)
    if isinstance(kernel, Misfit):
        return kernel
    rows, columns = shape(kernel)
    if max(rows, columns) > MAX_SIDE:
        text = phrase(_LARGE, rows=rows, columns=columns, most=MAX_SIDE)
        return Misfit(code="shape", text=text)
    return huge(kernel) or kernel


def nulls(key: Value, inputs: Iterable[Value]) -> tuple[Value, ...]:
    """Return zeros, the kernel that changes nothing, and every matrix that is shown."""
    sizes = shape(key)
    shown = (value for value in inputs if len(shape(value)) == _AXES)
    if len(sizes) != _AXES:
        return (*shown,)
    return (_with_one(sizes, None), _with_one(sizes, (sizes[0] // 2, sizes[1] // 2)), *shown)


def marks(given: Value, key: Value, answer: Answer) -> tuple[bool, ...]:
    """Tell whether the two are the same filter."""
    if len(shape(given)) != _AXES or len(shape(key)) != _AXES:
        return (False,)
    reach = [max(pair) for pair in zip(_reach(given), _reach(key), strict=True)]
    return (all(right_cells(_padded(given, reach), _padded(key, reach), answer.tolerance)),)


def share(right: Sequence[bool], answer: Answer) -> Fraction:
    """Return everything or nothing: a kernel is one filter."""
    del answer
    return Fraction(all(right))


def _with_one(sizes: tuple[int, ...], place: tuple[int, int] | None) -> Value:
    rows, columns = sizes
    return tuple(tuple(int((i, j) == place) for j in range(columns)) for i in range(rows))


def _reach(kernel: Value) -> tuple[int, ...]:
    """Return how many cells lie above, below, left and right of the origin."""
    rows, columns = shape(kernel)
    return (rows // 2, (rows - 1) // 2, columns // 2, (columns - 1) // 2)


def _padded(kernel: Value, reach: Sequence[int]) -> Value:
    top, bottom, left, right = (
        wanted - own for wanted, own in zip(reach, _reach(kernel), strict=True)
    )
    rows = [row for row in kernel if isinstance(row, tuple)] if isinstance(kernel, tuple) else []
    wide = [(0,) * left + row + (0,) * right for row in rows]
    empty = (0,) * (reach[2] + 1 + reach[3])
    return (*(empty,) * top, *wide, *(empty,) * bottom)
