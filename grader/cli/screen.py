"""What commands show while they work and when they are done."""

import os
import shlex
import shutil
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

import click

from grader.workflows.secrets import PUBLIC_WARNING, Secret

Progress = Callable[[int, int], None]


def warn(text: str) -> None:
    """Print a warning to stderr."""
    click.echo(click.style("warning: ", fg="yellow") + text, err=True)


def warn_if_public(secret: Secret) -> None:
    """Say plainly what it means that no secret is set."""
    if secret.public:
        warn(PUBLIC_WARNING)


def warn_if_unknown(students: Sequence[str]) -> None:
    """Name the students of overrides who are not on the roster: theirs would have no effect."""
    if students:
        warn(f"overrides name students who are not on the roster: {', '.join(students)}")


def warn_of_strangers(notebooks: Sequence[str]) -> None:
    """Name the notebooks that fit nobody on the roster."""
    from grader.reports.characters import one_line

    for notebook in notebooks:
        warn(f"{one_line(notebook)}: fits nobody on the roster, so it was not graded")


def _silently(done: int, total: int) -> None:
    del done, total


@contextmanager
def progress(text: str) -> Iterator[Progress]:
    """Show a progress bar on stderr, with rate and time left; none when it is not a terminal."""
    if not sys.stderr.isatty():
        yield _silently
        return
    from rich.console import Console
    from rich.progress import (
        BarColumn,
        MofNCompleteColumn,
        Task,
        TextColumn,
        TimeRemainingColumn,
    )
    from rich.progress import (
        Progress as Bar,
    )
    from rich.text import Text

    class Rate(TextColumn):
        """How many are done in a second, once that can be said."""

        def render(self, task: Task) -> Text:
            return Text("" if task.speed is None else f"{task.speed:.3g}/s", "progress.data.speed")

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), Rate(""))
    with Bar(*columns, TimeRemainingColumn(), console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(text, total=None)
        yield lambda done, total: bar.update(task, completed=done, total=total)


def typed(*arguments: object) -> str:
    """Return a command of ours, indented, as it can be copied into a shell."""
    return "  " + shlex.join(["grader", *map(str, arguments)])


def width() -> int:
    """Return the columns of the terminal, or 100 when there is none."""
    return shutil.get_terminal_size((100, 24)).columns


def has_color() -> bool:
    """Tell whether stdout shows colors."""
    return sys.stdout.isatty() and "NO_COLOR" not in os.environ
