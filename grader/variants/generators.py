"""What a parameter can be drawn from. One function each, listed in `GENERATORS`."""

import math
from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

from grader.expressions import Runtime, to_runtime
from grader.variants.streams import Stream

MAX_SIDE = 64
MAX_NUMBER = 10**6
"""Beyond what anybody computes by hand, and far below what an array holds exactly."""


def integer(stream: Stream, low: int, high: int, step: int = 1) -> int:
    """Draw from ``low, low + step, … high``."""
    if not _whole(low, high, step) or step < 1 or high < low:
        raise ValueError("integer(low, high, step=1) needs whole numbers, low ≤ high and step ≥ 1")
    return low + step * stream.below((high - low) // step + 1)


def pick(stream: Stream, *options: Runtime) -> Runtime:
    """Draw one of the arguments."""
    if not options:
        raise ValueError("pick(a, b, …) needs something to pick from")
    return options[stream.below(len(options))]


def flag(stream: Stream) -> bool:
    """Draw true or false."""
    return stream.below(2) == 1


def matrix(  # noqa: PLR0913 - the arguments are the author's, by position
    stream: Stream, rows: int, columns: int, low: int, high: int, *, nonzero: int | None = None
) -> Runtime:
    """Draw a matrix of whole numbers ``low … high``; `nonzero` fixes how many are not zero."""
    values = _range("matrix(rows, columns, low, high)", (rows, columns), low, high)
    return _cells(stream, (rows, columns), values, nonzero)


def vector(
    stream: Stream, size: int, low: int, high: int, *, nonzero: int | None = None
) -> Runtime:
    """Draw a list of whole numbers ``low … high``; `nonzero` fixes how many are not zero."""
    values = _range("vector(n, low, high)", (size,), low, high)
    return _cells(stream, (size,), values, nonzero)


def stack(  # noqa: PLR0913, PLR0917 - the arguments are the author's, by position
    stream: Stream, channels: int, rows: int, columns: int, low: int, high: int
) -> Runtime:
    """Draw a matrix of whole numbers ``low … high`` for every channel."""
    shape = (channels, rows, columns)
    values = _range("stack(channels, rows, columns, low, high)", shape, low, high)
    return _cells(stream, shape, values, None)


def distinct_matrix(stream: Stream, rows: int, columns: int, low: int, high: int) -> Runtime:
    """Draw a matrix of whole numbers ``low … high`` no two of which are equal."""
    values = _range("distinct_matrix(rows, columns, low, high)", (rows, columns), low, high)
    size = rows * columns
    if size > len(values):
        raise ValueError(f"{size} cells cannot all be different from {low} to {high}")
    return np.array(_different(stream, size, values), dtype=np.int64).reshape(rows, columns)


def _range(call: str, shape: tuple[int, ...], low: int, high: int) -> range:
    """Return the numbers to draw from, for an array that is not too large."""
    if not _whole(*shape, low, high) or min(shape) < 1:
        raise ValueError(f"{call} needs whole numbers")
    room = max(shape) <= MAX_SIDE and math.prod(shape) <= MAX_SIDE**2
    if not room or not -MAX_NUMBER <= low <= high <= MAX_NUMBER:
        raise ValueError(
            f"{call}: sizes to {MAX_SIDE}, {MAX_SIDE**2} numbers in all, "
            f"-{MAX_NUMBER} ≤ low ≤ high ≤ {MAX_NUMBER}"
        )
    return range(low, high + 1)


def _cells(stream: Stream, shape: tuple[int, ...], values: range, nonzero: int | None) -> Runtime:
    size = math.prod(shape)
    if nonzero is None:
        cells = [values.start + place for place in stream.several(len(values), size)]
    else:
        cells = _sparse(stream, size, nonzero, values)
    return np.array(cells, dtype=np.int64).reshape(shape)


def _different(stream: Stream, size: int, values: range) -> list[int]:
    # The first steps of a shuffle; only what it has moved is kept, however many values there are.
    moved: dict[int, int] = {}
    drawn = []
    for index in range(size):
        place = index + stream.below(len(values) - index)
        drawn.append(values[moved.get(place, place)])
        moved[place] = moved.get(index, index)
    return drawn


def _sparse(stream: Stream, size: int, nonzero: int, numbers: range) -> list[int]:
    values = [number for number in numbers if number]
    if not _whole(nonzero) or not 0 <= nonzero <= size or (nonzero and not values):
        raise ValueError(f"{size} cells cannot have {nonzero} that are not zero")
    places = list(range(size))
    cells = [0] * size
    for _ in range(nonzero):
        cells[places.pop(stream.below(len(places)))] = values[stream.below(len(values))]
    return cells


def sample(stream: Stream, items: Runtime, size: int) -> Runtime:
    """Draw `size` different entries of a list, in random order."""
    pool = _entries(items)
    if not _whole(size) or not 0 < size <= len(pool):
        raise ValueError(f"sample(list, n) needs 1 ≤ n ≤ {len(pool)}")
    return _gathered([pool.pop(stream.below(len(pool))) for _ in range(size)])


def shuffle(stream: Stream, items: Runtime) -> Runtime:
    """Draw an order of a list."""
    return sample(stream, items, len(_entries(items)))


def _whole(*numbers: object) -> bool:
    return all(type(number) is int for number in numbers)


def _entries(items: Runtime) -> list[Any]:
    if isinstance(items, np.ndarray):
        return list(items.tolist())
    if isinstance(items, tuple):
        return list(items)
    raise ValueError("a list is needed: [a, b, c]")


def _gathered(entries: list[Any]) -> Runtime:
    return to_runtime(tuple(entries))


GENERATORS: Mapping[str, Callable[..., Runtime]] = {
    "integer": integer,
    "pick": pick,
    "flag": flag,
    "matrix": matrix,
    "distinct_matrix": distinct_matrix,
    "vector": vector,
    "stack": stack,
    "sample": sample,
    "shuffle": shuffle,
}
