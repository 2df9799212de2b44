"""The total is the same in every format, and so is what it adds up from."""

import base64
import json
import re
from decimal import ROUND_HALF_EVEN, Decimal
from xml.etree import ElementTree as ET

import pytest
from hypothesis import HealthCheck, assume, example, given, settings
from hypothesis import strategies as st

from grader.platforms import FORMATS, Run


@st.composite
def pairs(draw):
    possible = draw(st.integers(1, 2000))
    earned = draw(st.sampled_from([0, possible]) | st.integers(0, possible))
    return Decimal(earned) / 100, Decimal(possible) / 100


def files(name, grade):
    return FORMATS[name](grade, Run())


def written(name, grade):
    return next(iter(files(name, grade).values()))


def number(text):
    return json.loads(text, parse_float=Decimal, parse_int=Decimal)


def _json(grade):
    result = number(written("json", grade))
    return Decimal(result["earned"]), Decimal(result["possible"])


def _html(grade):
    found = re.search(r'<p class="total">([\d.]+) of ([\d.]+) point', written("html", grade))
    return Decimal(found[1]), Decimal(found[2])


def _junit(grade):
    suite = ET.fromstring(written("junit", grade).encode()).find("testsuite")
    values = {one.get("name"): one.get("value") for one in suite.find("properties")}
    return Decimal(values["points"]), Decimal(values["max-points"])


def _step_summary(grade):
    text = written("step-summary", grade)
    heading = re.search(r"^## .* — ([\d.]+) of ([\d.]+) point", text)
    rows = re.findall(r"^\| \S+ \| .*? \| ([\d.]+) of ([\d.]+) \|", text, re.MULTILINE)
    total = Decimal(heading[1]), Decimal(heading[2])
    assert tuple(sum(map(Decimal, column)) for column in zip(*rows, strict=True)) == total
    return total


def _annotations(grade):
    first = written("annotations", grade).splitlines()[0]
    found = re.fullmatch(r"::notice title=Week 1::([\d.]+) of ([\d.]+) points?", first)
    return Decimal(found[1]), Decimal(found[2])


def outputs(grade):
    lines = dict(line.split("=", 1) for line in written("github-classroom", grade).splitlines())
    return [json.loads(base64.b64decode(lines[name])) for name in ("earned", "missing")]


def _github_classroom(grade):
    """Add up as the reporter does, with floats, in its notice and in its table."""
    scored = highest = table = 0.0
    for result in outputs(grade):
        if result["max_score"]:
            highest += result["max_score"]
            for test in result["tests"]:
                scored += test["score"]
        passed = sum(test["status"] == "pass" for test in result["tests"])
        table += passed / len(result["tests"]) * (result["max_score"] or 0)
    assert table == scored
    if grade.possible % Decimal("0.25"):
        # A maximum such as 31.49 is no float, and some of its parts are none that add up to it.
        highest = round(highest, 2)
    return Decimal(repr(scored)), Decimal(repr(highest))


def _classroom50(grade):
    result = number(written("classroom50", grade))
    tests = result["tests"]
    assert sum(one["score"] for one in tests) == result["score"]
    assert sum(one["max-score"] for one in tests) == result["max-score"]
    assert all(one["score"] == 100 * Decimal(one["points"]) for one in tests)
    return result["score"] / 100, result["max-score"] / 100


def _gradescope(grade):
    result = number(written("gradescope", grade))
    assert sum(one["score"] for one in result["tests"]) == result["score"]
    return result["score"], sum(one["max_score"] for one in result["tests"])


TOTALS = {
    "json": _json,
    "html": _html,
    "junit": _junit,
    "step-summary": _step_summary,
    "annotations": _annotations,
    "github-classroom": _github_classroom,
    "classroom50": _classroom50,
    "gradescope": _gradescope,
}


def test_every_format_has_its_total_read_here():
    assert TOTALS.keys() == FORMATS.keys()


@settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60, deadline=None
)
@given(st.lists(pairs(), min_size=1, max_size=6))
@example([(Decimal("1.1"), Decimal("1.1")), (Decimal("2.2"), Decimal("2.2"))])
@example([(Decimal("1.19"), Decimal(4)), (Decimal("0.01"), Decimal("0.03"))])
def test_the_total_is_the_same_in_every_format(graded, listed):
    grade = graded(listed)

    assert {name: total(grade) for name, total in TOTALS.items()} == dict.fromkeys(
        TOTALS, (grade.earned, grade.possible)
    )


@settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60, deadline=None
)
@given(st.lists(pairs(), min_size=1, max_size=6), st.decimals(0, 1, places=2))
def test_credit_for_time_and_attempt_is_part_of_every_total(graded, listed, credit):
    grade = graded(listed)
    assume(grade.achieved > 0)
    earned = (grade.achieved * credit).quantize(Decimal("0.01"), ROUND_HALF_EVEN)
    grade = graded(listed, earned=earned, credit=credit)

    assert {name: total(grade)[0] for name, total in TOTALS.items()} == dict.fromkeys(
        TOTALS, earned
    )


CAPPED = {"github-classroom", "classroom50"}


@settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=40, deadline=None
)
@given(st.lists(pairs(), min_size=1, max_size=4), st.decimals(1, 2, places=2))
def test_a_bonus_is_lost_only_where_a_platform_takes_no_more_than_the_maximum(
    graded, listed, credit
):
    grade = graded(listed)
    assume(grade.achieved > 0)
    earned = (grade.achieved * credit).quantize(Decimal("0.01"), ROUND_HALF_EVEN)
    grade = graded(listed, earned=earned, credit=credit)

    for name, total in TOTALS.items():
        wanted = min(earned, grade.possible) if name in CAPPED else earned
        assert total(grade)[0] == wanted, name


@pytest.mark.parametrize("name", FORMATS)
def test_a_result_that_cannot_be_told_by_exercise_has_its_total_too(ada, graded, name):
    grade = graded([], earned=Decimal("2.5"), possible=Decimal(6))

    assert TOTALS[name](grade) == (Decimal("2.5"), Decimal(6))


@pytest.mark.parametrize("name", FORMATS)
def test_the_same_result_gives_the_same_bytes(ada, name):
    assert files(name, ada) == files(name, ada)
