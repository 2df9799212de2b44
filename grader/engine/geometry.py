"""Where windows lie: positions along an axis, and the shapes that follow from them."""

from collections.abc import Sequence, Sized
from dataclasses import dataclass

from grader.engine.arrays import describe_shape, whole_numbers
from grader.engine.vocabulary import Mode, require_word


@dataclass(frozen=True, slots=True, kw_only=True)
class Sweep:
    """The positions a kernel takes along one axis, in image coordinates."""

    first: int
    """The pixel under the kernel's first coefficient in the first window; may be outside."""
    count: int
    """How many windows there are."""
    stride: int
    taps: int
    """How many coefficients the kernel has along this axis."""
    dilation: int

    def window(self, index: int) -> range:
        """Return the pixels under the kernel in the window called `index`."""
        start = self.first + index * self.stride
        return range(start, start + reach(self.taps, self.dilation), self.dilation)

    def part(self, start: int, stop: int) -> "Sweep":
        """Return the windows from `start` to before `stop`."""
        return Sweep(
            first=self.first + start * self.stride,
            count=stop - start,
            stride=self.stride,
            taps=self.taps,
            dilation=self.dilation,
        )

    def busy(self, size: int) -> range:
        """Return the coefficients that lie on one of `size` pixels in any window; at least one."""
        last = self.first + (self.count - 1) * self.stride
        # Coefficient u goes from first + u·dilation in the first window to last + u·dilation.
        start = max(-(last // self.dilation), 0)
        stop = min((size - 1 - self.first) // self.dilation + 1, self.taps)
        start = min(start, self.taps - 1)
        return range(start, max(stop, start + 1))

    def with_taps(self, taps: range) -> "Sweep":
        """Return the same windows of some of the coefficients."""
        return Sweep(
            first=self.first + taps.start * self.dilation,
            count=self.count,
            stride=self.stride,
            taps=len(taps),
            dilation=self.dilation,
        )

    def extent(self, windows: int) -> int:
        """Return how many pixels so many neighboring windows span."""
        return (windows - 1) * self.stride + self.reach

    @property
    def reach(self) -> int:
        """How many pixels a window spans."""
        return reach(self.taps, self.dilation)

    @property
    def span(self) -> range:
        """All pixels from the first that any window touches to the last."""
        return range(self.first, self.window(self.count - 1)[-1] + 1)

    def under(self, tap: int) -> slice:
        """Return the pixels of `span` that lie under one coefficient, over all windows."""
        start = tap * self.dilation
        return slice(start, start + (self.count - 1) * self.stride + 1, self.stride)


def reach(taps: int, dilation: int) -> int:
    """Return how many pixels a kernel of `taps` coefficients spans.

    >>> reach(3, 1), reach(3, 2)
    (3, 5)
    """
    return (taps - 1) * dilation + 1


def sweep(  # noqa: PLR0913 -- one axis of a filter has this many properties
    size: int, taps: int, *, mode: Mode, anchor: int, stride: int, dilation: int
) -> Sweep:
    """Return the windows along an axis of `size` pixels; `anchor` is that of the kernel as laid."""
    span = reach(taps, dilation)
    if mode == "full":
        first, count = 1 - span, size + span - 1
    elif mode == "same":
        first, count = -anchor * dilation, size
    else:
        first, count = 0, size - span + 1
    return Sweep(
        first=first, count=-(-count // stride), stride=stride, taps=taps, dilation=dilation
    )


def output_shape(  # noqa: PLR0913 -- the arithmetic of a convolution has this many parameters
    image_shape: Sequence[int],
    kernel_shape: Sequence[int],
    *,
    mode: Mode = "valid",
    padding: int | Sequence[int] = 0,
    stride: int | Sequence[int] = 1,
    dilation: int | Sequence[int] = 1,
) -> tuple[int, ...]:
    """Return how many windows there are along each axis.

    With mode ``"valid"`` that is ``floor((n + 2·padding - dilation·(k - 1) - 1) / stride) + 1``:
    a last step that does not fit is left out, as PyTorch, ONNX and Keras do.

    Parameters
    ----------
    image_shape, kernel_shape
        Lengths along any number of axes, the same number for both.
    padding
        Pixels added on *both* sides of an axis before the mode applies.
    stride, dilation
        One number for all axes or one for each; stride keeps every s-th window from the first.

    Examples
    --------
    >>> output_shape((10, 10), (3, 3))
    (8, 8)
    >>> output_shape((224, 224), (7, 7), padding=3, stride=2)
    (112, 112)
    >>> output_shape((4, 6), (3, 3), mode="full")
    (6, 8)
    """
    require_word(mode, "mode")
    axes = _axes(image_shape, "image_shape")
    if _axes(kernel_shape, "kernel_shape") != axes:
        raise ValueError(
            f"kernel_shape {tuple(kernel_shape)} must have as many axes as "
            f"image_shape {tuple(image_shape)}"
        )
    sizes = whole_numbers(image_shape, "image_shape", least=1, axes=axes)
    taps = whole_numbers(kernel_shape, "kernel_shape", least=1, axes=axes)
    margins = whole_numbers(padding, "padding", least=0, axes=axes)
    strides = whole_numbers(stride, "stride", least=1, axes=axes)
    dilations = whole_numbers(dilation, "dilation", least=1, axes=axes)
    padded = tuple(size + 2 * margin for size, margin in zip(sizes, margins, strict=True))
    require_fit(padded, taps, mode=mode, dilation=dilations)
    return tuple(
        sweep(size, k, mode=mode, anchor=0, stride=s, dilation=d).count
        for size, k, s, d in zip(padded, taps, strides, dilations, strict=True)
    )


def _axes(shape: Sequence[int], name: str) -> int:
    if isinstance(shape, Sized):
        return len(shape)
    raise TypeError(f"{name} must hold one length per axis, such as (5, 5), and not be {shape!r}")


def require_fit(
    image_shape: Sequence[int], kernel_shape: Sequence[int], *, mode: Mode, dilation: Sequence[int]
) -> None:
    """Refuse mode "valid" where the kernel is longer than the image along any axis.

    `scipy.signal` swaps the two arrays then, and gives an answer to another question.
    """
    spans = tuple(map(reach, kernel_shape, dilation))
    if mode != "valid" or all(map(int.__le__, spans, image_shape)):
        return
    kernel, image = describe_shape(kernel_shape), describe_shape(image_shape)
    if spans != tuple(kernel_shape):
        kernel += f" (dilated to {describe_shape(spans)})"
    raise ValueError(
        f"kernel {kernel} does not fit {_article(image_shape[0])} {image} image in mode "
        '"valid"; use "same" or "full"'
    )


def _article(number: int) -> str:
    # Eight, eighty and their like, eleven and eighteen begin with a vowel.
    return "an" if str(number).startswith("8") or number in {11, 18} else "a"


def check_anchor(anchor: Sequence[int] | None, kernel_shape: tuple[int, int]) -> tuple[int, int]:
    """Return the kernel's origin, by default its center: `size // 2` along each axis."""
    rows, columns = kernel_shape
    if anchor is None:
        return rows // 2, columns // 2
    row, column = whole_numbers(anchor, "anchor", least=0)
    if row >= rows or column >= columns:
        raise ValueError(
            f"anchor ({row}, {column}) lies outside a {describe_shape(kernel_shape)} kernel, "
            "whose entries are numbered from (0, 0)"
        )
    return row, column
