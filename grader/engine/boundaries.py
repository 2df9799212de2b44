"""What an image holds outside its own pixels: five rules, each in closed form.

A closed form folds any distance at once, so that a kernel may be many times larger than the image.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from grader.engine.arrays import check_number, describe_shape, matrix
from grader.engine.exactness import widest
from grader.engine.vocabulary import Boundary, Number, require_word


def _replicate(index: int, size: int) -> int:
    return min(max(index, 0), size - 1)


def _reflect(index: int, size: int) -> int:
    # The edge is not repeated: … 2 1 | 0 1 2 | 1 0 …, a period of 2·size - 2 pixels,
    # which is no period at all for one pixel.
    period = max(2 * size - 2, 1)
    folded = index % period
    return min(folded, period - folded) if size > 1 else 0


def _symmetric(index: int, size: int) -> int:
    # The edge is repeated: … 1 0 | 0 1 2 | 2 1 …, a period of 2·size pixels.
    folded = index % (2 * size)
    return min(folded, 2 * size - 1 - folded)


def _wrap(index: int, size: int) -> int:
    return index % size


_SOURCE: Final[Mapping[str, Callable[[int, int], int]]] = {
    "replicate": _replicate,
    "reflect": _reflect,
    "symmetric": _symmetric,
    "wrap": _wrap,
}


def source_index(index: int, size: int, boundary: Boundary) -> int | None:
    """Return which of `size` pixels stands at `index`; None where the fill value does.

    >>> [source_index(index, 3, "reflect") for index in range(-3, 6)]
    [1, 2, 1, 0, 1, 2, 1, 0, 1]
    """
    if 0 <= index < size:
        return index
    return None if boundary == "zero" else _SOURCE[boundary](index, size)


def extend(  # noqa: PLR0913 -- what, where, and by which rule
    image: npt.NDArray[Any],
    rows: range,
    columns: range,
    *,
    boundary: Boundary,
    fill_value: Number = 0,
    out: npt.NDArray[Any] | None = None,
) -> npt.NDArray[Any]:
    """Return the image on a rectangle of the plane, which may lie partly or wholly outside it.

    `rows` and `columns` are image coordinates in steps of 1. Without `out` the result has the
    image's dtype and may be a view; `out`, of the rectangle's shape, is filled and returned. A
    pixel may be an array: only the first two axes are the image's.
    """
    height, width = image.shape[:2]
    top, bottom = _inside(rows, height)
    left, right = _inside(columns, width)
    if out is None:
        if bottom - top == len(rows) and right - left == len(columns):
            return image[rows.start : rows.stop, columns.start : columns.stop]
        out = np.empty((len(rows), len(columns), *image.shape[2:]), dtype=image.dtype)
    # The inside is one copy; what lies outside is a few rows and columns, each copied by itself.
    out[top:bottom, left:right] = image[
        rows.start + top : rows.start + bottom, columns.start + left : columns.start + right
    ]
    if boundary == "zero":
        out[:top] = out[bottom:] = fill_value
        out[top:bottom, :left] = out[top:bottom, right:] = fill_value
        return out
    source = _SOURCE[boundary]
    inner = slice(columns.start + left, columns.start + right)
    for place in (*range(top), *range(bottom, len(rows))):
        out[place, left:right] = image[source(rows[place], height), inner]
    beside = [*range(left), *range(right, len(columns))]
    if beside:
        down = [[source(row, height)] for row in rows]
        across = [source(columns[place], width) for place in beside]
        out[:, beside] = image[down, across]
    return out


def _inside(places: range, size: int) -> tuple[int, int]:
    """Return from where to where in `places` they are indices of `size` pixels."""
    start = min(max(-places.start, 0), len(places))
    return start, max(min(size - places.start, len(places)), start)


def pad(
    image: npt.ArrayLike,
    widths: int | Sequence[int] | Sequence[Sequence[int]],
    *,
    boundary: Boundary,
    fill_value: Number = 0,
) -> npt.NDArray[Any]:
    """Return the image with a border that the boundary rule makes up.

    Parameters
    ----------
    image
        A matrix of numbers.
    widths
        How many pixels to add: one number for all four sides, ``(rows, columns)`` as everywhere in
        this engine, or ``((top, bottom), (left, right))``. (`numpy.pad` reads a plain pair as
        "before and after, on every axis".)
    boundary
        ``"zero"``, ``"replicate"``, ``"reflect"`` (edge not repeated), ``"symmetric"`` (edge
        repeated) or ``"wrap"``.
    fill_value
        What boundary ``"zero"`` fills with.

    Returns
    -------
    numpy.ndarray
        The border holds copies, so the dtype is the image's, unless the fill value needs a wider.

    Examples
    --------
    >>> pad([[1, 2, 3]], (0, 2), boundary="reflect")
    array([[3, 2, 1, 2, 3, 2, 1]])
    >>> pad([[1, 2, 3]], (0, 2), boundary="symmetric")
    array([[2, 1, 1, 2, 3, 3, 2]])
    """
    require_word(boundary, "boundary")
    pixels = matrix(image, "image")
    fill = check_fill(fill_value, boundary)
    (top, bottom), (left, right) = _border(widths)
    height, width = pixels.shape
    return np.array(
        extend(
            widest(pixels, fill),
            range(-top, height + bottom),
            range(-left, width + right),
            boundary=boundary,
            fill_value=fill,
        )
    )


def check_fill(fill_value: Number, boundary: Boundary) -> Number:
    """Return the fill value as a Python number; refuse one that the boundary would ignore."""
    fill = check_number(fill_value, "fill_value")
    if fill != 0 and boundary != "zero":
        raise ValueError(
            f'fill_value {fill} is used by boundary "zero" only, but boundary is "{boundary}"'
        )
    return fill


def _border(
    widths: int | Sequence[int] | Sequence[Sequence[int]],
) -> tuple[tuple[int, int], tuple[int, int]]:
    given = np.asarray(widths)
    if given.dtype.kind not in "iu" or given.shape not in {(), (2,), (2, 2)}:
        raise ValueError(
            "widths must be a whole number, (rows, columns) or ((top, bottom), (left, right)), "
            f"not {widths!r} of shape {describe_shape(given.shape)}"
        )
    if given.min() < 0:
        raise ValueError(f"widths must not be negative, but are {widths!r}")
    per_axis = given[:, np.newaxis] if given.ndim == 1 else given
    (top, bottom), (left, right) = np.broadcast_to(per_axis, (2, 2)).tolist()
    return (top, bottom), (left, right)
