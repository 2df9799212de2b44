"""System calls that Python has no function for."""

import ctypes
import os
import platform
import sys
from functools import cache

MACHINE = platform.machine()
"""``x86_64`` and ``aarch64`` are known."""


def prctl(option: int, *arguments: int) -> int:
    """Call ``prctl(2)``.

    Raises
    ------
    OSError
        When the kernel refuses it.
    """
    return _checked(_libc().prctl(option, *(ctypes.c_ulong(one) for one in _four(arguments))))


def syscall(number: int, *arguments: object) -> int:
    """Make a system call by its number.

    Raises
    ------
    OSError
        When the kernel refuses it, or does not know it.
    """
    return _checked(_libc().syscall(ctypes.c_long(number), *arguments))


def mount(source: str, target: str, kind: str, flags: int, data: str = "") -> None:
    """Call ``mount(2)``.

    Raises
    ------
    OSError
        When the kernel refuses it.
    """
    texts = [text.encode() if text else None for text in (source, target, kind)]
    more = data.encode() if data else None
    _checked(_libc().mount(*texts, ctypes.c_ulong(flags), more))


def umount(target: str, flags: int) -> None:
    """Call ``umount2(2)``.

    Raises
    ------
    OSError
        When the kernel refuses it.
    """
    _checked(_libc().umount2(target.encode(), flags))


def unshare(flags: int) -> None:
    """Call ``unshare(2)``.

    Raises
    ------
    OSError
        When the kernel refuses it.
    """
    _checked(_libc().unshare(flags))


def _four(arguments: tuple[int, ...]) -> tuple[int, ...]:
    return (*arguments, 0, 0, 0, 0)[:4]


def _checked(result: int) -> int:
    if result < 0:
        number = ctypes.get_errno()
        raise OSError(number, os.strerror(number))
    return result


@cache
def _libc() -> ctypes.CDLL:
    if sys.platform != "linux":
        raise OSError(f"{sys.platform} has no such system calls")
    return ctypes.CDLL(None, use_errno=True)
