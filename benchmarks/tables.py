"""Tables that grow line by line, for a terminal or for a document, and the figures in them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A table whose lines are printed as soon as they are measured."""

    columns: Sequence[str]
    markdown: bool
    widths: Sequence[int] = ()
    """At least so wide; a column is as wide as its title in any case."""

    def begin(self, title: str) -> None:
        """Print the title and the head."""
        print(f"### {title}\n" if self.markdown else title)
        self.add(*self.columns)
        if self.markdown:
            print("|" + "---:|" * len(self.columns))

    def add(self, *cells: str) -> None:
        """Print one line."""
        if self.markdown:
            line = "| " + " | ".join(cells) + " |"
        else:
            least = [*self.widths, *(0 for _ in cells)]
            line = "  ".join(
                cell.rjust(max(width, len(title)))
                for cell, width, title in zip(cells, least, self.columns, strict=False)
            )
        # A long run is watched, and often read through a pipe.
        print(line, flush=True)


def figure(value: float) -> str:
    """Return a ratio or a time per pixel with the digits that a second run may confirm.

    >>> [figure(value) for value in (0.987, 1.234, 5.67, 23.4)]
    ['0.99', '1.23', '5.7', '23']
    """
    return f"{value:.2f}" if value < 2 else f"{value:.1f}" if value < 10 else f"{value:.0f}"


def duration(seconds: float) -> str:
    """Return a time in the unit that fits.

    >>> duration(3.21e-6), duration(0.00456), duration(1.5)
    ('3.21 µs', '4.56 ms', '1.50 s')
    """
    for unit, size in (("s", 1.0), ("ms", 1e-3)):
        if seconds >= size:
            return f"{seconds / size:.3g} {unit}" if seconds < 1 else f"{seconds:.2f} {unit}"
    return f"{seconds * 1e6:.3g} µs"


def square(side: int) -> str:
    """Return the size of a square: 256²."""
    return f"{side}²"


def print_list(lines: Iterable[str]) -> None:
    """Print remarks as a list, which a document shows as one too."""
    for line in lines:
        print(f"- {line}")
    print()
