"""Repositories on disk, pushed to as students do, and what is collected of them."""

import os
import shutil
import time
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.errors import UsageError
from grader.model.assignment import Student
from grader.model.grade import Clock
from grader.workflows import clones
from grader.workflows.clones import Bounds, Clone, CloneError, tip_of
from grader.workflows.gathering import gather
from grader.workflows.intake import COPIES_OF_REPOSITORIES
from grader.workflows.lanes import Pace
from grader.workflows.pushes import _REFLOG, in_activity, in_reflog, in_table
from grader.workflows.records import State, read_records
from grader.workflows.targets import Gathering

ROSTER = (
    Student(id="ada", name="Ada", github="ada-l"),
    Student(id="bob", name="Bob", github="bobby"),
)


@pytest.fixture
def gathered(tmp_path):
    def of(**options):
        roster = options.pop("roster", ROSTER)
        order = Gathering(roster=roster, folder=tmp_path / "collected", **options)
        made = gather(order, pace=Pace(workers=2))
        return {record.student: record for record in made.records}, made

    return of


def test_everybodys_repository_is_collected_with_its_commit_and_push_time(
    server, gathered, tmp_path
):
    server.accept("week-1-ada-l")
    commit = server.push(
        "week-1-ada-l",
        {"shapes.ipynb": "{}"},
        when="2026-03-01T10:00:00+01:00",
        pushed="2026-03-09T23:58:00+00:00",
    )
    records, made = gathered(clone=f"{server.folder}/week-1-{{github}}.git")
    ada = records["ada"]
    assert (ada.state, ada.commit, ada.clock) == (State.COLLECTED, commit, Clock.PUSH)
    assert (ada.place, ada.at) == ("shapes.ipynb", "2026-03-09T23:58:00+00:00")
    assert ada.committed_at == "2026-03-01T10:00:00+01:00"
    assert (tmp_path / "collected" / "ada.ipynb").read_text() == "{}"
    assert records["bob"].state is State.FAILED
    assert "does not appear to be a git repository" in records["bob"].reason
    assert made.new == 1
    assert read_records(tmp_path / "collected", ["ada", "bob"]) == records


@pytest.mark.parametrize("kind", ["bare", "checkout"])
def test_a_folder_of_repositories_is_read_without_an_address(server, gathered, kind):
    for name in ("cv26-week-1-ada-l", "cv26-week-1-nobody"):
        server.accept(name)
        server.push(name, {"shapes.ipynb": name})
    source = server.folder if kind == "bare" else server.work
    records, made = gathered(source=source, server=True)
    assert (records["ada"].state, records["bob"].state) == (State.COLLECTED, State.ABSENT)
    # In a checkout the log tells what was done there, not when it reached a server.
    assert records["ada"].clock is (Clock.PUSH if kind == "bare" else Clock.COMMIT)
    assert [name.removesuffix(".git") for name in made.strangers] == ["cv26-week-1-nobody"]


def test_until_takes_what_had_been_pushed_and_a_backdated_commit_does_not_help(server, gathered):
    server.accept("ada")
    first = server.push("ada", {"x.ipynb": "1"}, pushed="2026-03-09T20:00:00+00:00")
    server.push(
        "ada",
        {"x.ipynb": "2"},
        when="2026-03-09T21:00:00+00:00",
        pushed="2026-03-10T08:00:00+00:00",
    )
    due = datetime(2026, 3, 9, 22, tzinfo=UTC)
    records, _ = gathered(source=server.folder, server=True, until=due)
    assert records["ada"].commit == first
    exactly, _ = gathered(
        source=server.folder, server=True, until=datetime(2026, 3, 10, 8, tzinfo=UTC)
    )
    assert exactly["ada"].commit != first
    before, _ = gathered(source=server.folder, server=True, until=due - timedelta(days=9))
    assert before["ada"].state is State.ABSENT
    assert before["ada"].reason == "nothing had been pushed by then"


def test_without_a_log_the_time_is_that_of_the_commit_and_says_so(server, gathered):
    server.accept("ada", logs=False)
    server.push("ada", {"x.ipynb": "1"}, when="2020-01-01T00:00:00+00:00")
    records, _ = gathered(source=server.folder)
    assert (records["ada"].clock, records["ada"].at) == (Clock.COMMIT, "2020-01-01T00:00:00+00:00")


def test_a_log_that_students_handed_in_is_not_believed(server, gathered):
    server.accept("ada")
    forged = f"{'0' * 40} {'1' * 40} x <x> 1 +0000\n"
    commit = server.push("ada", {"x.ipynb": "1"}, pushed="2026-03-01T20:00:00+00:00")
    assert gathered(source=server.folder)[0]["ada"].clock is Clock.COMMIT
    assert gathered(source=server.folder, server=True)[0]["ada"].clock is Clock.PUSH
    # Nor one that lies in a checkout as a file, with all that makes a folder look like a server's.
    forged = forged.replace("1" * 40, commit)
    files = {"HEAD": "ref: refs/heads/main\n", "objects/x": "", "logs/refs/heads/main": forged}
    for name, content in files.items():
        (server.work / "ada" / name).parent.mkdir(parents=True, exist_ok=True)
        (server.work / "ada" / name).write_text(content)
    assert gathered(source=server.work, server=True)[0]["ada"].clock is Clock.COMMIT


@pytest.mark.parametrize("when", ["4102444800 +0000", "1 +0000", "253402300799 -1200"])
def test_a_commit_of_any_year_is_collected_and_graded(server, gathered, when):
    server.accept("ada", logs=False)
    server.push("ada", {"x.ipynb": "1"}, when=f"@{when}")
    record = gathered(source=server.folder)[0]["ada"]
    assert record.state is State.COLLECTED
    assert not record.at or 2000 <= record.received.year < 2200


@given(st.text(max_size=40) | st.from_regex(_REFLOG, fullmatch=True))
def test_no_line_makes_reading_a_log_fail(tmp_path_factory, line):
    folder = tmp_path_factory.mktemp("bare")
    (folder / "objects").mkdir()
    (folder / "HEAD").write_text("")
    log = folder / "logs" / "refs" / "heads" / "main"
    log.parent.mkdir(parents=True)
    log.write_text(line, encoding="utf-8", errors="replace")
    for push in in_reflog(folder, "refs/heads/main"):
        assert push.at.year < 2201


def test_a_table_of_pushes_goes_before_everything_else(server, gathered):
    server.accept("week-1-ada-l")
    commit = server.push("week-1-ada-l", {"x.ipynb": "1"})
    table = f"repository,commit,time\nWeek-1-ada-l,{commit[:10]},2026-03-09T20:00Z\n"
    records, _ = gathered(source=server.folder, pushes=in_table(table.encode(), "pushes.csv"))
    assert (records["ada"].clock, records["ada"].at) == (Clock.PUSH, "2026-03-09T20:00:00+00:00")


def test_github_is_asked_by_its_own_program(server, gathered, tmp_path, monkeypatch):
    commit = "a" * 40
    page = (
        f'[{{"ref": "refs/heads/main", "after": "{commit}", "timestamp": "2026-03-09T20:00:00Z"}}]'
    )
    programs = tmp_path / "programs"
    programs.mkdir()
    program = programs / "gh"
    program.write_text(f"#!/bin/sh\necho \"$@\" > {tmp_path}/asked\necho '{page}[3, null]'\n")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{programs}{os.pathsep}{os.environ['PATH']}")
    from grader.workflows.pushes import from_github

    (push,) = from_github("https://github.com/org/week-1-ada.git", "refs/heads/main", seconds=9)
    assert (push.commit, push.at) == (commit, datetime(2026, 3, 9, 20, tzinfo=UTC))
    assert (tmp_path / "asked").read_text() == (
        "api --paginate repos/org/week-1-ada/activity?per_page=100\n"
    )
    assert from_github("https://gitlab.com/org/x", "", seconds=9) == ()
    assert in_activity('{"message": "Not Found"}', "") == ()
    assert in_activity("[" * 100_000, "") == ()


def test_a_second_run_fetches_only_what_is_new_and_keeps_what_it_cannot_have(
    server, gathered, tmp_path
):
    for name in ("ada", "bob"):
        server.accept(name)
        server.push(name, {"x.ipynb": "1"})
    assert gathered(source=server.folder)[1].new == 2
    assert gathered(source=server.folder)[1].new == 0
    server.push("bob", {"x.ipynb": "2"})
    (server.folder / "ada.git" / "objects").rename(tmp_path / "gone")
    records, made = gathered(clone=f"{server.folder}/{{id}}.git")
    assert (made.new, records["ada"].state) == (1, State.FAILED)
    assert (tmp_path / "collected" / "ada.ipynb").read_text() == "1"
    assert read_records(tmp_path / "collected", ["ada"])["ada"].state is State.COLLECTED
    assert (tmp_path / "collected" / "bob.ipynb").read_text() == "2"


def test_an_interrupted_run_goes_on_where_it_stopped(server, tmp_path):
    for name in ("ada", "bob"):
        server.accept(name)
        server.push(name, {"x.ipynb": name})
    order = Gathering(roster=ROSTER, folder=tmp_path / "collected", source=server.folder)

    def stop(done, total):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        gather(order, pace=Pace(workers=1, progress=stop))
    assert len(list((tmp_path / "collected" / "records").iterdir())) == 1
    assert gather(order).new == 1


def test_links_and_large_files_in_a_repository_are_no_notebooks(server, gathered, monkeypatch):
    own = server.accept("ada")
    (own / "ada.ipynb").symlink_to("/etc/passwd")
    server.push("ada", {})
    assert gathered(source=server.folder)[0]["ada"].reason.startswith("The file is a link")
    (own / "ada.ipynb").unlink()
    server.push("ada", {"ada.ipynb": bytes(200_000)})
    monkeypatch.setattr(clones.Clone.read, "__kwdefaults__", {"limit": 100_000})
    assert "larger than" in gathered(source=server.folder)[0]["ada"].reason


def test_nothing_of_a_repository_is_run(server, gathered, tmp_path):
    canary = tmp_path / "canary"
    own = server.accept("ada")
    trap = f"#!/bin/sh\ntouch {canary}\n"
    files = {
        "x.ipynb": "{}",
        ".gitattributes": "*.ipynb filter=evil\n",
        "hooks/post-checkout": trap,
        ".gitmodules": f'[submodule "m"]\n\tpath = m\n\turl = ext::sh -c touch% {canary}\n',
    }
    server.push("ada", files)
    for folder in (server.folder / "ada.git", own / ".git"):
        server.git(folder, "config", "filter.evil.smudge", f"touch {canary}; cat")
        server.git(folder, "config", "core.fsmonitor", f"touch {canary}")
        server.git(folder, "config", "uploadpack.packObjectsHook", f"touch {canary}; exec")
        for hook in ("post-checkout", "reference-transaction", "post-upload-pack"):
            path = folder / "hooks" / hook
            path.parent.mkdir(exist_ok=True)
            path.write_text(trap)
            path.chmod(0o755)
    for source in (server.folder, server.work):
        assert gathered(source=source)[0]["ada"].state is State.COLLECTED
    assert not canary.exists()
    copy = tmp_path / "collected" / COPIES_OF_REPOSITORIES / "ada.git"
    assert not list((copy / "hooks").glob("*")) if (copy / "hooks").exists() else True
    assert not list(copy.rglob("x.ipynb"))


@pytest.mark.parametrize(
    "address",
    [
        "ext::sh -c 'touch canary' {id}",
        "--upload-pack=touch canary {id}",
        "git://x/{id}",
        "http://x/{id}",
        "https://github.com/org/the-same",
    ],
)
def test_an_address_that_git_would_run_or_that_is_everybodys_is_refused(
    gathered, tmp_path, monkeypatch, address
):
    monkeypatch.chdir(tmp_path)
    with pytest.raises(UsageError, match="fix: "):
        gathered(clone=address)
    assert not Path("canary").exists()


def test_a_login_is_part_of_an_address_and_no_more(server, gathered):
    roster = (replace(ROSTER[0], github="../../../etc"), replace(ROSTER[1], github=""))
    records, _ = gathered(clone=f"{server.folder}/week-{{github}}.git", roster=roster)
    assert "..%2F..%2F..%2Fetc" in records["ada"].source
    assert records["bob"].reason == "the roster has no GitHub login"


def test_a_repository_that_takes_too_long_is_ended(server, tmp_path, monkeypatch):
    programs = tmp_path / "programs"
    programs.mkdir()
    canary = tmp_path / "canary"
    (programs / "git").write_text(f"#!/bin/sh\n(sleep 1; touch {canary}) &\nsleep 60\n")
    (programs / "git").chmod(0o755)
    monkeypatch.setenv("PATH", f"{programs}{os.pathsep}{os.environ['PATH']}")
    with pytest.raises(CloneError, match=r"took more than 0\.5 s"):
        tip_of("https://x.invalid/y", "", Bounds(seconds=0.5))
    time.sleep(1)
    assert not canary.exists()


def test_a_repository_that_is_too_large_is_given_up(server, tmp_path):
    server.accept("ada")
    commit = server.push("ada", {"x.ipynb": "{}", "video": os.urandom(3 * 2**20)})
    clone = Clone(path=tmp_path / "copy.git", bounds=Bounds(megabytes=1))
    with pytest.raises(CloneError):
        clone.fetch(f"file://{server.folder}/ada.git", commit)
    assert not clone.has(commit)


def test_a_tree_of_trees_is_not_listed_to_its_end(server, gathered):
    own = server.accept("ada")
    blob = server.git(own, "hash-object", "-w", "--stdin", input="x")
    line = f"100644 blob {blob}\t"
    tree = server.git(own, "mktree", input="".join(f"{line}f{n}\n" for n in range(10)))
    for _ in range(12):
        tree = server.git(
            own, "mktree", input="".join(f"040000 tree {tree}\td{n}\n" for n in range(10))
        )
    commit = server.git(own, "commit-tree", tree, "-m", "bomb")
    server.git(own, "push", "-q", "origin", f"{commit}:refs/heads/main")
    assert gathered(source=server.folder)[0]["ada"].reason == "there is more than 8 MB of it"


def test_a_tag_can_be_taken_instead_of_the_branch(server, gathered):
    own = server.accept("ada")
    tagged = server.push("ada", {"x.ipynb": "1"})
    server.git(own, "tag", "-a", "submit/1", "-m", "mine")
    server.git(own, "push", "-q", "origin", "submit/1")
    server.push("ada", {"x.ipynb": "2"})
    assert gathered(source=server.folder, ref="submit/1")[0]["ada"].commit == tagged
    server.git(own, "tag", "submit/2026-03-09T10-00-00Z-aaaaaaa", tagged)
    server.git(own, "push", "-q", "origin", "submit/2026-03-09T10-00-00Z-aaaaaaa")
    latest = gathered(source=server.folder, server=True, ref="submit/20*")[0]["ada"]
    assert (latest.commit, latest.clock) == (tagged, Clock.PUSH)
    assert "no branch or tag" in gathered(source=server.folder, ref="other")[0]["ada"].reason
    assert "cannot be the name" in gathered(source=server.folder, ref="--x")[0]["ada"].reason


def test_files_that_act_on_a_run_of_tests_are_named(server, gathered):
    server.accept("ada")
    files = {
        "x.ipynb": "{}",
        "conftest.py": "",
        "tests/conftest.py": "",
        "grader/__init__.py": "",
        "numpy.py": "",
        "mine.py": "",
        "grader.json": "changed",
    }
    server.push("ada", files)
    record = gathered(source=server.folder, protected={"grader.json": "0", "gone.yml": "1"})[0][
        "ada"
    ]
    assert record.added == ("conftest.py", "grader/__init__.py", "numpy.py", "tests/conftest.py")
    assert record.changed == ("gone.yml", "grader.json")


def test_an_empty_repository_and_one_without_a_notebook_are_told_apart(server, gathered):
    server.accept("ada")
    server.accept("bob")
    server.push("bob", {"README.md": "x"})
    records, _ = gathered(source=server.folder)
    assert (records["ada"].reason, records["bob"].reason) == ("it is empty", "it has no notebook")


@pytest.mark.parametrize("packed", [False, True])
def test_whoever_handed_in_something_else_is_told_from_who_did_nothing(gathered, tmp_path, packed):
    source = tmp_path / "all"
    (source / "ada").mkdir(parents=True)
    (source / "ada" / "week-1.zip").write_text("PK")
    (source / "ada" / "notes.txt").write_text("")
    if packed:
        shutil.make_archive(str(source), "zip", source)
        source = source.with_suffix(".zip")
    records, _ = gathered(source=source)
    assert records["ada"].state is State.ABSENT
    assert records["ada"].reason.startswith("handed in ")
    assert records["ada"].reason.endswith(", but no notebook")
    assert records["bob"].reason == "there is no repository or file of theirs"


def test_a_record_that_was_damaged_is_an_error_with_a_place(gathered, tmp_path):
    (tmp_path / "all").mkdir()
    (tmp_path / "all" / "ada.ipynb").write_text("{}")
    gathered(source=tmp_path / "all")
    path = tmp_path / "collected" / "records" / "ada.json"
    for damage in ("{", "[]", path.read_text().replace('"attempt": 1', '"attempt": "x"')):
        path.write_text(damage)
        with pytest.raises(UsageError, match=r"ada\.json: this record is damaged"):
            read_records(tmp_path / "collected", ["ada"])
