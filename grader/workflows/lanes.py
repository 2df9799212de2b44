"""Work for many students on several cores, over anything shaped like `concurrent.futures`.

A worker that dies takes only what it was doing with it: its items are run again one by one, and one
that kills its worker twice is reported as lost.
"""

import multiprocessing
import multiprocessing.connection
import os
import signal
import time
from collections.abc import Callable, Generator, Iterable, Iterator
from concurrent.futures import (
    FIRST_COMPLETED,
    BrokenExecutor,
    Executor,
    Future,
    ProcessPoolExecutor,
    wait,
)
from dataclasses import dataclass
from itertools import islice
from types import FrameType
from typing import Generic, NoReturn, TypeVar

Item = TypeVar("Item")
Result = TypeVar("Result")

CHUNK = 8
"""Items per message: fewer cost more messages, more lose more when a worker dies."""
GRACE_S = 3.0
"""What a worker has for tidying up when it is ended."""
FEW = 40
"""Items below which starting workers takes longer than the work."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Done(Generic[Item, Result]):
    """An item and what came of it; no result when it killed its worker twice."""

    item: Item
    result: Result | None


def _silently(done: int, total: int) -> None:
    del done, total


@dataclass(frozen=True, slots=True, kw_only=True)
class Pace:
    """How work on many students is done: on how many processes, and who is told about it."""

    workers: int = 0
    """0 means one for each core."""
    progress: Callable[[int, int], None] = _silently
    """Called with how many are done, and of how many."""

    def lanes(self, items: int, *, few: int = FEW) -> int:
        """Return the processes to use: one while starting more would take longer than the work."""
        return min(self.workers or cores(), items) if items > few else 1


def cores() -> int:
    """Return how many processes may run at once."""
    affinity = getattr(os, "sched_getaffinity", None)
    return len(affinity(0)) if affinity else (os.cpu_count() or 1)


def run_all(
    task: Callable[[Item], Result],
    items: Iterable[Item],
    *,
    setup: Callable[[], None],
    workers: int,
    chunk: int = CHUNK,
) -> Generator[Done[Item, Result], None, None]:
    """Yield the results as they come, in any order. Closing it ends what is still running.

    Parameters
    ----------
    task
        What to do with an item; a module-level function, so that it can travel.
    items
        Taken as they are needed, so that they need not all be in memory.
    setup
        Called once in every worker before its first item.
    workers
        How many processes; with 1 everything happens in this one.
    chunk
        Items per message; 1 where each is much work.
    """
    if workers <= 1:
        setup()
        yield from (Done(item=item, result=task(item)) for item in items)
        return
    yield from _Lanes(task, setup, workers, chunk).run(items)


class _Lanes(Generic[Item, Result]):
    def __init__(
        self, task: Callable[[Item], Result], setup: Callable[[], None], workers: int, chunk: int
    ) -> None:
        self._task = task
        self._setup = setup
        self._workers = workers
        self._chunk = chunk
        self._executor = self._new_executor(workers)

    def run(self, items: Iterable[Item]) -> Iterator[Done[Item, Result]]:
        source = iter(items)
        running: dict[Future[list[Result]], list[Item]] = {}
        try:
            while True:
                suspects = self._fill(running, source)
                if not running and not suspects:
                    # Nothing is left to do: the workers end by themselves.
                    self._executor.shutdown()
                    return
                patience = 0 if suspects else None
                finished, _ = wait(running, timeout=patience, return_when=FIRST_COMPLETED)
                for future in finished:
                    chunk = running.pop(future)
                    if isinstance(future.exception(), BrokenExecutor):
                        suspects.extend(chunk)
                    else:
                        yield from _paired(chunk, future.result())
                if suspects:
                    # The pool is broken as a whole: whatever else was running died with it.
                    for chunk in running.values():
                        suspects.extend(chunk)
                    running.clear()
                    self._replace_executor()
                    yield from self._one_by_one(suspects)
        finally:
            stop(self._executor)

    def _fill(
        self, running: dict[Future[list[Result]], list[Item]], source: Iterator[Item]
    ) -> list[Item]:
        """Hand out work; return what could not be, because a worker died in that moment."""
        while len(running) < 2 * self._workers:
            chunk = list(islice(source, self._chunk))
            if not chunk:
                break
            try:
                running[self._submit(chunk)] = chunk
            except BrokenExecutor:
                return chunk
        return []

    def _one_by_one(self, suspects: Iterable[Item]) -> Iterator[Done[Item, Result]]:
        for item in suspects:
            try:
                future = self._submit([item])
            except BrokenExecutor:
                # A worker died with nothing to do: that is not this item's doing.
                self._replace_executor()
                future = self._submit([item])
            try:
                results = future.result()
            except BrokenExecutor:
                self._replace_executor()
                yield Done(item=item, result=None)
            else:
                yield from _paired([item], results)

    def _submit(self, chunk: list[Item]) -> Future[list[Result]]:
        return self._executor.submit(_run_chunk, self._task, chunk)

    def _replace_executor(self) -> None:
        stop(self._executor)
        self._executor = self._new_executor(self._workers)

    def _new_executor(self, workers: int) -> Executor:
        method = "forkserver" if hasattr(os, "fork") else "spawn"
        context = multiprocessing.get_context(method)
        return ProcessPoolExecutor(
            workers, mp_context=context, initializer=_begin, initargs=(self._setup,)
        )


def stop(executor: Executor) -> None:
    """End an executor at once: what is running in it may tidy up, and is not waited for longer."""
    processes = list((getattr(executor, "_processes", None) or {}).values())
    executor.shutdown(wait=False, cancel_futures=True)
    for process in processes:
        process.terminate()
    deadline = time.monotonic() + GRACE_S
    alive = {process.sentinel: process for process in processes}
    while alive and (left := deadline - time.monotonic()) > 0:
        for ended in multiprocessing.connection.wait(list(alive), left):
            del alive[ended]
    for process in alive.values():
        process.kill()


def _begin(setup: Callable[[], None]) -> None:
    # Ctrl-C reaches the whole process group; what is done about it is the parent's decision.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    setup()


def _leave(number: int, frame: FrameType | None) -> NoReturn:
    del number, frame
    raise SystemExit


def _run_chunk(task: Callable[[Item], Result], chunk: list[Item]) -> list[Result]:
    # A worker that is ended at work tidies up first: the process of a submission, and its folder.
    # An idle one just ends: it may be in the middle of reading what it is to do.
    try:
        signal.signal(signal.SIGTERM, _leave)
        return [task(item) for item in chunk]
    except SystemExit:
        # The pool would take this for the outcome of the chunk, and go on with the next.
        signal.signal(signal.SIGTERM, signal.SIG_DFL)
        signal.raise_signal(signal.SIGTERM)
        raise
    finally:
        signal.signal(signal.SIGTERM, signal.SIG_DFL)


def _paired(chunk: list[Item], results: list[Result]) -> Iterator[Done[Item, Result]]:
    for item, result in zip(chunk, results, strict=True):
        yield Done(item=item, result=result)
