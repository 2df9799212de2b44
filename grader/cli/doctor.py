"""``grader doctor``."""

from typing import TYPE_CHECKING

import click

from grader.cli.options import example

if TYPE_CHECKING:
    from grader.workflows.doctor import Protection

UNSAFE = 3
"""The exit code when code of strangers should not be run here."""


@click.command("doctor", epilog=example("grader doctor"))
@click.option("--json", "as_json", is_flag=True, default=False, help="Print as JSON.")
def command(*, as_json: bool) -> int:
    """Tell versions, and what keeps student code in here.

    Each level of protection is tried from the top, and nine attacks are run as submissions are.
    Exits with 3 below level 3, or when an attack gets through.
    """
    from dataclasses import asdict

    from grader.workflows.doctor import doctor

    report = doctor()
    protection = report.protection
    if as_json:
        import json

        click.echo(json.dumps(asdict(report), indent=2))
    else:
        for name, version in report.versions.items():
            click.echo(f"{name:<12} {version}")
        _print_protection(protection)
        limits = report.limits
        click.echo(
            f"\nLimits for one submission: {limits.wall_s:g} s, {limits.cpu_s:g} s of CPU, "
            f"{limits.memory_mb} MB of memory, {limits.output_kb} kB of output"
        )
    return 0 if protection.holds else UNSAFE


def _print_protection(protection: "Protection") -> None:
    click.echo("\nStudent code tries to")
    for tried in protection.attacks:
        word = "stopped" if tried.stopped else "NOT stopped"
        click.echo(f"  {tried.attack:<48} {word}")
    for level, why in protection.missing:
        click.echo(f"  level {level} is not to be had: {why}")
    layers = " + ".join(protection.layers) or "nothing"
    click.echo(
        f"\nlevel {protection.level} of 4 ({protection.name}), "
        f"{protection.milliseconds:g} ms for a submission:"
    )
    for line in _wrapped(layers):
        click.echo(f"  {line}")
    if not protection.holds:
        click.echo(
            "\nAnswers that are literals are read, never executed. Run code of strangers on Linux,"
            "\nin a container or in WSL2, where level 3 is reached: see SECURITY.md."
        )


def _wrapped(text: str) -> list[str]:
    from textwrap import wrap

    return wrap(text, 90)
