"""Assignment + roster → one notebook per student, and the record of who got what."""

from contextlib import closing
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from grader import __version__, notebooks
from grader.errors import ExerciseError, GraderError
from grader.model.assignment import Roster, Student
from grader.model.attempts import marked
from grader.workflows.course import Course, Sources
from grader.workflows.files import write_whole
from grader.workflows.lanes import Pace, run_all
from grader.workflows.release import Handout, Release, release_path
from grader.workflows.secrets import Secret


@dataclass(frozen=True, slots=True, kw_only=True)
class _Made:
    """A student's notebook, or why it could not be made."""

    notebook: bytes
    variants: dict[str, str]
    tries: dict[str, int]
    failure: GraderError | None = None


def generate(  # noqa: PLR0913 - what, for whom, where to, and how
    sources: Sources,
    roster: Roster,
    folder: Path,
    *,
    secret: Secret,
    attempt: int = 1,
    pace: Pace = Pace(),
) -> Release:
    """Write ``<student>.ipynb`` for everybody, and the release record.

    The same arguments write the same bytes. The files of later attempts are called
    ``<student>.attempt-2.ipynb``, so they lie beside those of the first; a student who has no such
    attempt gets none.

    Parameters
    ----------
    sources
        The assignment and its exercises.
    roster
        For whom.
    folder
        Where to; made when it does not exist.
    secret
        What the variants are drawn with.
    attempt
        Which attempt: each has variants of its own.
    pace
        On how many processes, and who is told how far it is.

    Raises
    ------
    ExerciseError
        When the files have mistakes, or no variant can be drawn for somebody.
    UsageError
        When the folder cannot be written, or nobody has such an attempt.
    """
    course = sources.load(secret)
    course.check_attempt(attempt)
    entitled = [item for item in roster if attempt <= len(course.assignment_of(item).attempts)]
    made: dict[str, Handout] = {}
    setup = partial(_prepare, sources, secret, attempt)
    lanes = pace.lanes(len(entitled))
    with closing(run_all(_notebook, entitled, setup=setup, workers=lanes)) as all_done:
        for done in all_done:
            if done.result is None:
                raise ExerciseError.at(done.item.id, "generating this notebook ended its process")
            if done.result.failure is not None:
                raise done.result.failure
            name = f"{marked(done.item.id, attempt)}.ipynb"
            write_whole(folder / name, done.result.notebook)
            made[done.item.id] = Handout(
                student=done.item, variants=done.result.variants, tries=done.result.tries
            )
            pace.progress(len(made), len(entitled))
    release = Release(
        assignment=course.assignment.id,
        attempt=attempt,
        digest=course.assignment.draw,
        secret=secret.fingerprint,
        version=__version__,
        handouts=tuple(made.get(item.id) or Handout(student=item, variants={}) for item in roster),
    )
    write_whole(release_path(folder, attempt), release.to_json())
    return release


_COURSE: list[tuple[Course, int]] = []
"""Course and attempt of this process: set once by `_prepare`, since neither can travel."""


def _prepare(sources: Sources, secret: Secret, attempt: int) -> None:
    _COURSE[:] = [(sources.load(secret), attempt)]


def _notebook(student: Student) -> _Made:
    course, attempt = _COURSE[0]
    try:
        variants = course.variants(student, attempt=attempt)
        worksheet = course.worksheet(student, variants)
        data = notebooks.render(worksheet)
    except GraderError as failure:
        return _Made(notebook=b"", variants={}, tries={}, failure=failure)
    return _Made(
        notebook=data,
        variants={variant.exercise.id: variant.id for variant in variants},
        tries={variant.exercise.id: variant.tries for variant in variants},
    )
