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
    )
