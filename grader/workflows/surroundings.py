"""Where a run of CI takes place, as its environment tells: the platform, the commit, the time.

A student can change all of it in a repository of their own, so nothing here decides more than what
a student-side score decides: nothing.
"""

import json
import re
import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from typing import Any

from grader.model.grade import Clock
from grader.workflows.files import Unreadable, read_bounded

_GRADESCOPE = Path("/autograder")
_SECONDS = 20
_YEARS = range(2000, 2100)
_EVENT_BYTES = 10 * 2**20


class Platform(StrEnum):
    """What shows the result."""

    CLASSROOM50 = "classroom50"
    GITHUB = "github"
    GITLAB = "gitlab"
    GRADESCOPE = "gradescope"
    PLAIN = "plain"


@dataclass(frozen=True, slots=True, kw_only=True)
class Surroundings:
    """The environment of a run, the folder it grades, and where Gradescope keeps its files."""

    environment: Mapping[str, str] = field(repr=False)
    folder: Path
    gradescope: Path = _GRADESCOPE

    def platform(self) -> Platform:
        """Return the platform; Classroom 50 is a part of GitHub, so it is asked for first."""
        told = self.environment
        if told.get("SUBMISSION_TAG") and told.get("CLASSROOM"):
            return Platform.CLASSROOM50
        if told.get("GITHUB_ACTIONS") == "true":
            return Platform.GITHUB
        if told.get("GITLAB_CI") == "true":
            return Platform.GITLAB
        if (self.gradescope / "submission").is_dir():
            return Platform.GRADESCOPE
        return Platform.PLAIN

    def commit(self) -> str:
        """Return the commit that is graded; empty where there is none."""
        told = self.environment.get("GITHUB_SHA") or self.environment.get("CI_COMMIT_SHA") or ""
        return (
            told if re.fullmatch("[0-9a-f]{40,64}", told) else git(self.folder, "rev-parse", "HEAD")
        )

    def submitted(self, now: datetime) -> tuple[datetime, Clock]:
        """Return when the submission came in, by the most reliable clock that can be had."""
        if found := self._received():
            return found, Clock.RECEIVED
        if found := self._pushed():
            return found, Clock.PUSH
        if found := _moment(git(self.folder, "log", "-1", "--format=%cI")):
            return found, Clock.COMMIT
        return now, Clock.RUN

    def emails(self) -> tuple[str, ...]:
        """Return the addresses of who handed in at Gradescope, a group or one; none elsewhere."""
        users = self._metadata().get("users")
        listed = users if isinstance(users, list) else []
        told = (user.get("email") for user in listed if isinstance(user, dict))
        return tuple(email.casefold() for email in told if isinstance(email, str))

    def repository(self) -> tuple[str, str]:
        """Return owner and name of the repository, in small letters; empty where unknown."""
        told = self.environment.get("GITHUB_REPOSITORY") or self.environment.get("CI_PROJECT_PATH")
        address = told or git(self.folder, "remote", "get-url", "origin")
        # git@host:owner/name.git, https://host/owner/name, owner/name
        parts = re.split(r"[/:]", address.strip().removesuffix(".git").rstrip("/"))
        owner, name = parts[-2:] if len(parts) > 1 else ("", "")
        return owner.casefold(), name.casefold()

    def _received(self) -> datetime | None:
        return _moment(self._metadata().get("created_at"))

    def _metadata(self) -> Mapping[str, Any]:
        return _json(self.gradescope / "submission_metadata.json")

    def _pushed(self) -> datetime | None:
        if at := _moment(self.environment.get("CI_PIPELINE_CREATED_AT")):
            return at
        event = _json(Path(self.environment.get("GITHUB_EVENT_PATH") or "/nowhere"))
        repository = event.get("repository")
        return _moment(repository.get("pushed_at")) if isinstance(repository, dict) else None


def git(folder: Path, *arguments: str) -> str:
    """Return what a command of git says; nothing where it fails, or where there is no git.

    Nothing that a repository configures is run.
    """
    # In a container the files are somebody else's, which git refuses without being told.
    settings = ("core.fsmonitor=false", "core.hooksPath=/dev/null", "safe.directory=*")
    quiet = [word for setting in settings for word in ("-c", setting)]
    try:
        done = run_git(folder, *quiet, *arguments)
    except (OSError, subprocess.SubprocessError):
        return ""
    return done.stdout.strip() if done.returncode == 0 else ""


def run_git(folder: Path, *arguments: str) -> "subprocess.CompletedProcess[str]":
    """Run a command of git in a folder, with neither questions nor a pager."""
    command: Sequence[str] = ["git", "--no-pager", "-C", str(folder), *arguments]
    return subprocess.run(  # noqa: S603 - our own words
        command,
        capture_output=True,
        text=True,
        errors="replace",
        timeout=_SECONDS,
        check=False,
        stdin=subprocess.DEVNULL,
    )


def _json(path: Path) -> Mapping[str, Any]:
    try:
        data = json.loads(read_bounded(path, limit=_EVENT_BYTES))
    except (Unreadable, ValueError, RecursionError):
        return {}
    return data if isinstance(data, dict) else {}


def _moment(told: object) -> datetime | None:
    """Return a time that is told as a text or in seconds; None where it is none, or has no zone."""
    try:
        if isinstance(told, int) and not isinstance(told, bool):
            when = datetime.fromtimestamp(told, UTC)
        else:
            when = datetime.fromisoformat(str(told))
    except (ValueError, OverflowError, OSError):
        return None
    # A year that a calendar cannot convert would be an error later on.
    return when if when.tzinfo and when.year in _YEARS else None
