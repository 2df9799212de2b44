"""``grader start``."""

import os
from pathlib import Path

import click

from grader.cli.options import example, secret_file


@click.command("start", epilog=example("grader start"))
@click.argument(
    "folder", default=".", type=click.Path(path_type=Path, file_okay=False, exists=True)
)
@click.option("--assignment", help="Default: the one that the repository is of.")
@click.option("--student", help="Default: found out from the name of the repository.")
@click.option("--no-commit", is_flag=True, default=False, help="Write the notebook, and no more.")
@secret_file
def command(
    *,
    folder: Path,
    assignment: str | None,
    student: str | None,
    no_commit: bool,
    secret_file: Path | None,
) -> None:
    """Write your notebook into your repository.

    FOLDER is a repository that `grader scaffold` made, as you accepted or copied it. The numbers
    are drawn for you, from the name of the repository. A notebook that is there is never drawn
    again.
    """
    from grader.reports.characters import disarmed, one_line
    from grader.workflows.delivery import append
    from grader.workflows.secrets import find_secret
    from grader.workflows.start import start
    from grader.workflows.surroundings import Surroundings

    surroundings = Surroundings(environment=os.environ, folder=folder)
    made = start(
        surroundings,
        find_secret(secret_file),
        assignment=assignment or "",
        student=student or "",
        commit=not no_commit,
    )
    if output := os.environ.get("GITHUB_OUTPUT"):
        append(Path(output), f"started={'true' if made.new else 'false'}\n")
    if not made.new:
        whose = f", for {one_line(made.student)}" if made.student else ""
        click.echo(disarmed(f"{one_line(str(made.path))} is there already{whose}: nothing to do."))
        return
    done = ", committed" if made.committed else ""
    click.echo(f"{made.path}: the notebook of {made.student}{done}. Open it in Jupyter.")
