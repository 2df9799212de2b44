"""The run that counts: on the instructor's machine, of the commit that was collected."""

import csv
import io
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from pathlib import Path

from grader.model.assignment import Student
from grader.model.attempts import marked
from grader.model.grade import Clock, Grade
from grader.reports import result_json
from grader.reports.numerals import exact
from grader.reports.spreadsheets import disarmed
from grader.workflows.claims import Claim
from grader.workflows.classmates import drawn
from grader.workflows.collection import collect
from grader.workflows.files import Unreadable, write_whole
from grader.workflows.grade import Graded, grade
from grader.workflows.lanes import Pace
from grader.workflows.orders import Order
from grader.workflows.records import Record
from grader.workflows.results import read_result, result_path
from grader.workflows.suspicions import Submitted, named

HISTORY = "history"
DIFFERENCES = "differences.csv"


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """One student: what their own machine said, what it was before, what it is, what is odd."""

    student: str
    name: str
    claimed: Decimal | None
    """On the student's side, on our scale; None where nothing came back."""
    before: Decimal | None
    """By the run before this one."""
    points: Decimal
    """What is recorded of this attempt."""
    achieved: Decimal
    """Before credit for time, and before points set by hand: what a student's machine can know."""
    possible: Decimal
    by_hand: bool
    clock: Clock
    commit: str
    odd: tuple[str, ...]

    @property
    def difference(self) -> Decimal | None:
        """By how much the student's side said more than there is."""
        return None if self.claimed is None else self.claimed - self.achieved


@dataclass(frozen=True, slots=True, kw_only=True)
class Regraded:
    """What a run of regrading did."""

    graded: Graded
    comparisons: tuple[Comparison, ...]
    kept: int
    """Results of earlier runs that were put into the history."""


def regrade(
    order: Order, claims: Mapping[str, Claim] | None = None, *, pace: Pace = Pace()
) -> Regraded:
    """Grade everything anew, and compare with what students' machines said.

    The submissions, their commits and the times at which they came in are those that were
    collected; only the time of grading is new. Results of earlier runs go into the history, one
    file each, and are never changed. Points that were set by hand stay.

    Raises
    ------
    GraderError
        As `grade` does.
    """
    before = {student.id: _earlier(order, student) for student in order.roster}
    kept = sum(_archived(order, student, before[student.id]) for student in order.roster)
    graded = grade(replace(order, again=True), pace=pace)
    course = order.load()
    submitted = list(_submitted(order, course.assignment.id))
    odd = named(course, order.roster, submitted, drawn(order, pace=pace))
    names = {student.id: student.name for student in order.roster}
    comparisons = tuple(
        _compared(item, claims or {}, before[item.grade.student], names, odd) for item in submitted
    )
    write_whole(order.folder / DIFFERENCES, to_csv(comparisons))
    return Regraded(graded=graded, comparisons=comparisons, kept=kept)


def _earlier(order: Order, student: Student) -> Grade | None:
    try:
        return read_result(order.folder, student, order.attempt)
    except (OSError, ValueError):
        return None


def _archived(order: Order, student: Student, earlier: Grade | None) -> bool:
    """Keep the result of an earlier run; tell whether there was one to be kept."""
    if earlier is None:
        return False
    # As it was written, not as it would be written now.
    data = result_path(order.folder, student, order.attempt).read_bytes()
    place = history_path(order.folder, student.id, earlier)
    taken = 1
    while place.exists():
        if place.read_bytes() == data:
            return False
        # Two runs at the same moment: both are kept.
        taken += 1
        place = place.with_stem(f"{place.stem.partition('_')[0]}_{taken}")
    write_whole(place, data)
    return True


def history_path(folder: Path, student: str, earlier: Grade) -> Path:
    """Return where the result of an earlier run is kept."""
    time = re.sub(r"[^0-9T+-]", "", earlier.graded_at) or "undated"
    return folder / HISTORY / marked(student, earlier.attempt) / f"{time}.json"


def history_of(folder: Path, student: str, *, attempt: int = 1) -> Iterator[Grade]:
    """Yield the results of earlier runs, the oldest first."""
    for path in sorted((folder / HISTORY / marked(student, attempt)).glob("*.json")):
        yield result_json.from_json(path.read_text(encoding="utf-8"))


def _submitted(order: Order, assignment: str) -> Iterator[Submitted]:
    """Yield what was graded, with the results as they are on disk now."""
    collection = collect(
        order.submissions, order.roster, assignment=assignment, attempt=order.attempt
    )
    for student in order.roster:
        grade = _earlier(order, student)
        if grade is None:
            # A later attempt that they did not take.
            continue
        found = collection.found.get(student.id)
        data = None
        if found is not None:
            try:
                data = found.read()
            except Unreadable:
                data = None
        record = order.collected.get(student.id, Record(student=student.id))
        yield Submitted(grade=grade, data=data, record=record)


def _compared(
    item: Submitted,
    claims: Mapping[str, Claim],
    before: Grade | None,
    names: Mapping[str, str],
    odd: Mapping[str, tuple[str, ...]],
) -> Comparison:
    grade = item.grade
    claim = claims.get(grade.student)
    return Comparison(
        student=grade.student,
        name=names[grade.student],
        claimed=None if claim is None else claim.out_of(grade.possible),
        before=None if before is None else before.earned,
        points=grade.earned,
        achieved=grade.achieved,
        possible=grade.possible,
        by_hand=grade.by_hand,
        clock=grade.clock,
        commit=grade.commit,
        odd=odd[grade.student],
    )


def to_csv(comparisons: tuple[Comparison, ...]) -> str:
    """Return the comparison as a table."""
    stream = io.StringIO(newline="")
    writer = csv.writer(stream, lineterminator="\r\n")
    titles = ("student", "name", "claimed", "achieved", "difference", "before", "points")
    writer.writerow([*titles, "possible", "by_hand", "clock", "commit", "odd"])
    for item in comparisons:
        writer.writerow(
            [
                disarmed(item.student),
                disarmed(item.name),
                *map(_points, (item.claimed, item.achieved, item.difference, item.before)),
                exact(item.points),
                exact(item.possible),
                "yes" if item.by_hand else "",
                item.clock,
                disarmed(item.commit),
                disarmed("; ".join(item.odd)),
            ]
        )
    return stream.getvalue()


def _points(amount: Decimal | None) -> str:
    return "" if amount is None else exact(amount)
