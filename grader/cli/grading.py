"""What `grade` and `regrade` are told, and check, before they begin."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from grader.cli.screen import warn, warn_if_public
from grader.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from grader.model.assignment import Roster
    from grader.model.grade import ByHand
    from grader.workflows.course import Sources
    from grader.workflows.release import Release
    from grader.workflows.secrets import Secret

Command = TypeVar("Command", bound=Callable[..., Any])
BY_HAND = "by-hand.csv"


def by_hand_option(command: Command) -> Command:
    """Add ``--by-hand``."""
    return click.option(
        "--by-hand",
        type=click.Path(path_type=Path, dir_okay=False, exists=True),
        help=f"CSV with the columns student, points and reason: they stand, whatever a submission"
        f" earns.  [default: {BY_HAND} in the output folder, if it is there]",
    )(command)


def points_by_hand(
    path: Path | None, output: Path, students: "Roster"
) -> "Mapping[tuple[str, int], ByHand]":
    """Return the points that an instructor has set; the file is read, and never written."""
    from grader.reports.characters import one_line
    from grader.spec import read_by_hand
    from grader.workflows.collection import names_of

    own = path or output / BY_HAND
    if not own.is_file():
        return {}
    names = names_of(students)
    found: dict[tuple[str, int], ByHand] = {}
    for (name, attempt), points in read_by_hand(own.read_bytes(), str(own)).items():
        if name.casefold() in names:
            found[names[name.casefold()], attempt] = points
        else:
            warn(f"{own}: {one_line(name)} fits nobody on the roster, so it was left aside")
    return found


def released(
    folder: Path | None, sources: "Sources", secret: "Secret", *, attempt: int
) -> "Release | None":
    """Return the record of what was handed out, if its folder is named.

    Raises
    ------
    UsageError
        When it is damaged, or of another secret or assignment.
    """
    from grader.workflows.release import read_release

    release = read_release(folder, attempt=attempt) if folder else None
    _compare(release, sources, secret)
    return release


def _compare(release: "Release | None", sources: "Sources", secret: "Secret") -> None:
    """Refuse a secret that the notebooks were not drawn with: every answer would look wrong."""
    if release is None:
        warn_if_public(secret)
        return
    if release.secret != secret.fingerprint:
        fault = "the notebooks were drawn with another secret"
        if secret.public:
            fault += ", and none is set now"
        raise UsageError.at("--secret-file", fault, "use the secret that `generate` had")
    assignment = sources.load(secret).assignment
    if release.assignment != assignment.id:
        raise UsageError.at(
            "--release",
            f"these are the notebooks of {release.assignment}, not of {assignment.id}",
            "name the folder that `generate` wrote for this assignment",
        )
    if release.digest != assignment.draw:
        warn(
            "An exercise, or the list of them, has changed since the release, so students may be"
            " graded on numbers that they did not see. Grade with the files that `generate` had."
        )


def students_of(release: "Release | None", roster: Path | None, language: str) -> "Roster":
    """Return who takes part.

    Raises
    ------
    UsageError
        When nobody said so.
    """
    from grader.spec import read_roster

    if roster is not None:
        return read_roster(roster.read_bytes(), str(roster), language=language)
    if release is not None:
        return release.roster
    raise UsageError.at("grade", "who takes part?", "add --release FOLDER or --roster FILE")


def times_of(path: Path, students: "Roster") -> "Mapping[str, datetime]":
    """Return student → when they handed in, from a CSV file; who is not on the roster is named."""
    from grader.reports.characters import one_line
    from grader.spec import read_received
    from grader.workflows.collection import names_of

    names = names_of(students)
    times: dict[str, datetime] = {}
    for name, time in read_received(path.read_bytes(), str(path)).items():
        if name.casefold() in names:
            times[names[name.casefold()]] = time
        else:
            warn(f"{one_line(name)}: fits nobody on the roster, so the time was left aside")
    return times
