"""``grader lint``."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from grader.cli.options import example, workers
from grader.cli.screen import progress
from grader.errors import ExitCode, UsageError

if TYPE_CHECKING:
    from grader.model.examination import Severity


@click.command(
    "lint",
    epilog=example(
        "grader lint exercises/", "grader lint --verbose my-exercise.yaml", "grader lint --strict ."
    ),
)
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path, exists=True))
@click.option(
    "--variants", type=click.IntRange(1, 10_000), default=200, show_default=True, help="To draw."
)
@click.option("-v", "--verbose", is_flag=True, default=False, help="Show all figures.")
@click.option("--strict", is_flag=True, default=False, help="Exit with 3 on warnings too.")
@click.option("--json", "as_json", is_flag=True, default=False, help="Print the findings as JSON.")
@workers
def command(  # noqa: PLR0913 - one argument an option
    *,
    paths: tuple[Path, ...],
    variants: int,
    verbose: bool,
    strict: bool,
    as_json: bool,
    workers: int,
) -> int:
    """Examine exercise and assignment files.

    Reads each file strictly, draws variants, renders every text in every language, runs the file's
    own tests, and tells what students would stumble over: draws that are rejected, misconceptions
    that cannot be told apart, answers to be had without work, texts that give the key away. PATHS
    are files or folders; without any, the bundled exercises. Exits with 3 when a file has errors.
    """
    from grader.assets import bundled
    from grader.reports.examination_json import examination_json
    from grader.reports.examination_text import examination_text
    from grader.workflows.lanes import Pace
    from grader.workflows.linting import examine_all, find_files

    files = find_files(paths or (bundled("exercises"),))
    if not files:
        raise UsageError.at(
            ", ".join(map(str, paths)), "there are no exercise files here", "they end in .yaml"
        )
    with progress("Examining files") as shown:
        pace = Pace(workers=workers, progress=shown)
        examined = list(examine_all(files, variants=variants, pace=pace))
    if as_json:
        click.echo(examination_json(examined))
    else:
        click.echo(examination_text(examined, verbose=verbose, paint=_painted), nl=False)
    failed = any(item.errors or (strict and item.warnings) for item in examined)
    return ExitCode.EXERCISE if failed else ExitCode.DONE


def _painted(text: str, severity: "Severity | None") -> str:
    colors = {"error": "red", "warning": "yellow", "note": "blue"}
    return click.style(text, fg=colors[severity] if severity else "green")
