"""What was found about exercise files, as text and as JSON."""

import json
from dataclasses import fields
from decimal import Decimal

import pytest

from grader.errors import Fault
from grader.model.examination import (
    Baseline,
    Coincidence,
    Copying,
    Draws,
    Examination,
    Figures,
    Finding,
    Keys,
    Mistake,
    Severity,
    Spread,
    Timing,
    Workload,
)
from grader.reports.examination_json import examination_json
from grader.reports.examination_text import examination_text

FIGURES = Figures(
    variants=200,
    distinct=16,
    draws=Draws(made=250, accepted=200, most=4, rejected={"`a > b`": 10, "`b > 0`": 40}),
    keys=Keys(distinct=16, entropy=3.96, saturated=False, same=0.0625),
    copying=Copying(chance=0.0, comparisons=1000),
    misconceptions={
        "opposite": Mistake(guarded=True, applies=200, right=0),
        "swapped": Mistake(guarded=False, applies=150, right=3),
    },
    coincidences=(Coincidence(first="opposite", second="swapped", both=147, same=9),),
    baselines={"out": Baseline(worst=0.25, mean=0.125)},
    difficulty={"products": Spread(least=20, mean=24.5, most=30)},
    products=Spread(least=0, mean=2, most=5),
    largest=57.0,
    timing=Timing(draw_ms=1.25, render_ms=0.5),
)
FAULT = Fault(place="small.yaml:7:3", fault="nothing reads `a`", fix="use it, or take it out")


def finding(severity):
    return Finding(severity=severity, fault=FAULT, check="unread")


def examination(*severities, figures=FIGURES, exercise="small"):
    return Examination(
        file="small.yaml",
        exercise=exercise,
        findings=tuple(map(finding, severities)),
        figures=figures,
    )


@pytest.mark.parametrize(
    ("severities", "mark", "summary"),
    [
        ((), "✓", "1 file: 0 errors, 0 warnings"),
        ((Severity.NOTE,), "✓", "1 file: 0 errors, 0 warnings, 1 note"),
        ((Severity.NOTE, Severity.WARNING), "!", "1 file: 0 errors, 1 warning, 1 note"),
        ((Severity.WARNING, Severity.ERROR, Severity.ERROR), "✗", "1 file: 2 errors, 1 warning"),
    ],
)
def test_a_file_is_marked_by_the_worst_that_was_found(severities, mark, summary):
    lines = examination_text([examination(*severities)]).splitlines()
    assert lines[0] == f"{mark} small   200 variants,  80 % of draws accepted,   16 keys,   4.0 bit"
    assert lines[-1] == summary


def test_what_was_found_stands_below_its_file_the_worst_first():
    lines = examination_text([examination(Severity.NOTE, Severity.ERROR)]).splitlines()
    assert lines[1:5] == [
        "    error: small.yaml:7:3: nothing reads `a`",
        "      fix: use it, or take it out",
        "    note: small.yaml:7:3: nothing reads `a`",
        "      fix: use it, or take it out",
    ]


def test_the_lines_of_several_exercises_are_aligned():
    two = [examination(), examination(exercise="a-longer-name")]
    first, second, *_ = examination_text(two).splitlines()
    assert first.index("200 variants") == second.index("200 variants")


def test_a_file_without_figures_is_a_line_with_its_path():
    text = examination_text([examination(exercise="", figures=None)])
    assert text == "✓ small.yaml\n\n1 file: 0 errors, 0 warnings\n"


def test_all_figures_are_shown_when_they_are_asked_for():
    assert examination_text([examination()], verbose=True).splitlines()[1:-2] == [
        "    draws           250, at most 4 for one variant",
        "                    40 × rejected: `b > 0`",
        "                    10 × rejected: `a > b`",
        "    variants        16 of 200 are different",
        "    honest matches  below 0.1 % of pairs",
        "    misconception   opposite: guarded, applies to 200",
        "    misconception   swapped: unguarded, applies to 150, right in 3",
        "    alike           opposite and swapped in 9 of 147",
        "    without work    out: at most 25 %, mean 12 %",
        "    difficulty      products: 20 … 30, mean 24.5",
        "    products        0 … 5, mean 2",
        "    largest number  57",
        "    time            1.2 ms to draw, 0.5 ms to render",
    ]


def test_words_are_painted_by_how_much_they_matter():
    painted = examination_text(
        [examination(Severity.WARNING)],
        paint=lambda text, severity: f"<{severity or 'fine'} {text}>",
    )
    assert painted.startswith("<warning !> small")
    assert "    <warning warning:> small.yaml:7:3" in painted


def test_everything_is_in_the_json():
    content = json.loads(examination_json([examination(Severity.ERROR), examination()]))
    assert content["schema"] == "grader/lint/1"
    assert content["summary"] == {"files": 2, "errors": 1, "warnings": 0, "notes": 0}
    first, second = content["files"]
    assert first["findings"] == [
        {
            "check": "unread",
            "severity": "error",
            "place": "small.yaml:7:3",
            "fault": "nothing reads `a`",
            "fix": "use it, or take it out",
        }
    ]
    assert list(second["figures"]) == [field.name for field in fields(Figures)]
    assert second["figures"]["draws"]["acceptance"] == 0.8
    assert second["figures"]["difficulty"]["products"]["factor"] == 1.5


def test_there_is_no_infinity_in_the_json():
    text = examination_json([examination()])
    assert "Infinity" not in text
    assert json.loads(text)["files"][0]["figures"]["products"]["factor"] is None


def test_a_file_that_is_no_exercise_has_neither_name_nor_figures_in_the_json():
    (file,) = json.loads(examination_json([examination(exercise="", figures=None)]))["files"]
    assert file == {
        "file": "small.yaml",
        "exercise": None,
        "findings": [],
        "figures": None,
        "workload": None,
    }


@pytest.mark.parametrize(("most", "minutes"), [(20, "20 minutes"), (24, "20 to 24 minutes")])
def test_of_an_assignment_its_work_is_told(most, minutes):
    work = Workload(exercises=3, points=Decimal("7.50"), least_minutes=20, most_minutes=most)
    examined = [Examination(file="week-1.yaml", workload=work)]
    first = examination_text(examined).splitlines()[0]
    assert first == f"✓ week-1.yaml  3 exercises, 7.5 points, {minutes}"
    assert json.loads(examination_json(examined))["files"][0]["workload"]["points"] == "7.50"
