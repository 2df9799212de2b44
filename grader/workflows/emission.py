"""A kept result, in the formats of platforms."""

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

from grader.errors import UsageError
from grader.model.grade import Grade
from grader.platforms import FORMATS, Files, Run
from grader.platforms.formats import OUTPUT
from grader.reports import result_json
from grader.workflows.files import Unreadable, read_bounded, write_whole


def read(path: Path, *, language: str | None = None) -> Grade:
    """Return the result in a file, told in another language where one is named.

    Raises
    ------
    UsageError
        When it cannot be read, or is no result.
    """
    fix = "name a result: grader grade writes one for each student, grader ci one"
    try:
        grade = result_json.from_json(read_bounded(path).decode())
    except Unreadable as error:
        fault = f"cannot be read: {error.detail or error.code}"
        raise UsageError.at(str(path), fault, fix) from None
    except UnicodeDecodeError:
        raise UsageError.at(str(path), "is not UTF-8", fix) from None
    except ValueError as error:
        raise UsageError.at(str(path), f"is no result that can be used: {error}") from None
    return grade if language is None else replace(grade, language=language)


def emitted(grade: Grade, formats: Iterable[str], run: Run) -> Files:
    """Return the files of all of `formats`."""
    files: dict[str, str] = {}
    for name in formats:
        for file, text in FORMATS[name](grade, run).items():
            # Two formats say something to the same step.
            files[file] = files.get(file, "") + text if file == OUTPUT else text
    return files


def write(files: Files, folder: Path) -> tuple[Path, ...]:
    """Write the files into a folder, and return their paths.

    Raises
    ------
    UsageError
        When one cannot be written.
    """
    for name, text in files.items():
        write_whole(folder / name, text)
    return tuple(folder / name for name in files)
