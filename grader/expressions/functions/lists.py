"""Lists of numbers or of texts: made, put in order, joined and searched."""

from typing import Any

import numpy as np

from grader.expressions.arrays import Array, Runtime, shaped
from grader.expressions.functions.arguments import length as whole_length
from grader.expressions.functions.arguments import objects, vector
from grader.expressions.functions.comparison import same


def entries(items: Runtime, function: str) -> list[Any]:
    """Return the entries of a list, or the rows of a matrix; `function` is who asks."""
    if isinstance(items, tuple):
        return list(items)
    if isinstance(items, np.ndarray) and items.ndim:
        return list(objects(items))
    raise ValueError(f"{function}() needs a list")


def length(items: Runtime) -> int:
    """Return how many entries a list has, or rows a matrix."""
    return len(entries(items, "length"))


def ramp(size: int, first: Any = 0, step: Any = 1) -> Array:  # noqa: ANN401 - any numbers
    """Return `size` numbers that begin with `first` and grow by `step`."""
    return shaped([first + step * index for index in range(whole_length(size))], (size,))


def ordered(items: Runtime) -> Runtime:
    """Return a list from the least entry to the greatest."""
    if isinstance(items, tuple):
        return tuple(sorted(items))
    cells = sorted(objects(vector(items, "sorted")))
    return shaped(cells, (len(cells),))


def backwards(items: Runtime) -> Runtime:
    """Return a list from its last entry to its first."""
    if isinstance(items, tuple):
        return items[::-1]
    return np.flip(vector(items, "reverse"))


def concatenate(*lists: Runtime) -> Runtime:
    """Return the entries of all lists, or the rows of all matrices, one after another."""
    if lists and all(isinstance(items, tuple) for items in lists):
        return tuple(entry for items in lists for entry in items)  # type: ignore[union-attr]
    for items in lists:
        entries(items, "concatenate")
    return np.concatenate([objects(items) for items in lists])


def cumulative(items: Runtime) -> Array:
    """Return the sum of the entries up to each of them."""
    cells = objects(vector(items, "cumulative"))
    return np.add.accumulate(cells)


def index_of(items: Runtime, item: Runtime) -> int:
    """Return where an entry stands for the first time, counted from 0."""
    for index, entry in enumerate(entries(items, "index_of")):
        if same(entry, item):
            return index
    raise ValueError("index_of() finds no such entry in the list")


def contains(items: Runtime, item: Runtime) -> bool:
    """Return whether some entry of a list is `item`."""
    return any(same(entry, item) for entry in entries(items, "contains"))
