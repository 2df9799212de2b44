"""What a row of the table of functions says."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from grader.expressions import work
from grader.expressions.arrays import Runtime


@dataclass(frozen=True, slots=True, kw_only=True)
class Function:
    """Something that a formula may call."""

    call: Callable[..., Any]
    summary: str
    cost: Callable[[Sequence[Runtime], Mapping[str, Runtime]], int] = work.of_cells
    """An upper bound on the work of a call, told from its arguments; it may refuse them."""
