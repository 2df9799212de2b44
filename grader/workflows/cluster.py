"""A crew on a cluster that Dask looks after: its scheduler is asked, its workers do the work.

Tasks and what they return travel as Dask sends them, between processes of ours that trust each
other. What a submission says crosses from its sandbox to the worker as on one machine, as data.
"""

import threading
from collections.abc import Callable, Mapping
from concurrent.futures import CancelledError, Executor, Future
from importlib import import_module
from typing import Any, NoReturn, Protocol, TypeVar, cast

from grader import __version__
from grader.errors import UsageError
from grader.workflows.crews import Setup

Item = TypeVar("Item")
Result = TypeVar("Result")

SCHEMES = {"dask": "tcp", "dask+tls": "tls"}
"""What `--executor` begins with → what Dask calls it."""
PLACE = "--executor"
_ANSWER_S = "10s"
_EXTRA = "pip install 'grader[dask]'"


class _Client(Protocol):
    """What we need of `distributed.Client`."""

    def nthreads(self) -> Mapping[str, int]: ...
    def get_executor(self, **options: object) -> Executor: ...
    def close(self, timeout: float) -> None: ...


def check_executor(address: str) -> None:
    """Refuse the address of a cluster of which we know nothing.

    Raises
    ------
    UsageError
        With the kinds that there are.
    """
    scheme, _, host = address.partition("://")
    if address and (scheme not in SCHEMES or not host):
        known = " or ".join(f"{scheme}://HOST:PORT" for scheme in SCHEMES)
        raise UsageError.at(PLACE, f"“{address}” is not the address of a cluster", known)


class Cluster:
    """The workers of a scheduler, which has what a dead one was doing done by another.

    It gives up on what has ended several.
    """

    def __init__(self, address: str, setup: Setup) -> None:
        self._setup = setup
        url = SCHEMES[address.partition("://")[0]] + "://" + address.partition("://")[2]
        self._client, self._lost = _connect(url)
        self.size = len(self._client.nthreads())
        if not self.size:
            self._client.close(timeout=1)
            raise UsageError.at(
                PLACE,
                f"the scheduler at {url} has no workers",
                f"start some: dask worker {url} --nthreads 1",
            )
        # Not pure: what is handed out a second time has to be done a second time.
        self._executor = self._client.get_executor(pure=False)

    def submit(self, task: Callable[[Item], Result], chunk: list[Item]) -> Future[list[Result]]:
        """Hand out a chunk."""
        return self._executor.submit(_run_chunk, self._setup, task, chunk, __version__)

    def was_lost(self, future: Future[Any]) -> bool:
        """Tell whether the scheduler has given up on it.

        Raises
        ------
        UsageError
            When it is the scheduler that is gone.
        """
        try:
            error = future.exception()
        except CancelledError:
            _raise_gone()
        return isinstance(error, self._lost)

    def release(self) -> None:
        """Leave the cluster as it was found."""
        self._executor.shutdown(wait=True)

    def dismiss(self) -> None:
        """Take back what is not done yet."""
        self._executor.shutdown(wait=False)
        self._client.close(timeout=10)


def _connect(address: str) -> tuple[_Client, type[BaseException]]:
    """Return a client, and what the result of a task is whose workers died."""
    try:
        distributed = import_module("distributed")
    except ModuleNotFoundError:
        raise UsageError.at(PLACE, "Dask is not installed", _EXTRA) from None
    try:
        client = distributed.Client(address, timeout=_ANSWER_S, set_as_default=False)
    except (OSError, ValueError, TypeError) as error:
        raise UsageError.at(
            PLACE,
            f"no scheduler answers at {address}: {error}",
            "start one with `dask scheduler`, and name the address that it prints",
        ) from None
    return cast("_Client", client), cast("type[BaseException]", distributed.KilledWorker)


def _raise_gone() -> NoReturn:
    raise UsageError.at(
        PLACE,
        "the scheduler has gone away",
        "start it and run the same command again: what is done is kept",
    )


_ONE_AT_A_TIME = threading.Lock()
_READY: list[Setup] = []
"""What this worker was last set up for. It may serve several people, and late ones join."""


def _run_chunk(
    setup: Setup, task: Callable[[Item], Result], chunk: list[Item], version: str
) -> list[Result]:
    """Do a chunk in a worker, whose threads take turns: a course is set up once in a process."""
    if version != __version__:
        raise UsageError.at(
            PLACE,
            f"a worker has grader {__version__}, and this is {version}",
            "install the same version on all machines: results would not be comparable",
        )
    with _ONE_AT_A_TIME:
        if [setup] != _READY:
            setup()
            _READY[:] = [setup]
        return [task(item) for item in chunk]
