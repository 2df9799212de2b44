"""When a server got which commit. The time in a commit is whatever the student's machine says."""

import json
import os
import re
import subprocess
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from typing import Any

from grader.errors import ExerciseError, Fault
from grader.spec.tables import Layout, read_table
from grader.spec.times import TimeFault, moment
from grader.workflows.files import Unreadable, read_bounded

_LOG_BYTES = 50 * 2**20
_LATEST = int(datetime(2200, 1, 1, tzinfo=UTC).timestamp())
_REFLOG = re.compile(
    r"[0-9a-f]{40,64} ([0-9a-f]{40,64}) .*> (\d{1,12}) ([+-])(\d\d)(\d\d)(?:\t.*)?"
)
_GITHUB = re.compile(
    r"(?:https://(?:[^@/]+@)?github\.com/|(?:ssh://)?git@github\.com[:/])"
    r"(?P<owner>[\w.-]+)/(?P<name>[\w.-]+?)(?:\.git)?/?"
)
_TABLE = Layout(
    noun="table of pushes",
    columns={
        "repository": ("repository", "repo", "student", "id", "github", "github_username"),
        "commit": ("commit", "sha", "after"),
        "time": ("time", "timestamp", "pushed_at", "pushed", "at"),
    },
    required=("repository", "commit", "time"),
    example="repository,commit,time",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Push:
    """One commit that a branch was moved to, and when, by the server's clock."""

    at: datetime
    commit: str


def last_until(pushes: Iterable[Push], until: datetime | None) -> Push | None:
    """Return the last push by a time, that included; the last of all where there is no such time.

    >>> noon = datetime(2026, 3, 9, 12, tzinfo=UTC)
    >>> early, late = Push(at=noon, commit="a"), Push(at=noon + timedelta(hours=1), commit="b")
    >>> last_until([late, early], noon).commit, last_until([late, early], None).commit
    ('a', 'b')
    """
    counted = [push for push in pushes if until is None or push.at <= until]
    return max(counted, key=lambda push: push.at, default=None)


def in_reflog(repository: Path, branch: str) -> tuple[Push, ...]:
    """Return the pushes that a bare repository on this machine has recorded.

    Only of one that is bare: in a checkout the same file tells what was done there. It is written
    when ``core.logAllRefUpdates`` is ``always``.
    """
    if not is_bare(repository) or not re.fullmatch(r"refs/[\w./-]+", branch) or ".." in branch:
        return ()
    try:
        text = read_bounded(repository / "logs" / branch, limit=_LOG_BYTES).decode(
            "utf-8", "replace"
        )
    except Unreadable:
        return ()
    found = (_REFLOG.fullmatch(line) for line in text.split("\n"))
    times = ((item, _moment(item)) for item in found if item)
    return tuple(Push(at=at, commit=item[1]) for item, at in times if at is not None)


def is_bare(folder: Path) -> bool:
    """Tell whether a folder is a bare repository."""
    # A checkout may have files of these names in it, for somebody wrote them there.
    is_checkout = (folder / ".git").exists()
    return not is_checkout and (folder / "HEAD").is_file() and (folder / "objects").is_dir()


def in_activity(text: str, branch: str) -> tuple[Push, ...]:
    """Return the pushes in the answers of GitHub's ``/repos/{owner}/{repo}/activity``.

    Several pages may follow one another. What is none of it is left aside.
    """
    return tuple(
        Push(at=at, commit=item["after"])
        for item in _items(text)
        if isinstance(item, dict)
        and (not branch or item.get("ref") == branch)
        and isinstance(item.get("after"), str)
        and (at := _told(item.get("timestamp"))) is not None
    )


def from_github(url: str, branch: str, *, seconds: float) -> tuple[Push, ...]:
    """Return the pushes that GitHub has recorded, as its own program ``gh`` gets them.

    None where the repository is not there, or there is no ``gh`` that is logged in.
    """
    found = _GITHUB.fullmatch(url)
    if found is None:
        return ()
    address = f"repos/{found['owner']}/{found['name']}/activity?per_page=100"
    try:
        done = subprocess.run(  # noqa: S603 - an address of letters, digits, `.`, `_` and `-`
            ["gh", "api", "--paginate", address],  # noqa: S607 - wherever it is installed
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=seconds,
            check=False,
            env={**os.environ, "GH_PROMPT_DISABLED": "1", "NO_COLOR": "1"},
        )
    except (OSError, subprocess.SubprocessError):
        return ()
    if done.returncode:
        return ()
    return in_activity(done.stdout[:_LOG_BYTES].decode("utf-8", "replace"), branch)


def in_table(data: bytes, name: str) -> Mapping[str, Sequence[Push]]:
    """Return repository or student, in small letters → pushes, from a CSV file called `name`.

    Raises
    ------
    ExerciseError
        With every line that cannot be used.
    """
    pushes: dict[str, list[Push]] = {}
    faults: list[Fault] = []
    for row in read_table(data, name, _TABLE):
        try:
            push = Push(at=moment(row["time"]), commit=row["commit"].lower())
        except TimeFault as error:
            faults.append(Fault(place=row.place, fault=error.fault, fix=error.fix))
            continue
        if not re.fullmatch(r"[0-9a-f]{7,64}", push.commit):
            faults.append(Fault(place=row.place, fault=f"{row['commit']!r} is no commit"))
        pushes.setdefault(row["repository"].casefold(), []).append(push)
    if faults:
        raise ExerciseError(faults)
    return pushes


def _moment(found: re.Match[str]) -> datetime | None:
    offset = timedelta(hours=int(found[4]), minutes=int(found[5]))
    zone = timezone(-offset if found[3] == "-" else offset) if offset < timedelta(days=1) else UTC
    seconds = int(found[2])
    return datetime.fromtimestamp(seconds, zone) if seconds < _LATEST else None


def _told(text: object) -> datetime | None:
    if not isinstance(text, str):
        return None
    try:
        return moment(text)
    except TimeFault:
        return None


def _items(text: str) -> Iterator[Any]:
    """Yield what is in one list of JSON after another."""
    decoder, at = json.JSONDecoder(), 0
    while at < len(text):
        try:
            page, at = decoder.raw_decode(text, at)
        except (ValueError, RecursionError):
            return
        yield from page if isinstance(page, list) else ()
        while at < len(text) and text[at].isspace():
            at += 1
