"""Work for many students on several workers, which may be processes here or those of a cluster.

A worker that dies takes only what it was doing with it: its items are run again one by one, and one
that kills its worker twice is reported as lost.
"""

import os
from collections.abc import Callable, Generator, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, wait
from dataclasses import dataclass
from itertools import islice
from typing import Generic, TypeVar

from grader.workflows.crews import Crew, Setup, WorkerLostError
from grader.workflows.processes import Processes

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
    """How work on many students is done: by whom, and who is told about it."""

    workers: int = 0
    """Processes; 0 means one for each core."""
    executor: str = ""
    """The address of a cluster that does it; empty means the processes of this machine."""
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
    setup: Setup,
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
    yield from run_on(Processes(setup, workers), task, items, chunk=chunk)


def run_on(
    crew: Crew, task: Callable[[Item], Result], items: Iterable[Item], *, chunk: int = CHUNK
) -> Generator[Done[Item, Result], None, None]:
    """Yield the results of a crew, which has been set up, as `run_all` does; then dismiss it."""
    yield from _Lanes(crew, task, chunk).run(items)


class _Lanes(Generic[Item, Result]):
    def __init__(self, crew: Crew, task: Callable[[Item], Result], chunk: int) -> None:
        self._crew = crew
        self._task = task
        self._chunk = chunk

    def run(self, items: Iterable[Item]) -> Generator[Done[Item, Result], None, None]:
        source = iter(items)
        running: dict[Future[list[Result]], list[Item]] = {}
        try:
            while True:
                suspects = self._fill(running, source)
                if not running and not suspects:
                    self._crew.release()
                    return
                patience = 0 if suspects else None
                finished, _ = wait(running, timeout=patience, return_when=FIRST_COMPLETED)
                for future in finished:
                    chunk = running.pop(future)
                    if self._crew.was_lost(future):
                        suspects.extend(chunk)
                    else:
                        yield from _paired(chunk, future.result())
                if suspects:
                    if self._crew.falls_together:
                        suspects.extend(item for chunk in running.values() for item in chunk)
                        running.clear()
                    self._crew.replace()
                    yield from self._one_by_one(suspects)
        finally:
            self._crew.dismiss()

    def _fill(
        self, running: dict[Future[list[Result]], list[Item]], source: Iterator[Item]
    ) -> list[Item]:
        """Hand out work; return what could not be, because a worker died in that moment."""
        while len(running) < 2 * self._crew.size:
            chunk = list(islice(source, self._chunk))
            if not chunk:
                break
            try:
                running[self._crew.submit(self._task, chunk)] = chunk
            except WorkerLostError:
                return chunk
        return []

    def _one_by_one(self, suspects: Iterable[Item]) -> Iterator[Done[Item, Result]]:
        for item in suspects:
            try:
                future = self._crew.submit(self._task, [item])
            except WorkerLostError:
                # A worker died with nothing to do: that is not this item's doing.
                self._crew.replace()
                future = self._crew.submit(self._task, [item])
            wait([future])
            if self._crew.was_lost(future):
                self._crew.replace()
                yield Done(item=item, result=None)
            else:
                yield from _paired([item], future.result())


def _paired(chunk: list[Item], results: list[Result]) -> Iterator[Done[Item, Result]]:
    for item, result in zip(chunk, results, strict=True):
        yield Done(item=item, result=result)
