"""Work for many students on several workers, which may be processes here or those of a cluster.

A worker that dies takes only what it was doing with it: its items are run again one by one, and one
that kills its worker twice is reported as lost.
"""

import os
from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, wait
from dataclasses import dataclass
from itertools import islice
from typing import Generic, TypeVar

from grader.workflows.crews import Crew, Setup
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
        self._running: dict[Future[list[Result]], list[Item]] = {}
        self._suspects: deque[Item] = deque()
        """Of chunks that were lost. One is tried at a time: several could go down with one."""
        self._on_trial: Future[list[Result]] | None = None

    def run(self, items: Iterable[Item]) -> Generator[Done[Item, Result], None, None]:
        source = iter(items)
        try:
            self._fill(source)
            while self._running:
                finished, _ = wait(self._running, return_when=FIRST_COMPLETED)
                for future in finished:
                    yield from self._finish(future)
                self._fill(source)
            self._crew.release()
        finally:
            self._crew.dismiss()

    def _fill(self, source: Iterator[Item]) -> None:
        """Keep every worker busy, with one chunk waiting for each."""
        if self._suspects and self._on_trial is None:
            self._on_trial = self._hand_out([self._suspects.popleft()])
        while len(self._running) < 2 * self._crew.size:
            items = list(islice(source, self._chunk))
            if not items:
                break
            self._hand_out(items)

    def _hand_out(self, items: list[Item]) -> Future[list[Result]]:
        future = self._crew.submit(self._task, items)
        self._running[future] = items
        return future

    def _finish(self, future: Future[list[Result]]) -> Iterator[Done[Item, Result]]:
        items = self._running.pop(future)
        tried = future is self._on_trial
        if tried:
            self._on_trial = None
        if not self._crew.was_lost(future):
            yield from _paired(items, future.result())
        elif tried:
            yield from (Done(item=item, result=None) for item in items)
        else:
            self._suspects.extend(items)


def _paired(chunk: list[Item], results: list[Result]) -> Iterator[Done[Item, Result]]:
    for item, result in zip(chunk, results, strict=True):
        yield Done(item=item, result=result)
