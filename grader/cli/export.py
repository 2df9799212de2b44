"""``grader export``."""

from pathlib import Path

import click

from grader.cli.options import example
from grader.cli.people import people, people_of
from grader.cli.screen import warn
from grader.errors import UsageError

FORMATS = ("csv", "canvas", "moodle", "nbgrader", "gradescope", "xlsx")


@click.command(
    "export",
    epilog=example(
        "grader export canvas graded --roster roster.csv --gradebook canvas.csv -o filled.csv",
        "grader export moodle graded --roster roster.csv -o moodle.csv",
    ),
)
@click.argument("format_", metavar="FORMAT", type=click.Choice(FORMATS))
@click.argument(
    "graded",
    default="graded",
    type=click.Path(path_type=Path, file_okay=False, exists=True),
)
@people
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path, dir_okay=False),
    help="File to write.  [default: grades-FORMAT.csv]",
)
@click.option(
    "--gradebook",
    type=click.Path(path_type=Path, dir_okay=False, exists=True),
    help="canvas: the exported gradebook, of which one column is filled in.",
)
@click.option(
    "--column",
    default="",
    help="What the assignment is called there.  [default: its title]",
)
@click.option(
    "--scale",
    is_flag=True,
    default=False,
    help="canvas: convert points where the gradebook has others for the assignment.",
)
@click.option(
    "--absent",
    type=click.Choice(["empty", "zero"]),
    default="empty",
    show_default=True,
    help="canvas, moodle: what who handed in nothing gets.",
)
@click.option(
    "--diagnoses",
    is_flag=True,
    default=False,
    help="moodle: say in the feedback what explains wrong answers. For when all may know.",
)
@click.option("--due", default="", help="nbgrader: the deadline to state, in ISO 8601.")
def command(  # noqa: PLR0913 - one argument an option
    *,
    format_: str,
    graded: Path,
    release_folder: Path | None,
    roster: Path | None,
    output: Path | None,
    gradebook: Path | None,
    column: str,
    scale: bool,
    absent: str,
    diagnoses: bool,
    due: str,
) -> None:
    """Write the grades as a gradebook takes them.

    FORMAT is csv, canvas, moodle, nbgrader, gradescope or xlsx; GRADED the folder that `grader
    grade` or `grader regrade` wrote.
    """
    from grader.reports.characters import one_line
    from grader.workflows.export import Wish, export
    from grader.workflows.files import write_whole

    suffix = "xlsx" if format_ == "xlsx" else "csv"
    target = output or Path(f"grades-{format_}.{suffix}")
    if gradebook is not None and target.resolve() == gradebook.resolve():
        raise UsageError.at("-o", "would write over the gradebook", "name another file")
    wish = Wish(
        gradebook=gradebook,
        column=column,
        scale=scale,
        zero_for_absent=absent == "zero",
        diagnoses=diagnoses,
        due=_checked(due),
    )
    exported = export(format_, graded, people_of(release_folder, roster), wish)
    write_whole(target, exported.content)
    for text in exported.warnings:
        warn(one_line(text))
    click.echo(f"The grades of {exported.students} students are in {target}.")


def _checked(due: str) -> str:
    from grader.spec.times import TimeFault, moment

    try:
        return moment(due).isoformat() if due else ""
    except TimeFault as fault:
        raise UsageError.at("--due", fault.fault, fault.fix) from None
