"""Whose file is this? By its name, as it was handed out or as a platform renames it."""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import PurePosixPath

from grader.model.assignment import Roster, Student
from grader.model.attempts import unmarked

_MOODLE = re.compile(
    r"(?P<name>.+)_\d+_assignsubmission_(?:file|onlinetext)_?(?P<rest>.*)", re.DOTALL
)
"""Moodle: the full name, a number of the participation, and what was handed in."""
_CANVAS = re.compile(r"(?P<name>[^_]+)(?:_late)?_(?P<number>\d+)_\d+_(?P<rest>.+)", re.DOTALL)
"""Canvas: the name to sort by without spaces, the number of the user, that of the file."""
_NBGRADER = re.compile(r"(?P<id>[^+]+)\+[^+]+\+.+", re.DOTALL)
"""nbgrader's exchange: student, assignment, time."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Names:
    """What the students of a roster are called, by everybody who renames their files."""

    exact: Mapping[str, str]
    """Id or login in small letters → id."""
    numbers: Mapping[str, str]
    """The number of a user on the platform → id."""
    full: Mapping[str, tuple[str, ...]]
    """A full name, its words in the order of the alphabet → ids: namesakes are told by the file."""
    joined: Mapping[str, tuple[str, ...]]
    """A full name as one word, from any of its words on → ids."""
    folders: Mapping[str, str] = field(default_factory=dict)
    """What a platform's own list says of the folders that it made → id."""
    prefix: str = ""
    """What the names of all repositories begin with, where that is known."""

    def owner(self, name: PurePosixPath) -> str | None:
        """Return whose file this is: folders say it before the file does, from the top."""
        for part in (*name.parts[:-1], unmarked(bare(name.stem))[0]):
            if owner := self._of(part, bare(name.stem)):
                return owner
        return None

    def owner_of_repository(self, name: str) -> str | None:
        """Return whose repository this is: ``<prefix>-<login>``.

        Without a prefix that is known, the longest login wins with which the name ends.
        """
        bare_name = bare(name)
        if self.prefix:
            rest = bare_name.removeprefix(f"{self.prefix.casefold()}-")
            return self.exact.get(rest) if rest != bare_name else None
        # From the left, so the longest first.
        cuts = (at for at, letter in enumerate(bare_name) if letter == "-")
        endings = (bare_name[at + 1 :] for at in cuts)
        return next((self.exact[end] for end in endings if end in self.exact), None)

    def named(self, name: str, file: str = "") -> str | None:
        """Return who has this full name; of namesakes, the one after whom `file` is called."""
        ids = self.full.get(_sorted(name), ()) or self.joined.get(_joined(name), ())
        return self._only(ids, file)

    def _of(self, part: str, stem: str) -> str | None:
        plain = bare(part)
        own = self.exact.get(plain) or self.folders.get(part)
        return own or self._by_platform(plain, stem) or self.owner_of_repository(part)

    def _by_platform(self, part: str, stem: str) -> str | None:
        """Return whose file this is by the name that a learning platform gave it."""
        if found := _MOODLE.fullmatch(part):
            return self.named(found["name"], found["rest"] or stem)
        if found := _CANVAS.fullmatch(part):
            by_number = self.numbers.get(found["number"])
            return by_number or self.named(found["name"], found["rest"])
        if found := _NBGRADER.fullmatch(part):
            return self.exact.get(found["id"])
        return None

    def _only(self, ids: tuple[str, ...], file: str) -> str | None:
        if len(ids) > 1:
            # What a student calls a file decides among namesakes, and nothing else.
            called = self.exact.get(unmarked(bare(PurePosixPath(file).stem))[0])
            called = called or self.exact.get(unmarked(bare(file))[0])
            return called if called in ids else None
        return ids[0] if ids else None


def names_in(
    roster: Roster, *, folders: Mapping[str, str] | None = None, prefix: str = ""
) -> Names:
    """Return what the students of a roster are called."""
    logins = {student.github.casefold(): student.id for student in roster if student.github}
    numbers = {student.number: student.id for student in roster if student.number}
    return Names(
        exact=logins | {student.id.casefold(): student.id for student in roster},
        numbers=numbers,
        full=_grouped((_sorted(student.name), student) for student in roster),
        joined=_grouped((name, student) for student in roster for name in _turned(student.name)),
        folders=folders or {},
        prefix=prefix,
    )


def bare(part: str) -> str:
    """Return a name as it was before a browser made "ada (1).ipynb" of a second download."""
    return re.sub(r"[ _-]*\(\d+\)$", "", part.casefold()).strip()


def _grouped(pairs: Iterable[tuple[str, Student]]) -> Mapping[str, tuple[str, ...]]:
    groups: dict[str, dict[str, None]] = {}
    for name, student in pairs:
        if name:
            groups.setdefault(name, {})[student.id] = None
    return {name: tuple(ids) for name, ids in groups.items()}


def _words(name: str) -> list[str]:
    """Return the words of a name without accents and capitals, which platforms drop at will."""
    letters = unicodedata.normalize("NFKD", name)
    letters = "".join(letter for letter in letters if not unicodedata.combining(letter))
    return re.findall(r"\w+", letters.casefold().replace("_", " "))


def _sorted(name: str) -> str:
    return " ".join(sorted(_words(name)))


def _joined(name: str) -> str:
    return "".join(_words(name))


def _turned(name: str) -> Iterable[str]:
    """Return a name from any of its words on: nobody knows where a family name begins."""
    words = _words(name)
    return ("".join(words[at:] + words[:at]) for at in range(len(words)))
