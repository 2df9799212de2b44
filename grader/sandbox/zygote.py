"""A process that has done what every submission needs, and is forked for each of them.

It is a fresh interpreter that has read nothing of ours but this code: neither a key, nor the
environment of the host, nor another submission was ever in its memory. For each request it forks a
child, which puts on every layer, says so, and only then gets the student's code, by a pipe of its
own. The zygote never touches a byte of a student's, and tells the host how the child ended.

The host speaks to it over a socket that keeps messages apart, one answer for each message:

==========================  ==============================================================
the first, a `Setup`        ``{"ready": […]}`` with what it has done, or ``{"failed": …}``
each other, a request       ``{"child": pid}`` with a descriptor of the child, and at its
with three descriptors      end ``{"status": …, "cpu_s": …}``
==========================  ==============================================================
"""

import gc
import importlib
import importlib.util
import json
import os
import select
import signal
import socket
import sys
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any, NoReturn

from grader.sandbox import runner
from grader.sandbox.encoding import Results
from grader.sandbox.layers import landlock, limits, namespaces, privileges, seccomp
from grader.sandbox.reach import package_folders, readable

MESSAGE = 1 << 16
"""The most bytes of one message."""

_PRELOADED = (
    *("bisect", "cmath", "collections", "copy", "dataclasses", "datetime", "decimal", "enum"),
    *("fractions", "functools", "heapq", "itertools", "math", "operator", "random", "re"),
    *("statistics", "string", "textwrap", "time", "traceback", "typing", "unicodedata"),
)
"""Modules that exercises on filters are solved with: imported once, and at hand where no file may
be opened any more."""
_PARTS = {
    "numpy": (
        *("numpy.fft", "numpy.lib.stride_tricks", "numpy.linalg", "numpy.ma"),
        *("numpy.polynomial", "numpy.random"),
    ),
    "scipy": ("scipy.linalg", "scipy.ndimage", "scipy.signal"),
}
"""The parts of packages that are loaded only when they are asked for."""


@dataclass(frozen=True, slots=True)
class Setup:
    """What a host asks of its zygote."""

    layers: tuple[str, ...]
    """Those that children put on, and ``namespaces``, which the zygote does."""
    packages: tuple[str, ...]
    path: tuple[str, ...]
    """Where the packages are imported from."""
    root: str
    """An empty folder, in which the root of the namespaces is put together."""
    reading: bool = True
    """Whether the filter lets files be opened, because Landlock says which."""
    writable: str = ""
    """The folder in which folders for submissions are made; empty when there are none."""


@dataclass(slots=True)
class _Ready:
    """What is prepared once, for children to apply."""

    setup: Setup
    nothing: int
    """The null device, opened while there still is one."""
    memory: int
    """Bytes of address space that a child has from the start."""
    zygote: int = 0
    """Its process id as its children see it."""
    user: int = 0
    """Whom a child becomes; 0 for nobody else."""
    rules: int = -1
    program: seccomp.Program | None = None
    applied: list[str] = field(default_factory=list)


def main(control: int) -> NoReturn:
    """Prepare, say so, and fork a child for each request until the host is gone."""
    host = socket.socket(fileno=control)
    message = json.loads(host.recv(MESSAGE))
    try:
        ready = _prepare(_setup(message), host)
    except Exception as error:  # noqa: BLE001 - whatever it was, the host has to know
        host.send(json.dumps({"failed": f"{type(error).__name__}: {error}"[:500]}).encode())
        os._exit(1)
    host.send(json.dumps({"ready": ready.applied}).encode())
    _serve(host, ready)


def _setup(message: Mapping[str, Any]) -> Setup:
    return Setup(
        layers=tuple(message["layers"]),
        packages=tuple(message["packages"]),
        path=tuple(message["path"]),
        root=str(message["root"]),
        reading=bool(message["reading"]),
        writable=str(message["writable"]),
    )


def _prepare(setup: Setup, host: socket.socket) -> _Ready:
    readables = readable(_import(setup))
    writable = (setup.writable,) if setup.writable else ()
    _require_one_thread()
    ready = _Ready(setup=setup, nothing=os.open(os.devnull, os.O_RDWR), memory=_address_space())
    ready.user = _other_user(setup)
    if "namespaces" in setup.layers:
        namespaces.enter(setup.root, readables, writable)
        _continue_inside(host)
        ready.applied.append("namespaces")
    elif ready.user and not _can_read(ready.user):
        # It would find another standard library, or none.
        ready.user = 0
    ready.zygote = os.getpid()
    if "landlock" in setup.layers:
        ready.rules = landlock.build(readables, writable)
    if "seccomp" in setup.layers:
        ready.program = seccomp.build(reading=setup.reading, writing=bool(writable))
    privileges.hide()
    _forget_packages(setup)
    gc.collect()
    gc.freeze()
    return ready


def _import(setup: Setup) -> list[str]:
    """Import what submissions use, and return the folders of the packages."""
    sys.path.extend(setup.path)
    for name in _PRELOADED:
        importlib.import_module(name)
    folders = []
    for package in setup.packages:
        importlib.import_module(package)
        for part in _PARTS.get(package, ()):
            importlib.import_module(part)
        folders += package_folders(package)
    if "numpy" in setup.packages:
        sys.modules["numpy.random"].seed(0)
    return folders


def _other_user(setup: Setup) -> int:
    """Return a user whom children can become, or 0 where that is not to be, or cannot."""
    if "user" not in setup.layers or os.geteuid() != 0:
        return 0
    user = privileges.free_user(os.getpid())
    return user if privileges.can_become(user) else 0


def _can_read(user: int) -> bool:
    """Tell whether a user finds the standard library: it may be in somebody's own folder."""
    return privileges.can_become(user, lambda: os.stat(os.__file__))


def _continue_inside(host: socket.socket) -> None:
    """Go on as the first process of the namespaces; the one outside waits for its end."""
    outside = os.getpid()
    child = os.fork()
    if child:
        host.close()
        os.waitpid(child, 0)
        os._exit(0)
    del outside
    privileges.die_with_parent(0)  # whose id means nothing in here


def _address_space() -> int:
    """Return the bytes of address space of this process."""
    with open("/proc/self/statm", encoding="ascii") as file:
        return int(file.read().split()[0]) * os.sysconf("SC_PAGE_SIZE")


def _require_one_thread() -> None:
    """Refuse to be forked while a library runs threads: what they hold would be held for ever.

    Raises
    ------
    RuntimeError
        With their number.
    """
    count = len(os.listdir("/proc/self/task"))
    if count > 1:
        raise RuntimeError(f"{count} threads run after the imports")


def _forget_packages(setup: Setup) -> None:
    """Leave student code no way to import what happens to lie beside the packages, or is ours."""
    sys.path[:] = [place for place in sys.path if place not in setup.path]
    # What the finders know of each folder is true from now on, also where it cannot be listed.
    importlib.util.find_spec("a_module_that_nobody_has")
    for name in [name for name in sys.modules if name.partition(".")[0] == "grader"]:
        del sys.modules[name]


def _serve(host: socket.socket, ready: _Ready) -> NoReturn:
    while True:
        message, descriptors, _, _ = socket.recv_fds(host, MESSAGE, 3)
        if not message:
            os._exit(0)
        request = json.loads(message)
        child = os.fork()
        if child == 0:
            host.close()
            _become_child(request, descriptors, ready)
        for descriptor in descriptors:
            os.close(descriptor)
        handle = os.pidfd_open(child)
        socket.send_fds(host, [json.dumps({"child": child}).encode()], [handle])
        _wait(host, handle)
        os.close(handle)
        with suppress(ProcessLookupError, PermissionError):
            # Whom it has started, where no layer keeps it from that. Before the reaping: until then
            # its id cannot belong to a stranger.
            os.killpg(child, signal.SIGKILL)
        _, status, usage = os.wait4(child, 0)
        ended = {
            "status": os.waitstatus_to_exitcode(status),
            "cpu_s": usage.ru_utime + usage.ru_stime,
        }
        host.send(json.dumps(ended).encode())


def _wait(host: socket.socket, handle: int) -> None:
    """Wait until a child has ended; without a host, end at once, and with us all that we forked.

    The signal that the kernel sends when a parent dies is of no use here: it is sent when the
    thread ends that has started us.
    """
    look = select.poll()
    look.register(host, select.POLLHUP)
    look.register(handle, select.POLLIN)
    if any(number == host.fileno() for number, _ in look.poll()):
        with suppress(ProcessLookupError, PermissionError):
            signal.pidfd_send_signal(handle, signal.SIGKILL)
        os._exit(1)


def _become_child(
    request: Mapping[str, Any], descriptors: Sequence[int], ready: _Ready
) -> NoReturn:
    """Put on every layer, say so, take the job, run it."""
    jobs, results, _ = descriptors
    channel = Results(results)
    try:
        applied = [*ready.applied, *_confine(request, descriptors, ready)]
    except BaseException as error:  # noqa: BLE001 - no code may run, whatever it was
        channel.send({"failed": f"{type(error).__name__}: {error}"[:500]})
        os._exit(1)
    # What is drawn at random is the same in every child. After a fork Python seeds it anew.
    sys.modules["random"].seed(0)
    channel.send({"ready": applied})
    runner.serve(jobs, channel)
    os._exit(0)  # neither atexit hooks nor threads of the student's


def _confine(request: Mapping[str, Any], descriptors: Sequence[int], ready: _Ready) -> list[str]:
    jobs, results, output = descriptors
    layers = ready.setup.layers
    os.setsid()
    for number, descriptor in enumerate((ready.nothing, output, output)):
        os.dup2(descriptor, number)
    kept = sorted({jobs, results, ready.rules} - {-1})
    _close_others(kept)
    folder = request["folder"]
    if folder and ready.user:
        os.chown(folder, ready.user, ready.user)
    os.chdir(folder or "/")
    os.environ["HOME"] = os.environ["TMPDIR"] = folder or "/"
    applied = ["process", "session", "environment"]
    if "limits" in layers:
        applied += limits.lower(request["cpu_s"], ready.memory + (request["memory_mb"] << 20))
    applied += _give_up_rights(ready)
    if "landlock" in layers:
        landlock.restrict(ready.rules)
        os.close(ready.rules)
        applied += ["landlock", "files"]
    if ready.program is not None:
        seccomp.install(ready.program, os.getpid())
        applied += ["seccomp"] if ready.setup.reading else ["seccomp", "files"]
    return applied


def _give_up_rights(ready: _Ready) -> list[str]:
    applied = []
    if "user" in ready.setup.layers:
        if ready.user:
            privileges.become(ready.user)
            applied.append("user")
        privileges.drop_capabilities()
        applied.append("capabilities")
    privileges.hide()
    # After the change of user, which clears it.
    privileges.die_with_parent(ready.zygote)
    if "no-new-privileges" in ready.setup.layers:
        privileges.bar_new_privileges()
        applied.append("no-new-privileges")
    return applied


def _close_others(kept: Sequence[int]) -> None:
    first = 3
    for descriptor in kept:
        os.closerange(first, descriptor)
        first = descriptor + 1
    os.closerange(first, 1 << 10)
