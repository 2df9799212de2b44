"""One small exercise in which nothing is to be found, and what is found when a part is changed."""

import pytest

from grader.spec.exercises import read_exercise
from grader.spec.reader import read_document
from grader.workflows.linting import examine_exercise
from grader.workflows.linting.subject import draw

FEW = 24
PARTS = {
    "params": """
  image: matrix(4, 4, 1, 9)
  kernel: matrix(3, 3, 1, 5)""",
    "let": """
  out: correlate(image, kernel, mode="valid")""",
    "variants": """
  require: [distinct(out) == 4]
  separate: all""",
    "given": "[image, kernel]",
    "prompt": """
  en: "Correlate {{ image | matrix }} with {{ kernel | matrix }}."
  es: "Correlaciona {{ image | matrix }} con {{ kernel | matrix }}." """,
    "answers": """
  out: {type: matrix, partial: per_cell}""",
    "misconceptions": """
  convolve:
  flip_rows:""",
    "hints": """
  - {en: Lay the kernel down., es: Coloca el kernel.}""",
    "solution": "{text: {en: Slide it., es: Deslízalo.}, trace: out}",
    "tests": """
  - {answer: {out: out}, expect: {score: 1}}""",
}
HEAD = "schema: exercise/1\nid: small\nversion: 1\ntitle: {en: Small, es: Pequeño}\n"


@pytest.fixture
def written():
    """Return the small exercise as its author would write it, with some parts changed."""

    def of(**changes):
        parts = {**PARTS, **changes}
        said = (f"{name}: {part}\n" for name, part in parts.items() if part is not None)
        return HEAD + "".join(said)

    return of


@pytest.fixture
def subject(written):
    """Return the small exercise with its variants."""

    def of(count=FEW, **changes):
        text = written(**changes)
        exercise = read_exercise(text, "small.yaml")
        return draw(exercise, count, document=read_document(text, "small.yaml"))

    return of


@pytest.fixture
def found(written):
    """Return what is found about the small exercise, as (check, severity, fault, place)."""

    def of(count=FEW, **changes):
        text = written(**changes)
        examined = examine_exercise(
            read_exercise(text, "small.yaml"),
            variants=count,
            document=read_document(text, "small.yaml"),
        )
        return [
            (item.check, item.severity.value, item.fault.fault, item.fault.place)
            for item in examined.findings
        ]

    return of
