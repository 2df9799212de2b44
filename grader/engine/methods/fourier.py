"""Products of spectra: the cost per pixel hardly depends on the size of the kernel.

Overlap-save: the spectrum of a tile of the image, multiplied by that of the kernel, is the spectrum
of their circular convolution, which is the filter's output wherever the window did not wrap around.
Tiles are transformed one at a time and stay in the cache.
"""

import math
from functools import lru_cache
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from grader.engine.exactness import Terms
from grader.engine.layout import Layout
from grader.engine.methods.direct import weighted_sums
from grader.engine.methods.tiles import fill_tiles, plane_under

# A tile of this many pixels a side and its spectrum stay in a level 2 cache.
_LONGEST: Final = 400
_ROUNDING: Final = 2.0**-53


def fourier_output(layout: Layout, terms: Terms, workers: int = 1) -> npt.NDArray[Any]:
    """Return the output of a filter by way of its spectrum.

    Floats are as accurate as the tile's largest values permit, not each window's own: the error is
    a multiple of ε · log2(tile) · ‖kernel‖₂ · ‖tile‖₂. Integers are exact.

    Raises
    ------
    ValueError
        If the kernel and the image hold integers so large that rounding might change a result.
    """
    from scipy import fft  # noqa: PLC0415 -- 40 ms that only large kernels pay

    arithmetic = np.dtype(np.float64) if terms.exact else terms.carrier
    down, across = layout.rows, layout.columns
    tile = _tile(layout)
    rows, columns = _lengths(layout, tile)
    if terms.exact and (error := transform_error(layout, terms)) >= 0.5:
        raise ValueError(
            f'method "fft" might round these integers wrongly: its error may reach {error:.2g}; '
            'use "auto" or "direct"'
        )
    whole = arithmetic.kind == "c"
    along_rows, back_along_rows = (fft.fft, fft.ifft) if whole else (fft.rfft, fft.irfft)
    spectrum = _spread(layout, terms.weights.astype(arithmetic))[::-1, ::-1]
    spectrum = fft.fft(along_rows(spectrum, columns, axis=1), rows, axis=0)
    # Before these, windows wrap around.
    top, left = down.reach - 1, across.reach - 1

    def compute(part: Layout, result: npt.NDArray[Any]) -> None:
        # Axis by axis, so that only the rows there are and the rows wanted are transformed:
        # 15 % faster than both axes at once.
        tile = along_rows(plane_under(part, terms, arithmetic), columns, axis=1)
        tile = fft.fft(tile, rows, axis=0, overwrite_x=True)
        tile *= spectrum
        tile = fft.ifft(tile, axis=0, overwrite_x=True)[top : len(part.rows.span) : down.stride]
        filtered = back_along_rows(tile, columns, axis=1)
        filtered = filtered[:, left : len(part.columns.span) : across.stride]
        np.rint(filtered, out=result) if terms.exact else np.copyto(result, filtered)

    return fill_tiles(
        layout,
        terms,
        compute,
        arithmetic=arithmetic,
        tile=tile,
        workers=workers,
        instead=None if terms.exact else weighted_sums(terms, arithmetic),
    )


def transform_error(layout: Layout, terms: Terms) -> float:
    """Return what the error of filtered integers cannot exceed.

    Three transforms of N values have a relative error of some log2(N) units of rounding in the
    2-norm (Higham, Accuracy and Stability of Numerical Algorithms, 2nd ed., theorem 24.2), of which
    20 per level are allowed here; less than 0.2 have been observed.
    """
    pixels = math.prod(_lengths(layout, _tile(layout)))
    largest = 0.0 if terms.peak is None else terms.peak
    weights = float(np.linalg.norm(terms.weights.astype(np.float64)))
    return 20 * _ROUNDING * math.log2(max(pixels, 2)) * largest * math.sqrt(pixels) * weights


def transforms(layout: Layout) -> tuple[float, float]:
    """Return how many values are transformed, there and back, and in how many levels."""
    tile = _tile(layout)
    pieces = math.prod(math.ceil(n / piece) for n, piece in zip(layout.shape, tile, strict=True))
    pixels = math.prod(_lengths(layout, tile))
    # Half a tile for the kernel, of which most rows are zeros, and which does not come back.
    return (pieces + 0.5) * pixels, math.log2(max(pixels, 2))


def _tile(layout: Layout) -> tuple[int, int]:
    rows, columns = (
        _best_piece(axis.count, axis.stride, axis.reach) for axis in (layout.rows, layout.columns)
    )
    return rows, columns


def _lengths(layout: Layout, tile: tuple[int, int]) -> tuple[int, int]:
    """Return the lengths of the transforms of a tile of the output."""
    rows, columns = (
        _fast_length((piece - 1) * axis.stride + axis.reach)
        for piece, axis in zip(tile, (layout.rows, layout.columns), strict=True)
    )
    return rows, columns


@lru_cache(maxsize=256)
def _best_piece(count: int, stride: int, reach: int) -> int:
    """Return how many outputs of a line to compute at a time, so that the line costs least."""

    def cost(pieces: int) -> float:
        length = _fast_length((math.ceil(count / pieces) - 1) * stride + reach)
        # One more piece, for the kernel's own transform; beyond the cache all costs more.
        return (pieces + 0.5) * length * math.log2(length + 1) * (1 if length <= _LONGEST else 1.4)

    most = math.ceil(count * stride / max(reach, 16))
    return math.ceil(count / min(range(1, most + 1), key=cost))


def _fast_length(least: int) -> int:
    """Return the next length whose only factors are 2, 3 and 5, which transforms like best."""
    length = least
    while True:
        rest = length
        for factor in (2, 3, 5):
            while rest % factor == 0:
                rest //= factor
        if rest == 1:
            return length
        length += 1


def _spread(layout: Layout, weights: npt.NDArray[Any]) -> npt.NDArray[Any]:
    """Return the kernel with the zeros that dilation puts between its coefficients."""
    spread = np.zeros((layout.rows.reach, layout.columns.reach), dtype=weights.dtype)
    spread[:: layout.rows.dilation, :: layout.columns.dilation] = weights
    return spread
