"""Submissions → results, feedback pages and a score table's worth of grades."""

from collections.abc import Generator, Iterable, Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass, field, replace

from grader import notebooks, sandbox, scoring
from grader.errors import GraderError
from grader.model.assignment import Assignment, Student
from grader.model.grade import Grade
from grader.model.submission import Problem, Submission
from grader.model.text import LANGUAGES
from grader.model.variant import Variant
from grader.reports import class_html, feedback_html, result_json, scores_csv
from grader.reports.briefs import Briefs, brief
from grader.reports.disclosure import disclosed
from grader.workflows.cluster import Cluster
from grader.workflows.collection import Collection, collect
from grader.workflows.course import Course, Sources
from grader.workflows.files import write_whole
from grader.workflows.lanes import Done, Pace, run_all, run_on
from grader.workflows.orders import Job, Order, is_absent, job_of, told_at
from grader.workflows.parcels import Parcel
from grader.workflows.phrases import PROBLEMS
from grader.workflows.results import page_path, read_result, result_path, results_of
from grader.workflows.secrets import Secret

CSV = "grades.csv"
INDEX = "index.html"


@dataclass(frozen=True, slots=True, kw_only=True)
class Graded:
    """What a run of grading did."""

    grades: tuple[Grade, ...]
    """What is recorded of each student, the best of their attempts, in the order of the roster;
    of a shard, those of its share. As tables tell it: all that was said is in the results."""
    new: int
    kept: int
    strangers: tuple[str, ...]
    """Notebooks that fit nobody on the roster."""
    unknown: tuple[str, ...] = ()
    """Students of overrides who are not on the roster."""
    untimed: bool = False
    """Whether the assignment has dates that had no effect, since nobody said what came in when."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Written:
    """What a worker hands back: texts, ready to be written."""

    result: str = ""
    page: str = ""
    told: Grade | None = None
    """The grade as tables tell it."""
    failure: GraderError | None = None


def grade(order: Order, *, pace: Pace = Pace()) -> Graded:
    """Grade every submission that is new or has changed, and write all reports.

    Results are written one by one as they come, so an interrupted run loses at most what was being
    graded, and the next run goes on from there. Whoever handed in nothing gets a result too, of the
    first attempt. The tables tell of each student the best attempt; a shard leaves them to the run
    that has the whole class.

    Raises
    ------
    ExerciseError
        When the assignment's files have mistakes.
    SubmissionError
        When there are no submissions to be read.
    SandboxError
        When code would have to be run and cannot be confined.
    UsageError
        When a file cannot be written, nobody has such an attempt, or the cluster does not answer.
    """
    course = order.load()
    course.check_attempt(order.attempt)
    collection = collect(
        order.submissions, order.roster, assignment=course.assignment.id, attempt=order.attempt
    )
    passed = _Passed()
    new = 0
    jobs = _jobs(order, course, collection, passed)
    share = order.shard.share(order.roster)
    # Closed, so that no worker outlives an interruption.
    with closing(_run(order, course, jobs, pace, len(collection.found))) as all_done:
        for done in all_done:
            written = done.result or _lost(course, done.item, order.graded_at)
            if written.failure is not None:
                raise written.failure
            _write(order, done.item.student, written)
            passed.tell(done.item.student, written.told)
            new += 1
            pace.progress(new + passed.kept + passed.absent, len(share))
    grades = tuple(_recorded(order, course, student, passed.told) for student in share)
    if order.whole:
        _write_tables(order, grades)
    return Graded(
        grades=grades,
        new=new,
        kept=passed.kept,
        strangers=collection.strangers,
        unknown=course.unknown_students(order.roster),
        untimed=course.has_dates and not order.is_timed,
    )


def _run(
    order: Order, course: Course, jobs: Iterable[Job], pace: Pace, found: int
) -> Generator[Done[Job, _Written], None, None]:
    """Return the results of grading `jobs`, of which there are about `found`, as they come."""
    ready = _Preparation(order.sources, order.secret, order.graded_at, order.trusted)
    if pace.executor:
        # Its machines may have none of these files.
        ready = replace(ready, sources=Parcel.pack(order.sources, course))
        return run_on(Cluster(pace.executor, ready), _graded, jobs)
    return run_all(_graded, jobs, setup=ready, workers=pace.lanes(found))


@dataclass(slots=True)
class _Passed:
    """Who has been dealt with."""

    kept: int = 0
    """How many have a result that is still true."""
    absent: int = 0
    """How many did not take a later attempt."""
    told: dict[str, Grade] = field(default_factory=dict)
    """Student → their grade in this attempt, as tables tell it."""
    briefs: Briefs = field(default_factory=Briefs)

    def tell(self, student: Student, grade: Grade | None) -> None:
        """Keep what tables tell of a grade."""
        if grade is not None:
            self.told[student.id] = self.briefs.of(grade)


def _jobs(order: Order, course: Course, collection: Collection, passed: _Passed) -> Iterator[Job]:
    """Yield the submissions that have to be graded, read one at a time; count the others."""
    for student in order.shard.share(order.roster):
        job = job_of(order, course, student, collection.found.get(student.id))
        if is_absent(order, job):
            passed.absent += 1
        elif order.again or (earlier := _done(order, course, job)) is None:
            yield job
        else:
            passed.kept += 1
            passed.tell(student, earlier)


def _done(order: Order, course: Course, job: Job) -> Grade | None:
    """Return the result of an earlier run, where it is still true."""
    try:
        earlier = read_result(order.folder, job.student, order.attempt)
        page = page_path(order.folder, job.student, order.attempt).read_text(encoding="utf-8")
    except (OSError, ValueError):
        return None
    # The page is compared as a whole: an empty file is what a computer that crashed leaves behind.
    own = course.assignment_of(job.student)
    is_true = earlier.fingerprint == job.fingerprint and page == _page(earlier, own)
    return earlier if is_true else None


def _write(order: Order, student: Student, written: _Written) -> None:
    # The result comes last: it is what says that the submission is done.
    write_whole(page_path(order.folder, student, order.attempt), written.page)
    write_whole(result_path(order.folder, student, order.attempt), written.result)


def _write_tables(order: Order, grades: tuple[Grade, ...]) -> None:
    write_whole(order.folder / CSV, scores_csv.to_csv(grades))
    write_whole(order.folder / INDEX, class_html.to_class_html(grades, language=order.language))


def _recorded(order: Order, course: Course, student: Student, told: Mapping[str, Grade]) -> Grade:
    """Return what counts of a student's attempts; `told` is what is known of this one."""
    only = told.get(student.id) if course.most_attempts == 1 else None
    if only is not None:
        return only
    own = course.assignment_of(student)
    found = tuple(results_of(order.folder, student, most=course.most_attempts))
    if found:
        return brief(scoring.recorded(found))
    # Only later attempts were graded so far, and this student took none of them.
    return scoring.ungraded(own, student, course.variants(student), None)


_COURSE: list[tuple[Course, "_Preparation"]] = []
"""The course of this process: set once, since a compiled exercise cannot travel."""


@dataclass(frozen=True, slots=True)
class _Preparation:
    """What a worker does before its first submission."""

    sources: Sources | Parcel
    secret: Secret
    graded_at: str
    trusted: bool

    def __call__(self) -> None:
        _COURSE[:] = [(self.sources.load(self.secret), self)]


def _graded(job: Job) -> _Written:
    course, ready = _COURSE[0]
    try:
        grade = grade_one(
            course,
            job.student,
            job.data,
            problems=job.problems,
            attempt=job.attempt,
            tries=job.tries,
            trusted=ready.trusted,
        )
        own = course.assignment_of(job.student)
        grade = replace(
            _settled(grade, own, job),
            # Without one where the code was not run, so that the next run tries again.
            fingerprint="" if _is_unfinished(grade) else job.fingerprint,
            graded_at=ready.graded_at,
        )
    except GraderError as failure:
        return _Written(failure=failure)
    return _reported(grade, own)


def _is_unfinished(grade: Grade) -> bool:
    return any(problem.code == "internal" for problem in grade.problems)


def grade_one(  # noqa: PLR0913 - whose, what, and how; the rest has defaults
    course: Course,
    student: Student,
    data: bytes | None,
    *,
    problems: tuple[Problem, ...] = (),
    attempt: int = 1,
    tries: Mapping[str, int] | None = None,
    trusted: bool = False,
) -> Grade:
    """Return the grade of one notebook, before any credit.

    `data` is None when nothing was handed in. `tries` is what the release says of the student's
    draws, where the course does not know it. `trusted` lets its code run where hardly anything
    keeps it in.

    Raises
    ------
    ExerciseError
        When no variant can be drawn for the student.
    SandboxError
        When the notebook's code cannot be confined.
    """
    own = course.assignment_of(student)
    variants = course.variants(student, attempt=attempt, tries=tries)
    if data is None and not problems:
        return scoring.ungraded(own, student, variants, None)
    worksheet = course.worksheet(student, variants)
    if data is None:
        submission = _unread(course, student, attempt)
    else:
        submission = notebooks.read(
            data,
            worksheet,
            spoken=lambda told: course.worksheet(replace(student, language=told), variants),
        )
    submission = replace(submission, problems=(*problems, *submission.problems))
    if not submission.gradable:
        return scoring.ungraded(own, student, variants, submission)
    execution = sandbox.execute(
        submission, worksheet, own.limits, calls=_calls(variants), trusted=trusted
    )
    return scoring.grade(own, student, variants, submission, execution)


def _calls(variants: Iterable[Variant]) -> sandbox.Calls:
    """Return what the functions among the answers are tried on."""
    return {
        (variant.exercise.id, answer): [tuple(case.arguments.values()) for case in cases]
        for variant in variants
        for answer, cases in variant.cases.items()
    }


def _unread(course: Course, student: Student, attempt: int) -> Submission:
    return Submission(
        student=student.id, assignment=course.assignment.id, digest="unread", attempt=attempt
    )


def _lost(course: Course, job: Job, graded_at: str) -> _Written:
    """Return the result of a submission that ended its worker twice."""
    crash = Problem(code="crashed", text=PROBLEMS["crashed"], fatal=True)
    submission = _unread(course, job.student, job.attempt)
    submission = replace(submission, problems=(*job.problems, crash))
    own = course.assignment_of(job.student)
    variants = course.variants(job.student, attempt=job.attempt)
    grade = scoring.ungraded(own, job.student, variants, submission)
    # Without a fingerprint, so that the next run tries again: it may have been the machine.
    grade = replace(_settled(grade, own, job), graded_at=graded_at)
    return _reported(grade, own)


def _settled(grade: Grade, own: Assignment, job: Job) -> Grade:
    """Return a grade with what counts of its points, or with those that an instructor has set."""
    credited = scoring.credited(grade, own, job.received)
    return credited if job.by_hand is None else scoring.set_by_hand(credited, job.by_hand)


def _reported(grade: Grade, own: Assignment) -> _Written:
    """Return the result, which is for programs, and the page, which is for its student."""
    return _Written(result=result_json.to_json(grade), page=_page(grade, own), told=brief(grade))


def _page(grade: Grade, own: Assignment) -> str:
    language = own.language if own.language in LANGUAGES else LANGUAGES[0]
    shown = disclosed(grade, own, told_at(grade.graded_at))
    return feedback_html.to_html(shown, language=language)
