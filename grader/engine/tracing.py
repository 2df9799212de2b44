"""The worked solution: every window of a filter, with all that is multiplied and added in it."""

import operator
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any, TypeAlias, cast, overload

import numpy as np
import numpy.typing as npt

from grader.engine.boundaries import extend, source_index
from grader.engine.exactness import common_terms, widest
from grader.engine.layout import Layout, Options, lay_out
from grader.engine.methods.direct import direct_output
from grader.engine.vocabulary import Boundary, Mode, Number, Operation

Grid: TypeAlias = tuple[tuple[Number, ...], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One window: plain tuples of Python numbers, ready to be shown.

    All grids have the kernel's shape. `rows[u]` and `columns[v]` are the image coordinates under
    the coefficient at ``[u][v]``; they may lie outside the image, where `inside` is False.
    """

    index: tuple[int, int]
    """The output cell (row, column)."""
    rows: tuple[int, ...]
    columns: tuple[int, ...]
    coefficients: Grid
    """The kernel as laid down: rotated by convolution, conjugated by correlation."""
    values: Grid
    """The image under it, or what the boundary rule puts there."""
    inside: tuple[tuple[bool, ...], ...]
    sources: tuple[tuple[tuple[int, int] | None, ...], ...]
    """Which pixel (row, column) of the image each value is; None where it is the fill value."""
    boundary: Boundary
    """The rule that made up the values outside."""
    products: Grid
    sum: Number


class Trace(Sequence[Step]):
    """The steps of one filter, row by row; computed when they are asked for.

    ``trace[3]`` is the fourth step, ``trace[1, 0]`` the one of output cell (1, 0).
    """

    def __init__(self, layout: Layout) -> None:
        # A trace outlives the call: it must not follow later changes of the image or the kernel.
        self._layout = replace(
            layout,
            image=widest(layout.image, layout.fill_value).copy(),
            kernel=layout.kernel.copy(),
        )
        self._terms = common_terms(self._layout.image, self._layout.kernel, layout.fill_value)
        self._coefficients = _grid(layout.kernel)

    @cached_property
    def output(self) -> npt.NDArray[Any]:
        """The filter's output, read-only; the sums of the steps are its very entries."""
        output = direct_output(self._layout, self._terms)
        output.flags.writeable = False
        return output

    @property
    def shape(self) -> tuple[int, int]:
        """The output's shape."""
        return self._layout.shape

    def __len__(self) -> int:
        return self._layout.rows.count * self._layout.columns.count

    def __repr__(self) -> str:
        rows, columns = self.shape
        return f"<Trace of {rows}×{columns} steps>"

    @overload
    def __getitem__(self, index: int | tuple[int, int]) -> Step: ...
    @overload
    def __getitem__(self, index: slice) -> tuple[Step, ...]: ...
    def __getitem__(self, index: int | tuple[int, int] | slice) -> Step | tuple[Step, ...]:
        """Return the step of a place in reading order or of a cell (row, column), or a slice."""
        rows, columns = self.shape
        if isinstance(index, slice):
            return tuple(self[place] for place in range(len(self))[index])
        try:
            if isinstance(index, tuple):
                row, column = index
                return self._step(range(rows)[row], range(columns)[column])
            return self._step(*divmod(range(len(self))[operator.index(index)], columns))
        except IndexError:
            raise IndexError(f"there is no step {index} in an output of {rows}×{columns}") from None

    def _step(self, row: int, column: int) -> Step:
        layout = self._layout
        rows, columns = layout.rows.window(row), layout.columns.window(column)
        plane = extend(
            layout.image,
            range(rows[0], rows[-1] + 1),
            range(columns[0], columns[-1] + 1),
            boundary=layout.boundary,
            fill_value=layout.fill_value,
        )
        values = _grid(plane[:: rows.step, :: columns.step])
        height, width = layout.image.shape
        down = [source_index(y, height, layout.boundary) for y in rows]
        across = [source_index(x, width, layout.boundary) for x in columns]
        return Step(
            index=(row, column),
            rows=tuple(rows),
            columns=tuple(columns),
            coefficients=self._coefficients,
            values=values,
            inside=tuple(tuple(0 <= y < height and 0 <= x < width for x in columns) for y in rows),
            sources=tuple(
                tuple(None if y is None or x is None else (y, x) for x in across) for y in down
            ),
            boundary=layout.boundary,
            products=tuple(
                tuple(map(operator.mul, *pair))
                for pair in zip(self._coefficients, values, strict=True)
            ),
            sum=_plain(self._sum(row, column)),
        )

    def _sum(self, row: int, column: int) -> Number | np.generic:
        # Not the sum of the products: single precision rounds after each of them.
        if "output" in vars(self):
            return cast("np.generic", self.output[row, column])
        window = self._layout.part(range(row, row + 1), range(column, column + 1))
        return cast("np.generic", direct_output(window, self._terms)[0, 0])


def trace(  # noqa: PLR0913 -- the options of a filter
    image: npt.ArrayLike,
    kernel: npt.ArrayLike,
    *,
    operation: Operation = "correlate",
    mode: Mode = "same",
    boundary: Boundary = "zero",
    fill_value: Number = 0,
    stride: int | Sequence[int] = 1,
    dilation: int | Sequence[int] = 1,
    anchor: Sequence[int] | None = None,
) -> Trace:
    """Return how a filter computes its output, one step per output cell.

    The options are those of `correlate` and `convolve`, and so are the sums.

    Examples
    --------
    >>> steps = trace([[1, 2], [3, 4]], [[10, 20]], operation="convolve", mode="same")
    >>> len(steps)
    4
    >>> steps[0].columns, steps[0].coefficients, steps[0].values, steps[0].inside
    ((0, 1), ((20, 10),), ((1, 2),), ((True, True),))
    >>> steps[1, 1].products, steps[1, 1].sum
    (((80, 0),), 80)
    """
    return Trace(
        lay_out(
            image,
            kernel,
            Options(operation, mode, boundary, fill_value, stride, dilation, anchor),
        )
    )


def _grid(array: npt.NDArray[Any]) -> Grid:
    whole = array.astype(int) if array.dtype.kind == "b" else array
    return tuple(tuple(map(_plain, row)) for row in whole.tolist())


def _plain(number: Number | np.generic) -> Number:
    plain: Number = number.item() if isinstance(number, np.generic) else number
    return plain
