"""CSV as spreadsheets and learning platforms write it → rows whose columns are known."""

import csv
import io
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from grader.errors import ExerciseError

Line: TypeAlias = tuple[int, list[str]]

_ANNOUNCED = re.compile(r"sep=([,;\t])\n", re.IGNORECASE)
"""By which Excel tells itself how a file is to be cut."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One line that says something: the cells of the columns that are known, by field."""

    place: str
    cells: Mapping[str, str]

    def __getitem__(self, field: str) -> str:
        """Return the text of a cell without the spaces around it; empty where there is none."""
        return self.cells.get(field, "")


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """What a table is about, and the columns it may have."""

    noun: str
    """What the table is called in messages."""
    columns: Mapping[str, Sequence[str]]
    """Field → the titles by which its column is known, the best first."""
    required: Sequence[str]
    example: str
    """A first line that is right."""


def read_table(data: bytes, name: str, layout: Layout) -> tuple[Row, ...]:
    """Return the rows of a CSV file called `name`, in its order.

    Commas, semicolons and tabs separate; a byte order mark and Latin-1 are understood.

    Raises
    ------
    ExerciseError
        When the file is no CSV, is empty, or lacks a column.
    """
    lines = read_lines(data, name, noun=layout.noun, example=layout.example)
    columns = _columns(lines[0], name, layout)
    return tuple(
        Row(place=f"{name}:{number}", cells=dict(_cells(line, columns)))
        for number, line in lines[1:]
    )


def read_lines(data: bytes, name: str, *, noun: str, example: str) -> list[Line]:
    """Return the lines of a CSV file that say something, the one with the titles first.

    Each comes with the number of the line on which it begins. What is accepted is what `read_table`
    accepts.

    Raises
    ------
    ExerciseError
        When the file is no CSV, or is empty.
    """
    lines = _lines(_decoded(data, name, noun), name)
    if not lines:
        raise ExerciseError.at(name, f"the {noun} is empty", f"its first line is: {example}")
    return lines


def _decoded(data: bytes, name: str, noun: str) -> str:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", errors="replace")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = data.decode("latin-1")
    if "\0" in text:
        raise ExerciseError.at(name, "this is no text file", f"export the {noun} as CSV")
    return text


def _lines(text: str, name: str) -> list[Line]:
    """Return every line that says something, with the number of the line on which it begins."""
    # Not str.splitlines: it also cuts at signs that a name or a Latin-1 file may contain.
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    announced = _ANNOUNCED.match(text)
    text = text[announced.end() :] if announced else text
    header = next((line for line in text.split("\n") if line.strip()), "")
    separator = announced[1] if announced else max(",;\t", key=header.count)
    # Strict, because a quotation mark that is never closed would swallow all that comes after it.
    reader = csv.reader(io.StringIO(text), delimiter=separator, strict=True)
    lines: list[Line] = []
    first = 2 if announced else 1
    begins = first
    try:
        for line in reader:
            if any(cell.strip() for cell in line):
                lines.append((begins, line))
            begins = reader.line_num + first
    except csv.Error as error:
        raise ExerciseError.at(
            f"{name}:{begins}",
            f"this is no CSV: {error}",
            'close every ", and double those that belong to a text: ""',
        ) from None
    return lines


def _columns(line: Line, name: str, layout: Layout) -> Mapping[str, int]:
    number, header = line
    titles = [title.strip().casefold() for title in header]
    found = {
        field: titles.index(title)
        for field, accepted in layout.columns.items()
        for title in reversed(accepted)
        if title in titles
    }
    missing = [field for field in layout.required if field not in found]
    if missing:
        raise ExerciseError.at(
            f"{name}:{number}",
            f"the column `{missing[0]}` is missing",
            f"the first line names the columns: {layout.example} (here: {', '.join(header)})",
        )
    return found


def _cells(line: list[str], columns: Mapping[str, int]) -> Iterator[tuple[str, str]]:
    for field, index in columns.items():
        if index < len(line):
            yield field, line[index].strip()
