"""Variants per second of each exercise, and the time that `grader lint` takes for all of them.

The variants are drawn with one process, every misconception computed. The whole bank is examined
with one worker and with more, cold start included; what is found must not depend on their number.
"""

import hashlib
from argparse import ArgumentParser
from multiprocessing import get_context
from multiprocessing.connection import Connection
from pathlib import Path
from time import perf_counter

from measurement import Measured, count, print_machine, print_table, seconds

from grader.assets import bundled
from grader.spec import Bank
from grader.variants import Drawing, Rejections
from grader.workflows.lanes import Pace
from grader.workflows.linting import examine_all, find_files

WARM = 20
"""Variants drawn before the clock starts: the first ones fill caches."""


def main() -> None:
    parser = ArgumentParser(description=__doc__)
    parser.add_argument("--variants", type=count, default=200, metavar="N")
    parser.add_argument("--workers", type=count, nargs="+", default=[1, 2], metavar="W")
    parser.add_argument("--exercises", type=Path, default=bundled("exercises"), metavar="FOLDER")
    options = parser.parse_args()
    print_machine()
    print_rates(options.exercises, options.variants)
    print_lint(options.exercises, options.variants, options.workers)


def print_rates(folder: Path, variants: int) -> None:
    """Print how fast each exercise is drawn."""
    bank = Bank([folder])
    width = max(map(len, bank.files))
    print(f"{'':{width}}  variants  draws  misconceptions  per second")
    for name in sorted(bank.files):
        drawing = Drawing(bank.exercise(name))
        _draw(drawing, WARM, "warm")
        begun = perf_counter()
        draws = _draw(drawing, variants, "timed")
        rate = variants / (perf_counter() - begun)
        mistakes = len(drawing.exercise.misconceptions)
        print(f"{name:{width}}  {variants:8,}  {draws:5,}  {mistakes:14}  {rate:10.0f}")
    print()


def _draw(drawing: Drawing, variants: int, called: str) -> int:
    """Draw for so many students, and return how many draws it took."""
    tally = Rejections()
    for number in range(variants):
        # Each in a class of its own, so that the cases of functions are drawn as well.
        drawing.variant(f"{called}-{number}".encode(), called, rejections=tally)
    return tally.draws


def print_lint(folder: Path, variants: int, workers: list[int]) -> None:
    """Print how long the examination of all files takes."""
    rows, digests = [], set()
    for lanes in workers:
        here, there = get_context("spawn").Pipe(duplex=False)
        elapsed = seconds(_lint, folder, variants, lanes, there)
        digests.add(here.recv())
        rows.append(
            Measured(
                what=f"lint of {len(find_files([folder]))} files",
                workers=lanes,
                items=len(Bank([folder]).files) * variants,
                seconds=elapsed,
            )
        )
    print_table(rows, "variants")
    if len(digests) > 1:
        raise SystemExit("the number of workers changed the findings: the figures are void")


def _lint(folder: Path, variants: int, workers: int, found: Connection) -> None:
    digest = hashlib.sha256()
    files = find_files([folder])
    for item in examine_all(files, variants=variants, pace=Pace(workers=workers)):
        digest.update(repr((item.file, item.findings)).encode())
    found.send(digest.hexdigest())


if __name__ == "__main__":
    main()
