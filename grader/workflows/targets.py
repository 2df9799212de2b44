"""Where the repositories of a class are."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from urllib.parse import quote

from grader.errors import UsageError
from grader.model.assignment import Roster, Student
from grader.workflows.clones import Bounds, CloneError, checked_url
from grader.workflows.owners import names_in
from grader.workflows.pushes import Push, is_bare

MAX_REPOSITORIES = 20_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Gathering:
    """What is to be collected, of whom, and where to."""

    roster: Roster
    folder: Path
    source: Path | None = None
    """A folder of repositories or notebooks, or an archive."""
    clone: str = ""
    """The address of a student's repository, with ``{github}`` or ``{id}`` in it."""
    assignment: str = ""
    attempt: int = 1
    prefix: str = ""
    """What the names of the repositories begin with."""
    ref: str = ""
    """Branch or tag; empty: the default branch."""
    until: datetime | None = None
    """Take what had been pushed by then."""
    pushes: Mapping[str, Sequence[Push]] = field(default_factory=dict)
    """Repository or student → what the server recorded."""
    protected: Mapping[str, str] = field(default_factory=dict)
    """File → SHA-256 of what the template has."""
    server: bool = False
    """Whether `source` is a server's own folder: else its logs are whatever students wrote."""
    bounds: Bounds = field(default_factory=Bounds)


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """One student's repository."""

    student: Student
    url: str
    name: str
    local: Path | None = None
    """The repository on this machine, if it is the instructor's server that has it there."""


def addressed(order: Gathering) -> list[Target]:
    """Return everybody's repository by the pattern of its address.

    Raises
    ------
    UsageError
        When it is the same for everybody, or nothing that git only fetches from.
    """
    fields = ("{github}", "{id}")
    if not any(part in order.clone for part in fields):
        raise UsageError.at(
            "--clone",
            "the address is the same for everybody",
            "put {github} or {id} where it differs: https://github.com/ORG/week-1-{github}",
        )
    try:
        checked_url(order.clone)
    except CloneError as error:
        raise UsageError.at("--clone", str(error), "https://…, ssh://… or a folder") from None
    targets = []
    for student in order.roster:
        # Quoted, though a roster is the instructor's: a login is part of an address, and no more.
        told = {"{github}": quote(student.github, safe=""), "{id}": quote(student.id, safe="@+")}
        url = order.clone
        for part, text in told.items():
            url = url.replace(part, text)
        missing = "{github}" in order.clone and not student.github
        local = Path(url) if "://" not in url and "@" not in url.partition("/")[0] else None
        local = Path(url.removeprefix("file://")) if url.startswith("file://") else local
        targets.append(
            Target(
                student=student,
                url="" if missing else _address(url, local),
                name=url.rstrip("/").rpartition("/")[2].removesuffix(".git"),
                local=local,
            )
        )
    return targets


def _address(url: str, local: Path | None) -> str:
    # With its scheme, git copies nothing by links, and checks what it is given.
    return url if local is None else f"file://{local.resolve()}"


def repositories_in(order: Gathering, source: Path) -> tuple[list[Target], tuple[str, ...]]:
    """Return the repositories in a folder, by whose they are, and what is nobody's."""
    names = names_in(order.roster, prefix=order.prefix)
    known = {student.id: student for student in order.roster}
    targets: dict[str, Target] = {}
    strangers: list[str] = []
    for path in _repositories(source):
        name = path.name.removesuffix(".git")
        owner = names.exact.get(name.casefold()) or names.owner_of_repository(name)
        if owner is None:
            strangers.append(path.name)
        elif owner in targets:
            strangers.append(f"{path.name} (a second one of {owner})")
        else:
            url = _address("", path)
            targets[owner] = Target(
                student=known[owner], url=url, name=name, local=path if order.server else None
            )
    return list(targets.values()), tuple(strangers)


def _repositories(source: Path) -> list[Path]:
    """Return the repositories in a folder, or in the folders in it."""
    if not source.is_dir():
        return []
    nested = [path for path in _folders(source) if not _is_repository(path)]
    paths = [*_folders(source), *(below for path in nested for below in _folders(path))]
    return [path for path in paths if _is_repository(path)][:MAX_REPOSITORIES]


def _folders(folder: Path) -> list[Path]:
    return sorted(path for path in folder.iterdir() if path.is_dir() and not path.is_symlink())


def _is_repository(folder: Path) -> bool:
    checkout = folder / ".git"
    return (checkout.is_dir() and not checkout.is_symlink()) or is_bare(folder)
