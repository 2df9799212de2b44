"""Assignment and roster → notebooks: the same bytes on any number of processes."""

import json

import pytest

from grader.errors import ExerciseError, UsageError
from grader.workflows.generate import generate
from grader.workflows.lanes import Pace
from grader.workflows.release import FILE, read_release
from grader.workflows.results import read_result
from grader.workflows.secrets import PUBLIC, Secret, find_secret


def made(room, folder, *, roster=None, secret=None, workers=1):
    target = room.folder / folder
    release = generate(
        room.sources,
        room.students if roster is None else roster,
        target,
        secret=secret or room.secret,
        pace=Pace(workers=workers),
    )
    return release, {path.name: path.read_bytes() for path in target.iterdir()}


def role(cell):
    return cell["metadata"]["grader"]["role"]


def test_everybody_gets_a_notebook_of_their_own(room):
    _, files = made(room, "release")
    assert sorted(files) == ["ada.ipynb", "bob.ipynb", "cyd.ipynb", "dan.ipynb", FILE]
    given = {
        name: [cell["source"] for cell in json.loads(data)["cells"] if role(cell) == "given"]
        for name, data in files.items()
        if name != FILE
    }
    assert len({str(cells) for cells in given.values()}) == 4


def test_the_same_arguments_write_the_same_bytes(room):
    assert made(room, "one")[1] == made(room, "two")[1]


def test_a_second_run_in_the_same_folder_changes_nothing(room):
    first = made(room, "release")[1]
    assert made(room, "release")[1] == first


def test_the_order_of_the_roster_changes_no_notebook(room):
    (one, files), (two, others) = (
        made(room, "one"),
        made(room, "two", roster=room.students[::-1]),
    )
    assert {**files, FILE: b""} == {**others, FILE: b""}
    assert one.handouts == two.handouts[::-1]


def test_a_smaller_roster_changes_no_notebook(room):
    everybody = made(room, "one")[1]
    alone = made(room, "two", roster=room.students[1:2])[1]
    assert alone["bob.ipynb"] == everybody["bob.ipynb"]


def test_two_processes_write_the_bytes_of_one(crowd):
    assert made(crowd, "one")[1] == made(crowd, "two", workers=2)[1]


def test_the_record_is_read_as_it_was_made(room):
    release, _ = made(room, "release")
    assert read_release(room.folder / "release") == release
    assert release.roster == room.students


def test_neither_record_nor_notebook_holds_the_secret_or_a_key(room):
    # The numbers are of three digits and more, so that one by chance would be a strange chance.
    _, files = made(room, "release")
    for student in room.students:
        key = room.key(student.id)
        for data in files.values():
            assert room.secret.key not in data
            assert room.secret.key.hex().encode() not in data
        assert str(key["area"]).encode() not in files[f"{student.id}.ipynb"]
        assert (
            str(key["area"]).encode()
            not in json.dumps(json.loads(files[FILE])["handouts"][0]["student"]).encode()
        )


def test_another_secret_draws_other_variants(room):
    one, _ = made(room, "one")
    two, _ = made(room, "two", secret=Secret(key=b"quite another secret"))
    assert one.secret != two.secret
    assert all(
        first.variants != second.variants
        for first, second in zip(one.handouts, two.handouts, strict=True)
    )


def test_a_secret_from_a_file_and_from_the_environment_draw_the_same(room):
    path = room.folder / "course.secret"
    path.write_bytes(b"sixteen characters, or more\n")
    from_file = made(room, "one", secret=find_secret(path, {}))[1]
    variables = {"GRADER_SECRET": "sixteen characters, or more"}
    assert made(room, "two", secret=find_secret(None, variables))[1] == from_file


def test_the_public_secret_is_recognized_by_its_fingerprint(room):
    release, _ = made(room, "release", secret=PUBLIC)
    assert release.secret == PUBLIC.fingerprint


def impossible(room):
    text = room.exercise.read_text()
    rules = "variants:\n  require: [a > 95]\n  tries: 40\nprompt:"
    room.exercise.write_text(text.replace("prompt:", rules, 1))


@pytest.mark.parametrize("workers", [1, 2])
def test_a_rule_that_no_draw_satisfies_is_named_with_how_often_it_rejected(crowd, workers):
    impossible(crowd)
    with pytest.raises(ExerciseError) as caught:
        made(crowd, "release", workers=workers)
    text = str(caught.value)
    assert str(crowd.exercise) in text
    assert "no draw satisfied the rules in 40 tries; rejected by `a > 95` (40×)" in text
    assert "fix: loosen" in text


def test_a_release_that_failed_leaves_no_record(room):
    impossible(room)
    with pytest.raises(ExerciseError):
        made(room, "release")
    assert not (room.folder / "release" / FILE).exists()


def test_a_folder_that_cannot_be_made_is_an_error_with_a_fix(room):
    (room.folder / "file").touch()
    with pytest.raises(UsageError, match="cannot be written"):
        made(room, "file/release")


def test_progress_counts_up_to_everybody(room):
    told = []
    pace = Pace(progress=lambda done, total: told.append((done, total)))
    generate(room.sources, room.students, room.folder / "r", secret=room.secret, pace=pace)
    assert told == [(1, 4), (2, 4), (3, 4), (4, 4)]


POOL = """\
schema: assignment/1
id: shapes
title: {en: Shapes, es: Figuras}
language: es
shuffle: true
exercises:
  - {use: area, points: 4}
  - {pick: 1, of: [side, edge], points: 2}
overrides:
  - {students: [bob], language: en}
"""


@pytest.fixture
def pooled(room):
    """Four students who get two of three exercises; only Dan has a language, Bob an override."""
    for name in ("side", "edge"):
        text = room.exercise.read_text().replace("id: area", f"id: {name}", 1)
        (room.exercise.parent / f"{name}.yaml").write_text(text)
    room.assignment.write_text(POOL)
    return room


def test_the_record_says_which_exercises_each_student_got(pooled):
    release, files = made(pooled, "release")
    for handout in release.handouts:
        content = json.loads(files[f"{handout.student.id}.ipynb"])
        labels = (cell["metadata"]["grader"] for cell in content["cells"])
        exercises = dict.fromkeys(label["exercise"] for label in labels if "exercise" in label)
        assert [*exercises] == [*handout.variants]
        assert "area" in exercises
        assert len(exercises) == 2


def test_a_student_without_a_language_gets_that_of_the_assignment(pooled):
    _, files = made(pooled, "release")
    languages = {
        name: json.loads(data)["metadata"]["grader"]["language"]
        for name, data in files.items()
        if name != FILE
    }
    assert languages == {
        "ada.ipynb": "es",
        "bob.ipynb": "en",
        "cyd.ipynb": "es",
        "dan.ipynb": "es",
    }


def test_everybody_is_graded_on_the_exercises_they_got(pooled):
    release, files = made(pooled, "release")
    for name, data in files.items():
        if name != FILE:
            pooled.hand_in(name, data)
    pooled.grade()
    for handout in release.handouts:
        grade = read_result(pooled.folder / "graded", handout.student)
        assert grade.possible == 6
        assert {one.exercise: one.variant for one in grade.exercises} == handout.variants
        assert not grade.problems
