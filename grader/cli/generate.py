"""``grader generate``."""

from pathlib import Path

import click

from grader.cli.options import attempt as attempt_option
from grader.cli.options import example, exercise_folders, language, secret_file, workers
from grader.cli.screen import progress, typed, warn_if_public, warn_if_unknown


@click.command(
    "generate",
    epilog=example(
        "grader generate filtering-basics --roster roster.csv --secret-file course.secret"
    ),
)
@click.argument("assignment")
@click.option(
    "--roster",
    required=True,
    type=click.Path(path_type=Path, dir_okay=False, exists=True),
    help="CSV with the columns id, name, and if you like email, github, language.",
)
@click.option(
    "-o",
    "--output",
    default="release",
    show_default=True,
    type=click.Path(path_type=Path, file_okay=False),
    help="Folder for the notebooks and the release record.",
)
@language("For students without a language. Default: the assignment's.", default=None)
@attempt_option("Which attempt; each has numbers of its own, and files that say so.")
@secret_file
@exercise_folders
@workers
def command(  # noqa: PLR0913 - one argument an option
    *,
    assignment: str,
    roster: Path,
    output: Path,
    lang: str | None,
    attempt: int,
    secret_file: Path | None,
    exercises: tuple[Path, ...],
    workers: int,
) -> None:
    """Write one notebook for every student of a roster.

    ASSIGNMENT is a file, or the name of a bundled assignment. Every student gets a variant of their
    own; the same files, roster and secret always give the same notebooks.
    """
    from grader.spec import read_roster
    from grader.workflows.course import find_sources
    from grader.workflows.generate import generate
    from grader.workflows.lanes import Pace
    from grader.workflows.release import release_path
    from grader.workflows.secrets import find_secret

    secret = find_secret(secret_file)
    warn_if_public(secret)
    students = read_roster(roster.read_bytes(), str(roster), language=lang or "")
    sources = find_sources(assignment, exercises)
    warn_if_unknown(sources.load(secret).unknown_students(students))
    with progress("Writing notebooks") as shown:
        pace = Pace(workers=workers, progress=shown)
        release = generate(sources, students, output, secret=secret, attempt=attempt, pace=pace)
    count = sum(bool(handout.variants) for handout in release.handouts)
    noun = "notebook" if count == 1 else "notebooks"
    again = ("--attempt", attempt) if attempt > 1 else ()
    same = ("--secret-file", secret_file) if secret_file else ()
    folders = (word for folder in exercises for word in ("--exercises", folder))
    click.echo(
        f"{count} {noun} of {release.assignment} in {output}/\n"
        f"Hand them out, but not {release_path(output, attempt).name}. When they come back:\n"
        + typed("grade", assignment, "SUBMISSIONS", "--release", output, *again, *same, *folders)
    )
