"""A folder of exercise files, found by their ids."""

from collections.abc import Sequence
from functools import cached_property
from pathlib import Path

from grader.errors import ExerciseError, Fault
from grader.model.exercise import Exercise
from grader.spec.exercises import read_exercise

ASSIGNMENTS = "assignments"
INSTALLED = "site-packages"


class Bank:
    """The exercises under some folders. A file is called after its exercise: ``<id>.yaml``.

    `fallback` is a folder whose exercises are used where no other has one of that id.
    """

    def __init__(self, folders: Sequence[Path], *, fallback: Path | None = None) -> None:
        self.folders = tuple(folders)
        self.fallback = fallback

    @cached_property
    def files(self) -> dict[str, Path]:
        """Every exercise id and its file.

        Raises
        ------
        ExerciseError
            When two files have the same id.
        """
        found: dict[str, Path] = {}
        faults = []
        for folder in dict.fromkeys(self.folders):
            for path in _exercise_files(folder):
                if path.stem in found:
                    faults.append(
                        Fault(
                            place=str(path),
                            fault=f"the exercise `{path.stem}` exists already: {found[path.stem]}",
                            fix="rename one of them, file and id",
                        )
                    )
                found.setdefault(path.stem, path)
        if faults:
            raise ExerciseError(faults)
        for path in _exercise_files(self.fallback) if self.fallback else ():
            found.setdefault(path.stem, path)
        return found

    def exercise(self, id: str) -> Exercise:  # noqa: A002 - it is the field's word
        """Return the exercise called `id`.

        Raises
        ------
        ExerciseError
            When there is none, or its file has mistakes.
        """
        path = self.files.get(id)
        if path is None:
            raise ExerciseError.at(
                id, "there is no such exercise", f"known: {', '.join(sorted(self.files)) or 'none'}"
            )
        return read_exercise_file(path)


def _exercise_files(folder: Path) -> list[Path]:
    return [
        path
        for path in sorted(folder.rglob("*.yaml"))
        if not any(map(_holds_no_exercises, path.relative_to(folder).parts))
    ]


def _holds_no_exercises(part: str) -> bool:
    """Tell whether a folder is for something else: a course often has its `.venv` beside it."""
    return part in {ASSIGNMENTS, INSTALLED} or part.startswith(".")


def read_exercise_file(path: Path) -> Exercise:
    """Return the exercise in the file `path`.

    Raises
    ------
    ExerciseError
        When the file cannot be read, has mistakes, or is not called after its exercise.
    """
    text = read_text(path)
    exercise = read_exercise(text, str(path))
    if exercise.id != path.stem:
        raise ExerciseError.at(
            str(path),
            f"the exercise is called `{exercise.id}`, its file `{path.name}`",
            f"rename the file to {exercise.id}.yaml",
        )
    return exercise


def read_text(path: Path) -> str:
    """Return the text of a file of the author's.

    Raises
    ------
    ExerciseError
        When it cannot be opened or is not UTF-8.
    """
    try:
        return path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise ExerciseError.at(str(path), f"cannot be read: {error.strerror}") from None
    except UnicodeDecodeError as error:
        raise ExerciseError.at(
            str(path), f"is not UTF-8 (byte {error.start})", "save it as UTF-8"
        ) from None
