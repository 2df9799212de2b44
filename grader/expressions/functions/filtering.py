"""Filtering by the reference engine, as far as a formula may ask for it.

A list is a signal: it is filtered as a matrix of one row, and comes out as a list.
"""

from collections.abc import Callable
from typing import Any

import numpy as np

from grader import engine
from grader.engine.boundaries import extend
from grader.engine.vocabulary import require_word
from grader.expressions.arrays import Array, Runtime, shaped
from grader.expressions.faults import ExpressionFault
from grader.expressions.functions.arguments import (
    MATRIX_AXES,
    array,
    length,
    matrix,
    objects,
    offset,
)
from grader.expressions.functions.numbers import middle, total

# Options of the engine that change no answer, and that a formula could ask too much with.
_HOW = frozenset({"method", "workers"})


def correlate(image: Runtime, kernel: Runtime, **options: Any) -> Array:  # noqa: ANN401 - engine's
    """Return the cross-correlation of two matrices, or of two lists."""
    return _filtered(engine.correlate, image, kernel, options)


def convolve(image: Runtime, kernel: Runtime, **options: Any) -> Array:  # noqa: ANN401 - engine's
    """Return the convolution of two matrices, or of two lists."""
    return _filtered(engine.convolve, image, kernel, options)


def count_products(image: Runtime, kernel: Runtime, mode: engine.Mode = "same") -> int:
    """Return how many products of a filtering are not zero: its work by hand."""
    used = (array(cells, "count_products") != 0 for cells in (image, kernel))
    return int(total(correlate(*used, mode=mode)))


def pad(image: Runtime, widths: Runtime, **options: Any) -> Array:  # noqa: ANN401 - engine's
    """Return a matrix or a list extended by a boundary rule."""
    if not _is_list(image):
        return engine.pad(image, widths, **options)  # type: ignore[arg-type]
    if np.shape(widths) not in {(), (2,)}:  # type: ignore[arg-type]
        raise ValueError("a list is padded by one number, or by [before, after]")
    ends = np.broadcast_to(np.asarray(widths), (2,)).tolist()
    return engine.pad(image[np.newaxis], ((0, 0), ends), **options)[0]  # type: ignore[call-overload, index, no-any-return]


def rotate180(kernel: Runtime) -> Array:
    """Return a matrix turned by 180°, or a list read backwards."""
    cells = array(kernel, "rotate180")
    return cells[::-1] if cells.ndim == 1 else cells[::-1, ::-1]


def window(  # noqa: PLR0913 - sizes and a place, by position
    image: Runtime,
    kernel_rows: int,
    kernel_columns: int,
    row: int,
    column: int,
    *,
    boundary: engine.Boundary = "zero",
) -> Array:
    """Return the pixels under a kernel whose origin lies on (`row`, `column`).

    The place may lie outside the image: there the boundary rule holds as it does everywhere.
    """
    pixels = matrix(image, "window")
    require_word(boundary, "boundary")
    if not pixels.size:
        raise ValueError("window() needs an image that is not empty")
    top, left = (
        offset(place) - length(size) // 2
        for place, size in ((row, kernel_rows), (column, kernel_columns))
    )
    rows, columns = range(top, top + kernel_rows), range(left, left + kernel_columns)
    return np.array(extend(pixels, rows, columns, boundary=boundary))


def median_filter(
    image: Runtime, size: Runtime = 3, *, boundary: engine.Boundary = "zero"
) -> Array:
    """Return the median of every neighborhood, exactly."""
    return _ranked(middle, image, size, boundary)


def max_filter(image: Runtime, size: Runtime = 3, *, boundary: engine.Boundary = "zero") -> Array:
    """Return the greatest pixel of every neighborhood."""
    return _ranked(max, image, size, boundary)


def min_filter(image: Runtime, size: Runtime = 3, *, boundary: engine.Boundary = "zero") -> Array:
    """Return the least pixel of every neighborhood."""
    return _ranked(min, image, size, boundary)


def matrices_of(
    image: Runtime, kernel: Runtime, options: dict[str, Any]
) -> tuple[Runtime, Runtime, dict[str, Any]]:
    """Return what the engine takes: two lists as matrices of one row."""
    if _is_list(image) != _is_list(kernel):
        raise ExpressionFault(
            "a list and a matrix cannot be filtered with each other",
            fix="make the list a matrix: as_row(…) or as_column(…)",
        )
    if not (isinstance(image, np.ndarray) and isinstance(kernel, np.ndarray) and _is_list(image)):
        return image, kernel, options
    if options.get("anchor") is not None:
        options = {**options, "anchor": (0, options["anchor"])}
    return image[np.newaxis], kernel[np.newaxis], options


def _filtered(
    apply: Callable[..., Array], image: Runtime, kernel: Runtime, options: dict[str, Any]
) -> Array:
    for name in _HOW.intersection(options):
        raise ExpressionFault(f"a formula says what to compute, and not by which {name}")
    first, second, chosen = matrices_of(image, kernel, options)
    output = apply(first, second, **chosen)
    return output[0] if _is_list(image) else output


def _ranked(
    choose: Callable[[list[Any]], Any], image: Runtime, size: Runtime, boundary: engine.Boundary
) -> Array:
    given = objects(array(image, "a filter of neighborhoods"))
    pixels = np.atleast_2d(given)
    sizes = [size] if isinstance(size, int) else list(np.asarray(size).tolist())
    if len(sizes) == 1:
        sizes = [1 if given.ndim == 1 else sizes[0], *sizes]
    if len(sizes) != MATRIX_AXES:
        raise ValueError("the size of a neighborhood is one number, or [rows, columns]")
    down, across = map(length, sizes)
    chosen = [
        choose(list(window(pixels, down, across, row, column, boundary=boundary).flat))
        for row in range(pixels.shape[0])
        for column in range(pixels.shape[1])
    ]
    return shaped(chosen, given.shape)


def _is_list(cells: Runtime) -> bool:
    return isinstance(cells, np.ndarray) and cells.ndim == 1
