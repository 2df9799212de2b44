"""An assignment file → `Assignment`."""

import hashlib
from collections.abc import Iterator, Sequence
from decimal import Decimal
from pathlib import Path

from grader.model.assignment import Assignment, Feedback, Override, Schedule, Task
from grader.model.exercise import Exercise
from grader.spec.bank import Bank, read_text
from grader.spec.exercises import languages_of
from grader.spec.findings import Findings
from grader.spec.limits import limits_of_all
from grader.spec.reader import Path as Place
from grader.spec.reader import read_document
from grader.spec.schedules import own_schedule, schedule_of
from grader.spec.schema import AssignmentFile
from grader.spec.tasks import listed_in
from grader.spec.validation import validate


def read_assignment(path: Path, bank: Bank) -> Assignment:
    """Return the assignment in the file `path`, its exercises taken from `bank`.

    Raises
    ------
    ExerciseError
        With every mistake of the file, and of the exercises that it uses.
    """
    text = read_text(path)
    document = read_document(text, str(path))
    file = validate(document, AssignmentFile)
    findings = Findings(document)
    languages = languages_of(file.title)
    title = findings.text(file.title, ("title",), languages)
    listed = listed_in(file, bank, findings, languages)
    schedule = schedule_of(file, findings)
    if file.due is None:
        _check_feedback(file.feedback, schedule, ("feedback",), findings)
    overrides = tuple(_overrides(file, findings, languages, schedule))
    _check_language(file.language, ("language",), findings, languages)
    findings.raise_if_any()
    return Assignment(
        id=file.id,
        title=title,
        tasks=listed.tasks,
        feedback=Feedback(file.feedback),
        language=file.language or ("en" if "en" in languages else languages[0]),
        limits=limits_of_all(file.limits, (task.exercise for task in listed.tasks)),
        schedule=schedule,
        attempts=_exact(file.attempts),
        shuffle=file.shuffle,
        pools=listed.pools,
        overrides=overrides,
        digest=_digest(text, listed.tasks),
    )


def single(exercise: Exercise) -> Assignment:
    """Return an assignment of one exercise, worth 1 point: for previews and tests."""
    task = Task(number=1, exercise=exercise, points=Decimal(1))
    return Assignment(
        id=exercise.id,
        title=exercise.title,
        tasks=(task,),
        limits=exercise.limits,
        digest=_digest("", [task]),
    )


def _overrides(
    file: AssignmentFile, findings: Findings, languages: Sequence[str], schedule: Schedule
) -> Iterator[Override]:
    seen: set[str] = set()
    for index, block in enumerate(file.overrides):
        path: Place = ("overrides", index)
        students = tuple(map(str, block.students))
        for at, student in enumerate(students):
            if student.casefold() in seen:
                findings.add(
                    (*path, "students", at),
                    f"`{student}` is in two overrides",
                    "say in one of them all that is different for this student",
                )
            seen.add(student.casefold())
        own = own_schedule(block, schedule, path, findings)
        if block.feedback is not None and block.due is None:
            _check_feedback(block.feedback, schedule, (*path, "feedback"), findings)
        if not block.model_fields_set - {"students"}:
            findings.add(path, "this override changes nothing", "say what is different")
        _check_language(block.language, (*path, "language"), findings, languages)
        yield Override(
            students=students,
            schedule=own,
            attempts=None if block.attempts is None else _exact(block.attempts),
            feedback=None if block.feedback is None else Feedback(block.feedback),
            language=block.language,
        )


def _check_feedback(feedback: str, schedule: Schedule, path: Place, findings: Findings) -> None:
    if feedback == Feedback.AFTER_DUE and schedule.due is None:
        findings.add(path, "`after_due` without `due` would be never", "due: …")


def _exact(shares: Sequence[float]) -> tuple[Decimal, ...]:
    """Return shares as the decimals that were written."""
    return tuple(Decimal(str(share)) for share in shares)


def _check_language(
    language: str | None, path: Place, findings: Findings, languages: Sequence[str]
) -> None:
    if language is not None and language not in languages:
        findings.add(
            path,
            f"the assignment does not exist in `{language}`",
            f"one of {', '.join(languages)}, the languages of the title",
        )


def _digest(text: str, tasks: Sequence[Task]) -> str:
    parts = [text, *(task.exercise.digest for task in tasks)]
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()
