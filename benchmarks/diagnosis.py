"""How often the diagnosis is right: simulated students, who hold a misconception and make slips.

Every variant is answered by somebody who has the right method, and by one student for each guarded
misconception, each with 0 to 4 arithmetic slips: so many numbers, drawn at random among those of
the answer, are off by 1 to 9. The diagnosis is *right* when it names the student's misconception
and no other guarded one. When it names others only, these are *part* of it (the student answered
all that they would have changed as they say) or *another*. Whoever has the right method is
*accused* when anything is named.
"""

import argparse
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field

from grader.assets import bundled
from grader.expressions import to_runtime
from grader.marking import Marker, inputs
from grader.model.value import Value, cells, is_number, shape
from grader.model.variant import Variant
from grader.scoring.diagnosis import diagnose
from grader.spec import Bank
from grader.variants import Drawing, Stream

SECRET = b"simulated students"
SLIPS = range(5)
LARGEST = 9
"""By how much a slip is off at most."""
SLIPPERY = frozenset({"matrix", "vector"})
"""Answers of many numbers, among which a slip can hide a method; elsewhere it is the answer."""
FEW = 3


@dataclass(slots=True)
class Tally:
    """What became of the students of one exercise, by how many slips they made."""

    exercise: str
    numbers: int = 0
    """Of the answers in which slips are made."""
    misconceptions: int = 0
    held: Counter[int] = field(default_factory=Counter)
    named: Counter[int] = field(default_factory=Counter)
    part: Counter[int] = field(default_factory=Counter)
    another: Counter[int] = field(default_factory=Counter)
    right: Counter[int] = field(default_factory=Counter)
    accused: Counter[int] = field(default_factory=Counter)


def main() -> None:
    """Print one line for each exercise: where slips can hide a method, and where they cannot."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--variants", type=int, default=200, help="of each exercise")
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--only", nargs="*", metavar="EXERCISE", help="ids; default: all")
    options = parser.parse_args()
    names = options.only or sorted(Bank([bundled("exercises")]).files)
    with ProcessPoolExecutor(options.workers) as pool:
        tallies = list(pool.map(examined, names, [options.variants] * len(names)))
    guarded = [tally for tally in tallies if tally.misconceptions]
    many = [tally for tally in guarded if tally.numbers > FEW]
    few = [tally for tally in guarded if tally.numbers <= FEW]
    tables = [table(listed, slips) for listed, slips in ((many, SLIPS), (few, SLIPS[:1])) if listed]
    print("\n\n".join("\n".join(lines) for lines in tables))


def examined(name: str, variants: int) -> Tally:
    """Return what became of the students of one exercise."""
    drawing = Drawing(Bank([bundled("exercises")]).exercise(name))
    tally = Tally(exercise=name, misconceptions=len(drawing.exercise.rules.separate))
    for number in range(variants):
        variant = drawing.variant(SECRET, f"student-{number}")
        known = {item: to_runtime(value) for item, value in variant.values.items()}
        marker = Marker(known, inputs(variant.exercise, variant.values))
        tally.numbers = len(places(variant))
        for slips in SLIPS if tally.numbers > FEW else [0]:
            observe(tally, variant, marker, slips)
    return tally


def observe(tally: Tally, variant: Variant, marker: Marker, slips: int) -> None:
    """Count the diagnoses of one variant's students."""
    guarded = [item for item in variant.exercise.rules.separate if item in variant.wrong]
    methods: dict[str, Mapping[str, Value]] = {"": variant.key}
    methods |= {item: variant.wrong[item] for item in guarded}
    for held, answers in methods.items():
        stream = Stream(variant.seed.encode(), f"{held}/{slips}")
        written = slipped(variant, answers, slips, stream)
        found = {item.misconception for item in diagnose(variant, written, marker)}
        if held:
            tally.held[slips] += 1
            tally.named[slips] += found & {*guarded} == {held}
            if found and held not in found:
                within = all(contains(variant, marker, held, name) for name in found)
                (tally.part if within else tally.another)[slips] += 1
        else:
            tally.right[slips] += 1
            tally.accused[slips] += bool(found)


def contains(variant: Variant, marker: Marker, held: str, named: str) -> bool:
    """Tell whether somebody who holds one misconception makes all of another one's mistakes."""
    for answer in variant.exercise.answers:
        theirs, wrong = variant.wrong[held][answer.name], variant.wrong[named][answer.name]
        differs = marker.difference(answer, wrong, variant.key[answer.name])
        same = marker.agreement(answer, theirs, wrong)
        if len(same) != len(differs) or not all(
            equal for equal, tells in zip(same, differs, strict=True) if tells
        ):
            return False
    return True


def places(variant: Variant) -> list[tuple[str, int]]:
    """Return where a slip can be made: the numbers of matrices and vectors."""
    return [
        (answer.name, index)
        for answer in variant.exercise.answers
        if answer.kind in SLIPPERY
        for index, cell in enumerate(cells(variant.key[answer.name]))
        if is_number(cell)
    ]


def slipped(
    variant: Variant, answers: Mapping[str, Value], slips: int, stream: Stream
) -> dict[str, Value]:
    """Return the answers with so many different numbers off."""
    left, changed = places(variant), dict(answers)
    for _ in range(min(slips, len(left))):
        name, index = left.pop(stream.below(len(left)))
        amount = 1 + stream.below(LARGEST)
        if index < len(cells(changed[name])):
            changed[name] = altered(changed[name], index, amount if stream.below(2) else -amount)
    return changed


def altered(value: Value, index: int, amount: int) -> Value:
    """Return `value` with `amount` added to its number `index` in reading order."""
    flat = list(cells(value))
    number = flat[index]
    flat[index] = number + amount if is_number(number) else number
    width = shape(value)[-1]
    if len(shape(value)) == 1:
        return tuple(flat)
    return tuple(tuple(flat[start : start + width]) for start in range(0, len(flat), width))


def table(tallies: Sequence[Tally], slips: Sequence[int]) -> Iterator[str]:
    """Yield the lines of a Markdown table of exercises in which so many slips were made."""
    heads = ["exercise", "numbers", "mistakes", *(f"{n} slip{'s' * (n != 1)}" for n in slips)]
    yield f"| {' | '.join([*heads, 'part', 'another', 'accused'])} |"
    yield "|---|" + "---:|" * (len(slips) + 5)
    for tally in sorted(tallies, key=lambda one: (-one.numbers, one.exercise)):
        yield line(tally, tally.exercise, slips)
    yield line(together(tallies), "**together**", slips)


def together(tallies: Sequence[Tally]) -> Tally:
    """Return the sum of all exercises."""
    total = Tally(exercise="", misconceptions=sum(one.misconceptions for one in tallies))
    for one in tallies:
        for name in ("held", "named", "part", "another", "right", "accused"):
            getattr(total, name).update(getattr(one, name))
    return total


def line(tally: Tally, name: str, slips: Sequence[int]) -> str:
    """Return one line of the table."""
    held, right = sum(tally.held.values()), sum(tally.right.values())
    figures = [
        *(share(tally.named[n], tally.held[n]) for n in slips),
        *(f"{sum(one.values())} of {held}" for one in (tally.part, tally.another)),
        f"{sum(tally.accused.values())} of {right}",
    ]
    return f"| {name} | {tally.numbers or ''} | {tally.misconceptions} | {' | '.join(figures)} |"


def share(part: int, whole: int) -> str:
    """Return a percentage, cut and not rounded: 100 % means all of them."""
    return f"{1000 * part // whole / 10:.1f} %"


if __name__ == "__main__":
    main()
