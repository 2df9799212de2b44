"""Draws until one satisfies every rule, and counts why the others did not."""

from collections.abc import Iterator, Mapping
from fractions import Fraction
from itertools import combinations

from grader.answers import ANSWER_TYPES, Misfit
from grader.errors import ExerciseError, Fault
from grader.expressions import ExpressionFault, Runtime, evaluate, to_value
from grader.expressions.derivation import Derivation
from grader.expressions.scopes import Scope
from grader.marking import Marker, inputs
from grader.model.exercise import Answer, Exercise
from grader.model.value import Value
from grader.model.variant import Variant
from grader.texts import show
from grader.variants.cases import CaseDrawing, Source, calls_of
from grader.variants.mistakes import LateMistakes, Mistakes
from grader.variants.parameters import drawn, holds
from grader.variants.streams import Stream, class_key, variant_key
from grader.variants.trial import Rejections, Trial

MAX_BASELINE = Fraction(1, 3)
"""The share of right cells that an answer made without work may reach in an accepted draw."""
_FEW_PARTS = 3


class Drawing:
    """One exercise, ready to be drawn for many students."""

    def __init__(self, exercise: Exercise) -> None:
        self.exercise = exercise
        self.derivation = Derivation(exercise)
        self._cases = CaseDrawing(exercise)

    def variant(
        self,
        secret: bytes,
        student: str,
        *,
        attempt: int = 1,
        rejections: Rejections | None = None,
        tries: int | None = None,
    ) -> Variant:
        """Return the variant of `student`.

        Same arguments, same variant: on every machine and with every version of numpy.

        Parameters
        ----------
        secret, student, attempt
            What it is drawn from, and for whom.
        rejections
            Where to count the draws and what rejected them.
        tries
            `Variant.tries`, where it was written down when the variant was handed out: that draw
            is made again, and no search for it. Its misconceptions are worked out when asked for.

        Raises
        ------
        ExerciseError
            When no draw satisfies the rules, with what rejected them, or a formula fails.
        """
        exercise = self.exercise
        key = variant_key(secret, exercise.id, exercise.version, student=student, attempt=attempt)
        common = class_key(secret, exercise.id, exercise.version)
        if tries is not None:
            known = self._again(key, student, attempt, tries, common)
            if known is not None:
                return known
        return self.from_key(key, student, attempt=attempt, rejections=rejections, common=common)

    def id_of(self, secret: bytes, student: str, *, attempt: int = 1) -> str:
        """Return `Variant.id` without drawing the variant."""
        exercise = self.exercise
        key = variant_key(secret, exercise.id, exercise.version, student=student, attempt=attempt)
        return _id_of(key)

    def _again(
        self, key: bytes, student: str, attempt: int, tries: int, common: bytes
    ) -> Variant | None:
        """Return the variant that took so many draws; None if the rules say that none did."""
        if not 1 <= tries <= self.exercise.rules.tries:
            return None
        try:
            draw = self._draw(key, tries - 1)
            if next(self._unruly(draw), None) is not None:
                return None
            self._work_out(draw, key, common, turn=self._turn(key, draw.number))
        except ExpressionFault:
            # The search meets the same fault, and says where.
            return None
        wrong = LateMistakes(self.derivation, draw.values, draw.calls, draw.key)
        return self._variant(draw, key, student, attempt, wrong)

    def _turn(self, key: bytes, number: int) -> int:
        """Return how many draws before that one were refused though they follow the rules."""
        if not self._cases.functions:
            return 0
        before = (self._draw(key, earlier) for earlier in range(number))
        return sum(next(self._unruly(draw), None) is None for draw in before)

    def from_key(
        self,
        key: bytes,
        student: str,
        *,
        attempt: int = 1,
        rejections: Rejections | None = None,
        common: bytes = b"",
    ) -> Variant:
        """Return the variant of a `variant_key`.

        Functions are tried on the cases of the `class_key` in `common`; without one, on cases that
        nobody else has.

        Raises
        ------
        ExerciseError
            As `variant` does.
        """
        exercise = self.exercise
        tally = Rejections() if rejections is None else rejections
        turn = 0
        try:
            for number in range(exercise.rules.tries):
                tally.draws += 1
                draw = self._draw(key, number)
                reason = next(self._unruly(draw), None)
                if reason is None:
                    self._work_out(draw, key, common or key, turn=turn)
                    self._check_kinds(draw.key)
                    reason = next(self._objections(draw), None)
                    # It may have been the cases, so the next draw has others.
                    turn += 1
                if reason is None:
                    return self._variant(draw, key, student, attempt, dict(draw.wrong))
                tally.reasons[reason] += 1
        except ExpressionFault as fault:
            place = exercise.place or exercise.id
            raise ExerciseError.at(place, fault.fault, fault.fix) from None
        raise ExerciseError([self._exhausted(tally)])

    def _draw(self, key: bytes, number: int) -> Trial:
        values = Scope({})
        for parameter in self.exercise.parameters:
            stream = Stream(key, f"{number}/{parameter.name}")
            values[parameter.name] = drawn(parameter, stream, values)
        return Trial(number=number, values=self.derivation.complete(values))

    def _objections(self, draw: Trial) -> Iterator[str]:
        """Yield why a draw is rejected that follows the author's rules; cheap reasons first."""
        yield from self._too_easy(draw)
        yield from self._confusions(draw)

    def _unruly(self, draw: Trial) -> Iterator[str]:
        """Yield the rules of the author's own that a draw breaks."""
        rules = self.exercise.rules
        for requirement in rules.require:
            if not holds(evaluate(requirement.tree, draw.values)):
                yield f"`{requirement.source}`"
        for band in rules.difficulty:
            measure = evaluate(band.of.tree, draw.values)
            draw.features[band.name] = to_value(measure)
            if not band.low <= _number(measure) <= band.high:
                yield f"`{band.name}` outside {_plain(band.low)}…{_plain(band.high)}"

    def _work_out(self, draw: Trial, key: bytes, common: bytes, *, turn: int) -> None:
        """Work out what the answers are."""
        source = Source(key=key, number=draw.number, common=common, turn=turn)
        cases = self._cases.draw(source, draw.values)
        draw.cases = {name: tuple(one.case for one in listed) for name, listed in cases.items()}
        draw.calls = calls_of(cases)
        draw.key = self.derivation.answers(draw.values, draw.calls)
        draw.wrong = Mistakes(self.derivation, draw.values, draw.calls, draw.key)

    def _check_kinds(self, key: Mapping[str, Value]) -> None:
        """Refuse a key that nobody could give: a matrix where a number is asked for."""
        for answer in self.exercise.answers:
            expected = key[answer.name]
            if not _answerable(answer, expected):
                raise ExpressionFault(
                    f"`{answer.name}` is of type {answer.kind}, but its key is {show(expected)}",
                    fix="change the type, the formula or the options",
                )

    def _too_easy(self, draw: Trial) -> Iterator[str]:
        """Yield the answers that could be had without doing the exercise."""
        draw.marker = Marker(draw.values, inputs(self.exercise, draw.plain()), draw.cases)
        for answer in self.exercise.answers:
            key = draw.key[answer.name]
            reached = draw.marker.baseline(answer, key)
            if reached == 1 or (reached > MAX_BASELINE and self._is_graded_by_parts(draw, answer)):
                yield f"`{answer.name}` can be had without work"

    def _is_graded_by_parts(self, draw: Trial, answer: Answer) -> bool:
        key = draw.key[answer.name]
        parts = len(draw.marker.marks(answer, key, key))
        return bool(answer.per_cell or answer.cases) and parts > _FEW_PARTS

    def _could_be_slip(self, draw: Trial, answer: Answer) -> bool:
        """Tell whether one part of an answer may be wrong by chance; what a call gives is not."""
        return not answer.cases and self._is_graded_by_parts(draw, answer)

    def _confusions(self, draw: Trial) -> Iterator[str]:
        """Yield the guarded misconceptions that give the key, or the same as another one."""
        guarded = [item for item in self.exercise.rules.separate if item in draw.wrong]
        for item in guarded:
            telling = self._telling(draw, draw.wrong[item])
            if not telling:
                yield f"`{item}` gives the right answer"
            elif len(telling) == 1 and self._could_be_slip(draw, telling[0]):
                yield f"`{item}` differs in one cell only, as a slip does"
            elif self._says_nothing(draw, draw.wrong[item]):
                yield f"`{item}` looks like an answer made without work"
        for first, second in combinations(guarded, 2):
            pair = (draw.wrong[first], draw.wrong[second])
            if self._passes_for(draw, *pair) or self._passes_for(draw, *reversed(pair)):
                yield f"`{first}` and `{second}` give the same"

    def _says_nothing(self, draw: Trial, wrong: Mapping[str, Value]) -> bool:
        """Tell whether every answer that a misconception changes is one made without work."""
        return all(
            wrong[answer.name] == draw.key[answer.name]
            or draw.marker.is_null(answer, wrong[answer.name])
            for answer in self.exercise.answers
        )

    def _telling(self, draw: Trial, wrong: Mapping[str, Value]) -> list[Answer]:
        """Return the answers that a misconception changes, once for every part that differs."""
        return [
            answer
            for answer in self.exercise.answers
            for other in draw.marker.difference(answer, wrong[answer.name], draw.key[answer.name])
            if other
        ]

    def _passes_for(
        self, draw: Trial, first: Mapping[str, Value], second: Mapping[str, Value]
    ) -> bool:
        """Tell whether `first` agrees with `second` wherever it is no answer made without work."""
        return all(
            all(draw.marker.agreement(answer, first[answer.name], second[answer.name]))
            or draw.marker.is_null(answer, first[answer.name])
            for answer in self.exercise.answers
        )

    def _variant(
        self,
        draw: Trial,
        key: bytes,
        student: str,
        attempt: int,
        wrong: Mapping[str, Mapping[str, Value]],
    ) -> Variant:
        return Variant(
            exercise=self.exercise,
            student=student,
            attempt=attempt,
            id=_id_of(key),
            seed=key.hex(),
            tries=draw.number + 1,
            values=draw.plain(),
            key=draw.key,
            wrong=wrong,
            features=draw.features,
            orders={
                answer.name: _order(answer, Stream(key, f"options/{answer.name}"))
                for answer in self.exercise.answers
                if answer.options
            },
            cases=draw.cases,
        )

    def _exhausted(self, tally: Rejections) -> Fault:
        return Fault(
            place=self.exercise.place or self.exercise.id,
            fault=f"no draw satisfied the rules in {self.exercise.rules.tries} tries; "
            f"rejected by {tally}",
            fix="loosen the rule that rejects most, widen the parameters, or guard fewer "
            "misconceptions under `separate`",
        )


def _id_of(key: bytes) -> str:
    return f"{Stream(key, 'id').below(2**48):012x}"


def _order(answer: Answer, stream: Stream) -> tuple[str, ...]:
    """Return the ids of the options in the order in which this variant shows them."""
    left = [option.id for option in answer.options]
    if not answer.shuffle:
        return tuple(left)
    return tuple(left.pop(stream.below(len(left))) for _ in answer.options)


def _answerable(answer: Answer, key: Value) -> bool:
    kind = ANSWER_TYPES[answer.kind]
    try:
        fitted = kind.fit(key, kind.form(answer, key))
    except (TypeError, ValueError):
        # A form cannot be made of a key of another kind.
        return False
    return not isinstance(fitted, Misfit) and fitted == key


def _number(value: Runtime) -> Fraction:
    if isinstance(value, int | float | Fraction):
        return Fraction(value)
    raise ExpressionFault("a measure of difficulty must be one number", fix="for example sum(…)")


def _plain(number: Fraction) -> str:
    return str(number) if number.denominator == 1 else str(float(number))
