"""Submissions per second, from notebooks to reports, beside a kernel for each notebook.

A grader that runs notebooks in Jupyter kernels can be no faster than `nbclient` running them: by
then it has graded nothing and written nothing. Ours starts from nothing, and its time ends when all
results and pages are written.
"""

from argparse import ArgumentParser, Namespace
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter

from classroom import ASSIGNMENT, LOOPS, MANNERS, NUMPY, SECRET, hand_in, hand_in_code, roster
from measurement import Measured, count, print_machine, print_table, seconds

from grader.workflows.course import find_sources
from grader.workflows.generate import generate
from grader.workflows.grade import Graded, Order, grade
from grader.workflows.lanes import Pace


@dataclass(frozen=True, slots=True, kw_only=True)
class Pile:
    """Submissions of one kind, in a folder."""

    what: str
    folder: Path
    students: int
    code: bool
    """Whether the answers have to be run; all of them are right then."""


def main() -> None:
    options = _options()
    print_machine()
    with TemporaryDirectory() as name:
        piles = _piles(Path(name), options.students, options.code)
        for workers in options.workers:
            rows = list(_rows(piles, workers, options.kernels))
            print_table(rows, "submissions")
            for ours, kernels in zip(rows[::2], rows[1::2], strict=True):
                print(f"{ours.what}: {ours.rate / kernels.rate:.0f} times as many in a second")
            print()


def _options() -> Namespace:
    parser = ArgumentParser(description=__doc__)
    parser.add_argument(
        "--students", type=count, default=1000, metavar="N", help="who answer with literals"
    )
    parser.add_argument("--code", type=count, default=100, metavar="N", help="who answer with code")
    parser.add_argument(
        "--kernels", type=count, default=10, metavar="N", help="notebooks of each kind in kernels"
    )
    parser.add_argument("--workers", type=count, nargs="+", default=[1, 2], metavar="W")
    return parser.parse_args()


def _piles(folder: Path, students: int, code: int) -> tuple[Pile, ...]:
    """Make the submissions; none of this is timed."""
    sources = find_sources(ASSIGNMENT)
    everybody = roster(max(students, code))
    release = folder / "release"
    generate(sources, everybody, release, secret=SECRET)
    course = sources.load(SECRET)
    hand_in(course, everybody[:students], release, folder / "literals")
    piles = [
        Pile(
            what="four exercises, literals",
            folder=folder / "literals",
            students=students,
            code=False,
        )
    ]
    for what, text in (("loops", LOOPS), ("numpy", NUMPY)):
        hand_in_code(course, everybody[:code], release, folder / what, code=text)
        piles.append(
            Pile(
                what=f"a correlation by {what}",
                folder=folder / what,
                students=code,
                code=True,
            )
        )
    return tuple(piles)


def _rows(piles: tuple[Pile, ...], workers: int, kernels: int) -> Iterator[Measured]:
    """Yield two measurements of each pile: graded by us, and a part of it run in kernels."""
    for pile in piles:
        yield Measured(
            what=pile.what,
            workers=workers,
            items=pile.students,
            seconds=seconds(_grade, pile, workers),
        )
        paths = sorted(pile.folder.glob("*.ipynb"))[:kernels]
        yield Measured(
            what="  the same, nbclient",
            workers=workers,
            items=len(paths),
            seconds=_run_in_kernels(paths, workers),
        )


def _grade(pile: Pile, workers: int) -> None:
    with TemporaryDirectory() as folder:
        order = Order(
            sources=find_sources(ASSIGNMENT),
            roster=roster(pile.students),
            submissions=pile.folder,
            folder=Path(folder),
            secret=SECRET,
        )
        graded = grade(order, pace=Pace(workers=workers))
    _require_sense(graded, pile)


def _require_sense(graded: Graded, pile: Pile) -> None:
    """Refuse to have measured something else: a fast way to wrong grades is no result."""
    full = [grade.earned == grade.possible for grade in graded.grades]
    manners = [MANNERS[number % len(MANNERS)] for number in range(pile.students)]
    expected = [pile.code or manner == "right" for manner in manners]
    ran = {grade.executed for grade in graded.grades}
    if graded.new != pile.students or full != expected or ran != {pile.code}:
        raise SystemExit(f"{pile.what}: these are not the grades that the answers deserve")


def _run_in_kernels(paths: list[Path], workers: int) -> float:
    """Return how long `nbclient` takes, from the start of the first kernel to the end of the last.

    Its own import is not counted.
    """
    # Not above: the timed processes import this file, and have no use for them.
    import nbformat  # noqa: PLC0415
    from nbclient import NotebookClient  # noqa: PLC0415

    def run(path: Path) -> None:
        # Raises where a cell fails.
        notebook = nbformat.read(path, as_version=4)
        NotebookClient(notebook, extra_arguments=["--log-level=ERROR"]).execute()

    begun = perf_counter()
    with ThreadPoolExecutor(workers) as lanes:
        list(lanes.map(run, paths))
    return perf_counter() - begun


if __name__ == "__main__":
    main()
