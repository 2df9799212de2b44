"""A student's repository → its result, shown as the platform can show it."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime
from decimal import Decimal
from pathlib import Path

from grader import __version__, scoring
from grader.errors import GraderError, UsageError
from grader.model.assignment import Roster, Student
from grader.model.grade import Clock, Grade
from grader.model.submission import Problem
from grader.model.text import LANGUAGES, phrase
from grader.reports.disclosure import disclosed
from grader.workflows.check import Look, language_of, look_at, read_notebook
from grader.workflows.course import Course, find_sources
from grader.workflows.grade import grade_one
from grader.workflows.phrases import PROBLEMS
from grader.workflows.repository import (
    NAME,
    Notebook,
    Settings,
    changed_files,
    find_notebook,
    in_repository,
    labelled,
    read_settings,
    student_of,
)
from grader.workflows.secrets import PUBLIC, Secret
from grader.workflows.surroundings import Platform, Surroundings

NOBODY = "unknown"
_NEVER_FAIL = {Platform.CLASSROOM50, Platform.GRADESCOPE}
"""Where a run without a result counts as nothing handed in."""
_SERVER = {Clock.PUSH, Clock.RECEIVED}
"""Clocks that dates are applied by: others are the student's."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """What is to be graded, where, and what is known beforehand."""

    surroundings: Surroundings
    now: datetime
    platform: Platform | None = None
    """None: found out."""
    notebook: Path | None = None
    assignment: str = ""
    """A file, or the name of an assignment; empty: as the repository says."""
    student: str = ""
    roster: Roster = ()
    secret: Secret = PUBLIC
    exercises: tuple[Path, ...] = ()
    trusted: bool = False
    """Whether code may be run where hardly anything keeps it in."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What came out: a grade, or a look at the form where no grade can be had."""

    platform: Platform
    grade: Grade | None = None
    """As its student may see it."""
    look: Look | None = None
    failure: str = ""
    """Why nothing could be graded though something was handed in, for the log."""


def ci(request: Request) -> Outcome:
    """Grade what is in a repository.

    Where the numbers were drawn with a secret that is not here, or the exercises are not here, the
    form of the answers is looked at. On Classroom 50 and Gradescope there is a grade all the same,
    of zero points, because a run without a result would count as nothing handed in.

    Raises
    ------
    GraderError
        Elsewhere: when it is not clear what is to be graded, or it cannot be.
    """
    platform = request.platform or request.surroundings.platform()
    try:
        return _Run(request, platform).outcome()
    except GraderError as error:
        if platform not in _NEVER_FAIL:
            raise
        text = phrase(PROBLEMS["ci-failed"], detail=str(error).splitlines()[0])
        problem = Problem(code="ci-failed", text=text, fatal=True)
        return Outcome(platform=platform, grade=_nothing(request, problem), failure=str(error))


@dataclass(slots=True)
class _Run:
    request: Request
    platform: Platform
    settings: Settings | None = field(init=False)
    changed: tuple[str, ...] = field(init=False)
    notebook: Notebook | None = field(init=False)

    def __post_init__(self) -> None:
        folder = self.request.surroundings.folder
        try:
            self.settings = read_settings(folder)
            self.changed = changed_files(folder, self.settings)
        except UsageError:
            # Damaged by its student, or by a merge: what it says is found out in other ways.
            self.settings, self.changed = Settings(), (NAME,)
        self.notebook = self._notebook(folder)

    def _notebook(self, folder: Path) -> Notebook | None:
        if self.request.notebook is not None:
            data = read_notebook(self.request.notebook)
            return labelled(self.request.notebook, data)
        name = Path(self.request.assignment).stem
        return find_notebook(folder, name or (self.settings.assignment if self.settings else ""))

    def outcome(self) -> Outcome:
        course = self._course()
        student = self._student(course)
        if course is None or self._is_drawn_elsewhere(course, student):
            return self._looked_at(course, student)
        return Outcome(platform=self.platform, grade=self._graded(course, student))

    def _course(self) -> Course | None:
        """Return the assignment; None where a notebook names one whose exercises are not here."""
        request = self.request
        told = self.notebook.label.assignment if self.notebook and self.notebook.label else ""
        name = request.assignment or (self.settings.assignment if self.settings else "") or told
        if not name:
            raise UsageError.at(
                "ci",
                "there is no notebook of an assignment in this folder",
                "add --assignment NAME, or --notebook FILE",
            )
        try:
            sources = find_sources(in_repository(request.surroundings.folder, name, self.settings))
        except UsageError:
            if request.assignment or not told:
                raise
            return None
        sources = replace(sources, exercises=request.exercises or sources.exercises)
        return sources.load(request.secret)

    def _student(self, course: Course | None) -> Student:
        request, label = self.request, self.notebook.label if self.notebook else None
        enrolled = self._enrolled()
        if enrolled:
            # Of a group, the one whose notebook it is.
            own = [one for one in enrolled if label and one.id == label.student]
            return (own or enrolled)[0]
        known = request.student or (
            student_of(request.surroundings, self.settings) if self.settings else ""
        )
        id_ = known or (label.student if label else "") or NOBODY
        language = self.settings.language if self.settings else ""
        if not language and self.notebook and label:
            language = language_of(self.notebook.data)
        if not language and course:
            language = course.assignment.language
        return Student(id=id_, name=id_, language=language)

    def _enrolled(self) -> list[Student]:
        """Return who of the roster handed in, as the platform says it."""
        emails = self.request.surroundings.emails()
        return [one for one in self.request.roster if one.email.casefold() in emails]

    def _is_drawn_elsewhere(self, course: Course, student: Student) -> bool:
        """Tell whether not one of the numbers of the student's notebook is what is drawn here.

        Where `grader start` makes the notebooks there are no others: those of a friend are wrong.
        """
        if self.settings is not None and self.settings.start:
            return False
        label = self.notebook.label if self.notebook else None
        if label is None or not label.variants or label.student != student.id:
            return False
        if label.assignment != course.assignment.id:
            return False
        return not label.variants & course.variant_ids(student, attempt=label.attempt or 1)

    def _looked_at(self, course: Course | None, student: Student) -> Outcome:
        notebook = self.notebook
        if notebook is None:
            raise UsageError.at("ci", "there is nothing to be graded", "add --assignment NAME")
        look = look_at(notebook.data, notebook.path)
        if self.platform not in _NEVER_FAIL:
            return Outcome(platform=self.platform, look=look)
        problem = Problem(code="form-only", text=PROBLEMS["form-only"], fatal=True)
        if course is None:
            grade = _nothing(self.request, problem)
        else:
            grade = grade_one(course, student, None, problems=(problem,))
        return Outcome(platform=self.platform, grade=self._dated(grade), look=look)

    def _graded(self, course: Course, student: Student) -> Grade:
        notebook = self.notebook
        attempt = (notebook.label.attempt if notebook and notebook.label else None) or 1
        grade = grade_one(
            course,
            student,
            notebook.data if notebook else None,
            problems=tuple(self._notes()),
            attempt=attempt,
            trusted=self.request.trusted,
        )
        own = course.assignment_of(student)
        at, clock = self.request.surroundings.submitted(self.request.now)
        received = scoring.Received(recorded=clock in _SERVER, at=at if clock in _SERVER else None)
        grade = self._dated(scoring.credited(grade, own, received))
        return disclosed(grade, own, self.request.now)

    def _notes(self) -> Iterator[Problem]:
        """Yield what is odd about what was handed in, if something was."""
        if self.notebook is None:
            return
        if self.notebook.others:
            text = phrase(PROBLEMS["several"], name=self.notebook.path.name)
            yield Problem(code="several", text=text)
        if self.request.roster and not self._enrolled():
            yield Problem(code="not-enrolled", text=PROBLEMS["not-enrolled"])

    def _dated(self, grade: Grade) -> Grade:
        surroundings, now = self.request.surroundings, self.request.now
        at, clock = surroundings.submitted(now)
        language = grade.language if grade.language in LANGUAGES else LANGUAGES[0]
        return replace(
            grade,
            language=language,
            commit=surroundings.commit(),
            submitted_at=at.isoformat(),
            clock=clock,
            graded_at=now.isoformat(timespec="seconds"),
            integrity=replace(grade.integrity, files=self.changed),
        )


def _nothing(request: Request, problem: Problem) -> Grade:
    """Return a grade of nothing, with the right maximum where that can be found out."""
    own = request.student or NOBODY
    now = request.now.isoformat(timespec="seconds")
    try:
        course = find_sources(request.assignment, request.exercises).load(request.secret)
        grade = grade_one(course, Student(id=own, name=own), None, problems=(problem,))
        return replace(grade, graded_at=now)
    except GraderError:
        zero = Decimal(0)
        return Grade(
            assignment=request.assignment or NOBODY,
            title={LANGUAGES[0]: request.assignment or NOBODY},
            student=own,
            name=own,
            earned=zero,
            possible=zero,
            exercises=(),
            problems=(problem,),
            graded_at=now,
            grader=__version__,
        )
