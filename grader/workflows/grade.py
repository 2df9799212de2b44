"""Submissions → results, feedback pages and a score table's worth of grades."""

import hashlib
import json
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from grader import __version__, notebooks, sandbox, scoring
from grader.errors import GraderError
from grader.model.assignment import Roster, Student
from grader.model.grade import Grade
from grader.model.submission import Problem, Submission
from grader.model.text import LANGUAGES, phrase
from grader.reports import class_html, feedback_html, result_json, scores_csv
from grader.workflows.collection import Collection, Found, collect
from grader.workflows.course import Course, Sources
from grader.workflows.files import Unreadable, write_whole
from grader.workflows.lanes import Pace, run_all
from grader.workflows.phrases import PROBLEMS
from grader.workflows.secrets import Secret

RESULTS = "results"
FEEDBACK = "feedback"
CSV = "grades.csv"
INDEX = "index.html"


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """What is to be graded, for whom, and where to."""

    sources: Sources
    roster: Roster
    submissions: Path
    folder: Path
    secret: Secret
    again: bool = False
    """Whether to grade what has not changed as well."""
    graded_at: str = ""
    """The time that results carry."""
    language: str = "en"
    """Of the instructor's page."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Graded:
    """What a run of grading did."""

    grades: tuple[Grade, ...]
    """In the order of the roster."""
    new: int
    kept: int
    strangers: tuple[str, ...]
    """Notebooks that fit nobody on the roster."""
    unknown: tuple[str, ...] = ()
    """Students of overrides who are not on the roster."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Job:
    """One student's submission on its way to a worker."""

    student: Student
    """With the language that the assignment speaks to them."""
    data: bytes | None
    fingerprint: str
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class _Written:
    """What a worker hands back: texts, ready to be written."""

    result: str
    page: str
    failure: GraderError | None = None


def grade(order: Order, *, pace: Pace = Pace()) -> Graded:
    """Grade every submission that is new or has changed, and write all reports.

    Results are written one by one as they come, so an interrupted run loses at most what was being
    graded, and the next run goes on from there. Whoever handed in nothing gets a result too.

    Raises
    ------
    ExerciseError
        When the assignment's files have mistakes.
    SubmissionError
        When there are no submissions to be read.
    SandboxError
        When code would have to be run and cannot be confined.
    UsageError
        When a file cannot be written.
    """
    course = order.sources.load(order.secret)
    collection = collect(order.submissions, order.roster, assignment=course.assignment.id)
    kept: list[Student] = []
    new = 0
    jobs = _jobs(order, course, collection, kept)
    setup = partial(_prepare, order.sources, order.secret, order.graded_at)
    lanes = pace.lanes(len(collection.found))
    # Closed, so that no worker outlives an interruption.
    with closing(run_all(_graded, jobs, setup=setup, workers=lanes)) as all_done:
        for done in all_done:
            written = done.result or _lost(course, done.item, order.graded_at)
            if written.failure is not None:
                raise written.failure
            _write(order.folder, done.item.student, written)
            new += 1
            pace.progress(new + len(kept), len(order.roster))
    grades = tuple(_read_result(order.folder, student) for student in order.roster)
    write_whole(order.folder / CSV, scores_csv.to_csv(grades))
    write_whole(order.folder / INDEX, class_html.to_class_html(grades, language=order.language))
    return Graded(
        grades=grades,
        new=new,
        kept=len(kept),
        strangers=collection.strangers,
        unknown=course.unknown_students(order.roster),
    )


def _jobs(
    order: Order, course: Course, collection: Collection, kept: list[Student]
) -> Iterator[_Job]:
    """Yield the submissions that have to be graded, read one at a time; note the others."""
    for student in order.roster:
        job = _job(course, student, collection.found.get(student.id))
        if order.again or not _is_done(order.folder, job):
            yield job
        else:
            kept.append(student)


def _job(course: Course, student: Student, found: Found | None) -> _Job:
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
    noted = tuple(problems)
    student = replace(student, language=course.assignment_of(student).language)
    return _Job(
        student=student,
        data=data,
        fingerprint=_fingerprint(course, student, data, noted),
        problems=noted,
    )


def _fingerprint(
    course: Course, student: Student, data: bytes | None, problems: tuple[Problem, ...]
) -> str:
    """Return what the grade depends on, so that a grade is made again exactly when that changes."""
    depends_on = [
        __version__,
        course.assignment.digest,
        course.secret.fingerprint,
        student.id,
        student.name,
        student.language,
        None if data is None else hashlib.sha256(data).hexdigest(),
        [problem.code for problem in problems],
    ]
    return hashlib.sha256(json.dumps(depends_on).encode()).hexdigest()


def _is_done(folder: Path, job: _Job) -> bool:
    try:
        earlier = _read_result(folder, job.student)
        page = _page_path(folder, job.student).read_text(encoding="utf-8")
    except (OSError, ValueError):
        return False
    # The page is compared as a whole: an empty file is what a computer that crashed leaves behind.
    return (
        earlier.fingerprint == job.fingerprint
        and page == _reported(earlier, job.student.language).page
    )


def result_path(folder: Path, student: Student) -> Path:
    """Return where the result of `student` is kept."""
    return folder / RESULTS / f"{student.id}.json"


def _page_path(folder: Path, student: Student) -> Path:
    return folder / FEEDBACK / class_html.page_name(student.id)


def _write(folder: Path, student: Student, written: _Written) -> None:
    # The result comes last: it is what says that the submission is done.
    write_whole(_page_path(folder, student), written.page)
    write_whole(result_path(folder, student), written.result)


def _read_result(folder: Path, student: Student) -> Grade:
    return result_json.from_json(result_path(folder, student).read_text(encoding="utf-8"))


_COURSE: list[tuple[Course, str]] = []
"""The course of this process: set once by `_prepare`, since a compiled exercise cannot travel."""


def _prepare(sources: Sources, secret: Secret, graded_at: str) -> None:
    _COURSE[:] = [(sources.load(secret), graded_at)]


def _graded(job: _Job) -> _Written:
    course, graded_at = _COURSE[0]
    try:
        grade = replace(
            grade_one(course, job.student, job.data, problems=job.problems),
            fingerprint=job.fingerprint,
            graded_at=graded_at,
        )
    except GraderError as failure:
        return _Written(result="", page="", failure=failure)
    return _reported(grade, job.student.language)


def grade_one(
    course: Course, student: Student, data: bytes | None, *, problems: tuple[Problem, ...] = ()
) -> Grade:
    """Return the grade of one notebook; `data` is None when nothing was handed in.

    Raises
    ------
    ExerciseError
        When no variant can be drawn for the student.
    SandboxError
        When the notebook's code cannot be confined.
    """
    own, variants = course.assignment_of(student), course.variants(student)
    if data is None and not problems:
        return scoring.ungraded(own, student, variants, None)
    worksheet = course.worksheet(student, variants)
    submission = _unread(course, student) if data is None else notebooks.read(data, worksheet)
    submission = replace(submission, problems=(*problems, *submission.problems))
    if not submission.gradable:
        return scoring.ungraded(own, student, variants, submission)
    execution = sandbox.execute(submission, worksheet, own.limits)
    return scoring.grade(own, student, variants, submission, execution)


def _unread(course: Course, student: Student) -> Submission:
    return Submission(student=student.id, assignment=course.assignment.id, digest="unread")


def _lost(course: Course, job: _Job, graded_at: str) -> _Written:
    """Return the result of a submission that ended its worker twice."""
    crash = Problem(code="crashed", text=PROBLEMS["crashed"], fatal=True)
    submission = replace(_unread(course, job.student), problems=(*job.problems, crash))
    variants = course.variants(job.student)
    own = course.assignment_of(job.student)
    grade = scoring.ungraded(own, job.student, variants, submission)
    # Without a fingerprint, so that the next run tries again: it may have been the machine.
    grade = replace(grade, graded_at=graded_at)
    return _reported(grade, job.student.language)


def _reported(grade: Grade, spoken: str) -> _Written:
    language = spoken if spoken in LANGUAGES else LANGUAGES[0]
    return _Written(
        result=result_json.to_json(grade),
        page=feedback_html.to_html(grade, language=language),
    )
