"""``grader emit``."""

from pathlib import Path

import click

from grader.cli.options import example, language
from grader.errors import UsageError

FORMATS = (
    "json",
    "html",
    "junit",
    "step-summary",
    "annotations",
    "github-classroom",
    "classroom50",
    "gradescope",
)
"""As in `grader.platforms`, which `--help` does not wait for."""


@click.command(
    "emit",
    epilog=example(
        "grader emit junit graded/results/ada.json",
        "grader emit classroom50 gradescope graded/results/ada.json -o ada",
    ),
)
@click.argument("formats", nargs=-1, required=True, type=click.Choice(FORMATS))
@click.argument("result", type=click.Path(path_type=Path))
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path, file_okay=False),
    help="Folder for the files. Without it the first file of one format is printed.",
)
@click.option(
    "--formative",
    is_flag=True,
    default=False,
    help="Say that the instructor's own run is the one that counts.",
)
@language("Default: the student's.", default=None)
def command(
    *,
    formats: tuple[str, ...],
    result: Path,
    output: Path | None,
    formative: bool,
    lang: str | None,
) -> None:
    """Write a result in the formats of platforms.

    RESULT is a file that `grader grade` or `grader ci` wrote. Every format shows the same points.
    """
    import os

    from grader.platforms import Run
    from grader.reports.characters import disarmed
    from grader.workflows.emission import emitted, read, write

    grade = read(result, language=lang)
    if output is None and len(set(formats)) > 1:
        raise UsageError.at(
            "emit", "several formats cannot be printed at once", "add -o FOLDER for their files"
        )
    files = emitted(grade, formats, Run.of(os.environ, formative=formative))
    if output is None:
        text = next(iter(files.values()))
        # The output may be the log of a platform that obeys it.
        click.echo(text if "annotations" in formats else disarmed(text), nl=False)
        return
    for path in write(files, output):
        click.echo(path)
