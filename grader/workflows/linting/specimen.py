"""One variant under examination: what checks ask about it is worked out once."""

from collections.abc import Mapping
from functools import cached_property

from grader.expressions import Runtime, evaluate, to_runtime, to_value
from grader.expressions.derivation import Calls, calls_of, handed_in
from grader.expressions.scopes import Scope
from grader.marking import Marker, inputs
from grader.model.assignment import Task
from grader.model.exercise import Answer, Part
from grader.model.expression import Expression, Tree
from grader.model.grade import ExerciseGrade
from grader.model.submission import Given
from grader.model.value import Value
from grader.model.variant import ExerciseView, Variant
from grader.scoring import judge
from grader.variants import exercise_view

Answers = Mapping[str, Value]
"""Answer → a value for it."""


class Specimen:
    """A variant, and what it comes to."""

    def __init__(self, variant: Variant, task: Task) -> None:
        self.variant = variant
        self.task = task
        self._judged: dict[str, ExerciseGrade] = {}
        self._views: dict[str, ExerciseView] = {}

    @cached_property
    def shown(self) -> tuple[Value, ...]:
        """What the student is shown."""
        return inputs(self.variant.exercise, self.variant.values)

    @cached_property
    def _known(self) -> Scope:
        return Scope({name: to_runtime(value) for name, value in self.variant.values.items()})

    @cached_property
    def _calls(self) -> Calls:
        return calls_of(self.variant.cases)

    @cached_property
    def marker(self) -> Marker:
        """What marks answers to this variant."""
        return Marker.of(self.variant)

    def compute(self, tree: Tree) -> Runtime:
        """Return what a formula comes to in this variant.

        Raises
        ------
        ExpressionFault
            When it cannot be computed.
        """
        return evaluate(tree, self._known)

    def value(self, tree: Tree) -> Value:
        """Return what a formula comes to, as a plain value.

        Raises
        ------
        ExpressionFault
            When it cannot be computed.
        """
        return to_value(self.compute(tree))

    def handed_in(self, name: str, formula: Expression | tuple[Part, ...]) -> Value:
        """Return what a test of the author's hands in for an answer.

        Raises
        ------
        ExpressionFault
            When it cannot be computed.
        """
        answer, key = self.variant.exercise.answer(name), self.variant.key[name]
        return handed_in(answer, formula, self._known, key=key, calls=self._calls)

    @property
    def written(self) -> tuple[Answer, ...]:
        """The answers whose values a student writes; of a function it is the code."""
        exercise = self.variant.exercise
        return tuple(one for one in exercise.answers if one.name not in self.variant.cases)

    def writes(self, answers: Answers) -> tuple[Value, ...]:
        """Return those of `answers` that a student writes."""
        return tuple(answers[one.name] for one in self.written)

    def is_written_right(self, answers: Answers) -> bool:
        """Tell whether what a student writes is right."""
        return all(self.has_right(one, answers[one.name]) for one in self.written)

    def agree(self, first: Answers, second: Answers) -> bool:
        """Tell whether two solutions give the same answers."""
        return all(
            self.same(answer, first[answer.name], second[answer.name])
            for answer in self.variant.exercise.answers
        )

    def same(self, answer: Answer, first: Value, second: Value) -> bool:
        """Tell whether two values are the same answer."""
        return first == second or all(self.marker.agreement(answer, first, second))

    def is_right(self, answers: Answers) -> bool:
        """Tell whether every answer is a right one."""
        return all(self.has_right(one, answers[one.name]) for one in self.variant.exercise.answers)

    def has_right(self, answer: Answer, value: Value) -> bool:
        """Tell whether what a formula gives for an answer is right."""
        key = self.variant.key[answer.name]
        return value == key or not any(self.marker.difference(answer, value, key))

    def parts(self, answer: Answer) -> int:
        """Return how many parts of an answer are marked by themselves."""
        key = self.variant.key[answer.name]
        return len(self.marker.marks(answer, key, key))

    def is_null(self, answer: Answer, value: Value) -> bool:
        """Tell whether a value could be written without doing the exercise."""
        return self.marker.is_null(answer, value)

    def nulls(self, answer: Answer) -> tuple[Value, ...]:
        """Return what can be written without doing the exercise."""
        return self.marker.nulls(answer, self.variant.key[answer.name])

    def baseline(self, answer: Answer) -> float:
        """Return the share of an answer that can be had without work."""
        return float(self.marker.baseline(answer, self.variant.key[answer.name]))

    def judged(self, answers: Answers) -> ExerciseGrade:
        """Return the grade of these answers; the same ones are judged once."""
        # 1, 1.0 and True are equal, and are not judged alike.
        asked = repr(sorted(answers.items()))
        if asked not in self._judged:
            outcomes = {name: Given(value=value) for name, value in answers.items()}
            self._judged[asked] = judge(self.task, self.variant, outcomes, marker=self.marker)
        return self._judged[asked]

    def view(self, language: str) -> ExerciseView:
        """Return the exercise as its student meets it.

        Raises
        ------
        ExerciseError
            When a text cannot be rendered.
        """
        if language not in self._views:
            self._views[language] = exercise_view(self.variant, self.task, language)
        return self._views[language]
