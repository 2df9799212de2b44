"""Notebooks per second, from a roster to files, cold start included.

The same notebooks are made with one worker and with more, and compared byte by byte.
"""

import hashlib
from argparse import ArgumentParser
from pathlib import Path
from tempfile import TemporaryDirectory

from classroom import LITERALS, SECRET, roster
from measurement import Measured, count, print_machine, print_table, seconds

from grader.workflows.course import find_sources
from grader.workflows.generate import generate
from grader.workflows.lanes import Pace


def main() -> None:
    parser = ArgumentParser(description=__doc__)
    parser.add_argument("--students", type=count, default=1000, metavar="N")
    parser.add_argument("--workers", type=count, nargs="+", default=[1, 2], metavar="W")
    options = parser.parse_args()
    print_machine()
    rows, digests = [], set()
    for workers in options.workers:
        with TemporaryDirectory() as folder:
            elapsed = seconds(_generate, options.students, workers, Path(folder))
            digests.add(_digest(Path(folder), options.students))
        rows.append(
            Measured(
                what=f"generate {LITERALS}",
                workers=workers,
                items=options.students,
                seconds=elapsed,
            )
        )
    print_table(rows, "notebooks")
    for row in rows[1:]:
        gain = row.rate / rows[0].rate
        print(f"{row.workers} workers are {gain:.2f} times as fast as {rows[0].workers}")
    if len(digests) > 1:
        raise SystemExit("the number of workers changed the notebooks: the figures are void")


def _generate(students: int, workers: int, folder: Path) -> None:
    generate(
        find_sources(LITERALS),
        roster(students),
        folder,
        secret=SECRET,
        pace=Pace(workers=workers),
    )


def _digest(folder: Path, students: int) -> str:
    """Return the SHA-256 of all notebooks together."""
    paths = sorted(folder.glob("*.ipynb"))
    if len(paths) != students:
        raise SystemExit(f"{len(paths)} notebooks, not {students}: the figures are void")
    digest = hashlib.sha256()
    for path in paths:
        digest.update(path.read_bytes())
    return digest.hexdigest()


if __name__ == "__main__":
    main()
