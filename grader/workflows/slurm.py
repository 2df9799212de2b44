"""An assignment → the scripts by which a Slurm cluster grades it, a share of the class each."""

import shlex
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from grader import __version__
from grader.assets import bundled
from grader.errors import UsageError
from grader.workflows.course import Course
from grader.workflows.files import write_whole

SHARDS = 8
_FILES = ("grade.sbatch", "merge.sbatch", "submit.sh", "README.md")


@dataclass(frozen=True, slots=True, kw_only=True)
class Batch:
    """What is to be graded, and by how many."""

    course: Course
    assignment: str
    """As `grader grade` is to be called with it: a file, or the name of a bundled assignment."""
    exercises: tuple[str, ...] = ()
    shards: int = SHARDS
    install: str = f"grader=={__version__}"


def scaffold_slurm(batch: Batch, folder: Path) -> tuple[Path, ...]:
    """Write the scripts into a folder, and return their paths.

    Raises
    ------
    UsageError
        When a file is there already, or cannot be written.
    """
    paths = tuple(folder / name for name in _FILES)
    for path in paths:
        if path.exists():
            raise UsageError.at(
                str(path), "this file is there already", "name another folder: -o FOLDER"
            )
    for path in paths:
        write_whole(path, _made(path.name, batch))
    return paths


def _made(name: str, batch: Batch) -> str:
    template = _environment().get_template(f"{name}.j2")
    return template.render(
        id=batch.course.assignment.id,
        shards=batch.shards,
        command=_command(batch),
        install=shlex.quote(batch.install),
    )


def _command(batch: Batch) -> str:
    folders = (word for folder in batch.exercises for word in ("--exercises", folder))
    words = (
        *(".venv/bin/grader", "grade", batch.assignment, "submissions", "--release", "release"),
        *("--secret-file", "course.secret", "-o", "graded", *folders),
    )
    return shlex.join(words)


@cache
def _environment() -> Environment:
    # Slurm's and bash's own signs are left alone.
    return Environment(  # noqa: S701 - shell and Markdown, made of our own words and quoted ones
        loader=FileSystemLoader(bundled("templates") / "cluster"),
        undefined=StrictUndefined,
        block_start_string="[%",
        block_end_string="%]",
        variable_start_string="[[",
        variable_end_string="]]",
        comment_start_string="[#",
        comment_end_string="#]",
        keep_trailing_newline=True,
    )
