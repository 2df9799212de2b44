"""A form as a notebook tells it to `check`, and back."""

from collections.abc import Mapping
from dataclasses import fields
from typing import Any

from grader.model.value import JsonValue
from grader.model.variant import Form


def tell(form: Form) -> dict[str, JsonValue]:
    """Return the form as plain data, what goes without saying left out."""
    said = {field.name: getattr(form, field.name) for field in fields(form)}
    return {name: _listed(value) for name, value in said.items() if value}


def _listed(value: Any) -> JsonValue:  # noqa: ANN401 - whatever a field of a form holds
    return [_listed(item) for item in value] if isinstance(value, tuple) else value


def told(data: Mapping[str, Any]) -> Form:
    """Return the form that `tell` told.

    Raises
    ------
    KeyError, TypeError, ValueError
        When `data` is something else, as after an edit.
    """
    return Form(
        kind=str(data["kind"]),
        shape=tuple(int(size) for size in data.get("shape", ())),
        whole=bool(data.get("whole", False)),
        options=tuple(str(option) for option in data.get("options", ())),
        labels=tuple(tuple(map(str, labels)) for labels in data.get("labels", ())),
        many=bool(data.get("many", False)),
        reasons=tuple(str(reason) for reason in data.get("reasons", ())),
        parts=tuple(
            (str(name), tuple(int(size) for size in shape)) for name, shape in data.get("parts", ())
        ),
        arguments=tuple(str(argument) for argument in data.get("arguments", ())),
        variables=tuple(str(name) for name in data.get("variables", ())),
    )
