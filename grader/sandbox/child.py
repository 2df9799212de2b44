"""A child process: how it is started, and how it is ended whatever it does."""

import os
import signal
import subprocess
import sys
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import IO, Self

from grader.errors import SandboxError
from grader.sandbox import runner

# -S: no .pth file runs, so no editable install puts a checkout on the path. -P: nor does the place
# of the runner. -I would do both and ignore PYTHONHASHSEED too, which makes runs repeatable.
_FLAGS = ("-S", "-s", "-P", "-B", "-u", "-X", "utf8")


@dataclass(frozen=True, slots=True, kw_only=True)
class Exit:
    """What the system says about a child that has ended."""

    status: int
    """Exit status, or minus the signal that ended it."""
    cpu_s: float


class Child:
    """A runner in a session of its own; `jobs`, `results` and `output` are its pipes, our ends."""

    def __init__(self, scratch: str) -> None:
        self.results, writing = os.pipe()
        self._exit: Exit | None = None
        try:
            self._process = _start(scratch, writing)
        except BaseException:
            os.close(self.results)
            raise
        finally:
            os.close(writing)
        self.jobs = _descriptor(self._process.stdin)
        self.output = _descriptor(self._process.stdout)
        for descriptor in (self.results, self.jobs, self.output):
            os.set_blocking(descriptor, False)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.end()
        os.close(self.results)
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe is not None:
                pipe.close()

    def close_jobs(self) -> None:
        """Tell the runner that the job is complete."""
        if self._process.stdin is not None:
            self._process.stdin.close()

    def has_exited(self) -> bool:
        """Tell whether the child itself has ended, without reaping it.

        Where that cannot be asked (macOS before Python 3.13) the deadline ends it all the same.
        """
        if sys.platform == "darwin" and sys.version_info < (3, 13):
            return False
        look = os.WEXITED | os.WNOHANG | os.WNOWAIT
        return os.waitid(os.P_PID, self._process.pid, look) is not None

    def end(self) -> Exit:
        """Kill the child with all of its process group, and return how it ended."""
        if self._exit is None:
            # Before the reaping: until then its id cannot belong to a stranger.
            with suppress(ProcessLookupError, PermissionError):
                os.killpg(self._process.pid, signal.SIGKILL)
            _, status, usage = os.wait4(self._process.pid, 0)
            self._process.returncode = os.waitstatus_to_exitcode(status)
            cpu_s = usage.ru_utime + usage.ru_stime
            self._exit = Exit(status=self._process.returncode, cpu_s=cpu_s)
        return self._exit


@cache
def packages() -> tuple[str, ...]:
    """Return the folder that holds numpy, without importing numpy."""
    spec = find_spec("numpy")
    return (str(Path(spec.origin).parent.parent),) if spec and spec.origin else ()


def _start(scratch: str, results: int) -> subprocess.Popen[bytes]:
    try:
        return subprocess.Popen(  # noqa: S603 - nothing in the command is a student's
            [sys.executable, *_FLAGS, runner.__file__, str(results)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            pass_fds=(results,),
            cwd=scratch,
            env=_environment(scratch),
            start_new_session=True,
            bufsize=0,
        )
    except OSError as error:
        raise SandboxError.at(
            "sandbox",
            f"Python could not be started: {error}",
            f"check that {sys.executable or 'the interpreter'} can be run, and that processes and "
            "memory are left",
        ) from error


def _environment(scratch: str) -> dict[str, str]:
    """Return all that a child learns from its environment: nothing of ours is inherited."""
    threads = dict.fromkeys(("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"), "1")
    return threads | {
        "PATH": os.defpath,
        "LANG": "C.UTF-8",
        "HOME": scratch,
        "TMPDIR": scratch,
        "PYTHONHASHSEED": "0",
        "MPLBACKEND": "Agg",
    }


def _descriptor(pipe: IO[bytes] | None) -> int:
    if pipe is None:  # never: Popen was asked for it
        raise AssertionError
    return pipe.fileno()
