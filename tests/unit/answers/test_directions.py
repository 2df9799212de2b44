"""The many ways to say where something moves."""

import pytest

from grader.answers import Misfit
from grader.answers.direction import fit
from grader.model.variant import Form

SAID = {
    "left": (0, -1),
    "Right": (0, 1),
    " UP ": (-1, 0),
    "downwards": (1, 0),
    "izquierda": (0, -1),
    "Derecha": (0, 1),
    "arriba": (-1, 0),
    "ABAJO": (1, 0),
    "←": (0, -1),
    "↘": (1, 1),
    "2 ↖": (-2, -2),
    "up left": (-1, -1),
    "left, up": (-1, -1),
    "up-left": (-1, -1),
    "up and to the left": (-1, -1),
    "arriba a la izquierda": (-1, -1),
    "hacia abajo y a la derecha": (1, 1),
    "2 up 1 left": (-2, -1),
    "2 px up, 1 pixel left": (-2, -1),
    "2up,1left": (-2, -1),
    "1 left 2 up": (-2, -1),
    "2 up left": (-2, -1),
    "3 píxeles a la izquierda": (0, -3),
    "2 posiciones abajo y 1 a la derecha": (2, 1),
    "up 2": (-2, 0),
    "up 2 left 1": (-2, -1),
    "izquierda 3, arriba 2": (-2, -3),
    "↑ 2 ← 1": (-2, -1),
    "+2 up": (-2, 0),
    "0 left": (0, 0),
    "nowhere": (0, 0),
    "ninguna": (0, 0),
}
UNCLEAR = [
    "",
    "   ",
    "5",
    "2 3",
    "the",
    "sideways",
    "not left",
    "left or right",
    "left right",
    "left left",
    "up 2 down",
    "2 up 1 down",
    "arriba abajo",
    "↖ left",
    "up ↖",
    "none left",
    "up 2 left",
    "up left 2",
    "2 3 up",
    "-2 up",
    "−2 up",
    "1.5 up",
    "1,5 up",
    "up -1",
    "𐩀 left",
    "left\0right",
    "left" * 1000,
]


@pytest.mark.parametrize(("text", "moved"), SAID.items())
def test_a_direction_is_understood(text, moved):
    assert fit(text, Form(kind="direction")) == moved


@pytest.mark.parametrize("text", UNCLEAR)
def test_what_is_unclear_is_not_guessed(text):
    assert isinstance(fit(text, Form(kind="direction")), Misfit)


def test_an_amount_without_end_is_read_without_harm():
    assert isinstance(fit("9" * 10_000 + " up", Form(kind="direction")), tuple)
