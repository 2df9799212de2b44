"""Nine small attacks, run as a submission would be: what `grader doctor` believes is what they do.

Each is an expression that raises when it is stopped. What they look for is made for them.
"""

import os
import socket
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from grader.model.exercise import Limits, Values
from grader.model.submission import Given
from grader.sandbox.conversation import converse
from grader.sandbox.fork_server import ZygoteLostError
from grader.sandbox.job import Job, Read, Run
from grader.sandbox.levels import Level
from grader.sandbox.protection import Found
from grader.sandbox.wire import Answered, Frame

ATTACKS: Mapping[str, str] = {
    "read a file of the course": "open(canary).read()",
    "list the folder of the submissions": "__import__('os').listdir(folder)",
    "write a file beside them": "open(folder + '/written', 'w').close()",
    "read what the grading program was started with": (
        "open(f'/proc/{host}/environ', 'rb').read()"
    ),
    "send a signal to the grading program": "__import__('os').kill(host, 0)",
    "start another process": "__import__('os').fork() or __import__('os')._exit(0)",
    "open a connection": "__import__('socket').create_connection(('127.0.0.1', port), 1)",
    "import the reference engine": (
        "__import__('sys').path.append(ours), __import__('sys').modules.pop('grader', 0),"
        " __import__('grader.engine')"
    ),
    "take four times the memory it is given": "bytearray(memory << 22)",
}
"""What is tried → the expression that tries it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tried:
    """An attack and what came of it."""

    attack: str
    stopped: bool


def attempt_all(found: Found) -> tuple[Tried, ...]:
    """Run every attack in what this machine has."""
    with _targets() as given:
        return tuple(
            Tried(attack=attack, stopped=not _gets_through(attempt, given, found))
            for attack, attempt in ATTACKS.items()
        )


@contextmanager
def _targets() -> Iterator[Values]:
    """Yield what the attacks look for."""
    with tempfile.TemporaryDirectory(prefix="grader-") as folder, socket.socket() as listener:
        canary = Path(folder) / "canary"
        canary.write_text("not for you", encoding="utf-8")
        # Whom a child becomes may read it: what stops an attack has to be a layer.
        Path(folder).chmod(0o777)
        canary.chmod(0o666)
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        yield {
            "canary": str(canary),
            "folder": folder,
            "host": os.getpid(),
            "memory": Limits().memory_mb,
            "ours": str(Path(__file__).parents[2]),
            "port": listener.getsockname()[1],
        }


def _gets_through(attempt: str, given: Values, found: Found) -> bool:
    through: list[bool] = []

    def receive(frame: Frame) -> None:
        match frame:
            case Answered(outcome=Given(value=bool(value))):
                through.append(value)
            case _:
                pass

    job = Job(
        runs=(Run(number=1, source=f"{attempt}\nout = True"),),
        reads=(Read(key=("", "out"), variable="out", cell=1),),
        given=given,
    )
    try:
        converse(
            job.message(),
            Limits(wall_s=5),
            receive,
            confinement=found.confinement,
            level=min(found.level, Level.GUARDED),
        )
    except ZygoteLostError:
        return True
    # Whoever says nothing was ended.
    return any(through)
