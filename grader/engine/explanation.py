"""What `method="auto"` does, and why."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from grader.engine.arrays import describe_shape, whole_numbers
from grader.engine.exactness import common_terms
from grader.engine.layout import Options, lay_out
from grader.engine.methods.selection import choose
from grader.engine.methods.trimming import trim
from grader.engine.vocabulary import Boundary, Mode, Number, Operation


@dataclass(frozen=True, slots=True)
class Explanation:
    """The method that a filter takes; printed, it is a table."""

    problem: str
    method: str
    reason: str
    estimates: Mapping[str, float]
    """What each method that may be trusted with the problem takes on one core, in seconds."""

    def __str__(self) -> str:
        lines = [f"{self.problem}: {self.method}, because {self.reason}"]
        width = max(map(len, self.estimates), default=0)
        lines += [
            f"  {name:{width}}  {_duration(seconds)}"
            for name, seconds in sorted(self.estimates.items(), key=lambda entry: entry[1])
        ]
        return "\n".join(lines)


def explain(  # noqa: PLR0913 -- the options of a filter
    image_shape: Sequence[int],
    kernel: npt.ArrayLike,
    *,
    dtype: npt.DTypeLike = np.float64,
    peak: int | None = None,
    operation: Operation = "correlate",
    mode: Mode = "same",
    boundary: Boundary = "zero",
    fill_value: Number = 0,
    stride: int | Sequence[int] = 1,
    dilation: int | Sequence[int] = 1,
    anchor: Sequence[int] | None = None,
) -> Explanation:
    """Return which method `correlate` or `convolve` takes by itself, and why.

    Parameters
    ----------
    image_shape
        (rows, columns) of an image that need not exist.
    kernel
        The kernel. Its numbers matter: whether it is separable, and how large its integers are.
    dtype
        That of the image.
    peak
        The largest absolute value in an image of integers; by default all that the dtype can hold.
    operation, mode, boundary, fill_value, stride, dilation, anchor
        As for `correlate`.

    Returns
    -------
    Explanation
        With the method, the reason, and estimates of what the methods would take. They come from a
        table that was measured on one machine: their order is worth more than their size.

    Examples
    --------
    >>> print(explain((8, 8), [[1, 2, 1]]).reason)
    192 products take less time than the preparations of any other method
    >>> explain((1000, 1000), np.ones((25, 25))).method
    'separable'
    """
    rows, columns = whole_numbers(image_shape, "image_shape", least=1)
    options = Options(operation, mode, boundary, fill_value, stride, dilation, anchor)
    # One pixel that is read over and over: the image takes no memory.
    image = np.broadcast_to(_brightest(np.dtype(dtype), peak), (rows, columns))
    layout = lay_out(image, kernel, options)
    problem = (
        f"{describe_shape(layout.image.shape)} {np.dtype(dtype)} image, "
        f"{describe_shape(layout.kernel.shape)} kernel"
    )
    choice = choose(*trim(layout, common_terms(image, layout.kernel, layout.fill_value)))
    return Explanation(problem, choice.method, choice.reason, choice.seconds)


def _brightest(dtype: np.dtype[Any], peak: int | None) -> npt.NDArray[Any]:
    if peak is None:
        peak = np.iinfo(dtype).max if dtype.kind in "iu" else 1
    return np.array(peak).astype(dtype)


def _duration(seconds: float) -> str:
    for unit, factor in (("s", 1.0), ("ms", 1e3)):
        if seconds * factor >= 1:
            return f"{seconds * factor:7.1f} {unit}"
    return f"{seconds * 1e6:7.1f} µs"
