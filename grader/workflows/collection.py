"""A folder or zip of submissions → whose is which."""

import lzma
import re
import zipfile
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path, PurePosixPath

from grader.errors import SubmissionError
from grader.model.assignment import Roster
from grader.workflows.files import MAX_BYTES, Unreadable, read_bounded

SUFFIX = ".ipynb"
MAX_MEMBERS = 100_000
_COPIES = {".ipynb_checkpoints", "__MACOSX"}
"""Folders of copies that nobody made on purpose."""
_DAMAGED = (
    # What `zipfile` raises for members that are cut short, encrypted, or packed in a way of others.
    zipfile.BadZipFile,
    zlib.error,
    lzma.LZMAError,
    EOFError,
    NotImplementedError,
    OSError,
    RuntimeError,
    ValueError,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """One notebook that was handed in. Reading it may raise `Unreadable`."""

    place: str
    read: Callable[[], bytes]
    passed_over: tuple[str, ...] = ()
    """Other notebooks of the same student."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Collection:
    """What was handed in, by student."""

    found: Mapping[str, Found]
    strangers: tuple[str, ...] = field(default=())
    """Notebooks whose name fits nobody on the roster."""


def collect(source: Path, roster: Roster, *, assignment: str = "") -> Collection:
    """Return the submissions under `source`: a folder, a zip file, or a single notebook.

    A notebook belongs to the student after whom it, or the topmost folder it lies in, is called: by
    id or by GitHub login, capitals aside.

    Raises
    ------
    SubmissionError
        When there is no such folder, or the zip file is damaged.
    """
    if source.is_dir():
        candidates: Iterable[tuple[PurePosixPath, Callable[[], bytes]]] = _in_folder(source)
    elif source.suffix.lower() == SUFFIX and source.is_file():
        candidates = [(PurePosixPath(source.name), partial(read_bounded, source))]
    elif source.is_file():
        candidates = _in_zip(source)
    else:
        raise SubmissionError.at(
            str(source), "there is no such folder or zip file", "name what the students handed in"
        )
    return _assigned(candidates, roster, assignment)


def _in_folder(folder: Path) -> Iterator[tuple[PurePosixPath, Callable[[], bytes]]]:
    for path in sorted(folder.rglob("*.*")):
        name = PurePosixPath(path.relative_to(folder).as_posix())
        if _is_notebook(name):
            yield name, partial(read_bounded, path)


def _in_zip(path: Path) -> Iterator[tuple[PurePosixPath, Callable[[], bytes]]]:
    try:
        # It stays open as long as somebody may read a member: opening it reads its whole table of
        # contents, which for a thousand students, once for each, takes longer than grading them.
        archive = zipfile.ZipFile(path)
    except _DAMAGED as error:
        raise SubmissionError.at(
            str(path),
            f"is neither a folder, a notebook nor a sound zip file: {error}",
            "download it again, or unpack it and name the folder",
        ) from None
    for member in sorted(archive.infolist()[:MAX_MEMBERS], key=lambda item: item.filename):
        name = PurePosixPath(member.filename.replace("\\", "/"))
        if _is_notebook(name) and not member.is_dir():
            # Members are read into memory; nothing is unpacked, so no name can escape.
            yield name, partial(_read_member, archive, member)


def _is_notebook(name: PurePosixPath) -> bool:
    # macOS puts a `._ada.ipynb` beside `ada.ipynb` on disks that are not its own.
    hidden = name.name.startswith("._") or not _COPIES.isdisjoint(name.parts)
    return name.suffix.lower() == SUFFIX and not hidden


def _read_member(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> bytes:
    try:
        with archive.open(member) as file:
            data = file.read(MAX_BYTES + 1)
    except _DAMAGED as error:
        raise Unreadable("unreadable", str(error)) from None
    if len(data) > MAX_BYTES:
        raise Unreadable("too-large", f"{MAX_BYTES // 2**20} MB")
    return data


def _assigned(
    candidates: Iterable[tuple[PurePosixPath, Callable[[], bytes]]], roster: Roster, assignment: str
) -> Collection:
    names = {student.github.casefold(): student.id for student in roster if student.github}
    names |= {student.id.casefold(): student.id for student in roster}
    handed_in: dict[str, list[tuple[PurePosixPath, Callable[[], bytes]]]] = {}
    strangers: list[str] = []
    for name, read in candidates:
        student = _owner(name, names)
        if student is None:
            strangers.append(str(name))
        else:
            handed_in.setdefault(student, []).append((name, read))
    found = {}
    for student, notebooks in handed_in.items():
        notebooks.sort(key=lambda item: _preference(item[0], assignment, student))
        place, read = notebooks[0]
        others = tuple(str(name) for name, _ in notebooks[1:])
        found[student] = Found(place=str(place), read=read, passed_over=others)
    return Collection(found=found, strangers=tuple(strangers))


def _owner(name: PurePosixPath, names: Mapping[str, str]) -> str | None:
    """Return the student whose folder or file this is: folders first, from the top."""
    for part in (*name.parts[:-1], name.stem):
        # "ada (1).ipynb" is what a browser makes of a second download.
        bare = re.sub(r"[ _-]*\(\d+\)$", "", part.casefold()).strip()
        if bare in names:
            return names[bare]
    return None


def _preference(name: PurePosixPath, assignment: str, student: str) -> tuple[int, int, str]:
    """Return a sort key: the name that was handed out comes first, then the least nested."""
    handed_out = name.stem.casefold() in {student.casefold(), assignment.casefold()}
    return (0 if handed_out else 1, len(name.parts), str(name))
