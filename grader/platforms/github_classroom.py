"""The step outputs that the reporter of the former GitHub Classroom adds up.

It prints two totals: one from the scores of tests, one from how many tests of a runner passed. They
agree, with partial credit too, because of two runners: `earned`, all of whose tests pass, and
`missing`, none of whose tests do. It adds up floats, and prints what comes out; so the addends are
chosen for their sum.
"""

import base64
import json
import math
from collections.abc import Sequence
from decimal import Decimal
from itertools import accumulate

from grader.model.grade import Grade
from grader.model.value import JsonValue
from grader.platforms.lines import Line, capped, lines, score
from grader.platforms.phrases import say
from grader.reports.characters import disarmed
from grader.reports.numerals import points

RUNNERS = ("earned", "missing")
"""Names of the runners and of the step outputs: letters only, as the reporter wants them."""


def to_output(grade: Grade) -> str:
    """Return the two outputs as the lines of ``$GITHUB_OUTPUT``."""
    found = runners(grade)
    return "".join(f"{name}={_encoded(found[name])}\n" for name in RUNNERS)


def runners(grade: Grade) -> dict[str, JsonValue]:
    """Return the result of each runner. A bonus above the maximum is not shown."""
    listed = capped(lines(grade))
    language = grade.language
    earned = sum((line.earned for line in listed), Decimal(0))
    highest, rest = _halves(earned, grade.possible)
    has = [line for line in listed if line.earned > 0]
    lacks = [line for line in listed if line.earned < line.possible]
    scores = _addends([line.earned for line in has])
    passed = [
        _test(f"{line.name}: {score(line.earned, line.possible, language)}", "pass", amount)
        for line, amount in zip(has, scores, strict=True)
    ]
    failed = [_test(_missing(line, language), "fail", 0.0) for line in lacks]
    # A runner without tests would make the reporter divide by zero.
    nothing = _test(say("nothing_earned", language), "fail", 0.0)
    complete = _test(say("nothing_missing", language), "pass", 0.0)
    return {
        "earned": _runner("pass", highest, passed or [nothing]),
        "missing": _runner("fail" if lacks else "pass", rest, failed or [complete]),
    }


def _runner(status: str, highest: float, tests: Sequence[dict[str, JsonValue]]) -> JsonValue:
    return {"version": 1, "status": status, "max_score": highest, "tests": [*tests]}


def _test(name: str, status: str, amount: float) -> dict[str, JsonValue]:
    # The reporter prints names as they are, and says "line undefined" without a line.
    return {
        "name": disarmed(name),
        "status": status,
        "score": amount,
        "message": None,
        "test_code": "",
        "filename": "",
        "line_no": 0,
    }


def _missing(line: Line, language: str) -> str:
    lacking = points(line.possible - line.earned, language)
    return say(
        "missing",
        language,
        name=line.name,
        missing=lacking,
        possible=points(line.possible, language),
    )


def _addends(amounts: Sequence[Decimal]) -> list[float]:
    """Return floats that add up, one after the other, to the float of the exact sum."""
    plain = [float(amount) for amount in amounts]
    wanted = float(sum(amounts, Decimal(0)))
    if not plain or [*accumulate(plain)][-1] == wanted:
        return plain
    return [wanted, *(0.0 for _ in plain[1:])]


def _halves(earned: Decimal, possible: Decimal) -> tuple[float, float]:
    """Return the maxima of the two runners: floats whose sum is that of the exact total.

    For a total such as 31.49, which has no float of its own, there may be none: then the sum is its
    neighbour. For whole points, halves and quarters there always is one.
    """
    first, rest, total = float(earned), float(possible - earned), float(possible)
    near = (rest, total - first, *(math.nextafter(rest, end) for end in (0, math.inf)))
    return first, next((one for one in near if first + one == total), rest)


def _encoded(result: JsonValue) -> str:
    text = json.dumps(result, ensure_ascii=False, separators=(",", ":"))
    return base64.b64encode(text.encode()).decode()
