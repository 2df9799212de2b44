"""The host's side of a run: limits out, job out, frames and output in, until it is over.

The host decides when that is. Nothing waits for the child to agree, and the end of a pipe proves
nothing, since a process that the child has left behind can hold it open.
"""

import json
import os
import selectors
import signal
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass

from grader.errors import Fault, SandboxError
from grader.model.exercise import Limits
from grader.sandbox.child import Child, Exit, packages
from grader.sandbox.scratch import scratch_directory
from grader.sandbox.transcript import one_line, transcript
from grader.sandbox.wire import Done, Frame, FrameReader, ProtocolError, Ready

FLOOD = 64
"""A child that prints this many times what is kept of it is stopped."""

_POSIX = os.name == "posix"
_START_S = 30.0
_GOODBYE_S = 1.0
_POLL_S = 0.05
_CHUNK = 1 << 16


@dataclass(frozen=True, slots=True, kw_only=True)
class Ending:
    """How a run ended. `limit` is empty when every cell has run."""

    limit: str
    amount: str
    output: str
    wall_s: float
    accepted: tuple[str, ...]
    """The limits that the child's system took."""


def converse(message: bytes, limits: Limits, receive: Callable[[Frame], None]) -> Ending:
    """Run the job `message` in a fresh child, and call `receive` with each frame as it comes."""
    if not _POSIX:
        raise SandboxError.at(
            "sandbox",
            f"student code cannot be run on {sys.platform}: nothing would limit it",
            "grade on Linux or macOS, in WSL2 or in a container",
        )
    with scratch_directory() as scratch, Child(scratch) as child:
        return _Conversation(child, message, limits, receive).hold()


class _Conversation:
    """One run and what is known about it so far."""

    def __init__(
        self, child: Child, message: bytes, limits: Limits, receive: Callable[[Frame], None]
    ) -> None:
        self._child = child
        self._message = memoryview(message)
        self._limits = limits
        self._receive = receive
        self._selector = selectors.DefaultSelector()
        self._frames = FrameReader()
        self._printed = bytearray()
        self._printed_bytes = 0
        self._accepted: tuple[str, ...] | None = None
        self._deadline = time.monotonic() + _START_S
        self._expiry = "time"
        """What it means when the deadline passes."""
        self._over = ""
        """Why the run is over: ``done``, ``time``, ``output``, ``protocol`` or ``exit``."""

    def hold(self) -> Ending:
        began = time.monotonic()
        with self._selector:
            self._listen()
            exited = self._child.has_exited()
            end = self._child.end()
            # What the child said before it ended may still be in the pipes.
            self._read_output()
            if self._over in {"time", "exit"}:
                self._read_results()
        if self._accepted is None:
            raise self._unstarted(end)
        limit, amount = self._verdict(end, exited=exited)
        return Ending(
            limit=limit,
            amount=amount,
            output=transcript(bytes(self._printed), self._limits.output_kb),
            wall_s=time.monotonic() - began,
            accepted=self._accepted,
        )

    def _listen(self) -> None:
        self._selector.register(self._child.results, selectors.EVENT_READ, self._read_results)
        self._selector.register(self._child.output, selectors.EVENT_READ, self._read_output)
        self._send_limits()
        while not self._over:
            left = self._deadline - time.monotonic()
            if left <= 0:
                self._over = self._expiry
                return
            for key, _ in self._selector.select(min(left, _POLL_S)):
                key.data()
            self._notice_exit()

    def _notice_exit(self) -> None:
        if not self._over and self._child.has_exited():
            self._over = "exit"

    def _send_limits(self) -> None:
        limits = {"cpu_s": self._limits.cpu_s, "memory_mb": self._limits.memory_mb}
        line = json.dumps({"limits": limits, "packages": packages()}) + "\n"
        with suppress(BrokenPipeError):  # it has died already, which shows soon enough
            os.write(self._child.jobs, line.encode("ascii"))

    def _write_job(self) -> None:
        try:
            written = os.write(self._child.jobs, self._message[:_CHUNK])
        except BlockingIOError:
            return
        except BrokenPipeError:
            written = len(self._message)
        self._message = self._message[written:]
        if not self._message:
            self._selector.unregister(self._child.jobs)
            self._child.close_jobs()

    def _read_results(self) -> None:
        try:
            for chunk in self._chunks(self._child.results):
                for frame in self._frames.feed(chunk):
                    self._take(frame)
        except ProtocolError:
            self._over = "protocol"

    def _take(self, frame: Frame) -> None:
        match frame:
            case Ready(limits=accepted):
                if self._accepted is not None:
                    raise ProtocolError("ready a second time, which would move the deadline")
                # Only now: student code is never sent to a child that is not confined.
                self._accepted = accepted
                self._deadline = time.monotonic() + self._limits.wall_s
                self._selector.register(self._child.jobs, selectors.EVENT_WRITE, self._write_job)
            case Done():
                self._over = "done"
            case _:
                self._receive(frame)

    def _read_output(self) -> None:
        most = self._limits.output_kb << 10
        for chunk in self._chunks(self._child.output):
            self._printed += chunk[: most - len(self._printed)]
            self._printed_bytes += len(chunk)
            if self._printed_bytes > FLOOD * most:
                self._over = self._over or "output"
                return

    def _chunks(self, pipe: int) -> Iterator[bytes]:
        """Yield what is in a pipe by now."""
        with suppress(BlockingIOError):
            while chunk := os.read(pipe, _CHUNK):
                yield chunk
            with suppress(KeyError):
                self._selector.unregister(pipe)
            if pipe == self._child.results:
                # It has ended, or has closed the pipe and will never be heard of again.
                self._expiry = "exit"
                self._deadline = min(self._deadline, time.monotonic() + _GOODBYE_S)

    def _verdict(self, end: Exit, *, exited: bool) -> tuple[str, str]:
        limits = self._limits
        match self._over:
            case "done":
                return "", ""
            case "time":
                return "time", f"{limits.wall_s:g} s"
            case "output":
                return "output", f"{FLOOD * limits.output_kb / 1024:g} MB"
            case "exit" if exited:
                return _cause(end, limits)
            case _:
                return "crash", ""

    def _unstarted(self, end: Exit) -> SandboxError:
        said = one_line(self._printed.decode("utf-8", "replace")[-500:], 300)
        fault = Fault(
            place="sandbox",
            fault=f"the runner ended with status {end.status} before it took any code: {said}",
            fix="run `grader doctor`; a memory limit under 100 MB can be the reason",
        )
        return SandboxError([fault])


def _cause(end: Exit, limits: Limits) -> tuple[str, str]:
    """Return the limit that a child met which ended by itself before its last cell."""
    killed = end.status == -signal.SIGKILL
    if end.status == -signal.SIGXCPU or (killed and end.cpu_s >= limits.cpu_s):
        return "time", f"{limits.cpu_s:g} s"
    if killed:  # not by us: it is how the kernel ends a process for which it has no memory left
        return "memory", f"{limits.memory_mb} MB"
    if end.status >= 0:
        return "crash", f"exit({end.status})"
    return "crash", signal.Signals(-end.status).name
