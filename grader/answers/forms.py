"""A form as a notebook tells it to `check`, and back."""

from collections.abc import Mapping
from typing import Any

from grader.model.value import JsonValue
from grader.model.variant import Form


def tell(form: Form) -> dict[str, JsonValue]:
    """Return the form as plain data, what goes without saying left out."""
    told: dict[str, JsonValue] = {"kind": form.kind}
    if form.shape:
        told["shape"] = list(form.shape)
    if form.whole:
        told["whole"] = True
    if form.options:
        told["options"] = list(form.options)
        told["labels"] = [list(labels) for labels in form.labels]
    if form.many:
        told["many"] = True
    if form.reasons:
        told["reasons"] = list(form.reasons)
    if form.parts:
        told["parts"] = [[name, list(shape)] for name, shape in form.parts]
    if form.arguments:
        told["arguments"] = list(form.arguments)
    return told


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
    )
