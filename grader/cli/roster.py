"""``grader roster``."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from grader.cli.options import example
from grader.cli.screen import warn
from grader.errors import UsageError

if TYPE_CHECKING:
    from grader.workflows.rosters import Imported


@click.group(
    "roster",
    epilog=example("grader roster import canvas.csv classroom_roster.csv -o roster.csv"),
)
def command() -> None:
    """Make the list of those who take part."""


@command.command(
    "import",
    epilog=example("grader roster import canvas.csv classroom_roster.csv -o roster.csv"),
)
@click.argument(
    "files",
    nargs=-1,
    required=True,
    type=click.Path(path_type=Path, dir_okay=False, exists=True),
)
@click.option(
    "-o",
    "--output",
    default="roster.csv",
    show_default=True,
    type=click.Path(path_type=Path, dir_okay=False),
    help="The roster to write.",
)
@click.option(
    "--logins-as-ids",
    is_flag=True,
    default=False,
    help="Ids are the GitHub logins, for repositories that drew their notebooks themselves.",
)
@click.option("--replace", is_flag=True, default=False, help="Write over a roster that is there.")
def import_(*, files: tuple[Path, ...], output: Path, logins_as_ids: bool, replace: bool) -> None:
    """Make a roster of exported lists.

    FILES are CSV: classroom_roster.csv of GitHub Classroom, roster.csv of Classroom 50, the
    gradebook of Canvas, participants or grades of Moodle, the roster of Gradescope, or any other
    with a column of ids. The first says who takes part; the others add what it does not know, such
    as GitHub logins.
    """
    from grader.workflows.files import write_whole
    from grader.workflows.rosters import import_rosters

    if output.exists() and not replace:
        raise UsageError.at(
            str(output), "is there already", "add --replace, or name another file with -o"
        )
    imported = import_rosters(files, logins_as_ids=logins_as_ids)
    write_whole(output, imported.to_csv())
    for path, form in zip(files, imported.formats, strict=True):
        click.echo(f"{path}: read as {form}")
    _tell(imported)
    click.echo(f"{len(imported.roster)} students are in {output}.")


def _tell(imported: "Imported") -> None:
    from grader.reports.characters import one_line

    for said, made in imported.made:
        click.echo(f"  {one_line(said)}: cannot be a file name, so the id is {made}")
    for name in imported.staff:
        click.echo(f"  {one_line(name)}: is no student there, so not on the roster")
    for line in imported.left_aside:
        warn(f"{one_line(line)}: is nobody of the first file, so left aside")
    if imported.unlinked:
        click.echo(f"{len(imported.unlinked)} without a GitHub login:")
        for student in imported.unlinked:
            click.echo(f"  {student.id}  {one_line(student.name)}")
