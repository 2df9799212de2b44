"""What a run of grading has to look at, and what each grade depends on."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from grader import __version__
from grader.model.assignment import Roster, Student
from grader.model.submission import Problem
from grader.model.text import phrase
from grader.reports.disclosure import is_open
from grader.scoring import Received
from grader.workflows.check import attempt_of
from grader.workflows.collection import Found
from grader.workflows.course import Course, Sources
from grader.workflows.files import Unreadable
from grader.workflows.phrases import PROBLEMS
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
    received: Mapping[str, datetime] | None = None
    """Student → when the submission came in; None when nobody recorded it."""
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
    problems: tuple[Problem, ...] = ()


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
    noted = tuple(problems)
    own = course.assignment_of(student)
    times = order.received
    return Job(
        student=replace(student, language=own.language),
        data=data,
        fingerprint=_fingerprint(order, course, student, data, noted),
        attempt=order.attempt,
        received=Received(recorded=times is not None, at=(times or {}).get(student.id)),
        problems=noted,
    )


def _is_of_another_attempt(order: Order, found: Found, data: bytes) -> bool:
    """Tell whether a notebook among those of a later attempt is just still there from another.

    Only one whose name says nothing: one that is called after this attempt is graded as such.
    """
    may_be = order.attempt > 1 and found.attempt is None
    return may_be and attempt_of(data) not in {None, order.attempt}


def is_absent(order: Order, job: Job) -> bool:
    """Tell whether the student did not take this attempt, which only the first one is a fact of."""
    nothing = job.data is None and not job.problems
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
    at = None if order.received is None else order.received.get(student.id)
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
        order.received is None,
        None if at is None else at.isoformat(),
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
