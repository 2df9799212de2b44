"""A new exercise to begin with, and where the bank keeps solutions, its solution."""

import re
from pathlib import Path

from grader.assets import bundled
from grader.errors import UsageError
from grader.spec.schema import SLUG
from grader.workflows.files import write_whole

EXERCISES = "exercises"
SOLUTIONS = "solutions"


def new(path: Path) -> tuple[Path, ...]:
    """Write an exercise that works at `path`, and return the files that were written.

    A bank that has a folder ``solutions`` beside its folder ``exercises`` gets the solution too.

    Raises
    ------
    UsageError
        When the name is none of an exercise, or a file is there already.
    """
    name = path.stem
    if path.suffix != ".yaml" or not re.fullmatch(SLUG, name):
        raise UsageError.at(
            str(path),
            "this is no name of an exercise",
            "for example exercises/sizes/my-exercise.yaml",
        )
    written = {path: _text("exercise.yaml").replace("id: size-of-output", f"id: {name}", 1)}
    solution = _solution(path)
    if solution is not None:
        written[solution] = _text("solution.py")
    for file in written:
        if file.exists():
            raise UsageError.at(str(file), "this file is there already", "choose another name")
    for file, text in written.items():
        write_whole(file, text)
    return tuple(written)


def _text(name: str) -> str:
    return (bundled("templates") / name).read_text(encoding="utf-8")


def _solution(path: Path) -> Path | None:
    """Return where the solution belongs, in a bank that keeps them."""
    whole = path.resolve()
    for folder in whole.parents:
        solutions = folder.parent / SOLUTIONS
        if folder.name == EXERCISES and solutions.is_dir():
            return (solutions / whole.relative_to(folder)).with_suffix(".py")
    return None
