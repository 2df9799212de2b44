"""Whose file is it, by the names that platforms give."""

import zipfile
from pathlib import PurePosixPath

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.model.assignment import Student
from grader.workflows.collection import collect
from grader.workflows.gradescope import FILE, folders_in, times_in
from grader.workflows.owners import names_in

ROSTER = (
    Student(id="ada", name="Ada María Núñez", github="ada-l", number="4711", email="ada@x.org"),
    Student(id="bob", name="Bob Ross", github="Bobby"),
    Student(id="b2", name="Ross, Bob"),
    Student(id="lee", name="Lee"),
    Student(id="conor", name="Conor O'Brien-Díaz"),
    Student(id="ann-lee", name="Ann"),
)


@pytest.mark.parametrize(
    ("name", "owner"),
    [
        ("week-1-ada-l/shapes.ipynb", "ada"),
        ("cv26-week-1-bobby/shapes.ipynb", "bob"),
        ("week-1-submissions/week-1-BOBBY/shapes.ipynb", "bob"),
        ("week-1-ann-lee/x.ipynb", "ann-lee"),
        ("week-1-lee/x.ipynb", "lee"),
        ("week-1-nobody/x.ipynb", None),
        ("Ada María Núñez_123456_assignsubmission_file_/x.ipynb", "ada"),
        ("Nunez, Ada Maria_123456_assignsubmission_file_x.ipynb", "ada"),
        ("Núñez Ada María_123456_assignsubmission_file/deep/bob.ipynb", "ada"),
        ("Eve_123456_assignsubmission_file_/ada.ipynb", "ada"),
        ("Bob Ross_1_assignsubmission_file_/bob.ipynb", "bob"),
        ("Bob Ross_2_assignsubmission_file_b2.ipynb", "b2"),
        ("Bob Ross_3_assignsubmission_file_ada.ipynb", None),
        ("nunezadamaria_4242_99_x.ipynb", "ada"),
        ("adamarianunez_LATE_4242_99_x.ipynb", "ada"),
        ("obriendíazconor_late_12_99_x-1.ipynb", "conor"),
        ("somebodyelse_4711_99_x.ipynb", "ada"),
        ("somebodyelse_4712_99_ada.ipynb", None),
        ("rossbob_12_99_bob.ipynb", "bob"),
        ("bob+shapes+2026-03-01 10:00:00 UTC+x9/shapes.ipynb", "bob"),
        ("shapes.ipynb", None),
    ],
)
def test_a_platforms_name_tells_whose_file_it_is(name, owner):
    assert names_in(ROSTER).owner(PurePosixPath(name)) == owner


@pytest.mark.parametrize(
    ("repository", "owner"),
    [
        ("week-1-lee", "lee"),
        ("week-1-ann-lee", "ann-lee"),
        ("week-1-ann-x-lee", None),
        ("lee", None),
    ],
)
def test_a_known_prefix_leaves_no_doubt_where_the_login_begins(repository, owner):
    assert names_in(ROSTER, prefix="Week-1").owner_of_repository(repository) == owner


METADATA = """\
---
submission_11:
  :submitters:
  - :name: Somebody
    :sid: 'BOB'
    :email: bob@x.org
  :created_at: 2026-03-09 22:58:59.123456000 Z
  :score: 3.0
  :results:
    :output: |
      :submitters:
      - :name: Ada María Núñez
        :sid: 'ada'
      submission_99:
      :created_at: 2020-01-01 00:00:00 Z
submission_12:
  :submitters:
  - :name: Eve
    :sid:
    :email: eve@x.org
  - :name: Ada
    :sid: ''
    :email: ADA@x.org
  :created_at: 2026-03-10 00:00:01 +01:00
  :history:
  - :id: 3
    :created_at: 2026-03-01 00:00:01 +01:00
submission_14:
  :results:
    :output: |
      :submitters:
      - :name: Ada María Núñez
        :sid: ada
submission_13: !ruby/object:Gem::Installer
    i: x
"""


def test_gradescopes_list_tells_whose_its_folders_are_and_students_texts_do_not():
    names = names_in(ROSTER)
    found = folders_in(METADATA.encode(), ROSTER, names)
    assert found == {"submission_11": "bob", "submission_12": "ada"}


def test_gradescopes_list_tells_when_each_came_in():
    times = {name: time.isoformat() for name, time in times_in(METADATA.encode()).items()}
    assert times == {
        "submission_11": "2026-03-09T22:58:59+00:00",
        "submission_12": "2026-03-10T00:00:01+01:00",
    }


@pytest.mark.parametrize("time", ["2026-13-01 10:00:00 Z", "9999-12-31 23:59:59 -23:59"])
def test_a_time_that_is_none_is_not_known(time):
    text = f"submission_1:\n  :created_at: {time}\n"
    assert times_in(text.encode()) == {}


@given(st.text() | st.binary().map(lambda data: data.decode("latin-1")))
def test_no_list_makes_reading_it_fail(text):
    data = f"submission_1:\n  :submitters:\n  - :name: {text}\n  :created_at: {text}".encode(
        "utf-8", "replace"
    )
    assert set(folders_in(data, ROSTER, names_in(ROSTER))) <= {"submission_1"}
    assert set(times_in(data)) <= {"submission_1"}


def test_an_export_of_gradescope_is_collected(tmp_path):
    export = tmp_path / "assignment_5_export"
    (export / "submission_11").mkdir(parents=True)
    (export / FILE).write_text(METADATA)
    (export / "submission_11" / "shapes.ipynb").write_text("{}")
    for source in (tmp_path, export):
        assert list(collect(source, ROSTER).found) == ["bob"]


def test_a_list_in_a_students_own_folder_of_a_zip_says_nothing(tmp_path):
    with zipfile.ZipFile(tmp_path / "all.zip", "w") as archive:
        archive.writestr(f"eve/{FILE}", METADATA)
        archive.writestr("submission_11/x.ipynb", "{}")
    assert collect(tmp_path / "all.zip", ROSTER).found == {}
    with zipfile.ZipFile(tmp_path / "export.zip", "w") as archive:
        archive.writestr(f"export/{FILE}", METADATA)
        archive.writestr("export/submission_11/x.ipynb", "{}")
    assert list(collect(tmp_path / "export.zip", ROSTER).found) == ["bob"]


def test_a_list_in_a_students_own_folder_says_nothing(tmp_path):
    (tmp_path / "eve").mkdir()
    (tmp_path / "bob").mkdir()
    (tmp_path / "eve" / FILE).write_text(METADATA)
    (tmp_path / "submission_11").mkdir()
    (tmp_path / "submission_11" / "x.ipynb").write_text("{}")
    assert collect(tmp_path, ROSTER).found == {}
