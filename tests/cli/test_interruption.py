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
        listed = Path(f"/proc/{pid}/task/{pid}/children").read_text()
    except OSError:
        return []
    return [int(child) for child in listed.split()]


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
