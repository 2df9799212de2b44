"""What was collected of each student: which file, from where, which commit, and when it came in."""

import csv
import io
import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import Any

from grader.errors import UsageError
from grader.model.attempts import marked
from grader.model.grade import Clock
from grader.reports.spreadsheets import disarmed
from grader.workflows.files import Unreadable, read_bounded

SCHEMA = "grader/collected/1"
RECORDS = "records"
TABLE = "collected.csv"
_LIMIT = 10 * 2**20
_TEXTS = ("reason", "source", "place", "commit", "committed_at", "at", "sha256")
_LISTS = ("changed", "added", "passed_over")


class State(StrEnum):
    """What became of one student's submission."""

    COLLECTED = "collected"
    ABSENT = "absent"
    """There is nothing of theirs."""
    FAILED = "failed"
    """There may be, but it could not be had: try again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """What was collected of one student."""

    student: str
    attempt: int = 1
    state: State = State.COLLECTED
    reason: str = ""
    """Why not."""
    source: str = ""
    """The address of a repository, or the file or archive."""
    place: str = ""
    """The file in it."""
    commit: str = ""
    committed_at: str = ""
    """When the commit says it was made, which the student decides."""
    at: str = ""
    """When it came in, in ISO 8601; empty where nobody says."""
    clock: Clock = Clock.UNKNOWN
    sha256: str = ""
    """Of the notebook."""
    changed: tuple[str, ...] = ()
    """Protected files that are not as they were handed out."""
    added: tuple[str, ...] = ()
    """Files that would act on a run of tests, or stand in for a library. They are not used."""
    passed_over: tuple[str, ...] = ()
    """Other notebooks."""

    @property
    def received(self) -> datetime | None:
        """When it came in."""
        return datetime.fromisoformat(self.at) if self.at else None

    def to_json(self) -> str:
        """Return the record as JSON."""
        fields = {"schema": SCHEMA, **asdict(self)}
        return json.dumps(fields, indent=1, ensure_ascii=False) + "\n"


def record_path(folder: Path, student: str, attempt: int = 1) -> Path:
    """Return where the record of a student's attempt is kept."""
    return folder / RECORDS / f"{marked(student, attempt)}.json"


def read_records(
    folder: Path, students: Iterable[str], *, attempt: int = 1
) -> Mapping[str, Record]:
    """Return student → what was collected; none where the folder was not made by `collect`.

    Raises
    ------
    UsageError
        When a record is damaged: without it, a submission would be graded without its time.
    """
    if not (folder / RECORDS).is_dir():
        return {}
    found = {student: record_path(folder, student, attempt) for student in students}
    return {student: read_record(path) for student, path in found.items() if path.exists()}


def read_record(path: Path) -> Record:
    """Return one record.

    Raises
    ------
    UsageError
        When it is damaged.
    """
    try:
        return _record(json.loads(read_bounded(path, limit=_LIMIT)))
    except (Unreadable, ValueError, KeyError, TypeError, RecursionError) as error:
        raise UsageError.at(
            str(path), f"this record is damaged: {error}", "collect again: grader collect …"
        ) from None


def _record(data: Any) -> Record:  # noqa: ANN401 - whatever the file holds
    if not isinstance(data, dict) or data.get("schema") != SCHEMA:
        raise ValueError(f"its schema is not {SCHEMA}")
    texts = {name: str(data[name]) for name in _TEXTS}
    lists = {name: tuple(map(str, data[name])) for name in _LISTS}
    record = Record(
        student=str(data["student"]),
        attempt=int(data["attempt"]),
        state=State(data["state"]),
        reason=texts["reason"],
        source=texts["source"],
        place=texts["place"],
        commit=texts["commit"],
        committed_at=texts["committed_at"],
        at=texts["at"],
        clock=Clock(data["clock"]),
        sha256=texts["sha256"],
        changed=lists["changed"],
        added=lists["added"],
        passed_over=lists["passed_over"],
    )
    for told in (record.at, record.committed_at):
        if told and datetime.fromisoformat(told).tzinfo is None:
            raise ValueError(f"{told!r} does not say in which time zone")
    return record


def to_csv(records: Iterable[Record]) -> str:
    """Return all records as a table for people."""
    columns = ("student", "state", "reason", "source", "place", "commit", "at", "clock", "sha256")
    stream = io.StringIO(newline="")
    writer = csv.writer(stream, lineterminator="\r\n")
    writer.writerow([*columns, "changed", "added"])
    for record in records:
        cells = [str(getattr(record, column)) for column in columns]
        lists = ["; ".join(names) for names in (record.changed, record.added)]
        writer.writerow(disarmed(text) for text in (*cells, *lists))
    return stream.getvalue()


def failed(record: Record, reason: str, *, state: State = State.FAILED) -> Record:
    """Return a record that says why there is nothing."""
    return replace(record, state=state, reason=reason)
