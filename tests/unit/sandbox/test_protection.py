"""The level that is said to hold is the one that was found by trying."""

import os
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path

import pytest

from grader.errors import ExitCode, SandboxError
from grader.model.submission import Given, Stopped
from grader.sandbox import Level, best, conversation, fork_server
from grader.sandbox.attacks import ATTACKS, attempt_all
from grader.sandbox.scratch import remove

LINUX = pytest.mark.skipif(sys.platform != "linux", reason="there are no zygotes here")


def at(monkeypatch, level, without=""):
    monkeypatch.setenv("GRADER_SANDBOX_LEVEL", str(int(level)))
    monkeypatch.setenv("GRADER_SANDBOX_WITHOUT", without)
    return best()


@LINUX
def test_this_machine_guards_at_least():
    assert best().level >= Level.GUARDED, best().failures


@LINUX
@pytest.mark.parametrize("level", [level for level in Level if level < Level.SEALED])
def test_an_environment_can_lower_the_level(level, monkeypatch):
    assert at(monkeypatch, level).level is level


@pytest.mark.parametrize("text", ["5", "-1", "4.0", "sealed", ""])
def test_an_environment_says_nothing_else(text, monkeypatch):
    usual = best().level
    monkeypatch.setenv("GRADER_SANDBOX_LEVEL", text)
    assert best().level is usual


@LINUX
@pytest.mark.parametrize(
    ("layer", "most"),
    [
        ("limits", Level.OPEN),
        ("user", Level.LIMITED),
        ("no-new-privileges", Level.LIMITED),
        ("seccomp", Level.LIMITED),
        ("landlock", Level.LIMITED),
    ],
)
def test_a_layer_that_is_taken_away_does_not_count(layer, most, monkeypatch):
    assert at(monkeypatch, Level.GUARDED, layer).level <= most


@LINUX
@pytest.mark.parametrize("level", [Level.GUARDED, Level.SEALED])
def test_every_attack_is_stopped_where_strangers_may_hand_in(level, monkeypatch):
    found = at(monkeypatch, level)
    if found.level < level:
        pytest.skip(f"this machine has level {found.level}: {found.failures}")
    assert [tried.attack for tried in attempt_all(found) if not tried.stopped] == []


@LINUX
def test_every_attack_but_on_memory_gets_through_where_nothing_is_on(monkeypatch):
    # Four gigabytes are there or not: that attack is left to whoever looks at `doctor`.
    tried = attempt_all(at(monkeypatch, Level.OPEN))
    stopped = {one.attack for one in tried if one.stopped}
    assert stopped <= {"take four times the memory it is given"}
    assert len(tried) == len(ATTACKS) == 9


@LINUX
@pytest.mark.parametrize("level", [Level.OPEN, Level.LIMITED])
def test_code_is_refused_below_level_2_and_literals_are_not(notebook, level, monkeypatch):
    at(monkeypatch, level)
    assert notebook.missing("out").run(trusted=False).outcomes
    with pytest.raises(SandboxError, match="--trust-submissions") as caught:
        notebook.answer("more", "more = 1 + 1").run(trusted=False)
    assert caught.value.exit_code is ExitCode.SANDBOX


@LINUX
@pytest.mark.parametrize("level", [Level.OPEN, Level.LIMITED])
def test_code_of_people_who_are_trusted_is_run_at_any_level(notebook, level, monkeypatch):
    at(monkeypatch, level)
    execution = notebook.answer("out", "out = 1 + 1").run(trusted=True)
    assert (execution.level, execution.executed) == (level.word, True)
    assert execution.outcomes["exercise", "out"] == Given(value=2)


def test_without_an_interpreter_nothing_can_be_run(notebook, monkeypatch):
    monkeypatch.setenv("GRADER_SANDBOX_WITHOUT", "nothing-of-this-name")
    monkeypatch.setattr(fork_server, "FLAGS", ("-c", "raise SystemExit('no')"))
    with pytest.raises(SandboxError, match="cannot be run here") as caught:
        notebook.answer("out", "out = 1 + 1").run(packages=("numpy", "fractions"))
    assert caught.value.exit_code is ExitCode.SANDBOX


def test_elsewhere_than_on_posix_code_is_refused_and_literals_are_not(notebook, monkeypatch):
    best()
    monkeypatch.setattr(conversation, "_POSIX", False)
    assert notebook.missing("out").run().outcomes
    with pytest.raises(SandboxError, match="WSL2"):
        notebook.answer("more", "more = 1 + 1").run()


BROKEN = """
import os, sys, types
sys.argv[0] = {boot!r}
source = open({boot!r}).read().replace("__file__", repr({boot!r}))
parts = source.split('if __name__ == "__main__":')
exec(compile(parts[0], {boot!r}, "exec"))
_open_packages()
from grader.sandbox import zygote

def broken(*arguments, **options):
    raise OSError(1, "switched off for a test")

{breaks}
zygote.main(int(sys.argv[2]))
"""
BREAKS = {
    "limits": "zygote.limits.lower = broken",
    "user": "zygote.privileges.drop_capabilities = broken",
    "no-new-privileges": "zygote.privileges.bar_new_privileges = broken",
    "parent": "zygote.privileges.die_with_parent = broken_in_child = (\n"
    "    lambda parent, true=zygote.privileges.die_with_parent, host=os.getpid():\n"
    "    true(parent) if os.getpid() == host or os.getpid() == 1 else broken())",
    "landlock": "zygote.landlock.restrict = broken",
    "seccomp": "zygote.seccomp.install = broken",
    "a layer that is silently not there": "zygote.seccomp.install = lambda *a: None\n"
    "true = zygote._confine\n"
    "zygote._confine = lambda *a: [one for one in true(*a) if one != 'seccomp']",
}


@LINUX
@pytest.mark.parametrize("layer", BREAKS)
def test_code_is_not_sent_to_a_child_that_lacks_a_layer(notebook, layer, tmp_path, monkeypatch):
    found = best()
    script = tmp_path / "boot.py"
    script.write_text(BROKEN.format(boot=fork_server.BOOT, breaks=BREAKS[layer]))
    monkeypatch.setattr(fork_server, "BOOT", str(script))
    fork_server.discard(found.confinement)
    marker = "print('MARKER')"
    try:
        execution = notebook.answer("out", f"{marker}\nout = abs(-1)").run()
    finally:
        fork_server.discard(found.confinement)
    assert execution.output == ""
    assert not execution.executed
    assert execution.outcomes["exercise", "out"] == Stopped(
        limit="internal", amount=execution.outcomes["exercise", "out"].amount, cell=0, reached=False
    )
    (problem,) = execution.problems
    assert problem.code == "internal"
    assert ("switched off for a test" in problem.text["en"]) == ("silently" not in layer)


@LINUX
def test_a_zygote_that_was_killed_is_started_again_and_its_job_is_run(notebook):
    notebook.answer("out", "out = 1 + 1").run()
    zygote = fork_server.server(best().confinement)
    os.kill(zygote._process.pid, 9)
    zygote._process.wait()
    assert notebook.outcome() == Given(value=2)
    assert fork_server.server(best().confinement) is not zygote


@LINUX
def test_a_submission_that_kills_the_zygote_twice_has_crashed_and_the_next_is_run(
    notebook, monkeypatch
):
    monkeypatch.setenv("GRADER_SANDBOX_LEVEL", "0")
    notebook.answer("out", "import os\nos.kill(os.getppid(), 9)\nout = 1")
    outcome = notebook.outcome(trusted=True)
    assert outcome == Stopped(limit="crash", amount="", cell=0, reached=False)
    notebook.answer("more", "more = 1 + 1")
    notebook.cells.pop(0)
    assert notebook.outcome(trusted=True) == Given(value=2)


HOST = """
import os, sys
from grader.model.exercise import Limits
from grader.sandbox import best
from grader.sandbox.conversation import converse
from grader.sandbox.job import Job, Read, Run
from grader.sandbox import fork_server

found = best()
print(fork_server.server(found.confinement)._process.pid, flush=True)
if "busy" in sys.argv:
    job = Job(runs=(Run(number=1, source="while True: pass"),), reads=())
    converse(
        job.message(), Limits(), print, confinement=found.confinement, level=found.level
    )
sys.stdin.read()
"""


def alive_in_session(leader):
    """Return the processes of a session; that of a zygote is its own, and so is each child's."""
    found = []
    for entry in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):
            state, parent, _, session = entry.read_text("latin-1").rpartition(")")[2].split()[:4]
            if state not in "ZX" and leader in {int(session), int(parent)}:
                found.append(int(entry.parent.name))
    return found


@LINUX
@pytest.mark.parametrize("what", ["idle", "busy"])
def test_no_zygote_outlives_a_host_that_is_killed(what):
    host = subprocess.Popen(
        [sys.executable, "-c", HOST, what], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    with host:
        zygote = int(host.stdout.readline())
        time.sleep(0.3)
        assert alive_in_session(zygote)
        host.kill()
        host.wait()
        until = time.monotonic() + 5
        while alive_in_session(zygote) and time.monotonic() < until:
            time.sleep(0.02)
        assert alive_in_session(zygote) == []


@LINUX
def test_nothing_can_be_started_where_only_landlock_keeps_it_in(notebook, monkeypatch):
    at(monkeypatch, Level.GUARDED, "seccomp")
    # The loader lies among the libraries, which can be read, and is a program as well.
    loaders = [str(path.resolve()) for path in Path("/").glob("lib*/ld-*")]
    notebook.given = {"loaders": tuple(loaders)}
    source = (
        "import os\n"
        "for path in [*loaders, '/bin/true']:\n"
        "    try: os.execv(path, [path, '--version'])\n"
        "    except OSError: out = 1 + 0"
    )
    assert notebook.answer("out", source).outcome(trusted=True) == Given(value=1)


def test_a_link_in_the_directory_is_removed_and_not_followed(tmp_path):
    (tmp_path / "kept").mkdir()
    (tmp_path / "kept" / "file").touch()
    (tmp_path / "gone").mkdir()
    (tmp_path / "gone" / "link").symlink_to(tmp_path / "kept")
    remove(str(tmp_path / "gone"))
    assert not (tmp_path / "gone").exists()
    assert (tmp_path / "kept" / "file").exists()


@pytest.mark.parametrize("scratch", [False, True])
def test_a_run_leaves_neither_descriptors_nor_directories(notebook, scratch):
    notebook.answer("out", "open('file', 'w').close()").run(scratch=scratch)
    home = fork_server.server(best(scratch=scratch).confinement).home
    before = len(os.listdir("/proc/self/fd")) if sys.platform == "linux" else 0  # noqa: PTH208
    notebook.run(scratch=scratch)
    after = len(os.listdir("/proc/self/fd")) if sys.platform == "linux" else 0  # noqa: PTH208
    assert before == after
    assert not home or os.listdir(home) == []  # noqa: PTH208
