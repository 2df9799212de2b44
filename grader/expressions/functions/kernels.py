"""Kernels: Gaussians, single coefficients, factors and symmetries."""

from typing import Any

import numpy as np

from grader import engine
from grader.expressions.arrays import Array, Runtime
from grader.expressions.functions.arguments import (
    array,
    is_number,
    length,
    matrix,
    objects,
    place,
)
from grader.expressions.functions.comparison import same


def gaussian_1d(sigma: Any, radius: int, *, normalize: bool = True) -> Array:  # noqa: ANN401 - a number
    """Return a sampled Gaussian."""
    return engine.gaussian_1d(_width(sigma), _reach(radius), normalize=normalize)


def gaussian_2d(sigma: Any, radius: int, *, normalize: bool = True) -> Array:  # noqa: ANN401 - a number
    """Return a sampled Gaussian of two dimensions."""
    return engine.gaussian_2d(_width(sigma), _reach(radius), normalize=normalize)


def gaussian_derivative_1d(sigma: Any, radius: int, *, normalize: bool = True) -> Array:  # noqa: ANN401 - a number
    """Return the sampled derivative of a Gaussian."""
    return engine.gaussian_derivative_1d(_width(sigma), _reach(radius), normalize=normalize)


def gaussian_derivative_2d(
    sigma: Any,  # noqa: ANN401 - a number
    radius: int,
    axis: Any = "x",  # noqa: ANN401 - checked by the engine
    *,
    normalize: bool = True,
) -> Array:
    """Return the sampled derivative along `axis` of a Gaussian of two dimensions."""
    return engine.gaussian_derivative_2d(
        _width(sigma), _reach(radius), axis=axis, normalize=normalize
    )


def _width(sigma: Runtime) -> float:
    if not is_number(sigma):
        raise ValueError("sigma is a number of pixels")
    return float(sigma)


def _reach(radius: Any) -> int:  # noqa: ANN401 - whatever a formula gives
    return length(2 * radius + 1) // 2


def delta(size: int, row: int, column: int) -> Array:
    """Return a `size` × `size` kernel with a single 1."""
    kernel = np.zeros((length(size), length(size)), dtype=np.int64)
    kernel[row, column] = 1
    return kernel


def impulse(rows: int, columns: int, row: int, column: int, height: Any = 1) -> Array:  # noqa: ANN401 - any number
    """Return an image that is 0 but for one pixel of the given height."""
    image = np.zeros((length(rows), length(columns)), dtype=object)
    image[place(row, column, image)] = height
    return image


def position_of(kernel: Runtime) -> Any:  # noqa: ANN401 - a place: one number or two
    """Return where the single cell is that is not zero: [row, column], or the place in a list."""
    places = np.argwhere(objects(array(kernel, "position_of")) != 0).tolist()
    if len(places) != 1:
        raise ValueError(f"position_of() needs one cell that is not zero, not {len(places)}")
    return _shown(places[0])


def argmax(cells: Runtime) -> Any:  # noqa: ANN401 - a place: one number or two
    """Return where the greatest cell is, the first in reading order: [row, column]."""
    return _extreme(array(cells, "argmax"), max)


def argmin(cells: Runtime) -> Any:  # noqa: ANN401 - a place: one number or two
    """Return where the least cell is, the first in reading order: [row, column]."""
    return _extreme(array(cells, "argmin"), min)


def _extreme(cells: Array, choose: Any) -> Any:  # noqa: ANN401 - max or min
    flat = list(objects(cells).flat)
    return _shown([int(index) for index in np.unravel_index(flat.index(choose(flat)), cells.shape)])


def _shown(place: list[int]) -> Any:  # noqa: ANN401 - one number or two
    return place[0] if len(place) == 1 else np.array(place, dtype=np.int64)


def column_factor(kernel: Runtime) -> Array:
    """Return the column of a kernel that is column times row, the row being in lowest terms."""
    return _factors(kernel, "column_factor")[0]


def row_factor(kernel: Runtime) -> Array:
    """Return the row, in lowest terms, of a kernel that is column times row."""
    return _factors(kernel, "row_factor")[1]


def _factors(kernel: Runtime, function: str) -> tuple[Array, Array]:
    cells = matrix(kernel, function)
    column, row = engine.separate(cells)
    if not row.any():
        raise ValueError(f"{function}() needs a kernel of rank 1, and this one is zero")
    return column, row


def anti_transpose(kernel: Runtime) -> Array:
    """Return the matrix mirrored at its other diagonal."""
    return np.rot90(matrix(kernel, "anti_transpose"), 2).T


def symmetries(kernel: Runtime) -> int:
    """Return how many of the seven flips and turns leave the matrix as it is."""
    cells = matrix(kernel, "symmetries")
    turned = [np.rot90(cells, turns) for turns in range(4)]
    images = [*turned[1:], *(image.T for image in turned)]
    return sum(same(cells, image) for image in images)
