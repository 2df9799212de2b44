"""Commands as they are typed: what they print, and what they exit with."""

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

from grader.cli.main import run
from grader.notebooks import fill
from grader.workflows.repository import SCHEMA, digest

ROOT = Path(__file__).parents[2]


@dataclass(frozen=True)
class Said:
    """What a command came to."""

    code: int
    out: str
    err: str


@pytest.fixture
def grader(capsys):
    """Return what a command says, called in this process."""

    def call(*arguments):
        capsys.readouterr()
        code = run([*map(str, arguments)])
        said = capsys.readouterr()
        assert "Traceback" not in said.err
        return Said(code, said.out, said.err)

    return call


ABSENT = ("GRADER_SECRET", "COLUMNS", "FORCE_COLOR")
"""What the surroundings of a test run must not decide; xdist sets the second."""


@pytest.fixture(autouse=True)
def outside(tmp_path, monkeypatch):
    """Be in an empty folder, without a secret and without a terminal."""
    monkeypatch.chdir(tmp_path)
    for name in ABSENT:
        monkeypatch.delenv(name, raising=False)


@pytest.fixture(scope="session")
def environment():
    """The environment in which `python -m grader` finds this checkout."""
    kept = {name: value for name, value in os.environ.items() if name not in ABSENT}
    return {**kept, "PYTHONPATH": str(ROOT), "PYTHONUNBUFFERED": "1"}


@pytest.fixture(scope="session")
def program(environment):
    """Return what a command says, called as a program of its own."""

    def call(*arguments, **options):
        options = {"timeout": 100, "capture_output": True, "text": True} | options
        command = [sys.executable, "-m", "grader", *map(str, arguments)]
        made = subprocess.run(command, env=environment, check=False, **options)
        return Said(made.returncode, made.stdout, made.stderr)

    return call


EXERCISE = """\
schema: exercise/1
id: area
version: 1
title: {en: Area, es: Área}
params:
  a: integer(20, 90)
  b: integer(20, 90)
let:
  area: a * b
given: [a, b]
prompt:
  en: A rectangle of {{ a }} by {{ b }}.
  es: Un rectángulo de {{ a }} por {{ b }}.
answers:
  area: {type: integer}
misconceptions:
  perimeter:
    gives: 2*(a + b)
    say: {en: That is the perimeter., es: Eso es el perímetro.}
tests:
  - {answer: {area: a * b}, expect: {score: 1}}
"""
ASSIGNMENT = """\
schema: assignment/1
id: shapes
title: {en: Shapes, es: Figuras}
exercises:
  - {use: area, points: 4}
limits: {wall_s: 100, cpu_s: 100}
"""
ROSTER = "id,name,language\nada,Ada Lovelace,en\nbob,Bob Ross,es\ncyd,Cyd Charisse,en\n"


@dataclass(frozen=True)
class Course:
    """The files of a small course in the current folder."""

    folder: Path

    def answer(self, student: str, source: str) -> None:
        """Hand in a student's notebook with this answer."""
        data = (self.folder / "release" / f"{student}.ipynb").read_bytes()
        path = self.folder / "submissions" / f"{student}.ipynb"
        path.write_bytes(fill(data, {("area", "area"): source}))


@pytest.fixture
def course(tmp_path, grader):
    """A course of three students whose notebooks are generated; Ada's is answered with code."""
    (tmp_path / "assignments").mkdir()
    (tmp_path / "area.yaml").write_text(EXERCISE)
    (tmp_path / "assignments" / "shapes.yaml").write_text(ASSIGNMENT)
    (tmp_path / "roster.csv").write_text(ROSTER)
    (tmp_path / "course.secret").write_text("the secret of a course in the tests\n")
    (tmp_path / "submissions").mkdir()
    said = grader(
        *("generate", "assignments/shapes.yaml", "--roster", "roster.csv"),
        *("--secret-file", "course.secret"),
    )
    assert (said.code, said.err) == (0, "")
    made = Course(tmp_path)
    for student in ("ada", "bob", "cyd"):
        made.answer(student, "area = a * b")
    made.answer("bob", "area = 2 * (20 + 20)")
    return made


@pytest.fixture
def grade(grader, course):
    """Return what `grader grade` says about the small course."""

    def call(*arguments):
        return grader(
            *("grade", "assignments/shapes.yaml", "submissions", "--release", "release"),
            *("--secret-file", "course.secret", *arguments),
        )

    return call


WORKFLOW = "on: push\n"


@dataclass
class Repository:
    """A student's repository, as it was handed out and started."""

    folder: Path
    grader: object

    @property
    def notebook(self):
        return self.folder / "shapes.ipynb"

    def answer(self, source):
        data = fill(self.notebook.read_bytes(), {("area", "area"): source})
        self.notebook.write_bytes(data)

    def ci(self, *arguments):
        return self.grader("ci", *arguments)

    def result(self):
        return json.loads((self.folder / "grader-report" / "grader-result.json").read_text())


@pytest.fixture
def environment_of(monkeypatch):
    """Set the variables of a platform, and none of the one that the tests run on."""

    def use(variables):
        for name in [*os.environ]:
            if name.startswith(("GITHUB_", "CI", "GITLAB_")):
                monkeypatch.delenv(name)
        for name, value in variables.items():
            monkeypatch.setenv(name, str(value))

    use({"GRADER_GRADESCOPE": "/nowhere"})
    return use


@pytest.fixture
def repository(tmp_path, grader, monkeypatch, environment_of):
    """Ada's repository."""
    folder = tmp_path / "shapes-ada"
    files = {
        "exercises/area.yaml": EXERCISE,
        "exercises/assignments/shapes.yaml": ASSIGNMENT,
        ".github/workflows/grade.yml": WORKFLOW,
    }
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text)
    settings = {
        "schema": SCHEMA,
        "assignment": "shapes",
        "prefix": "shapes",
        "language": "en",
        "protected": {name: digest(text.encode()) for name, text in files.items()},
    }
    (folder / "grader.json").write_text(json.dumps(settings))
    monkeypatch.chdir(folder)
    environment_of({"GITHUB_REPOSITORY": "cv-2026/shapes-Ada"})
    assert grader("start").code == 0
    environment_of({})
    made = Repository(folder, grader)
    made.answer("area = a * b")
    return made
