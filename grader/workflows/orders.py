"""What a run of grading has to look at, and what each grade depends on."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path

from grader import __version__
from grader.model.assignment import Roster, Student
from grader.model.grade import ByHand, Clock
from grader.model.submission import Problem
from grader.model.text import phrase
from grader.reports.characters import one_line
from grader.reports.disclosure import is_open
from grader.scoring import Received
from grader.workflows.check import attempt_of
from grader.workflows.collection import Found
from grader.workflows.course import Course, Sources
from grader.workflows.files import Unreadable
from grader.workflows.phrases import PROBLEMS
from grader.workflows.records import Record
from grader.workflows.release import Release
from grader.workflows.results import result_path
from grader.workflows.secrets import Secret


@dataclass(frozen=True, slots=True, kw_only=True)
class Shard:
    """Every `of`-th student of a roster, from the `number`-th on: one machine's share."""

    number: int
    of: int

    def share(self, roster: Roster) -> Roster:
        """Return the students of this share.

        >>> Shard(number=2, of=3).share(("ada", "bob", "cyd", "dan", "eve"))
        ('bob', 'eve')
        """
        return roster[self.number - 1 :: self.of]


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """What is to be graded, for whom, and where to."""

    sources: Sources
    roster: Roster
    submissions: Path
    folder: Path
    secret: Secret
    attempt: int = 1
    """Which attempt the submissions are."""
    release: Release | None = None
    """What was handed out, where it is known: its variants are drawn without a search."""
    received: Mapping[str, datetime] | None = None
    """Student → when the submission came in; None when nobody recorded it."""
    collected: Mapping[str, Record] = field(default_factory=dict)
    """Student → what `collect` recorded; `received` goes before it."""
    by_hand: Mapping[tuple[str, int], ByHand] = field(default_factory=dict)
    """(student, attempt) → the points that an instructor has set."""
    again: bool = False
    """Whether to grade what has not changed as well."""
    graded_at: str = ""
    """The time that results carry."""
    language: str = "en"
    """Of the instructor's page."""
    trusted: bool = False
    """Whether code may be run where hardly anything keeps it in."""
    shard: Shard = Shard(number=1, of=1)
    """The part of the roster that is graded; tables are written when it is the whole."""

    def load(self) -> Course:
        """Return the course, with what its release says.

        Raises
        ------
        ExerciseError
            When the assignment's files have mistakes.
        """
        course = self.sources.load(self.secret)
        if self.release is None:
            return course
        tries = self.release.tries_for(course.assignment, self.secret, self.attempt)
        return replace(course, tries=tries)

    @property
    def is_timed(self) -> bool:
        """Whether anybody said when any submission came in."""
        return self.received is not None or any(item.at for item in self.collected.values())

    @property
    def whole(self) -> bool:
        """Whether this grades everybody."""
        return self.shard.of == 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """One student's submission on its way to a worker."""

    student: Student
    """With the language that the assignment speaks to them."""
    data: bytes | None
    fingerprint: str
    attempt: int
    received: Received
    by_hand: ByHand | None = None
    problems: tuple[Problem, ...] = ()
    tries: Mapping[str, int] = field(default_factory=dict)
    """Exercise → how many draws its variant took, where the release says so."""


def job_of(order: Order, course: Course, student: Student, found: Found | None) -> Job:
    """Return the submission of a student, read, with all that its grade depends on."""
    data: bytes | None = None
    problems: list[Problem] = []
    if found is not None:
        try:
            data = found.read()
        except Unreadable as error:
            text = phrase(PROBLEMS[error.code], detail=error.detail)
            problems.append(Problem(code=error.code, text=text, fatal=True))
        if found.passed_over:
            text = phrase(PROBLEMS["several"], name=Path(found.place).name)
            problems.append(Problem(code="several", text=text))
        if data is not None and _is_of_another_attempt(order, found, data):
            data, problems = None, []
    if data is not None:
        problems += _as_collected(order, student, data)
    noted = tuple(problems)
    own = course.assignment_of(student)
    return Job(
        student=replace(student, language=own.language),
        data=data,
        fingerprint=_fingerprint(order, course, student, data, noted),
        attempt=order.attempt,
        received=received_of(order, student, data),
        by_hand=order.by_hand.get((student.id, order.attempt)),
        problems=noted,
        tries=course.tries.get((student.id, order.attempt), {}),
    )


def received_of(order: Order, student: Student, data: bytes | None) -> Received:
    """Return when a submission came in, who says so, and which commit it is."""
    record = order.collected.get(student.id, Record(student=student.id))
    same = data is not None and hashlib.sha256(data).hexdigest() == record.sha256
    told = order.received.get(student.id) if order.received is not None else None
    at = told or record.received
    return Received(
        recorded=order.received is not None or bool(order.collected),
        at=at,
        clock=Clock.RECEIVED if told else record.clock,
        commit=record.commit if same else "",
        files=record.changed,
    )


def _as_collected(order: Order, student: Student, data: bytes) -> list[Problem]:
    """Return what there is to say about where a notebook was collected from."""
    record = order.collected.get(student.id)
    if record is None:
        return []
    noted: list[Problem] = []
    if record.sha256 and record.sha256 != hashlib.sha256(data).hexdigest():
        noted.append(Problem(code="not-as-collected", text=PROBLEMS["not-as-collected"]))
    if record.passed_over:
        text = phrase(PROBLEMS["several"], name=Path(record.place).name)
        noted.append(Problem(code="several", text=text))
    if record.added:
        names = one_line(", ".join(record.added))
        text = phrase(PROBLEMS["acting-files"], names=names)
        noted.append(Problem(code="acting-files", text=text))
    return noted


def _is_of_another_attempt(order: Order, found: Found, data: bytes) -> bool:
    """Tell whether a notebook among those of a later attempt is just still there from another.

    Only one whose name says nothing: one that is called after this attempt is graded as such.
    """
    may_be = order.attempt > 1 and found.attempt is None
    return may_be and attempt_of(data) not in {None, order.attempt}


def is_absent(order: Order, job: Job) -> bool:
    """Tell whether the student did not take this attempt, which only the first one is a fact of."""
    nothing = job.data is None and not job.problems and job.by_hand is None
    known = result_path(order.folder, job.student, order.attempt)
    return order.attempt > 1 and nothing and not known.exists()


def _fingerprint(
    order: Order,
    course: Course,
    student: Student,
    data: bytes | None,
    problems: tuple[Problem, ...],
) -> str:
    """Return what the grade depends on, so that a grade is made again exactly when that changes."""
    own = course.assignment_of(student)
    received = received_of(order, student, data)
    by_hand = order.by_hand.get((student.id, order.attempt))
    depends_on = [
        __version__,
        course.assignment.digest,
        course.secret.fingerprint,
        student.id,
        student.name,
        own.language,
        None if data is None else hashlib.sha256(data).hexdigest(),
        [problem.code for problem in problems],
        order.attempt,
        received.recorded,
        None if received.at is None else received.at.isoformat(),
        [received.clock, received.commit, received.files],
        None if by_hand is None else [str(by_hand.points), by_hand.reason],
        # Once all may be known, pages that told scores only are made again.
        is_open(own, told_at(order.graded_at)),
    ]
    return hashlib.sha256(json.dumps(depends_on).encode()).hexdigest()


def told_at(graded_at: str) -> datetime | None:
    """Return the time at which a grade is told to its student; None when it does not say."""
    if not graded_at:
        return None
    time = datetime.fromisoformat(graded_at)
    return None if time.tzinfo is None else time
