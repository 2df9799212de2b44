"""What a measurement is made of: a fresh process, the machine it ran on, a table."""

import multiprocessing
import os
import platform
from argparse import ArgumentTypeError
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter

import numpy as np

from grader.workflows.lanes import cores


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """How long some work on many items took."""

    what: str
    workers: int
    items: int
    seconds: float

    @property
    def rate(self) -> float:
        """Items per second."""
        return self.items / self.seconds


def seconds(work: Callable[..., None], *arguments: object) -> float:
    """Return how long `work` takes in a Python of its own, from its start to its end.

    Whoever types a command pays for the start of the interpreter, the imports and the caches that
    are still empty; a second call in the same process would not show them.
    """
    # Not forked: a fork would inherit what has been imported here.
    process = multiprocessing.get_context("spawn").Process(target=work, args=arguments)
    begun = perf_counter()
    process.start()
    process.join()
    elapsed = perf_counter() - begun
    if process.exitcode:
        raise SystemExit(f"{work.__name__} ended with {process.exitcode}: nothing was measured")
    return elapsed


@dataclass(frozen=True, slots=True, kw_only=True)
class Peak:
    """The most that a run and all the processes that it starts hold at once."""

    memory: int = 0
    """Bytes; of pages that several share each counts its part."""
    processes: int = 0
    descriptors: int = 0

    def with_more(self, family: Sequence[int]) -> "Peak":
        """Return what is known after another look."""
        return Peak(
            memory=max(self.memory, sum(map(_held, family))),
            processes=max(self.processes, len(family)),
            descriptors=max(self.descriptors, sum(map(_open, family))),
        )


def peak(work: Callable[..., None], *arguments: object) -> Peak:
    """Return the most that a run of `work` holds, looked at ten times a second, on Linux."""
    process = multiprocessing.get_context("spawn").Process(target=work, args=arguments)
    process.start()
    seen = Peak()
    while process.is_alive():
        seen = seen.with_more(list(_family(process.pid or 0)))
        process.join(0.1)
    if process.exitcode:
        raise SystemExit(f"{work.__name__} ended with {process.exitcode}: nothing was measured")
    return seen


def _family(pid: int) -> Iterator[int]:
    """Yield a process and all that come from it."""
    yield pid
    for task in Path(f"/proc/{pid}/task").glob("*/children"):
        with suppress(OSError):
            for child in task.read_text(encoding="ascii").split():
                yield from _family(int(child))


def _held(pid: int) -> int:
    with suppress(OSError):
        for line in Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="ascii").splitlines():
            if line.startswith("Pss:"):
                return int(line.split()[1]) << 10
    return 0


def _open(pid: int) -> int:
    with suppress(OSError):
        return len(list(Path(f"/proc/{pid}/fd").iterdir()))
    return 0


def count(text: str) -> int:
    """Return a number of students or processes from the command line: at least 1."""
    if not text.isdecimal() or int(text) < 1:
        raise ArgumentTypeError(f"{text} is no whole number above 0")
    return int(text)


def print_machine() -> None:
    """Print what the figures depend on."""
    print(f"{_processor()}, {cores()} cores · {platform.system()} {platform.release()}")
    print(f"Python {platform.python_version()} · numpy {np.__version__}")
    # A neighbor at work moves every figure below, and the ratios too: not all turns meet it.
    print(f"{os.getloadavg()[0]:.1f} other processes at work in the last minute")
    print()


def print_table(rows: Sequence[Measured], unit: str) -> None:
    """Print one line for each measurement."""
    width = max(len(row.what) for row in rows)
    print(f"{'':{width}}  workers  {unit:>11}  seconds  per second")
    for row in rows:
        print(
            f"{row.what:{width}}  {row.workers:7}  {row.items:11,}  {row.seconds:7.1f}"
            f"  {row.rate:10.1f}"
        )
    print()


def _processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    except OSError:
        lines = []  # not Linux
    named = (line.partition(":")[2].strip() for line in lines if line.startswith("model name"))
    return next(named, platform.processor() or platform.machine())
