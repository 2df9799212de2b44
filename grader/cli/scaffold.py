"""``grader scaffold``."""

from pathlib import Path

import click

from grader.cli.options import example, exercise_folders, language
from grader.cli.screen import typed

PLATFORMS = ("github-classroom", "classroom50", "github", "gitlab", "gradescope")
"""As in `grader.workflows.scaffold`, which `--help` does not wait for."""
SLURM = "slurm"


@click.command(
    "scaffold",
    epilog=example(
        "grader scaffold github filtering-basics -o template",
        "grader scaffold gradescope week-3.yaml --roster roster.csv --secret-file course.secret",
        "grader scaffold slurm week-3.yaml --shards 16 -o cluster",
    ),
)
@click.argument("platform", type=click.Choice((*PLATFORMS, SLURM)))
@click.argument("assignment", default="filtering-basics")
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path, file_okay=False),
    help="Folder for the files. Default: called after the assignment.",
)
@click.option(
    "--prefix", default="", help="What the names of the students' repositories begin with."
)
@click.option(
    "--with-exercises",
    is_flag=True,
    default=False,
    help="Put exercises of your own where students can read them: else they are not scored there.",
)
@click.option(
    "--no-start",
    is_flag=True,
    default=False,
    help="Notebooks come from `grader generate`, and are not drawn in the repository.",
)
@click.option(
    "--on-tag",
    is_flag=True,
    default=False,
    help="Grade only what is tagged submit/…: for large classes.",
)
@click.option(
    "--shards",
    type=click.IntRange(1, 10_000),
    default=8,
    show_default=True,
    help="For slurm: how many tasks grade an equal share each.",
)
@click.option("--install", help="What pip installs. Default: this version of grader.")
@click.option(
    "--roster",
    type=click.Path(path_type=Path, dir_okay=False, exists=True),
    help="For gradescope: CSV roster with emails.",
)
@click.option(
    "--secret-file",
    type=click.Path(path_type=Path, dir_okay=False, exists=True),
    help="For gradescope: the secret that the notebooks were drawn with.",
)
@language("Of what students read. Default: the assignment's.", default=None)
@exercise_folders
def command(  # noqa: PLR0913 - one argument an option
    *,
    platform: str,
    assignment: str,
    output: Path | None,
    prefix: str,
    with_exercises: bool,
    no_start: bool,
    on_tag: bool,
    shards: int,
    install: str | None,
    roster: Path | None,
    secret_file: Path | None,
    lang: str | None,
    exercises: tuple[Path, ...],
) -> None:
    """Write a repository for students that is ready for a platform.

    ASSIGNMENT is a file or the name of a bundled assignment. Workflow, README for the student,
    settings and `.gitignore`; for classroom50 the autograder and a template; for gradescope a zip
    file to upload. For slurm: scripts by which a cluster grades a class.
    """
    from grader.errors import UsageError
    from grader.workflows.course import find_sources
    from grader.workflows.scaffold import Plan, scaffold
    from grader.workflows.secrets import PUBLIC, find_secret
    from grader.workflows.slurm import Batch, scaffold_slurm

    if platform != "gradescope" and (roster or secret_file):
        raise UsageError.at(
            "scaffold",
            "a roster or a secret does not belong where students can read it",
            "leave out --roster and --secret-file",
        )
    if secret_file:
        find_secret(secret_file)
    sources = find_sources(assignment, exercises)
    folder = output or Path(f"{Path(assignment).stem}-{platform}")
    if platform == SLURM:
        # The scripts run in their folder: files are named by where they are.
        named = str(Path(assignment).resolve()) if Path(assignment).is_file() else assignment
        batch = Batch(
            course=sources.load(PUBLIC),
            assignment=named,
            exercises=tuple(str(each.resolve()) for each in exercises),
            shards=shards,
            **({"install": install} if install else {}),
        )
        _tell_slurm(scaffold_slurm(batch, folder), folder)
        return
    plan = Plan(
        platform=platform,
        sources=sources,
        language=lang or "",
        prefix=prefix,
        with_exercises=with_exercises,
        start=not no_start,
        tagged=on_tag,
        roster=roster.read_bytes() if roster else b"",
        secret=secret_file.read_bytes() if secret_file else b"",
        **({"install": install} if install else {}),
    )
    for path in scaffold(plan, folder):
        click.echo(path)
    if platform in {"github", "github-classroom", "gitlab"}:
        click.echo("\nMake a template repository of it, and try it as a student would:")
        click.echo(typed("start", folder, "--student", "ada", "--no-commit"))
        click.echo(typed("ci", folder, "--student", "ada"))


def _tell_slurm(paths: tuple[Path, ...], folder: Path) -> None:
    for path in paths:
        click.echo(path)
    click.echo(f"\nRead {folder / 'README.md'}; then, on the cluster:  bash submit.sh")
