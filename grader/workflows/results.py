"""Where results are kept: one of every attempt of a student, beside one another."""

from collections.abc import Iterator
from pathlib import Path

from grader.errors import UsageError
from grader.model.assignment import Student
from grader.model.attempts import marked
from grader.model.grade import Grade
from grader.reports import result_json
from grader.reports.class_html import page_name

RESULTS = "results"
FEEDBACK = "feedback"


def result_path(folder: Path, student: Student, attempt: int = 1) -> Path:
    """Return where the result of an attempt of `student` is kept."""
    return _path(folder, student.id, attempt)


def _path(folder: Path, student: str, attempt: int) -> Path:
    return folder / RESULTS / f"{marked(student, attempt)}.json"


def page_path(folder: Path, student: Student, attempt: int = 1) -> Path:
    """Return where the feedback page of an attempt of `student` is kept."""
    return folder / FEEDBACK / page_name(student.id, attempt)


def read_result(folder: Path, student: Student, attempt: int = 1) -> Grade:
    """Return the result of one attempt.

    Raises
    ------
    OSError, ValueError
        When there is none, or it is damaged.
    """
    return result_json.from_json(result_path(folder, student, attempt).read_text(encoding="utf-8"))


def result_text(folder: Path, grade: Grade) -> str:
    """Return the result of a grade as it was written; of one that never was, as it would be."""
    try:
        return _path(folder, grade.student, grade.attempt).read_text(encoding="utf-8")
    except FileNotFoundError:
        return result_json.to_json(grade)


def results_of(folder: Path, student: Student, *, most: int) -> Iterator[Grade]:
    """Yield the results of those attempts of `student` that were graded.

    Raises
    ------
    UsageError
        When one is damaged: without it, another score would be recorded than the student has.
    """
    for attempt in range(1, most + 1):
        try:
            yield read_result(folder, student, attempt)
        except FileNotFoundError:
            continue
        except (OSError, ValueError) as error:
            raise UsageError.at(
                str(result_path(folder, student, attempt)),
                f"this result cannot be used: {error}",
                f"grade attempt {attempt} again: grader grade … --attempt {attempt}",
            ) from None
