"""Reading what others made, once and bounded; writing whole files or none."""

import errno
import os
import secrets
import stat
from pathlib import Path

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
    flags = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)
    try:
        descriptor = os.open(path, flags)
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
