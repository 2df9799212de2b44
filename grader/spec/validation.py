"""Plain data → pydantic models, with every mistake as place, fault and fix."""

import contextlib
import copy
import difflib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from pydantic import BaseModel, ValidationError

from grader.errors import ExerciseError, Fault
from grader.model.value import JsonValue
from grader.spec import schema
from grader.spec.reader import Document, Path

Model = TypeVar("Model", bound=BaseModel)

_STAND_INS: Mapping[str, JsonValue] = {"schema": "exercise/1", "id": "unnamed", "version": 1}
"""For fields on which nothing else in a file depends, so that reading can go on without them."""
_OWNERS = {"answers", "misconceptions", "exercises"}
"""Where an entry that cannot be read would make others wrong that are not."""
_WANTED: Mapping[str, str] = {
    "bool_type": "true or false",
    "dict_type": "fields, one on each line",
    "float_type": "a number",
    "int_from_float": "a whole number",
    "int_type": "a whole number",
    "list_type": "a list",
    "model_type": "fields, one on each line",
    "string_type": "a text",
}
_PATTERNS: Mapping[str, str] = {
    schema.SLUG: "lower-case words and digits joined by hyphens, such as convolve-by-hand",
    schema.IDENTIFIER: "letters, digits and _, beginning with a letter",
    schema.LANGUAGE: "the two letters of a language, such as en or es",
    schema.FACT: "the number of a fact of the lecture, such as S2",
}


def validate(document: Document, model: type[Model]) -> Model:
    """Return the data of `document` as a `model`.

    Raises
    ------
    ExerciseError
        With one fault for every mistake in the file.
    """
    try:
        return model.model_validate(document.data)
    except ValidationError as error:
        raise ExerciseError(_faults(_grouped(error, document), document, model)) from None


@dataclass(frozen=True, slots=True, kw_only=True)
class Salvage(Generic[Model]):
    """What could be read of a file with mistakes in its structure."""

    faults: Sequence[Fault]
    model: Model | None
    """The file without its faulty parts; None when too much depends on them."""
    lost: frozenset[str]
    """The names of parameters and definitions among those parts."""


def salvage(document: Document, model: type[Model]) -> Salvage[Model]:
    """Return what `document` says apart from the parts that `model` forbids.

    A misspelled field then does not hide the mistakes that only a second look finds.
    """
    try:
        return Salvage(faults=(), model=model.model_validate(document.data), lost=frozenset())
    except ValidationError as error:
        grouped = _grouped(error, document)
    faults = _faults(grouped, document, model)
    paths = [path for path in grouped if path and path in document.values]
    lost = frozenset(str(path[1]) for path in paths if path[0] in {"params", "let"} and path[1:])
    rest: Model | None = None
    with contextlib.suppress(ValidationError):
        rest = model.model_validate(_without(paths, document.data))
    return Salvage(faults=faults, model=rest, lost=lost)


def _without(paths: Sequence[Path], data: JsonValue) -> JsonValue:
    """Return `data` without those parts, or nothing at all where others would become wrong."""
    kept: Any = {**_STAND_INS, **copy.deepcopy(data)} if isinstance(data, dict) else {}
    for path in paths:
        entry = len(path) == 2 and path[0] in _OWNERS  # noqa: PLR2004 - block and name
        # Without an item of a list, the places of those after it would be wrong.
        if entry or isinstance(path[-1], int):
            return None
        around = kept
        for part in path[:-1]:
            around = around[part]
        around.pop(path[-1], None)
    return {**_STAND_INS, **kept}


def _grouped(error: ValidationError, document: Document) -> dict[Path, list[Mapping[str, Any]]]:
    """Return what pydantic says, by the part of the file: a union says one thing a member."""
    details: dict[Path, list[Mapping[str, Any]]] = {}
    for detail in error.errors(include_url=False, include_input=False):
        details.setdefault(_path(detail, document), []).append(dict(detail))
    return {
        path: group
        for path, group in details.items()
        if not any(other[: len(path)] == path and len(other) > len(path) for other in details)
        or group[0]["type"] == "missing"
    }


def _faults(
    grouped: Mapping[Path, Sequence[Mapping[str, Any]]], document: Document, model: type[BaseModel]
) -> list[Fault]:
    return [_fault(path, group, document, model) for path, group in grouped.items()]


def _path(detail: Mapping[str, Any], document: Document) -> Path:
    """Return the part of the file that is meant: pydantic mixes union tags into its locations."""
    path: Path = ()
    for part in detail["loc"]:
        if (*path, part) in document.values:
            path = (*path, part)
    if detail["type"] == "missing":
        path = (*path, detail["loc"][-1])
    return path


def _fault(
    path: Path, group: Sequence[Mapping[str, Any]], document: Document, model: type[BaseModel]
) -> Fault:
    detail = group[0]
    name = path[-1] if path else document.name
    if detail["type"] == "extra_forbidden":
        known = _known_fields(model, detail["loc"])
        return Fault(
            place=document.place(path, key=True),
            fault=f"there is no field `{name}`",
            fix=_suggestion(str(name), known),
        )
    if detail["type"] == "missing":
        return Fault(
            place=document.place(path[:-1]),
            fault=f"the field `{name}` is missing",
            fix=f"{name}: …",
        )
    wanted = [_WANTED.get(item["type"], "") for item in group]
    if all(wanted):
        return Fault(
            place=document.place(path),
            fault=f"`{name}` is of the wrong kind",
            fix=f"write {' or '.join(dict.fromkeys(wanted))}",
        )
    # Of a union, the member that had the right kind knows what is wrong.
    meant = next(item for item, kind in zip(group, wanted, strict=True) if not kind)
    pattern = meant.get("ctx", {}).get("pattern", "")
    return Fault(
        place=document.place(path, key=meant["loc"][-1:] == ("[key]",)),
        fault=f"`{name}`: {_sentence(meant)}",
        fix=f"write {_PATTERNS[pattern]}" if pattern in _PATTERNS else "",
    )


def _sentence(detail: Mapping[str, Any]) -> str:
    message = str(detail["msg"])
    return message[0].lower() + message[1:]


def _suggestion(name: str, known: Sequence[str]) -> str:
    close = difflib.get_close_matches(name, known, n=1)
    return f"did you mean `{close[0]}`?" if close else f"there are: {', '.join(known)}"


def _known_fields(model: type[BaseModel], location: Sequence[str | int]) -> list[str]:
    """Return the fields that exist where `location` points to."""
    around = (_BLOCKS[str(part)] for part in reversed(location[:-1]) if str(part) in _BLOCKS)
    block = next(around, model)
    return [field.alias or name for name, field in block.model_fields.items()]


_BLOCKS: Mapping[str, type[BaseModel]] = {
    "answers": schema.AnswerBlock,
    "misconceptions": schema.MisconceptionBlock,
    "variants": schema.VariantsBlock,
    "difficulty": schema.BandBlock,
    "solution": schema.SolutionBlock,
    "tests": schema.TestBlock,
    "expect": schema.ExpectBlock,
    "limits": schema.LimitsBlock,
    "tolerance": schema.ToleranceBlock,
    "carry": schema.CarryBlock,
    "options": schema.OptionBlock,
    "because": schema.BecauseBlock,
    "parts": schema.PartBlock,
    "properties": schema.PropertyBlock,
    "cases": schema.CaseGroupBlock,
    "exercises": schema.TaskBlock,
    "pool": schema.PoolBlock,
    "overrides": schema.OverrideBlock,
    "credit": schema.WindowBlock,
}
