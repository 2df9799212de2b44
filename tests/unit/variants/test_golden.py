"""What two students get, for ever: a red test here means that released variants would change.

Of four exercises the numbers stand here, of the whole bank their digests in ``golden.json``, which
``GRADER_UPDATE=1 pytest tests/unit/variants/test_golden.py`` writes: look at what it changes.
"""

import hashlib
import json
import os
from pathlib import Path

import pytest

from grader.spec import Bank
from grader.variants import PUBLIC_SECRET, Drawing

BANK = Bank([Path(__file__).parents[3] / "exercises"])
GOLDEN = {
    ("convolve-by-hand", "ada"): (
        "74c8c61712b6",
        3,
        {
            "image": ((4, 2, 3, 1), (2, 1, 4, 5), (1, 5, 1, 0), (2, 2, 3, 2)),
            "kernel": ((0, 3, -1), (0, 0, 3), (-1, 1, 0)),
        },
    ),
    ("convolve-by-hand", "bob"): (
        "0502c0b7b053",
        1,
        {
            "image": ((0, 2, 1, 2), (6, 5, 5, 2), (6, 6, 2, 0), (3, 2, 2, 5)),
            "kernel": ((0, -2, 1), (1, 0, -1), (3, 0, 0)),
        },
    ),
    ("count-depthwise-separable", "ada"): (
        "065c36802098",
        1,
        {"k": 3, "cin": 4, "cout": 64, "bias": False},
    ),
    ("count-depthwise-separable", "bob"): (
        "ec8fd0f898c6",
        1,
        {"k": 7, "cin": 6, "cout": 10, "bias": False},
    ),
    ("identify-shift", "ada"): (
        "64a7e8fcf7f8",
        1,
        {"row": 2, "column": 1, "operation": "convolve"},
    ),
    ("identify-shift", "bob"): (
        "8e56eb7774ec",
        1,
        {"row": 2, "column": 2, "operation": "correlate"},
    ),
    ("predict-correlation", "ada"): (
        "5fbc6d97115e",
        1,
        {
            "image": ((7, 1, 9, 3), (6, 2, 4, 0), (5, 3, 6, 2), (6, 1, 1, 2)),
            "kernel": ((0, 1, 0), (0, 0, 1), (-2, -2, 1)),
        },
    ),
    ("predict-correlation", "bob"): (
        "af8673d3880e",
        1,
        {
            "image": ((0, 0, 4, 2), (9, 9, 2, 5), (2, 1, 2, 5), (7, 6, 7, 9)),
            "kernel": ((2, -1, 1), (2, -2, 0), (0, 0, 0)),
        },
    ),
}


@pytest.mark.parametrize(("exercise", "student"), GOLDEN)
def test_a_student_gets_the_variant_of_always(exercise, student):
    name, tries, parameters = GOLDEN[exercise, student]
    variant = Drawing(BANK.exercise(exercise)).variant(PUBLIC_SECRET, student)
    drawn = {item.name: variant.values[item.name] for item in variant.exercise.parameters}
    assert (variant.id, variant.tries, drawn) == (name, tries, parameters)


DIGESTS = Path(__file__).with_name("golden.json")


def digest(exercise, student):
    """Return the name of a variant, at which draw it was accepted, and a hash of what was drawn."""
    variant = Drawing(BANK.exercise(exercise)).variant(PUBLIC_SECRET, student)
    drawn = repr([(item.name, variant.values[item.name]) for item in variant.exercise.parameters])
    if variant.cases:
        drawn += repr([[dict(case.arguments) for case in each] for each in variant.cases.values()])
    return [variant.id, variant.tries, hashlib.sha256(drawn.encode()).hexdigest()[:16]]


def test_the_whole_bank_draws_what_it_always_drew():
    drawn = {
        name: {student: digest(name, student) for student in ("ada", "bob")}
        for name in sorted(BANK.files)
    }
    if os.environ.get("GRADER_UPDATE"):
        DIGESTS.write_text(json.dumps(drawn, indent=1) + "\n", encoding="utf-8")
    assert drawn == json.loads(DIGESTS.read_text(encoding="utf-8"))
