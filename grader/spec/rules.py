"""What a draw must satisfy, as an exercise file says it."""

from collections.abc import Sequence

from grader.model.exercise import Band, Rules
from grader.spec.findings import Findings
from grader.spec.numbers import exact
from grader.spec.schema import BandBlock, VariantsBlock


def rules_of(
    block: VariantsBlock, findings: Findings, *, known: Sequence[str], ids: Sequence[str]
) -> Rules:
    """Return the rules of an exercise.

    Parameters
    ----------
    block
        What the file says under `variants`.
    findings
        Where faults go.
    known
        The variables that a rule may read.
    ids
        The misconceptions of the exercise.
    """
    separate = ids if block.separate == "all" else block.separate
    _check_separate(separate, findings, ids)
    return Rules(
        require=tuple(
            findings.formula(source, ("variants", "require", index), known)
            for index, source in enumerate(block.require)
        ),
        difficulty=tuple(
            _band(name, band, findings, known) for name, band in block.difficulty.items()
        ),
        separate=tuple(separate),
        tries=block.tries,
    )


def _check_separate(separate: Sequence[str], findings: Findings, ids: Sequence[str]) -> None:
    for index, wanted in enumerate(separate):
        path = ("variants", "separate", index)
        if wanted not in ids:
            findings.add(
                path,
                f"no misconception is called `{wanted}`",
                f"there are: {', '.join(ids)}" if ids else "list some under `misconceptions`",
            )
        elif wanted in separate[:index]:
            # Compared with itself it would reject every draw.
            findings.add(path, f"`{wanted}` stands here twice", "keep one of them")


def _band(name: str, block: BandBlock, findings: Findings, known: Sequence[str]) -> Band:
    path = ("variants", "difficulty", name)
    low, high = map(exact, block.band)
    if low > high:
        findings.add((*path, "band"), "no number lies in this band", "write [low, high]")
    of = findings.formula(block.of, (*path, "of"), known)
    return Band(name=name, of=of, low=low, high=high)
