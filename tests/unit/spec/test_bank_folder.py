"""Exercises in folders: one id, one file, and messages that name it."""

import os

import pytest

from grader.errors import ExerciseError
from grader.spec import Bank


@pytest.fixture
def bank(tmp_path, sound):
    """A bank with one sound exercise; more files can be written into its folder."""
    (tmp_path / "plane").mkdir()
    (tmp_path / "plane" / "area.yaml").write_text(sound, encoding="utf-8")
    return Bank([tmp_path])


def complaint(read):
    with pytest.raises(ExerciseError) as caught:
        read()
    (fault,) = caught.value.faults
    return fault


def test_an_exercise_is_found_by_its_id_in_any_folder(bank):
    assert bank.exercise("area").place.endswith("area.yaml")


def test_assignments_are_no_exercises(bank, tmp_path):
    (tmp_path / "assignments").mkdir()
    (tmp_path / "assignments" / "week.yaml").write_text("schema: assignment/1")
    assert list(bank.files) == ["area"]


@pytest.mark.parametrize("folder", [".venv/lib", "venv/lib/site-packages/schemas", ".git"])
def test_what_is_installed_beside_a_course_is_no_exercise(bank, tmp_path, folder):
    for place in ("one", "other"):
        (tmp_path / folder / place).mkdir(parents=True)
        (tmp_path / folder / place / "v1.yaml").write_text("version: 1")
    assert list(bank.files) == ["area"]


def test_an_unknown_id_lists_the_known_ones(bank):
    fault = complaint(lambda: bank.exercise("volume"))
    assert fault.place == "volume"
    assert fault.fix == "known: area"


def test_an_empty_bank_knows_nothing(tmp_path):
    assert complaint(lambda: Bank([tmp_path]).exercise("area")).fix == "known: none"


def test_a_file_is_called_after_its_exercise(bank, tmp_path, sound):
    (tmp_path / "surface.yaml").write_text(sound, encoding="utf-8")
    fault = complaint(lambda: bank.exercise("surface"))
    assert fault.fault == "the exercise is called `area`, its file `surface.yaml`"
    assert fault.fix == "rename the file to area.yaml"


def test_an_id_twice_names_both_files(bank, tmp_path, sound):
    (tmp_path / "area.yaml").write_text(sound, encoding="utf-8")
    fault = complaint(lambda: bank.files)
    assert {fault.place, fault.fault.rsplit(": ", 1)[1]} == {
        str(tmp_path / "area.yaml"),
        str(tmp_path / "plane" / "area.yaml"),
    }


def test_the_same_folder_twice_is_no_collision(bank, tmp_path):
    assert list(Bank([tmp_path, tmp_path]).files) == ["area"]


def test_a_file_that_is_a_folder_cannot_be_read(bank, tmp_path):
    (tmp_path / "odd.yaml").mkdir()
    assert "cannot be read" in complaint(lambda: bank.exercise("odd")).fault


def test_a_file_that_vanished_cannot_be_read(bank, tmp_path):
    assert list(bank.files) == ["area"]
    (tmp_path / "plane" / "area.yaml").unlink()
    assert complaint(lambda: bank.exercise("area")).fault == (
        "cannot be read: No such file or directory"
    )


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read every file")
def test_a_file_without_permission_cannot_be_read(bank, tmp_path):
    (tmp_path / "plane" / "area.yaml").chmod(0)
    assert "Permission denied" in complaint(lambda: bank.exercise("area")).fault


def test_a_file_that_is_not_utf8_says_at_which_byte(bank, tmp_path, sound):
    data = sound.encode("latin-1")
    (tmp_path / "plane" / "area.yaml").write_bytes(data)
    fault = complaint(lambda: bank.exercise("area"))
    where = data.index("Á".encode("latin-1"))
    assert fault.fault == f"is not UTF-8 (byte {where})"
    assert fault.fix == "save it as UTF-8"


def test_a_byte_order_mark_and_windows_line_ends_do_no_harm(bank, tmp_path, sound):
    data = sound.replace("\n", "\r\n").encode("utf-8-sig")
    (tmp_path / "plane" / "area.yaml").write_bytes(data)
    assert bank.exercise("area").id == "area"
