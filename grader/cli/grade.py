"""``grader grade``."""

import re
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

import click

from grader.cli.grading import by_hand_option, points_by_hand, released, students_of, times_of
from grader.cli.options import attempt as attempt_option
from grader.cli.options import (
    example,
    exercise_folders,
    language,
    secret_file,
    trust_submissions,
    workers,
)
from grader.cli.screen import has_color, progress, warn, warn_if_unknown, warn_of_strangers, width
from grader.errors import ExitCode, UsageError
from grader.model.text import LANGUAGES

if TYPE_CHECKING:
    from grader.model.grade import Grade
    from grader.workflows.grade import Graded
    from grader.workflows.orders import Shard


@click.command(
    "grade",
    epilog=example(
        "grader grade filtering-basics submissions/ --release release --secret-file course.secret"
        " -o graded",
    ),
)
@click.argument("assignment")
@click.argument("submissions", type=click.Path(path_type=Path))
@click.option(
    "--release",
    "release_folder",
    type=click.Path(path_type=Path, file_okay=False, exists=True),
    help="Folder that `grader generate` wrote: it knows the roster and checks the secret.",
)
@click.option(
    "--roster",
    type=click.Path(path_type=Path, dir_okay=False, exists=True),
    help="CSV roster, instead of --release.",
)
@click.option(
    "-o",
    "--output",
    default="graded",
    show_default=True,
    type=click.Path(path_type=Path, file_okay=False),
    help="Folder for results/, feedback/, grades.csv and index.html.",
)
@attempt_option("Which attempt the submissions are; the best of all attempts is recorded.")
@click.option(
    "--received",
    type=click.Path(path_type=Path, dir_okay=False, exists=True),
    help="CSV with the columns student and time (ISO 8601 with offset), for early and late credit.",
)
@by_hand_option
@click.option("--again", is_flag=True, default=False, help="Grade what has not changed as well.")
@language(
    "Language of the table and of the index page, and of students in --roster without one.",
    default=None,
)
@click.option(
    "--fail-under",
    type=click.FloatRange(0, 100),
    help="Exit with 1 when the class mean, in percent, is below this.",
)
@click.option("--json", "as_json", is_flag=True, default=False, help="Print the grades as JSON.")
@click.option(
    "--executor",
    default="",
    metavar="URL",
    help="Cluster that does the work instead of this machine's processes: dask://HOST:PORT of a"
    " Dask scheduler, or dask+tls://… with the certificates that Dask is configured with.",
)
@click.option(
    "--shard",
    default="1/1",
    metavar="I/N",
    help="Grade the I-th of N equal shares of the roster, and write no tables: one machine's part."
    " When all are done, a run without it writes them.",
)
@trust_submissions
@secret_file
@exercise_folders
@workers
def command(  # noqa: PLR0913 - one argument an option
    *,
    assignment: str,
    submissions: Path,
    release_folder: Path | None,
    roster: Path | None,
    output: Path,
    attempt: int,
    received: Path | None,
    by_hand: Path | None,
    again: bool,
    lang: str | None,
    fail_under: float | None,
    as_json: bool,
    secret_file: Path | None,
    exercises: tuple[Path, ...],
    workers: int,
    executor: str,
    shard: str,
    trusted: bool,
) -> int:
    """Grade a folder or zip of submissions.

    ASSIGNMENT is a file or the name of a bundled assignment; SUBMISSIONS a folder or zip of
    notebooks, called after their students or in folders called after them. Results are written one
    by one: an interrupted run goes on where it stopped, and a second run grades only what has
    changed.
    """
    from grader.workflows.cluster import check_executor
    from grader.workflows.course import find_sources
    from grader.workflows.grade import grade
    from grader.workflows.lanes import Pace
    from grader.workflows.orders import Order
    from grader.workflows.records import read_records
    from grader.workflows.secrets import find_secret

    spoken = lang or LANGUAGES[0]
    secret = find_secret(secret_file)
    sources = find_sources(assignment, exercises)
    release = released(release_folder, sources, secret, attempt=attempt)
    students = students_of(release, roster, lang or "")
    order = Order(
        sources=sources,
        roster=students,
        submissions=submissions,
        folder=output,
        secret=secret,
        attempt=attempt,
        release=release,
        received=None if received is None else times_of(received, students),
        collected=read_records(submissions, [who.id for who in students], attempt=attempt),
        by_hand=points_by_hand(by_hand, output, students),
        again=again,
        graded_at=datetime.now(UTC).isoformat(timespec="seconds"),
        language=spoken,
        trusted=trusted,
        shard=_shard(shard),
    )
    check_executor(executor)
    with progress("Grading") as shown:
        graded = grade(order, pace=Pace(workers=workers, executor=executor, progress=shown))
    _warn(graded)
    if as_json:
        _print_json(graded.grades, output)
    elif not order.whole:
        click.echo(
            f"Shard {shard}: {graded.new} graded, {graded.kept} unchanged since the last run.\n"
            "When all shards are done, run the command without --shard: it writes the tables."
        )
    else:
        _print_table(graded, output, spoken)
    return _threshold(graded.grades, fail_under)


def _shard(text: str) -> "Shard":
    from grader.workflows.orders import Shard

    parts = re.fullmatch(r"(\d{1,6})/(\d{1,6})", text)
    if parts is None or not 1 <= int(parts[1]) <= int(parts[2]):
        raise UsageError.at("--shard", f"“{text}” is no share", "write I/N with 1 ≤ I ≤ N: 2/8")
    return Shard(number=int(parts[1]), of=int(parts[2]))


def _warn(graded: "Graded") -> None:
    warn_if_unknown(graded.unknown)
    if graded.untimed:
        warn(
            "The assignment has dates, but nobody said when the submissions came in, so all of "
            "them count in full. Say it with --received FILE."
        )
    warn_of_strangers(graded.strangers)


def _print_table(graded: "Graded", output: Path, language: str) -> None:
    from grader.reports.scores_text import scores_table

    click.echo(scores_table(graded.grades, language=language, color=has_color(), width=width()))
    click.echo(
        f"{graded.new} graded, {graded.kept} unchanged since the last run.\n"
        f"Open {output / 'index.html'}; scores are in {output / 'grades.csv'}."
    )


def _print_json(grades: "tuple[Grade, ...]", output: Path) -> None:
    from grader.workflows.results import result_text

    for number, grade in enumerate(grades):
        click.echo(("," if number else "[") + result_text(output, grade).rstrip())
    click.echo("]" if grades else "[]")


def _threshold(grades: "tuple[Grade, ...]", fail_under: float | None) -> int:
    from grader.reports.standings import summarize

    if fail_under is None:
        return ExitCode.DONE
    mean = summarize(grades).mean
    # As it was typed: the float next to 66.7 is not the 66.7 that a class can have.
    if mean is not None and mean >= Decimal(str(fail_under)):
        return ExitCode.DONE
    told = "nobody could be graded" if mean is None else f"the class mean is {mean:f} %"
    click.echo(f"--fail-under {fail_under:g}: {told}", err=True)
    return ExitCode.BELOW_THRESHOLD
