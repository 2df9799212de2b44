"""``grader collect``."""

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from grader.cli.options import attempt as attempt_option
from grader.cli.options import example
from grader.cli.people import people, people_of
from grader.cli.screen import progress, warn
from grader.errors import ExitCode, UsageError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from grader.workflows.gathering import Gathered
    from grader.workflows.pushes import Push
    from grader.workflows.records import Record


@click.command(
    "collect",
    epilog=example(
        "grader collect --clone 'https://github.com/ORG/week-1-{github}' --roster roster.csv",
        "grader collect moodle.zip --roster roster.csv -o collected",
    ),
)
@click.argument("source", required=False, type=click.Path(path_type=Path, exists=True))
@click.option(
    "--clone",
    default="",
    metavar="URL",
    help="Address of a student's repository, with {github} or {id} in it, instead of SOURCE.",
)
@people
@click.option(
    "-o",
    "--output",
    default="collected",
    show_default=True,
    type=click.Path(path_type=Path, file_okay=False),
    help="Folder for the notebooks, records/ and collected.csv.",
)
@click.option(
    "--assignment", default="", help="Id of the assignment, after which a notebook may be called."
)
@attempt_option("Which attempt is collected.")
@click.option(
    "--prefix", default="", help="What the names of the repositories begin with, before the login."
)
@click.option(
    "--template",
    type=click.Path(path_type=Path, file_okay=False, exists=True),
    help="Folder that `grader scaffold` wrote: protected files are compared with it.",
)
@click.option(
    "--ref", default="", help="Branch or tag to take, or 'submit/*'.  [default: the default branch]"
)
@click.option(
    "--until",
    default="",
    metavar="TIME",
    help="Take what had been pushed by then (ISO 8601 with offset), where the server says when.",
)
@click.option(
    "--pushes",
    type=click.Path(path_type=Path, dir_okay=False, exists=True),
    help="CSV with the columns repository, commit and time, as the server recorded them.",
)
@click.option(
    "--server",
    is_flag=True,
    default=False,
    help="SOURCE is the folder of a git server of yours: believe its logs when pushes came in.",
)
@click.option(
    "--timeout",
    default=60.0,
    show_default=True,
    type=click.FloatRange(1, 3600),
    help="Seconds that one repository may take.",
)
@click.option(
    "--max-mb",
    default=500,
    show_default=True,
    type=click.IntRange(1, 100_000),
    help="Size that one repository may have.",
)
@click.option(
    "--workers",
    type=click.IntRange(0, 64),
    default=0,
    help="Repositories at a time; 0, the default, means 8.",
)
def command(  # noqa: PLR0913 - one argument an option
    *,
    source: Path | None,
    clone: str,
    release_folder: Path | None,
    roster: Path | None,
    output: Path,
    assignment: str,
    attempt: int,
    prefix: str,
    template: Path | None,
    ref: str,
    until: str,
    pushes: Path | None,
    server: bool,
    timeout: float,
    max_mb: int,
    workers: int,
) -> int:
    """Bring together what the students handed in.

    SOURCE is a folder of repositories or notebooks, or a zip file as Moodle, Canvas or Gradescope
    export it. One notebook for every student is written, with a record of where it is from: file,
    commit, and when it came in by whose clock. A second run fetches only what is new, and tries
    again what failed.
    """
    from grader.workflows.clones import Bounds
    from grader.workflows.gathering import gather
    from grader.workflows.lanes import Pace
    from grader.workflows.targets import Gathering

    if (source is None) == (not clone):
        raise UsageError.at("collect", "from where?", "name a folder or zip file, or add --clone")
    order = Gathering(
        roster=people_of(release_folder, roster, attempt=attempt),
        folder=output,
        source=source,
        clone=clone,
        assignment=assignment,
        attempt=attempt,
        prefix=prefix,
        ref=ref,
        until=_moment(until),
        pushes=_pushes(pushes),
        protected=_protected(template),
        server=server,
        bounds=Bounds(seconds=timeout, megabytes=max_mb),
    )
    with progress("Collecting") as shown:
        gathered = gather(order, pace=Pace(workers=workers, progress=shown))
    return _tell(gathered, output, until)


def _moment(text: str) -> datetime | None:
    from grader.spec.times import TimeFault, moment

    try:
        return moment(text) if text else None
    except TimeFault as fault:
        raise UsageError.at("--until", fault.fault, fault.fix) from None


def _pushes(path: Path | None) -> "Mapping[str, Sequence[Push]]":
    from grader.workflows.pushes import in_table

    return {} if path is None else in_table(path.read_bytes(), str(path))


def _protected(template: Path | None) -> "Mapping[str, str]":
    from grader.workflows.repository import NAME, digest, read_settings

    if template is None:
        return {}
    settings = read_settings(template)
    if settings is None:
        raise UsageError.at(
            str(template), f"has no {NAME}", "name the folder that `grader scaffold` wrote"
        )
    return {**settings.protected, NAME: digest((template / NAME).read_bytes())}


def _tell(gathered: "Gathered", output: Path, until: str) -> int:
    from grader.workflows.records import State

    _warn(gathered, until)
    collected = gathered.of(State.COLLECTED)
    click.echo(f"{len(collected)} collected, {gathered.new} of them new: {output}")
    _list("nothing of", gathered.of(State.ABSENT))
    _list("failed", gathered.of(State.FAILED))
    if gathered.of(State.FAILED):
        click.echo("Run the same command again to try those that failed.")
        return ExitCode.SUBMISSIONS
    return ExitCode.DONE


def _list(told: str, records: "Sequence[Record]") -> None:
    from grader.reports.characters import one_line

    if records:
        click.echo(f"{len(records)} {told}:")
    for record in records:
        click.echo(f"  {record.student}: {one_line(record.reason)}")


def _warn(gathered: "Gathered", until: str) -> None:
    from grader.model.grade import Clock
    from grader.reports.characters import one_line
    from grader.workflows.records import State

    for name in gathered.strangers:
        warn(f"{one_line(name)}: fits nobody on the roster, so it was left aside")
    collected = gathered.of(State.COLLECTED)
    for record in collected:
        for told, files in (
            ("has files that act on a run of tests, not used here", record.added),
            ("changed protected files", record.changed),
        ):
            if files:
                warn(f"{record.student}: {told}: {one_line(', '.join(files))}")
    unsure = [record.student for record in collected if record.clock is Clock.COMMIT]
    if unsure:
        warn(
            f"no push time for {', '.join(unsure)}: theirs is the time of the commit, which can be"
            " set at will" + (", so --until had no effect" if until else "")
        )
    if unknown := [record.student for record in collected if record.clock is Clock.UNKNOWN]:
        warn(f"nobody says when it came in: {', '.join(unknown)}")
