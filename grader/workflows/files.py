"""Reading what others made, once and bounded; writing whole files or none."""

import errno
import os
import secrets
import stat
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path, PurePosixPath

from grader.errors import GraderError, UsageError

MAX_BYTES = 100 * 2**20


class Unreadable(Exception):  # noqa: N818 - it becomes one student's grade, not an error
    """A file that cannot be taken for a submission, and why (`code` is stable, for counting)."""

    def __init__(self, code: str, detail: str) -> None:
        super().__init__(code, detail)
        self.code = code
        self.detail = detail


def read_bounded(path: Path, *, limit: int = MAX_BYTES) -> bytes:
    """Return the bytes of a regular file.

    The file is opened once and judged by its descriptor, so nothing can be exchanged between the
    look and the reading; links are not followed.

    Raises
    ------
    Unreadable
        When it is a link, a device or a pipe, too large, or cannot be opened.
    """
    return _read(path, limit=limit)


def read_below(folder: Path, name: PurePosixPath, *, limit: int = MAX_BYTES) -> bytes:
    """Return the bytes of a regular file in `folder`, as `read_bounded` does.

    No link is followed between the folder and the file either, so that a folder which becomes one
    while we look leads nowhere. The folder itself may be a link: it is the instructor's.

    Raises
    ------
    Unreadable
        When the file, or a folder on the way to it, is a link, or it cannot be read.
    """
    if os.open not in os.supports_dir_fd:
        return read_bounded(folder / name, limit=limit)
    with _opened(folder, name.parts[:-1]) as descriptor:
        return _read(name.name, limit=limit, folder=descriptor)


_ON_THE_WAY = os.O_RDONLY | getattr(os, "O_DIRECTORY", 0) | getattr(os, "O_NOFOLLOW", 0)


@contextmanager
def _opened(folder: Path, parts: tuple[str, ...]) -> Iterator[int]:
    """Open the folder behind `parts`, one step at a time."""
    descriptor = -1
    try:
        descriptor = os.open(folder, os.O_RDONLY | getattr(os, "O_DIRECTORY", 0))
        for part in parts:
            if part in {"", ".", "..", "/"}:
                raise Unreadable("link", "")
            above, descriptor = descriptor, os.open(part, _ON_THE_WAY, dir_fd=descriptor)
            os.close(above)
        yield descriptor
    except OSError as error:
        # A link where a folder is expected is ELOOP on some systems and ENOTDIR on others.
        code = "link" if error.errno in {errno.ELOOP, errno.ENOTDIR} else "unreadable"
        raise Unreadable(code, error.strerror or "") from None
    finally:
        with suppress(OSError):
            os.close(descriptor)


def _read(path: Path | str, *, limit: int, folder: int | None = None) -> bytes:
    flags = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)
    try:
        descriptor = os.open(path, flags, dir_fd=folder)
        try:
            # Before it becomes a Python file, which refuses to be made of a folder.
            if not stat.S_ISREG(os.fstat(descriptor).st_mode):
                raise Unreadable("not-a-file", "")
            with os.fdopen(descriptor, "rb", closefd=False) as file:
                data = file.read(limit + 1)
        finally:
            os.close(descriptor)
    except OSError as error:
        code = "link" if error.errno == errno.ELOOP else "unreadable"
        raise Unreadable(code, error.strerror or "") from None
    if len(data) > limit:
        raise Unreadable("too-large", f"{limit // 2**20} MB")
    return data


def write_whole(path: Path, content: str | bytes) -> None:
    """Write `path` so that whoever reads it finds the old content or the new, never a part.

    Raises
    ------
    UsageError
        When there is no room or no permission; what was there before is untouched.
    """
    data = content.encode() if isinstance(content, str) else content
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        # Not tempfile: its files are for their owner alone, and what is right here is the umask's.
        temporary = path.with_name(f".{secrets.token_hex(8)}.part")
        try:
            with temporary.open("xb") as file:
                file.write(data)
            temporary.replace(path)
        except BaseException:
            temporary.unlink(missing_ok=True)
            raise
    except OSError as error:
        raise _cannot_write(path, error) from None


def _cannot_write(path: Path, error: OSError) -> GraderError:
    if error.errno in {errno.ENOSPC, errno.EDQUOT}:
        fix = "free some space and run the same command again: what is done is kept"
        return UsageError.at(str(path), "the disk is full", fix)
    return UsageError.at(str(path), f"cannot be written: {error.strerror}", "choose another folder")
