"""Bytes → cells. A file that somebody handed in may be anything at all."""

import codecs
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace

from grader.model.submission import Problem
from grader.notebooks.phrases import fatal, note

MEGABYTE = 1_000_000
FILE_LIMIT = 100 * MEGABYTE
COMFORTABLE = 10 * MEGABYTE
"""From here on, a student is asked to clear the outputs."""
CELL_LIMIT = MEGABYTE
"""Characters of one cell."""
CODE_LIMIT = 4 * MEGABYTE
"""Characters of all code cells together."""
CELLS_LIMIT = 10_000
BRACKET_LIMIT = 2_000_000
"""An empty list takes two bytes in the file and sixty in memory."""

_UNPRINTABLE = re.compile("[\0\ud800-\udfff]")
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig", "UTF-8 with BOM"),
    (codecs.BOM_UTF16_LE, "utf-16", "UTF-16"),
    (codecs.BOM_UTF16_BE, "utf-16", "UTF-16"),
)
_NEWEST = (4, 5)


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """One cell, of whatever kind it claims to be."""

    kind: str
    source: str
    id: str = ""
    label: Mapping[str, object]
    """What its ``metadata.grader`` says, believed by nobody."""
    too_long: bool = False
    """Whether its text was left out for its length."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Notebook:
    """What could be read of a file."""

    cells: tuple[Cell, ...]
    label: Mapping[str, object]
    """What the notebook's own ``metadata.grader`` says."""
    problems: tuple[Problem, ...] = ()


def decode(data: bytes) -> Notebook | Problem:
    """Return the notebook in `data`, or the problem that keeps it from being one."""
    if len(data) > FILE_LIMIT:
        return fatal("too-large", size=len(data) // MEGABYTE, limit=FILE_LIMIT // MEGABYTE)
    if not data.strip():
        return fatal("empty-file")
    encoding, name = next((rest for mark, *rest in _MARKS if data.startswith(mark)), ("utf-8", ""))
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError:
        return fatal("not-text")
    content = _parse(text)
    if isinstance(content, Problem):
        return content
    notes = [note("odd-encoding", encoding=name)] if name else []
    if len(data) > COMFORTABLE:
        notes.append(note("large-file", size=len(data) // MEGABYTE))
    return _notebook(content, notes)


def _parse(text: str) -> object:
    """Return the JSON value in `text`, or the problem with it."""
    if text.count("[") + text.count("{") > BRACKET_LIMIT:
        return fatal("too-deep")
    try:
        return json.loads(text, parse_int=_bounded)
    except RecursionError:
        return fatal("too-deep")
    except json.JSONDecodeError as error:
        return fatal("not-json", line=error.lineno)


def _bounded(digits: str) -> int:
    # Python refuses to convert thousands of digits; nothing that we read from a notebook has ten.
    return int(digits[:20])


def _notebook(content: object, notes: list[Problem]) -> Notebook | Problem:
    if not isinstance(content, dict):
        return fatal("not-a-notebook")
    listed = content.get("cells")
    if not isinstance(listed, list):
        # nbformat 3 has sheets of cells.
        sheets = [_mapping(sheet).get("cells") for sheet in _list(content.get("worksheets"))]
        listed = [cell for sheet in sheets for cell in _list(sheet)]
        if not sheets:
            return fatal("not-a-notebook")
    notes = notes + _format_notes(content)
    cells = _cells(listed[:CELLS_LIMIT])
    damaged = len(listed) - len(cells)
    if damaged:
        notes.append(note("damaged-cells", n=damaged))
    label = _mapping(_mapping(content.get("metadata")).get("grader"))
    return Notebook(cells=tuple(cells), label=label, problems=tuple(notes))


def _format_notes(content: Mapping[object, object]) -> list[Problem]:
    major, minor = content.get("nbformat"), content.get("nbformat_minor", 0)
    if not (isinstance(major, int) and isinstance(minor, int)):
        return []
    if major < _NEWEST[0]:
        return [note("old-format", version=major)]
    newer = (major, minor) > _NEWEST
    return [note("newer-format", version=f"{major}.{minor}")] if newer else []


def _cells(items: list[object]) -> list[Cell]:
    """Return the cells that can be read; their code, as far as it is of a length to be read."""
    cells: list[Cell] = []
    room = CODE_LIMIT
    for item in items:
        cell = _cell(item)
        if cell and len(cell.source) > min(CELL_LIMIT, room):
            cell = replace(cell, source="", too_long=True)
        if cell:
            room -= len(cell.source) if cell.kind == "code" else 0
            cells.append(cell)
    return cells


def _cell(item: object) -> Cell | None:
    """Return a cell, or None where there is no text to be read."""
    cell = _mapping(item)
    source = _source(cell.get("source", cell.get("input")))
    if source is None:
        return None
    kind, metadata = cell.get("cell_type"), _mapping(cell.get("metadata"))
    # Colab writes format 4.0, where a cell has no id, and puts the id into the metadata.
    identity = cell.get("id", metadata.get("id"))
    return Cell(
        kind=kind if isinstance(kind, str) else "",
        source=source,
        id=identity if isinstance(identity, str) else "",
        label=_mapping(metadata.get("grader")),
    )


def _source(value: object) -> str | None:
    """Return the text of a cell: one string, or a list of strings to be joined."""
    parts = value if isinstance(value, list) else [value]
    lines = [part for part in parts if isinstance(part, str)]
    if len(lines) < len(parts):
        return None
    text = "".join(lines).replace("\r\n", "\n").replace("\r", "\n")
    return _UNPRINTABLE.sub(lambda match: "" if match[0] == "\0" else "\ufffd", text)


def _list(value: object) -> list[object]:
    return value if isinstance(value, list) else []


def _mapping(value: object) -> Mapping[str, object]:
    return value if isinstance(value, dict) else {}
