"""What keeps student code in, found out by running code that tries to get out."""

import os
import tempfile
from dataclasses import dataclass

from grader.errors import SandboxError
from grader.model.exercise import Limits, Values
from grader.model.submission import Given
from grader.sandbox.conversation import converse
from grader.sandbox.job import Job, Read, Run
from grader.sandbox.wire import Answered, Frame

_LEVELS = {0: "open", 1: "limited"}
_NEEDED = {"process", "session", "cpu", "memory"}

# Each name is set to whether the layer holds. It runs where a submission's cells would.
_PROBE = """
import os, resource, socket

def refused(attempt, *arguments):
    try:
        attempt(*arguments)
    except OSError:
        return True
    return False

def fork():
    child = os.fork()
    if child == 0:
        os._exit(0)
    os.waitpid(child, 0)

def bounded(kind):
    return resource.getrlimit(kind)[1] != resource.RLIM_INFINITY

def allocate():
    try:
        bytearray(4 << 40)
    except MemoryError:
        raise OSError

def read_status():
    with open("/proc/self/status") as status:
        return "NoNewPrivs:\\t1" in status.read()

process = os.getppid() == host and os.getpid() != host
session = os.getsid(0) == os.getpid()
environment = "GRADER_PROBE" not in os.environ and os.environ["HOME"] == os.getcwd()
cpu = bounded(resource.RLIMIT_CPU)
memory = bounded(resource.RLIMIT_AS) and refused(allocate)
file_size = bounded(resource.RLIMIT_FSIZE)
descriptors = bounded(resource.RLIMIT_NOFILE)
processes = refused(fork)
privileges = not refused(read_status) and read_status()
user = os.getuid() != owner
files = refused(open, canary)
network = refused(lambda: socket.socket().close())
"""
_LAYERS = {
    "process": "process",
    "session": "session",
    "environment": "environment",
    "cpu": "cpu",
    "memory": "memory",
    "file-size": "file_size",
    "descriptors": "descriptors",
    "no-new-privileges": "privileges",
    "no-new-processes": "processes",
    "own-user": "user",
    "no-files": "files",
    "no-network": "network",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Protection:
    """How well student code is kept in on this machine."""

    level: int
    name: str
    layers: tuple[str, ...]
    """What was tried and holds."""
    lacking: tuple[str, ...]
    """What was tried and does not hold: here a hostile submission can do harm."""


def protection() -> Protection:
    """Return what is active, after trying each layer in a child like that of a submission."""
    try:
        held = _held()
    except SandboxError:
        held = frozenset()
    level = 1 if held >= _NEEDED else 0
    return Protection(
        level=level,
        name=_LEVELS[level] if held else "unavailable",
        layers=tuple(layer for layer in _LAYERS if layer in held),
        lacking=tuple(layer for layer in _LAYERS if layer not in held),
    )


def _held() -> frozenset[str]:
    reads = tuple(Read(key=("", layer), variable=name, cell=1) for layer, name in _LAYERS.items())
    held: set[str] = set()

    def receive(frame: Frame) -> None:
        match frame:
            case Answered(index=index, outcome=Given(value=True)):
                held.add(reads[index].key[1])
            case _:
                pass

    with tempfile.NamedTemporaryFile() as canary:
        given: Values = {"host": os.getpid(), "owner": os.getuid(), "canary": canary.name}
        job = Job(runs=(Run(number=1, source=_PROBE),), reads=reads, given=given)
        converse(job.message(), Limits(), receive)
    return frozenset(held)
