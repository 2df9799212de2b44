"""The answers of one exercise → points, verdicts and remarks."""

import math
from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction

from grader.answers import ANSWER_TYPES, Misfit, cellwise, form_of
from grader.expressions import ExpressionFault
from grader.expressions.derivation import Derivation, calls_of, variable_of
from grader.expressions.traces import filtering_of, step_of, trace_of
from grader.marking import Marker, inputs
from grader.model.assignment import Task
from grader.model.exercise import Answer
from grader.model.grade import (
    AnswerGrade,
    ExerciseGrade,
    Remark,
    Verdict,
)
from grader.model.points import apportion, earned
from grader.model.submission import Blank, Given, Outcome
from grader.model.value import Value, cells, shape
from grader.model.variant import Variant
from grader.model.worked import WorkedAnswer
from grader.scoring import functions
from grader.scoring.choices import chosen
from grader.scoring.diagnosis import diagnose, explained
from grader.scoring.outcomes import closed
from grader.scoring.parts import part_grades, parts
from grader.scoring.phrases import say
from grader.scoring.slips import slip, slips

CEILING = Fraction(9, 10)
"""What an answer that is not right can earn at most."""


def judge(
    task: Task,
    variant: Variant,
    outcomes: Mapping[str, Outcome],
    *,
    marker: Marker | None = None,
) -> ExerciseGrade:
    """Return the grade of one exercise.

    Every answer is judged by itself, so a blank or unreadable one costs no other; what an answer
    was computed from, and what the answers say together, is looked at afterwards.

    Parameters
    ----------
    task
        The exercise's place in its assignment.
    variant
        The student's own, with the key.
    outcomes
        Answer name → what came out; a missing name is a blank.
    marker
        That of the variant, for who judges many answers to the same one.
    """
    return _Judgment(task, variant, outcomes, marker or Marker.of(variant)).grade()


@dataclass(frozen=True, slots=True, kw_only=True)
class _Share:
    """What an answer earns, before it is turned into points."""

    share: Fraction
    remarks: tuple[Remark, ...] = ()


class _Judgment:
    def __init__(
        self, task: Task, variant: Variant, outcomes: Mapping[str, Outcome], marker: Marker
    ) -> None:
        self.task = task
        self.variant = variant
        self.exercise = variant.exercise
        self.outcomes = outcomes
        self.marker = marker
        self.given: dict[str, Value] = {}
        self.misfits: dict[str, Misfit] = {}
        for answer in self.exercise.answers:
            self._fit(answer)
        shaped = {name: fit.value for name, fit in self.misfits.items() if fit.value is not None}
        self.diagnoses = diagnose(variant, {**self.given, **shaped}, self.marker)

    def grade(self) -> ExerciseGrade:
        weights = [answer.weight for answer in self.exercise.answers]
        possible = apportion(self.task.points, weights)
        answers = tuple(
            self._answer(answer, points)
            for answer, points in zip(self.exercise.answers, possible, strict=True)
        )
        return ExerciseGrade(
            exercise=self.exercise.id,
            number=self.task.number,
            title=self.exercise.title,
            version=self.exercise.version,
            variant=self.variant.id,
            earned=sum((answer.earned for answer in answers), Decimal(0)),
            possible=self.task.points,
            answers=answers,
            diagnoses=self.diagnoses,
            worked=self._worked(answers),
        )

    def _fit(self, answer: Answer) -> None:
        outcome = self.outcomes.get(answer.name, Blank())
        if not isinstance(outcome, Given):
            return
        fitted = ANSWER_TYPES[answer.kind].fit(outcome.value, form_of(answer, self.variant))
        if isinstance(fitted, Misfit):
            self.misfits[answer.name] = fitted
        else:
            self.given[answer.name] = fitted

    def _answer(self, answer: Answer, possible: Decimal) -> AnswerGrade:
        outcome = self.outcomes.get(answer.name, Blank())
        if not isinstance(outcome, Given):
            verdict, remarks = closed(outcome)
            return self._graded(
                answer, possible, verdict, _Share(share=Fraction(0), remarks=remarks)
            )
        if answer.name in self.misfits:
            misfit = self.misfits[answer.name]
            remark = Remark(code=f"form-{misfit.code}", text=misfit.text)
            return self._graded(
                answer, possible, Verdict.INVALID, _Share(share=Fraction(0), remarks=(remark,))
            )
        share = self._share(answer, self.given[answer.name])
        if not answer.cases:
            return self._graded(answer, possible, _verdict(share.share), share)
        return self._function(answer, possible, outcome, share)

    def _function(
        self, answer: Answer, possible: Decimal, outcome: Given, share: _Share
    ) -> AnswerGrade:
        right = self._right(answer, self.given[answer.name])
        said = functions.remarks(answer, outcome, right, self.variant.values)
        graded = self._graded(
            answer,
            possible,
            functions.verdict(outcome) or _verdict(share.share),
            replace(share, remarks=(*share.remarks, *said)),
        )
        return replace(graded, given=None, groups=functions.groups(answer, right))

    def _graded(
        self, answer: Answer, possible: Decimal, verdict: Verdict, share: _Share
    ) -> AnswerGrade:
        given = self.given.get(answer.name)
        outcome = self.outcomes.get(answer.name)
        raw = outcome.value if isinstance(outcome, Given) else None
        return AnswerGrade(
            answer=answer.name,
            label=answer.label,
            kind=answer.kind,
            verdict=verdict,
            earned=earned(share.share, possible),
            possible=possible,
            given=raw if given is None else given,
            right=self._cells(answer, given),
            remarks=share.remarks,
            parts=part_grades(answer, given, self._right),
            chosen=chosen(answer, given, self.variant),
        )

    def _cells(self, answer: Answer, given: Value | None) -> tuple[bool, ...]:
        """Return which cells are right; of what is marked otherwise, the remarks speak."""
        return () if given is None or not _is_cellwise(answer) else self._right(answer, given)

    def _right(self, answer: Answer, given: Value) -> tuple[bool, ...]:
        return self.marker.marks(answer, given, self.variant.key[answer.name])

    def _share(self, answer: Answer, given: Value) -> _Share:
        """Return 1 for a right answer, else the best of what it deserves: never a sum of them."""
        right = self._right(answer, given)
        if all(right):
            return _Share(share=Fraction(1))
        if self.marker.is_null(answer, given):
            code = "null-function" if answer.cases else "null"
            return _Share(share=Fraction(0), remarks=(Remark(code=code, text=say(code)),))
        carried = self._carried(answer, given)
        alone = self._alone(answer, given)
        key = self.variant.key[answer.name]
        remarks = (*self._missed(answer, right), *parts(answer, given, key, right))
        if carried and carried >= min(CEILING, alone):
            remarks = (Remark(code="carried", text=say("carried")),)
        elif not self.diagnoses:
            remarks = (*remarks, *self._slips(answer, given, right))
        return _Share(share=min(CEILING, max(alone, carried)), remarks=remarks)

    def _alone(self, answer: Answer, given: Value) -> Fraction:
        """Return what an answer deserves by itself: for its right parts, or for its method."""
        own = self.marker.corrected(answer, given, self.variant.key[answer.name])
        explained_by = self._explained(answer)
        if not explained_by:
            return own
        most = max(explained_by.values())
        exact = any(self._agrees(answer, given, found) for found in explained_by)
        if not _is_cellwise(answer):
            # No case, and no part, comes out right by chance.
            return max(own, most) if exact else own
        # The method earns the same in every variant, however many cells it hits by chance.
        return most if exact else min(most, own)

    def _missed(self, answer: Answer, right: tuple[bool, ...]) -> tuple[Remark, ...]:
        """Return what is to be said of the properties that an answer lacks."""
        values = self.variant.values
        return tuple(
            Remark(code="property", text=explained(one.say, values))
            for one, good in zip(answer.properties, right, strict=bool(answer.properties))
            if one.say and not good
        )

    def _carried(  # noqa: PLR0911 - one line a reason for which nothing is carried
        self, answer: Answer, given: Value
    ) -> Fraction:
        """Return the credit for a right method on the student's own wrong earlier answers."""
        if answer.carry is None:
            return Fraction(0)
        own = {
            name: self.given[name]
            for name in answer.carry.answers
            if name in self.given
            and not all(self._right(self._named(name), self.given[name]))
            # From 0 or 1 everything follows without work.
            and self.given[name] not in {0, 1}
        }
        fits = {name: value for name, value in own.items() if self._can_follow(name, value)}
        if not fits:
            return Fraction(0)
        try:
            follow = Derivation(self.exercise).carried(
                self.variant.values, fits, calls_of(self.variant.cases)
            )
        except ExpressionFault:
            # From this value nothing follows: a total of 0 by which a ratio would be divided.
            return Fraction(0)
        expected = follow[answer.name]
        if any(_is_part(expected, value) for value in inputs(self.exercise, self.variant.values)):
            # What follows from a kernel with a single 1 is a piece of the image: copied.
            return Fraction(0)
        if all(self.marker.agreement(answer, given, expected)):
            return answer.carry.credit
        return answer.carry.credit * self.marker.corrected(answer, given, expected)

    def _can_follow(self, name: str, value: Value) -> bool:
        """Tell whether something follows from a value: all that follows from infinity is itself."""
        finite = all(not isinstance(cell, float) or math.isfinite(cell) for cell in cells(value))
        return finite and shape(value) == shape(self.variant.key[name])

    def _named(self, name: str) -> Answer:
        return self.exercise.answer(name)

    def _explained(self, answer: Answer) -> dict[str, Fraction]:
        """Return the diagnosed misconceptions that change this answer, and what they earn."""
        credits_ = {item.id: item.credit for item in self.exercise.misconceptions}
        key = self.variant.key[answer.name]
        return {
            found.misconception: credits_[found.misconception]
            for found in self.diagnoses
            if any(
                self.marker.difference(
                    answer, self.variant.wrong[found.misconception][answer.name], key
                )
            )
        }

    def _agrees(self, answer: Answer, given: Value, misconception: str) -> bool:
        wrong = self.variant.wrong[misconception][answer.name]
        return all(self.marker.agreement(answer, given, wrong))

    def _slips(self, answer: Answer, given: Value, right: tuple[bool, ...]) -> tuple[Remark, ...]:
        variable, values = variable_of(answer), self.variant.values
        if not _is_cellwise(answer):
            return ()
        trace = trace_of(self.exercise, variable, values) if variable else None
        if trace is not None:
            return slips(trace, given, right)
        step = step_of(answer, self.exercise, values) if right == (False,) else None
        return () if step is None else tuple(slip(step, given, say("slip")))

    def _worked(self, answers: tuple[AnswerGrade, ...]) -> WorkedAnswer | None:
        """Return how the traced answer comes out, where a cell of it is wrong."""
        traced = self.exercise.solution.trace
        for graded in answers:
            variable = variable_of(self._named(graded.answer))
            if traced is None or variable != traced or not graded.right or all(graded.right):
                continue
            filtering = filtering_of(self.exercise, traced, self.variant.values)
            if filtering is not None:
                return WorkedAnswer(answer=graded.answer, filtering=filtering)
        return None


def _is_cellwise(answer: Answer) -> bool:
    """Tell whether the cells of an answer are right or wrong one by one."""
    return not answer.properties and ANSWER_TYPES[answer.kind].marks is cellwise.marks


def _is_part(block: Value, matrix: Value) -> bool:
    """Tell whether `block` stands somewhere in `matrix`."""
    sizes, whole = shape(block), shape(matrix)
    if len(sizes) != len(whole) or len(sizes) < 2:  # noqa: PLR2004 - rows and columns
        return False
    rows = [cells(row) for row in matrix] if isinstance(matrix, tuple) else []
    return any(
        tuple(row[left : left + sizes[1]] for row in rows[top : top + sizes[0]]) == block
        for top in range(whole[0] - sizes[0] + 1)
        for left in range(whole[1] - sizes[1] + 1)
    )


def _verdict(share: Fraction) -> Verdict:
    if share == 1:
        return Verdict.CORRECT
    return Verdict.PARTIAL if share else Verdict.INCORRECT
