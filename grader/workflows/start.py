"""A repository that was just accepted → the notebook of its student, once and for all."""

from dataclasses import dataclass
from pathlib import Path

from grader import notebooks
from grader.errors import UsageError
from grader.model.assignment import Student
from grader.model.text import LANGUAGES
from grader.workflows.course import find_sources
from grader.workflows.files import write_whole
from grader.workflows.repository import (
    Settings,
    find_notebook,
    in_repository,
    read_settings,
    student_of,
)
from grader.workflows.secrets import Secret
from grader.workflows.surroundings import Surroundings, git, run_git

_COMMITTER = ("-c", "user.name=grader", "-c", "user.email=grader@users.noreply.github.com")


@dataclass(frozen=True, slots=True, kw_only=True)
class Started:
    """The notebook of a repository."""

    path: Path
    student: str
    """Empty where the notebook does not say."""
    new: bool
    """False where it was there already: then nothing was done."""
    committed: bool = False


def start(
    surroundings: Surroundings,
    secret: Secret,
    *,
    assignment: str = "",
    student: str = "",
    commit: bool = True,
) -> Started:
    """Write the notebook of the student whose repository it is, and commit it.

    A notebook that is there is left alone, whatever has been done to it, and one that was deleted
    is not drawn again.

    Raises
    ------
    ExerciseError
        When the assignment has mistakes, or no variant can be drawn.
    UsageError
        When it is not clear whose repository it is or of which assignment, when the notebook was
        there once, or when it cannot be written.
    """
    folder = surroundings.folder
    try:
        settings = read_settings(folder) or Settings()
    except UsageError:
        if there := _there(folder):
            return there
        raise
    name = assignment or settings.assignment
    if not name:
        raise UsageError.at("start", "which assignment?", "add --assignment NAME")
    course = find_sources(in_repository(folder, name, settings)).load(secret)
    if there := _there(folder, course.assignment.id):
        return there
    path = folder / f"{course.assignment.id}.ipynb"
    if path.exists() or path.is_symlink():
        # Damaged, most likely: `grader ci` says so, and comes after this in a workflow.
        return Started(path=path, student="", new=False)
    _require_undrawn(folder, path)
    own = student or student_of(surroundings, settings)
    if not own:
        raise UsageError.at("start", "whose repository is this?", "add --student LOGIN")
    language = settings.language or course.assignment.language
    if language not in LANGUAGES:
        language = LANGUAGES[0]
    who = Student(id=own, name=own, language=language)
    write_whole(path, notebooks.render(course.worksheet(who, course.variants(who))))
    committed = commit and _committed(folder, path.name, course.assignment.id)
    return Started(path=path, student=own, new=True, committed=committed)


def _there(folder: Path, assignment: str = "") -> Started | None:
    """Return the notebook of ours that is there, of an assignment or of any, if there is one."""
    found = find_notebook(folder, assignment)
    if found is None or found.label is None:
        return None
    if assignment and found.label.assignment != assignment:
        return None
    return Started(path=found.path, student=found.label.student, new=False)


def _require_undrawn(folder: Path, path: Path) -> None:
    """Refuse to draw where the notebook was deleted."""
    if last := git(folder, "log", "-1", "--format=%h", "--", path.name):
        kept = git(folder, "ls-tree", "--name-only", "HEAD", "--", path.name)
        commit = "HEAD" if kept else f"{last}~"
        raise UsageError.at(
            str(path),
            "was there once, and no other one is drawn",
            f"take it back: git checkout {commit} -- {path.name}",
        )


def _committed(folder: Path, name: str, assignment: str) -> bool:
    """Commit one file; False where there is no repository to commit it to."""
    if git(folder, "rev-parse", "--is-inside-work-tree") != "true":
        return False
    who = () if git(folder, "config", "user.email") else _COMMITTER
    message = f"Hand out {assignment}"
    added = run_git(folder, "add", "--force", "--", name)
    done = run_git(folder, *who, "commit", "--quiet", "-m", message, "--", name)
    if added.returncode or done.returncode:
        said = (added.stderr + done.stderr).strip().splitlines()
        raise UsageError.at(name, f"cannot be committed: {said[-1] if said else 'git failed'}")
    return True
