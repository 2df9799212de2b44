"""A folder or zip of submissions → whose is which."""

import lzma
import re
import zipfile
import zlib
from collections.abc import Callable, Container, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path, PurePosixPath
from typing import TypeAlias

from grader.errors import SubmissionError
from grader.model.assignment import Roster
from grader.model.attempts import marked, unmarked
from grader.workflows.files import MAX_BYTES, Unreadable, read_bounded

SUFFIX = ".ipynb"
MAX_MEMBERS = 100_000
_Candidate: TypeAlias = tuple[PurePosixPath, Callable[[], bytes]]
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
    attempt: int | None = None
    """The attempt that its name says, where it says one."""
    passed_over: tuple[str, ...] = ()
    """Other notebooks of the same student."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Collection:
    """What was handed in, by student."""

    found: Mapping[str, Found]
    strangers: tuple[str, ...] = field(default=())
    """Notebooks whose name fits nobody on the roster."""


def collect(source: Path, roster: Roster, *, assignment: str = "", attempt: int = 1) -> Collection:
    """Return the submissions under `source`: a folder, a zip file, or a single notebook.

    A notebook belongs to the student after whom it, or the topmost folder it lies in, is called: by
    id or by GitHub login, capitals aside. One whose name is marked as that of another attempt, as
    ``ada.attempt-2.ipynb``, is left aside.

    Raises
    ------
    SubmissionError
        When there is no such folder, or the zip file is damaged.
    """
    if source.is_dir():
        candidates: Iterable[_Candidate] = _in_folder(source)
    elif source.suffix.lower() == SUFFIX and source.is_file():
        candidates = [(PurePosixPath(source.name), partial(read_bounded, source))]
    elif source.is_file():
        candidates = _in_zip(source)
    else:
        raise SubmissionError.at(
            str(source), "there is no such folder or zip file", "name what the students handed in"
        )
    return _assigned(candidates, roster, assignment, attempt)


def names_of(roster: Roster) -> Mapping[str, str]:
    """Return what students are called by, in small letters: login or id → id."""
    logins = {student.github.casefold(): student.id for student in roster if student.github}
    return logins | {student.id.casefold(): student.id for student in roster}


def _in_folder(folder: Path) -> Iterator[_Candidate]:
    for path in sorted(folder.rglob("*.*")):
        name = PurePosixPath(path.relative_to(folder).as_posix())
        if _is_notebook(name):
            yield name, partial(read_bounded, path)


def _in_zip(path: Path) -> Iterator[_Candidate]:
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
    candidates: Iterable[_Candidate],
    roster: Roster,
    assignment: str,
    attempt: int,
) -> Collection:
    names = names_of(roster)
    handed_in: dict[str, list[_Candidate]] = {}
    strangers: list[str] = []
    for name, read in candidates:
        student = _owner(name, names)
        if student is None:
            strangers.append(str(name))
        elif _attempt(name) in {None, attempt}:
            handed_in.setdefault(student, []).append((name, read))
    found = {}
    for student, notebooks in handed_in.items():
        # Beside the notebook of a later attempt, one without a mark is that of the first.
        own = [item for item in notebooks if _attempt(item[0]) == attempt] or notebooks
        handed_out = {marked(stem.casefold(), attempt) for stem in (student, assignment)}
        own.sort(key=partial(_preference, handed_out))
        place, read = own[0]
        others = tuple(str(name) for name, _ in own[1:])
        found[student] = Found(
            place=str(place), read=read, attempt=_attempt(place), passed_over=others
        )
    return Collection(found=found, strangers=tuple(strangers))


def _attempt(name: PurePosixPath) -> int | None:
    """Return the attempt that a file's name says."""
    return unmarked(_bare(name.stem))[1]


def _owner(name: PurePosixPath, names: Mapping[str, str]) -> str | None:
    """Return the student whose folder or file this is: folders first, from the top."""
    for part in (*name.parts[:-1], unmarked(_bare(name.stem))[0]):
        bare = _bare(part)
        if bare in names:
            return names[bare]
    return None


def _bare(part: str) -> str:
    """Return a name as it was before a browser made "ada (1).ipynb" of a second download."""
    return re.sub(r"[ _-]*\(\d+\)$", "", part.casefold()).strip()


def _preference(handed_out: Container[str], item: _Candidate) -> tuple[bool, int, str]:
    """Return a sort key: the name that was handed out comes first, then the least nested."""
    name, _ = item
    return (name.stem.casefold() not in handed_out, len(name.parts), str(name))
