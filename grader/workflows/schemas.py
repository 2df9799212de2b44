"""The JSON Schemas of the files that authors write, for their editors, and of results."""

import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from grader.reports import result_json
from grader.spec import assignment_schema, exercise_schema
from grader.workflows.files import write_whole

SCHEMAS: Mapping[str, Callable[[], Mapping[str, Any]]] = {
    "exercise": exercise_schema,
    "assignment": assignment_schema,
    "result": result_json.schema,
}


def schema_text(kind: str) -> str:
    """Return the JSON Schema of one of `SCHEMAS`, as it is kept in a file."""
    return json.dumps(SCHEMAS[kind](), indent=2, ensure_ascii=False) + "\n"


def schema_texts() -> Mapping[str, str]:
    """Return the schema files for authors: path below the exercises folder → content."""
    return {
        "schema.json": schema_text("exercise"),
        "assignments/schema.json": schema_text("assignment"),
    }


def write_schemas(folder: Path) -> tuple[Path, ...]:
    """Write the schema files into an exercises folder and return their paths."""
    written = []
    for name, text in schema_texts().items():
        write_whole(folder / name, text)
        written.append(folder / name)
    return tuple(written)
