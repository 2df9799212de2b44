"""Everything that an exercise says: its formulas and texts, each with its path in the file.

The records are walked field by field, so a field that is added to them is looked at too.
"""

from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass
from typing import TypeAlias, TypeGuard

from grader.expressions import names
from grader.model.exercise import Exercise
from grader.model.expression import Expression
from grader.model.text import Text
from grader.spec.reader import Path
from grader.texts import TemplateFault, check_template

Part: TypeAlias = tuple[Path, Expression | Text]

_WRITTEN = {
    "parameters": "params",
    "definitions": "let",
    "rules": "variants",
    "examples": "tests",
}
"""How a file calls what a record calls otherwise."""


def parts(exercise: Exercise) -> Iterator[Part]:
    """Yield every formula and every text with the path at which the file says it."""
    yield from _parts(exercise, ())


def texts(exercise: Exercise) -> Iterator[tuple[Path, Text]]:
    """Yield every text."""
    for path, part in parts(exercise):
        if not isinstance(part, Expression):
            yield path, part


def read_by(part: Expression | Text) -> frozenset[str]:
    """Return the values that a formula or a text reads."""
    if isinstance(part, Expression):
        return names(part.tree)
    found: set[str] = set()
    for language, template in part.items():
        try:
            found |= check_template(template, language)
        except TemplateFault:
            # Labels and names are no templates, and may hold what none could.
            continue
    return frozenset(found)


def _parts(record: object, path: Path) -> Iterator[Part]:
    if isinstance(record, Expression) or _is_text(record):
        yield path, record
        return
    for name, item in _inside(record):
        yield from _parts(item, (*path, name))


def _inside(record: object) -> Iterator[tuple[str | int, object]]:
    """Yield what a record consists of; a number or a name consists of nothing."""
    if isinstance(record, Mapping):
        yield from record.items()
    elif isinstance(record, tuple):
        yield from ((_called(item, index), item) for index, item in enumerate(record))
    elif is_dataclass(record):
        for field in fields(record):
            yield _WRITTEN.get(field.name, field.name), getattr(record, field.name)


def _is_text(record: object) -> TypeGuard[Text]:
    return (
        isinstance(record, Mapping)
        and bool(record)
        and all(isinstance(item, str) for item in record.values())
    )


def _called(item: object, index: int) -> str | int:
    called = getattr(item, "id", None) or getattr(item, "name", None)
    return called if isinstance(called, str) else index
