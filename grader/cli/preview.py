"""``grader preview``."""

from pathlib import Path

import click

from grader.cli.options import example, exercise_folders, language


@click.command("preview", epilog=example("grader preview predict-correlation --seed 7 --lang es"))
@click.argument("exercise")
@click.option("--seed", type=int, default=1, show_default=True, help="Which variant.")
@language("Language of the texts.")
@exercise_folders
def command(*, exercise: str, seed: int, lang: str, exercises: tuple[Path, ...]) -> None:
    """Show one variant with its key and every misconception.

    EXERCISE is a file, or the id of an exercise.
    """
    from grader.spec.bank import read_exercise_file
    from grader.workflows.course import find_bank
    from grader.workflows.preview import preview

    path = Path(exercise)
    found = read_exercise_file(path) if path.is_file() else find_bank(exercises).exercise(exercise)
    click.echo(preview(found, seed=seed, language=lang), nl=False)
