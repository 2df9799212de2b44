"""A child process: how it is started, and how it is ended whatever it does."""

import json
import os
import select
import signal
import sys
from contextlib import suppress
from typing import Protocol

from grader.model.exercise import Limits
from grader.sandbox import fork_server
from grader.sandbox.fork_server import Exit, ForkServer, search_path


class Child(Protocol):
    """One that takes a job; `jobs`, `results` and `output` are its pipes, our ends."""

    jobs: int
    results: int
    output: int
    handle: int
    """What can be read once it has ended; -1 where there is nothing like it."""

    def close_jobs(self) -> None:
        """Tell the runner that the job is complete."""

    def has_exited(self) -> bool:
        """Tell whether the child itself has ended, without reaping it."""

    def end(self) -> Exit:
        """Kill the child with all that it has started, and return how it ended."""

    def close(self) -> None:
        """End it, and close the pipes."""


class _Pipes:
    """Three pipes, whose other ends are the child's."""

    def __init__(self) -> None:
        self.theirs: list[int] = []
        self._ours: list[int] = []
        reading, self.jobs = os.pipe()
        self.results, writing = os.pipe()
        self.output, printing = os.pipe()
        self.theirs = [reading, writing, printing]
        self._ours = [self.jobs, self.results, self.output]
        for descriptor in self._ours:
            os.set_blocking(descriptor, False)

    def hand_over(self) -> None:
        """Close the ends that the child has by now."""
        while self.theirs:
            os.close(self.theirs.pop())

    def close_jobs(self) -> None:
        """Tell the runner that the job is complete."""
        if self.jobs in self._ours:
            self._ours.remove(self.jobs)
            os.close(self.jobs)

    def close_all(self) -> None:
        """Close every end that is still open."""
        self.hand_over()
        while self._ours:
            os.close(self._ours.pop())


class ForkedChild(_Pipes):
    """One that a zygote has forked. It cannot start processes, where all layers are on."""

    def __init__(self, server: ForkServer, limits: Limits, folder: str) -> None:
        super().__init__()
        self._server = server
        self._exit: Exit | None = None
        self.handle = -1
        request: dict[str, object] = {
            "cpu_s": limits.cpu_s,
            "memory_mb": limits.memory_mb,
            "folder": folder,
        }
        try:
            self.handle = server.fork(request, self.theirs)
        except BaseException:
            self.close_all()
            raise
        self.hand_over()

    def has_exited(self) -> bool:
        """Tell whether it has ended, without reaping it."""
        look = select.poll()
        look.register(self.handle, select.POLLIN)
        return bool(look.poll(0))

    def end(self) -> Exit:
        """Kill it, and return what the zygote says about its end."""
        if self._exit is None:
            fork_server.kill(self.handle)
            self._exit = self._server.wait()
        return self._exit

    def close(self) -> None:
        """End it, and close the pipes."""
        try:
            self.end()
        finally:
            os.close(self.handle)
            self.close_all()


class FreshChild(_Pipes):
    """One in a fresh interpreter, in a session of its own that is killed with it."""

    def __init__(self, limits: Limits, folder: str) -> None:
        super().__init__()
        self._exit: Exit | None = None
        self.handle = -1
        reading, writing, printing = self.theirs
        try:
            self._process = fork_server.start(
                "once", writing, folder=folder, stdin=reading, stdout=printing
            )
        except BaseException:
            self.close_all()
            raise
        self.hand_over()
        setup = {
            "cpu_s": limits.cpu_s,
            "memory_mb": limits.memory_mb,
            "path": search_path(),
        }
        with suppress(BrokenPipeError):  # it has died already, which shows soon enough
            os.write(self.jobs, json.dumps(setup).encode("ascii") + b"\n")

    def has_exited(self) -> bool:
        """Tell whether it has ended, without reaping it."""
        # Where that cannot be asked (macOS before Python 3.13) the deadline ends it all the same.
        if sys.platform == "darwin" and sys.version_info < (3, 13):
            return False
        look = os.WEXITED | os.WNOHANG | os.WNOWAIT
        return os.waitid(os.P_PID, self._process.pid, look) is not None

    def end(self) -> Exit:
        """Kill it with all of its process group, and return how it ended."""
        if self._exit is None:
            # Before the reaping: until then its id cannot belong to a stranger.
            with suppress(ProcessLookupError, PermissionError):
                os.killpg(self._process.pid, signal.SIGKILL)
            _, status, usage = os.wait4(self._process.pid, 0)
            self._process.returncode = os.waitstatus_to_exitcode(status)
            cpu_s = usage.ru_utime + usage.ru_stime
            self._exit = Exit(status=self._process.returncode, cpu_s=cpu_s)
        return self._exit

    def close(self) -> None:
        """End it, and close the pipes."""
        self.end()
        self.close_all()
