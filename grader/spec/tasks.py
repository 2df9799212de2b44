"""The lines under `exercises` → tasks and pools, each worth what it is to be worth."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from grader.errors import ExerciseError
from grader.model.assignment import Pool, Task
from grader.model.exercise import Exercise
from grader.model.points import UNIT, apportion
from grader.spec.bank import Bank
from grader.spec.findings import Findings
from grader.spec.numbers import exact
from grader.spec.reader import Path
from grader.spec.schema import AssignmentFile, PoolBlock, TaskBlock


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """What an assignment lists."""

    tasks: tuple[Task, ...]
    pools: tuple[Pool, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Line:
    """One line: an exercise, or a pool, with the points of each of its places."""

    path: Path
    block: TaskBlock | PoolBlock
    points: tuple[Decimal, ...]

    @property
    def uses(self) -> Iterator[tuple[str, Path]]:
        """The exercises of the line, each with the place where it stands."""
        if isinstance(self.block, TaskBlock):
            yield self.block.use, self.path
        else:
            for index, exercise in enumerate(self.block.of):
                yield exercise, (*self.path, "of", index)


def listed_in(
    file: AssignmentFile, bank: Bank, findings: Findings, languages: Sequence[str]
) -> Listed:
    """Return the tasks of an assignment: all that anybody can get, in the order of the file."""
    tasks: dict[str, Task] = {}
    pools: list[Pool] = []
    for line in _lines(file, findings):
        for id_, path in line.uses:
            if id_ in tasks:
                findings.add(path, f"`{id_}` is used twice", "use each exercise once")
                continue
            exercise = _exercise(bank, id_, path, findings)
            if exercise is None:
                continue
            _check_languages(exercise, path, findings, languages)
            tasks[id_] = Task(number=len(tasks) + 1, exercise=exercise, points=line.points[0])
        if isinstance(line.block, PoolBlock):
            pools.append(Pool(exercises=tuple(line.block.of), points=line.points))
    return Listed(tasks=tuple(tasks.values()), pools=tuple(pools))


def _lines(file: AssignmentFile, findings: Findings) -> list[_Line]:
    lines = []
    for index, item in enumerate(file.exercises):
        path: Path = ("exercises", index)
        block = TaskBlock(use=item) if isinstance(item, str) else item
        lines.append(_Line(path=path, block=block, points=_own_points(block, path, findings)))
        _check_pick(block, path, findings)
        _check_worth(file, block, path, findings)
    return lines if file.points is None else _shared_out(file.points, lines, findings)


def _own_points(
    block: TaskBlock | PoolBlock, path: Path, findings: Findings
) -> tuple[Decimal, ...]:
    points = _hundredths(block.points, (*path, "points"), findings)
    return (points,) * (block.pick if isinstance(block, PoolBlock) else 1)


def _hundredths(number: float, path: Path, findings: Findings) -> Decimal:
    points = Decimal(str(number))
    if points % UNIT:
        findings.add(
            path, f"{points} points cannot be split among answers", "give points to the hundredth"
        )
    return points


def _check_pick(block: TaskBlock | PoolBlock, path: Path, findings: Findings) -> None:
    if isinstance(block, PoolBlock) and block.pick > len(block.of):
        findings.add(
            (*path, "pick"),
            f"{block.pick} exercises cannot be drawn from {len(block.of)}",
            f"at most {len(block.of)}, or more exercises under `of`",
        )


def _check_worth(
    file: AssignmentFile, block: TaskBlock | PoolBlock, path: Path, findings: Findings
) -> None:
    """Refuse what would have no effect: points beside a total, weights without one."""
    wrong, right = ("weight", "points") if file.points is None else ("points", "weight")
    if wrong in block.model_fields_set:
        total = "without" if file.points is None else "with"
        findings.add(
            (*path, wrong),
            f"`{wrong}` has no meaning in an assignment {total} `points` of its own",
            f"write `{right}`",
        )


def _shared_out(total: float, lines: Sequence[_Line], findings: Findings) -> list[_Line]:
    """Return the lines with the total split among their places by weight, to the hundredth."""
    points = _hundredths(total, ("points",), findings)
    weights = [exact(line.block.weight) for line in lines for _ in line.points]
    shares = apportion(points, weights)
    if not all(shares):
        findings.add(
            ("points",),
            f"split by weight, {points} points leave nothing for one of the exercises",
            "give more points, or weights that lie closer together",
        )
    left = iter(shares)
    return [replace(line, points=tuple(next(left) for _ in line.points)) for line in lines]


def _exercise(bank: Bank, id_: str, path: Path, findings: Findings) -> Exercise | None:
    if id_ not in bank.files:
        known = ", ".join(sorted(bank.files)) or "none"
        findings.add(path, f"there is no exercise `{id_}`", f"known: {known}")
        return None
    try:
        return bank.exercise(id_)
    except ExerciseError as error:
        findings.faults.extend(error.faults)
        return None


def _check_languages(
    exercise: Exercise, path: Path, findings: Findings, languages: Sequence[str]
) -> None:
    for language in sorted(set(languages) - set(exercise.languages)):
        findings.add(
            path,
            f"`{exercise.id}` does not exist in `{language}`",
            "translate it, or leave the language out of the title",
        )
