"""A student's repository: what it says about itself, and the notebook in it.

``grader.json`` is written by `grader scaffold`. The student can change it, like anything else.
"""

import hashlib
import json
import os
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import Any

from grader import notebooks
from grader.errors import UsageError
from grader.model.text import LANGUAGES
from grader.workflows.files import Unreadable, read_bounded
from grader.workflows.surroundings import Surroundings

NAME = "grader.json"
SCHEMA = "grader/repository/1"
ASSIGNMENTS = "exercises/assignments"
"""Where a repository has the assignment that it was handed out with, if it has it."""
_EXERCISES = "exercises/"
_CLASSROOM50 = ".classroom50.yaml"
_LOGIN = re.compile(r"[a-z0-9](?:[a-z0-9._-]{0,62}[a-z0-9])?")
_SKIPPED = {"node_modules", "venv", "__pycache__", "grader-report"}
_MOST_FILES = 20_000
_LIMIT = 2**20


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """What a scaffolded repository says about itself."""

    assignment: str = ""
    prefix: str = ""
    """What the names of the students' repositories begin with: the rest is the student."""
    language: str = ""
    start: bool = True
    """Whether `grader start` draws the notebook; else the instructor hands it out."""
    protected: Mapping[str, str] = field(default_factory=dict)
    """File → SHA-256 of what it was handed out as."""

    def to_json(self) -> str:
        """Return the file."""
        fields = {
            "schema": SCHEMA,
            "assignment": self.assignment,
            "prefix": self.prefix,
            "language": self.language,
            "start": self.start,
            "protected": dict(self.protected),
        }
        return json.dumps(fields, indent=2, ensure_ascii=False) + "\n"


@dataclass(frozen=True, slots=True, kw_only=True)
class Notebook:
    """The notebook that is graded."""

    path: Path
    data: bytes = field(repr=False)
    label: notebooks.Label | None
    """None where it is none of ours, or damaged."""
    others: int = 0
    """How many others there are that could have been meant."""


def read_settings(folder: Path) -> Settings | None:
    """Return the settings of a repository; None where it has none.

    Raises
    ------
    UsageError
        When the file is there and damaged.
    """
    path = folder / NAME
    if not path.exists():
        return None
    fix = f"take {NAME} back as it was handed out: git checkout HEAD~ -- {NAME}"
    try:
        data = json.loads(read_bounded(path, limit=_LIMIT))
        return _settings(data)
    except (Unreadable, ValueError, TypeError, RecursionError) as error:
        raise UsageError.at(str(path), f"cannot be used: {error}", fix) from None


def _settings(data: Any) -> Settings:  # noqa: ANN401 - whatever the file holds
    if not isinstance(data, dict) or data.get("schema") != SCHEMA:
        raise ValueError(f"its schema is not {SCHEMA}")
    words = [data.get(name, "") for name in ("assignment", "prefix", "language")]
    protected = data.get("protected", {})
    if not all(isinstance(word, str) for word in words) or not isinstance(protected, dict):
        raise TypeError("assignment, prefix and language are texts, protected is an object")
    assignment, prefix, language = map(str, words)
    return Settings(
        assignment=assignment,
        prefix=prefix,
        language=language if language in LANGUAGES else "",
        start=data.get("start") is not False,
        protected={str(name): str(digest) for name, digest in protected.items()},
    )


def digest(data: bytes) -> str:
    """Return the SHA-256 of a text file, whichever ends its lines have on this machine."""
    return hashlib.sha256(data.replace(b"\r\n", b"\n")).hexdigest()


def changed_files(folder: Path, settings: Settings | None) -> tuple[str, ...]:
    """Return the protected files that are not as they were handed out."""
    if settings is None:
        return ()
    return tuple(
        name
        for name, handed_out in sorted(settings.protected.items())
        if not _is_as_handed_out(folder, name, handed_out)
    )


def _is_as_handed_out(folder: Path, name: str, handed_out: str) -> bool:
    parts = PurePosixPath(name).parts
    if not parts or ".." in parts or parts[0] == "/":
        return False
    try:
        return digest(read_bounded(folder.joinpath(*parts), limit=_LIMIT)) == handed_out
    except (Unreadable, ValueError):  # a name may hold a NUL
        return False


def in_repository(folder: Path, name: str, settings: Settings | None) -> str:
    """Return the file of an assignment that a repository was handed out with, else its name.

    One that the student added does not count, nor one whose exercises were changed: its key would
    be the student's own.
    """
    file = f"{ASSIGNMENTS}/{name}.yaml"
    if settings is None or file not in settings.protected:
        return name
    changed = changed_files(folder, settings)
    sound = not any(one.startswith(_EXERCISES) for one in changed)
    return str(folder / file) if sound else name


def find_notebook(folder: Path, assignment: str = "") -> Notebook | None:
    """Return the notebook of a repository that is to be graded; None where there is none.

    One that we made for the assignment comes before others, and of several the one that is called
    after the assignment, then the one that is nested least.
    """
    found = [*_notebooks(folder)]
    labelled = [one for one in found if one.label and one.label.assignment == assignment]
    ours = labelled or [one for one in found if one.label] or found
    if not ours:
        return None

    def rank(one: Notebook) -> tuple[bool, int, str]:
        return one.path.stem != assignment, len(one.path.parts), str(one.path)

    first = min(ours, key=rank)
    return Notebook(path=first.path, data=first.data, label=first.label, others=len(ours) - 1)


def _notebooks(folder: Path) -> Iterator[Notebook]:
    for path in _paths(folder):
        try:
            data = read_bounded(path)
        except Unreadable:
            continue
        yield labelled(path, data)


def labelled(path: Path, data: bytes) -> Notebook:
    """Return a notebook with what it says about itself."""
    label = notebooks.label(data)
    return Notebook(
        path=path, data=data, label=label if isinstance(label, notebooks.Label) else None
    )


def _paths(folder: Path) -> Iterator[Path]:
    seen = 0
    for parent, folders, names in os.walk(folder):
        folders[:] = sorted(
            name for name in folders if not name.startswith(".") and name not in _SKIPPED
        )
        seen += len(names)
        if seen > _MOST_FILES:
            return
        for name in sorted(names):
            if name.endswith(".ipynb") and not name.startswith("."):
                yield Path(parent) / name


def student_of(surroundings: Surroundings, settings: Settings | None) -> str:
    """Return whose repository it is: the end of its name, else its owner; empty where unknown.

    ``cv-2026/week-1-ada`` with the prefix ``week-1`` is Ada's, and so is ``ada/week-1``.
    """
    owner, name = surroundings.repository()
    prefixes = [settings.prefix, settings.assignment] if settings else []
    for prefix in (*_classroom50_prefix(surroundings.folder), *prefixes):
        rest = name.removeprefix(f"{prefix.casefold()}-")
        if prefix and rest != name and _LOGIN.fullmatch(rest):
            return rest
    return owner if _LOGIN.fullmatch(owner) else ""


def _classroom50_prefix(folder: Path) -> Iterator[str]:
    try:
        text = read_bounded(folder / _CLASSROOM50, limit=_LIMIT).decode("utf-8", "replace")
    except Unreadable:
        return
    told = dict(
        re.findall(
            r"^(classroom|assignment):[ \t]*['\"]?([\w.-]+)['\"]?[ \t]*$", text, re.MULTILINE
        )
    )
    if len(told) == 2:  # noqa: PLR2004 - both of them
        yield f"{told['classroom']}-{told['assignment']}"
