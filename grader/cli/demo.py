"""``grader demo``."""

from datetime import UTC, datetime
from pathlib import Path

import click

from grader.cli.options import example, language
from grader.cli.screen import has_color, progress, typed, width


@click.command("demo", epilog=example("grader demo", "grader demo /tmp/course"))
@click.argument("folder", default="grader-demo", type=click.Path(path_type=Path))
@language("Language of the score table.")
def command(*, folder: Path, lang: str) -> None:
    """Take a small course through the whole path.

    Makes a roster of 12 students, a different notebook for each, 12 submissions that are right,
    wrong in known ways, slow, broken and empty, grades them, and writes feedback. FOLDER is made;
    default grader-demo.
    """
    from grader.reports.scores_text import scores_table
    from grader.workflows.demo import ASSIGNMENT, SECRET_FILE, demo
    from grader.workflows.lanes import Pace

    now = datetime.now(UTC).isoformat(timespec="seconds")
    with progress("Grading") as shown:
        made = demo(folder, graded_at=now, pace=Pace(progress=shown))
    grades = made.graded.grades
    click.echo(scores_table(grades, language=lang, color=has_color(), width=width()))
    click.echo(f"{folder}/")
    for name, text in (
        ("release/", "one notebook per student: open one in Jupyter"),
        ("submissions/", "the notebooks as they were handed in"),
        ("results/", "one JSON result per submission"),
        ("feedback/", "one page per student"),
        ("grades.csv", "the scores"),
    ):
        click.echo(f"  {name:<13} {text}")
    click.echo(
        f"\nOpen {folder / 'index.html'} in a browser. Then edit a notebook in "
        f"{folder / 'submissions'} and run\n"
        + typed(
            *("grade", ASSIGNMENT, folder / "submissions", "--release", folder / "release"),
            *("--secret-file", folder / SECRET_FILE, "-o", folder),
        )
    )
