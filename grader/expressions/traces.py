"""The sliding window behind a definition: what the worked solution shows and slips are found in."""

from collections.abc import Mapping
from typing import Any

from grader import engine
from grader.expressions.arrays import Runtime, to_runtime, to_value
from grader.expressions.evaluation import evaluate
from grader.expressions.functions.filtering import matrices_of
from grader.expressions.scopes import Scope
from grader.model.exercise import Answer, Exercise
from grader.model.expression import Call, Conditional, Name, Subscript, Tree
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
    if definition is None:
        return None
    known = Scope({name: to_runtime(value) for name, value in values.items()})
    tree = _taken(definition.expression.tree, known)
    if not isinstance(tree, Call) or tree.function not in _FILTERS:
        return None
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


def _taken(tree: Tree, known: Mapping[str, Runtime]) -> Tree:
    """Return the branch that a variant takes, of a filtering whose operation is drawn."""
    while isinstance(tree, Conditional):
        tree = tree.then if evaluate(tree.test, known) else tree.otherwise
    return tree


def step_of(answer: Answer, exercise: Exercise, values: Mapping[str, Value]) -> engine.Step | None:
    """Return the step that gives an answer of one cell, ``out[row, column]``, or None."""
    tree = answer.expect.tree
    if isinstance(tree, Name):
        definitions = {item.name: item.expression.tree for item in exercise.definitions}
        tree = definitions.get(tree.name, tree)
    if not isinstance(tree, Subscript) or not isinstance(tree.value, Name):
        return None
    trace = trace_of(exercise, tree.value.name, values)
    known = Scope({name: to_runtime(value) for name, value in values.items()})
    place = [evaluate(index, known) for index in tree.indices]
    if trace is None or not all(type(index) is int for index in place):
        return None
    row, column = [0, *place][-2:]
    return trace[int(row) % trace.shape[0] * trace.shape[1] + int(column) % trace.shape[1]]  # type: ignore[arg-type]


def trace_of(exercise: Exercise, variable: str, values: Mapping[str, Value]) -> engine.Trace | None:
    """Return the steps by which `variable` is computed, or None when it is no filtering."""
    filtering = filtering_of(exercise, variable, values)
    return None if filtering is None else engine.trace(**filtering.arguments())
