"""``grader check``."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from grader.cli.options import example, exercise_folders, secret_file, trust_submissions
from grader.cli.screen import warn_if_public
from grader.errors import ExitCode
from grader.model.attempts import unmarked

if TYPE_CHECKING:
    from grader.model.grade import Grade
    from grader.workflows.course import Course


@click.command("check", epilog=example("grader check ada.ipynb"))
@click.argument("notebook", type=click.Path(path_type=Path))
@click.option(
    "--assignment", help="Grade it: a file or the name of a bundled assignment (instructors)."
)
@click.option("--student", help="With --assignment: whose notebook it is. Default: its file name.")
@click.option("--json", "as_json", is_flag=True, default=False, help="Print as JSON.")
@trust_submissions
@secret_file
@exercise_folders
def command(  # noqa: PLR0913 - one argument an option
    *,
    notebook: Path,
    assignment: str | None,
    student: str | None,
    as_json: bool,
    secret_file: Path | None,
    exercises: tuple[Path, ...],
    trusted: bool,
) -> int:
    """Look at one notebook before it is handed in.

    Tells which answers are there and whether they have the right form; nothing is executed and no
    key is needed. With --assignment, and the secret, it prints the grade instead.
    """
    if assignment is not None:
        from grader.workflows.course import find_sources
        from grader.workflows.secrets import find_secret

        owner = student or unmarked(notebook.stem)[0]
        secret = find_secret(secret_file)
        warn_if_public(secret)
        course = find_sources(assignment, exercises).load(secret)
        graded = _graded(notebook, course, owner, trusted=trusted)
        _print_grade(*graded, as_json=as_json)
        return ExitCode.DONE
    from grader.workflows.check import check, lines_of

    look = check(notebook)
    if as_json:
        import json
        from dataclasses import asdict

        click.echo(json.dumps(asdict(look), indent=2, ensure_ascii=False))
        return ExitCode.DONE
    for line in lines_of(look):
        click.echo(line)
    return ExitCode.DONE


def _graded(
    notebook: Path, course: "Course", student: str, *, trusted: bool
) -> "tuple[Grade, str]":
    from grader.model.assignment import Student
    from grader.scoring import credited
    from grader.workflows.check import attempt_of, language_of, read_notebook
    from grader.workflows.grade import grade_one

    data = read_notebook(notebook)
    # Graded in another language, the cells that we wrote would look edited.
    language = language_of(data)
    owner = Student(id=student, name=student, language=language)
    grade = grade_one(course, owner, data, attempt=attempt_of(data) or 1, trusted=trusted)
    return credited(grade, course.assignment_of(owner)), language


def _print_grade(grade: "Grade", language: str, *, as_json: bool) -> None:
    from grader.reports.grade_text import grade_text
    from grader.reports.result_json import to_json

    click.echo(to_json(grade) if as_json else grade_text(grade, language), nl=False)
