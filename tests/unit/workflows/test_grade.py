"""Submissions → results. One bad submission is a grade, and never the end of the run."""

import json
import os
import zipfile

import pytest

from grader import sandbox
from grader.errors import ExerciseError, SandboxError, SubmissionError, UsageError
from grader.reports.result_json import from_json
from grader.workflows import intake
from grader.workflows.grade import grade_one
from grader.workflows.secrets import PUBLIC

NOTHING = {"ada": 0, "bob": 0, "cyd": 0, "dan": 0}


def others_are_graded(room, earned, codes, graded, *problems):
    """Ada's submission has these problems, and Bob's has full points all the same."""
    assert codes(graded, "ada") == [*problems]
    assert earned(graded) == {**NOTHING, "bob": 4}


def test_a_right_notebook_earns_everything(room, earned):
    room.everybody_hands_in()
    assert earned(room.grade()) == dict.fromkeys(NOTHING, 4)


def test_results_pages_and_tables_are_written(room):
    room.everybody_hands_in().grade()
    names = ("ada", "bob", "cyd", "dan")
    assert sorted(room.results()) == sorted(
        [
            *(f"feedback/{name}.html" for name in names),
            *(f"results/{name}.json" for name in names),
            "grades.csv",
            "index.html",
        ]
    )


def test_a_result_says_what_it_depends_on(room):
    room.everybody_hands_in().grade()
    result = from_json(room.results()["results/ada.json"].decode())
    assert len(result.submission) == len(result.fingerprint) == 64
    assert result.graded_at == "2024-05-01T12:00:00+00:00"


def test_when_nobody_handed_in_everybody_has_a_result_of_blanks(room, earned, codes):
    graded = room.grade()
    assert earned(graded) == NOTHING
    assert graded.new == 4
    assert codes(graded, "ada") == ["nothing"]
    verdicts = {answer.verdict for answer in graded.grades[0].exercises[0].answers}
    assert verdicts <= {"blank", "missing"}


def test_strangers_are_named_and_get_no_result(room):
    room.everybody_hands_in().hand_in("eve.ipynb", room.right("ada"))
    assert room.grade().strangers == ("eve.ipynb",)
    assert not any("eve" in name for name in room.results())


def test_a_classmates_notebook_is_not_graded_as_ones_own(room, earned, codes):
    room.hand_in("ada.ipynb", room.right("bob"))
    room.hand_in("bob.ipynb", room.right("bob"))
    graded = room.grade()
    others_are_graded(room, earned, codes, graded, "other-student")


def test_a_second_notebook_is_mentioned_to_its_student(room, codes):
    room.hand_in("ada/shapes.ipynb", room.right("ada"))
    room.hand_in("ada/Untitled.ipynb", b"{}")
    graded = room.grade()
    assert codes(graded, "ada") == ["several"]
    assert float(graded.grades[0].earned) == 4
    assert "“shapes.ipynb” is the one that was graded" in graded.grades[0].problems[0].text["en"]


def test_a_student_with_a_login_is_found_by_it(room, earned):
    room.hand_in("danTHEman/work.ipynb", room.right("dan"))
    assert earned(room.grade())["dan"] == 4


def test_a_student_reads_the_page_in_their_own_language(room):
    room.everybody_hands_in().grade()
    assert b'lang="es"' in room.results()["feedback/dan.html"]
    assert b'lang="en"' in room.results()["feedback/ada.html"]


@pytest.mark.parametrize(
    ("make", "code"),
    [
        (lambda path: path.symlink_to("/etc/hostname"), "link"),
        (lambda path: path.mkdir(), "not-a-file"),
        (os.mkfifo, "not-a-file"),
        (lambda path: path.write_bytes(b""), "empty-file"),
        (lambda path: path.write_bytes(b"\x89PNG\r\n\x1a\n\xff"), "not-text"),
        (lambda path: path.write_bytes(b"{"), "not-json"),
        (lambda path: path.write_bytes(b"[" * 50_000), "too-deep"),
        (lambda path: path.write_bytes(b"[]"), "not-a-notebook"),
    ],
    ids=["link", "folder", "pipe", "empty", "binary", "cut", "deep", "list"],
)
def test_what_is_no_notebook_is_said_to_its_student_alone(room, earned, codes, make, code):
    room.hand_in("bob.ipynb", room.right("bob"))
    make(room.submissions / "ada.ipynb")
    others_are_graded(room, earned, codes, room.grade(), code)


@pytest.mark.skipif(
    not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may read every file"
)
def test_an_unreadable_file_is_said_to_its_student_alone(room, earned, codes):
    room.hand_in("bob.ipynb", room.right("bob"))
    room.hand_in("ada.ipynb", room.right("ada")).chmod(0)
    others_are_graded(room, earned, codes, room.grade(), "unreadable")


def test_a_notebook_of_30_megabytes_of_output_is_graded(room, earned, codes):
    notebook = json.loads(room.right("ada"))
    output = {"output_type": "stream", "name": "stdout", "text": "x" * 30_000_000}
    next(cell for cell in notebook["cells"] if "outputs" in cell)["outputs"] = [output]
    room.hand_in("ada.ipynb", json.dumps(notebook).encode())
    graded = room.grade()
    assert earned(graded)["ada"] == 4
    assert codes(graded, "ada") == ["large-file"]


def zipped(room, members, **options):
    path = room.folder / "all.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data, **options)
    return path


def test_a_zip_gives_the_results_of_its_folder(room):
    room.everybody_hands_in().grade()
    from_folder = room.results()
    members = {f"all/{path.name}": path.read_bytes() for path in room.submissions.iterdir()}
    room.grade(zipped(room, members), again=True)
    assert room.results() == from_folder


def test_a_bomb_in_a_zip_is_said_to_its_student_alone(room, earned, codes, monkeypatch):
    monkeypatch.setattr(intake, "MAX_BYTES", 2**20)
    members = {"ada.ipynb": bytes(200 * 2**20), "bob.ipynb": room.right("bob")}
    path = zipped(room, members)
    assert path.stat().st_size < 2**20
    others_are_graded(room, earned, codes, room.grade(path), "too-large")


def test_a_member_cut_short_is_said_to_its_student_alone(room, earned, codes):
    path = zipped(room, {"ada.ipynb": os.urandom(900), "bob.ipynb": room.right("bob")})
    data = bytearray(path.read_bytes())
    data[60:160] = bytes(100)
    path.write_bytes(data)
    others_are_graded(room, earned, codes, room.grade(path), "unreadable")


def test_an_encrypted_member_is_said_to_its_student_alone(room, earned, codes):
    path = zipped(room, {"ada.ipynb": b"{}", "bob.ipynb": room.right("bob")})
    data = bytearray(path.read_bytes())
    for signature, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.index(signature) + offset] |= 1
    path.write_bytes(data)
    others_are_graded(room, earned, codes, room.grade(path), "unreadable")


def test_a_name_that_climbs_out_of_a_zip_writes_nothing_outside(room):
    before = {*room.folder.parent.rglob("*.ipynb")}
    path = zipped(room, {"../../evil.ipynb": b"{}", "../ada.ipynb": room.right("ada")})
    room.grade(path)
    assert {*room.folder.parent.rglob("*.ipynb")} == before


def test_code_that_runs_earns_what_its_literal_would(room, earned):
    key = room.key("ada")
    table = "table = [[a + b, a - b], [a ** 2, b ** 2]]"
    room.hand_in("ada.ipynb", room.notebook("ada", area="area = sum([a] * b)", table=table))
    graded = room.grade()
    assert key["area"] > 0
    assert earned(graded)["ada"] == 4
    assert graded.grades[0].executed


def test_code_that_cannot_be_confined_ends_the_run(room, monkeypatch):
    def refuse(*_, **__):
        raise SandboxError.at("sandbox", "no processes are left")

    monkeypatch.setattr(sandbox, "execute", refuse)
    room.everybody_hands_in()
    with pytest.raises(SandboxError, match="no processes are left"):
        room.grade()


def test_folders_that_are_not_there_are_an_error(room):
    with pytest.raises(SubmissionError):
        room.grade(room.folder / "nowhere")


def test_a_mistake_in_the_exercise_ends_the_run_before_anything_is_written(room):
    room.everybody_hands_in()
    room.exercise.write_text("schema: exercise/1\n")
    with pytest.raises(ExerciseError):
        room.grade()
    assert not (room.folder / "graded").exists()


def test_two_processes_write_the_bytes_of_one(crowd):
    graded = crowd.grade(workers=1)
    one = crowd.results()
    again = crowd.grade(workers=2, again=True)
    assert crowd.results() == one
    assert (graded.new, again.new) == (60, 60)


def test_the_order_of_the_roster_changes_no_result(room):
    room.everybody_hands_in().grade()
    first = room.results()
    graded = room.grade(roster=room.students[::-1], again=True)
    changed = {name for name, data in room.results().items() if data != first[name]}
    assert changed == {"grades.csv", "index.html"}
    assert [grade.student for grade in graded.grades] == ["dan", "cyd", "bob", "ada"]


def test_another_secret_makes_other_answers_right(room, earned):
    room.everybody_hands_in()
    assert max(earned(room.grade(secret=PUBLIC)).values()) < 4


def test_a_grade_without_a_notebook_needs_no_sandbox(room, monkeypatch):
    monkeypatch.setattr(sandbox, "execute", None)
    course = room.sources.load(room.secret)
    assert grade_one(course, room.student("ada"), None).earned == 0


def test_an_output_folder_that_is_a_file_is_an_error(room):
    (room.folder / "graded").touch()
    with pytest.raises(UsageError, match="cannot be written"):
        room.grade()


def test_a_notebook_in_another_language_is_not_one_that_was_changed(sheet_of):
    spanish = sheet_of("filtering-basics", language="es")
    english = sheet_of("filtering-basics", language="en")
    assert spanish.notebook != english.notebook

    grade = english.grade(spanish.notebook)

    assert grade.integrity.intact
    assert grade.problems == ()
    assert grade.language == "en"


def test_a_changed_cell_is_noticed_in_every_language(sheet_of):
    spanish = sheet_of("filtering-basics", language="es")
    text = spanish.notebook.decode().replace('"image_1 = ', '"image_1 = 0 * ', 1)
    assert text != spanish.notebook.decode()

    grade = sheet_of("filtering-basics", language="en").grade(text.encode())

    assert grade.integrity.edited == ("predict-correlation/given",)
