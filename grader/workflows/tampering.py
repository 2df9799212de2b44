"""Files of a repository that are not as they were handed out, or that act when code is tested.

None of them changes a score here: only the notebook is taken, and nothing of it runs with them. But
they did change what a student's own run of CI said.
"""

import re
from collections.abc import Mapping, Sequence

from grader.workflows.clones import Clone, Entry
from grader.workflows.files import Unreadable
from grader.workflows.repository import digest

_LIMIT = 2**20
_ANYWHERE = re.compile(r"(?:conftest|sitecustomize|usercustomize)\.py|.*\.pth", re.IGNORECASE)
"""What Python or pytest runs without being asked."""
_AT_THE_TOP = re.compile(
    r"(?:pytest\.ini|tox\.ini|setup\.cfg|pyproject\.toml|\.pytest\.ini)"
    r"|(?:grader|numpy|scipy|pytest|_pytest|yaml|jinja2|click|nbformat)(?:\.py|/.*)",
    re.IGNORECASE,
)
"""What configures a run of tests, or stands in for a library that is imported from here."""
_MOST = 20


def changed_in(
    clone: Clone, entries: Sequence[Entry], protected: Mapping[str, str]
) -> tuple[str, ...]:
    """Return the protected files that were changed or are gone, from file → SHA-256."""
    found = {str(entry.name): entry for entry in entries}
    return tuple(
        name
        for name, handed_out in sorted(protected.items())
        if name not in found or _digest(clone, found[name]) != handed_out
    )


def added_in(entries: Sequence[Entry], protected: Mapping[str, str]) -> tuple[str, ...]:
    """Return files that act on a run of tests and were not handed out."""
    names = (str(entry.name) for entry in entries)
    return tuple(sorted(name for name in names if name not in protected and _acts(name)))[:_MOST]


def _acts(name: str) -> bool:
    last = name.rpartition("/")[2]
    return bool(_ANYWHERE.fullmatch(last) or _AT_THE_TOP.fullmatch(name))


def _digest(clone: Clone, entry: Entry) -> str:
    try:
        return digest(clone.read(entry, limit=_LIMIT))
    except Unreadable:
        return ""
