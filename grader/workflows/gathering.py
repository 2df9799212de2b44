"""Repositories, folders and archives → one notebook for every student, and where it came from."""

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from itertools import chain
from pathlib import Path

from grader.errors import UsageError
from grader.model.assignment import Student
from grader.model.attempts import marked
from grader.model.grade import Clock
from grader.model.text import in_language, phrase
from grader.reports.characters import one_line
from grader.workflows.clones import Clone, CloneError, Tip, tip_of
from grader.workflows.collection import Found, chosen, collect, names_for
from grader.workflows.files import Unreadable, write_whole
from grader.workflows.gradescope import FILE, times_in
from grader.workflows.intake import COPIES_OF_REPOSITORIES, Candidate, intake, is_notebook
from grader.workflows.lanes import Pace
from grader.workflows.phrases import PROBLEMS
from grader.workflows.pushes import Push, from_github, in_reflog, last_until
from grader.workflows.records import (
    TABLE,
    Record,
    State,
    failed,
    read_record,
    record_path,
    to_csv,
)
from grader.workflows.tampering import added_in, changed_in
from grader.workflows.targets import Gathering, Target, addressed, repositories_in

PARALLEL = 8
"""Repositories at a time: it is the network that is waited for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Gathered:
    """What a run of collecting came to."""

    records: tuple[Record, ...]
    new: int
    strangers: tuple[str, ...] = ()
    """What fits nobody on the roster."""

    def of(self, state: State) -> tuple[Record, ...]:
        """Return the records of one state."""
        return tuple(record for record in self.records if record.state is state)


def gather(order: Gathering, *, pace: Pace = Pace()) -> Gathered:
    """Collect what everybody handed in, several repositories at a time.

    Each student's notebook and record are written as soon as they are there. A second run asks
    every repository again, but fetches only what is new; what failed is tried again.

    Raises
    ------
    SubmissionError
        When there is no such source, or it is a damaged archive.
    UsageError
        When the address cannot be meant, or a file cannot be written.
    """
    targets, strangers = _targets(order)
    plain: dict[str, tuple[Record, bytes | None]] = {}
    if order.source is not None and not targets:
        plain, others = _plain(order, order.source)
        strangers = (*strangers, *others)
    done: dict[str, Record] = {}
    new = 0
    fetched = _fetched(order, targets, workers=pace.workers or PARALLEL)
    for record, data in chain(plain.values(), fetched):
        new += _kept(order, record, data)
        done[record.student] = record
        pace.progress(len(done), len(order.roster))
    for student in order.roster:
        if student.id not in done:
            done[student.id] = _nothing(order, student)
            _kept(order, done[student.id], None)
    records = tuple(done[student.id] for student in order.roster)
    write_whole(order.folder / TABLE, to_csv(records))
    return Gathered(records=records, new=new, strangers=strangers)


def _targets(order: Gathering) -> tuple[list[Target], tuple[str, ...]]:
    if order.clone:
        return addressed(order), ()
    if order.source is None:
        raise UsageError.at("collect", "from where?", "name a folder or zip file, or add --clone")
    return repositories_in(order, order.source)


def _kept(order: Gathering, record: Record, data: bytes | None) -> bool:
    """Write a notebook and its record, the record last; tell whether there was something new.

    What was had before stays where the same cannot be had now.
    """
    place = record_path(order.folder, record.student, order.attempt)
    notebook = order.folder / f"{marked(record.student, order.attempt)}.ipynb"
    earlier = _earlier(place)
    had = earlier is not None and earlier.state is State.COLLECTED and notebook.is_file()
    if had and (record.state is State.FAILED or earlier == record):
        return False
    if data is None:
        notebook.unlink(missing_ok=True)
    else:
        write_whole(notebook, data)
    write_whole(place, record.to_json())
    return data is not None


def _earlier(place: Path) -> Record | None:
    try:
        return read_record(place)
    except UsageError:
        return None


def _nothing(order: Gathering, student: Student) -> Record:
    reason = "there is no repository or file of theirs"
    record = Record(student=student.id, attempt=order.attempt)
    return failed(record, reason, state=State.ABSENT)


def _plain(
    order: Gathering, source: Path
) -> tuple[dict[str, tuple[Record, bytes | None]], tuple[str, ...]]:
    """Return the notebooks in a folder or archive by student, and what is nobody's."""
    collection = collect(
        source,
        order.roster,
        assignment=order.assignment,
        attempt=order.attempt,
        prefix=order.prefix,
    )
    handed_in = intake(source)
    listed = handed_in.beside(FILE)
    times = times_in(listed) if listed else {}
    plain = {
        student: _read(order, student, found, times) for student, found in collection.found.items()
    }
    names = names_for(handed_in, order.roster, prefix=order.prefix)
    for name in handed_in.others():
        owner = names.owner(name)
        if owner is not None and owner not in plain:
            told = f"handed in {one_line(name.name)}, but no notebook"
            record = Record(student=owner, attempt=order.attempt, source=str(source))
            plain[owner] = failed(record, told, state=State.ABSENT), None
    return plain, collection.strangers


def _read(
    order: Gathering, student: str, found: Found, times: Mapping[str, datetime]
) -> tuple[Record, bytes | None]:
    """Return the notebook of a student that lies in a folder or archive."""
    at = next((times[part] for part in Path(found.place).parts if part in times), None)
    record = Record(
        student=student,
        attempt=order.attempt,
        source=str(order.source),
        place=found.place,
        at="" if at is None else at.isoformat(),
        clock=Clock.UNKNOWN if at is None else Clock.RECEIVED,
        passed_over=found.passed_over,
    )
    return _with_content(record, found)


def _with_content(record: Record, found: Found) -> tuple[Record, bytes | None]:
    try:
        data = found.read()
    except Unreadable as error:
        told = in_language(phrase(PROBLEMS[error.code], detail=error.detail), "en")
        return failed(record, told), None
    return replace(record, sha256=hashlib.sha256(data).hexdigest()), data


def _fetched(
    order: Gathering, targets: Sequence[Target], *, workers: int
) -> Iterator[tuple[Record, bytes | None]]:
    """Yield what is in the repositories, as they come."""
    if not targets:
        return
    with ThreadPoolExecutor(min(workers, len(targets))) as lanes:
        running = [lanes.submit(_visit, order, target) for target in targets]
        try:
            for future in as_completed(running):
                yield future.result()
        finally:
            # After an interruption, what is running comes to its end, and nothing else begins.
            lanes.shutdown(wait=True, cancel_futures=True)


def _visit(order: Gathering, target: Target) -> tuple[Record, bytes | None]:
    """Return the notebook in one repository, and where it is from; never raises for its content."""
    record = Record(student=target.student.id, attempt=order.attempt, source=target.url)
    if not target.url:
        return failed(record, "the roster has no GitHub login"), None
    try:
        tip = tip_of(target.url, order.ref, order.bounds)
        pushes = _pushes(order, target, tip)
        push = last_until(pushes, order.until)
        if order.until is not None and pushes and push is None:
            return failed(record, "nothing had been pushed by then", state=State.ABSENT), None
        commit = tip.commit if push is None or order.until is None else push.commit
        if len(commit) < len(tip.commit):
            return failed(record, f"--pushes cuts the commit {commit} short"), None
        return _of_commit(order, target, replace(record, commit=commit), pushes)
    except CloneError as error:
        return failed(record, str(error)), None


def _pushes(order: Gathering, target: Target, tip: Tip) -> tuple[Push, ...]:
    """Return what the server recorded, from who knows best: a list, its own log, GitHub."""
    names = (target.name, target.student.id, target.student.github)
    listed = [order.pushes.get(name.casefold(), ()) for name in names if name]
    if told := next((pushes for pushes in listed if pushes), ()):
        return tuple(replace(push, commit=_whole(push.commit, tip.commit)) for push in told)
    if target.local is not None:
        return in_reflog(target.local, tip.branch)
    return from_github(target.url, tip.branch, seconds=order.bounds.seconds)


def _whole(commit: str, tip: str) -> str:
    """Return a commit in full where the list cuts it short, and it is the newest."""
    return tip if tip.startswith(commit) else commit


def _of_commit(
    order: Gathering, target: Target, record: Record, pushes: Iterable[Push]
) -> tuple[Record, bytes | None]:
    copies = order.folder / COPIES_OF_REPOSITORIES
    clone = Clone(path=copies / f"{target.student.id}.git", bounds=order.bounds)
    clone.path.parent.mkdir(parents=True, exist_ok=True)
    clone.fetch(target.url, record.commit)
    entries = clone.entries(record.commit)
    committed = clone.committed_at(record.commit)
    pushed = max((push.at for push in pushes if push.commit == record.commit), default=None)
    clock = Clock.PUSH if pushed else Clock.COMMIT if committed else Clock.UNKNOWN
    at = pushed or committed
    record = replace(
        record,
        committed_at="" if committed is None else committed.isoformat(),
        at="" if at is None else at.isoformat(),
        clock=clock,
        changed=changed_in(clone, entries, order.protected),
        added=added_in(entries, order.protected),
    )
    candidates = [
        Candidate(name=entry.name, read=partial(clone.read, entry))
        for entry in entries
        if is_notebook(entry.name)
    ]
    found = chosen(
        candidates, target.student.id, assignment=order.assignment, attempt=order.attempt
    )
    if found is None:
        told = "there is no notebook of this attempt in it" if candidates else "it has no notebook"
        return failed(record, told, state=State.ABSENT), None
    record = replace(record, place=found.place, passed_over=found.passed_over)
    return _with_content(record, found)
