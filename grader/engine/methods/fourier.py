"""Products of spectra: the cost per pixel hardly depends on the size of the kernel.

Overlap-save: the spectrum of a tile of the image, multiplied by that of the kernel, is the spectrum
of their circular convolution, which is the filter's output wherever the window did not wrap around.
Tiles are transformed one at a time and stay in the cache.
"""

import math
from collections.abc import Iterable
from functools import lru_cache, partial
from itertools import product
from typing import Any, Final, NamedTuple

import numpy as np
import numpy.typing as npt

from grader.engine.exactness import Terms
from grader.engine.geometry import Sweep
from grader.engine.layout import Layout
from grader.engine.methods.direct import weighted_sums
from grader.engine.methods.tiles import fill_tiles, plane_on

# A tile of this many bytes and its spectrum stay in a level 2 cache; larger ones take longer.
_CACHED: Final = 2**19
_OUTSIDE_CACHE: Final = 1.2
# A tile's calls take as long as this many values and levels, so that tiles are not too small.
_CALLS: Final = 3e5
_SHORTEST: Final = 64
_ROUNDING: Final = 2.0**-53
_HALF: Final = 0.49


class Line(NamedTuple):
    """The windows along one axis, and how many pixels stand among zeros there."""

    windows: Sweep
    pixels: int | None
    """None where something else than zeros continues the image."""

    def is_whole(self, piece: int) -> bool:
        """Tell whether a transform takes the image as it is, with zeros behind it.

        A window that hangs over one end wraps around into zeros then, so that the ends of the image
        share one margin: at 256² and 63² the transforms take a fifth less.
        """
        return self.pixels is not None and piece == self.windows.count

    def length(self, piece: int) -> int:
        """Return the length of the transform of a piece of the output."""
        windows = self.windows
        if self.pixels is None or not self.is_whole(piece):
            return _fast_length(windows.extent(piece))
        least = self.pixels - min(windows.first, 0), windows.span.stop, windows.reach
        return _fast_length(max(least))

    def read(self, part: Sweep) -> tuple[range, int]:
        """Return the pixels to transform for a part, and where its outputs begin."""
        if self.is_whole(part.count):
            return range(self.pixels or 0), part.first + part.reach - 1
        # Before that, windows wrap around.
        return part.span, part.reach - 1


def fourier_output(layout: Layout, terms: Terms, workers: int = 1) -> npt.NDArray[Any]:
    """Return the output of a filter by way of its spectrum.

    Floats are as accurate as the tile's largest values permit, not each window's own: the error is
    a multiple of ε · log2(tile) · ‖kernel‖₂ · ‖tile‖₂. Integers are exact.

    Raises
    ------
    ValueError
        If the kernel and the image hold integers so large that rounding might change a result.
    """
    if not is_trusted(layout, terms):
        raise ValueError(
            'method "fft" might round these integers wrongly: its error may reach '
            f'{transform_error(layout, terms):.2g}; use "auto" or "direct"'
        )
    from scipy import fft  # noqa: PLC0415 -- a third of a second, for large kernels

    arithmetic = np.dtype(np.float64) if terms.exact else terms.carrier
    down, across = lines(layout)
    tile = _best_tile(down, across, arithmetic.itemsize)
    rows, columns = down.length(tile[0]), across.length(tile[1])
    whole = arithmetic.kind == "c"
    along_rows, back_along_rows = (fft.fft, fft.ifft) if whole else (fft.rfft, fft.irfft)
    kernel = _spread(layout, terms.weights.astype(arithmetic))[::-1, ::-1]
    spectrum = fft.fft(along_rows(kernel, columns, axis=1), rows, axis=0, overwrite_x=True)

    def compute(part: Layout, result: npt.NDArray[Any]) -> None:
        pixel_rows, top = down.read(part.rows)
        pixel_columns, left = across.read(part.columns)
        plane = plane_on(pixel_rows, pixel_columns, part, terms, arithmetic)
        # Axis by axis, so that only the rows there are and the rows wanted are transformed:
        # a tenth faster than both axes at once.
        tile = fft.fft(along_rows(plane, columns, axis=1), rows, axis=0, overwrite_x=True)
        tile *= spectrum
        tile = fft.ifft(tile, axis=0, overwrite_x=True)[top :: part.rows.stride][: len(result)]
        filtered = back_along_rows(tile, columns, axis=1)
        filtered = filtered[:, left :: part.columns.stride][:, : result.shape[1]]
        np.rint(filtered, out=result) if terms.exact else np.copyto(result, filtered)

    return fill_tiles(
        layout,
        terms,
        compute,
        arithmetic=arithmetic,
        tile=tile,
        workers=workers,
        instead=None if terms.exact else partial(weighted_sums, terms, arithmetic),
    )


def lines(layout: Layout) -> tuple[Line, Line]:
    """Return what the length of a transform depends on, for rows and columns."""
    zeros = layout.boundary == "zero" and layout.fill_value == 0
    height, width = layout.image.shape if zeros else (None, None)
    return Line(layout.rows, height), Line(layout.columns, width)


def is_trusted(layout: Layout, terms: Terms) -> bool:
    """Tell whether the nearest integers are the right ones; floats are rounded anyway."""
    return not terms.exact or transform_error(layout, terms) < _HALF


def transform_error(layout: Layout, terms: Terms) -> float:
    """Return what the error of filtered integers cannot exceed.

    Three transforms of N values have a relative error of some log2(N) units of rounding in the
    2-norm (Higham, Accuracy and Stability of Numerical Algorithms, 2nd ed., theorem 24.2), of which
    20 per level are allowed here; less than 0.2 have been observed.
    """
    down, across = lines(layout)
    tile = _best_tile(down, across, np.dtype(np.float64).itemsize)
    pixels = down.length(tile[0]) * across.length(tile[1])
    largest = float(terms.peak or 0)
    weights = float(np.linalg.norm(terms.weights.astype(np.float64)))
    return 20 * _ROUNDING * math.log2(max(pixels, 2)) * largest * math.sqrt(pixels) * weights


def transform_cost(rows: Line, columns: Line, itemsize: int) -> float:
    """Return how many values are transformed, there and back, times the levels of a transform."""
    return _cost(rows, columns, itemsize, _best_tile(rows, columns, itemsize))


@lru_cache(maxsize=256)
def _best_tile(rows: Line, columns: Line, itemsize: int) -> tuple[int, int]:
    """Return the shape of equal tiles of the output for which the transforms cost least."""
    candidates = product(_candidates(rows.windows), _candidates(columns.windows))
    return min(candidates, key=lambda tile: _cost(rows, columns, itemsize, tile))


def _candidates(windows: Sweep) -> Iterable[int]:
    most = math.ceil(windows.count * windows.stride / _SHORTEST)
    return sorted({math.ceil(windows.count / pieces) for pieces in range(1, min(most, 64) + 1)})


def _cost(rows: Line, columns: Line, itemsize: int, tile: tuple[int, int]) -> float:
    pixels = rows.length(tile[0]) * columns.length(tile[1])
    tiles = math.ceil(rows.windows.count / tile[0]) * math.ceil(columns.windows.count / tile[1])
    slower = _OUTSIDE_CACHE if pixels * itemsize > _CACHED else 1.0
    # Half a tile for the kernel, of which most rows are zeros, and which does not come back.
    return (tiles + 0.5) * (pixels * math.log2(max(pixels, 2)) * slower + _CALLS)


@lru_cache(maxsize=1024)
def _fast_length(least: int) -> int:
    """Return the next length that is a product of 2, 3 and 5: others take up to twice as long.

    `scipy.fft.next_fast_len` is as good, but its import takes longer than most filters.
    """
    length = least
    while not _is_smooth(length):
        length += 1
    return length


def _is_smooth(length: int) -> bool:
    for factor in (2, 3, 5):
        while length % factor == 0:
            length //= factor
    return length == 1


def _spread(layout: Layout, weights: npt.NDArray[Any]) -> npt.NDArray[Any]:
    """Return the kernel with the zeros that dilation puts between its coefficients."""
    spread = np.zeros((layout.rows.reach, layout.columns.reach), dtype=weights.dtype)
    spread[:: layout.rows.dilation, :: layout.columns.dilation] = weights
    return spread
