"""The total is the same in every format."""

import csv
import io
import json
from dataclasses import replace
from decimal import Decimal

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from grader.reports.class_html import to_class_html
from grader.reports.feedback_html import to_html
from grader.reports.grade_text import grade_text
from grader.reports.numerals import exact
from grader.reports.result_json import to_json
from grader.reports.scores_csv import to_csv
from grader.reports.scores_text import scores_table


@settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=25, deadline=None
)
@given(earned=st.decimals(0, 6, places=3))
def test_the_total_is_the_same_in_every_format(ana, earned):
    grade = replace(ana, earned=earned)
    total = exact(earned)
    (row,) = csv.DictReader(io.StringIO(to_csv([grade])))
    assert Decimal(json.loads(to_json(grade))["earned"]) == earned
    assert row["total"] == total
    assert f"\n{total} of 6 points" in grade_text(grade, "en")
    assert f'<p class="total">{total} of 6 points' in to_html(grade, language="en")
    assert f"<td>{total}</td>" in to_class_html([grade], language="en")
    table = scores_table([grade], language="en", color=False, width=80)
    assert table.splitlines()[2].split()[3] == total
