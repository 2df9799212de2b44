"""Exercise and assignment files, examined on all cores."""

from collections.abc import Generator, Sequence
from contextlib import closing
from dataclasses import replace
from functools import partial
from pathlib import Path

from grader.errors import GraderError
from grader.model.examination import Examination, Finding, Severity
from grader.model.exercise import Exercise
from grader.spec.bank import read_exercise_file, read_text
from grader.spec.reader import Document, read_document
from grader.workflows.course import Sources
from grader.workflows.lanes import Done, Pace, run_all
from grader.workflows.linting.assignments import examine_assignment
from grader.workflows.linting.checks import run_checks
from grader.workflows.linting.finding import error
from grader.workflows.linting.subject import draw
from grader.workflows.secrets import PUBLIC

VARIANTS = 200
FEW = 3
"""Files below which starting workers takes longer than the work."""
READING = "file"
"""The name under which what keeps a file from being read at all is found."""


def find_files(paths: Sequence[Path]) -> list[Path]:
    """Return the exercise and assignment files at or below `paths`."""
    found: list[Path] = []
    for path in paths:
        found += sorted(path.rglob("*.yaml")) if path.is_dir() else [path]
    return found


def examine_all(
    paths: Sequence[Path], *, variants: int = VARIANTS, pace: Pace = Pace()
) -> Generator[Examination, None, None]:
    """Yield what is found about each file, in the order of `paths`. Closing it ends the workers."""
    task = partial(_examined, variants=variants)
    workers = pace.lanes(len(paths), few=FEW)
    waiting: dict[int, Examination] = {}
    shown = 0
    numbered = enumerate(paths)
    with closing(run_all(task, numbered, setup=_nothing, workers=workers, chunk=1)) as all_done:
        for number, done in enumerate(all_done, start=1):
            waiting[done.item[0]] = done.result or _lost(done)
            pace.progress(number, len(paths))
            while shown in waiting:
                yield waiting.pop(shown)
                shown += 1


def examine(path: Path, *, variants: int = VARIANTS) -> Examination:
    """Return what is found about one file.

    Nothing is raised for what an author can mend: it is among the findings.
    """
    try:
        document = read_document(read_text(path), str(path))
        if _is_assignment(document):
            course = Sources(assignment=path).load(PUBLIC)
            return examine_assignment(course.assignment, document)
        exercise = read_exercise_file(path)
    except GraderError as failure:
        return Examination(file=str(path), findings=_unreadable(failure))
    return examine_exercise(exercise, variants=variants, document=document)


def examine_exercise(
    exercise: Exercise, *, variants: int = VARIANTS, document: Document | None = None
) -> Examination:
    """Return what is found about an exercise that could be read."""
    return run_checks(draw(exercise, variants, document=document), exercise.place or exercise.id)


def _is_assignment(document: Document) -> bool:
    """Tell which of the two kinds of file this is, by what it says and not by where it lies."""
    data = document.data
    return isinstance(data, dict) and str(data.get("schema")).startswith("assignment")


def _unreadable(failure: GraderError) -> tuple[Finding, ...]:
    return tuple(
        Finding(severity=Severity.ERROR, fault=fault, check=READING) for fault in failure.faults
    )


def _nothing() -> None:
    """Prepare nothing: a file is all that a worker needs."""


def _examined(numbered: tuple[int, Path], *, variants: int) -> Examination:
    return examine(numbered[1], variants=variants)


def _lost(done: Done[tuple[int, Path], Examination]) -> Examination:
    place = str(done.item[1])
    said = error(place, "the examination of this file ended its process", "use smaller arrays")
    return Examination(file=place, findings=(replace(said, check=READING),))
