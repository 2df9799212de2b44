"""The private working directory of a child."""

import os
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

_PATIENCE_S = 10.0


@contextmanager
def scratch_directory(parent: str | None = None) -> Iterator[str]:
    """Make an empty directory, and take it away again with whatever is in it by then."""
    path = tempfile.mkdtemp(prefix="grader-", dir=parent)
    try:
        yield path
    finally:
        remove(path)


def remove(path: str) -> None:
    """Remove a directory that hostile code has filled.

    Not `shutil.rmtree`: it recurses, and a thousand directories inside one another end it. Here
    every directory is emptied into the top one by descriptor, so that neither depth nor a symbolic
    link that appears in the meantime leads anywhere else. What cannot be opened is left behind.
    """
    with suppress(OSError):
        top = os.open(path, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW)
        try:
            _empty(top)
        finally:
            os.close(top)
        Path(path).rmdir()


def _empty(top: int) -> None:
    count = 0
    emptied = True
    give_up = time.monotonic() + _PATIENCE_S  # a process that escaped may fill it for ever
    while emptied and time.monotonic() < give_up:
        emptied = False
        for name in os.listdir(top):
            with suppress(OSError):
                count = _flatten(top, name, count)
                emptied = True


def _flatten(top: int, name: str, count: int) -> int:
    """Remove one entry of the top directory, what is in it moved up first; return the count."""
    with suppress(IsADirectoryError, PermissionError):  # Linux says the one, macOS the other
        os.unlink(name, dir_fd=top)
        return count
    inner = os.open(name, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW, dir_fd=top)
    try:
        for entry in os.listdir(inner):  # noqa: PTH208 - by descriptor, which a path cannot
            count += 1
            os.rename(entry, f"{os.getpid()}-{count}", src_dir_fd=inner, dst_dir_fd=top)
    finally:
        os.close(inner)
    os.rmdir(name, dir_fd=top)
    return count
