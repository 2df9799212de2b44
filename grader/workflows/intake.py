"""What lies in a folder or a zip file: notebooks by name, each read once and within bounds.

Nothing is unpacked, so no name in an archive can escape; no link is followed, on no level.
"""

import lzma
import os
import stat
import zipfile
import zlib
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path, PurePosixPath

from grader.errors import SubmissionError
from grader.workflows.files import MAX_BYTES, Unreadable, read_below, read_bounded

SUFFIX = ".ipynb"
MAX_MEMBERS = 100_000
MAX_DEPTH = 40
COPIES_OF_REPOSITORIES = ".repositories"
_COPIES = {".ipynb_checkpoints", "__MACOSX", ".git", COPIES_OF_REPOSITORIES}
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
class Candidate:
    """A file by its name below the source. Reading it may raise `Unreadable`."""

    name: PurePosixPath
    read: Callable[[], bytes]


@dataclass(frozen=True, slots=True, kw_only=True)
class Intake:
    """What there is in a source."""

    files: Iterable[Candidate]
    """The notebooks, by name."""
    others: Callable[[], Iterator[PurePosixPath]]
    """Returns the names of files that are no notebooks."""
    beside: Callable[[str], bytes | None]
    """Returns a file of this name at the top, or in the only folder there: what a platform says
    about the others. One that is damaged is as good as none."""


def intake(source: Path) -> Intake:
    """Return what is in `source`: a folder, a zip file, or a single notebook.

    Raises
    ------
    SubmissionError
        When there is no such folder, or the zip file is damaged.
    """
    if source.is_dir():
        return Intake(
            files=_in_folder(source),
            others=partial(_others_in_folder, source),
            beside=partial(_beside_in_folder, source),
        )
    if source.suffix.lower() == SUFFIX and source.is_file():
        single = Candidate(name=PurePosixPath(source.name), read=partial(read_bounded, source))
        return Intake(files=(single,), others=lambda: iter(()), beside=_nothing)
    if source.is_file():
        archive = _opened(source)
        return Intake(
            files=_members(archive),
            others=partial(_others_in_zip, archive),
            beside=partial(_beside_in_zip, archive),
        )
    raise SubmissionError.at(
        str(source), "there is no such folder or zip file", "name what the students handed in"
    )


def is_notebook(name: PurePosixPath) -> bool:
    """Tell whether a file is a notebook, and not a copy that a system made."""
    # macOS puts a `._ada.ipynb` beside `ada.ipynb` on disks that are not its own.
    hidden = name.name.startswith("._") or not _COPIES.isdisjoint(name.parts)
    return name.suffix.lower() == SUFFIX and not hidden


def _nothing(name: str) -> None:
    del name


def _in_folder(folder: Path) -> Iterator[Candidate]:
    names = (PurePosixPath(path.relative_to(folder).as_posix()) for path in sorted(_walk(folder)))
    for name in names:
        if is_notebook(name):
            yield Candidate(name=name, read=partial(read_below, folder, name))


def _others_in_folder(folder: Path) -> Iterator[PurePosixPath]:
    for path in sorted(_walk(folder)):
        name = PurePosixPath(path.relative_to(folder).as_posix())
        if name.suffix.lower() != SUFFIX and path.is_file() and not path.is_symlink():
            yield name


def _others_in_zip(archive: zipfile.ZipFile) -> Iterator[PurePosixPath]:
    for member in archive.infolist()[:MAX_MEMBERS]:
        if _path(member).suffix.lower() != SUFFIX and not member.is_dir():
            yield _path(member)


def _walk(folder: Path) -> Iterator[Path]:
    """Yield what lies in a folder, but nothing behind a link; as far as anybody nests folders."""
    left = [(folder, 0)]
    seen = 0
    while left:
        place, depth = left.pop()
        try:
            entries = list(os.scandir(place))
        except OSError:
            continue
        for entry in entries:
            yield Path(entry.path)
            passed = entry.name in _COPIES or depth >= MAX_DEPTH
            if entry.is_dir(follow_symlinks=False) and not passed:
                left.append((Path(entry.path), depth + 1))
        seen += len(entries)
        if seen > MAX_MEMBERS:
            return


def _beside_in_folder(folder: Path, name: str) -> bytes | None:
    for place in (PurePosixPath(name), *(PurePosixPath(sub, name) for sub in _only_folder(folder))):
        with suppress(Unreadable):
            return read_below(folder, place)
    return None


def _only_folder(folder: Path) -> list[str]:
    names = [entry.name for entry in os.scandir(folder) if entry.is_dir(follow_symlinks=False)]
    return names if len(names) == 1 else []


def _opened(path: Path) -> zipfile.ZipFile:
    try:
        # It stays open as long as somebody may read a member: opening it reads its whole table of
        # contents, which for a thousand students, once for each, takes longer than grading them.
        return zipfile.ZipFile(path)
    except _DAMAGED as error:
        raise SubmissionError.at(
            str(path),
            f"is neither a folder, a notebook nor a sound zip file: {error}",
            "download it again, or unpack it and name the folder",
        ) from None


def _members(archive: zipfile.ZipFile) -> Iterator[Candidate]:
    for member in sorted(archive.infolist()[:MAX_MEMBERS], key=lambda item: item.filename):
        name = _path(member)
        if is_notebook(name) and not member.is_dir():
            # Members are read into memory; nothing is unpacked, so no name can escape.
            yield Candidate(name=name, read=partial(_read_member, archive, member))


def _read_member(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> bytes:
    if stat.S_ISLNK(member.external_attr >> 16):
        raise Unreadable("link", "")
    if member.file_size > MAX_BYTES:
        # Not unpacked at all, however small it is packed; one that lies is cut at what it says.
        raise Unreadable("too-large", f"{MAX_BYTES // 2**20} MB")
    try:
        with archive.open(member) as file:
            data = file.read(MAX_BYTES + 1)
    except _DAMAGED as error:
        raise Unreadable("unreadable", str(error)) from None
    if len(data) > MAX_BYTES:
        raise Unreadable("too-large", f"{MAX_BYTES // 2**20} MB")
    return data


def _beside_in_zip(archive: zipfile.ZipFile, name: str) -> bytes | None:
    members = {_path(member): member for member in archive.infolist()[:MAX_MEMBERS]}
    # Only where there is one folder: in a student's own folder it would be the student's word.
    roots = {path.parts[0] for path in members if path.parts}
    places = [
        PurePosixPath(name),
        *(PurePosixPath(root, name) for root in roots if len(roots) == 1),
    ]
    for place in places:
        if place in members:
            with suppress(Unreadable):
                return _read_member(archive, members[place])
    return None


def _path(member: zipfile.ZipInfo) -> PurePosixPath:
    return PurePosixPath(member.filename.replace("\\", "/"))
