"""What an author sees of one variant: all that its students see, and all that they do not."""

from dataclasses import dataclass

from grader.model.exercise import Misconception
from grader.model.value import Value, cells
from grader.model.variant import AnswerView, ExerciseView, Variant
from grader.model.worked import Filtering


@dataclass(frozen=True, slots=True, kw_only=True)
class WrongAnswer:
    """What a misconception gives for one answer."""

    answer: AnswerView
    value: Value
    differs: tuple[bool, ...]
    """Part by part whether it is not the key."""

    @property
    def shows(self) -> bool:
        """Whether the mistake can be seen in this answer."""
        return any(self.differs)

    @property
    def counted(self) -> bool:
        """Whether it is told how many cells differ: those of a choice or a place are no cells."""
        return len(self.differs) == len(cells(self.value)) > 1 and not self.answer.form.options

    @property
    def same(self) -> tuple[bool, ...]:
        """Part by part whether it is the key."""
        return tuple(not one for one in self.differs)


@dataclass(frozen=True, slots=True, kw_only=True)
class Mistake:
    """A misconception and all that it gives in the variant."""

    misconception: Misconception
    name: str
    say: str
    """What its student is told, in Markdown; empty where it does not apply."""
    answers: tuple[WrongAnswer, ...]
    """Empty where the misconception does not apply."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Preview:
    """What is shown."""

    variant: Variant
    view: ExerciseView
    language: str
    mistakes: tuple[Mistake, ...]
    solution: str
    """Markdown."""
    filtering: Filtering | None
    """What the worked solution takes step by step."""
