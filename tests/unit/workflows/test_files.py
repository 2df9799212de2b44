"""Reading what others made, and writing whole files or none."""

import errno
import os
import stat
from contextlib import suppress

import pytest

from grader.errors import UsageError
from grader.workflows.files import Unreadable, read_bounded, write_whole


def test_a_file_at_the_limit_is_read_and_one_beyond_it_is_not(tmp_path):
    path = tmp_path / "file"
    path.write_bytes(bytes(100))
    assert read_bounded(path, limit=100) == bytes(100)
    with pytest.raises(Unreadable, match="too-large"):
        read_bounded(path, limit=99)


def test_a_file_that_is_not_there_says_so(tmp_path):
    with pytest.raises(Unreadable) as caught:
        read_bounded(tmp_path / "nothing")
    assert (caught.value.code, caught.value.detail) == ("unreadable", "No such file or directory")


@pytest.mark.skipif(not os.path.isdir("/proc/self/fd"), reason="descriptors cannot be listed")  # noqa: PTH112
@pytest.mark.parametrize("make", ["mkdir", "touch"])
def test_no_descriptor_stays_open(tmp_path, make):
    getattr(tmp_path / "x", make)()
    before = os.listdir("/proc/self/fd")  # noqa: PTH208
    for _ in range(3):
        with suppress(Unreadable):
            read_bounded(tmp_path / "x")
    assert len(os.listdir("/proc/self/fd")) == len(before)  # noqa: PTH208


def test_writing_makes_the_folders_above(tmp_path):
    write_whole(tmp_path / "a" / "b" / "c.txt", "ñ")
    assert (tmp_path / "a" / "b" / "c.txt").read_bytes() == "ñ".encode()


@pytest.mark.parametrize("mask", [0o022, 0o077])
def test_who_may_read_a_new_file_is_what_the_umask_says(tmp_path, mask):
    before = os.umask(mask)
    try:
        write_whole(tmp_path / "grades.csv", "")
    finally:
        os.umask(before)
    assert stat.S_IMODE((tmp_path / "grades.csv").stat().st_mode) == 0o666 & ~mask


def failing(error):
    def replace(self, target):
        raise error

    return replace


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EDQUOT])
def test_a_full_disk_keeps_the_old_file_and_leaves_no_part_behind(tmp_path, monkeypatch, number):
    (tmp_path / "result.json").write_text("old")
    monkeypatch.setattr("pathlib.Path.replace", failing(OSError(number, "full")))
    with pytest.raises(UsageError, match="the disk is full\n  fix: free some space and run"):
        write_whole(tmp_path / "result.json", "new")
    assert [(path.name, path.read_text()) for path in tmp_path.iterdir()] == [
        ("result.json", "old")
    ]


def test_an_interruption_leaves_no_part_behind(tmp_path, monkeypatch):
    monkeypatch.setattr("pathlib.Path.replace", failing(KeyboardInterrupt()))
    with pytest.raises(KeyboardInterrupt):
        write_whole(tmp_path / "result.json", "new")
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_is_a_file_is_an_error_with_a_fix(tmp_path):
    (tmp_path / "out").touch()
    with pytest.raises(UsageError, match=r"cannot be written: .*\n  fix: choose another folder"):
        write_whole(tmp_path / "out" / "x.json", "")
