"""Results to be shown on platforms: an ordinary one, and one in which every text attacks."""

from dataclasses import replace
from decimal import Decimal

import pytest

from grader.model.grade import AnswerGrade, Diagnosis, ExerciseGrade, Grade, Remark, Verdict
from grader.model.submission import Integrity, Problem

ATTACKS = (
    "::error title=x::owned",
    "  ::set-output name=earned::100",
    "\u00ad::error::invisible first",
    "##[error]anywhere in a line",
    "x #\u200b#[group] x",
    "a\n::stop-commands::token\nb",
    "\x1b[31mred\x1b[0m \x9b31m",
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "[click](javascript:alert(1)) ![x](http://evil/x.png)",
    "`` `code` `` | cell | **bold** @ana #12 ~~gone~~ $x$ &lt;",
    "]]> <!-- \ud800 \x00 \ufffe",
    "- item\n# heading\n1. one",
)


def answer(text, verdict, earned, possible):
    return AnswerGrade(
        answer="out",
        label={"en": text},
        kind="matrix",
        verdict=verdict,
        earned=Decimal(earned),
        possible=Decimal(possible),
        given=((1, 2), (3, 4)),
        right=(True, False, True, True),
        remarks=(Remark(code="raised", text={"en": text}),) if verdict != Verdict.CORRECT else (),
    )


def exercise(number, text, verdict, earned, possible):
    return ExerciseGrade(
        exercise=f"exercise-{number}",
        number=number,
        title={"en": text},
        variant="k7q2",
        earned=Decimal(earned),
        possible=Decimal(possible),
        answers=(answer(text, verdict, earned, possible),),
    )


def grade_of(exercises, **changes):
    earned = sum((one.earned for one in exercises), Decimal(0))
    possible = sum((one.possible for one in exercises), Decimal(0))
    grade = Grade(
        assignment="week-1",
        title={"en": "Week 1"},
        student="ada",
        name="Ada",
        earned=earned,
        possible=possible,
        exercises=tuple(exercises),
        submission="0" * 64,
        graded_at="2026-03-09T12:00:00+00:00",
        variant="abcdef012345",
        version="0123456789ab",
        grader="0.1.0",
    )
    return replace(grade, **changes)


@pytest.fixture
def ada():
    """6.25 of 10 points: right, partly right, blank, failed."""
    return grade_of(
        [
            exercise(1, "Right", Verdict.CORRECT, "4", "4"),
            exercise(2, "Partly", Verdict.PARTIAL, "2.25", "3"),
            exercise(3, "Blank", Verdict.BLANK, "0", "1"),
            exercise(4, "Failed", Verdict.ERROR, "0", "2"),
        ]
    )


@pytest.fixture
def hostile():
    """A result in which every text that could come from a student or an exercise attacks."""
    exercises = []
    for number, text in enumerate(ATTACKS, start=1):
        one = exercise(number, text, Verdict.PARTIAL, "0.5", "1")
        diagnosis = Diagnosis(misconception="m", say={"en": text}, agree=3, differ=4)
        exercises.append(replace(one, diagnoses=(diagnosis,) if number % 2 else ()))
    text = "\n".join(ATTACKS)
    return grade_of(
        exercises,
        title={"en": text},
        student=text,
        name=text,
        assignment=text,
        output=text,
        commit=text,
        problems=tuple(Problem(code="p", text={"en": one}) for one in ATTACKS),
        feedback=tuple(Remark(code="r", text={"en": one}) for one in ATTACKS),
        integrity=Integrity(files=ATTACKS, edited=ATTACKS),
    )


@pytest.fixture
def graded():
    """Return a result of exercises with these (earned, possible), with this total if it differs."""

    def build(pairs, **changes):
        verdicts = [
            Verdict.CORRECT if earned >= possible else Verdict.PARTIAL for earned, possible in pairs
        ]
        return grade_of(
            [
                exercise(number, f"Exercise {number}", verdict, earned, possible)
                for number, (verdict, (earned, possible)) in enumerate(
                    zip(verdicts, pairs, strict=True), start=1
                )
            ],
            **changes,
        )

    return build
