"""Who takes part, as commands are told."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from grader.errors import UsageError

if TYPE_CHECKING:
    from grader.model.assignment import Roster

Command = TypeVar("Command", bound=Callable[..., Any])


def people(command: Command) -> Command:
    """Add ``--release`` and ``--roster``."""
    release = click.option(
        "--release",
        "release_folder",
        type=click.Path(path_type=Path, file_okay=False, exists=True),
        help="Folder that `grader generate` wrote: it knows who takes part.",
    )
    roster = click.option(
        "--roster",
        type=click.Path(path_type=Path, dir_okay=False, exists=True),
        help="CSV roster, instead of --release.",
    )
    return release(roster(command))


def people_of(release_folder: Path | None, roster: Path | None, *, attempt: int = 1) -> "Roster":
    """Return the students; the roster says more where both are given.

    Raises
    ------
    UsageError
        When nobody said who takes part.
    """
    from grader.spec import read_roster
    from grader.workflows.release import read_release

    if roster is not None:
        return read_roster(roster.read_bytes(), str(roster))
    if release_folder is not None:
        return read_release(release_folder, attempt=attempt).roster
    raise UsageError.at("grader", "who takes part?", "add --release FOLDER or --roster FILE")
