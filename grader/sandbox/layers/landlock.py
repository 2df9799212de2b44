"""Landlock: which files a process may touch, and that it may reach nobody outside.

The rules are built once; a child applies them with one system call. What they do not govern (to
change a file's mode or times, to ask for its size, sockets that are not TCP) is for `seccomp`.
"""

import ctypes
import os
import struct
from collections.abc import Iterable

from grader.sandbox.layers.kernel import syscall

_CREATE, _ADD, _RESTRICT = 444, 445, 446
_VERSION_FLAG = 1
_PATH_BENEATH = 1

_EXECUTE, _WRITE_FILE, _READ_FILE, _READ_DIR = 1, 2, 4, 8
_ALL_OF_ABI_1 = (1 << 13) - 1
_REFER, _TRUNCATE, _IOCTL_DEV = 1 << 13, 1 << 14, 1 << 15
_TCP = 0b11
_ABSTRACT_SOCKETS_AND_SIGNALS = 0b11
_ABI_REFER, _ABI_TRUNCATE, _ABI_TCP, _ABI_IOCTL, _ABI_SCOPES = 2, 3, 4, 5, 6
_READ = _READ_FILE | _READ_DIR
"""Not to execute: a library is mapped, and a program is nothing that code needs to start."""
_OF_FILES = _EXECUTE | _WRITE_FILE | _READ_FILE | _TRUNCATE | _IOCTL_DEV
_MAKE_SPECIAL = (1 << 6) | (1 << 9) | (1 << 10) | (1 << 11) | (1 << 12)
"""Devices, sockets, pipes and links: nobody needs one."""


def abi() -> int:
    """Return the version that the kernel has.

    Raises
    ------
    OSError
        When it has none, or Landlock is switched off.
    """
    return syscall(_CREATE, None, ctypes.c_size_t(0), ctypes.c_uint32(_VERSION_FLAG))


def build(readable: Iterable[str], writable: Iterable[str] = ()) -> int:
    """Return the descriptor of rules by which everything is refused but what is listed.

    Parameters
    ----------
    readable
        Files and folders, with all that is in them.
    writable
        Folders in which files and folders may be made, changed and removed as well.

    Raises
    ------
    OSError
        When the kernel has no Landlock, or a path does not exist.
    """
    version = abi()
    handled = _handled(version)
    network = _TCP if version >= _ABI_TCP else 0
    scopes = _ABSTRACT_SOCKETS_AND_SIGNALS if version >= _ABI_SCOPES else 0
    attributes = struct.pack("QQQ", handled, network, scopes)
    # An older kernel refuses the fields that it does not know, unless they are zero.
    rules = syscall(_CREATE, attributes, ctypes.c_size_t(len(attributes)), ctypes.c_uint32(0))
    os.set_inheritable(rules, False)  # noqa: FBT003 - the function takes it by place
    for path in readable:
        _allow(rules, path, handled & _READ)
    for path in writable:
        _allow(rules, path, handled & ~(_EXECUTE | _MAKE_SPECIAL | _REFER | _IOCTL_DEV))
    return rules


def restrict(rules: int) -> None:
    """Apply rules to this process, for good. It must not be able to get new privileges.

    Raises
    ------
    OSError
        When the kernel refuses it.
    """
    syscall(_RESTRICT, ctypes.c_int(rules), ctypes.c_uint32(0))


def _handled(version: int) -> int:
    rights = _ALL_OF_ABI_1
    for since, right in (
        (_ABI_REFER, _REFER),
        (_ABI_TRUNCATE, _TRUNCATE),
        (_ABI_IOCTL, _IOCTL_DEV),
    ):
        if version >= since:
            rights |= right
    return rights


def _allow(rules: int, path: str, rights: int) -> None:
    place = os.open(path, os.O_PATH | os.O_CLOEXEC)
    try:
        if not os.path.isdir(path):
            rights &= _OF_FILES
        beneath = struct.pack("=Qi", rights, place)
        syscall(_ADD, ctypes.c_int(rules), ctypes.c_int(_PATH_BENEATH), beneath, ctypes.c_uint32(0))
    finally:
        os.close(place)
