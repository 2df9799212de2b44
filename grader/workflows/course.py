"""An assignment ready for work: its exercises compiled, its secret at hand."""

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from grader.assets import bundled
from grader.errors import UsageError
from grader.model.assignment import Assignment, Student
from grader.model.variant import Variant, Worksheet
from grader.spec import Bank, read_assignment
from grader.variants import Drawing, worksheet
from grader.workflows.secrets import PUBLIC, Secret


@dataclass(frozen=True, kw_only=True)
class Course:
    """One assignment and the secret it is drawn with."""

    assignment: Assignment
    secret: Secret = PUBLIC

    @cached_property
    def drawings(self) -> tuple[Drawing, ...]:
        """The exercises, compiled."""
        return tuple(Drawing(task.exercise) for task in self.assignment.tasks)

    def variants(self, student: Student, *, attempt: int = 1) -> tuple[Variant, ...]:
        """Return the variants of a student, one for every exercise."""
        return tuple(
            drawing.variant(self.secret.key, student.id, attempt=attempt)
            for drawing in self.drawings
        )

    def worksheet(self, student: Student, variants: tuple[Variant, ...]) -> Worksheet:
        """Return what the student's notebook shows."""
        return worksheet(self.assignment, student, variants)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sources:
    """Where an assignment and its exercises are read from; plain paths, so that it can travel."""

    assignment: Path
    exercises: tuple[Path, ...] = ()

    def load(self, secret: Secret) -> Course:
        """Read the files.

        Raises
        ------
        ExerciseError
            With every mistake in them.
        """
        bank = find_bank(self.exercises or (_own_bank(self.assignment),))
        return Course(assignment=read_assignment(self.assignment, bank), secret=secret)


def find_sources(assignment: str, exercises: tuple[Path, ...] = ()) -> Sources:
    """Return the files behind a path, or behind the name of a bundled assignment.

    Raises
    ------
    UsageError
        When there is no such file.
    """
    path = Path(assignment)
    if path.is_file():
        return Sources(assignment=path, exercises=exercises)
    samples = bundled("exercises") / "assignments"
    sample = samples / f"{path.name.removesuffix('.yaml')}.yaml"
    if not sample.is_file():
        known = ", ".join(sorted(file.stem for file in samples.glob("*.yaml")))
        raise UsageError.at(
            assignment, "there is no such assignment", f"a file, or one of: {known}"
        )
    return Sources(assignment=sample, exercises=exercises)


def find_bank(folders: tuple[Path, ...]) -> Bank:
    """Return the exercises of `folders`, and the bundled ones that they do not replace."""
    return Bank(folders, fallback=bundled("exercises"))


def _own_bank(assignment: Path) -> Path:
    """Return the folder whose exercises an assignment uses: its own, or the one above."""
    folder = assignment.resolve().parent
    return folder.parent if folder.name == "assignments" else folder
