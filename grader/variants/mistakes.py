"""What the misconceptions of a draw give, worked out when somebody asks.

Whoever has everything right holds none of them, and most draws that are rejected fail at an early
one.
"""

from collections.abc import Iterator, Mapping

from grader.errors import ExerciseError
from grader.expressions import ExpressionFault, evaluate
from grader.expressions.derivation import Calls, Derivation
from grader.expressions.scopes import Scope
from grader.model.value import Value
from grader.variants.parameters import holds


class Mistakes(Mapping[str, Mapping[str, Value]]):
    """Misconception → answer → the value it produces; those that do not apply are not there.

    Parameters
    ----------
    derivation
        The formulas of the exercise.
    values
        Every parameter and definition.
    calls
        On what functions are tried.
    key
        Answer → the right value.

    Raises
    ------
    ExpressionFault
        By whatever asks for one that cannot be computed.
    """

    def __init__(
        self, derivation: Derivation, values: Scope, calls: Calls, key: Mapping[str, Value]
    ) -> None:
        self._derivation = derivation
        self._values = values
        self._calls = calls
        self._key = key
        self._known = {item.id: item for item in derivation.exercise.misconceptions}
        self._applies: dict[str, bool] = {}
        self._worked_out: dict[str, Mapping[str, Value]] = {}

    def __contains__(self, name: object) -> bool:
        """Tell whether a misconception can be held in this draw."""
        if name not in self._known or not isinstance(name, str):
            return False
        if name not in self._applies:
            when = self._known[name].when
            self._applies[name] = when is None or holds(evaluate(when.tree, self._values))
        return self._applies[name]

    def __getitem__(self, name: str) -> Mapping[str, Value]:
        """Return the answers of whoever holds a misconception."""
        if name not in self:
            raise KeyError(name)
        if name not in self._worked_out:
            self._worked_out[name] = self._derivation.mistaken(
                self._known[name], self._values, self._calls, key=self._key
            )
        return self._worked_out[name]

    def __iter__(self) -> Iterator[str]:
        """Yield the misconceptions that apply, in the order of the exercise."""
        return (name for name in self._known if name in self)

    def __len__(self) -> int:
        """Return how many apply."""
        return sum(1 for _ in self)


class LateMistakes(Mistakes):
    """Those of a draw that was accepted before: a formula that fails is a fault of the file."""

    def __contains__(self, name: object) -> bool:
        """As `Mistakes` does."""
        try:
            return super().__contains__(name)
        except ExpressionFault as fault:
            raise self._fault(fault) from None

    def __getitem__(self, name: str) -> Mapping[str, Value]:
        """As `Mistakes` does."""
        try:
            return super().__getitem__(name)
        except ExpressionFault as fault:
            raise self._fault(fault) from None

    def _fault(self, fault: ExpressionFault) -> ExerciseError:
        exercise = self._derivation.exercise
        return ExerciseError.at(exercise.place or exercise.id, fault.fault, fault.fix)
