"""Checks of how variants are drawn: whether there are any, and whether they differ."""

from collections.abc import Iterator, Mapping

from grader.model.examination import Finding, Keys
from grader.workflows.linting.contents import parts, read_by
from grader.workflows.linting.finding import error, note, warning
from grader.workflows.linting.subject import Subject

LOW_ACCEPTANCE = 0.05
CHANCE = 0.05
"""Where honest work fits a classmate's variant more often, a fit says nothing."""
_CLASS = 100
_RULES = "variants"


def exhausted(subject: Subject) -> Iterator[Finding]:
    """Yield why there are not as many variants as students."""
    for fault in subject.exhausted:
        yield error(fault.place, fault.fault, fault.fix)


def acceptance(subject: Subject) -> Iterator[Finding]:
    """Yield that nearly every draw is rejected, and by what."""
    draws = subject.draws
    if draws.accepted and draws.acceptance < LOW_ACCEPTANCE:
        yield error(
            subject.place(_RULES),
            f"only {draws.accepted} of {draws.made} draws are accepted",
            f"loosen what rejects most: {reasons(draws.rejected)}",
        )


def reasons(rejected: Mapping[str, int], *, most: int = 5) -> str:
    """Return what rejected draws how often, the worst first."""
    ranked = sorted(rejected.items(), key=lambda item: -item[1])[:most]
    return ", ".join(f"{reason} ({count}×)" for reason, count in ranked) or "nothing"


def collusion(subject: Subject) -> Iterator[Finding]:
    """Yield that an answer which fits a classmate's variant proves nothing."""
    keys, copying = subject.figures.keys, subject.figures.copying
    place = subject.place("params")
    if subject.specimens and not subject.specimens[0].written:
        yield note(place, "everybody writes the same code: it carries no collusion evidence")
    elif len(subject.specimens) > 1 and copying.bound > CHANCE:
        yield note(
            place,
            f"{told(keys)}; carries no collusion evidence",
            f"honest work fits another variant in {100 * copying.chance:.0f} % of pairs: "
            "draw from more, where copying should be noticed",
        )


def told(keys: Keys) -> str:
    """Return how many keys there are, in words.

    >>> told(Keys(distinct=16, entropy=3.97, saturated=False, same=0.06))
    '16 different keys, 4.0 bit: 7 students of 100 share each'
    """
    noun = "key" if keys.distinct == 1 else "different keys"
    most = "at least " if keys.saturated else ""
    sharing = 1 + keys.same * (_CLASS - 1)
    alike = f": {sharing:.0f} students of {_CLASS} share each" if sharing >= 1.5 else ""  # noqa: PLR2004 - rounds to two
    return f"{keys.distinct} {noun}, {most}{keys.entropy:.1f} bit{alike}"


def unread(subject: Subject) -> Iterator[Finding]:
    """Yield the parameters and definitions that change nothing for anybody."""
    exercise = subject.exercise
    readers = [(path, read_by(part)) for path, part in parts(exercise)]
    shown = {*exercise.given, exercise.solution.trace or ""}
    rules = {name for path, found in readers if path[0] == _RULES for name in found}
    others = {
        name
        for path, found in readers
        if path[0] not in {_RULES, "params", "let"}
        for name in found
    }
    inside = {
        str(path[1]): {name for other, found in readers if other[:2] == path[:2] for name in found}
        for path, _ in readers
        if path[0] in {"params", "let"}
    }
    # A definition may serve a rule alone; a parameter that only does that is drawn for nothing.
    for block, names, roots in (
        ("params", [item.name for item in exercise.parameters], others | shown),
        ("let", [item.name for item in exercise.definitions], others | shown | rules),
    ):
        alive = _reached(roots, inside)
        for name in names:
            if name not in alive:
                yield warning(
                    subject.place(block, name), f"nothing reads `{name}`", "use it, or take it out"
                )


def _reached(roots: set[str], inside: Mapping[str, set[str]]) -> set[str]:
    found: set[str] = set()
    waiting = set(roots)
    while waiting:
        name = waiting.pop()
        if name not in found:
            found.add(name)
            waiting |= inside.get(name, set())
    return found
