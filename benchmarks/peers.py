"""Everybody who can solve a problem of filtering: our engine, and the libraries beside it.

What a peer wants to have prepared is prepared before the clock starts: a kernel rotated for those
that convolve, tensors for PyTorch, a kernel of the right dtype for OpenCV.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from types import ModuleType
from typing import Any, Final, Literal

import numpy as np
import numpy.typing as npt
from problems import Problem, rotated
from scipy import ndimage, signal
from turns import Call

from grader import engine


@dataclass(frozen=True, slots=True, kw_only=True)
class Peer:
    """Somebody else's routine for our problem."""

    name: str
    """What the command line and the heads of the tables call it."""
    call: str
    """What is called, for the legend."""
    library: str
    prepare: Callable[[Problem], Call]
    suits: Callable[[Problem], bool] = lambda _: True
    loops: bool = False
    """Whether its time grows with the product of image and kernel size."""
    unfolds: bool = False
    """Whether it may copy every window before it multiplies."""


def ours(given: Problem, *, workers: int | None) -> Call:
    """Return a call of our engine."""
    boundary: engine.Boundary = "symmetric" if given.symmetric else "zero"
    return lambda: engine.correlate(given.image, given.kernel, boundary=boundary, workers=workers)


def _correlate2d(given: Problem) -> Call:
    boundary: Literal["symm", "fill"] = "symm" if given.symmetric else "fill"
    return lambda: signal.correlate2d(given.image, given.kernel, "same", boundary)


def _fftconvolve(given: Problem) -> Call:
    kernel = rotated(given.kernel)
    return lambda: signal.fftconvolve(given.image, kernel, "same")


def _oaconvolve(given: Problem) -> Call:
    kernel = rotated(given.kernel)
    return lambda: signal.oaconvolve(given.image, kernel, "same")


def _correlate(given: Problem) -> Call:
    return lambda: signal.correlate(given.image, given.kernel, "same")


def _ndimage_dtype(given: Problem) -> npt.DTypeLike:
    # It would store whole numbers in the image's dtype, and bytes would wrap around.
    return np.int64 if given.exact else given.image.dtype


def _ndimage(given: Problem) -> Call:
    dtype = _ndimage_dtype(given)
    # What scipy.ndimage calls reflect repeats the edge; everybody else calls that symmetric.
    mode: Literal["reflect", "constant"] = "reflect" if given.symmetric else "constant"
    return lambda: ndimage.correlate(given.image, given.kernel, dtype, mode)


def _correlate1d(given: Problem) -> Call:
    column, row = given.factors or ()
    dtype = _ndimage_dtype(given)

    def twice() -> object:
        down = ndimage.correlate1d(given.image, column, 0, dtype, "constant")
        return ndimage.correlate1d(down, row, 1, dtype, "constant")

    return twice


def _filter2d(given: Problem) -> Call:
    cv2 = library("OpenCV")
    depth, kernel = _opencv(given, given.kernel)
    border = cv2.BORDER_REFLECT if given.symmetric else cv2.BORDER_CONSTANT
    return lambda: cv2.filter2D(given.image, depth, kernel, borderType=border)


def _sep_filter2d(given: Problem) -> Call:
    cv2 = library("OpenCV")
    (depth, column), (_, row) = (_opencv(given, factor) for factor in given.factors or ())
    border = cv2.BORDER_CONSTANT
    return lambda: cv2.sepFilter2D(given.image, depth, row, column, borderType=border)


def _opencv(given: Problem, kernel: npt.NDArray[Any]) -> tuple[int, npt.NDArray[Any]]:
    """Return OpenCV's number for the dtype of the output, and a kernel that goes with it."""
    # Bytes: there is no output of whole numbers that holds the sums, and single precision does.
    cv2 = library("OpenCV")
    double = given.image.dtype == np.float64
    depth = cv2.CV_64F if double else cv2.CV_32F
    return depth, kernel.astype(np.float64 if double else np.float32)


def _conv2d(given: Problem) -> Call:
    torch = library("PyTorch")
    image, kernel = (torch.from_numpy(array)[None, None] for array in (given.image, given.kernel))
    return lambda: torch.nn.functional.conv2d(image, kernel, padding="same")


def _zeros(given: Problem) -> bool:
    return not given.symmetric


def _two_passes(given: Problem) -> bool:
    return given.factors is not None and not given.symmetric


def _short(given: Problem) -> bool:
    """Tell whether OpenCV has the image's dtype: bytes and floats, no larger integers."""
    return given.image.dtype in (np.uint8, np.float32, np.float64)


PEERS: Final[Sequence[Peer]] = (
    Peer(
        name="correlate2d",
        call="scipy.signal.correlate2d",
        library="scipy",
        prepare=_correlate2d,
        loops=True,
    ),
    Peer(
        name="fftconvolve",
        call="scipy.signal.fftconvolve",
        library="scipy",
        prepare=_fftconvolve,
        suits=_zeros,
    ),
    Peer(
        name="oaconvolve",
        call="scipy.signal.oaconvolve",
        library="scipy",
        prepare=_oaconvolve,
        suits=_zeros,
    ),
    Peer(
        name="correlate",
        call="scipy.signal.correlate",
        library="scipy",
        prepare=_correlate,
        suits=_zeros,
    ),
    Peer(
        name="ndimage",
        call="scipy.ndimage.correlate",
        library="scipy",
        prepare=_ndimage,
        loops=True,
    ),
    Peer(
        name="correlate1d",
        call="scipy.ndimage.correlate1d, twice",
        library="scipy",
        prepare=_correlate1d,
        suits=_two_passes,
    ),
    Peer(
        name="filter2D",
        call="cv2.filter2D",
        library="OpenCV",
        prepare=_filter2d,
        suits=_short,
    ),
    Peer(
        name="sepFilter2D",
        call="cv2.sepFilter2D",
        library="OpenCV",
        prepare=_sep_filter2d,
        suits=lambda given: _short(given) and _two_passes(given),
    ),
    Peer(
        name="conv2d",
        call="torch.nn.functional.conv2d",
        library="PyTorch",
        prepare=_conv2d,
        suits=lambda given: not given.exact and _zeros(given),
        loops=True,
        unfolds=True,
    ),
)
"""Who is compared with us; another one is one more entry."""

LIBRARIES: Final = {"scipy": "scipy", "OpenCV": "cv2", "PyTorch": "torch"}


@cache
def _installed(name: str) -> ModuleType | None:
    try:
        return import_module(LIBRARIES[name])
    except ImportError:
        return None


def is_installed(name: str) -> bool:
    """Tell whether a library is there, and load it."""
    return _installed(name) is not None


def library(name: str) -> ModuleType:
    """Return a library that is installed."""
    module = _installed(name)
    if module is None:
        raise SystemExit(f"{name} is not installed: pip install -e '.[peers]'")
    return module


def pin_threads(threads: int) -> None:
    """Let the libraries that are there use so many threads, and no more."""
    if is_installed("OpenCV"):
        library("OpenCV").setNumThreads(threads)
    if is_installed("PyTorch"):
        library("PyTorch").set_num_threads(threads)
