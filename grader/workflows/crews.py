"""What a crew of workers has to offer, wherever they are."""

from collections.abc import Callable
from concurrent.futures import Future
from typing import Any, Protocol, TypeAlias, TypeVar

Item = TypeVar("Item")
Result = TypeVar("Result")

Setup: TypeAlias = Callable[[], None]
"""What a worker does before its first item; it travels, and those that do the same are equal."""


class WorkerLostError(Exception):
    """A worker died while nothing was running that could have been the reason."""


class Crew(Protocol):
    """Workers that take chunks of items."""

    @property
    def size(self) -> int:
        """How many chunks are worked on at once."""

    @property
    def falls_together(self) -> bool:
        """Whether one worker that dies ends what all others are doing."""

    def submit(self, task: Callable[[Item], Result], chunk: list[Item]) -> Future[list[Result]]:
        """Hand out a chunk.

        Raises
        ------
        WorkerLostError
            When a worker has died in the meantime: `replace` it and try again.
        """

    def was_lost(self, future: Future[Any]) -> bool:
        """Tell whether what is over has come to nothing because its worker died."""

    def replace(self) -> None:
        """Go on with new workers, where those that there were are of no use any more."""

    def release(self) -> None:
        """Let the workers go, which have nothing left to do."""

    def dismiss(self) -> None:
        """End what is still running, and the workers where they are ours."""
