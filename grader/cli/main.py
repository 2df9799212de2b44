"""The group of commands. Each command's module is imported only when it is called."""

import signal
import sys
from importlib import import_module
from io import TextIOWrapper
from typing import Any

import click

from grader import __version__
from grader.errors import ExitCode, GraderError

COMMANDS = {
    "demo": "Take a small course through the whole path.",
    "new": "Write an exercise to begin with.",
    "roster": "Make the list of those who take part.",
    "generate": "Write one notebook for every student of a roster.",
    "collect": "Bring together what the students handed in.",
    "grade": "Grade a folder or zip of submissions.",
    "regrade": "Grade what was collected, with authority.",
    "export": "Write the grades as a gradebook takes them.",
    "scaffold": "Write a repository for students that is ready for a platform.",
    "start": "Write your notebook into your repository.",
    "ci": "Grade a repository, and show the result on its platform.",
    "emit": "Write a result in the formats of platforms.",
    "check": "Look at one notebook before it is handed in.",
    "lint": "Examine exercise and assignment files.",
    "preview": "Show one variant with its key and every misconception.",
    "schema": "Write the JSON Schemas for editors.",
    "doctor": "Tell versions, and what keeps student code in here.",
}
"""Command → its line in `--help`. Its module in `grader.cli` is called the same."""


class LazyGroup(click.Group):
    """A group that knows its commands by name, so that `--help` imports none of them."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names, in the order in which a newcomer needs them."""
        del ctx
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Return the command, importing its module."""
        del ctx
        if cmd_name not in COMMANDS:
            return None
        command: click.Command = import_module(f"grader.cli.{cmd_name}").command
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Return the command that was asked for; a mistyped one is met with a suggestion."""
        if args and args[0] not in COMMANDS and not args[0].startswith("-"):
            import difflib

            close = difflib.get_close_matches(args[0], COMMANDS, n=1)
            ctx.fail(
                f"There is no command “{args[0]}”."
                + (f" Did you mean “{close[0]}”?" if close else "")
            )
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the one-line helps without importing the commands."""
        del ctx
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))


@click.group(
    cls=LazyGroup,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog="Begin with:  grader demo",
)
@click.version_option(__version__, "-V", "--version", prog_name="grader")
def group() -> None:
    """Auto-graded, randomized exercises on image filtering.

    Exit codes: 0 done · 1 below a threshold · 2 wrong usage · 3 exercise or assignment file ·
    4 submissions unreadable · 5 sandbox unavailable · 130 interrupted.
    """


def main(arguments: list[str] | None = None) -> None:
    """Run a command and exit with what it came to."""
    # A terminal that lacks a sign of ours gets another one, not a traceback.
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="replace")
    # A job that is canceled is ended by this signal: it has to tidy up as after Ctrl-C.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    sys.exit(run(arguments))


def run(arguments: list[str] | None = None) -> int:
    """Return the exit code of a command; errors are printed as place, fault and fix."""
    try:
        result: Any = group.main(arguments, prog_name="grader", standalone_mode=False)
        return int(result) if isinstance(result, int) else int(ExitCode.DONE)
    except GraderError as error:
        from grader.reports.characters import disarmed, plain

        # It may name a file, and a student may have named that.
        click.echo(disarmed(plain(str(error))), err=True)
        return int(error.exit_code)
    except click.ClickException as error:
        error.show()
        return int(ExitCode.USAGE)
    except (click.Abort, KeyboardInterrupt):
        click.echo(
            "\nInterrupted. What was done is kept; run the command again to go on.", err=True
        )
        return int(ExitCode.INTERRUPTED)
    except SystemExit:
        # This is how click leaves when somebody closed the pipe, as `head` does. It would exit with
        # 1, which here says that the class is below its threshold.
        return int(ExitCode.DONE)
