"""Grades to report on: one that has everything, and a class in which every standing occurs."""

from dataclasses import replace
from decimal import Decimal

import pytest

from grader.model.grade import (
    AnswerGrade,
    Diagnosis,
    ExerciseGrade,
    Grade,
    Remark,
    Verdict,
)
from grader.model.submission import Problem
from grader.model.worked import Filtering, WorkedAnswer

FILTERING = Filtering(
    image=((7, 2, 5, 0), (1, 8, 3, 4), (6, 0, 2, 9), (5, 1, 7, 3)),
    kernel=((-1, 0, 2), (1, 0, -2), (0, 1, -1)),
)
CONVOLVED = Diagnosis(
    misconception="convolve",
    say={
        "en": "You rotated the kernel by 180° before laying it down: that is a **convolution**. "
        "A correlation lays it down as written, as `correlate` does.",
        "es": "Giraste el núcleo 180° antes de colocarlo: eso es una **convolución**. "
        "La correlación lo coloca tal como está escrito, como hace `correlate`.",
    },
    agree=9,
    differ=9,
)
FLIPPED = Diagnosis(
    misconception="flip_rows",
    say={
        "en": "The rows of the kernel are upside down.",
        "es": "Las filas del núcleo están al revés.",
    },
    agree=9,
    differ=9,
)
MATRIX = AnswerGrade(
    answer="out",
    label={"en": "Output G", "es": "Salida G"},
    kind="matrix",
    verdict=Verdict.PARTIAL,
    earned=Decimal("1.25"),
    possible=Decimal(3),
    given=((4, 11, -6, 0), (3, 8, 12, -1), (0, 7, 5, 2), (1, -3, 9, 4)),
    right=(True, False, False, True, *(True,) * 4, False, *(True,) * 7),
    remarks=(
        Remark(
            code="slip",
            text={
                "en": "`out[2, 0]` is off by exactly one product: 2 × 3.",
                "es": "`out[2, 0]` difiere exactamente en un producto: 2 × 3.",
            },
        ),
    ),
)
SUM = AnswerGrade(
    answer="mean",
    label={"en": "Mean of the output", "es": "Media de la salida"},
    kind="number",
    verdict=Verdict.CORRECT,
    earned=Decimal(1),
    possible=Decimal(1),
    given=0.25,
    right=(True,),
)
PREDICTION = ExerciseGrade(
    exercise="predict-correlation",
    number=1,
    title={"en": "Predict a cross-correlation", "es": "Predice una correlación cruzada"},
    variant="k7q2",
    earned=Decimal("2.25"),
    possible=Decimal(4),
    answers=(MATRIX, SUM),
    diagnoses=(CONVOLVED,),
    worked=WorkedAnswer(answer="out", filtering=FILTERING),
)
FAILURE = AnswerGrade(
    answer="blur",
    label={},
    kind="function",
    verdict=Verdict.ERROR,
    earned=Decimal(0),
    possible=Decimal(2),
    remarks=(
        Remark(
            code="raised",
            text={
                "en": "Cell 7 failed: NameError: name 'kernal' is not defined.",
                "es": "La celda 7 falló: NameError: name 'kernal' is not defined.",
            },
        ),
    ),
)
FUNCTION = ExerciseGrade(
    exercise="write-blur",
    number=2,
    title={"en": "Write a blur", "es": "Escribe un desenfoque"},
    variant="m3x9",
    earned=Decimal(0),
    possible=Decimal(2),
    answers=(FAILURE,),
)
ANA = Grade(
    assignment="week-1",
    title={"en": "Week 1: linear filters", "es": "Semana 1: filtros lineales"},
    student="ana",
    name="Ana Pérez Núñez",
    earned=Decimal("2.25"),
    possible=Decimal(6),
    exercises=(PREDICTION, FUNCTION),
    problems=(
        Problem(
            code="cell_deleted",
            text={
                "en": "The answer cell of `blur` was deleted; its variable was read at the end.",
                "es": "Borraste la celda de respuesta de `blur`; su variable se leyó al final.",
            },
        ),
    ),
    submission="3fa29c0d11e8" + "0" * 52,
    fingerprint="77aa",
    level="strict",
    executed=True,
    output="shape (4, 4)\n\x1b[31mNameError\x1b[0m: name 'kernal' is not defined\n",
    graded_at="2025-11-22T17:39:00+00:00",
)


@pytest.fixture
def ana():
    """A grade with a partly right matrix, a diagnosis, a worked answer, an error and a problem."""
    return ANA


@pytest.fixture
def filtering():
    """The filtering behind Ana's matrix."""
    return FILTERING


@pytest.fixture
def matrix():
    return MATRIX


@pytest.fixture
def tie():
    """Ana's grade with two explanations that the evidence cannot tell apart."""
    return replace(ANA, exercises=(replace(PREDICTION, diagnoses=(CONVOLVED, FLIPPED)), FUNCTION))


@pytest.fixture
def with_exercise():
    """Ana's grade with her first exercise changed."""
    return lambda **changes: replace(ANA, exercises=(replace(PREDICTION, **changes), FUNCTION))


@pytest.fixture
def with_answer():
    """Ana's grade with her only answer changed from the matrix of the sample."""

    def build(**changes):
        exercise = replace(PREDICTION, answers=(replace(MATRIX, **changes),), worked=None)
        return replace(ANA, exercises=(exercise,))

    return build


def _answers(exercise, verdict, earned):
    answers = tuple(
        replace(answer, verdict=verdict, earned=earned, given=None, right=(), remarks=())
        for answer in exercise.answers
    )
    total = sum((answer.earned for answer in answers), Decimal(0))
    return replace(exercise, answers=answers, earned=total, diagnoses=(), worked=None)


def _all(student, name, verdict, *, full=False):
    exercises = tuple(
        replace(
            _answers(exercise, verdict, Decimal(0)),
            earned=exercise.possible if full else Decimal(0),
        )
        for exercise in ANA.exercises
    )
    earned = sum((exercise.earned for exercise in exercises), Decimal(0))
    return replace(
        ANA, student=student, name=name, exercises=exercises, earned=earned, problems=(), output=""
    )


@pytest.fixture
def course(tie):
    """Six students: every standing, a tie, and a name that a spreadsheet could run."""
    unreadable = Problem(
        code="not_json",
        text={"en": "The file is not a notebook.", "es": "El archivo no es un cuaderno."},
        fatal=True,
    )
    absent = replace(_all("eva", "Eva Ruiz", Verdict.MISSING), submission="")
    broken = replace(absent, student="fer", name="Fernando Gil", submission="9", exercises=())
    return (
        ANA,
        replace(tie, student="bea", name="=cmd|' /C calc'!A0"),
        _all("carl", "Carl Friedrich Gauß", Verdict.CORRECT, full=True),
        _all("dan", "Dan O'Neil", Verdict.BLANK),
        absent,
        replace(broken, problems=(unreadable,)),
    )


@pytest.fixture
def mixed(ana):
    """Three students of an assignment with a pool and a shuffle: no two have the same exercises."""
    first, second = ana.exercises

    def own(student, *ids):
        exercises = tuple(
            replace(first if id_ == "f1" else second, exercise=id_, number=number)
            for number, id_ in enumerate(ids, start=1)
        )
        return replace(ana, student=student, exercises=exercises, problems=())

    return (own("ana", "f2", "f1"), own("bea", "f3", "f2"), own("carl", "f1", "f3"))
