"""The record of a release: who was handed which variant. It holds no key and no secret."""

import json
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from grader.errors import UsageError
from grader.model.assignment import Assignment, Roster, Student
from grader.model.attempts import marked
from grader.workflows.secrets import Secret

SCHEMA = "grader/release/1"
NAME = "release"
FILE = f"{NAME}.json"


@dataclass(frozen=True, slots=True, kw_only=True)
class Handout:
    """What one student was handed."""

    student: Student
    variants: dict[str, str]
    """Exercise → the opaque id of its variant, in the order of the notebook.

    Empty for a student who has no such attempt.
    """
    tries: dict[str, int] = field(default_factory=dict)
    """Exercise → how many draws its variant took, so that nobody has to search for it again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Release:
    """The notebooks of one attempt at an assignment."""

    assignment: str
    attempt: int = 1
    digest: str
    """`Assignment.draw`: a change of it means other numbers than those that were handed out."""
    secret: str
    """The fingerprint of the secret."""
    version: str
    """Of `grader`."""
    handouts: tuple[Handout, ...]

    @property
    def roster(self) -> Roster:
        """The students, in order."""
        return tuple(handout.student for handout in self.handouts)

    def tries_for(
        self, assignment: Assignment, secret: Secret, attempt: int
    ) -> dict[tuple[str, int], dict[str, int]]:
        """Return student and attempt → exercise → how many draws; nothing where others are made."""
        told = (self.digest, self.secret, self.attempt)
        if told != (assignment.draw, secret.fingerprint, attempt):
            return {}
        return {(handout.student.id, attempt): handout.tries for handout in self.handouts}

    def to_json(self) -> str:
        """Return the record as JSON, the same bytes for the same release."""
        return json.dumps({"schema": SCHEMA, **asdict(self)}, indent=1, ensure_ascii=False) + "\n"


def release_path(folder: Path, attempt: int = 1) -> Path:
    """Return where the record of an attempt is kept."""
    return folder / f"{marked(NAME, attempt)}.json"


def read_release(folder: Path, *, attempt: int = 1) -> Release:
    """Return the record of an attempt in a release folder.

    Raises
    ------
    UsageError
        When there is none, or it is damaged.
    """
    path = release_path(folder, attempt)
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
        return _release(data)
    except OSError as error:
        raise UsageError.at(
            str(path), f"cannot be read: {error.strerror}", "name the folder that `generate` wrote"
        ) from None
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        reason = f"{error} is missing" if isinstance(error, KeyError) else error
        raise UsageError.at(
            str(path),
            f"is no release record: {reason}",
            "run `grader generate` again, with the same roster and secret: it writes the same",
        ) from None


def _release(data: Any) -> Release:  # noqa: ANN401 - whatever the file holds
    if not isinstance(data, dict) or "schema" not in data:
        raise ValueError("it does not say its schema")
    if data["schema"] != SCHEMA:
        raise ValueError(f"its schema is {data['schema']!r}, not {SCHEMA!r}")
    return Release(
        assignment=str(data["assignment"]),
        attempt=int(data.get("attempt", 1)),
        digest=str(data["digest"]),
        secret=str(data["secret"]),
        version=str(data["version"]),
        handouts=tuple(
            Handout(
                student=_student(item["student"]),
                variants=dict(item["variants"]),
                tries={name: int(tries) for name, tries in dict(item.get("tries", {})).items()},
            )
            for item in data["handouts"]
        ),
    )


def _student(fields: dict[str, Any]) -> Student:
    # An id becomes the name of a file, which has to stay in its folder.
    student = Student(**fields)
    if not all(isinstance(value, str) for value in asdict(student).values()):
        raise TypeError("a student's fields are texts")
    if student.id in {"", ".."} or Path(student.id).name != student.id:
        raise ValueError(f"the id {student.id!r} cannot be a file name")
    return student
