"""The JSON Schemas for editors agree with what is read."""

import json

import jsonschema
import pytest

from grader.assets import bundled
from grader.spec.reader import read_document
from grader.workflows.schemas import schema_texts, write_schemas

FOLDER = bundled("exercises")
FILES = sorted(FOLDER.rglob("*.yaml"))


def validator(path):
    name = "assignments/schema.json" if path.parent.name == "assignments" else "schema.json"
    return jsonschema.Draft7Validator(json.loads(schema_texts()[name]))


def data_of(path):
    return read_document(path.read_text(encoding="utf-8"), path.name).data


@pytest.mark.parametrize("name", schema_texts())
def test_the_bundled_schema_is_up_to_date(name):
    shipped = FOLDER / name
    assert shipped.is_file(), "write it: grader schema exercises/"
    assert shipped.read_text(encoding="utf-8") == schema_texts()[name]


@pytest.mark.parametrize("name", schema_texts())
def test_it_is_a_valid_schema(name):
    jsonschema.Draft7Validator.check_schema(json.loads(schema_texts()[name]))


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_it_accepts_every_bundled_file(path):
    validator(path).validate(data_of(path))


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_it_refuses_a_field_that_nobody_knows(path):
    (error,) = validator(path).iter_errors(data_of(path) | {"tittle": "x"})
    assert "tittle" in error.message


def test_it_refuses_an_answer_type_that_nobody_knows():
    path = next(path for path in FILES if path.stem == "predict-correlation")
    data = data_of(path)
    data["answers"]["out"]["type"] = "telepathy"
    (error,) = validator(path).iter_errors(data)
    assert "telepathy" in error.message


def test_every_bundled_file_names_its_schema_to_the_editor():
    for path in FILES:
        first = path.read_text(encoding="utf-8").splitlines()[0]
        _, _, named = first.partition("$schema=")
        assert (path.parent / named).resolve() in {FOLDER / name for name in schema_texts()}


def test_writing_returns_what_was_written(tmp_path):
    written = write_schemas(tmp_path)
    assert {str(path.relative_to(tmp_path)): path.read_text() for path in written} == schema_texts()
