"""The host's side of a run: limits out, job out, frames and output in, until it is over.

The host decides when that is. Nothing waits for the child to agree, and the end of a pipe proves
nothing, since a process that the child has left behind can hold it open.
"""

import os
import selectors
import signal
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, suppress
from dataclasses import dataclass

from grader.errors import SandboxError
from grader.model.exercise import Limits
from grader.sandbox.child import Child, ForkedChild, FreshChild
from grader.sandbox.decoding import ProtocolError
from grader.sandbox.fork_server import LANE, Exit, ZygoteLostError, discard, server
from grader.sandbox.levels import Confinement, Level, reached
from grader.sandbox.scratch import scratch_directory
from grader.sandbox.transcript import one_line, transcript
from grader.sandbox.wire import Done, Failed, Frame, FrameReader, Ready

FLOOD = 64
"""A child that prints this many times what is kept of it is stopped."""

_POSIX = os.name == "posix"
HAS_ZYGOTES = sys.platform == "linux"
"""Where a process that has loaded numpy can be forked without harm."""
_START_S = 30.0
_GOODBYE_S = 1.0
_POLL_S = 0.05
_CHUNK = 1 << 16


@dataclass(frozen=True, slots=True, kw_only=True)
class Ending:
    """How a run ended. `limit` is empty when every cell has run."""

    limit: str
    """``time``, ``memory``, ``output``, ``crash``; ``internal`` when no code was run."""
    amount: str
    output: str = ""
    wall_s: float = 0.0
    layers: tuple[str, ...] = ()
    """What the child said to be on before it was given any code."""


def converse(
    message: bytes,
    limits: Limits,
    receive: Callable[[Frame], None],
    *,
    confinement: Confinement,
    level: Level,
) -> Ending:
    """Run the job `message` in a child of its own, and call `receive` with each frame as it comes.

    The job is sent once the child has said that all layers of `level` are on, and not otherwise.

    Raises
    ------
    SandboxError
        When there is nothing that a child could be run in.
    ZygoteLostError
        When the zygote died with it: it may have been the job, or not.
    """
    if not _POSIX:
        raise SandboxError.at(
            "sandbox",
            f"student code cannot be run on {sys.platform}: nothing would limit it",
            "grade on Linux or macOS, in WSL2 or in a container",
        )
    with LANE, ExitStack() as stack:
        child = _child(confinement, limits, stack)
        try:
            stack.callback(child.close)
            return _Conversation(child, message, limits, receive, level).hold()
        except ZygoteLostError:
            discard(confinement)
            raise


def _child(confinement: Confinement, limits: Limits, stack: ExitStack) -> Child:
    if not HAS_ZYGOTES:
        return FreshChild(limits, stack.enter_context(scratch_directory()))
    zygote = server(confinement)
    folder = ""
    if zygote.home:
        folder = stack.enter_context(scratch_directory(zygote.home))
    try:
        return ForkedChild(zygote, limits, folder)
    except ZygoteLostError:
        discard(confinement)
        raise


class _Conversation:
    """One run and what is known about it so far."""

    def __init__(
        self,
        child: Child,
        message: bytes,
        limits: Limits,
        receive: Callable[[Frame], None],
        level: Level,
    ) -> None:
        self._child = child
        self._level = level
        self._message = memoryview(message)
        self._limits = limits
        self._receive = receive
        self._selector = selectors.DefaultSelector()
        self._frames = FrameReader()
        self._printed = bytearray()
        self._printed_bytes = 0
        self._layers: tuple[str, ...] | None = None
        self._failure = ""
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
        if self._layers is None:
            return Ending(limit="internal", amount=self._failure or self._unstarted(end))
        limit, amount = self._verdict(end, exited=exited)
        return Ending(
            limit=limit,
            amount=amount,
            output=transcript(bytes(self._printed), self._limits.output_kb),
            wall_s=time.monotonic() - began,
            layers=self._layers,
        )

    def _listen(self) -> None:
        self._selector.register(self._child.results, selectors.EVENT_READ, self._read_results)
        self._selector.register(self._child.output, selectors.EVENT_READ, self._read_output)
        if self._child.handle >= 0:
            self._selector.register(self._child.handle, selectors.EVENT_READ, self._notice_exit)
        while not self._over:
            left = self._deadline - time.monotonic()
            if left <= 0:
                self._over = self._expiry
                return
            for key, _ in self._selector.select(min(left, _POLL_S)):
                key.data()
            if self._child.handle < 0 and self._child.has_exited():
                self._notice_exit()

    def _notice_exit(self) -> None:
        self._over = self._over or "exit"

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
            case Ready(layers=layers):
                if self._layers is not None:
                    raise ProtocolError("ready a second time, which would move the deadline")
                if reached(frozenset(layers)) < self._level:
                    self._failure, self._over = "not every layer is on", "protocol"
                    return
                # Only now: student code is never sent to a child that is not confined.
                self._layers = layers
                self._deadline = time.monotonic() + self._limits.wall_s
                self._selector.register(self._child.jobs, selectors.EVENT_WRITE, self._write_job)
            case Failed(why=why) if self._layers is None:
                self._failure, self._over = why, "protocol"
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

    def _unstarted(self, end: Exit) -> str:
        said = one_line(self._printed.decode("utf-8", "replace")[-500:], 300)
        return f"it ended with status {end.status} before it took any code: {said}"


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
