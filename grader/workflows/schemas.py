"""The JSON Schemas by which editors complete and check exercise and assignment files."""

import json
from collections.abc import Mapping
from pathlib import Path

from grader.spec import assignment_schema, exercise_schema
from grader.workflows.files import write_whole


def schema_texts() -> Mapping[str, str]:
    """Return the schema files: path below the exercises folder → content."""
    return {
        "schema.json": json.dumps(exercise_schema(), indent=2, ensure_ascii=False) + "\n",
        "assignments/schema.json": json.dumps(assignment_schema(), indent=2, ensure_ascii=False)
        + "\n",
    }


def write_schemas(folder: Path) -> tuple[Path, ...]:
    """Write the schema files into an exercises folder and return their paths."""
    written = []
    for name, text in schema_texts().items():
        write_whole(folder / name, text)
        written.append(folder / name)
    return tuple(written)
