"""Copies of students' repositories, read without being trusted.

A copy is bare: nothing of it is checked out, so no hook, filter or submodule of it is ever run, and
no name in it becomes a path on this machine. One commit is fetched, without its history.
"""

import os
import re
import signal
import subprocess
import tempfile
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path, PurePosixPath
from typing import IO

from grader.reports.characters import one_line
from grader.spec.times import TimeFault, moment
from grader.workflows.files import MAX_BYTES, Unreadable

MEGABYTE = 2**20
_LISTING = 8 * MEGABYTE
"""Of file names in one commit. A tree of trees can hold more than any disk."""
_KEPT = ("PATH", "HOME", "SSH_AUTH_SOCK", "SSL_CERT_FILE", "SSL_CERT_DIR", "XDG_CONFIG_HOME")
_PROXIES = ("http_proxy", "https_proxy", "no_proxy", "HTTP_PROXY", "HTTPS_PROXY", "NO_PROXY")
_SETTINGS = {
    "core.hooksPath": os.devnull,
    "core.fsmonitor": "false",
    "core.askPass": "",
    "credential.interactive": "false",
    "fetch.recurseSubmodules": "false",
    "fetch.writeCommitGraph": "false",
    "gc.auto": "0",
    "init.templateDir": "",
    "log.showSignature": "false",
    "maintenance.auto": "false",
    # One file that is bounded, instead of very many.
    "transfer.unpackLimit": "1",
}
_SCHEMES = ("https", "ssh", "file")
_LINE = re.compile(rb"(\d{6}) (\w+) ([0-9a-f]{40,64}) +(\d+|-)\t(.+)", re.DOTALL)
_REF = re.compile(r"(?!-)[\w./@+*-]{1,200}")
_PEELED = "^{}"


class CloneError(Exception):
    """Why a repository, or a file in it, cannot be had: one sentence."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Bounds:
    """What one repository may cost."""

    seconds: float = 60
    megabytes: int = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class Tip:
    """What a repository's branch or tag points at."""

    commit: str
    branch: str = ""
    """Its full name, as ``refs/heads/main``."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One file of a commit."""

    name: PurePosixPath
    identity: str
    """Of its content."""
    size: int
    is_file: bool
    """Not a link, nor another repository."""


def tip_of(url: str, ref: str, bounds: Bounds) -> Tip:
    """Return what `ref`, or the default branch where it is empty, points at now.

    Of all that fit ``submit/*`` the last by name is taken: Classroom 50 calls tags after the time.

    Raises
    ------
    CloneError
        When the repository cannot be reached, or has no such branch or tag.
    """
    if ref and not _REF.fullmatch(ref):
        raise CloneError(f"“{ref}” cannot be the name of a branch or tag")
    patterns = [ref, f"{ref}^{{}}"] if ref else ["HEAD"]
    told = _git(["ls-remote", "--symref", "--", url, *patterns], bounds=bounds)
    branch, found = "", {}
    for line in told.decode("utf-8", "replace").splitlines():
        left, _, name = line.partition("\t")
        if left.startswith("ref: "):
            branch = left.removeprefix("ref: ")
        elif re.fullmatch("[0-9a-f]{40,64}", left):
            found[name] = left
    if not found:
        raise CloneError(f"it has no branch or tag “{ref}”" if ref else "it is empty")
    # A branch goes before a tag of the same name; of many, the last counts: their names are times.
    names = sorted(name for name in found if not name.endswith(_PEELED))
    name = next((name for name in names if name == f"refs/heads/{ref}"), names[-1])
    # A tag that is an object of its own is listed twice; the second line is the commit.
    return Tip(commit=found.get(name + _PEELED, found[name]), branch=branch or name)


@dataclass(frozen=True, slots=True, kw_only=True)
class Clone:
    """A bare repository of ours with commits of a student's."""

    path: Path
    bounds: Bounds = Bounds()

    def fetch(self, url: str, commit: str) -> None:
        """Get one commit, unless it is here.

        Raises
        ------
        CloneError
            When it cannot be had within the bounds.
        """
        if not (self.path / "HEAD").is_file():
            _git(["init", "--quiet", "--bare", str(self.path)], bounds=self.bounds)
        if self.has(commit):
            return
        options = ["--quiet", "--depth=1", "--no-tags", "--no-recurse-submodules"]
        # A name of ours, so that it is never tidied away.
        keep = f"{commit}:refs/collected/{commit}"
        self._git("fetch", *options, "--", url, keep)

    def has(self, commit: str) -> bool:
        """Tell whether a commit was fetched."""
        return (self.path / "refs" / "collected" / commit).is_file()

    def committed_at(self, commit: str) -> datetime | None:
        """Return when the commit says that it was made."""
        told = self._git("show", "--no-patch", "--format=%cI", commit, "--").decode().strip()
        # A student can let it say any year, and some cannot be computed with.
        with suppress(TimeFault):
            return moment(told)
        return None

    def entries(self, commit: str) -> tuple[Entry, ...]:
        """Return the files of a commit.

        Raises
        ------
        CloneError
            When there are too many.
        """
        listed = self._git("ls-tree", "-r", "-l", "-z", "--full-tree", commit, most=_LISTING)
        found = (_LINE.fullmatch(line) for line in listed.split(b"\0"))
        return tuple(
            Entry(
                name=PurePosixPath(item[5].decode("utf-8", "replace")),
                identity=item[3].decode(),
                size=int(item[4]) if item[4] != b"-" else 0,
                is_file=item[1] in {b"100644", b"100755"},
            )
            for item in found
            if item
        )

    def read(self, entry: Entry, *, limit: int = MAX_BYTES) -> bytes:
        """Return the content of a file.

        Raises
        ------
        Unreadable
            When it is a link or another repository, too large, or damaged.
        """
        if not entry.is_file:
            raise Unreadable("link", "")
        if entry.size > limit:
            raise Unreadable("too-large", f"{limit // MEGABYTE} MB")
        try:
            return self._git("cat-file", "blob", entry.identity, most=limit)
        except CloneError as error:
            raise Unreadable("unreadable", str(error)) from None

    def _git(self, *arguments: str, most: int = MEGABYTE) -> bytes:
        return _git(["--git-dir", str(self.path), *arguments], bounds=self.bounds, most=most)


def checked_url(template: str) -> None:
    """Refuse an address that git would not only fetch from.

    Raises
    ------
    CloneError
        When it has a scheme of its own, or looks like an option.
    """
    scheme, separator, _ = template.partition("://")
    if separator and scheme not in _SCHEMES:
        raise CloneError(f"{scheme}: is none of {', '.join(_SCHEMES)}")
    if template.startswith("-") or "::" in template:
        raise CloneError("this is no address of a repository")


def _git(arguments: Sequence[str], *, bounds: Bounds, most: int = MEGABYTE) -> bytes:
    """Return what a command of git prints, if it is no more than `most`."""
    settings = [part for key, value in _SETTINGS.items() for part in ("-c", f"{key}={value}")]
    blocks = bounds.megabytes * MEGABYTE // 512
    # The shell sets the limit before there are threads; in a child of ours that would be unsafe.
    limited = ["/bin/sh", "-c", f'ulimit -f {blocks}; exec "$@"', "sh"]
    command = [*limited, "git", *settings, *arguments]
    with tempfile.TemporaryFile() as said:
        try:
            running = subprocess.Popen(  # noqa: S603 - git, and addresses behind `--`
                command,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=said,
                env=_environment(os.environ),
                start_new_session=True,
            )
        except OSError as error:
            raise CloneError(f"git cannot be run: {error.strerror}") from None
        with _ended(running, bounds.seconds) as late:
            out = running.stdout.read(most + 1) if running.stdout else b""
            if len(out) <= most:
                running.wait()
        if late.is_set():
            raise CloneError(f"it took more than {bounds.seconds:g} s")
        if len(out) > most:
            raise CloneError(f"there is more than {most // MEGABYTE} MB of it")
        if running.returncode:
            raise CloneError(_reason(said, running.returncode))
        return out


@contextmanager
def _ended(running: "subprocess.Popen[bytes]", seconds: float) -> Iterator[threading.Event]:
    """See to it that a program and all it started are gone afterwards, or after some time."""
    late = threading.Event()

    def end() -> None:
        late.set()
        _kill(running)

    timer = threading.Timer(seconds, end)
    timer.daemon = True
    timer.start()
    try:
        yield late
    finally:
        timer.cancel()
        if running.poll() is None:
            _kill(running)
        if running.stdout:
            running.stdout.close()
        running.wait()


def _kill(running: "subprocess.Popen[bytes]") -> None:
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(running.pid, signal.SIGKILL)


def _environment(ours: Mapping[str, str]) -> dict[str, str]:
    kept = {name: ours[name] for name in (*_KEPT, *_PROXIES) if name in ours}
    return kept | {
        "LC_ALL": "C",
        "GCM_INTERACTIVE": "never",
        "GIT_ALLOW_PROTOCOL": ":".join(_SCHEMES),
        "GIT_LFS_SKIP_SMUDGE": "1",
        "GIT_NO_LAZY_FETCH": "1",
        "GIT_NO_REPLACE_OBJECTS": "1",
        "GIT_OPTIONAL_LOCKS": "0",
        "GIT_SSH_COMMAND": "ssh -o BatchMode=yes -o ConnectTimeout=20",
        "GIT_TERMINAL_PROMPT": "0",
    }


def _reason(said: IO[bytes], code: int) -> str:
    said.seek(0)
    lines = said.read(20_000).decode("utf-8", "replace").splitlines()
    fatal = [line for line in lines if line.startswith(("fatal:", "ERROR:", "error:"))] or lines[
        -1:
    ]
    text = one_line(fatal[0].partition(": ")[2] or fatal[0], most=160) if fatal else ""
    return text or f"git ended with {code}"
