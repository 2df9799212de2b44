"""A second run does what is missing or has changed; an interruption loses nothing."""

import errno
import multiprocessing
import os
import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from grader.errors import UsageError
from grader.workflows import grade as workflow
from grader.workflows.orders import Shard

CSV, INDEX = "grades.csv", "index.html"


@pytest.fixture
def done(room):
    room.everybody_hands_in().grade()
    return room


def stamps(room):
    return {
        path: path.stat().st_mtime_ns
        for path in (room.folder / "graded").rglob("*.*")
        if path.name not in {CSV, INDEX}
    }


def ran(room, **options):
    graded = room.grade(**options)
    return graded.new, graded.kept


def test_a_second_run_grades_nothing_and_touches_no_result(done):
    before = stamps(done)
    assert ran(done, graded_at="2030-01-01T00:00:00+00:00") == (0, 4)
    assert stamps(done) == before


def test_an_edited_submission_is_the_only_one_graded_again(done, earned):
    before = stamps(done)
    done.hand_in("bob.ipynb", done.notebook("bob", area="area = 1"))
    graded = done.grade()
    assert (graded.new, graded.kept) == (1, 3)
    assert earned(graded)["bob"] < 4
    changed = {path.stem for path, stamp in stamps(done).items() if stamp != before[path]}
    assert changed == {"bob"}


def test_a_submission_that_was_taken_back_is_graded_again(done, earned):
    (done.submissions / "bob.ipynb").unlink()
    graded = done.grade()
    assert (graded.new, earned(graded)["bob"]) == (1, 0)


def test_who_hands_in_late_is_the_only_one_graded(room):
    room.hand_in("ada.ipynb", room.right("ada"))
    room.grade()
    room.hand_in("bob.ipynb", room.right("bob"))
    assert ran(room) == (1, 3)


@pytest.mark.parametrize(
    "edit",
    [
        lambda room: room.exercise.write_text(room.exercise.read_text() + "\n# a comment\n"),
        lambda room: room.assignment.write_text(room.assignment.read_text().replace("4", "3")),
    ],
    ids=["exercise", "assignment"],
)
def test_an_edited_file_of_the_course_grades_everybody_again(done, edit):
    edit(done)
    assert ran(done) == (4, 0)


def test_another_secret_grades_everybody_again(done):
    assert ran(done, secret=workflow.Secret(key=b"quite another secret")) == (4, 0)


def test_another_name_on_the_roster_grades_that_student_again(done):
    ada, *others = done.students
    assert ran(done, roster=(replace(ada, name="Augusta"), *others)) == (1, 3)


def test_again_grades_everybody(done):
    assert ran(done, again=True) == (4, 0)


@pytest.mark.parametrize("folder", ["results", "feedback"])
@pytest.mark.parametrize(
    "damage",
    [
        lambda path: path.unlink(),
        lambda path: path.write_bytes(b""),
        lambda path: path.write_bytes(path.read_bytes()[:-40]),
        lambda path: path.write_bytes(b"\xff\xfe\xff"),
        lambda path: path.write_text("[" * 100_000),
        lambda path: path.write_text(path.read_text().replace("Ada", "Eve")),
    ],
    ids=["deleted", "emptied", "cut", "binary", "deep", "edited"],
)
def test_a_damaged_result_or_page_is_made_again(done, folder, damage):
    before = done.results()
    (path,) = (done.folder / "graded" / folder).glob("ada.*")
    damage(path)
    assert ran(done) == (1, 3)
    assert done.results() == before


def test_a_result_that_is_a_folder_is_an_error_with_a_place(done):
    path = done.folder / "graded" / "results" / "ada.json"
    path.unlink()
    path.mkdir()
    with pytest.raises(UsageError, match=f"{path}: cannot be written"):
        done.grade()


class Stop:
    """Interrupts after some results."""

    def __init__(self, after, action):
        self.after, self.action, self.calls = after, action, []

    def __call__(self, done, total):
        self.calls.append((done, total))
        if len(self.calls) == self.after:
            self.action()


def interrupt():
    raise KeyboardInterrupt


def test_an_interrupted_run_keeps_its_results_and_the_next_one_goes_on(room):
    room.everybody_hands_in()
    with pytest.raises(KeyboardInterrupt):
        room.grade(progress=Stop(2, interrupt))
    assert sorted(stamps(room)) == sorted(
        room.folder / "graded" / name
        for name in (
            "feedback/ada.html",
            "feedback/bob.html",
            "results/ada.json",
            "results/bob.json",
        )
    )
    assert ran(room) == (2, 2)


def test_an_interrupted_run_on_two_processes_leaves_none_behind(crowd):
    with pytest.raises(KeyboardInterrupt):
        crowd.grade(workers=2, progress=Stop(1, interrupt))
    for worker in multiprocessing.active_children():
        worker.join(30)
    assert multiprocessing.active_children() == []
    new, kept = ran(crowd, workers=2)
    assert new + kept == 60
    assert kept >= 1


@pytest.mark.skipif(os.name != "posix", reason="there is no SIGKILL here")
def test_a_worker_that_is_killed_costs_no_result_and_doubles_none(crowd, earned):
    def kill():
        multiprocessing.active_children()[0].kill()

    stop = Stop(1, kill)
    graded = crowd.grade(workers=2, progress=stop)
    assert set(earned(graded).values()) == {4}
    assert stop.calls == [(number, 60) for number in range(1, 61)]
    assert not any(grade.problems for grade in graded.grades)


def test_a_submission_that_ends_its_worker_twice_has_a_result_that_says_so(
    crowd, monkeypatch, codes, earned
):
    # A worker is another process, where nothing can be replaced: so the lanes report the loss.
    run_all = workflow.run_all

    def losing(task, items, **options):
        for done in run_all(task, items, **options):
            yield replace(done, result=None) if done.item.student.id == "s07" else done

    monkeypatch.setattr(workflow, "run_all", losing)
    graded = crowd.grade()
    assert codes(graded, "s07") == ["crashed"]
    assert {name for name, points in earned(graded).items() if points < 4} == {"s07"}
    monkeypatch.undo()
    # It may have been the machine: the next run tries again.
    assert ran(crowd) == (1, 59)


def test_a_full_disk_keeps_what_was_written_and_the_next_run_finishes(room, monkeypatch):
    room.everybody_hands_in()
    left = [5]
    move = Path.replace

    def full(self, target):
        left[0] -= 1
        if left[0] < 0:
            raise OSError(errno.ENOSPC, "No space left on device")
        return move(self, target)

    monkeypatch.setattr(Path, "replace", full)
    with pytest.raises(UsageError, match="the disk is full\n  fix: free some space"):
        room.grade()
    monkeypatch.undo()
    assert len(list((room.folder / "graded" / "results").iterdir())) == 2
    assert not list((room.folder / "graded").rglob("*.part"))
    assert ran(room) == (2, 2)
    finished = room.results()
    room.grade(again=True)
    assert room.results() == finished


@pytest.mark.parametrize("shards", [1, 2, 3, 7])
def test_shards_do_all_the_work_once_and_the_run_without_one_writes_the_tables(room, shards):
    room.everybody_hands_in().grade()
    whole = room.results()
    shutil.rmtree(room.folder / "graded")
    done = [ran(room, shard=Shard(number=number, of=shards)) for number in range(1, shards + 1)]
    assert sum(new for new, _ in done) == 4
    assert max(new for new, _ in done) - min(new for new, _ in done) <= 1
    assert (CSV in room.results()) == (shards == 1)
    assert ran(room) == (0, 4)
    assert room.results() == whole


def test_what_a_shard_left_undone_is_done_by_the_run_without_one(room):
    room.everybody_hands_in().grade(shard=Shard(number=2, of=2))
    assert ran(room) == (2, 2)


def test_a_shard_tells_of_its_own_students_only(room):
    graded = room.everybody_hands_in().grade(shard=Shard(number=2, of=3))
    assert [grade.student for grade in graded.grades] == ["bob"]
