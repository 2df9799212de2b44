"""The sliding window behind a definition: what the worked solution shows and slips are found in."""

from collections.abc import Mapping
from typing import Any

from grader import engine
from grader.expressions.arrays import to_runtime
from grader.expressions.evaluation import evaluate
from grader.expressions.functions.filtering import matrices_of
from grader.model.exercise import Exercise
from grader.model.expression import Call
from grader.model.value import Value

_FILTERS = ("correlate", "convolve")


def trace_of(exercise: Exercise, variable: str, values: Mapping[str, Value]) -> engine.Trace | None:
    """Return the steps by which `variable` is computed, or None when it is no filtering."""
    definition = next((item for item in exercise.definitions if item.name == variable), None)
    tree = definition.expression.tree if definition else None
    if not isinstance(tree, Call) or tree.function not in _FILTERS:
        return None
    known = {name: to_runtime(value) for name, value in values.items()}
    image, kernel = (evaluate(argument, known) for argument in tree.arguments[:2])
    options: dict[str, Any] = {name: evaluate(item, known) for name, item in tree.options}
    image, kernel, options = matrices_of(image, kernel, options)
    return engine.trace(image, kernel, operation=tree.function, **options)  # type: ignore[arg-type]
