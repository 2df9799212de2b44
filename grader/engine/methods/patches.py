"""A layer's output as matrix products: patches of the input as columns, filters as rows (im2col).

A layer sums over channels too, so that a matrix product reads each patch once for all filters. A
depthwise layer has one channel to sum over and no product worth the name: it shifts and adds.
"""

from itertools import product
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from grader.engine.geometry import Sweep
from grader.engine.methods.matrices import multiply_blocks

# The columns of a band of output rows stay in a level 2 cache.
_BYTES: Final = 2**19


def mixed_patches(
    plane: npt.NDArray[Any], filters: npt.NDArray[Any], rows: Sweep, columns: Sweep, groups: int
) -> npt.NDArray[Any]:
    """Return the output of a layer.

    Parameters
    ----------
    plane
        The padded input, of shape (N, C, rows, columns).
    filters
        Of shape (O, C / groups, kh, kw) and the dtype of `plane`.
    rows, columns
        The windows on the plane.

    Returns
    -------
    numpy.ndarray
        Of shape (N, O, rows.count, columns.count).
    """
    batch, outputs = len(plane), len(filters)
    total = np.empty((batch, outputs, rows.count, columns.count), dtype=plane.dtype)
    # A group's outputs are a matrix of filters by pixels, which products are written into.
    pixels = total.reshape(batch, groups, outputs // groups, -1)
    inputs = plane.shape[1] // groups
    taps = inputs * rows.taps * columns.taps
    matrices = filters.reshape(groups, -1, taps)
    together = max(_BYTES // (taps * columns.count * plane.itemsize), 1)
    for first in range(0, rows.count, together):
        band = rows.part(first, min(first + together, rows.count))
        written = slice(first * columns.count, (first + band.count) * columns.count)
        for image, group in product(range(batch), range(groups)):
            channels = plane[image, group * inputs : (group + 1) * inputs]
            patches = _patches(channels, band, columns).reshape(taps, -1)
            multiply_blocks(matrices[group], patches, pixels[image, group, :, written])
    return total


def _patches(channels: npt.NDArray[Any], rows: Sweep, columns: Sweep) -> npt.NDArray[Any]:
    """Return what lies under each coefficient: (C, kh, kw, rows, columns), contiguous."""
    if rows.taps == columns.taps == 1:  # the input itself: a pointwise layer copies nothing
        return channels[:, rows.first :][:, rows.under(0), columns.under(0)]
    shape = (len(channels), rows.taps, columns.taps, rows.count, columns.count)
    patches = np.empty(shape, dtype=channels.dtype)
    under = channels[:, rows.first :]
    for u in range(rows.taps):
        for v in range(columns.taps):
            patches[:, u, v] = under[:, rows.under(u), columns.under(v)]
    return patches


def filtered_channels(
    plane: npt.NDArray[Any], filters: npt.NDArray[Any], rows: Sweep, columns: Sweep
) -> npt.NDArray[Any]:
    """Return the output of a depthwise layer; `filters` has shape (C · multiplier, 1, kh, kw)."""
    batch, channels = plane.shape[:2]
    multiplier = len(filters) // channels
    outputs = rows.count * columns.count
    total = np.zeros((batch, channels, multiplier, rows.count, columns.count), dtype=plane.dtype)
    weights = filters.reshape(channels, multiplier, rows.taps, columns.taps, 1, 1)
    block = max(_BYTES // 4 // (outputs * plane.itemsize), 1)
    for image, first, copy in product(range(batch), range(0, channels, block), range(multiplier)):
        chosen = slice(first, first + block)
        pixels, kernels = plane[image, chosen], weights[chosen, copy]
        result = total[image, chosen, copy]
        for u, v in product(range(rows.taps), range(columns.taps)):
            result += pixels[:, rows.under(u), columns.under(v)] * kernels[:, u, v]
    return total.reshape(batch, channels * multiplier, rows.count, columns.count)
