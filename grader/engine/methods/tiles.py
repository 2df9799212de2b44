"""Cut an output into tiles that stay in the processor's cache, and fill them, in threads or not."""

import math
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import lru_cache
from itertools import product
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt

from grader.engine.boundaries import extend
from grader.engine.exactness import Terms
from grader.engine.layout import Layout

Compute: TypeAlias = Callable[[Layout, npt.NDArray[Any]], None]
"""Writes the output of a part of a filter into an array of the part's shape."""


def fill_tiles(  # noqa: PLR0913 -- what is filled, how, and where
    layout: Layout,
    terms: Terms,
    compute: Compute,
    *,
    arithmetic: np.dtype[Any],
    tile: tuple[int, int],
    workers: int,
    instead: Callable[[], Compute] | None = None,
) -> npt.NDArray[Any]:
    """Return the output of a filter, computed tile by tile.

    Where the tiles lie depends on the shapes alone, and each is computed by itself: the number of
    workers changes nothing. What `instead` makes computes a tile again where `compute` meets a NaN
    or an infinity, which a method that mixes windows may have smeared.
    """
    _keep_freed_memory()
    output = np.empty(layout.shape, dtype=terms.dtype)

    # A thread starts without its caller's error state, so that it is set here. A NaN is an answer.
    @np.errstate(all="ignore")
    def fill(place: tuple[range, range]) -> None:
        rows, columns = place
        part = layout.part(rows, columns)
        target = output[rows.start : rows.stop, columns.start : columns.stop]
        same = arithmetic == terms.dtype
        result = target if same else np.empty(part.shape, dtype=arithmetic)
        compute(part, result)
        if instead and not _is_finite(result):
            instead()(part, result)
        if not same:
            target[...] = result

    places = list(
        product(_pieces(layout.rows.count, tile[0]), _pieces(layout.columns.count, tile[1]))
    )
    if min(workers, len(places)) == 1:
        for place in places:
            fill(place)
    else:
        with ThreadPoolExecutor(workers) as pool:
            list(pool.map(fill, places))
    return terms.restore(output)


def _is_finite(result: npt.NDArray[Any]) -> bool:
    # What is not finite makes its column's sum so. A sum over everything takes twice as long.
    return bool(np.isfinite(result.sum(axis=0)).all())


def plane_under(part: Layout, terms: Terms, arithmetic: np.dtype[Any]) -> npt.NDArray[Any]:
    """Return all pixels under the windows of a part, continued beyond the image's edges.

    Not to be written to: inside the image it is a view.
    """
    return plane_on(part.rows.span, part.columns.span, part, terms, arithmetic)


def plane_on(
    rows: range, columns: range, part: Layout, terms: Terms, arithmetic: np.dtype[Any]
) -> npt.NDArray[Any]:
    """Return the pixels of a rectangle, continued beyond the image's edges."""
    converted = None
    # BLAS wants pixels of a row side by side.
    if terms.values.dtype != arithmetic or terms.values.strides[1] != arithmetic.itemsize:
        converted = np.empty((len(rows), len(columns)), dtype=arithmetic)
    return extend(
        terms.values,
        rows,
        columns,
        boundary=part.boundary,
        fill_value=terms.fill,
        out=converted,
    )


@lru_cache(maxsize=1)
def _keep_freed_memory() -> None:
    """Ask the allocator to keep what tiles free for the next tile.

    glibc returns large blocks to the system at once, until it has seen how large they get; new ones
    then cost a page fault per 4 KB. Seeing one of 31 MB makes transforms at 256² 1.4 times as fast.
    """
    np.empty(31 * 2**20, dtype=np.uint8)


def even_pieces(size: int, largest: int) -> int:
    """Return the length of equal pieces of `size`, none longer than `largest`."""
    return math.ceil(size / math.ceil(size / max(largest, 1)))


def _pieces(size: int, length: int) -> Sequence[range]:
    return [range(start, min(start + length, size)) for start in range(0, size, length)]
