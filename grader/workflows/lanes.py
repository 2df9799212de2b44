"""Work for many students on several cores, over anything shaped like `concurrent.futures`.

A worker that dies takes only what it was doing with it: its items are run again one by one, and one
that kills its worker twice is reported as lost.
"""

import multiprocessing
import os
import signal
from collections import deque
from collections.abc import Callable, Iterable, Iterator
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
from typing import Generic, TypeVar

Item = TypeVar("Item")
Result = TypeVar("Result")

CHUNK = 8
"""Items per message: fewer cost more messages, more lose more when a worker dies."""
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

    def lanes(self, items: int) -> int:
        """Return the processes to use: one while starting more would take longer than the work."""
        return (self.workers or cores()) if items > FEW else 1


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
) -> Iterator[Done[Item, Result]]:
    """Yield the results as they come, in any order.

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
    """
    if workers <= 1:
        setup()
        yield from (Done(item=item, result=task(item)) for item in items)
        return
    yield from _Lanes(task, setup, workers).run(items)


class _Lanes(Generic[Item, Result]):
    def __init__(
        self, task: Callable[[Item], Result], setup: Callable[[], None], workers: int
    ) -> None:
        self._task = task
        self._setup = setup
        self._workers = workers
        self._executor = self._new_executor(workers)

    def run(self, items: Iterable[Item]) -> Iterator[Done[Item, Result]]:
        source = iter(items)
        running: dict[Future[list[Result]], list[Item]] = {}
        try:
            while True:
                self._fill(running, source)
                if not running:
                    return
                finished, _ = wait(running, return_when=FIRST_COMPLETED)
                suspects: deque[Item] = deque()
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
    ) -> None:
        while len(running) < 2 * self._workers:
            chunk = list(islice(source, CHUNK))
            if not chunk:
                return
            running[self._executor.submit(_run_chunk, self._task, chunk)] = chunk

    def _one_by_one(self, suspects: Iterable[Item]) -> Iterator[Done[Item, Result]]:
        for item in suspects:
            try:
                results = self._executor.submit(_run_chunk, self._task, [item]).result()
                yield from _paired([item], results)
            except BrokenExecutor:
                self._replace_executor()
                yield Done(item=item, result=None)

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
    """End an executor at once: what is running in it is not waited for."""
    processes = list((getattr(executor, "_processes", None) or {}).values())
    executor.shutdown(wait=False, cancel_futures=True)
    for process in processes:
        process.terminate()


def _begin(setup: Callable[[], None]) -> None:
    # Ctrl-C reaches the whole process group; what is done about it is the parent's decision.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    setup()


def _run_chunk(task: Callable[[Item], Result], chunk: list[Item]) -> list[Result]:
    return [task(item) for item in chunk]


def _paired(chunk: list[Item], results: list[Result]) -> Iterator[Done[Item, Result]]:
    for item, result in zip(chunk, results, strict=True):
        yield Done(item=item, result=result)
