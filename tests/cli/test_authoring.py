"""`grader lint`, `preview` and `schema`: what an author types."""

import json
from pathlib import Path

import pytest


def test_the_bundled_files_are_clean(grader):
    said = grader("lint", "--variants", 10)
    assert (said.code, said.err) == (0, "")
    assert ": 0 errors, 0 warnings" in said.out


def test_a_mistake_exits_with_3_and_shows_place_and_fix(grader, course):
    path = course.folder / "area.yaml"
    path.write_text(path.read_text().replace("area: a * b\ngiven", "area: a * c\ngiven"))
    said = grader("lint", "area.yaml")
    assert said.code == 3
    assert "✗ area.yaml\n    error: area.yaml:9:" in said.out
    assert "fix: " in said.out
    assert said.out.endswith("\n1 file: 1 error, 0 warnings\n")


def test_a_test_of_the_file_that_fails_exits_with_3(grader, course):
    path = course.folder / "area.yaml"
    path.write_text(path.read_text().replace("score: 1", "score: 0.25"))
    said = grader("lint", "area.yaml", "--variants", 5)
    assert said.code == 3
    assert "test 1: earns 1, not 0.25" in said.out


def test_a_warning_alone_exits_with_0(grader, course):
    path = course.folder / "area.yaml"
    path.write_text(path.read_text().split("tests:")[0])
    said = grader("lint", "area.yaml", "--variants", 5)
    assert said.code == 0
    assert "1 file: 0 errors, 1 warning" in said.out
    assert grader("lint", "area.yaml", "--variants", 5, "--strict").code == 3


def test_findings_are_read_by_a_program(grader, course):
    (course.folder / "area.yaml").write_text("schema: exercise/1\n")
    said = grader("lint", ".", "--json", "--variants", 5)
    assert said.code == 3
    found = {item["file"]: item for item in json.loads(said.out)["files"]}
    assert found.keys() == {"area.yaml", "assignments/shapes.yaml"}
    first = found["area.yaml"]["findings"][0]
    assert first.keys() == {"check", "severity", "place", "fault", "fix"}


def test_a_folder_without_exercises_is_wrong_usage(grader, tmp_path):
    said = grader("lint", tmp_path)
    assert (said.code, said.out) == (2, "")
    assert said.err == f"{tmp_path}: there are no exercise files here\n  fix: they end in .yaml\n"


def test_an_exercise_is_previewed_by_id_and_by_file(grader, course):
    by_file = grader("preview", "area.yaml", "--seed", 3)
    by_id = grader("preview", "area", "--seed", 3, "--exercises", ".")
    assert (by_file.code, by_file.out) == (0, by_id.out)
    assert "\nperimeter  (credit" in by_file.out


def test_an_exercise_is_previewed_in_spanish(grader, course):
    assert "Un rectángulo de" in grader("preview", "area.yaml", "--lang", "es").out


def test_a_preview_is_written_as_a_page(grader, course):
    said = grader("preview", "area.yaml", "--html", "new/preview.html")
    assert (said.code, said.err) == (0, "")
    assert said.out == "Preview of area in new/preview.html\n"
    assert "<!DOCTYPE html>" in Path("new/preview.html").read_text(encoding="utf-8")


def test_a_page_in_a_folder_is_called_after_the_exercise(grader, course):
    assert grader("preview", "area.yaml", "--html", ".").out == "Preview of area in area.html\n"
    assert Path("area.html").is_file()


def test_a_page_can_go_to_the_standard_output(grader, course):
    said = grader("preview", "area.yaml", "--html", "-", "--lang", "es")
    assert said.out.startswith('<!DOCTYPE html>\n<html lang="es">')
    assert "Un rectángulo de" in said.out


def test_a_page_that_cannot_be_written_says_where(grader, course):
    Path("file").write_text("", encoding="utf-8")
    said = grader("preview", "area.yaml", "--html", "file/preview.html")
    assert (said.code, said.out) == (2, "")
    assert said.err.startswith("file/preview.html: cannot be written")


def test_an_exercise_that_is_not_there_names_those_that_are(grader):
    said = grader("preview", "predict-corelation")
    assert (said.code, said.out) == (3, "")
    assert said.err.startswith("predict-corelation: there is no such exercise\n  fix: known: ")
    assert "predict-correlation" in said.err


def test_schemas_are_written_checked_and_found_old(grader, tmp_path):
    assert grader("schema", tmp_path).out.splitlines() == [
        str(tmp_path / "schema.json"),
        str(tmp_path / "assignments" / "schema.json"),
    ]
    assert grader("schema", "--check", tmp_path).code == 0
    (tmp_path / "schema.json").write_text("{}")
    said = grader("schema", "--check", tmp_path)
    assert (said.code, said.out) == (3, "")
    assert said.err == (
        f"{tmp_path / 'schema.json'}: is not up to date\n  fix: grader schema {tmp_path}\n"
    )


@pytest.mark.parametrize("content", [None, b"\xff\xfe"])
def test_a_schema_that_is_missing_or_no_text_is_old(grader, tmp_path, content):
    grader("schema", tmp_path)
    (tmp_path / "schema.json").unlink()
    if content is not None:
        (tmp_path / "schema.json").write_bytes(content)
    assert grader("schema", "--check", tmp_path).code == 3


def test_without_a_folder_the_schema_of_exercises_is_printed(grader):
    assert json.loads(grader("schema").out)["title"] == "ExerciseFile"
