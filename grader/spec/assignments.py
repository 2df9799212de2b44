"""An assignment file → `Assignment`."""

import hashlib
from decimal import Decimal
from pathlib import Path

from grader.errors import ExerciseError
from grader.model.assignment import Assignment, Feedback, Task
from grader.model.exercise import Exercise
from grader.spec.bank import Bank, read_text
from grader.spec.exercises import languages_of, limits_of
from grader.spec.findings import Findings
from grader.spec.reader import read_document
from grader.spec.schema import AssignmentFile, TaskBlock
from grader.spec.validation import validate

UNIT = Decimal("0.01")
"""Points are given, and split among the answers of an exercise, to the hundredth."""


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
    tasks: list[Task] = []
    for index, item in enumerate(file.exercises):
        block = item if isinstance(item, TaskBlock) else TaskBlock(use=item)
        if block.use in {task.exercise.id for task in tasks}:
            findings.add(
                ("exercises", index), f"`{block.use}` is used twice", "use each exercise once"
            )
            continue
        exercise = _exercise(bank, block.use, index, findings)
        if exercise is None:
            continue
        for language in sorted(set(languages) - set(exercise.languages)):
            findings.add(
                ("exercises", index),
                f"`{block.use}` does not exist in `{language}`",
                "translate it, or leave the language out of the title",
            )
        points = Decimal(str(block.points))
        if points % UNIT:
            findings.add(
                ("exercises", index, "points"),
                f"{points} points cannot be split among answers",
                "give points to the hundredth",
            )
        tasks.append(Task(number=len(tasks) + 1, exercise=exercise, points=points))
    findings.raise_if_any()
    return Assignment(
        id=file.id,
        title=title,
        tasks=tuple(tasks),
        feedback=Feedback(file.feedback),
        limits=limits_of(file.limits),
        digest=_digest(text, tasks),
    )


def single(exercise: Exercise) -> Assignment:
    """Return an assignment of one exercise, worth 1 point: for previews and tests."""
    return Assignment(
        id=exercise.id,
        title=exercise.title,
        tasks=(Task(number=1, exercise=exercise, points=Decimal(1)),),
        limits=exercise.limits,
        digest=_digest("", [Task(number=1, exercise=exercise, points=Decimal(1))]),
    )


def _exercise(bank: Bank, id: str, index: int, findings: Findings) -> Exercise | None:  # noqa: A002
    if id not in bank.files:
        known = ", ".join(sorted(bank.files)) or "none"
        findings.add(("exercises", index), f"there is no exercise `{id}`", f"known: {known}")
        return None
    try:
        return bank.exercise(id)
    except ExerciseError as error:
        findings.faults.extend(error.faults)
        return None


def _digest(text: str, tasks: list[Task]) -> str:
    parts = [text, *(task.exercise.digest for task in tasks)]
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()
