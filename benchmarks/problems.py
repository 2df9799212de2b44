"""One problem of filtering, the same numbers on every machine, and what its right answer is.

Everywhere: mode same, and kernels of odd size, so that all centers agree.
"""

from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final, Literal

import numpy as np
import numpy.typing as npt
from scipy import signal

_AFFORDABLE: Final = 2e8
"""Products up to which scipy's plain loop is the judge."""
_TOLERANCE: Final = 1000
"""Units in the last place of the largest output; a kernel one pixel off is wrong by millions."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """An image and a kernel."""

    image: npt.NDArray[Any]
    kernel: npt.NDArray[Any]
    factors: tuple[npt.NDArray[Any], npt.NDArray[Any]] | None = None
    """The column and the row whose outer product the kernel is, if it is one."""
    symmetric: bool = False
    """Whether the image is mirrored at its edges. Otherwise zeros surround it."""

    @property
    def exact(self) -> bool:
        """Whether these are whole numbers."""
        return self.image.dtype.kind in "iu"

    @property
    def products(self) -> int:
        """How many products the definition takes."""
        return self.image.size * self.kernel.size

    def piece(self, side: int) -> "Problem":
        """Return the same problem on a corner of the image."""
        corner = np.ascontiguousarray(self.image[:side, :side])
        return Problem(image=corner, kernel=self.kernel, factors=self.factors)


def problem(side: int, taps: int, dtype: str, *, separable: bool) -> Problem:
    """Return the problem of these sizes."""
    image = _image(side, dtype)
    if not separable:
        return Problem(image=image, kernel=coefficients((taps, taps), dtype))
    # The second row of two is the row: a kernel that is its own transpose would be a special case.
    column, row = coefficients((2, taps), dtype, largest=3)
    return Problem(image=image, kernel=np.multiply.outer(column, row), factors=(column, row))


@lru_cache(maxsize=1)
def _image(side: int, dtype: str) -> npt.NDArray[Any]:
    # Many kernels in a row meet the same image, and a large one takes a second to draw.
    return pixels((side, side), dtype)


def pixels(shape: tuple[int, ...], dtype: str) -> npt.NDArray[Any]:
    """Return numbers between 0 and 1, or between 0 and 255."""
    draws = noise(shape, seed=1)
    if np.dtype(dtype).kind in "iu":
        return (draws >> np.uint64(56)).astype(dtype)
    return ((draws >> np.uint64(11)) * 2.0**-53).astype(dtype)


def coefficients(shape: tuple[int, ...], dtype: str, *, largest: int = 8) -> npt.NDArray[Any]:
    """Return numbers between −1 and 1, or whole ones between −largest and largest."""
    draws = noise(shape, seed=2)
    if np.dtype(dtype).kind in "iu":
        small = (draws % np.uint64(2 * largest)).astype(np.int64)
        # None of them is 0, which scipy.ndimage would skip.
        return small - largest + (small >= largest)
    return ((draws >> np.uint64(11)) * 2.0**-52 - 1).astype(dtype)


def noise(shape: tuple[int, ...], *, seed: int) -> npt.NDArray[np.uint64]:
    """Return numbers without a pattern, the same on every machine and with every numpy.

    The generator is splitmix64: Steele, Lea and Flood, *Fast Splittable Pseudorandom Number
    Generators*, OOPSLA 2014.
    """
    state = np.arange(1, np.prod(shape) + 1, dtype=np.uint64)
    state += np.uint64(seed << 32)
    state *= np.uint64(0x9E3779B97F4A7C15)
    for shift, factor in ((30, 0xBF58476D1CE4E5B9), (27, 0x94D049BB133111EB)):
        state ^= state >> np.uint64(shift)
        state *= np.uint64(factor)
    return (state ^ (state >> np.uint64(31))).reshape(shape)


def truth(given: Problem) -> npt.NDArray[Any]:
    """Return the right answer in double precision, or in whole numbers.

    From scipy's loop where that is affordable, and from its FFT beyond: with these numbers the
    error of that is far below the half that would round to another whole number.
    """
    wide = np.int64 if given.exact else np.float64
    image, kernel = given.image.astype(wide), given.kernel.astype(wide)
    if given.products <= _AFFORDABLE or given.symmetric:
        boundary: Literal["symm", "fill"] = "symm" if given.symmetric else "fill"
        right: npt.NDArray[Any] = signal.correlate2d(image, kernel, "same", boundary)
        return right
    right = signal.fftconvolve(image.astype(np.float64), rotated(kernel), "same")
    return np.rint(right).astype(np.int64) if given.exact else right


def agrees(result: object, right: npt.NDArray[Any]) -> bool:
    """Tell whether a result is right, but for what its own dtype has to round."""
    values = np.asarray(result)
    if values.size != right.size:
        return False
    values = values.reshape(right.shape)
    if values.dtype.kind in "iu":
        return bool(np.array_equal(values, right))
    room = _TOLERANCE * float(np.finfo(values.dtype).eps) * float(np.abs(right).max())
    # Not `not … > room`: a NaN is no agreement.
    return bool(np.abs(values - right).max() <= room)


def is_ours(result: object, given: Problem, right: npt.NDArray[Any]) -> bool:
    """Tell whether a result of ours keeps its promise: whole numbers exact, floats as precise."""
    promised = np.dtype(np.int64) if given.exact else given.image.dtype
    ours = np.asarray(result)
    return ours.dtype == promised and ours.shape == right.shape and agrees(ours, right)


def rotated(kernel: npt.NDArray[Any]) -> npt.NDArray[Any]:
    """Return the kernel for those that convolve."""
    return np.ascontiguousarray(kernel[::-1, ::-1])
