"""``grader preview``."""

from pathlib import Path

import click

from grader.cli.options import example, exercise_folders, language


@click.command(
    "preview",
    epilog=example(
        "grader preview predict-correlation --seed 7 --lang es",
        "grader preview predict-correlation --html preview.html",
    ),
)
@click.argument("exercise")
@click.option("--seed", type=int, default=1, show_default=True, help="Which variant.")
@click.option(
    "--html",
    type=click.Path(path_type=Path, allow_dash=True),
    metavar="FILE",
    help="Write a page instead, to open in a browser; in a folder it is called after the exercise, "
    "and - is the standard output.",
)
@language("Language of the texts.")
@exercise_folders
def command(
    *, exercise: str, seed: int, html: Path | None, lang: str, exercises: tuple[Path, ...]
) -> None:
    """Show one variant with its key and every misconception.

    EXERCISE is a file, or the id of an exercise.
    """
    from grader.spec.bank import read_exercise_file
    from grader.workflows.course import find_bank
    from grader.workflows.preview import preview, preview_page, write_page

    path = Path(exercise)
    found = read_exercise_file(path) if path.is_file() else find_bank(exercises).exercise(exercise)
    if html is None:
        click.echo(preview(found, seed=seed, language=lang), nl=False)
        return
    page = preview_page(found, seed=seed, language=lang)
    if html == Path("-"):
        click.echo(page, nl=False)
    else:
        click.echo(f"Preview of {found.id} in {write_page(page, found, html)}")
