"""A system of one's own: no network, no other processes, and a root with nothing but what is read.

Made once for all the children of a zygote: each of them would take longer for it than for all else.
"""

import os
from collections.abc import Iterable

from grader.sandbox.layers.kernel import MACHINE, mount, syscall, umount, unshare

_NEWNS, _NEWUTS, _NEWIPC, _NEWUSER, _NEWPID, _NEWNET = (
    *(0x00020000, 0x04000000, 0x08000000),
    *(0x10000000, 0x20000000, 0x40000000),
)
_RDONLY, _NOSUID, _NODEV, _REMOUNT, _BIND, _REC, _PRIVATE = 1, 2, 4, 32, 4096, 16384, 1 << 18
_NOEXEC, _NOATIME, _NODIRATIME, _RELATIME = 8, 1024, 2048, 1 << 21
_KEPT = _NOSUID | _NODEV | _NOEXEC | _NOATIME | _NODIRATIME
_DETACH = 2
_PIVOT_ROOT = {"x86_64": 155, "aarch64": 41}
_OLD = "old"
_LINKS = ("lib", "lib64")


def enter(root: str, readable: Iterable[str], writable: Iterable[str] = ()) -> None:
    """Leave the system that others see. Processes that this one starts from now on are in it.

    Parameters
    ----------
    root
        An empty folder, where the new root is put together.
    readable
        Files and folders that the new root has, where the old one had them.
    writable
        Folders that it has and that can be written in.

    Raises
    ------
    OSError
        When the kernel, or a policy of the system, refuses a part of it.
    """
    user, group = os.geteuid(), os.getegid()
    kinds = _NEWNS | _NEWUTS | _NEWIPC | _NEWPID | _NEWNET
    try:
        unshare(kinds)
    except PermissionError:
        unshare(kinds | _NEWUSER)
        _map("setgroups", "deny")
        _map("uid_map", f"{user} {user} 1")
        _map("gid_map", f"{group} {group} 1")
    # What is mounted from now on is mounted here only.
    mount("", "/", "", _REC | _PRIVATE)
    _pivot(root, list(readable), list(writable))


def _map(name: str, text: str) -> None:
    with open(f"/proc/self/{name}", "w", encoding="ascii") as file:
        file.write(text)


def _pivot(root: str, readable: list[str], writable: list[str]) -> None:
    mount("none", root, "tmpfs", _NOSUID | _NODEV, "mode=755,size=1m")
    for path in readable:
        _show(root, path, _RDONLY)
    for path in writable:
        _show(root, path, 0)
    for link in _LINKS:
        # The loader looks for libraries by these names.
        if os.path.islink(f"/{link}"):
            os.symlink(os.readlink(f"/{link}"), f"{root}/{link}")
    os.mkdir(f"{root}/{_OLD}")
    if MACHINE not in _PIVOT_ROOT:
        raise OSError(f"the number of pivot_root on {MACHINE} is not known")
    syscall(_PIVOT_ROOT[MACHINE], root.encode(), f"{root}/{_OLD}".encode())
    os.chdir("/")
    umount(f"/{_OLD}", _DETACH)
    os.rmdir(f"/{_OLD}")
    mount("none", "/", "", _REMOUNT | _BIND | _RDONLY | _NOSUID | _NODEV)


def _show(root: str, path: str, flags: int) -> None:
    """Show a file or a folder of the old root at the same place in the new one."""
    target = root + path
    if os.path.isdir(path):
        os.makedirs(target, mode=0o755, exist_ok=True)
    else:
        os.makedirs(os.path.dirname(target), mode=0o755, exist_ok=True)
        os.close(os.open(target, os.O_CREAT | os.O_WRONLY, 0o644))
    mount(path, target, "", _BIND | _REC)
    # Flags that somebody else has set stay: without them a user's own system is refused.
    found = os.statvfs(path).f_flag
    held = found & _KEPT | (_RELATIME if found & os.ST_RELATIME else 0)
    mount("none", target, "", _REMOUNT | _BIND | held | _NOSUID | flags)
