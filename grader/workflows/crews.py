"""What a crew of workers has to offer, wherever they are."""

from collections.abc import Callable
from concurrent.futures import Future
from typing import Any, Protocol, TypeAlias, TypeVar

Item = TypeVar("Item")
Result = TypeVar("Result")

Setup: TypeAlias = Callable[[], None]
"""What a worker does before its first item; it travels, and those that do the same are equal."""


class Crew(Protocol):
    """Workers that take chunks of items."""

    @property
    def size(self) -> int:
        """How many chunks are worked on at once."""

    def submit(self, task: Callable[[Item], Result], chunk: list[Item]) -> Future[list[Result]]:
        """Hand out a chunk. A worker that has died with nothing to do is replaced first."""

    def was_lost(self, future: Future[Any]) -> bool:
        """Tell whether what is over has come to nothing because its worker died."""

    def release(self) -> None:
        """Let the workers go, which have nothing left to do."""

    def dismiss(self) -> None:
        """End what is still running, and the workers where they are ours."""
