"""An assignment ready for work: its exercises compiled, its secret at hand."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import TypeAlias

from grader.assets import bundled
from grader.errors import UsageError
from grader.model.assignment import Assignment, Roster, Student
from grader.model.variant import Variant, Worksheet
from grader.spec import Bank, read_assignment
from grader.variants import Drawing, resolve, unknown_students, worksheet
from grader.workflows.secrets import PUBLIC, Secret

Tries: TypeAlias = Mapping[tuple[str, int], Mapping[str, int]]
"""Student and attempt → exercise → how many draws the variant took."""


@dataclass(frozen=True, kw_only=True)
class Course:
    """One assignment and the secret it is drawn with."""

    assignment: Assignment
    secret: Secret = PUBLIC
    tries: Tries = field(default_factory=dict)
    """Where a release says so."""

    @cached_property
    def drawings(self) -> Mapping[str, Drawing]:
        """Every exercise that somebody can get, compiled, by its id."""
        return {task.exercise.id: Drawing(task.exercise) for task in self.assignment.tasks}

    def unknown_students(self, roster: Roster) -> tuple[str, ...]:
        """Return the ids in overrides that nobody of the roster has: most likely misspelled."""
        return unknown_students(self.assignment, roster)

    @property
    def most_attempts(self) -> int:
        """The number of attempts of those who have most."""
        own = [override.attempts or () for override in self.assignment.overrides]
        return max(map(len, [self.assignment.attempts, *own]))

    @property
    def has_dates(self) -> bool:
        """Whether it matters to anybody when a submission came in."""
        own = [override.schedule for override in self.assignment.overrides]
        dates = [self.assignment.schedule, *(schedule for schedule in own if schedule)]
        return any(schedule.opens or schedule.due for schedule in dates)

    def check_attempt(self, attempt: int) -> None:
        """Refuse an attempt that nobody has.

        Raises
        ------
        UsageError
            With what to write into the assignment to allow it.
        """
        if attempt > self.most_attempts:
            raise UsageError.at(
                "--attempt",
                f"{self.assignment.id} has no attempt {attempt}",
                "list what counts of each attempt in the assignment: attempts: [1, 0.7, …]",
            )

    def assignment_of(self, student: Student) -> Assignment:
        """Return the assignment of one student, with nothing left to be drawn."""
        return resolve(self.assignment, student, self.secret.key)

    def variants(
        self, student: Student, *, attempt: int = 1, tries: Mapping[str, int] | None = None
    ) -> tuple[Variant, ...]:
        """Return the variants of a student, one for every exercise of theirs.

        `tries` is what the release says of this student, for who has it at hand.
        """
        known = self.tries.get((student.id, attempt), {}) if tries is None else tries
        return tuple(
            self.drawings[task.exercise.id].variant(
                self.secret.key, student.id, attempt=attempt, tries=known.get(task.exercise.id)
            )
            for task in self.assignment_of(student).tasks
        )

    def variant_ids(self, student: Student, *, attempt: int = 1) -> frozenset[str]:
        """Return what the variants of a student are called, none of which is drawn for it."""
        return frozenset(
            self.drawings[task.exercise.id].id_of(self.secret.key, student.id, attempt=attempt)
            for task in self.assignment_of(student).tasks
        )

    def worksheet(self, student: Student, variants: tuple[Variant, ...]) -> Worksheet:
        """Return what the student's notebook shows."""
        own = self.assignment_of(student)
        return worksheet(own, replace(student, language=own.language), variants)


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
        return Course(assignment=read_assignment(self.assignment, self.bank()), secret=secret)

    def bank(self) -> Bank:
        """Return the exercises that the assignment chooses from."""
        return find_bank(self.exercises or (_own_bank(self.assignment),))


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
