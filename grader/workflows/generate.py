"""Assignment + roster → one notebook per student, and the record of who got what."""

from contextlib import closing
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from grader import __version__, notebooks
from grader.errors import ExerciseError, GraderError
from grader.model.assignment import Roster, Student
from grader.workflows.course import Course, Sources
from grader.workflows.files import write_whole
from grader.workflows.lanes import Pace, run_all
from grader.workflows.release import FILE, Handout, Release
from grader.workflows.secrets import Secret


@dataclass(frozen=True, slots=True, kw_only=True)
class _Made:
    """A student's notebook, or why it could not be made."""

    notebook: bytes
    variants: dict[str, str]
    failure: GraderError | None = None


def generate(
    sources: Sources,
    roster: Roster,
    folder: Path,
    *,
    secret: Secret,
    pace: Pace = Pace(),
) -> Release:
    """Write ``<student>.ipynb`` for everybody, and the release record.

    The same arguments write the same bytes.

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
    pace
        On how many processes, and who is told how far it is.

    Raises
    ------
    ExerciseError
        When the files have mistakes, or no variant can be drawn for somebody.
    UsageError
        When the folder cannot be written.
    """
    course = sources.load(secret)
    made: dict[str, dict[str, str]] = {}
    setup = partial(_prepare, sources, secret)
    lanes = pace.lanes(len(roster))
    with closing(run_all(_notebook, roster, setup=setup, workers=lanes)) as all_done:
        for done in all_done:
            if done.result is None:
                raise ExerciseError.at(done.item.id, "generating this notebook ended its process")
            if done.result.failure is not None:
                raise done.result.failure
            write_whole(folder / f"{done.item.id}.ipynb", done.result.notebook)
            made[done.item.id] = done.result.variants
            pace.progress(len(made), len(roster))
    release = Release(
        assignment=course.assignment.id,
        digest=course.assignment.digest,
        secret=secret.fingerprint,
        version=__version__,
        handouts=tuple(Handout(student=item, variants=made[item.id]) for item in roster),
    )
    write_whole(folder / FILE, release.to_json())
    return release


_COURSE: list[Course] = []
"""The course of this process: set once by `_prepare`, since a compiled exercise cannot travel."""


def _prepare(sources: Sources, secret: Secret) -> None:
    _COURSE[:] = [sources.load(secret)]


def _notebook(student: Student) -> _Made:
    course = _COURSE[0]
    try:
        variants = course.variants(student)
        worksheet = course.worksheet(student, variants)
        data = notebooks.render(worksheet)
    except GraderError as failure:
        return _Made(notebook=b"", variants={}, failure=failure)
    return _Made(
        notebook=data,
        variants={variant.exercise.id: variant.id for variant in variants},
    )
