"""``grader ci``."""

import os
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

import click

from grader.cli.options import example, exercise_folders, secret_file, trust_submissions
from grader.errors import ExitCode

if TYPE_CHECKING:
    from grader.model.grade import Grade
    from grader.workflows.ci import Outcome

PLATFORMS = ("classroom50", "github", "gitlab", "gradescope", "plain")
"""As in `grader.workflows.surroundings`, which `--help` does not wait for."""


@click.command("ci", epilog=example("grader ci", "grader ci --platform plain --fail-under 60"))
@click.argument(
    "folder", default=".", type=click.Path(path_type=Path, file_okay=False, exists=True)
)
@click.option(
    "--platform", type=click.Choice(PLATFORMS), help="Default: found out from the environment."
)
@click.option("--assignment", help="File or name. Default: as the repository or the notebook says.")
@click.option(
    "--notebook",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Default: the one of the assignment in FOLDER.",
)
@click.option("--student", help="Whose it is. Default: found out from the name of the repository.")
@click.option(
    "--roster",
    type=click.Path(path_type=Path, dir_okay=False, exists=True),
    help="CSV roster: at Gradescope, students are known by their email.",
)
@click.option(
    "--fail-under",
    type=click.FloatRange(0, 100),
    help="Exit with 1 when the score, in percent, is below this.",
)
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path, file_okay=False),
    help="Folder for the files. Default: grader-report.",
)
@click.option("--json", "as_json", is_flag=True, default=False, help="Print the result as JSON.")
@trust_submissions
@secret_file
@exercise_folders
def command(  # noqa: PLR0913 - one argument an option
    *,
    folder: Path,
    platform: str | None,
    assignment: str | None,
    notebook: Path | None,
    student: str | None,
    roster: Path | None,
    fail_under: float | None,
    output: Path | None,
    as_json: bool,
    secret_file: Path | None,
    exercises: tuple[Path, ...],
    trusted: bool,
) -> int:
    """Grade a repository, and show the result on its platform.

    Finds out where it runs (Classroom 50, GitHub Actions, GitLab CI, Gradescope, or none of them),
    finds the notebook and the assignment in FOLDER, grades, and writes all that the platform can
    show. A wrong answer is no failure: the exit code is 0 unless --fail-under says otherwise.
    """
    from grader.spec import read_roster
    from grader.workflows.ci import Request, ci
    from grader.workflows.delivery import Delivered, deliver, deliver_look
    from grader.workflows.secrets import find_secret
    from grader.workflows.surroundings import Platform, Surroundings

    surroundings = Surroundings(
        environment=os.environ,
        folder=folder,
        gradescope=Path(os.environ.get("GRADER_GRADESCOPE", "/autograder")),
    )
    request = Request(
        surroundings=surroundings,
        now=datetime.now(UTC).replace(microsecond=0),
        platform=Platform(platform) if platform else None,
        notebook=notebook,
        assignment=assignment or "",
        student=student or "",
        roster=read_roster(roster.read_bytes(), str(roster), language="") if roster else (),
        secret=find_secret(secret_file),
        exercises=exercises,
        trusted=trusted,
    )
    outcome = ci(request)
    # Everything is in its place before the first word, so that nobody who stops reading loses it.
    if outcome.look is not None:
        deliver_look(outcome.look, surroundings)
    delivered = Delivered()
    if outcome.grade is not None:
        delivered = deliver(outcome.grade, outcome.platform, surroundings, output=output)
    if as_json:
        _print_json(outcome)
    else:
        _tell(outcome)
        for path in delivered.paths:
            click.echo(f"  {path}")
        click.echo(delivered.commands, nl=False)
    if outcome.grade is None:
        return ExitCode.DONE
    return _threshold(outcome.grade, fail_under)


def _tell(outcome: "Outcome") -> None:
    from grader.model.text import in_language
    from grader.platforms.phrases import say
    from grader.reports.characters import disarmed
    from grader.reports.grade_text import grade_text
    from grader.workflows.check import lines_of
    from grader.workflows.phrases import PROBLEMS

    grade, look = outcome.grade, outcome.look
    if outcome.failure:
        click.echo(disarmed(outcome.failure), err=True)
    if look is not None:
        click.echo(in_language(PROBLEMS["form-only"], look.language))
        for line in lines_of(look):
            click.echo(disarmed(line))
    elif grade is not None:
        click.echo(disarmed(grade_text(grade, grade.language)))
        click.echo(say("formative", grade.language))


def _print_json(outcome: "Outcome") -> None:
    from dataclasses import asdict

    from grader.reports.json_text import json_text
    from grader.reports.result_json import to_json

    if outcome.grade is not None:
        click.echo(to_json(outcome.grade), nl=False)
    elif outcome.look is not None:
        look = asdict(outcome.look)
        click.echo(
            json_text(look | {name: list(look[name]) for name in ("answers", "problems")}), nl=False
        )


def _threshold(grade: "Grade", fail_under: float | None) -> int:
    from grader.reports.numerals import percentage

    if fail_under is None:
        return ExitCode.DONE
    share = percentage(grade.earned, grade.possible)
    if share is not None and share >= Decimal(str(fail_under)):
        return ExitCode.DONE
    told = "nothing could be graded" if share is None else f"the score is {share:f} %"
    click.echo(f"--fail-under {fail_under:g}: {told}", err=True)
    return ExitCode.BELOW_THRESHOLD
