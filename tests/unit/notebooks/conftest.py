"""One worksheet with everything a worksheet can have, and ways to damage its notebook."""

import json
from dataclasses import replace
from fractions import Fraction

import pytest

from grader.model.assignment import Feedback
from grader.model.variant import AnswerView, ExerciseView, Form, Worksheet
from grader.notebooks import render

CORRELATION = ExerciseView(
    exercise="predict-correlation",
    number=1,
    title="Predict a cross-correlation",
    prompt="""\
Image $F$ and kernel $H$:

$$F = \\begin{bmatrix} 1 & 0 \\\\ 2 & 5 \\end{bmatrix} \\qquad H = \\begin{bmatrix} 0 & -1 \\\\ 12 & 1 \\end{bmatrix}$$

| | 0 | 1 |
|---|---|---|
| **0** | 1 | 0 |
| **1** | 2 | 5 |

Compute $G = F \\otimes H$ (`correlate`) with zeros outside the image.
""",  # noqa: E501
    hints=("Lay the kernel down *as written*.", "The first product is $1 \\cdot 0$."),
    points="4",
    minutes=6,
    given={"image_1": ((1, 0), (2, 5)), "kernel_1": ((0, -1), (12, 1))},
    answers=(
        AnswerView(
            name="out", variable="out_1", label="Output $G$", form=Form(kind="matrix", shape=(2, 2))
        ),
    ),
    variant="v-3f9a",
)
PARAMETERS = ExerciseView(
    exercise="count-parameters",
    number=2,
    title="Count the parameters",
    prompt="A layer has $3 \\times 3$ kernels, 64 channels in and 64 out, and a bias.",
    hints=(),
    points="1",
    minutes=1,
    given={"scale_2": Fraction(1, 9), "name_2": "dépthwise"},
    answers=(
        AnswerView(name="total", variable="total_2", label="", form=Form(kind="integer")),
        AnswerView(
            name="moves",
            variable="moves_2",
            label="Direction",
            form=Form(kind="choice", options=("left", "right")),
        ),
    ),
    variant="v-77b1",
)
WORKSHEET = Worksheet(
    assignment="week-3",
    title="Filters, by hand",
    student="ada",
    name="Ada Lovelace",
    language="en",
    points="5",
    feedback=Feedback.FORMAT,
    exercises=(CORRELATION, PARAMETERS),
)


@pytest.fixture
def worksheet():
    return WORKSHEET


@pytest.fixture
def spanish():
    return replace(WORKSHEET, language="es")


@pytest.fixture
def notebook():
    """The rendered notebook as a mutable structure."""
    return json.loads(render(WORKSHEET))


@pytest.fixture
def practice():
    """A worksheet with full feedback: it carries a seed."""
    return replace(
        WORKSHEET,
        feedback=Feedback.FULL,
        exercises=(replace(CORRELATION, seed="c0ffee"), PARAMETERS),
    )
