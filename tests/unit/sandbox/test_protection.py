"""What `protection` says is what it found."""

import os
import sys

import pytest

from grader.errors import ExitCode, SandboxError
from grader.sandbox import child, conversation, protection
from grader.sandbox.scratch import remove


def test_this_machine_is_limited():
    found = protection()
    assert (found.level, found.name) == (1, "limited")


def test_what_holds_and_what_lacks_are_told_apart():
    found = protection()
    assert not set(found.layers) & set(found.lacking)
    assert {"process", "session", "environment", "cpu", "file-size"} <= set(found.layers)
    assert {"no-files", "no-network"} <= set(found.lacking)


def test_a_layer_that_is_off_is_noticed(monkeypatch):
    monkeypatch.setattr(child, "_environment", lambda _: dict(os.environ))
    assert "environment" in protection().lacking


def test_without_an_interpreter_nothing_protects(monkeypatch):
    monkeypatch.setattr(sys, "executable", "/nowhere/python")
    found = protection()
    assert (found.level, found.name, found.layers) == (0, "unavailable", ())


def test_code_is_not_sent_to_a_child_that_does_not_start(notebook, monkeypatch):
    monkeypatch.setattr(child, "_FLAGS", ("-c", "raise SystemExit('no')"))
    with pytest.raises(SandboxError, match="before it took any code: no") as caught:
        notebook.answer("out", "out = 1 + 1").run()
    assert caught.value.exit_code is ExitCode.SANDBOX


def test_a_child_that_never_gets_ready_is_given_up(notebook, monkeypatch):
    monkeypatch.setattr(child, "_FLAGS", ("-c", "import time; time.sleep(60)"))
    monkeypatch.setattr(conversation, "_START_S", 0.3)
    with pytest.raises(SandboxError):
        notebook.answer("out", "out = 1 + 1").run()


def test_elsewhere_than_on_posix_code_is_refused_and_literals_are_not(notebook, monkeypatch):
    monkeypatch.setattr(conversation, "_POSIX", False)
    assert notebook.missing("out").run().outcomes
    with pytest.raises(SandboxError, match="WSL2"):
        notebook.answer("more", "more = 1 + 1").run()


def test_a_link_in_the_directory_is_removed_and_not_followed(tmp_path):
    (tmp_path / "kept").mkdir()
    (tmp_path / "kept" / "file").touch()
    (tmp_path / "gone").mkdir()
    (tmp_path / "gone" / "link").symlink_to(tmp_path / "kept")
    remove(str(tmp_path / "gone"))
    assert not (tmp_path / "gone").exists()
    assert (tmp_path / "kept" / "file").exists()


def test_a_run_leaves_neither_descriptors_nor_directories(notebook, tmp_path, monkeypatch):
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    before = len(os.listdir("/proc/self/fd")) if sys.platform == "linux" else 0  # noqa: PTH208
    notebook.answer("out", "open('file', 'w').close()").run()
    after = len(os.listdir("/proc/self/fd")) if sys.platform == "linux" else 0  # noqa: PTH208
    assert before == after
    assert list(tmp_path.iterdir()) == []
