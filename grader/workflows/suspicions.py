"""What is odd about a submission, said to the instructor. No score depends on it."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from grader import notebooks
from grader.model.assignment import Assignment, Roster
from grader.model.grade import Clock, Grade
from grader.reports.characters import one_line
from grader.texts import clock_time
from grader.workflows.classmates import Drawn, fits, owners_of
from grader.workflows.course import Course
from grader.workflows.records import Record


@dataclass(frozen=True, slots=True, kw_only=True)
class Submitted:
    """One submission: its grade, its bytes, and where it was collected from."""

    grade: Grade
    data: bytes | None
    record: Record


def named(
    course: Course, roster: Roster, submitted: Iterable[Submitted], everybody: Sequence[Drawn]
) -> Mapping[str, tuple[str, ...]]:
    """Return student → what is odd about their submission, one sentence each.

    Parameters
    ----------
    course
        For the deadlines.
    roster
        Who takes part.
    submitted
        What was handed in and graded.
    everybody
        What everybody drew.
    """
    listed = {item.grade.student: item for item in submitted}
    variants = _owners(everybody)
    keys = owners_of(everybody)
    same = _same_files(listed.values())
    students = {student.id: student for student in roster}
    return {
        name: tuple(
            one_line(text)
            for text in (
                *_cells(item.grade),
                *_files(item.record),
                *_labels(item, variants),
                *_twins(item, same),
                *fits(item.grade, keys),
                *_times(item.record, course.assignment_of(students[name])),
            )
        )
        for name, item in listed.items()
    }


def _owners(everybody: Sequence[Drawn]) -> Mapping[str, frozenset[str]]:
    """Return variant → whose it is: of a small exercise, several have the same."""
    owners: dict[str, set[str]] = defaultdict(set)
    for item in everybody:
        for variant in item.variants:
            owners[variant].add(item.student)
    return {variant: frozenset(students) for variant, students in owners.items()}


def _same_files(listed: Iterable[Submitted]) -> Mapping[str, tuple[str, ...]]:
    who: dict[str, list[str]] = defaultdict(list)
    for item in listed:
        if item.data is not None:
            who[item.grade.submission].append(item.grade.student)
    return {digest: tuple(students) for digest, students in who.items() if len(students) > 1}


def _cells(grade: Grade) -> Iterator[str]:
    found = grade.integrity
    for told, cells in (
        ("edited cells", found.edited),
        ("deleted cells", found.missing),
        ("duplicated cells", found.duplicated),
    ):
        # Of a file that is not theirs, or none of ours, nothing is where it should be.
        if cells and not any(problem.fatal for problem in grade.problems):
            yield f"{told}: {', '.join(cells)}"


def _files(record: Record) -> Iterator[str]:
    if record.added:
        yield f"added files that act on a run of tests: {', '.join(record.added)}"
    if record.changed:
        yield f"changed protected files: {', '.join(record.changed)}"


def _labels(item: Submitted, owners: Mapping[str, frozenset[str]]) -> Iterator[str]:
    """Yield whose notebook it is by the variants that its cells are labelled with."""
    label = notebooks.label(item.data) if item.data is not None else None
    if not isinstance(label, notebooks.Label):
        return
    me = item.grade.student
    others = [owners[variant] for variant in label.variants if variant in owners]
    foreign = [students for students in others if me not in students]
    if foreign:
        # Whoever has all of them; where nobody does, whoever has any.
        shared = frozenset.intersection(*foreign) or frozenset.union(*foreign)
        yield f"the notebook of {' or '.join(sorted(shared))}"
    elif label.student.casefold() not in {me.casefold(), ""}:
        yield f"the notebook says that it is {label.student}'s"


def _twins(item: Submitted, same: Mapping[str, tuple[str, ...]]) -> Iterator[str]:
    others = [who for who in same.get(item.grade.submission, ()) if who != item.grade.student]
    if others:
        yield f"the same file as {', '.join(others)}"


def _times(record: Record, own: Assignment) -> Iterator[str]:
    """Yield where the commit tells another story than the server, or is all there is."""
    at = record.received
    due = own.schedule.due
    if at is None or due is None or not record.committed_at:
        return
    committed = datetime.fromisoformat(record.committed_at)
    if record.clock is Clock.PUSH and committed <= due < at:
        said, pushed = clock_time(committed, due.tzinfo), clock_time(at, due.tzinfo)
        yield f"the commit says {said}, but it was pushed {pushed}, which counts"
    elif record.clock is Clock.COMMIT:
        yield "no push time: the time is the commit's own, which can be set at will"
