"""What a call costs, told from its arguments before anything is computed.

The unit is one multiplication of machine words, about a tenth of a microsecond. Rows and columns
are bounded too: a number of one line can ask for an array that no machine holds.
"""

import math
from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction

import numpy as np

from grader.expressions.arrays import MAX_CELLS, Array, Runtime
from grader.expressions.faults import ExpressionFault

MAX_LENGTH = 64
"""Rows or columns that a number may ask for."""
_PER_CELL = 10
"""One operation of the interpreter, in machine multiplications."""
_SEVERAL = 4
_PER_WINDOW = 200
"""Cutting a neighborhood out of an image."""
_PER_ELIMINATION = 15
_WORD = 64
_GROWTH = 512
"""Bits that an elimination adds to its entries before they cost as much again."""


def of_cells(arguments: Sequence[Runtime], options: Mapping[str, Runtime]) -> int:
    """Return the cost of looking at every cell once."""
    return sum(_PER_CELL * array.size * _words(array) for array in _arrays(arguments, options))


def of_squares(arguments: Sequence[Runtime], options: Mapping[str, Runtime]) -> int:
    """Return the cost of looking at every cell several times, or of adding up squares."""
    return _SEVERAL * of_cells(arguments, options)


def of_cellwise(left: Runtime, right: Runtime) -> int:
    """Return the cost of an operator; cells are computed one by one, so none sees another's."""
    if not (isinstance(left, np.ndarray) or isinstance(right, np.ndarray)):
        return 0
    arrays = _arrays((left, right), {})
    return sum(_PER_CELL * array.size * (1 + _bits(array) // _WORD) for array in arrays)


def of_products(arguments: Sequence[Runtime], options: Mapping[str, Runtime]) -> int:
    """Return the cost of multiplying every cell of one array with every cell of the other."""
    arrays = _arrays(arguments, options)
    return math.prod(array.size for array in arrays) * max(map(_words, arrays), default=1)


def of_outer(arguments: Sequence[Runtime], options: Mapping[str, Runtime]) -> int:
    """Return the cost of an outer product, whose cells are all kept."""
    _require_room(math.prod(array.size for array in _arrays(arguments, options)))
    return of_products(arguments, options)


def of_matrix_product(arguments: Sequence[Runtime], options: Mapping[str, Runtime]) -> int:
    """Return the cost of a matrix product, at most that of every pair of cells."""
    arrays = [array for array in _arrays(arguments, options) if array.ndim]
    _require_room(math.prod(array.size // (array.shape[-1] or 1) for array in arrays[:1]))
    shared = max((min(array.shape) for array in arrays), default=1)
    _require_room(math.prod(array.size for array in arrays) // max(shared, 1) ** 2)
    return of_products(arguments, options)


def of_filtering(arguments: Sequence[Runtime], options: Mapping[str, Runtime]) -> int:
    """Return the cost of a filtering, which dilation and mode ``full`` raise beyond the sizes."""
    given = (*arguments, *(options[name] for name in ("image", "kernel") if name in options))
    # A list is filtered as a matrix of one row.
    arrays = [array if array.ndim > 1 else array[np.newaxis] for array in _arrays(given, {})]
    if len(arrays) != 2 or any(array.ndim != 2 for array in arrays):  # noqa: PLR2004 - F and H
        return of_cells(arguments, options)
    image, kernel = arrays
    gap = max(_lengths((options["dilation"],)), default=1) if "dilation" in options else 1
    extent: int = math.prod(
        size + (taps - 1) * gap for size, taps in zip(image.shape, kernel.shape, strict=True)
    )
    outputs: int = extent if options.get("mode") == "full" else image.size
    return (outputs * int(kernel.size) + extent) * max(_words(image), _words(kernel))


def of_neighborhoods(arguments: Sequence[Runtime], options: Mapping[str, Runtime]) -> int:
    """Return the cost of putting the neighborhood of every pixel in order."""
    size = options.get("size", arguments[1] if len(arguments) > 1 else 3)
    side = max(_lengths((size,)), default=1)
    return sum(
        image.size * (_PER_WINDOW + _PER_CELL * _words(image) * side**image.ndim)
        for image in _arrays((*arguments[:1], options.get("image", 0)), {})
    )


def of_layer(arguments: Sequence[Runtime], options: Mapping[str, Runtime]) -> int:
    """Return the cost of a layer: every weight at every place of its padded input."""
    names = ("x", "weights", "bias")
    arrays = _arrays((*arguments, *(options[name] for name in names if name in options)), {})
    border = 2 * max(_lengths((options.get("padding", 0),)), default=0)
    places = max(
        (math.prod(size + border for size in array.shape[-2:]) for array in arrays[:1]), default=0
    )
    cells = sum(array.size for array in arrays)
    return places * cells * max(map(_words, arrays), default=1)


def of_padding(arguments: Sequence[Runtime], options: Mapping[str, Runtime]) -> int:
    """Return the cost of making a border: every cell of the result."""
    widths = (*arguments[1:], options.get("widths", 0))
    border = 2 * max(_lengths(widths), default=0)
    sizes = [array.shape for array in _arrays(arguments[:1], options)]
    return sum(math.prod(size + border for size in shape) for shape in sizes)


def of_sizes(arguments: Sequence[Runtime], options: Mapping[str, Runtime]) -> int:
    """Return the cost of a matrix whose rows and columns are written as numbers."""
    longest = 2 * max(_lengths((*arguments, *options.values())), default=0) + 1
    return longest**2


def of_elimination(arguments: Sequence[Runtime], options: Mapping[str, Runtime]) -> int:
    """Return the cost of an exact Gaussian elimination, whose entries grow with every step."""
    return sum(
        _PER_ELIMINATION
        * array.size
        * min(array.shape, default=1)
        * (1 + (_bits(array) + _pooled(array)) * min(array.shape, default=1) // _GROWTH)
        for array in _arrays(arguments, options)
    )


def _arrays(arguments: Sequence[Runtime], options: Mapping[str, Runtime]) -> list[Array]:
    return [item for item in (*arguments, *options.values()) if isinstance(item, np.ndarray)]


def _lengths(values: Sequence[Runtime]) -> Iterator[int]:
    for value in values:
        cells = value.flat if isinstance(value, np.ndarray) else (value,)
        for cell in cells:
            if isinstance(cell, int | np.integer):
                if abs(int(cell)) > MAX_LENGTH:
                    raise ExpressionFault(f"no side may be longer than {MAX_LENGTH}")
                yield abs(int(cell))


def _require_room(cells: int) -> None:
    if cells > MAX_CELLS:
        raise ExpressionFault(f"the result would have {cells} numbers; at most {MAX_CELLS} may be")


def _words(array: Array) -> int:
    """Return how many machine words a number takes where all cells enter one sum."""
    return 1 if array.dtype != object else 2 * (1 + (_bits(array) + _pooled(array)) // _WORD)


def _bits(array: Array) -> int:
    if array.dtype != object:
        return 0
    return max((_length(cell) for cell in array.flat), default=0)


def _length(cell: float | Fraction) -> int:
    if isinstance(cell, float):
        return _WORD
    return max(cell.numerator.bit_length(), cell.denominator.bit_length())


def _pooled(array: Array) -> int:
    """Return the bits of a denominator common to all cells: what a sum of fractions carries."""
    if array.dtype != object:
        return 0
    below = {cell.denominator for cell in array.flat if not isinstance(cell, float)}
    return sum(denominator.bit_length() for denominator in below - {1})
