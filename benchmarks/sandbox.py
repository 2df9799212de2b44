"""What keeping a submission in costs: each level beside a bare fork, and a fresh interpreter.

    python benchmarks/sandbox.py

All run the same four cells with numpy, one submission after the other in one lane, and take turns,
so that a busy machine is busy for everybody.
"""

import argparse
from collections.abc import Callable
from unittest.mock import patch

from measurement import print_machine
from tables import Table, duration, figure
from turns import contest, timed

from grader.errors import SandboxError
from grader.model.exercise import Limits
from grader.model.submission import Given
from grader.sandbox import conversation
from grader.sandbox.conversation import converse
from grader.sandbox.job import Job, Read, Run
from grader.sandbox.levels import LAYERS, Confinement, Level
from grader.sandbox.wire import Answered, Frame

AIM = 1.3
"""What the highest level may cost at most, as a multiple of a bare fork."""
CELLS = (
    "import numpy as np",
    "image = np.arange(16).reshape(4, 4)",
    "kernel = np.array([[0, 1], [2, 3]])",
    "out = [[int((image[i:i + 2, j:j + 2] * kernel).sum()) for j in range(3)] for i in range(3)]",
)
RIGHT = ((24, 30, 36), (48, 54, 60), (72, 78, 84))


def main() -> None:
    """Measure, and print a table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--patience", type=float, default=20, help="seconds to take turns for")
    options = parser.parse_args()
    print_machine()
    bare = _at(Level.OPEN)
    bare()
    calls: dict[str, Callable[[], None]] = {
        f"level {level} ({level.word})": _at(level) for level in Level if level is not Level.OPEN
    }
    calls["fresh interpreter (level 1)"] = _fresh
    firsts, absent = {}, {}
    for name, call in calls.items():
        try:
            firsts[name] = timed(call)[1]
        except SandboxError as error:
            absent[name] = error.faults[0].fault
    present = {name: call for name, call in calls.items() if name in firsts}
    found = contest(bare, present, patience=options.patience)
    table = Table(columns=("a submission in", "time", "bare forks"), markdown=False, widths=(28, 8))
    table.begin("What keeps it in")
    table.add("bare fork", duration(found.seconds), figure(1))
    for name, duel in found.duels.items():
        table.add(name, duration(duel.seconds), figure(duel.ratio))
    for name, why in absent.items():
        print(f"{name} is not to be had: {why}")
    guarded = [
        duel.ratio for name, duel in found.duels.items() if name[:7] in {"level 3", "level 4"}
    ]
    if guarded:
        kept = "met" if max(guarded) <= AIM else "missed"
        print(f"- aim: levels 3 and 4 cost at most {AIM} bare forks: {kept}")


def _at(level: Level) -> Callable[[], None]:
    confinement = Confinement(layers=LAYERS[level], reading=level is not Level.FILTERED)
    return lambda: _run(confinement, level)


def _fresh() -> None:
    with patch.object(conversation, "HAS_ZYGOTES", new=False):
        _run(Confinement(layers=LAYERS[Level.LIMITED]), Level.OPEN)


def _run(confinement: Confinement, level: Level) -> None:
    """Run the cells, and see that they were: a fast way to no answer is none."""
    given = []

    def receive(frame: Frame) -> None:
        match frame:
            case Answered(outcome=Given(value=value)):
                given.append(value)
            case _:
                pass

    job = Job(
        runs=tuple(Run(number=n, source=source) for n, source in enumerate(CELLS, start=1)),
        reads=(Read(key=("", "out"), variable="out", cell=len(CELLS)),),
    )
    converse(job.message(), Limits(), receive, confinement=confinement, level=level)
    if given != [RIGHT]:
        raise SystemExit(f"the answer was {given}: the figures are void")


if __name__ == "__main__":
    main()
