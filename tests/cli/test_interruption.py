"""Ctrl-C in the middle of grading: exit 130, results kept, nothing left running."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

pytestmark = pytest.mark.skipif(
    not Path("/proc/self/task").is_dir(), reason="children are found in /proc"
)

COMMAND = (
    *("grade", "assignments/shapes.yaml", "submissions", "--release", "release"),
    *("--secret-file", "course.secret"),
)
SLEEPS = "import time\ntime.sleep(3600)\narea = 1"


def children(pid):
    try:
        # Of every thread: they are listed by the one that started them.
        listed = [(task / "children").read_text() for task in Path(f"/proc/{pid}/task").iterdir()]
    except OSError:
        return []
    return [int(child) for children in listed for child in children.split()]


def eventually(look, process):
    """Return what `look` sees as soon as it sees something; fail when the program ends first."""
    while not (seen := look()):
        assert process.poll() is None, process.communicate()
        time.sleep(0.01)
    return seen


def is_gone(pid):
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return True
    return "Z" in Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[:1]


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_an_interrupted_run_keeps_its_results_and_leaves_nothing_running(
    course, program, environment, number, monkeypatch
):
    scratch = course.folder / "tmp"
    scratch.mkdir()
    course.answer("ada", "area = 3")
    course.answer("bob", SLEEPS)
    command = [sys.executable, "-m", "grader", *COMMAND]
    with subprocess.Popen(
        command,
        # Whoever starts the tests in the background has them, and so us, ignore Ctrl-C.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),  # noqa: PLW1509 - no threads
        env={**environment, "TMPDIR": str(scratch)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        result = course.folder / "graded" / "results" / "ada.json"
        eventually(result.exists, process)
        students = eventually(lambda: children(process.pid), process)
        process.send_signal(number)
        out, err = process.communicate(timeout=60)
    assert (process.returncode, out) == (130, "")
    assert "Interrupted. What was done is kept; run the command again to go on." in err
    assert "Traceback" not in err
    assert all(map(is_gone, students))
    assert list(scratch.iterdir()) == []

    course.answer("bob", "area = 2 * 3")
    said = program(*COMMAND)
    assert (said.code, said.err) == (0, "")
    assert "2 graded, 1 unchanged since the last run." in said.out


def descendants(pid):
    for child in children(pid):
        yield child
        yield from descendants(child)


@pytest.fixture
def large(course, grader):
    """The course with enough students for two workers, of whom one never ends."""
    roster = course.folder / "roster.csv"
    more = [f"s{number:02}" for number in range(60)]
    roster.write_text(roster.read_text() + "".join(f"{name},{name},en\n" for name in more))
    grader(
        *("generate", "assignments/shapes.yaml", "--roster", "roster.csv"),
        *("--secret-file", "course.secret"),
    )
    for name in more:
        course.answer(name, "area = 3")
    course.answer("s40", SLEEPS)
    return course


def started(course, environment):
    """Start grading on two workers, and wait until the endless submission runs beside results."""
    process = subprocess.Popen(
        [sys.executable, "-m", "grader", *COMMAND, "--workers", "2"],
        env=environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    results = course.folder / "graded" / "results"
    # Nothing comes after these: all that is left to be waited for is the one that sleeps.
    eventually(lambda: results.is_dir() and len(list(results.iterdir())) >= 50, process)
    return process


def finishes(course, program):
    """Let the next run do the rest, without the endless one, and return what it says."""
    course.answer("s40", "area = 3")
    said = program(*COMMAND, "--workers", "2")
    assert (said.code, said.err) == (0, "")
    new, kept = (int(word) for word in said.out.splitlines()[-2].split() if word.isdigit())
    assert new + kept == 63
    assert kept >= 50
    return said


def test_a_run_that_is_killed_leaves_nobody_behind_and_the_next_one_goes_on(
    large, program, environment
):
    process = started(large, environment)
    family = list(descendants(process.pid))
    assert len(family) >= 3
    process.kill()
    process.wait(20)
    deadline = time.monotonic() + 20
    while not all(map(is_gone, family)):
        assert time.monotonic() < deadline, [pid for pid in family if not is_gone(pid)]
        time.sleep(0.05)
    finishes(large, program)
