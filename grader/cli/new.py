"""``grader new``."""

from pathlib import Path

import click

from grader.cli.options import example
from grader.cli.screen import typed


@click.command("new", epilog=example("grader new exercises/sizes/my-exercise.yaml"))
@click.argument("path", type=click.Path(path_type=Path, dir_okay=False))
def command(*, path: Path) -> None:
    """Write an exercise to begin with.

    PATH is the file to write, called after the exercise. What is written is a whole exercise that
    works, to be changed into yours. Where a folder `solutions` lies beside the folder `exercises`,
    the solution is written too.
    """
    from grader.workflows.new import new

    for file in new(path):
        click.echo(file)
    click.echo("\nChange it, and look at it as you go:")
    click.echo(typed("lint", path))
    click.echo(typed("preview", path))
