"""An assignment's files on their way to a machine that has none of them."""

import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from grader.workflows.course import Course, Sources
from grader.workflows.secrets import Secret


@dataclass(frozen=True, slots=True, kw_only=True)
class Parcel:
    """The files themselves, where `Sources` has their paths. Equal files are equal parcels."""

    assignment: tuple[str, bytes]
    exercises: tuple[tuple[str, bytes], ...]

    @classmethod
    def pack(cls, sources: Sources, course: Course) -> Self:
        """Return the files of `course`, which was loaded from `sources`."""
        tasks = course.assignment.tasks
        # A bank finds an exercise by the name of its file, wherever it lies.
        paths = {Path(task.exercise.place) for task in tasks}
        return cls(
            assignment=_read(sources.assignment),
            exercises=tuple(_read(path) for path in sorted(paths)),
        )

    def load(self, secret: Secret) -> Course:
        """Return the course, as `Sources.load` does."""
        with tempfile.TemporaryDirectory(prefix="grader-") as name:
            assignment = Path(name) / self.assignment[0]
            assignment.write_bytes(self.assignment[1])
            exercises = Path(name) / "exercises"
            exercises.mkdir()
            for file, content in self.exercises:
                (exercises / file).write_bytes(content)
            return Sources(assignment=assignment, exercises=(exercises,)).load(secret)


def _read(path: Path) -> tuple[str, bytes]:
    return path.name, path.read_bytes()
