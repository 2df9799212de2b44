"""The rights of a process, given up for good."""

import ctypes
import os
import pwd
from collections.abc import Callable
from pathlib import Path

from grader.sandbox.layers.kernel import MACHINE, prctl, syscall

_PDEATHSIG, _DUMPABLE, _NO_NEW_PRIVS = 1, 4, 38
_SIGKILL = 9
_CAPSET = {"x86_64": 126, "aarch64": 91}
_CAPABILITIES_V3 = 0x20080522
_FIRST_USER, _USERS = 64_000, 1_000
"""A range that neither people nor services get by default, on Debian and elsewhere."""


def bar_new_privileges() -> None:
    """Make setuid programs run as anybody's, so that password-less sudo is of no use."""
    prctl(_NO_NEW_PRIVS, 1)


def die_with_parent(parent: int) -> None:
    """Be killed when the thread that started this process ends, however it ends.

    Raises
    ------
    ProcessLookupError
        When it has ended already.
    """
    prctl(_PDEATHSIG, _SIGKILL)
    if os.getppid() != parent:
        raise ProcessLookupError("the parent has gone")


def hide() -> None:
    """Let no process of the same user look into the memory of this one."""
    prctl(_DUMPABLE, 0)


def free_user(seed: int) -> int:
    """Return a user id that nobody has and no process runs as; `seed` spreads the choice.

    Raises
    ------
    OSError
        When there is none.
    """
    running = {_owner(entry) for entry in Path("/proc").iterdir() if entry.name.isdecimal()}
    for number in range(_USERS):
        user = _FIRST_USER + (seed + number) % _USERS
        if user not in running and not _is_known(user):
            return user
    raise OSError("no user id is free")


def can_become(user: int, then: Callable[[], object] = lambda: None) -> bool:
    """Tell whether a process of ours may become that user: found out by one that tries.

    `then` is what it has to be able to do afterwards.
    """
    child = os.fork()
    if child == 0:
        status = 1
        try:
            become(user)
            then()
            status = 0
        finally:
            os._exit(status)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0


def become(user: int) -> None:
    """Become `user`, in the group of the same number and no other, with no way back.

    Raises
    ------
    OSError
        When this process may not.
    """
    os.setgroups([])
    os.setresgid(user, user, user)
    os.setresuid(user, user, user)
    if os.getresuid() != (user, user, user) or os.getresgid() != (user, user, user):
        raise PermissionError("is still somebody else")


def drop_capabilities() -> None:
    """Give up what root may do and others may not.

    Raises
    ------
    OSError
        When the kernel refuses it, or this is a processor that we do not know.
    """
    header = (ctypes.c_uint32 * 2)(_CAPABILITIES_V3, 0)
    none = (ctypes.c_uint32 * 6)()
    if MACHINE not in _CAPSET:
        raise OSError(f"the number of capset on {MACHINE} is not known")
    syscall(_CAPSET[MACHINE], header, none)


def _owner(process: Path) -> int:
    try:
        return process.stat().st_uid
    except OSError:
        return -1


def _is_known(user: int) -> bool:
    try:
        pwd.getpwuid(user)
    except KeyError:
        return False
    return True
