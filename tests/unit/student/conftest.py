"""A notebook without Jupyter: cells run one after the other in one namespace, as a kernel does."""

import linecache
from dataclasses import dataclass, field

import pytest

from grader import notebooks
from grader.model.assignment import Student
from grader.student import Check
from grader.workflows.course import Course, Sources
from grader.workflows.secrets import Secret

EXERCISE = """\
schema: exercise/1
id: practice
version: 1
title: {en: Practice, es: Práctica}
params:
  image: matrix(3, 3, 1, 9)
  kernel: matrix(3, 3, -3, 3, nonzero=7)
  scale: pick(1/4, 1/8)
let:
  out: correlate(image, kernel, mode="same", boundary="zero")
given: [image, kernel, scale]
prompt:
  en: "{{ image | matrix }} {{ kernel | matrix }} {{ scale }}"
  es: "{{ image | matrix }} {{ kernel | matrix }} {{ scale }}"
answers:
  out: {type: matrix, partial: per_cell}
misconceptions:
  convolve:
solution: {trace: out}
tests:
  - {answer: {out: out}, expect: {score: 1}}
"""
ASSIGNMENT = """\
schema: assignment/1
id: week-1
title: {en: Week 1, es: Semana 1}
feedback: full
exercises: [practice]
"""
SHEET = {
    "language": "en",
    "answers": {
        "out": {"exercise": "e", "answer": "out", "kind": "matrix", "shape": [2, 2]},
        "total": {"exercise": "e", "answer": "total", "kind": "integer", "whole": True},
        "move": {"exercise": "f", "answer": "move", "kind": "direction", "shape": [2]},
    },
}


@dataclass
class Kernel:
    """Runs cells and remembers what they print."""

    printed: object
    namespace: dict[str, object] = field(default_factory=lambda: {"__name__": "__main__"})
    cells: int = 0

    def run(self, source: str) -> list[str]:
        """Run one cell and return the lines that it printed."""
        self.cells += 1
        name = f"<ipython-input-{self.cells}>"
        linecache.cache[name] = (len(source), None, source.splitlines(keepends=True), name)
        self.printed.readouterr()
        exec(compile(source, name, "exec"), self.namespace)  # noqa: S102 - as a kernel does
        return self.printed.readouterr().out.splitlines()


@pytest.fixture
def kernel(capsys):
    """A fresh kernel with a `check` of its own."""
    made = Kernel(capsys)
    made.namespace["check"] = Check()
    return made


@pytest.fixture
def begun(kernel):
    """A kernel whose first cell has told `check` about three answers."""
    kernel.namespace["SHEET"] = SHEET
    kernel.run("check.begin(SHEET)\nout = total = move = ...")
    return kernel


@dataclass
class Practice:
    """A notebook with full feedback, its first cells run."""

    kernel: Kernel
    variant: object

    def literal(self, value) -> str:
        return repr([list(row) for row in value])


@pytest.fixture
def practice(kernel, tmp_path, monkeypatch):
    """Return a practice notebook in a language, in a folder where its exercise is installed."""
    (tmp_path / "exercises" / "assignments").mkdir(parents=True)
    (tmp_path / "exercises" / "practice.yaml").write_text(EXERCISE)
    path = tmp_path / "exercises" / "assignments" / "week-1.yaml"
    path.write_text(ASSIGNMENT)
    monkeypatch.chdir(tmp_path)

    def of(language="en", *, feedback="full"):
        path.write_text(ASSIGNMENT.replace("feedback: full", f"feedback: {feedback}"))
        source = Sources(assignment=path)
        course: Course = source.load(Secret(key=b"the secret of these tests"))
        student = Student(id="ada", name="Ada", language=language)
        variants = course.variants(student)
        sheet = course.worksheet(student, variants)
        kernel.namespace["SHEET"] = notebooks.sheet(sheet)
        kernel.run("check.begin(SHEET)\nout = ...")
        given = "\n".join(
            f"{name} = {value!r}" if isinstance(value, tuple) else f"{name} = {value}"
            for name, value in sheet.exercises[0].given.items()
        )
        kernel.run(given)
        return Practice(kernel, variants[0])

    return of
