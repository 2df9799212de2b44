"""Plain data → pydantic models, with every mistake as place, fault and fix."""

import difflib
from collections.abc import Mapping, Sequence
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from grader.errors import ExerciseError, Fault
from grader.spec import schema
from grader.spec.reader import Document, Path

Model = TypeVar("Model", bound=BaseModel)


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
        details = error.errors(include_url=False, include_input=False)
        raise ExerciseError(_faults(details, document, model)) from None


def _faults(
    details: Sequence[Mapping[str, Any]], document: Document, model: type[BaseModel]
) -> list[Fault]:
    grouped: dict[Path, list[Mapping[str, Any]]] = {}
    for detail in details:
        grouped.setdefault(_path(detail, document), []).append(detail)
    return [
        _fault(path, group, document, model)
        for path, group in grouped.items()
        if not any(other[: len(path)] == path and len(other) > len(path) for other in grouped)
        or group[0]["type"] == "missing"
    ]


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
    messages = dict.fromkeys(_sentence(item) for item in group)
    return Fault(place=document.place(path), fault=f"`{name}`: {' or '.join(messages)}")


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
    "exercises": schema.TaskBlock,
}
