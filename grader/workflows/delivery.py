"""What a platform shows of a run, put where the platform looks for it."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from grader.errors import UsageError
from grader.model.grade import Grade
from grader.model.text import in_language
from grader.platforms import Run
from grader.platforms.formats import COMMANDS, OUTPUT, SUMMARY
from grader.platforms.step_summary import escaped
from grader.workflows.check import Look, lines_of
from grader.workflows.emission import emitted
from grader.workflows.files import write_whole
from grader.workflows.phrases import PROBLEMS
from grader.workflows.surroundings import Platform, Surroundings

FOLDER = "grader-report"
SHOWN: Mapping[Platform, tuple[str, ...]] = {
    Platform.PLAIN: ("json", "html", "junit", "step-summary"),
    Platform.GITHUB: (
        *("json", "html", "junit"),
        *("step-summary", "annotations", "github-classroom"),
    ),
    Platform.GITLAB: ("json", "html", "junit"),
    # The body of the release becomes the summary of the step by itself.
    Platform.CLASSROOM50: ("json", "html", "junit", "classroom50", "annotations"),
    Platform.GRADESCOPE: ("json", "html", "gradescope"),
}
"""The formats that each platform can show something of."""
_APPENDED = {OUTPUT: "GITHUB_OUTPUT", SUMMARY: "GITHUB_STEP_SUMMARY"}
"""Files that are no files of their own there, and the variables that say where they belong."""
_BESIDE = {"result.json", "release-body.md"}
"""Files that Classroom 50 wants in the student's checkout itself."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivered:
    """Where everything is."""

    paths: tuple[Path, ...] = ()
    commands: str = ""
    """Workflow commands, for the log."""


def deliver(
    grade: Grade, platform: Platform, surroundings: Surroundings, *, output: Path | None = None
) -> Delivered:
    """Write all that the platform can show.

    Raises
    ------
    UsageError
        When a file cannot be written.
    """
    run = Run.of(surroundings.environment, formative=platform is not Platform.GRADESCOPE)
    files = dict(emitted(grade, SHOWN[platform], run))
    commands = files.pop(COMMANDS, "")
    paths = []
    for name, text in files.items():
        variable = surroundings.environment.get(_APPENDED.get(name, ""))
        if variable:
            append(Path(variable), text)
        if not variable and name != OUTPUT:
            path = _place(name, platform, surroundings, output) / name
            write_whole(path, text)
            paths.append(path)
    return Delivered(paths=tuple(paths), commands=commands)


def deliver_look(look: Look, surroundings: Surroundings) -> None:
    """Add what a look at the form showed to the summary of a step, where the platform has one.

    Raises
    ------
    UsageError
        When it cannot be written.
    """
    variable = surroundings.environment.get(_APPENDED[SUMMARY])
    if variable:
        title = in_language(PROBLEMS["form-only"], look.language)
        listed = "".join(f"- {escaped(line)}\n" for line in lines_of(look))
        append(Path(variable), f"{escaped(title)}\n\n{listed}\n")


def append(path: Path, text: str) -> None:
    """Add to a file that a platform collects outputs or summaries in.

    Raises
    ------
    UsageError
        When it cannot be written.
    """
    try:
        with path.open("a", encoding="utf-8") as file:
            file.write(text)
    except OSError as error:
        raise UsageError.at(str(path), f"cannot be written: {error.strerror}") from None


def _place(name: str, platform: Platform, surroundings: Surroundings, output: Path | None) -> Path:
    if platform is Platform.CLASSROOM50 and name in _BESIDE:
        return surroundings.folder
    if platform is Platform.GRADESCOPE and name == "results.json":
        return surroundings.gradescope / "results"
    if output is not None:
        return output
    if platform is Platform.GRADESCOPE:
        # The submission is the student's, and may hold a link of this name.
        return surroundings.gradescope / "results" / FOLDER
    folder = surroundings.folder / FOLDER
    if folder.is_symlink():
        raise UsageError.at(str(folder), "is a link", "remove it, or name a folder: -o FOLDER")
    return folder
