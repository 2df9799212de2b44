"""``grader lint``."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from grader.cli.options import example
from grader.errors import ExitCode, UsageError

if TYPE_CHECKING:
    from grader.workflows.lint import Findings


@click.command("lint", epilog=example("grader lint exercises/", "grader lint my-exercise.yaml"))
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path, exists=True))
@click.option(
    "--variants", type=click.IntRange(1, 10_000), default=200, show_default=True, help="To draw."
)
@click.option("--json", "as_json", is_flag=True, default=False, help="Print the findings as JSON.")
def command(*, paths: tuple[Path, ...], variants: int, as_json: bool) -> int:
    """Examine exercise and assignment files.

    Reads each file strictly, draws variants, renders every text in every language, runs the file's
    own tests, and tells how many draws were accepted and what rejected the others. PATHS are files
    or folders; without any, the bundled exercises. Exits with 3 when a file has errors.
    """
    from grader.assets import bundled
    from grader.workflows.lint import find_files, lint

    findings = []
    files = find_files(paths or (bundled("exercises"),))
    if not files:
        raise UsageError.at(
            ", ".join(map(str, paths)), "there are no exercise files here", "they end in .yaml"
        )
    for path in files:
        findings.append(lint(path, variants=variants))
        if not as_json:
            _show(findings[-1])
    if as_json:
        import json
        from dataclasses import asdict

        click.echo(json.dumps([asdict(item) for item in findings], indent=2, ensure_ascii=False))
    errors = sum(len(item.errors) for item in findings)
    if not as_json:
        warnings = sum(len(item.warnings) for item in findings)
        found = (len(findings), "file"), (errors, "error"), (warnings, "warning")
        summary = ", ".join(f"{n} {noun if n == 1 else noun + 's'}" for n, noun in found)
        click.echo(f"\n{summary}")
    return ExitCode.EXERCISE if errors else ExitCode.DONE


def _show(found: "Findings") -> None:
    mark = click.style("✗", fg="red") if found.errors else click.style("✓", fg="green")
    click.echo(f"{mark} {found.exercise or found.file}")
    if found.variants:
        click.echo(
            f"    {found.variants} variants, {found.distinct} different, "
            f"{100 * found.acceptance:.0f} % of draws accepted, {found.ms_per_variant:.1f} ms each"
        )
    if found.rejected:
        reasons = ", ".join(f"{reason} {count}×" for reason, count in found.rejected[:4])
        click.echo(f"    rejected: {reasons}")
    for fault in found.errors:
        click.echo(click.style("    error: ", fg="red") + str(fault).replace("\n", "\n    "))
    for fault in found.warnings:
        click.echo(click.style("    warning: ", fg="yellow") + str(fault).replace("\n", "\n    "))
