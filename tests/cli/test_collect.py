"""`grader collect` as it is typed."""

import csv
import os
import subprocess
import zipfile
from pathlib import Path

import pytest

AUTHOR = {"GIT_AUTHOR_NAME": "s", "GIT_AUTHOR_EMAIL": "s@x", "GIT_COMMITTER_NAME": "s"}
AUTHOR |= {"GIT_COMMITTER_EMAIL": "s@x", "GIT_CONFIG_GLOBAL": os.devnull}


@pytest.fixture
def repository(tmp_path):
    """Return a function that makes a repository with these files."""

    def make(name, **files):
        folder = tmp_path / "repositories" / name
        folder.mkdir(parents=True)
        for file, content in files.items():
            (folder / file.replace("_py", ".py").replace("_nb", ".ipynb")).write_text(content)
        for command in (["init", "-q"], ["add", "-A"], ["commit", "-qm", "work"]):
            subprocess.run(["git", *command], cwd=folder, env={**os.environ, **AUTHOR}, check=True)

    return make


@pytest.fixture
def roster():
    Path("roster.csv").write_text("id,name,github\nada,Ada,ada-l\nbob,Bob,bobby\ncyd,Cyd,\n")


def test_repositories_are_collected_and_what_is_odd_is_said(grader, repository, roster):
    repository("week-1-ada-l", x_nb="{}", conftest_py="")
    repository("week-1-bobby", readme="x")
    repository("week-1-eve", x_nb="{}")
    said = grader("collect", "repositories", "--roster", "roster.csv")
    assert (said.code, said.out) == (
        0,
        (
            "1 collected, 1 of them new: collected\n"
            "2 nothing of:\n"
            "  bob: it has no notebook\n"
            "  cyd: there is no repository or file of theirs\n"
        ),
    )
    assert said.err == (
        "warning: week-1-eve: fits nobody on the roster, so it was left aside\n"
        "warning: ada: has files that act on a run of tests, not used here: conftest.py\n"
        "warning: no push time for ada: theirs is the time of the commit, which can be set at"
        " will\n"
    )
    with Path("collected/collected.csv").open(newline="") as file:
        ada, *_ = csv.DictReader(file)
    assert (ada["state"], ada["clock"], ada["added"]) == ("collected", "commit", "conftest.py")
    assert len(ada["commit"]) == 40


def test_what_failed_is_listed_and_makes_the_exit_code_4(grader, repository, roster):
    repository("week-1-ada-l", x_nb="{}")
    said = grader("collect", "--clone", "repositories/week-1-{github}", "--roster", "roster.csv")
    assert said.code == 4
    assert "2 failed:\n  bob: " in said.out
    assert "  cyd: the roster has no GitHub login\n" in said.out


def test_an_archive_of_a_platform_is_collected(grader, roster):
    with zipfile.ZipFile("moodle.zip", "w") as archive:
        archive.writestr("Ada_12_assignsubmission_file_/x.ipynb", "{}")
    said = grader("collect", "moodle.zip", "--roster", "roster.csv")
    assert said.code == 0
    assert said.err == "warning: nobody says when it came in: ada\n"
    assert Path("collected/ada.ipynb").read_text() == "{}"


@pytest.mark.parametrize(
    ("arguments", "fault"),
    [
        ((), "from where?"),
        ((".", "--clone", "x-{id}"), "from where?"),
        (("--clone", "https://x/y"), "the address is the same for everybody"),
        ((".", "--until", "noon"), "'noon' is no date and time"),
        ((".", "--template", "."), "has no grader.json"),
    ],
)
def test_what_cannot_be_is_an_error_with_a_fix(grader, roster, arguments, fault):
    said = grader("collect", *arguments, "--roster", "roster.csv")
    assert said.code == 2
    assert fault in said.err
    assert "fix:" in said.err
