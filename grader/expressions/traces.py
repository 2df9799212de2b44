"""The sliding window behind a definition: what the worked solution shows and slips are found in."""

from collections.abc import Mapping
from typing import Any

from grader import engine
from grader.expressions.arrays import to_runtime, to_value
from grader.expressions.evaluation import evaluate
from grader.expressions.functions.filtering import matrices_of
from grader.model.exercise import Exercise
from grader.model.expression import Call
from grader.model.value import Value
from grader.model.worked import Filtering

_FILTERS = ("correlate", "convolve")
_OPERANDS = ("image", "kernel")
_PER_AXIS = ("stride", "dilation", "anchor")


def filtering_of(
    exercise: Exercise, variable: str, values: Mapping[str, Value]
) -> Filtering | None:
    """Return what `variable` is computed from, or None when it is no filtering."""
    definition = next((item for item in exercise.definitions if item.name == variable), None)
    tree = definition.expression.tree if definition else None
    if not isinstance(tree, Call) or tree.function not in _FILTERS:
        return None
    known = {name: to_runtime(value) for name, value in values.items()}
    named = (*zip(_OPERANDS, tree.arguments, strict=False), *tree.options)
    given: dict[str, Any] = {name: evaluate(item, known) for name, item in named}
    image, kernel, options = matrices_of(given.pop("image"), given.pop("kernel"), given)
    settled: dict[str, Any] = {name: to_value(option) for name, option in options.items()}
    for name in _PER_AXIS:
        if isinstance(settled.get(name), int):
            settled[name] = (settled[name],) * 2
    return Filtering(
        image=to_value(image), kernel=to_value(kernel), operation=tree.function, **settled
    )


def trace_of(exercise: Exercise, variable: str, values: Mapping[str, Value]) -> engine.Trace | None:
    """Return the steps by which `variable` is computed, or None when it is no filtering."""
    filtering = filtering_of(exercise, variable, values)
    return None if filtering is None else engine.trace(**filtering.arguments())
