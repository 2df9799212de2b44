"""What a worked solution is made from: not its steps, but all that determines them."""

from dataclasses import dataclass, fields
from typing import Any

from grader.model.value import Value


@dataclass(frozen=True, slots=True, kw_only=True)
class Filtering:
    """A filter and what it is applied to; the fields are the arguments of `engine.trace`."""

    image: Value
    kernel: Value
    operation: str = "correlate"
    mode: str = "same"
    boundary: str = "zero"
    fill_value: Value = 0
    stride: tuple[int, ...] = (1, 1)
    dilation: tuple[int, ...] = (1, 1)
    anchor: tuple[int, ...] | None = None

    def arguments(self) -> dict[str, Any]:
        """Return the arguments by name, for the engine to check and to compute with."""
        return {field.name: getattr(self, field.name) for field in fields(self)}


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkedAnswer:
    """An answer that came out wrong, and the filtering by which it comes out right."""

    answer: str
    filtering: Filtering
