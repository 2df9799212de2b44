"""A crew of processes on this machine.

Every worker has a pipe of its own. In a queue that they share, one that is killed while it writes
leaves half a message and a lock behind, and all others wait for ever; a pipe of its own just ends.
"""

import gc
import multiprocessing
import multiprocessing.connection
import os
import signal
import threading
import time
import traceback
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from functools import cache, partial
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from queue import SimpleQueue
from types import FrameType
from typing import Any, Generic, NoReturn, TypeVar

from grader.workflows.crews import Setup

Item = TypeVar("Item")
Result = TypeVar("Result")

GRACE_S = 3.0
"""What a worker has for tidying up when it is ended."""


class _LostError(Exception):
    """A worker has died over what it was given."""


class Processes:
    """Processes that are set up once each; one that dies is replaced, and the others go on."""

    def __init__(self, setup: Setup, size: int) -> None:
        self.size = size
        self._workers = [_Worker(setup) for _ in range(size)]
        self._idle: SimpleQueue[_Worker] = SimpleQueue()
        for worker in self._workers:
            self._idle.put(worker)
        # One thread for each worker, which waits for what it says.
        self._threads = ThreadPoolExecutor(size, thread_name_prefix="worker")

    def submit(self, task: Callable[[Item], Result], chunk: list[Item]) -> Future[list[Result]]:
        """Hand out a chunk."""
        return self._threads.submit(self._do, task, chunk)

    def _do(self, task: Callable[[Item], Result], chunk: list[Item]) -> list[Result]:
        worker = self._idle.get()
        try:
            return worker.do(task, chunk)
        finally:
            self._idle.put(worker)

    def was_lost(self, future: Future[Any]) -> bool:
        """Tell whether a worker died over it."""
        return isinstance(future.exception(), _LostError)

    def release(self) -> None:
        """Let the workers end by themselves."""
        self._threads.shutdown()
        for worker in self._workers:
            worker.release()

    def dismiss(self) -> None:
        """End all at once: what is running may tidy up, and is not waited for longer."""
        self._threads.shutdown(wait=False, cancel_futures=True)
        processes = [process for worker in self._workers if (process := worker.dismiss())]
        deadline = time.monotonic() + GRACE_S
        alive = {process.sentinel: process for process in processes}
        while alive and (left := deadline - time.monotonic()) > 0:
            for ended in multiprocessing.connection.wait(list(alive), left):
                alive.pop(int(ended)).join()  # type: ignore[arg-type]  # sentinels are numbers
        for process in alive.values():
            process.kill()


@dataclass(frozen=True, slots=True)
class _Outcome(Generic[Result]):
    """What a worker says about a chunk."""

    results: list[Result]
    error: Exception | None = None


@dataclass(frozen=True, slots=True)
class _Running:
    process: BaseProcess
    pipe: Connection


class _Worker:
    """A process that begins with its first chunk, and again with the next one after it died."""

    def __init__(self, setup: Setup) -> None:
        self._setup = setup
        self._running: _Running | None = None
        self._changing = threading.Lock()
        self._over = False

    def do(self, task: Callable[[Item], Result], chunk: list[Item]) -> list[Result]:
        """Return the results of a chunk.

        Raises
        ------
        _LostError
            When the process died over it.
        Exception
            What the task has raised.
        """
        running = self._alive()
        try:
            running.pipe.send((task, chunk))
            outcome: _Outcome[Result] = running.pipe.recv()
        except (EOFError, OSError):
            # Its pipe has ended, which its sentinel may say a moment later.
            running.process.join()
            raise _LostError from None
        if outcome.error is not None:
            raise outcome.error
        return outcome.results

    def release(self) -> None:
        """Let the process end, which has nothing to do."""
        with self._changing:
            self._over = True
            if self._running:
                self._running.pipe.close()
                self._running.process.join()

    def dismiss(self) -> BaseProcess | None:
        """Begin to end the process, and return it; from now on none is begun."""
        with self._changing:
            self._over = True
            if not self._running:
                return None
            self._running.process.terminate()
            return self._running.process

    def _alive(self) -> _Running:
        with self._changing:
            if self._over:
                raise _LostError
            if not self._running or not self._running.process.is_alive():
                if self._running:
                    self._running.pipe.close()
                self._running = _begin(self._setup)
            return self._running


def _begin(setup: Setup) -> _Running:
    context = multiprocessing.get_context("forkserver" if hasattr(os, "fork") else "spawn")
    # Imported once, by the process that workers are forked from.
    context.set_forkserver_preload([setup.__module__])
    ours, theirs = context.Pipe()
    process = context.Process(target=_work, args=(theirs, setup), daemon=True)  # type: ignore[attr-defined]  # typeshed knows it of each kind of context only
    process.start()
    # With the only other end at the process, its death is the end of the pipe.
    theirs.close()
    return _Running(process, ours)


def _work(pipe: Connection, setup: Setup) -> None:
    """Do chunks until there are no more."""
    # Ctrl-C reaches the whole process group; what is done about it is the parent's decision.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_follow, name="follow", daemon=True).start()
    # Done once, and again with the next chunk where it failed.
    prepare = cache(partial(_prepare, setup))
    while True:
        try:
            task, chunk = pipe.recv()
        except (EOFError, OSError):
            return
        pipe.send(_outcome(prepare, task, chunk))


def _prepare(setup: Setup) -> None:
    setup()
    # What lasts as long as the worker need not be looked through for garbage again and again.
    gc.collect()
    gc.freeze()


def _outcome(prepare: Setup, task: Callable[[Item], Result], chunk: list[Item]) -> _Outcome[Result]:
    try:
        prepare()
        return _Outcome(_run_chunk(task, chunk))
    except Exception as error:  # noqa: BLE001 - it is raised where the chunk was handed out
        # Where it was raised does not travel by itself.
        error.add_note("".join(traceback.format_exception(error)))
        return _Outcome([], error)


def _follow() -> None:
    """End this worker when the process that it works for has ended, however it was ended.

    Its pipe would not tell while it is at work.
    """
    parent = multiprocessing.parent_process()
    if parent is not None:
        multiprocessing.connection.wait([parent.sentinel])
        # To the process: a signal to this thread would not wake the one that is at work.
        os.kill(os.getpid(), signal.SIGTERM)


def _leave(number: int, frame: FrameType | None) -> NoReturn:
    del number, frame
    raise SystemExit


def _run_chunk(task: Callable[[Item], Result], chunk: list[Item]) -> list[Result]:
    # A worker that is ended at work tidies up first: the process of a submission, and its folder.
    # An idle one just ends.
    try:
        signal.signal(signal.SIGTERM, _leave)
        return [task(item) for item in chunk]
    except SystemExit:
        signal.signal(signal.SIGTERM, signal.SIG_DFL)
        signal.raise_signal(signal.SIGTERM)
        raise
    finally:
        signal.signal(signal.SIGTERM, signal.SIG_DFL)
