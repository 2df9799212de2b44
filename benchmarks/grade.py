"""Submissions per second, from notebooks to reports, beside other autograders on the same work.

Ours starts from nothing, and its time ends when all results and pages are written. The others get
notebooks with the same answers, and tests that compare the same values: see `autograders.py`.
"""

from argparse import ArgumentParser, Namespace
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from autograders import AUTOGRADERS, Task, task_of
from classroom import (
    FUNCTIONS,
    LITERALS,
    SECRET,
    answers_right,
    hand_in_functions,
    hand_in_literals,
    roster,
)
from measurement import Measured, count, peak, print_machine, print_table, seconds

from grader.sandbox import best
from grader.workflows.course import find_sources
from grader.workflows.generate import generate
from grader.workflows.grade import Graded, Order, grade
from grader.workflows.lanes import Pace
from grader.workflows.release import Release


@dataclass(frozen=True, slots=True, kw_only=True)
class Pile:
    """Submissions of one assignment, in a folder."""

    assignment: str
    folder: Path
    release: Release
    students: int
    task: Task
    """One of them, all right, with tests: what the others work on."""

    @property
    def code(self) -> bool:
        """Whether the answers have to be run; all of them are right then."""
        return self.assignment == FUNCTIONS


def main() -> None:
    options = _options()
    print_machine()
    level = best().level
    print(f"student code: level {level} ({level.word})\n")
    with TemporaryDirectory() as name:
        for assignment in options.assignments:
            _compare(_pile(Path(name), assignment, options.students), options)
        if options.peaks:
            _print_peaks(Path(name), options)


def _options() -> Namespace:
    parser = ArgumentParser(description=__doc__)
    parser.add_argument(
        "--students", type=count, default=1000, metavar="N", help="who hand in each assignment"
    )
    parser.add_argument(
        "--others", type=count, default=30, metavar="N", help="submissions for each autograder"
    )
    parser.add_argument(
        "--only", nargs="*", choices=sorted(AUTOGRADERS), help="the autograders to compare with"
    )
    parser.add_argument(
        "--environments",
        type=Path,
        metavar="FOLDER",
        help="where the autograders are installed, and found again; else in a temporary folder",
    )
    parser.add_argument(
        "--assignments", nargs="*", choices=(LITERALS, FUNCTIONS), default=(LITERALS, FUNCTIONS)
    )
    parser.add_argument("--workers", type=count, nargs="+", default=[1, 2], metavar="W")
    parser.add_argument(
        "--peaks",
        type=count,
        nargs="+",
        metavar="N",
        help="print the memory, processes and descriptors that grading so many takes, as well",
    )
    return parser.parse_args()


def _pile(folder: Path, assignment: str, students: int) -> Pile:
    """Make the submissions; none of this is timed."""
    sources = find_sources(assignment)
    everybody = roster(students)
    notebooks, handed_in = folder / f"{assignment}-release", folder / f"{assignment}-{students}"
    release = generate(sources, everybody, notebooks, secret=SECRET)
    course = sources.load(SECRET)
    hand_in = hand_in_functions if assignment == FUNCTIONS else hand_in_literals
    hand_in(course, everybody, notebooks, handed_in)
    first, *_ = everybody
    return Pile(
        assignment=assignment,
        folder=handed_in,
        release=release,
        students=students,
        task=task_of(course, first, (handed_in / f"{first.id}.ipynb").read_bytes()),
    )


def _compare(pile: Pile, options: Namespace) -> None:
    rows = [
        Measured(
            what=pile.assignment,
            workers=workers,
            items=pile.students,
            seconds=seconds(_grade, pile, workers),
        )
        for workers in options.workers
    ]
    ours = rows[-1]
    chosen = sorted(AUTOGRADERS) if options.only is None else options.only
    for name in chosen:
        with TemporaryDirectory() as scratch:
            autograder = AUTOGRADERS[name]
            environment = (options.environments or Path(scratch)) / autograder.package
            python = autograder.install(environment)
            lanes = min(ours.workers, autograder.most_lanes)
            elapsed = autograder.run(python, pile.task, options.others, Path(scratch), lanes)
        rows.append(
            Measured(what=f"  {name}", workers=lanes, items=options.others, seconds=elapsed)
        )
    print_table(rows, "submissions")
    for row in rows[len(options.workers) :]:
        print(f"{ours.rate / row.rate:6.0f} times as many in a second as {row.what.strip()}")
    print()


def _grade(pile: Pile, workers: int) -> None:
    with TemporaryDirectory() as folder:
        order = Order(
            sources=find_sources(pile.assignment),
            roster=roster(pile.students),
            release=pile.release,
            submissions=pile.folder,
            folder=Path(folder),
            secret=SECRET,
        )
        graded = grade(order, pace=Pace(workers=workers))
    _require_sense(graded, pile)


def _require_sense(graded: Graded, pile: Pile) -> None:
    """Refuse to have measured something else: a fast way to wrong grades is no result."""
    full = [grade.earned == grade.possible for grade in graded.grades]
    expected = [pile.code or answers_right(number) for number in range(pile.students)]
    ran = {grade.executed for grade in graded.grades}
    if graded.new != pile.students or full != expected or ran != {pile.code}:
        raise SystemExit(f"{pile.assignment}: these are not the grades that the answers deserve")


def _print_peaks(folder: Path, options: Namespace) -> None:
    """Print the most memory, processes and descriptors that a run holds at once."""
    workers = options.workers[-1]
    print(f"at most at once, with {workers} workers:")
    for assignment in options.assignments:
        for students in options.peaks:
            pile = _pile(folder, assignment, students)
            most = peak(_grade, pile, workers)
            print(
                f"  {assignment:20} {students:7,} submissions {most.memory / 2**20:6.0f} MB"
                f" {most.processes:4} processes {most.descriptors:5} descriptors"
            )


if __name__ == "__main__":
    main()
