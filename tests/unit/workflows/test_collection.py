"""Whose notebook is it? A folder or a zip, with whatever else is in there."""

import io
import os
import warnings
import zipfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.errors import SubmissionError
from grader.model.assignment import Student
from grader.workflows import intake
from grader.workflows.collection import collect
from grader.workflows.files import Unreadable

ROSTER = (
    Student(id="ada", name="Ada", github="ada-l"),
    Student(id="bob", name="Bob", github="Bobby"),
)
NAMES = st.text(st.characters(exclude_characters="/\\\0", exclude_categories=["Cs"]), min_size=1)


def pack(path, members, **options):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)  # a name that comes twice
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, data in members:
                archive.writestr(name, data, **options)
    return path


@pytest.fixture(params=["folder", "zip"])
def gathered(request, tmp_path):
    """Return what is found in a folder, or in a zip, that holds the files of these names."""

    def of(*names, **options):
        if request.param == "zip":
            members = [(name, name.encode()) for name in names]
            return collect(pack(tmp_path / "all.zip", members), ROSTER, **options)
        for name in names:
            path = tmp_path / "all" / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(name)
        return collect(tmp_path / "all", ROSTER, **options)

    return of


@pytest.mark.parametrize(
    "name",
    [
        "ada.ipynb",
        "ada/homework.ipynb",
        "submissions/ada.ipynb",
        "submissions/ada/deep/down/homework.ipynb",
        "ada (1).ipynb",
        "ada_(12).ipynb",
        "ADA.ipynb",
        "Ada/Untitled.ipynb",
        "ADA.IPYNB",
        "ada-l.ipynb",
        "Ada-L/homework.ipynb",
    ],
)
def test_a_notebook_belongs_to_whom_it_or_its_folder_is_called_after(gathered, name):
    found = gathered(name).found
    assert list(found) == ["ada"]
    assert found["ada"].read() == name.encode()


@pytest.mark.parametrize(
    "name",
    [
        "ada/.ipynb_checkpoints/ada-checkpoint.ipynb",
        ".ipynb_checkpoints/ada.ipynb",
        "__MACOSX/ada.ipynb",
        "__MACOSX/ada/._homework.ipynb",
        "ada/._homework.ipynb",
        "ada.txt",
        "ada.ipynb.bak",
    ],
)
def test_copies_that_a_system_made_are_neither_submissions_nor_strangers(gathered, name):
    seen = gathered(name, "bob.ipynb")
    assert (list(seen.found), seen.strangers) == (["bob"], ())


def test_a_folder_counts_more_than_the_name_of_the_file_in_it(gathered):
    assert list(gathered("ada/bob.ipynb").found) == ["ada"]


def test_who_is_not_on_the_roster_is_a_stranger(gathered):
    seen = gathered("eve.ipynb", "mallory/ada2.ipynb", "ada.ipynb")
    assert seen.strangers == ("eve.ipynb", "mallory/ada2.ipynb")


@pytest.mark.parametrize(
    ("names", "taken"),
    [
        (("ada/Untitled.ipynb", "ada/week-1.ipynb"), "ada/week-1.ipynb"),
        (("ada/Untitled.ipynb", "ada/ada.ipynb"), "ada/ada.ipynb"),
        (("ada/old/ada.ipynb", "ada/new.ipynb"), "ada/old/ada.ipynb"),
        (("ada/old/x.ipynb", "ada/y.ipynb"), "ada/y.ipynb"),
    ],
)
def test_of_several_notebooks_the_handed_out_name_wins_then_the_least_nested(
    gathered, names, taken
):
    found = gathered(*names, assignment="week-1").found["ada"]
    assert found.place == taken
    assert set(found.passed_over) == set(names) - {taken}


def test_a_single_notebook_can_be_named(tmp_path):
    path = tmp_path / "ada.ipynb"
    path.write_text("{}")
    assert list(collect(path, ROSTER).found) == ["ada"]


def test_an_id_counts_more_than_somebody_elses_login(tmp_path):
    roster = (Student(id="bob", name="Bob"), Student(id="x", name="X", github="bob"))
    (tmp_path / "bob.ipynb").write_text("{}")
    assert list(collect(tmp_path, roster).found) == ["bob"]


@given(parts=st.lists(NAMES, min_size=1, max_size=4))
def test_no_name_in_a_zip_can_make_collecting_fail(tmp_path_factory, parts):
    path = tmp_path_factory.mktemp("zip") / "all.zip"
    seen = collect(pack(path, [("/".join(parts) + ".ipynb", b"{}")]), ROSTER)
    assert len(seen.found) + len(seen.strangers) <= 1


def test_a_folder_that_is_not_there_is_an_error_with_a_fix(tmp_path):
    with pytest.raises(SubmissionError, match=r"no such folder or zip file\n  fix: name"):
        collect(tmp_path / "nowhere", ROSTER)


@pytest.mark.parametrize("data", [b"", b"not a zip", b"PK\x03\x04" + b"\0" * 40])
def test_what_is_no_zip_is_an_error_with_a_fix(tmp_path, data):
    path = tmp_path / "all.zip"
    path.write_bytes(data)
    with pytest.raises(SubmissionError, match=r"nor a sound zip file: .*\n  fix: download"):
        collect(path, ROSTER)


def test_a_zip_whose_end_is_missing_is_an_error(tmp_path):
    path = pack(tmp_path / "all.zip", [("ada.ipynb", b"{}" * 1000)])
    path.write_bytes(path.read_bytes()[:-30])
    with pytest.raises(SubmissionError):
        collect(path, ROSTER)


def reading(path, student="ada"):
    with pytest.raises(Unreadable) as caught:
        collect(path, ROSTER).found[student].read()
    return caught.value.code


def test_a_member_cut_short_is_unreadable_and_the_others_are_not(tmp_path):
    path = pack(tmp_path / "all.zip", [("ada.ipynb", os.urandom(500)), ("bob.ipynb", b"{}")])
    data = bytearray(path.read_bytes())
    with zipfile.ZipFile(path) as archive:
        start = archive.getinfo("ada.ipynb").header_offset + 30 + len("ada.ipynb")
    data[start : start + 100] = bytes(100)
    path.write_bytes(data)
    assert reading(path) == "unreadable"
    assert collect(path, ROSTER).found["bob"].read() == b"{}"


@given(flips=st.dictionaries(st.integers(0, 10_000), st.integers(0, 255), max_size=6))
def test_whatever_is_damaged_in_a_zip_is_an_error_or_an_unreadable_member(tmp_path_factory, flips):
    path = tmp_path_factory.mktemp("zip") / "all.zip"
    pack(path, [("ada.ipynb", b'{"cells": []}' * 9), ("bob.ipynb", b'{"cells": [1]}' * 9)])
    data = bytearray(path.read_bytes())
    for place, value in flips.items():
        data[place % len(data)] = value
    path.write_bytes(data)
    try:
        found = collect(path, ROSTER).found
        for item in found.values():
            item.read()
    except (SubmissionError, Unreadable):
        pass


def test_an_encrypted_member_is_unreadable(tmp_path):
    path = pack(tmp_path / "all.zip", [("ada.ipynb", b"{}")])
    data = bytearray(path.read_bytes())
    for signature, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.index(signature) + offset] |= 1
    path.write_bytes(data)
    assert reading(path) == "unreadable"


def test_a_member_that_swells_is_read_no_further_than_the_limit(tmp_path, monkeypatch):
    monkeypatch.setattr(intake, "MAX_BYTES", 2**20)
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("ada.ipynb", bytes(8 * 2**20))
    path = tmp_path / "all.zip"
    path.write_bytes(packed.getvalue())
    assert path.stat().st_size < 2**16
    assert reading(path) == "too-large"


def test_a_name_that_climbs_out_of_the_zip_writes_nothing(tmp_path):
    inside = tmp_path / "a" / "b"
    inside.mkdir(parents=True)
    names = ["../../evil.ipynb", "../ada/evil.ipynb", "/etc/bob/evil.ipynb", "..\\bob\\x.ipynb"]
    before = {*tmp_path.rglob("*")}
    path = pack(inside / "all.zip", [(name, b"{}") for name in names])
    seen = collect(path, ROSTER)
    assert {item.read() for item in seen.found.values()} == {b"{}"}
    assert {*tmp_path.rglob("*")} - before == {path}
    assert not Path("/etc/bob").exists()


def test_a_zip_inside_the_zip_is_not_opened(tmp_path):
    inner = pack(tmp_path / "inner.zip", [("ada.ipynb", b"{}")]).read_bytes()
    assert collect(pack(tmp_path / "all.zip", [("ada.zip", inner)]), ROSTER).found == {}


def test_a_thousand_members_are_read_with_one_look_at_the_table_of_contents(tmp_path, monkeypatch):
    looks = []
    opened = zipfile.ZipFile

    def counting(*arguments, **options):
        looks.append(arguments)
        return opened(*arguments, **options)

    roster = tuple(Student(id=f"s{number}", name="") for number in range(1000))
    path = pack(tmp_path / "all.zip", [(f"{student.id}.ipynb", b"{}") for student in roster])
    monkeypatch.setattr(zipfile, "ZipFile", counting)
    assert {item.read() for item in collect(path, roster).found.values()} == {b"{}"}
    assert len(looks) == 1


def test_links_pipes_and_folders_called_like_a_notebook_are_unreadable(tmp_path):
    (tmp_path / "real").write_text("{}")
    (tmp_path / "ada.ipynb").symlink_to(tmp_path / "real")
    (tmp_path / "bob.ipynb").mkdir()
    assert reading(tmp_path, "ada") == "link"
    assert reading(tmp_path, "bob") == "not-a-file"


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no named pipes here")
def test_a_named_pipe_is_not_waited_for(tmp_path):
    os.mkfifo(tmp_path / "ada.ipynb")
    assert reading(tmp_path) == "not-a-file"


@pytest.mark.skipif(
    not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may read every file"
)
def test_a_file_without_permission_is_unreadable(tmp_path):
    (tmp_path / "ada.ipynb").write_text("{}")
    (tmp_path / "ada.ipynb").chmod(0)
    assert reading(tmp_path) == "unreadable"


@pytest.mark.parametrize(
    ("attempt", "names", "taken", "passed"),
    [
        (1, ("ada.ipynb", "ada.attempt-2.ipynb"), "ada.ipynb", ()),
        (2, ("ada.ipynb", "ada.attempt-2.ipynb"), "ada.attempt-2.ipynb", ()),
        (2, ("ada.ipynb",), "ada.ipynb", ()),
        (2, ("ada.attempt-2 (1).ipynb",), "ada.attempt-2 (1).ipynb", ()),
        (
            2,
            ("ada/x.attempt-2.ipynb", "ada/ada.Attempt-2.ipynb"),
            "ada/ada.Attempt-2.ipynb",
            ("x",),
        ),
    ],
)
def test_a_name_that_says_an_attempt_is_taken_for_that_one(tmp_path, attempt, names, taken, passed):
    for name in names:
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("{}")
    found = collect(tmp_path, ROSTER, attempt=attempt).found["ada"]
    assert found.place == taken
    assert len(found.passed_over) == len(passed)


def test_the_notebook_of_another_attempt_is_nobodys_and_no_strangers(tmp_path):
    (tmp_path / "ada.attempt-3.ipynb").write_text("{}")
    seen = collect(tmp_path, ROSTER, attempt=2)
    assert (dict(seen.found), seen.strangers) == ({}, ())
