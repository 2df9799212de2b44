"""The host's side of a zygote: it is started when the first code has to run, and kept.

One of them serves one lane: a host process has one submission run at a time.
"""

import atexit
import json
import os
import signal
import socket
import subprocess
import sys
import tempfile
import threading
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass
from importlib.util import find_spec
from pathlib import Path

from grader.errors import SandboxError
from grader.sandbox import boot
from grader.sandbox.levels import Confinement
from grader.sandbox.scratch import remove
from grader.sandbox.zygote import MESSAGE, Setup

# -S: no .pth file runs, so no editable install puts a checkout on the path. -P: nor does the place
# of the first file. -I would do both and ignore PYTHONHASHSEED too, which makes runs repeatable.
FLAGS = ("-S", "-s", "-P", "-B", "-u", "-X", "utf8")

BOOT = boot.__file__

START_S = 30.0
"""What a zygote has for its imports."""
_GOODBYE_S = 5.0
"""What it has to say how a child ended that has been killed."""


class ZygoteLostError(Exception):
    """The zygote has died, or does not answer: what it was asked for did not happen."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Exit:
    """What the system says about a child that has ended."""

    status: int
    """Exit status, or minus the signal that ended it."""
    cpu_s: float


class ForkServer:
    """A running zygote.

    Raises
    ------
    SandboxError
        When it cannot be started, or cannot put on a layer that is asked for.
    """

    def __init__(self, confinement: Confinement) -> None:
        self._folder = Path(tempfile.mkdtemp(prefix="grader-"))
        (self._folder / "root").mkdir()
        self.home = ""
        """Where folders for submissions to write in are made, if they are asked for."""
        if confinement.scratch:
            # Each folder in it is for the user that a child becomes.
            self._folder.chmod(0o711)
            (self._folder / "home").mkdir(mode=0o711)
            self.home = str(self._folder / "home")
        ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        self._socket = ours
        self._socket.settimeout(START_S)
        try:
            with theirs:
                self._process = start("zygote", theirs.fileno(), folder="/")
            self._begin(
                Setup(
                    layers=confinement.layers,
                    packages=confinement.packages,
                    path=search_path(),
                    root=str(self._folder / "root"),
                    reading=confinement.reading,
                    writable=self.home,
                )
            )
        except BaseException:
            self.close()
            raise

    def _begin(self, setup: Setup) -> None:
        try:
            self._socket.send(json.dumps(asdict(setup)).encode())
            answer = json.loads(self._socket.recv(MESSAGE) or b"{}")
        except (OSError, ValueError):
            answer = {}
        if "ready" not in answer:
            why = answer.get("failed", "it ended, or did not answer")
            raise SandboxError.at(
                "sandbox",
                f"what student code is to be run in could not be prepared: {why}",
                "run `grader doctor`: it tells which level of protection this machine has",
            )

    def fork(self, request: dict[str, object], descriptors: Sequence[int]) -> int:
        """Have a child forked that takes over descriptors; return one that stands for it.

        Raises
        ------
        ZygoteLostError
            When the zygote has died.
        """
        try:
            message = json.dumps(request).encode()
            socket.send_fds(self._socket, [message], list(descriptors))
            answer, handles, _, _ = socket.recv_fds(self._socket, MESSAGE, 1)
        except OSError as error:
            raise ZygoteLostError from error
        if not answer or len(handles) != 1:
            raise ZygoteLostError
        return handles[0]

    def wait(self) -> Exit:
        """Return how the child ended that was forked last and has been killed, or has ended.

        Raises
        ------
        ZygoteLostError
            When the zygote has died.
        """
        try:
            self._socket.settimeout(_GOODBYE_S)
            answer = json.loads(self._socket.recv(MESSAGE) or b"{}")
            self._socket.settimeout(START_S)
            return Exit(status=int(answer["status"]), cpu_s=float(answer["cpu_s"]))
        except (OSError, ValueError, KeyError) as error:
            raise ZygoteLostError from error

    def close(self) -> None:
        """End the zygote, and with it whatever it has forked."""
        self._socket.close()
        process = getattr(self, "_process", None)
        if process is not None:
            with suppress(ProcessLookupError):
                process.kill()
            process.wait()
        remove(str(self._folder))


_SERVERS: dict[Confinement, ForkServer] = {}
LANE = threading.RLock()
"""Held while a child of this process runs: one at a time."""


def server(confinement: Confinement) -> ForkServer:
    """Return the zygote that forks children for it, which is started when there is none."""
    if confinement not in _SERVERS:
        _SERVERS[confinement] = ForkServer(confinement)
    return _SERVERS[confinement]


def discard(confinement: Confinement) -> None:
    """End a zygote that is of no use any more, so that the next call starts another."""
    found = _SERVERS.pop(confinement, None)
    if found is not None:
        found.close()


@atexit.register
def discard_all() -> None:
    """End all zygotes of this process."""
    for confinement in list(_SERVERS):
        discard(confinement)


def _forget() -> None:
    """Leave the zygotes of a process to it: we are a copy of it, and not their host."""
    for found in _SERVERS.values():
        found._socket.close()  # noqa: SLF001 - ours
    _SERVERS.clear()


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_forget)


def start(
    kind: str,
    control: int,
    *,
    folder: str,
    stdin: int = subprocess.DEVNULL,
    stdout: int = subprocess.DEVNULL,
) -> "subprocess.Popen[bytes]":
    """Start a fresh interpreter with `grader.sandbox.<kind>`, whose argument is a descriptor.

    Raises
    ------
    SandboxError
        When Python cannot be started.
    """
    try:
        return subprocess.Popen(  # noqa: S603 - nothing in the command is a student's
            [sys.executable, *FLAGS, BOOT, kind, str(control)],
            stdin=stdin,
            stdout=stdout,
            stderr=subprocess.STDOUT,
            pass_fds=(control,),
            cwd=folder,
            env=environment(folder),
            start_new_session=True,
            bufsize=0,
        )
    except OSError as error:
        raise SandboxError.at(
            "sandbox",
            f"Python could not be started: {error}",
            f"check that {sys.executable or 'the interpreter'} can be run, and that processes and "
            "memory are left",
        ) from error


def search_path() -> tuple[str, ...]:
    """Return the folder that holds numpy, without importing numpy."""
    spec = find_spec("numpy")
    return (str(Path(spec.origin).parent.parent),) if spec and spec.origin else ()


def environment(folder: str) -> dict[str, str]:
    """Return all that a child learns from its environment: nothing of ours is inherited."""
    threads = dict.fromkeys(("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"), "1")
    return threads | {
        "PATH": os.defpath,
        "LANG": "C.UTF-8",
        "HOME": folder,
        "TMPDIR": folder,
        "PYTHONHASHSEED": "0",
        "MPLBACKEND": "Agg",
    }


def kill(handle: int) -> None:
    """Kill the child behind a descriptor: never another process that has got its number."""
    with suppress(ProcessLookupError, PermissionError):
        signal.pidfd_send_signal(handle, signal.SIGKILL)
