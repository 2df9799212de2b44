"""A folder or zip of submissions → whose is which."""

from collections.abc import Callable, Container, Iterable, Mapping
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path, PurePosixPath

from grader.model.assignment import Roster
from grader.model.attempts import marked, unmarked
from grader.workflows.gradescope import FILE, folders_in
from grader.workflows.intake import Candidate, Intake, intake
from grader.workflows.owners import Names, bare, names_in


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """One notebook that was handed in. Reading it may raise `Unreadable`."""

    place: str
    read: Callable[[], bytes]
    attempt: int | None = None
    """The attempt that its name says, where it says one."""
    passed_over: tuple[str, ...] = ()
    """Other notebooks of the same student."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Collection:
    """What was handed in, by student."""

    found: Mapping[str, Found]
    strangers: tuple[str, ...] = field(default=())
    """Notebooks whose name fits nobody on the roster."""


def collect(
    source: Path, roster: Roster, *, assignment: str = "", attempt: int = 1, prefix: str = ""
) -> Collection:
    """Return the submissions under `source`: a folder, a zip file, or a single notebook.

    A notebook belongs to the student after whom it, or the topmost folder it lies in, is called: by
    id or by GitHub login, capitals aside, or as GitHub Classroom, Classroom 50, Moodle, Canvas,
    Gradescope and nbgrader call it. One whose name is marked as that of another attempt, as
    ``ada.attempt-2.ipynb``, is left aside.

    Raises
    ------
    SubmissionError
        When there is no such folder, or the zip file is damaged.
    """
    handed_in = intake(source)
    names = names_for(handed_in, roster, prefix=prefix)
    return assigned(handed_in.files, names, assignment=assignment, attempt=attempt)


def names_for(handed_in: Intake, roster: Roster, *, prefix: str = "") -> Names:
    """Return what students are called in a source, by what its platform says about it, too."""
    names = names_in(roster, prefix=prefix)
    if listed := handed_in.beside(FILE):
        return names_in(roster, prefix=prefix, folders=folders_in(listed, roster, names))
    return names


def names_of(roster: Roster) -> Mapping[str, str]:
    """Return what students are called by, in small letters: login or id → id."""
    return names_in(roster).exact


def assigned(
    files: Iterable[Candidate], names: Names, *, assignment: str = "", attempt: int = 1
) -> Collection:
    """Return whose is which of `files`, and the best of each student."""
    handed_in: dict[str, list[Candidate]] = {}
    strangers: list[str] = []
    for file in files:
        student = names.owner(file.name)
        if student is None:
            strangers.append(str(file.name))
        elif _attempt(file.name) in {None, attempt}:
            handed_in.setdefault(student, []).append(file)
    found = {
        student: first
        for student, notebooks in handed_in.items()
        if (first := chosen(notebooks, student, assignment=assignment, attempt=attempt))
    }
    return Collection(found=found, strangers=tuple(strangers))


def chosen(
    files: Iterable[Candidate], student: str, *, assignment: str = "", attempt: int = 1
) -> Found | None:
    """Return the notebook of a student that counts; None where there is none of this attempt."""
    notebooks = [file for file in files if _attempt(file.name) in {None, attempt}]
    # Beside the notebook of a later attempt, one without a mark is that of the first.
    own = [file for file in notebooks if _attempt(file.name) == attempt] or notebooks
    if not own:
        return None
    handed_out = {marked(stem.casefold(), attempt) for stem in (student, assignment)}
    first, *others = sorted(own, key=partial(_preference, handed_out))
    return Found(
        place=str(first.name),
        read=first.read,
        attempt=_attempt(first.name),
        passed_over=tuple(str(file.name) for file in others),
    )


def _attempt(name: PurePosixPath) -> int | None:
    """Return the attempt that a file's name says."""
    return unmarked(bare(name.stem))[1]


def _preference(handed_out: Container[str], file: Candidate) -> tuple[bool, int, str]:
    """Return a sort key: the name that was handed out comes first, then the least nested."""
    name = file.name
    return (name.stem.casefold() not in handed_out, len(name.parts), str(name))
