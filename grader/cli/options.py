"""Options that several commands share."""

from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click

from grader.model.text import LANGUAGES

Command = TypeVar("Command", bound=Callable[..., Any])


def example(*lines: str) -> str:
    """Return the epilog that shows a command in use."""
    return "\b\nExample:\n" + "\n".join(f"  {line}" for line in lines)


def secret_file(command: Command) -> Command:
    """Add ``--secret-file``."""
    return click.option(
        "--secret-file",
        type=click.Path(path_type=Path, dir_okay=False),
        help="File with the course secret. Without it: the variable GRADER_SECRET, else a public "
        "seed.",
    )(command)


def exercise_folders(command: Command) -> Command:
    """Add ``--exercises``."""
    return click.option(
        "--exercises",
        "exercises",
        multiple=True,
        type=click.Path(path_type=Path, file_okay=False, exists=True),
        help="Folder of exercises; may be repeated. Default: the assignment's own, then the "
        "bundled ones.",
    )(command)


def language(text: str, *, default: str | None = "en") -> Callable[[Command], Command]:
    """Add ``--lang``, whose help is `text`."""
    return click.option(
        "--lang", type=click.Choice(LANGUAGES), default=default, show_default=True, help=text
    )


def attempt(text: str) -> Callable[[Command], Command]:
    """Add ``--attempt``, whose help is `text`."""
    return click.option(
        "--attempt", type=click.IntRange(min=1), default=1, show_default=True, help=text
    )


def trust_submissions(command: Command) -> Command:
    """Add ``--trust-submissions``."""
    return click.option(
        "--trust-submissions",
        "trusted",
        is_flag=True,
        default=False,
        help="Run code even where hardly anything keeps it in: below level 2 of `grader doctor`.",
    )(command)


def workers(command: Command) -> Command:
    """Add ``--workers``."""
    return click.option(
        "--workers",
        type=click.IntRange(min=0),
        default=0,
        help="Processes to use; 0, the default, means one for each core.",
    )(command)
