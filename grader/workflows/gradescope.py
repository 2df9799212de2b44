"""What Gradescope's export says about its folders: whose they are, and when they came in."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from grader.model.assignment import Roster
from grader.spec.times import TimeFault, moment
from grader.workflows.owners import Names

FILE = "submission_metadata.yml"
_FOLDER = re.compile(r"^(submission_\d+):[ ]*$", re.MULTILINE)
_SUBMITTERS = re.compile(r"^  :submitters:[ ]*\n((?:(?:  - |    ).*\n?)*)", re.MULTILINE)
_PERSON = re.compile(r"^  - ", re.MULTILINE)
_FIELD = re.compile(r"^(?:    )?:(name|sid|email): (.*)$", re.MULTILINE)
_TIME = re.compile(
    r"^  :created_at: (\d{4}-\d\d-\d\d)[ T](\d\d:\d\d:\d\d)(?:\.\d+)? ?(Z|[+-]\d\d:?\d\d)[ ]*$",
    re.MULTILINE,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Listed:
    """One folder of the list."""

    folder: str
    people: tuple[Mapping[str, str], ...]
    time: datetime | None


def folders_in(data: bytes, roster: Roster, names: Names) -> Mapping[str, str]:
    """Return folder → the id of the first of its submitters who is on the roster."""
    emails = {student.email.casefold(): student.id for student in roster if student.email}
    found: dict[str, str] = {}
    for listed in _listed(data):
        for person in listed.people:
            owner = (
                names.exact.get(person.get("sid", "").casefold())
                or emails.get(person.get("email", "").casefold())
                or names.named(person.get("name", ""))
            )
            if owner:
                found.setdefault(listed.folder, owner)
    return found


def times_in(data: bytes) -> Mapping[str, datetime]:
    """Return folder → when it came in, by Gradescope's clock."""
    return {item.folder: item.time for item in _listed(data) if item.time is not None}


def _listed(data: bytes) -> Iterator[_Listed]:
    """Yield the folders of the list.

    Line by line, not as YAML: it holds what the students' programs printed, and Ruby's own tags. A
    student's text stands deeper than what is looked at here, or outside the list of submitters.
    """
    text = data.decode("utf-8", errors="replace").replace("\r\n", "\n")
    # What comes before the first heading belongs to nothing.
    _, *parts = _FOLDER.split(text)
    for folder, part in zip(parts[::2], parts[1::2], strict=True):
        time = _TIME.search(part)
        yield _Listed(
            folder=folder,
            people=tuple(_people(part)),
            time=None if time is None else _moment(f"{time[1]}T{time[2]}{time[3]}"),
        )


def _moment(text: str) -> datetime | None:
    try:
        return moment(text)
    except TimeFault:
        return None


def _people(part: str) -> Iterator[Mapping[str, str]]:
    """Yield the submitters of a folder."""
    found = _SUBMITTERS.search(part)
    for person in _PERSON.split(found[1] if found else "")[1:]:
        yield {key: text.strip().strip("'\"") for key, text in _FIELD.findall(person)}
