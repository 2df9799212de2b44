"""The sliding window, one frame for each output cell: what pages show of a worked solution."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import accumulate
from typing import cast

from grader import engine
from grader.model.grade import ExerciseGrade
from grader.model.value import Scalar, Value, cells
from grader.model.worked import Filtering

MOST_FRAMES = 64
MOST_SIDE = 12
"""Of a drawn grid; a larger one is cut down to what lies around the window."""
MOST_CELLS = 24_000
"""Of all frames together: a page is read on a phone as well."""
TERM_CELLS = 8
"""How many cells the markup of one product weighs, with its place in the sentence."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Square:
    """One drawn cell: what it holds, and in which ways it stands out.

    Frames share their squares, and each is turned into markup once: it is told by its identity.
    """

    value: Scalar | None
    """None in an output cell that is not computed yet."""
    under: bool = False
    """Whether the kernel lies on it."""
    outside: bool = False
    """Whether the boundary rule made it up."""
    now: bool = False
    """Whether it is the output cell that is being computed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Board:
    """A grid, or the part of it around the window, with the coordinates of its cells."""

    rows: range
    columns: range
    squares: tuple[tuple[Square, ...], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """What one coefficient contributes."""

    coefficient: Scalar
    value: Scalar
    product: Scalar
    running: Scalar
    """The sum of the products so far."""
    inside: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """One position of the window, and all that is computed there."""

    number: int
    """Which step it is, counted from 1."""
    row: int
    column: int
    rows: tuple[int, ...]
    """The image rows under the kernel, and below its columns."""
    columns: tuple[int, ...]
    terms: tuple[tuple[Term, ...], ...]
    total: Scalar
    image: Board
    output: Board
    written: Scalar | None
    """What the student wrote instead; None where nothing wrong was written."""

    @property
    def inside(self) -> bool:
        """Whether the whole window lies in the image."""
        return all(term.inside for row in self.terms for term in row)


@dataclass(frozen=True, slots=True, kw_only=True)
class StepThrough:
    """The frames that are shown, of a filtering that may have more."""

    filtering: Filtering
    kernel: Board
    """As it is laid down."""
    frames: tuple[Frame, ...]
    first: Frame
    """The one to begin with: the first that came out wrong."""
    steps: int
    """How many there are in all."""

    @property
    def inside(self) -> bool:
        """Whether no window that is shown reaches out of the image."""
        return all(frame.inside for frame in self.frames)


def step_through(
    filtering: Filtering, *, given: Value | None = None, right: Sequence[bool] = ()
) -> StepThrough:
    """Return the frames of a filtering, computed by the engine.

    Parameters
    ----------
    filtering
        What is computed.
    given
        The student's output, where there is one.
    right
        Cell by cell whether it is right; the frames then begin with the first that is not.
    """
    return _Drawing(filtering, given, right).step_through()


def step_through_of(graded: ExerciseGrade) -> StepThrough | None:
    """Return the frames of what came out wrong in an exercise; None where nothing is to be shown.

    It is a function of the result alone, so a page can be made again from it at any time.
    """
    if graded.worked is None:
        return None
    answer = next((item for item in graded.answers if item.answer == graded.worked.answer), None)
    return step_through(
        graded.worked.filtering,
        given=answer.given if answer else None,
        right=answer.right if answer else (),
    )


_LATER = Square(value=None)


class _Drawing:
    def __init__(self, filtering: Filtering, given: Value | None, right: Sequence[bool]) -> None:
        self.filtering = filtering
        self.trace = engine.trace(**filtering.arguments())
        written = cells(given) if given is not None else ()
        fits = len(written) == len(right) == len(self.trace)
        self.wrong: dict[int, Scalar] = {
            index: value
            for index, (value, good) in enumerate(zip(written, right, strict=True) if fits else ())
            if not good
        }
        self._extend()
        self.sums = self.trace.output.tolist()
        # Of a large image few cells are drawn, and of a small one each in many frames.
        self.pixel, self.sum = cache(self._pixel), cache(self._sum)

    def _extend(self) -> None:
        """Compute the image with all that its windows read outside of it."""
        image = self.filtering.image
        height, width = len(image), len(cells(image[0]))  # type: ignore[arg-type,index]
        first, last = self.trace[0], self.trace[-1]
        top, left = max(0, -first.rows[0]), max(0, -first.columns[0])
        bottom = max(0, last.rows[-1] + 1 - height)
        right = max(0, last.columns[-1] + 1 - width)
        plane = engine.pad(
            image,  # type: ignore[arg-type]
            ((top, bottom), (left, right)),
            boundary=self.filtering.boundary,  # type: ignore[arg-type]
            fill_value=self.filtering.fill_value,  # type: ignore[arg-type]
        )
        self.rows, self.columns = range(-top, height + bottom), range(-left, width + right)
        self.inside = range(height), range(width)
        self.plane = plane.tolist()

    def _pixel(self, y: int, x: int) -> tuple[Square, Square]:
        value = self.plane[y - self.rows.start][x - self.columns.start]
        rows, columns = self.inside
        return _twice(value, "under", outside=y not in rows or x not in columns)

    def _sum(self, row: int, column: int) -> tuple[Square, Square]:
        return _twice(self.sums[row][column], "now")

    def step_through(self) -> StepThrough:
        first = min(self.wrong, default=0)
        start = max(0, min(first, len(self.trace) - self._room()))
        shown = self.trace[start : start + self._room()]
        frames = tuple(self._frame(start + place, step) for place, step in enumerate(shown))
        return StepThrough(
            filtering=self.filtering,
            kernel=_kernel(self.trace[0]),
            frames=frames,
            first=frames[first - start],
            steps=len(self.trace),
        )

    def _room(self) -> int:
        """Return how many frames a page has room for."""
        step = self.trace[0]
        image = len(_view(self.rows, step.rows)) * len(_view(self.columns, step.columns))
        window = len(step.rows) * len(step.columns)
        rows, columns = (min(size, MOST_SIDE) for size in self.trace.shape)
        return max(
            1, min(MOST_FRAMES, MOST_CELLS // (image + TERM_CELLS * window + rows * columns))
        )

    def _frame(self, index: int, step: engine.Step) -> Frame:
        row, column = step.index
        return Frame(
            number=index + 1,
            row=row,
            column=column,
            rows=step.rows,
            columns=step.columns,
            terms=tuple(_terms(step)),
            total=_scalar(step.sum),
            image=self._image(step),
            output=self._output(row, column),
            written=self.wrong.get(index),
        )

    def _image(self, step: engine.Step) -> Board:
        rows, columns = _view(self.rows, step.rows), _view(self.columns, step.columns)
        under = {(y, x) for y in step.rows for x in step.columns}
        return Board(
            rows=rows,
            columns=columns,
            squares=tuple(tuple(self.pixel(y, x)[(y, x) in under] for x in columns) for y in rows),
        )

    def _output(self, row: int, column: int) -> Board:
        height, width = self.trace.shape
        rows, columns = _view(range(height), (row,)), _view(range(width), (column,))
        place = (row, column)
        return Board(
            rows=rows,
            columns=columns,
            squares=tuple(
                tuple(
                    self.sum(i, j)[(i, j) == place] if (i, j) <= place else _LATER for j in columns
                )
                for i in rows
            ),
        )


def _kernel(step: engine.Step) -> Board:
    return Board(
        rows=range(len(step.rows)),
        columns=range(len(step.columns)),
        squares=tuple(
            tuple(Square(value=_scalar(number)) for number in row) for row in step.coefficients
        ),
    )


def _view(extent: range, needed: Sequence[int]) -> range:
    """Return the part of a side that is drawn: all of it, or what lies around the window."""
    low, high = needed[0], needed[-1] + 1
    size = max(min(len(extent), MOST_SIDE), high - low)
    start = max(extent.start, min((low + high - size) // 2, extent.stop - size))
    return range(start, start + size)


def _twice(value: object, mark: str, **marks: bool) -> tuple[Square, Square]:
    """Return a cell as it is drawn most of the time, and as it is where the window is.

    Made once: the frames share them, and so does whoever turns them into markup.
    """
    plain = Square(value=_scalar(value), **marks)
    return plain, replace(plain, **{mark: True})


def _terms(step: engine.Step) -> Iterator[tuple[Term, ...]]:
    sums = iter([*accumulate(product for row in step.products for product in row)][:-1])
    for coefficients, values, products, inside in zip(
        step.coefficients, step.values, step.products, step.inside, strict=True
    ):
        yield tuple(
            Term(
                coefficient=_scalar(coefficient),
                value=_scalar(value),
                product=_scalar(product),
                # The last is the engine's own sum: it decides how floats are rounded.
                running=_scalar(next(sums, step.sum)),
                inside=within,
            )
            for coefficient, value, product, within in zip(
                coefficients, values, products, inside, strict=True
            )
        )


def _scalar(number: object) -> Scalar:
    # The engine also filters complex numbers; a formula of an exercise cannot produce one.
    return int(number) if isinstance(number, bool) else cast("Scalar", number)
