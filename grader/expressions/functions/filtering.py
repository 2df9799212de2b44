"""Filtering by the reference engine, as far as a formula may ask for it."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from grader import engine
from grader.expressions.arrays import Array, Runtime
from grader.expressions.faults import ExpressionFault
from grader.expressions.functions.numbers import total

# Options of the engine that change no answer, and that a formula could ask too much with.
_HOW = frozenset({"method", "workers"})


def _filter(call: Callable[..., Any]) -> Callable[..., Any]:
    @wraps(call)
    def computed(*arguments: Runtime, **options: Runtime) -> Any:  # noqa: ANN401 - an array
        for name in _HOW & set(options):
            raise ExpressionFault(f"a formula says what to compute, and not by which {name}")
        return call(*arguments, **options)

    return computed


correlate = _filter(engine.correlate)
convolve = _filter(engine.convolve)


def count_products(image: Array, kernel: Array, mode: engine.Mode = "same") -> int:
    """Return how many products of a filtering are not zero: its work by hand."""
    return int(total(engine.correlate(image != 0, kernel != 0, mode=mode)))
