"""Scores that students' own machines computed, as they come back. Nothing rests on them."""

import json
import re
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from pathlib import Path, PurePosixPath

from grader.errors import UsageError
from grader.model.assignment import Roster
from grader.reports import result_json
from grader.spec.tables import Layout, read_table
from grader.workflows.files import Unreadable, read_bounded
from grader.workflows.owners import Names, names_in

_LIMIT = 20 * 2**20
_FILES = ("grader-result.json", "result.json")
"""What `grader ci` and Classroom 50 write."""
_TABLE = Layout(
    noun="table of scores",
    columns={
        "student": (
            *("student", "username", "github_username", "usernames", "identifier"),
            *("roster_identifier", "id", "email"),
        ),
        "score": ("score", "points_awarded", "total", "earned", "total score"),
        "most": ("max_score", "points_available", "possible", "max-score", "max points"),
    },
    required=("student", "score"),
    example="student,score,max_score",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """What a student's own machine said."""

    points: Decimal
    most: Decimal | None = None
    """Out of how many, where it says so: platforms count in units of their own."""

    def out_of(self, possible: Decimal) -> Decimal:
        """Return the points on the scale of ours, to the hundredth."""
        share = self.points / self.most if self.most else None
        scaled = self.points if share is None or self.most == possible else share * possible
        return scaled.quantize(Decimal("0.01"))


def read_claims(path: Path, roster: Roster) -> Mapping[str, Claim]:
    """Return student → what was claimed, from a CSV file or a folder of results.

    In a folder, results are called after their students, or lie in folders called after them or
    their repositories. What cannot be read claims nothing.

    Raises
    ------
    ExerciseError
        When a CSV file is none, or has no such columns.
    UsageError
        When the file cannot be read.
    """
    names = names_in(roster)
    if path.is_dir():
        found = ((names.owner(_asked(name)), name) for name in _results(path))
        claims = ((owner, _claim(path / name)) for owner, name in found if owner)
        return {owner: claim for owner, claim in claims if claim is not None}
    try:
        data = read_bounded(path.resolve(), limit=_LIMIT)
    except Unreadable as error:
        raise UsageError.at(str(path), f"cannot be read: {error.detail or error.code}") from None
    return dict(_listed(data, str(path), names, roster))


def _listed(data: bytes, name: str, names: Names, roster: Roster) -> Iterator[tuple[str, Claim]]:
    emails = {student.email.casefold(): student.id for student in roster if student.email}
    for row in read_table(data, name, _TABLE):
        said = row["student"].casefold()
        owner = names.exact.get(said) or emails.get(said)
        points = _number(row["score"])
        if owner and points is not None:
            yield owner, Claim(points=points, most=_number(row["most"]))


def _results(folder: Path) -> list[PurePosixPath]:
    """Return the results in a folder, the nearest first, so that the last is the deepest."""
    paths = [path for path in folder.rglob("*.json") if not path.is_symlink()]
    known = [path for path in paths if path.name in _FILES or path.parent == folder]
    return sorted(PurePosixPath(path.relative_to(folder).as_posix()) for path in known)


def _asked(name: PurePosixPath) -> PurePosixPath:
    """Return by what a result is known: its folders where it has a name that all have."""
    return name.parent / "x" if name.name in _FILES else name


def _claim(path: Path) -> Claim | None:
    with suppress(Unreadable, ValueError, KeyError, TypeError, RecursionError):
        text = read_bounded(path, limit=_LIMIT).decode("utf-8", "replace")
        content = json.loads(text)
        if not isinstance(content, dict):
            return None
        if content.get("schema") == result_json.SCHEMA:
            grade = result_json.from_json(text)
            return Claim(points=grade.earned, most=grade.possible)
        points, most = _number(str(content["score"])), _number(str(content["max-score"]))
        return None if points is None else Claim(points=points, most=most)
    return None


def _number(text: str) -> Decimal | None:
    if not re.fullmatch(r"\d{1,9}([.,]\d{1,9})?", text.strip()):
        return None
    with suppress(InvalidOperation):
        return Decimal(text.strip().replace(",", "."))
    return None
