"""``grader doctor``."""

import click

from grader.cli.options import example


@click.command("doctor", epilog=example("grader doctor"))
@click.option("--json", "as_json", is_flag=True, default=False, help="Print as JSON.")
def command(*, as_json: bool) -> None:
    """Tell versions, and what keeps student code in here."""
    from dataclasses import asdict

    from grader.workflows.doctor import doctor

    report = doctor()
    if as_json:
        import json

        click.echo(json.dumps(asdict(report), indent=2))
        return
    for name, version in report.versions.items():
        click.echo(f"{name:<12} {version}")
    protection = report.protection
    click.echo(f"\nStudent code: level {protection.level} of 4 ({protection.name})")
    click.echo(f"  holds: {', '.join(protection.layers) or 'nothing'}")
    click.echo(f"  lacking: {', '.join(protection.lacking) or 'nothing'}")
    if protection.lacking:
        click.echo(
            "  Answers that are literals are read, never executed. Run code of strangers only in\n"
            "  a container or virtual machine: see SECURITY.md."
        )
    limits = report.limits
    click.echo(
        f"\nLimits for one submission: {limits.wall_s:g} s, {limits.cpu_s:g} s of CPU, "
        f"{limits.memory_mb} MB of memory, {limits.output_kb} kB of output"
    )
