"""One try at a variant, and a tally of those that failed."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field

from grader.expressions import to_value
from grader.expressions.derivation import Calls
from grader.expressions.scopes import Scope
from grader.marking import Marker
from grader.model.value import Value
from grader.model.variant import Case


@dataclass(slots=True)
class Rejections:
    """How many draws were made, and how often each rule rejected one."""

    draws: int = 0
    reasons: Counter[str] = field(default_factory=Counter)

    def __str__(self) -> str:
        ranked = ", ".join(f"{reason} ({count}×)" for reason, count in self.reasons.most_common(5))
        return ranked or "nothing"


@dataclass(slots=True)
class Trial:
    """One try: the values, and what was worked out about them so far."""

    number: int
    values: Scope
    features: dict[str, Value] = field(default_factory=dict)
    cases: dict[str, tuple[Case, ...]] = field(default_factory=dict)
    calls: Calls = field(default_factory=dict)
    key: dict[str, Value] = field(default_factory=dict)
    wrong: Mapping[str, Mapping[str, Value]] = field(default_factory=dict)
    marker: Marker = field(default_factory=lambda: Marker({}, ()))

    def plain(self) -> dict[str, Value]:
        """Return the values as a variant keeps them."""
        return {name: to_value(value) for name, value in self.values.items()}
