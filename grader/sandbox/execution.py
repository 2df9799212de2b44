"""Submission → Execution: literal answers are read, the rest is run, each gets one outcome."""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from types import MappingProxyType
from typing import Protocol, TypeAlias

from grader.model.exercise import Limits
from grader.model.submission import (
    AnswerKey,
    Blank,
    CellRole,
    CodeCell,
    Execution,
    Failure,
    Given,
    Missing,
    Outcome,
    Raised,
    Stopped,
    Submission,
    Unusable,
)
from grader.model.value import Value
from grader.model.variant import AnswerView, Worksheet
from grader.sandbox.changes import changes
from grader.sandbox.conversation import Ending, converse
from grader.sandbox.decoding import ProtocolError
from grader.sandbox.fork_server import ZygoteLostError
from grader.sandbox.job import Read, make_job
from grader.sandbox.levels import LEAST_TRUSTED, reached
from grader.sandbox.protection import Found, best, refused
from grader.sandbox.reasons import internal, no_function
from grader.sandbox.wire import Answered, Began, Frame, Result, Returned

Views: TypeAlias = Mapping[AnswerKey, AnswerView]

Calls: TypeAlias = Mapping[AnswerKey, Sequence[Sequence[Value]]]
"""Function → the arguments of each call by which it is tried."""
NO_CALLS: Calls = MappingProxyType({})


class Parse(Protocol):
    """How an answer cell is read without running it."""

    def __call__(self, source: str, variable: str, *, kind: str) -> Outcome | None:
        """Return what the cell says, or None when only running it can tell."""
        ...


def execute(  # noqa: PLR0913 - what is run, and how; the rest has defaults
    submission: Submission,
    worksheet: Worksheet,
    limits: Limits,
    *,
    calls: Calls = NO_CALLS,
    trusted: bool = False,
    parse: Parse | None = None,
) -> Execution:
    """Return exactly one outcome for every answer of `worksheet`.

    Parameters
    ----------
    submission
        The notebook as it was read. No code runs when every answer in it is a literal.
    worksheet
        What the student was handed; its given values replace those that the notebook states.
    limits
        For the whole submission, from the moment its code is handed to the child.
    calls
        What each function among the answers is tried on. The child never learns what it should
        return.
    trusted
        Whether the code may run where hardly anything keeps it in.
    parse
        How an answer is read without running it; by default that of `grader.expressions`.

    Raises
    ------
    SandboxError
        When student code would have to run and cannot be confined as well as it has to be. Code
        that fails, hangs or attacks is an outcome.
    """
    views = {
        (exercise.exercise, view.name): view
        for exercise in worksheet.exercises
        for view in exercise.answers
    }
    cells = {key: cell for cell in submission.cells for key in cell.answers if key in views}
    read = parse or _literal_parser()
    finished = _finished(submission, cells, views, read)
    started = {key: cell for key, cell in cells.items() if key not in finished}
    parsed = _parsed(started, views, read)
    reads = _reads(submission, cells | finished, views, parsed, calls)
    outcomes: dict[AnswerKey, Outcome] = dict.fromkeys(views, Missing()) | parsed
    if not reads:
        return Execution(outcomes=outcomes)
    found = best(limits.packages, scratch=limits.scratch)
    if found.level < LEAST_TRUSTED and not trusted:
        raise refused(found.level)
    message = make_job(submission, worksheet, reads).message()
    listener, ending = _run(message, reads, limits, found)
    return Execution(
        outcomes=outcomes | listener.outcomes(ending),
        executed=ending.limit != "internal",
        level=reached(frozenset(ending.layers)).word,
        problems=(internal(ending.amount),) if ending.limit == "internal" else (),
        output=ending.output,
        wall_s=ending.wall_s,
    )


def _run(
    message: bytes, reads: tuple[Read, ...], limits: Limits, found: Found
) -> "tuple[_Listener, Ending]":
    """Run a job, and once more when the zygote died with it: that may have had another reason."""
    for _ in range(2):
        listener = _Listener(reads)
        with suppress(ZygoteLostError):
            return listener, converse(
                message,
                limits,
                listener.receive,
                confinement=found.confinement,
                level=found.level,
            )
    return _Listener(reads), Ending(limit="crash", amount="", layers=found.layers)


def _literal_parser() -> Parse:
    # numpy comes with it, and a notebook's `check` wants nothing of this package but the wire.
    from grader.expressions.literals import parse_answer  # noqa: PLC0415

    return parse_answer


def _parsed(
    cells: Mapping[AnswerKey, CodeCell], views: Views, parse: Parse
) -> dict[AnswerKey, Outcome]:
    outcomes = {
        key: parse(cell.source, views[key].variable, kind=views[key].form.kind)
        for key, cell in cells.items()
    }
    return {
        key: no_function(views[key].variable, arguments)
        if isinstance(outcome, Given) and (arguments := views[key].form.arguments)
        else outcome
        for key, outcome in outcomes.items()
        if outcome is not None
    }


def _finished(
    submission: Submission, cells: Mapping[AnswerKey, CodeCell], views: Views, parse: Parse
) -> dict[AnswerKey, CodeCell]:
    """Return the last cell that changes an answer, where that is not its own cell.

    A list that is filled in the next cell, a cell that was split, a value put right further down:
    what counts is what the variable holds in the student's notebook.
    """
    later = {}
    for cell in submission.cells:
        if cell.role not in {CellRole.ANSWER, CellRole.OTHER}:
            continue
        for key, own in cells.items():
            view = views[key]
            if cell.number <= own.number or not changes(cell.source, view.variable):
                continue
            # A cell that was left at `...` takes back nothing.
            if not isinstance(parse(cell.source, view.variable, kind=view.form.kind), Blank):
                later[key] = cell
    return later


def _reads(
    submission: Submission,
    cells: Mapping[AnswerKey, CodeCell],
    views: Views,
    parsed: Mapping[AnswerKey, Outcome],
    calls: Calls,
) -> tuple[Read, ...]:
    """Return the answers that only a run can tell: with a cell, or set by some other cell."""
    theirs = "\n".join(
        cell.source for cell in submission.cells if cell.role in {CellRole.ANSWER, CellRole.OTHER}
    )
    return tuple(
        Read(
            key=key,
            variable=view.variable,
            cell=cells[key].number if key in cells else 0,
            arguments=view.form.arguments,
            calls=calls.get(key, ()),
        )
        for key, view in views.items()
        if key not in parsed and (key in cells or view.variable in theirs)
    )


class _Listener:
    """Collects the frames of one run; only the first about an answer counts."""

    def __init__(self, reads: tuple[Read, ...]) -> None:
        self._reads = reads
        self._heard: dict[AnswerKey, Outcome] = {}
        self._results: dict[tuple[int, int], Result] = {}
        self._cell = 0

    def receive(self, frame: Frame) -> None:
        match frame:
            case Began(cell=cell):
                self._cell = cell
            case Answered(index=index, outcome=outcome) if index < len(self._reads):
                read = self._reads[index]
                self._heard.setdefault(read.key, _placed(outcome, read))
            case Returned(index=index, case=case, result=result) if self._has_call(index, case):
                self._results.setdefault((index, case), result)
            case _:
                raise ProtocolError("an answer that nobody asked for")

    def _has_call(self, index: int, case: int) -> bool:
        return index < len(self._reads) and case < len(self._reads[index].calls)

    def outcomes(self, ending: Ending) -> dict[AnswerKey, Outcome]:
        """Return one outcome for every answer that was to be read."""
        calls = {
            read.key: self._tried(index, read, ending) for index, read in enumerate(self._reads)
        }
        return calls | self._heard

    def _tried(self, index: int, read: Read, ending: Ending) -> Outcome:
        """Return what the calls of a function gave; without any, why nothing was heard of it."""
        stopped = self._stopped(read, ending)
        results = [self._results.get((index, call), stopped) for call in range(len(read.calls))]
        if all(result is stopped for result in results):
            return stopped
        return given_by(
            [replace(one, cell=read.cell) if isinstance(one, Raised) else one for one in results]
        )

    def _stopped(self, read: Read, ending: Ending) -> Stopped:
        return Stopped(
            limit=ending.limit or "crash",  # it said that it was done, and had skipped this one
            amount=ending.amount,
            cell=self._cell,
            reached=0 < read.cell <= self._cell,
        )


def given_by(results: Sequence[Result | Stopped]) -> Given:
    """Return what a function gave, from what came of each of its calls."""
    return Given(
        value=tuple((one.value,) if isinstance(one, Given) else () for one in results),
        failures=tuple(
            Failure(call=call, outcome=one)
            for call, one in enumerate(results)
            if not isinstance(one, Given)
        ),
    )


def _placed(outcome: Outcome, read: Read) -> Outcome:
    """Return `outcome` with what the host knows about it and the child does not."""
    match outcome:
        case Raised():
            return replace(outcome, cell=read.cell)
        case Missing() if read.cell:
            return Blank(unset=read.variable)
        case Given() | Unusable() if read.arguments:
            return no_function(read.variable, read.arguments)
        case _:
            return outcome
