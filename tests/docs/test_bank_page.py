"""The page of the bank lists what there is, and which fact of the lecture each exercise teaches.

Its tables are made from the files: ``GRADER_UPDATE=1 pytest tests/docs/test_bank_page.py`` writes
them.
"""

import os
import re
from pathlib import Path

import pytest

from grader.spec import Bank

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "exercises" / "README.md"
BANK = Bank([ROOT / "exercises"])

FACTS = {
    "S1": "⊗ is cross-correlation, ∗ (or ★) is convolution; the word stands beside the symbol",
    "S2": "an impulse correlated with 1…9 gives 9…1",
    "S3": "outside the image there are zeros, and the output has the same size",
    "S4": "correlating with a centered impulse changes nothing",
    "S5": "cross-correlation does not commute: exchanging the two turns the result by 180°",
    "S6": "convolution rotates the kernel by 180° and slides it",
    "S7": "convolving with a centered impulse changes nothing",
    "S8": "convolution stamps the kernel on an impulse, cross-correlation the rotated one",
    "S9": "correlating with the rotated kernel is convolving with the kernel",
    "S10": "convolution commutes in mode full with zeros outside, and seldom elsewhere",
    "S11": "a rotation by 180° is both mirrors, and no transpose",
    "S12": "a kernel with its 1 right of the center moves the image left under cross-correlation",
    "S13": "in mode full nothing is lost: the image lies beside rows and columns of zeros",
    "S14": "moving right loses the last column",
    "S15": "moving left loses the first column",
    "S16": "scipy and OpenCV differ in mode, boundary and operation unless they are told",
    "S17": "the Gaussian of two variables is the product of two of one",
    "S18": "its derivative along x is −x/σ² times itself",
    "S19": "the first derivative along x or y is separable",
    "S20": "smooth in one direction, differentiate in the other",
    "S21": "the outer product of a column and a row is their full convolution",
    "S22": "the sign of a derivative depends on the operation",
    "S23": "smoothing keeps the derivative from magnifying the noise",
    "S24": "a separable kernel makes a separable filtering",
    "S25": "sampled, normalized and integer Gaussians are different kernels",
    "S26": "a 3 × 3 × 3 kernel over 10 × 10 × 3 gives 8 × 8",
    "S27": "depthwise, then pointwise: 8 × 8 × 3, then 8 × 8 × 64",
    "S28": "3·3·3·64 + 64 = 1792 parameters",
    "S29": "286 parameters, with a bias in both stages",
    "S30": "fewer parameters and multiplications by 1/N + 1/k², except for k = 1 or N = 1",
    "S31": "a low rank saves parameters up to its break-even",
    "S32": "a decomposition in every training step costs more than the product it saves",
}


def answers(exercise):
    """Return the types of the answers, in order and each once."""
    return ", ".join(dict.fromkeys(answer.kind for answer in exercise.answers))


def listed():
    """Yield the bank by topic."""
    folders = {}
    for name, path in BANK.files.items():
        folders.setdefault(path.parent.name, []).append((name, BANK.exercise(name)))
    for folder in sorted(folders):
        yield f"### {folder}"
        yield ""
        yield "| exercise | | answers | minutes | misconceptions |"
        yield "|---|---|---|---:|---:|"
        for name, exercise in sorted(folders[folder]):
            title = exercise.title["en"].replace("|", "\\|")
            link = f"[{name}]({folder}/{name}.yaml)"
            yield (
                f"| {link} | {title} | {answers(exercise)} | {exercise.minutes} "
                f"| {len(exercise.misconceptions)} |"
            )
        yield ""


def taught():
    """Yield the facts of the lecture, and the exercises that teach each."""
    yield "| fact | | exercises |"
    yield "|---|---|---|"
    for fact, said in FACTS.items():
        names = [name for name in sorted(BANK.files) if fact in BANK.exercise(name).facts]
        yield f"| {fact} | {said} | {', '.join(names)} |"


TABLES = {"exercises": listed, "facts": taught}


def between(text, name):
    """Return where a generated table begins and ends."""
    found = re.search(rf"<!-- {name} -->\n(.*?)<!-- end of {name} -->", text, re.DOTALL)
    assert found, f"the page has no place for the {name}"
    return found.span(1)


@pytest.mark.parametrize("name", TABLES)
def test_the_table_is_made_from_the_files(name):
    text = PAGE.read_text(encoding="utf-8")
    start, stop = between(text, name)
    made = "\n" + "\n".join(TABLES[name]()).rstrip() + "\n\n"
    if os.environ.get("GRADER_UPDATE"):
        PAGE.write_text(text[:start] + made + text[stop:], encoding="utf-8")
        text = PAGE.read_text(encoding="utf-8")
        start, stop = between(text, name)
    assert text[start:stop] == made


@pytest.mark.parametrize("fact", FACTS)
def test_every_fact_of_the_lecture_is_taught_by_some_exercise(fact):
    assert [name for name in BANK.files if fact in BANK.exercise(name).facts], FACTS[fact]


def test_an_exercise_names_facts_that_exist():
    known = {*FACTS, "S13b", "S13c", "S33", "S34", "S35"}
    for name in BANK.files:
        assert set(BANK.exercise(name).facts) <= known, name
