"""``grader start``: the notebook of who accepted the repository, once."""

import json
import subprocess

import pytest

from grader.workflows.repository import SCHEMA


def git(*arguments):
    done = subprocess.run(
        ["git", "-c", "user.name=t", "-c", "user.email=t@x.org", *arguments],
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout.strip()


@pytest.fixture
def accepted(tmp_path, monkeypatch):
    """A repository of a template, on Ada's machine."""
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", "/dev/null")
    for name in ("GITHUB_REPOSITORY", "CI_PROJECT_PATH", "GITHUB_OUTPUT"):
        monkeypatch.delenv(name, raising=False)
    folder = tmp_path / "week-1-ada"
    folder.mkdir()
    monkeypatch.chdir(folder)
    git("init", "--quiet")
    git("remote", "add", "origin", "git@github.com:cv-2026/Week-1-Ada.git")
    settings = {"schema": SCHEMA, "assignment": "filtering-basics", "prefix": "week-1"}
    (folder / "grader.json").write_text(json.dumps(settings | {"language": "es"}))
    git("add", "--all")
    git("commit", "--quiet", "-m", "Template")
    return folder


def student(folder):
    return json.loads((folder / "filtering-basics.ipynb").read_text())["metadata"]["grader"]


def test_the_notebook_is_of_whom_the_name_of_the_repository_says_and_is_committed(accepted, grader):
    said = grader("start")

    assert said.code == 0
    assert said.out.startswith("filtering-basics.ipynb: the notebook of ada, committed.")
    assert (student(accepted)["student"], student(accepted)["language"]) == ("ada", "es")
    assert git("status", "--porcelain") == ""
    assert git("log", "-1", "--format=%s") == "Hand out filtering-basics"


def test_it_is_drawn_once_whatever_has_become_of_it(accepted, grader):
    grader("start")
    path = accepted / "filtering-basics.ipynb"
    path.write_text(path.read_text().replace("...", "1", 1))
    edited = path.read_bytes()
    git("remote", "set-url", "origin", "git@github.com:cv-2026/week-1-bob.git")

    said = grader("start")

    assert said.code == 0
    assert "is there already, for ada: nothing to do" in said.out
    assert path.read_bytes() == edited
    assert git("rev-list", "--count", "HEAD") == "2"


@pytest.mark.parametrize("committed", [True, False])
def test_one_that_was_deleted_is_not_drawn_again(accepted, grader, committed):
    grader("start")
    path = accepted / "filtering-basics.ipynb"
    drawn = path.read_bytes()
    path.unlink()
    if committed:
        git("commit", "--quiet", "--all", "-m", "Delete")

    said = grader("start")

    assert said.code == 2
    fix = said.err.partition("take it back: git ")[2].split()
    git(*fix)
    assert path.read_bytes() == drawn


def test_everybody_gets_other_numbers_and_the_same_ones_anywhere(accepted, grader, monkeypatch):
    grader("start", "--no-commit")
    path = accepted / "filtering-basics.ipynb"
    drawn = path.read_bytes()
    for repository, same in (("cv-2026/week-1-ada", True), ("cv-2026/week-1-bob", False)):
        path.unlink()
        monkeypatch.setenv("GITHUB_REPOSITORY", repository)
        assert grader("start", "--no-commit").code == 0
        assert (path.read_bytes() == drawn) is same


@pytest.mark.parametrize(
    ("address", "own"),
    [
        ("https://github.com/Ada/filters.git", "ada"),
        ("https://gitlab.com/ada/week-1", "ada"),
        ("cv-2026/filtering-basics-ada-l", "ada-l"),
    ],
)
def test_a_fork_is_of_its_owner_and_a_prefix_is_taken_away(accepted, grader, address, own):
    git("remote", "set-url", "origin", address)
    grader("start", "--no-commit")

    assert student(accepted)["student"] == own


def test_classroom_50_says_what_the_prefix_is(accepted, grader, monkeypatch):
    (accepted / ".classroom50.yaml").write_text("classroom: cv\nassignment: week-1\nsecret: abcd\n")
    monkeypatch.setenv("GITHUB_REPOSITORY", "org/cv-week-1-ada-l")
    grader("start", "--no-commit")

    assert student(accepted)["student"] == "ada-l"


def test_the_step_after_it_is_told_whether_it_did_anything(accepted, grader, monkeypatch, tmp_path):
    monkeypatch.setenv("GITHUB_OUTPUT", str(tmp_path / "output"))
    grader("start")
    grader("start")

    assert (tmp_path / "output").read_text() == "started=true\nstarted=false\n"


def test_where_nobody_is_known_it_asks(accepted, grader):
    git("remote", "remove", "origin")

    said = grader("start")
    assert said.code == 2
    assert "add --student LOGIN" in said.err
    assert grader("start", "--student", "ada").code == 0


@pytest.mark.parametrize("content", ["mine", "", '{"cells": []}'])
def test_a_file_of_that_name_is_left_alone(accepted, grader, content):
    """A damaged notebook is what `grader ci` tells of, in the step after this one."""
    (accepted / "filtering-basics.ipynb").write_text(content)

    said = grader("start")
    assert (said.code, said.out) == (0, "filtering-basics.ipynb is there already: nothing to do.\n")
    assert (accepted / "filtering-basics.ipynb").read_text() == content


def test_damaged_settings_stop_nobody_who_has_a_notebook(accepted, grader):
    grader("start")
    (accepted / "grader.json").write_text("{")

    assert "nothing to do" in grader("start").out
    (accepted / "filtering-basics.ipynb").unlink()
    said = grader("start")
    assert said.code == 2
    assert "grader.json: cannot be used" in said.err


def test_a_notebook_of_another_assignment_is_in_nobodys_way(accepted, grader):
    grader("start", "--assignment", "convnet-arithmetic", "--no-commit")
    assert (accepted / "convnet-arithmetic.ipynb").is_file()

    assert grader("start").code == 0
    assert (accepted / "filtering-basics.ipynb").is_file()
