"""Other autograders, each in an environment of its own, on the work that ours does.

They know no variants, so each gets one submission, all right, as often as wanted, with tests that
compare the same values: every literal, and every call of every function. Who runs kernels cannot be
faster than `nbclient`, which only runs the notebook: it grades nothing and writes nothing.
"""

import json
import os
import re
import subprocess
import sys
import zipfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from copy import deepcopy
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from time import perf_counter
from typing import Any

from classroom import typed

from grader.model.assignment import Student
from grader.model.value import Value
from grader.model.variant import AnswerView, Variant
from grader.workflows.course import Course

Notebook = dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """A submission, and what is true of its answers."""

    notebook: Notebook
    tests: Mapping[str, tuple[str, ...]]
    """Id of an answer cell → Python expressions, each true when the answer is right."""


def task_of(course: Course, student: Student, data: bytes) -> Task:
    """Return the submission of a student as others can work on it: without our own cells."""
    notebook: Notebook = json.loads(data)
    notebook["cells"] = [
        cell for cell in notebook["cells"] if _role(cell) not in {"setup", "hand-in"}
    ]
    variants = course.variants(student)
    views = {
        (view.exercise, answer.name): answer
        for view in course.worksheet(student, variants).exercises
        for answer in view.answers
    }
    by_id = {variant.exercise.id: variant for variant in variants}
    tests = {}
    for cell in notebook["cells"]:
        if _role(cell) == "answer":
            asked = cell["metadata"]["grader"]
            view = views[asked["exercise"], asked["answer"]]
            tests[cell["id"]] = tuple(_tests(by_id[asked["exercise"]], view))
    return Task(notebook=notebook, tests=tests)


def _role(cell: Mapping[str, Any]) -> str:
    return str(cell["metadata"].get("grader", {}).get("role", ""))


def _tests(variant: Variant, view: AnswerView) -> Iterator[str]:
    key = variant.key[view.name]
    if view.name not in variant.cases:
        yield f"{view.variable} == {typed(key, view)}"
        return
    results = key if isinstance(key, tuple) else ()
    for case, result in zip(variant.cases[view.name], results, strict=True):
        arguments = ", ".join(repr(_listed(value)) for value in case.arguments.values())
        expected = _listed(result[0]) if isinstance(result, tuple) else result
        yield f"{view.variable}({arguments}) == {expected!r}"


def _listed(value: Value) -> object:
    """Return a value in lists and floats, which plain Python compares with what students return."""
    if isinstance(value, tuple):
        return [_listed(item) for item in value]
    return float(value) if isinstance(value, Fraction) else value


ATTEMPTS = 3
"""Kernels that are started at the same time may choose the same port; then one of them dies."""

Run = Callable[[Path, Task, int, Path, int], float]
"""Python, task, how many submissions, a folder, lanes → seconds."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Autograder:
    """A way to grade notebooks that is not ours."""

    package: str
    run: Run
    more: tuple[str, ...] = ()
    """Other packages that it needs."""
    most_lanes: int = 1000

    def install(self, environment: Path) -> Path:
        """Return the Python that has the package, which is installed where it is not yet."""
        python = environment / "bin" / "python"
        done = environment / "installed"
        if not done.exists():
            _call([sys.executable, "-m", "venv", "--clear", environment], Path.cwd())
            _call([python, "-m", "pip", "install", self.package, *self.more], Path.cwd())
            done.touch()
        return python


_NBCLIENT = """
import sys, time
from concurrent.futures import ThreadPoolExecutor
import nbformat
from nbclient import NotebookClient

def run(path):
    # Raises where a cell fails.
    notebook = nbformat.read(path, as_version=4)
    NotebookClient(notebook, extra_arguments=["--log-level=ERROR"]).execute()

begun = time.perf_counter()
with ThreadPoolExecutor(int(sys.argv[1])) as lanes:
    list(lanes.map(run, sys.argv[2:]))
print(time.perf_counter() - begun)
"""


def _run_nbclient(python: Path, task: Task, number: int, folder: Path, lanes: int) -> float:
    """Run the cells, and the tests as asserts. The import of `nbclient` is not counted."""
    path = folder / "submission.ipynb"
    path.write_text(json.dumps(_with_tests(task)), encoding="utf-8")
    command = [python, "-c", _NBCLIENT, lanes, *[path] * number]
    return float(_call(command, folder))


def _with_tests(task: Task) -> Notebook:
    """Return the notebook with a cell of asserts after every answer, marked as nbgrader does."""
    notebook = deepcopy(task.notebook)
    cells = []
    for cell in notebook["cells"]:
        tests = task.tests.get(cell["id"])
        cells.append(cell)
        if tests is None:
            continue
        identity = cell["id"]
        cell["metadata"] = {"nbgrader": _marked(identity, solution=True)}
        asserts = "\n".join(f"assert {test}" for test in tests)
        cells.append(
            {
                "cell_type": "code",
                "execution_count": None,
                "id": f"{identity}-test",
                "metadata": {"nbgrader": _marked(f"{identity}-test", grade=True)},
                "outputs": [],
                "source": asserts,
            }
        )
    notebook["cells"] = cells
    return notebook


def _marked(identity: str, *, solution: bool = False, grade: bool = False) -> dict[str, Any]:
    points = {"points": 1} if grade else {}
    return {
        "schema_version": 3,
        "grade_id": identity,
        "grade": grade,
        "solution": solution,
        "locked": grade,
        "task": False,
        **points,
    }


def _run_nbgrader(python: Path, task: Task, number: int, folder: Path, lanes: int) -> float:
    """Run `nbgrader autograde`, which has no lanes; making the assignment is not counted."""
    del lanes
    notebook = _with_tests(task)
    source = folder / "source" / "work"
    source.mkdir(parents=True)
    (source / "work.ipynb").write_text(json.dumps(notebook), encoding="utf-8")
    for student in range(number):
        place = folder / "submitted" / f"student-{student:02}" / "work"
        place.mkdir(parents=True)
        (place / "work.ipynb").write_text(json.dumps(notebook), encoding="utf-8")
    command = [python, "-m", "nbgrader"]
    _call([*command, "generate_assignment", "work"], folder)
    begun = perf_counter()
    _call([*command, "autograde", "work"], folder)
    elapsed = perf_counter() - begun
    _call([*command, "export"], folder)
    _, *rows = (folder / "grades.csv").read_text(encoding="utf-8").splitlines()
    full = sum(f"{len(task.tests)}.0" in row.split(",") for row in rows)
    _require(full == number, "nbgrader")
    return elapsed


_OK_TEST = """OK_FORMAT = True
test = {{"name": {name!r}, "points": 1, "suites": [{{"cases": [
    {{"code": {code!r}, "hidden": False, "locked": False}},
], "scored": True, "setup": "", "teardown": "", "type": "doctest"}}]}}
"""


def _run_otter(python: Path, task: Task, number: int, folder: Path, lanes: int) -> float:
    """Run `otter run` once for each submission, as many at a time as there are lanes."""
    archive = folder / "autograder.zip"
    with zipfile.ZipFile(archive, "w") as bundle:
        bundle.writestr("otter_config.json", "{}")
        for identity, tests in task.tests.items():
            name = "q" + re.sub(r"\W", "_", identity)
            code = "\n".join(f">>> {test}\nTrue" for test in tests)
            bundle.writestr(f"tests/{name}.py", _OK_TEST.format(name=name, code=code))
    path = folder / "submission.ipynb"
    path.write_text(json.dumps(task.notebook), encoding="utf-8")

    def run(submission: int) -> None:
        place = folder / f"otter-{submission}"
        place.mkdir()
        # Otter has no `python -m`.
        command = [python.with_name("otter"), "run", "-a", archive, "-o", place, path]
        _call(command, place, attempts=ATTEMPTS)

    begun = perf_counter()
    with ThreadPoolExecutor(lanes) as pool:
        list(pool.map(run, range(number)))
    elapsed = perf_counter() - begun
    for submission in range(number):
        text = (folder / f"otter-{submission}" / "results.json").read_text(encoding="utf-8")
        scores = [test for test in json.loads(text)["tests"] if test.get("max_score")]
        earned = sum(test["score"] for test in scores)
        _require(earned == len(task.tests), "otter")
    return elapsed


def _call(command: Sequence[object], folder: Path, *, attempts: int = 1) -> str:
    """Run a command that has to work, with the programs beside it on the path; return its output.

    Nothing of the environment that we run in is seen by it. What it says is shown when it fails.
    """
    program, *arguments = map(str, command)
    kept = {name: os.environ[name] for name in ("HOME", "LANG", "TMPDIR") if name in os.environ}
    path = os.pathsep.join((str(Path(program).parent), os.environ.get("PATH", os.defpath)))
    for _ in range(attempts):
        made = subprocess.run(
            [program, *arguments],
            cwd=folder,
            env={**kept, "PATH": path},
            check=False,
            capture_output=True,
            text=True,
        )
        if not made.returncode:
            return made.stdout
    raise SystemExit(f"{program} failed\n{made.stdout}\n{made.stderr}")


def _require(condition: bool, name: str) -> None:  # noqa: FBT001 - it reads as a sentence
    """Refuse to compare with one that has graded something else."""
    if not condition:
        raise SystemExit(f"{name}: these are not the grades that the answers deserve")


AUTOGRADERS = {
    "nbclient, cells only": Autograder(package="nbclient", run=_run_nbclient, more=("ipykernel",)),
    "nbgrader autograde": Autograder(package="nbgrader", run=_run_nbgrader, most_lanes=1),
    "otter run": Autograder(package="otter-grader", run=_run_otter, more=("ipykernel",)),
}
