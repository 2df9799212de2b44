"""What was found about exercise files, for a terminal: a line each, and more where it matters."""

from collections.abc import Callable, Iterator, Sequence
from typing import TypeAlias

from grader.errors import Fault
from grader.model.examination import Examination, Figures, Severity, Spread, Workload
from grader.reports.numerals import points

Paint: TypeAlias = Callable[[str, Severity | None], str]
"""Colors a word by how much it matters; None is what is fine."""

_REASONS = 5
_LABEL = 16
_FEWEST = 0.001


def plainly(text: str, severity: Severity | None) -> str:
    """Return the text without a color."""
    del severity
    return text


def examination_text(
    examined: Sequence[Examination], *, verbose: bool = False, paint: Paint = plainly
) -> str:
    """Return a block for each file, and a summary.

    Parameters
    ----------
    examined
        The files, in the order in which they are shown.
    verbose
        Whether all figures are shown.
    paint
        How words are colored.
    """
    width = max((len(item.exercise) for item in examined), default=0)
    lines = [line for item in examined for line in _block(item, width, verbose, paint)]
    return "\n".join([*lines, "", summary(examined), ""])


def summary(examined: Sequence[Examination]) -> str:
    """Return how many files, errors, warnings and notes there are.

    >>> summary([])
    '0 files: 0 errors, 0 warnings'
    """
    counts = {severity: sum(len(item.of(severity)) for item in examined) for severity in Severity}
    said = [
        _counted(counts[Severity.ERROR], "error"),
        _counted(counts[Severity.WARNING], "warning"),
        *([_counted(counts[Severity.NOTE], "note")] if counts[Severity.NOTE] else []),
    ]
    return f"{_counted(len(examined), 'file')}: {', '.join(said)}"


def _counted(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def _called(item: Examination) -> str:
    return item.exercise or item.file


def _block(item: Examination, width: int, verbose: bool, paint: Paint) -> Iterator[str]:  # noqa: FBT001 - passed on
    worst = next((one for one in Severity if item.of(one)), None)
    mark = {Severity.ERROR: "✗", Severity.WARNING: "!"}.get(worst or Severity.NOTE, "✓")
    shown = None if worst is Severity.NOTE else worst
    told = _told(item.figures) if item.figures else ""
    if item.workload:
        told = _asked(item.workload)
    yield f"{paint(mark, shown)} {_called(item):{width}}  {told}".rstrip()
    if verbose and item.figures:
        for label, figure in _all(item.figures):
            yield f"    {label:{_LABEL}}{figure}"
    for severity in Severity:
        for fault in item.of(severity):
            yield from _found(fault, severity, paint)


def _found(fault: Fault, severity: Severity, paint: Paint) -> Iterator[str]:
    first, *rest = str(fault).splitlines()
    yield f"    {paint(f'{severity}:', severity)} {first}"
    yield from (f"    {line}" for line in rest)


def _told(figures: Figures) -> str:
    if not figures.variants:
        return f"no variant in {figures.draws.made} draws"
    keys = figures.keys
    variants = f"{figures.variants:4} {'variant, ' if figures.variants == 1 else 'variants,'}"
    many = f"{keys.distinct:4} {'key, ' if keys.distinct == 1 else 'keys,'}"
    bits = f"{'≥' if keys.saturated else ' '}{keys.entropy:4.1f} bit"
    accepted = f"{100 * figures.draws.acceptance:3.0f} % of draws accepted"
    return f"{variants} {accepted}, {many} {bits}"


def _asked(workload: Workload) -> str:
    least, most = workload.least_minutes, workload.most_minutes
    minutes = f"{least}" if least == most else f"{least} to {most}"
    exercises = _counted(workload.exercises, "exercise")
    return f"{exercises}, {points(workload.points, 'en')} points, {minutes} minutes"


def _all(figures: Figures) -> Iterator[tuple[str, str]]:
    """Yield every figure with its label."""
    draws, copying = figures.draws, figures.copying
    yield "draws", f"{draws.made}, at most {draws.most} for one variant"
    for rule, count in sorted(draws.rejected.items(), key=lambda one: -one[1])[:_REASONS]:
        yield "", f"{count} × rejected: {rule}"
    if not figures.variants:
        return
    yield "variants", f"{figures.distinct} of {figures.variants} are different"
    sign = "" if copying.chance else "below "
    yield "honest matches", f"{sign}{_number(100 * copying.bound)} % of pairs"
    yield from _misconceptions(figures)
    for name, reached in figures.baselines.items():
        said = f"{name}: at most {100 * reached.worst:.0f} %, mean {100 * reached.mean:.0f} %"
        yield "without work", said
    for name, spread in figures.difficulty.items():
        yield "difficulty", f"{name}: {_spread(spread)}"
    if figures.products:
        yield "products", _spread(figures.products)
    if figures.largest is not None:
        yield "largest number", _number(figures.largest)
    timing = figures.timing
    yield "time", f"{timing.draw_ms:.1f} ms to draw, {timing.render_ms:.1f} ms to render"


def _misconceptions(figures: Figures) -> Iterator[tuple[str, str]]:
    for name, mistake in figures.misconceptions.items():
        guarded = "guarded" if mistake.guarded else "unguarded"
        said = f"{name}: {guarded}, applies to {mistake.applies}"
        yield "misconception", said + (f", right in {mistake.right}" if mistake.right else "")
    for pair in figures.coincidences:
        yield "alike", f"{pair.first} and {pair.second} in {pair.same} of {pair.both}"


def _spread(spread: Spread) -> str:
    return f"{_number(spread.least)} … {_number(spread.most)}, mean {_number(spread.mean)}"


def _number(number: float) -> str:
    whole = round(number) and abs(number - round(number)) < _FEWEST
    return f"{number:.0f}" if whole or not number else f"{number:.3g}"
