"""The record of a release."""

import json

import pytest

from grader.errors import UsageError
from grader.model.assignment import Student
from grader.workflows.release import FILE, Handout, Release, read_release

RELEASE = Release(
    assignment="shapes",
    digest="d1",
    secret="f1",  # noqa: S106 - a fingerprint
    version="0.1.0",
    handouts=(
        Handout(
            student=Student(id="ada", name="Ada", github="ada-l"),
            variants={"area": "v1"},
            tries={"area": 3},
        ),
        Handout(student=Student(id="íñigo", name="Íñigo", language="es"), variants={"area": "v2"}),
    ),
)


def write(folder, data):
    text = data if isinstance(data, str) else json.dumps(data)
    (folder / FILE).write_text(text, encoding="utf-8")


def test_what_is_written_is_read_again(tmp_path):
    write(tmp_path, RELEASE.to_json())
    assert read_release(tmp_path) == RELEASE


def test_its_roster_is_that_of_the_handouts():
    assert [student.id for student in RELEASE.roster] == ["ada", "íñigo"]


def test_a_record_of_before_tells_no_draws(tmp_path):
    old = data()
    for handout in old["handouts"]:
        del handout["tries"]
    write(tmp_path, old)
    assert [handout.tries for handout in read_release(tmp_path).handouts] == [{}, {}]


def test_a_folder_without_one_is_an_error_with_a_fix(tmp_path):
    with pytest.raises(UsageError, match=r"cannot be read: .*\n  fix: name the folder"):
        read_release(tmp_path)


def data():
    return json.loads(RELEASE.to_json())


def with_student(**fields):
    changed = data()
    changed["handouts"][0]["student"] |= fields
    return changed


@pytest.mark.parametrize(
    "damaged",
    [
        "",
        "{",
        "[]",
        "[" * 100_000,
        "null",
        {},
        {"schema": "grader/release/2"},
        {"schema": "grader/release/1"},
        data() | {"handouts": 3},
        data() | {"handouts": [3]},
        data() | {"handouts": [{}]},
        with_student(id=3),
        with_student(id=""),
        with_student(id="../ada"),
        with_student(id=".."),
        with_student(github=None),
        with_student(age=17),
    ],
    ids=lambda item: str(item)[:30],
)
def test_a_damaged_one_is_an_error_with_a_fix(tmp_path, damaged):
    write(tmp_path, damaged)
    with pytest.raises(UsageError, match=r"is no release record: .+\n  fix: run `grader generate`"):
        read_release(tmp_path)


def test_bytes_that_are_no_text_are_an_error(tmp_path):
    (tmp_path / FILE).write_bytes(b"\xff\xfe\xff")
    with pytest.raises(UsageError, match="is no release record"):
        read_release(tmp_path)
