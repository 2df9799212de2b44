"""``grader scaffold``: repositories that work as they are written, and leak nothing."""

import base64
import csv
import json
import os
import re
import shlex
import shutil
import subprocess
import sys
import zipfile
from decimal import Decimal
from pathlib import Path

import pytest
import yaml

from grader.cli.scaffold import PLATFORMS as NAMED
from grader.model.assignment import Student
from grader.notebooks import fill
from grader.workflows.course import find_sources
from grader.workflows.scaffold import PLATFORMS
from grader.workflows.secrets import PUBLIC

ROOT = Path(__file__).parents[2]
MAIN = f"import sys; sys.path.insert(0, {str(ROOT)!r}); from grader.cli.main import main; main()"
WORKFLOWS = {
    "github": ".github/workflows/grade.yml",
    "github-classroom": ".github/workflows/classroom.yml",
    "gitlab": ".gitlab-ci.yml",
    "classroom50": "template/.github/workflows/start.yml",
}
OPTIONS = ((), ("--on-tag",), ("--no-start",), ("--lang", "es"), ("--on-tag", "--no-start"))


def files_in(folder):
    """Return the text of every file, those in zip files too."""
    found = {}
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        name = str(path.relative_to(folder))
        if path.suffix == ".zip":
            with zipfile.ZipFile(path) as archive:
                for member in archive.namelist():
                    found[f"{name}/{member}"] = archive.read(member).decode()
        else:
            found[name] = path.read_text(encoding="utf-8")
    return found


@pytest.fixture
def scaffold(grader, tmp_path):
    """Write a scaffold, and return its files."""

    def call(platform, *arguments, output="made"):
        said = grader("scaffold", platform, *arguments, "-o", output)
        assert (said.code, said.err) == (0, "")
        return files_in(tmp_path / output)

    return call


def test_the_command_knows_every_platform():
    assert NAMED == PLATFORMS


@pytest.mark.parametrize("options", OPTIONS, ids=" ".join)
@pytest.mark.parametrize("platform", PLATFORMS)
def test_every_file_is_whole(scaffold, platform, options):
    files = scaffold(platform, *options)

    for name, text in files.items():
        assert not re.search(r"\[%|%\]|\[\[ | \]\]", text), name
        assert text.endswith("\n"), name
        if name.endswith((".yml", ".yaml")):
            assert isinstance(yaml.safe_load(text), dict), name
        if name.endswith(".json"):
            json.loads(text)
        if name.endswith("README.md"):
            assert "\n\n\n" not in text
    if platform in WORKFLOWS and (platform != "classroom50" or "--no-start" not in options):
        assert "grader==" in files[WORKFLOWS[platform]]


@pytest.mark.parametrize("platform", ["github", "github-classroom", "gitlab", "classroom50"])
def test_the_notebook_is_handed_out_and_graded_as_it_was_scaffolded(
    scaffold, grader, platform, environment_of, monkeypatch
):
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", "/dev/null")
    scaffold(platform, output="template")
    folder = Path.cwd() / "template" / ("template" if platform == "classroom50" else "")
    environment_of({"GITHUB_REPOSITORY": "org/filtering-basics-ada"})
    monkeypatch.chdir(folder)
    assert grader("start").code == 0
    path = folder / "filtering-basics.ipynb"
    path.write_bytes(fill(path.read_bytes(), {("identify-shift", "move"): "move = 'up 1'"}))

    assert grader("ci").code == 0
    result = json.loads((folder / "grader-report" / "grader-result.json").read_text())
    assert result["student"] == "ada"
    assert result["integrity"] == {"missing": [], "duplicated": [], "edited": [], "files": []}


@pytest.mark.parametrize("platform", ["github", "gitlab", "classroom50"])
def test_no_score_is_promised_where_there_may_be_none(scaffold, platform):
    name = "template/README.md" if platform == "classroom50" else "README.md"

    assert "your score" in scaffold(platform)[name]
    assert "your score" not in scaffold(platform, "--no-start", output="other")[name]


OWN = "assignments/shapes.yaml"


@pytest.mark.parametrize("platform", ["github", "github-classroom", "gitlab"])
def test_exercises_of_ones_own_stay_at_home_unless_they_are_let_out(course, scaffold, platform):
    kept = scaffold(platform, OWN)
    assert not [name for name, text in kept.items() if "a * b" in text]
    assert json.loads(kept["grader.json"])["start"] is False
    assert "Put the notebook that your instructor has given to you" in kept["README.md"]

    let_out = scaffold(platform, OWN, "--with-exercises", output="out")
    assert let_out["exercises/area.yaml"] == (course.folder / "area.yaml").read_text()
    settings = json.loads(let_out["grader.json"])
    assert settings["start"]
    assert "exercises/area.yaml" in settings["protected"]


def test_classroom_50_gets_no_exercises_behind_ones_back(course, grader):
    said = grader("scaffold", "classroom50", OWN)

    assert said.code == 2
    assert "add --with-exercises" in said.err
    assert grader("scaffold", "classroom50", OWN, "--with-exercises").code == 0


@pytest.mark.parametrize("platform", [name for name in PLATFORMS if name != "gradescope"])
def test_a_secret_or_a_roster_never_goes_where_students_read(course, grader, platform):
    for option, file in (("--secret-file", "course.secret"), ("--roster", "roster.csv")):
        said = grader("scaffold", platform, option, file)
        assert said.code == 2
        assert not Path(f"filtering-basics-{platform}").exists()


def test_nothing_is_overwritten(scaffold, grader):
    scaffold("github")

    said = grader("scaffold", "github", "-o", "made")
    assert said.code == 2
    assert "is there already" in said.err


@pytest.mark.parametrize(
    "requirement", ["grader @ git+https://example.org/g.git", "./g.whl", "a'b"]
)
def test_what_pip_installs_can_be_chosen(scaffold, requirement):
    files = scaffold("github", "--install", requirement)
    steps = yaml.safe_load(files[WORKFLOWS["github"]])["jobs"]["grade"]["steps"]
    (command,) = [step["run"] for step in steps if step.get("name") == "Install grader"]

    said = subprocess.run(
        ["bash", "-c", f"python() {{ printf '%s\\n' \"$@\"; }}; {command}"],
        capture_output=True,
        text=True,
        check=True,
    )
    assert said.stdout.splitlines()[-1] == requirement


def test_a_requirement_that_would_break_a_file_is_refused(grader):
    assert grader("scaffold", "github", "--install", "a\nb").code == 2


# Classroom 50


@pytest.fixture
def autograder(scaffold, tmp_path):
    files = scaffold("classroom50")
    (name,) = [name for name in files if name.endswith("autograder.py")]
    return tmp_path / "made" / name


def run_autograder(path, folder, **variables):
    return subprocess.run(
        [sys.executable, str(path)],
        cwd=folder,
        env={"PATH": os.environ["PATH"], "CLASSROOM": "cv", "USERNAME": "Ada", **variables},
        capture_output=True,
        text=True,
        check=False,
        timeout=100,
    )


def test_the_autograder_is_short(autograder):
    assert len(autograder.read_text().splitlines()) <= 30


def test_the_autograder_grades(autograder, tmp_path, grader, environment_of):
    environment_of({})
    grader("start", "--assignment", "filtering-basics", "--student", "ada", "--no-commit")
    done = run_autograder(autograder, tmp_path, PYTHONPATH=str(ROOT), SUBMISSION_TAG="submit/x")

    assert done.returncode == 0, done.stderr
    result = json.loads((tmp_path / "result.json").read_text())
    assert (result["owner"], result["classroom"]) == ("ada", "cv")
    assert (result["score"], result["max-score"]) == (0, 1400)
    assert len(result["tests"]) == 4


def test_the_autograder_never_fails(autograder, tmp_path):
    broken = tmp_path / "broken" / "grader"
    broken.mkdir(parents=True)
    (broken / "__init__.py").write_text("raise RuntimeError('broken')\n")
    done = run_autograder(autograder, tmp_path, PYTHONPATH=str(broken.parent))

    assert done.returncode == 0
    result = json.loads((tmp_path / "result.json").read_text())
    assert (result["score"], result["max-score"]) == (0, 1400)
    assert result["tests"][0]["max-score"] == 1400
    assert "not your fault" in (tmp_path / "release-body.md").read_text()


# Gradescope


@pytest.fixture
def container(course, scaffold, tmp_path):
    """What Gradescope makes of the zip file, with Ada's submission in it."""
    (course.folder / "roster.csv").write_text("id,name,email\nada,Ada,ada@x.org\n")
    scaffold(
        *("gradescope", OWN, "--roster", "roster.csv", "--secret-file", "course.secret"),
        output="made",
    )
    root = tmp_path / "autograder"
    with zipfile.ZipFile(tmp_path / "made" / "autograder.zip") as archive:
        archive.extractall(root / "source")
    (root / "submission").mkdir()
    course.answer("ada", "area = a * b")
    data = (course.folder / "submissions" / "ada.ipynb").read_bytes()
    (root / "submission" / "anything.ipynb").write_bytes(data)
    (root / "submission_metadata.json").write_text('{"users": [{"email": "ada@x.org"}]}')
    return root


def run_container(root, program):
    path = root / "program"
    path.write_text(program)
    path.chmod(0o755)
    subprocess.run(
        ["bash", str(root / "source" / "run_autograder")],
        env={
            "PATH": os.environ["PATH"],
            "GRADER_GRADESCOPE": str(root),
            "GRADER_PROGRAM": str(path),
        },
        check=True,
        capture_output=True,
        timeout=100,
    )
    return json.loads((root / "results" / "results.json").read_text())


def test_gradescope_grades_with_the_secret_which_is_gone_before_code_runs(container):
    results = run_container(
        container, f'#!/bin/sh\nexec {sys.executable} -P -c {shlex.quote(MAIN)} "$@"\n'
    )

    assert (results["score"], results["tests"][0]["max_score"]) == (4.0, 4.0)
    assert not (container / "source" / "course.secret").exists()


def test_gradescope_has_results_even_when_nothing_runs(container):
    results = run_container(container, "#!/bin/sh\nexit 3\n")

    assert results["score"] == 0
    assert "not your fault" in results["output"]


def test_the_zip_file_is_always_the_same_and_its_programs_can_be_run(course, scaffold, tmp_path):
    scaffold("gradescope", OWN, output="a")
    scaffold("gradescope", OWN, output="b")
    first, second = (tmp_path / name / "autograder.zip" for name in "ab")
    assert first.read_bytes() == second.read_bytes()

    with zipfile.ZipFile(first) as archive:
        modes = {one.filename: one.external_attr >> 16 for one in archive.infolist()}
    assert {name for name, mode in modes.items() if mode & 0o111} == {"setup.sh", "run_autograder"}


def test_the_programs_are_valid_bash(container):
    for name in ("setup.sh", "run_autograder"):
        subprocess.run(["bash", "-n", str(container / "source" / name)], check=True)


# The workflow, as a runner runs it


@pytest.fixture
def runner(tmp_path, monkeypatch):
    """Return what running the steps of a workflow gives: the outputs of each, and its log."""
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", "/dev/null")
    programs = tmp_path / "bin"
    programs.mkdir()
    own = f'#!/bin/sh\nexec {sys.executable} -P -c {shlex.quote(MAIN)} "$@"\n'
    # What is installed is this checkout.
    for name, text in (("grader", own), ("python", "#!/bin/sh\nexit 0\n")):
        (programs / name).write_text(text)
        (programs / name).chmod(0o755)

    def run(folder, workflow, student="ada"):
        (job,) = yaml.safe_load((folder / workflow).read_text())["jobs"].values()
        outputs, log = {}, []
        for number, step in enumerate(step for step in job["steps"] if "run" in step):
            told = {f"steps.{id_}.outputs.{name}": value for (id_, name), value in outputs.items()}
            condition = step.get("if", "true")
            if condition == "steps.start.outputs.started != 'true'":
                if told.get("steps.start.outputs.started") == "true":
                    continue
            else:
                assert condition == "true"
            file = tmp_path / f"output-{len(log)}-{number}"
            file.touch()
            environment = {
                "PATH": f"{programs}{os.pathsep}{os.environ['PATH']}",
                "HOME": str(tmp_path),
                "GIT_CONFIG_GLOBAL": "/dev/null",
                "GITHUB_ACTIONS": "true",
                "GITHUB_REPOSITORY": f"org/filtering-basics-{student}",
                "GITHUB_OUTPUT": str(file),
            }
            done = subprocess.run(
                ["bash", "-e", "-c", step["run"]],
                cwd=folder,
                env=environment,
                capture_output=True,
                text=True,
                check=False,
                timeout=100,
            )
            assert done.returncode == 0, done.stderr
            log.append(done.stdout)
            for line in file.read_text().splitlines():
                name, _, value = line.partition("=")
                outputs[step["id"], name] = value
        return outputs, "".join(log)

    return run


def git(*arguments, cwd):
    identity = ("-c", "user.name=t", "-c", "user.email=t@x.org", "-c", "init.defaultBranch=main")
    done = subprocess.run(
        ["git", *identity, *arguments], cwd=cwd, capture_output=True, text=True, check=True
    )
    return done.stdout


def test_the_first_run_hands_out_and_pushes_and_the_second_one_grades(scaffold, runner, tmp_path):
    scaffold("github-classroom", output="template")
    git("init", "--quiet", "--bare", "origin.git", cwd=tmp_path)
    git("clone", "--quiet", "origin.git", "accepted", cwd=tmp_path)
    shutil.copytree(tmp_path / "template", tmp_path / "accepted", dirs_exist_ok=True)
    git("add", "--all", cwd=tmp_path / "accepted")
    git("commit", "--quiet", "-m", "Initial commit", cwd=tmp_path / "accepted")
    git("push", "--quiet", "--set-upstream", "origin", "HEAD", cwd=tmp_path / "accepted")

    outputs, log = runner(tmp_path / "accepted", WORKFLOWS["github-classroom"])
    assert outputs["start", "started"] == "true"
    assert "points" not in log

    git("clone", "--quiet", "origin.git", "student", cwd=tmp_path)
    path = tmp_path / "student" / "filtering-basics.ipynb"
    path.write_bytes(fill(path.read_bytes(), {("identify-shift", "move"): "move = 'up 1'"}))
    outputs, log = runner(tmp_path / "student", WORKFLOWS["github-classroom"])
    assert outputs["start", "started"] == "false"
    assert {("grade", "earned"), ("grade", "missing")} <= outputs.keys()
    assert " of 14 points" in log
    assert git("status", "--porcelain", cwd=tmp_path / "student").split() == [
        *("M", "filtering-basics.ipynb"),
    ]


ANSWERS = {"ada": 1, "bob": 2, "cyd": 0}
"""Student → which answers are right: all, every second one, or none."""


@pytest.fixture
def classroom(scaffold, runner, tmp_path):
    """Three students accept, answer and push; return what their workflows say they earned."""
    scaffold("github-classroom", output="template")
    workflow, course = WORKFLOWS["github-classroom"], find_sources("filtering-basics").load(PUBLIC)
    (tmp_path / "server").mkdir()
    said = {}
    for student, every in ANSWERS.items():
        origin = tmp_path / "server" / f"filtering-basics-{student}.git"
        git("init", "--quiet", "--bare", origin, cwd=tmp_path)
        accepted = tmp_path / f"accepted-{student}"
        git("clone", "--quiet", origin, accepted, cwd=tmp_path)
        shutil.copytree(tmp_path / "template", accepted, dirs_exist_ok=True)
        publish(accepted, "Initial commit")
        runner(accepted, workflow, student)

        own = tmp_path / student
        git("clone", "--quiet", origin, own, cwd=tmp_path)
        path = own / "filtering-basics.ipynb"
        path.write_bytes(fill(path.read_bytes(), answers(course, student, every)))
        publish(own, "My answers")
        outputs, _ = runner(own, workflow, student)
        told = json.loads(base64.b64decode(outputs["grade", "earned"]))
        said[student] = Decimal(str(told["max_score"]))
    return said


def publish(folder, message):
    git("add", "--all", cwd=folder)
    git("commit", "--quiet", "--allow-empty", "-m", message, cwd=folder)
    git("push", "--quiet", "--set-upstream", "origin", "HEAD", cwd=folder)


def answers(course, student, every):
    """Return every n-th answer, right; none for 0."""
    who = Student(id=student, name=student)
    variants = course.variants(who)
    keys = {variant.exercise.id: variant.key for variant in variants}
    listed = [
        ((view.exercise, answer.name), f"{answer.variable} = {keys[view.exercise][answer.name]!r}")
        for view in course.worksheet(who, variants).exercises
        for answer in view.answers
    ]
    chosen = listed[::every] if every else []
    return {key: re.sub(r"Fraction\((-?\d+), (\d+)\)", r"\1/\2", text) for key, text in chosen}


def test_the_total_is_the_same_from_the_repository_to_the_gradebook(classroom, grader, tmp_path):
    (tmp_path / "roster.csv").write_text(
        "id,name,github\n" + "".join(f"{name},{name.title()},{name}\n" for name in classroom)
    )
    claimed = "".join(f"{name},{points},14\n" for name, points in classroom.items())
    (tmp_path / "claimed.csv").write_text(f"username,score,max_score\n{claimed}")
    roster = ("--roster", "roster.csv")
    commands = (
        ("collect", "server", *roster, "--prefix", "filtering-basics", "--template", "template"),
        ("regrade", "filtering-basics", "collected", *roster, "--student-side", "claimed.csv"),
        ("export", "csv", "graded", *roster, "-o", "grades-csv.csv"),
        ("export", "moodle", "graded", *roster, "-o", "grades-moodle.csv"),
        ("emit", "junit", "gradescope", "classroom50", "graded/results/bob.json", "-o", "emitted"),
    )
    for command in commands:
        said = grader(*command)
        assert said.code == 0, said.err
        if command[0] == "regrade":
            assert "No score differs" in said.out or "0 scores differ" in said.out, said.out
    results = {
        name: json.loads((tmp_path / "graded" / "results" / f"{name}.json").read_text())
        for name in classroom
    }
    earned = {name: Decimal(result["earned"]) for name, result in results.items()}
    assert earned == classroom
    assert earned["ada"] == 14 > earned["bob"] > earned["cyd"] == 0
    with (tmp_path / "grades-csv.csv").open(newline="") as file:
        assert {row["student"]: Decimal(row["total"]) for row in csv.DictReader(file)} == earned
    with (tmp_path / "grades-moodle.csv").open(newline="") as file:
        grades = {row["ID number"] or row["Username"]: row for row in csv.DictReader(file)}
    assert {name: Decimal(row["Filtering basics"]) for name, row in grades.items()} == earned
    emitted = tmp_path / "emitted"
    gradescope = json.loads((emitted / "results.json").read_text())
    assert Decimal(str(gradescope["score"])) == earned["bob"]
    # In hundredths of a point.
    classroom50 = json.loads((emitted / "result.json").read_text())
    assert Decimal(classroom50["score"]) / 100 == earned["bob"]
