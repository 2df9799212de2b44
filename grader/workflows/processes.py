"""A crew of processes on this machine."""

import multiprocessing
import multiprocessing.connection
import os
import signal
import threading
import time
from collections.abc import Callable
from concurrent.futures import BrokenExecutor, Executor, Future, ProcessPoolExecutor
from types import FrameType
from typing import Any, NoReturn, TypeVar

from grader.workflows.crews import Setup, WorkerLostError

Item = TypeVar("Item")
Result = TypeVar("Result")

GRACE_S = 3.0
"""What a worker has for tidying up when it is ended."""


class Processes:
    """A pool of processes, each set up once; it breaks as a whole when one of them dies."""

    falls_together = True

    def __init__(self, setup: Setup, size: int) -> None:
        self.size = size
        self._setup = setup
        self._executor = self._new_executor()

    def submit(self, task: Callable[[Item], Result], chunk: list[Item]) -> Future[list[Result]]:
        """Hand out a chunk."""
        try:
            return self._executor.submit(_run_chunk, task, chunk)
        except BrokenExecutor as error:
            raise WorkerLostError from error

    def was_lost(self, future: Future[Any]) -> bool:
        """Tell whether a worker died over it."""
        return isinstance(future.exception(), BrokenExecutor)

    def replace(self) -> None:
        """Begin a new pool."""
        self.dismiss()
        self._executor = self._new_executor()

    def release(self) -> None:
        """Let the workers end by themselves."""
        self._executor.shutdown()

    def dismiss(self) -> None:
        """End the pool at once: what is running in it may tidy up, and is not waited for longer."""
        processes = list((getattr(self._executor, "_processes", None) or {}).values())
        self._executor.shutdown(wait=False, cancel_futures=True)
        for process in processes:
            process.terminate()
        deadline = time.monotonic() + GRACE_S
        alive = {process.sentinel: process for process in processes}
        while alive and (left := deadline - time.monotonic()) > 0:
            for ended in multiprocessing.connection.wait(list(alive), left):
                del alive[ended]
        for process in alive.values():
            process.kill()

    def _new_executor(self) -> Executor:
        method = "forkserver" if hasattr(os, "fork") else "spawn"
        context = multiprocessing.get_context(method)
        return ProcessPoolExecutor(
            self.size, mp_context=context, initializer=_begin, initargs=(self._setup,)
        )


def _begin(setup: Setup) -> None:
    # Ctrl-C reaches the whole process group; what is done about it is the parent's decision.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_follow, name="follow", daemon=True).start()
    setup()


def _follow() -> None:
    """End this worker when the process that it works for has ended, however it was ended.

    Its queue would not tell: the workers hold both ends of it.
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
