"""``grader regrade``."""

import json
from dataclasses import asdict
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
from grader.cli.people import people
from grader.cli.screen import progress, warn, warn_if_unknown, warn_of_strangers
from grader.model.text import LANGUAGES

if TYPE_CHECKING:
    from grader.workflows.regrade import Comparison, Regraded


@click.command(
    "regrade",
    epilog=example(
        "grader regrade filtering-basics collected --release release --secret-file course.secret"
        " --student-side scores.csv",
    ),
)
@click.argument("assignment")
@click.argument("collected", type=click.Path(path_type=Path, exists=True))
@people
@click.option(
    "--student-side",
    type=click.Path(path_type=Path, exists=True),
    help="What students' machines said: CSV with student and score, or a folder of results.",
)
@click.option(
    "-o",
    "--output",
    default="graded",
    show_default=True,
    type=click.Path(path_type=Path, file_okay=False),
    help="Folder for what `grade` writes, history/ and differences.csv.",
)
@attempt_option("Which attempt the submissions are.")
@click.option(
    "--received",
    type=click.Path(path_type=Path, dir_okay=False, exists=True),
    help="CSV with the columns student and time: goes before what was collected.",
)
@by_hand_option
@language("Language of the index page, and of students in --roster without one.", default=None)
@click.option(
    "--json", "as_json", is_flag=True, default=False, help="Print the comparison as JSON."
)
@trust_submissions
@secret_file
@exercise_folders
@workers
def command(  # noqa: PLR0913 - one argument an option
    *,
    assignment: str,
    collected: Path,
    release_folder: Path | None,
    roster: Path | None,
    student_side: Path | None,
    output: Path,
    attempt: int,
    received: Path | None,
    by_hand: Path | None,
    lang: str | None,
    as_json: bool,
    secret_file: Path | None,
    exercises: tuple[Path, ...],
    workers: int,
    trusted: bool,
) -> None:
    """Grade what was collected, with authority.

    ASSIGNMENT is as for `grade`, COLLECTED the folder that `grader collect` wrote, or any other
    with submissions. Everything is graded anew from the commits that were collected, earlier
    results are kept in history/, and points set by hand stay. Printed is how the scores differ from
    those on the students' side, and what is odd.
    """
    from grader.workflows.claims import read_claims
    from grader.workflows.course import find_sources
    from grader.workflows.lanes import Pace
    from grader.workflows.orders import Order
    from grader.workflows.records import read_records
    from grader.workflows.regrade import regrade
    from grader.workflows.secrets import find_secret

    secret = find_secret(secret_file)
    sources = find_sources(assignment, exercises)
    release = released(release_folder, sources, secret, attempt=attempt)
    students = students_of(release, roster, lang or "")
    order = Order(
        sources=sources,
        roster=students,
        submissions=collected,
        folder=output,
        secret=secret,
        attempt=attempt,
        release=release,
        received=None if received is None else times_of(received, students),
        collected=read_records(collected, [who.id for who in students], attempt=attempt),
        by_hand=points_by_hand(by_hand, output, students),
        graded_at=datetime.now(UTC).isoformat(timespec="seconds"),
        language=lang or LANGUAGES[0],
        trusted=trusted,
    )
    claims = {} if student_side is None else read_claims(student_side, students)
    with progress("Grading") as shown:
        regraded = regrade(order, claims, pace=Pace(workers=workers, progress=shown))
    _warn(regraded)
    if as_json:
        click.echo(json.dumps([_fields(item) for item in regraded.comparisons], indent=1))
    else:
        _print(regraded, output, has_claims=bool(claims))


def _warn(regraded: "Regraded") -> None:
    warn_if_unknown(regraded.graded.unknown)
    if regraded.graded.untimed:
        warn("The assignment has dates, but nobody said when the submissions came in.")
    warn_of_strangers(regraded.graded.strangers)


def _fields(item: "Comparison") -> dict[str, object]:
    """Return a comparison for JSON, points as exact texts."""
    fields = {**asdict(item), "difference": item.difference}
    return {
        name: str(value) if isinstance(value, Decimal) else value for name, value in fields.items()
    }


def _print(regraded: "Regraded", output: Path, *, has_claims: bool) -> None:
    from grader.reports.characters import one_line
    from grader.reports.numerals import exact

    rows: list[tuple[str, ...]] = [("student", "their side", "here", "before", "recorded")]
    for item in regraded.comparisons:
        points = (item.claimed, item.achieved, item.before)
        told = ["–" if amount is None else exact(amount) for amount in points]
        hand = " by hand" if item.by_hand else ""
        rows.append((item.student, *told, f"{exact(item.points)}/{exact(item.possible)}{hand}"))
    widths = [max(len(cell) for cell in column) for column in zip(*rows, strict=True)]
    for row in rows:
        first, *others = row
        cells = [cell.rjust(width) for cell, width in zip(others, widths[1:], strict=True)]
        click.echo("  ".join([first.ljust(widths[0]), *cells]).rstrip())
    differ = [item for item in regraded.comparisons if item.difference]
    odd = [item for item in regraded.comparisons if item.odd]
    click.echo()
    for item in odd:
        for text in item.odd:
            click.echo(f"{item.student}: {one_line(text)}")
    if has_claims:
        click.echo(f"{len(differ)} scores differ from those on the students' side.")
    click.echo(
        f"{regraded.graded.new} graded; {regraded.kept} earlier results are kept in"
        f" {output / 'history'}.\nAll of this is in {output / 'differences.csv'}."
    )
