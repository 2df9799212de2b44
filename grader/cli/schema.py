"""``grader schema``."""

from pathlib import Path

import click

from grader.cli.options import example
from grader.errors import ExitCode


@click.command("schema", epilog=example("grader schema exercises/", "grader schema --of result"))
@click.argument("folder", required=False, type=click.Path(path_type=Path, file_okay=False))
@click.option(
    "--check", "only_check", is_flag=True, default=False, help="Exit with 3 when they are old."
)
@click.option(
    "--of",
    "kind",
    type=click.Choice(["exercise", "assignment", "result"]),
    default="exercise",
    show_default=True,
    help="Without FOLDER: which schema is printed.",
)
def command(*, folder: Path | None, only_check: bool, kind: str) -> int:
    """Write the JSON Schemas for editors.

    FOLDER is an exercises folder: `schema.json` is written into it and, for assignments, into its
    folder `assignments`. Without FOLDER a schema is printed; that of results is for programs that
    read them.
    """
    from grader.workflows.schemas import schema_text, schema_texts, write_schemas

    if folder is None:
        click.echo(schema_text(kind), nl=False)
        return ExitCode.DONE
    if only_check:
        old = [
            name
            for name, text in schema_texts().items()
            if not (folder / name).is_file() or (folder / name).read_bytes() != text.encode()
        ]
        for name in old:
            click.echo(
                f"{folder / name}: is not up to date\n  fix: grader schema {folder}", err=True
            )
        return ExitCode.EXERCISE if old else ExitCode.DONE
    for path in write_schemas(folder):
        click.echo(path)
    return ExitCode.DONE
