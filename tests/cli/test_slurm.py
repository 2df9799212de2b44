"""The scripts for a Slurm cluster, run as written: by a shell, with what Slurm would set."""

import os
import shutil
import subprocess
import sys

import pytest

pytestmark = pytest.mark.skipif(shutil.which("bash") is None, reason="there is no bash")
SHARDS = 3
SBATCH = """\
#!/bin/bash
# Runs at once what Slurm would put into a queue, and says what it was asked for.
echo "$@" >> asked
script="${@: -1}"
for task in $(seq 1 "$(sed -n 's/^#SBATCH --array=1-//p' "$script" | grep . || echo 1)"); do
  SLURM_SUBMIT_DIR=$PWD SLURM_ARRAY_TASK_ID=$task SLURM_CPUS_PER_TASK=1 bash "$script" >> log 2>&1
done
echo "77;cluster"
"""


@pytest.fixture
def cluster(course, grader):
    """A folder with the scripts, and all that the README wants to be beside them."""
    said = grader(
        *("scaffold", "slurm", "assignments/shapes.yaml", "--shards", str(SHARDS)),
        *("--exercises", ".", "-o", "cluster"),
    )
    assert (said.code, said.err) == (0, "")
    folder = course.folder / "cluster"
    for name in ("submissions", "release", "course.secret"):
        (folder / name).symlink_to(course.folder / name)
    programs = folder / ".venv" / "bin"
    programs.mkdir(parents=True)
    (programs / "grader").write_text(f'#!/bin/bash\nexec {sys.executable} -m grader "$@"\n')
    (programs / "sbatch").write_text(SBATCH)
    for program in programs.iterdir():
        program.chmod(0o755)
    return folder


@pytest.fixture
def submitted(cluster, environment):
    path = os.pathsep.join((str(cluster / ".venv" / "bin"), environment["PATH"]))
    made = subprocess.run(
        ["bash", cluster / "submit.sh"],
        env={**environment, "PATH": path},
        capture_output=True,
        text=True,
        check=False,
    )
    assert made.returncode == 0, made.stderr
    return cluster


def test_the_array_and_the_merge_make_what_one_run_makes(submitted, grade, course):
    log = (submitted / "log").read_text()
    assert [f"Shard {number}/3: 1 graded" in log for number in (1, 2, 3)] == [True] * 3
    assert "0 graded, 3 unchanged since the last run." in log
    assert grade().code == 0
    csv = (course.folder / "graded" / "grades.csv").read_text()
    assert (submitted / "graded" / "grades.csv").read_text() == csv


def test_the_merge_waits_for_the_array_however_that_ends(submitted):
    asked = (submitted / "asked").read_text().splitlines()
    assert asked == ["--parsable grade.sbatch", "--dependency=afterany:77 merge.sbatch"]


def test_nothing_is_written_over(cluster, grader):
    said = grader(
        "scaffold", "slurm", "assignments/shapes.yaml", "--exercises", ".", "-o", "cluster"
    )
    assert said.code == 2
    assert "cluster/grade.sbatch: this file is there already" in said.err


def test_the_scripts_ask_for_as_many_tasks_as_were_wanted(cluster):
    assert f"#SBATCH --array=1-{SHARDS}\n" in (cluster / "grade.sbatch").read_text()
