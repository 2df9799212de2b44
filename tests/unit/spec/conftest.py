"""A sound exercise file to be damaged, and what the damage is reported as."""

import pytest

from grader.errors import ExerciseError
from grader.spec import read_exercise

SOUND = """\
schema: exercise/1
id: area
version: 1
title: {en: Area, es: Área}
params:
  a: integer(2, 9)
  b: integer(2, 9)
let:
  area: a * b
prompt:
  en: |
    A rectangle of {{ a }} by {{ b }}:
    what is its area?
  es: Un rectángulo de {{ a }} por {{ b }}. ¿Qué área tiene?
answers:
  area: {type: integer}
misconceptions:
  perimeter:
    gives: 2*(a + b)
    say: {en: That is the perimeter., es: Eso es el perímetro.}
hints:
  - {en: "Count {{ a }} rows.", es: "Cuenta {{ a }} filas."}
tests:
  - {answer: {area: a * b}, expect: {score: 1}}
"""


@pytest.fixture
def sound():
    return SOUND


@pytest.fixture
def faults():
    """Return `file:line:column` and fault of everything that is wrong with an exercise text."""

    def of(text):
        with pytest.raises(ExerciseError) as caught:
            read_exercise(text, "area.yaml")
        return [(fault.place, fault.fault, fault.fix) for fault in caught.value.faults]

    return of
