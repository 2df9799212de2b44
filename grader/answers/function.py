"""A Python function, tried on cases that no student sees.

Its value is what its calls gave: for every case a tuple of the one value that came back, and the
empty tuple where none did, which agrees with nothing.
"""

from collections.abc import Iterable, Sequence
from fractions import Fraction

from grader.answers.comparison import EXACT, is_right
from grader.answers.kinds import Misfit
from grader.answers.numbers import is_plain, plain
from grader.model.exercise import Answer, Tolerance
from grader.model.text import Text
from grader.model.value import Value, cells, is_number, laid_out
from grader.model.variant import Form

_DESCRIPTION = {
    "en": "complete the function; it takes {arguments} and returns the result",
    "es": "completa la función; recibe {arguments} y devuelve el resultado",
}
_AND = {"en": "and", "es": "y"}
_NOT_CASES: Text = {
    "en": "A function is asked for.",
    "es": "Se pide una función.",
}


def form(answer: Answer, key: Value) -> Form:
    """Return what the function takes. How it is tried is told to nobody."""
    del key
    return Form(kind=answer.kind, arguments=answer.arguments)


def describe(form: Form, language: str) -> str:
    """Return what to complete.

    >>> describe(Form(kind="function", arguments=("image", "kernel")), "en")
    'complete the function; it takes `image` and `kernel` and returns the result'
    """
    *others, last = [f"`{argument}`" for argument in form.arguments] or ["()"]
    listed = f"{', '.join(others)} {_AND[language]} {last}" if others else last
    return _DESCRIPTION[language].format(arguments=listed)


def fit(value: Value, form: Form) -> Value | Misfit:
    """Return what every call gave, with whole floats as integers.

    >>> fit(((2.0,), ()), Form(kind="function"))
    ((2,), ())
    """
    del form
    if not isinstance(value, tuple) or not all(_is_case(case) for case in value):
        return Misfit(code="function", text=_NOT_CASES)
    return value if is_plain(value) else tuple(_plain(case) for case in value)


def nulls(key: Value, inputs: Iterable[Value]) -> tuple[Value, ...]:
    """Return what functions give that do nothing with their arguments.

    `inputs` are the arguments, each as what it is in all of the cases: one that is handed back as
    it came is a null answer, as zeros of the right shape are, and the same number every time.
    """
    cases = key if isinstance(key, tuple) else ()
    filled = dict.fromkeys((0, *(constant for case in cases for constant in _constants(case))))
    same = (tuple(_filled(case, constant) for case in cases) for constant in filled)
    # Of calls that gave nothing it cannot be said what they could have been had by.
    return tuple(null for null in (*same, *inputs) if any(cases))


def marks(given: Value, key: Value, answer: Answer) -> tuple[bool, ...]:
    """Tell for every case whether the function gave what it should."""
    wanted = key if isinstance(key, tuple) else ()
    offered = given if isinstance(given, tuple) else ()
    if len(offered) != len(wanted):
        return (False,) * len(wanted)
    return tuple(
        _same(mine, right, answer.tolerance) for mine, right in zip(offered, wanted, strict=True)
    )


def share(right: Sequence[bool], answer: Answer) -> Fraction:
    """Return what the groups of cases earn, each by how many of its cases are right."""
    groups = by_group(right, answer)
    if not right or not groups:
        return Fraction(bool(right) and all(right))
    earned = sum(
        group.share * Fraction(sum(found), len(found))
        for group, found in zip(answer.cases, groups, strict=True)
    )
    return Fraction(earned) / sum(group.share for group in answer.cases)


def by_group(right: Sequence[bool], answer: Answer) -> tuple[tuple[bool, ...], ...]:
    """Return the marks of every group of cases; nothing where they are not those of the cases."""
    if len(right) != sum(group.times for group in answer.cases):
        return ()
    marks = iter(right)
    return tuple(tuple(next(marks) for _ in range(group.times)) for group in answer.cases)


def _is_case(case: Value) -> bool:
    return isinstance(case, tuple) and len(case) <= 1


def _plain(value: Value) -> Value:
    if isinstance(value, tuple):
        return value if {*map(type, value)} == {int} else tuple(map(_plain, value))
    return plain(value) if is_number(value) else value


def _same(given: Value, key: Value, tolerance: Tolerance) -> bool:
    if not isinstance(given, tuple) or not isinstance(key, tuple) or not given or not key:
        return False
    first, wanted_first = _first(given), _first(key)
    # A wrong method nearly always shows in the first cell, and the others need not be looked at.
    rows = isinstance(first, tuple) or isinstance(wanted_first, tuple)
    if not rows and not is_right(first, wanted_first, tolerance):  # type: ignore[arg-type]
        return False
    (size, mine), (wanted_size, wanted) = laid_out(given[0]), laid_out(key[0])
    if size != wanted_size or len(mine) != len(wanted):
        return False
    if {*map(type, mine), *map(type, wanted)} == {int} and tolerance == EXACT:
        return mine == wanted
    return all(is_right(cell, right, tolerance) for cell, right in zip(mine, wanted, strict=True))


def _first(value: Value) -> Value:
    """Return the first cell, or an empty row."""
    while isinstance(value, tuple) and value:
        value = value[0]
    return value


def _constants(case: Value) -> Iterable[Value]:
    """Yield the number that makes up the value of a case, where it is the same in every cell."""
    found = set(cells(case))
    if len(found) == 1:
        yield from found


def _filled(value: Value, constant: Value) -> Value:
    """Return a value of the same shape that is `constant` everywhere."""
    if isinstance(value, tuple):
        return tuple(_filled(item, constant) for item in value)
    return constant
