"""Why a score is not the sum of its exercises, wherever a score is shown."""

from dataclasses import replace
from decimal import Decimal
from html import unescape

import pytest

from grader.model.grade import Remark
from grader.reports.class_html import to_class_html
from grader.reports.credits import credit_note, unadjusted
from grader.reports.feedback_html import to_html
from grader.reports.grade_text import grade_text
from grader.reports.scores_text import scores_table
from grader.reports.standings import Standing, standing


def noted(grade, *codes, credit, **changes):
    remarks = tuple(Remark(code=code, text={"en": f"About {code}."}) for code in codes)
    earned = grade.achieved * Decimal(credit)
    return replace(grade, feedback=remarks, credit=Decimal(credit), earned=earned, **changes)


@pytest.mark.parametrize(
    ("codes", "credit", "english", "spanish"),
    [
        ([], "1", "", ""),
        (["late"], "0.7", "late: 70%", "con retraso: 70\u00a0%"),
        (["late"], "1", "late", "con retraso"),
        (["late"], "0.325", "late: 32.5%", "con retraso: 32,5\u00a0%"),
        (["attempt"], "0.5", "attempt 2: 50%", "intento 2: 50\u00a0%"),
        (["attempt", "too-late"], "1", "attempt 2, too late", "intento 2, fuera de plazo"),
        (["early"], "1.05", "early: 105%", "con antelación: 105\u00a0%"),
        (["before-opens"], "1", "before it opened", "antes de la apertura"),
        (["time-unknown"], "1", "time unknown", "hora desconocida"),
        (["something-else"], "1", "", ""),
    ],
)
def test_a_note_says_why_and_how_much_counts(ana, codes, credit, english, spanish):
    grade = noted(ana, *codes, credit=credit, attempt=2)
    assert (credit_note(grade, "en"), credit_note(grade, "es")) == (english, spanish)


def test_the_score_without_credit_is_told_where_it_is_another(ana):
    late = noted(ana, "late", credit="0.8")
    expected = "Without adjustment for time or attempt: 2.25 of 6 points (late: 80%)."
    assert unadjusted(late, "en") == expected
    assert expected in " ".join(grade_text(late, "en").split())
    assert expected in unescape(to_html(late, language="en"))
    assert unadjusted(noted(ana, "late", credit="1"), "en") == ""
    assert unadjusted(noted(ana, credit="0", submission=""), "en") == ""


def test_tables_say_why_beside_the_score(ana):
    late = noted(ana, "attempt", "late", credit="0.4", attempt=2)
    assert "attempt 2, late: 40%" in to_class_html([late], language="en")
    table = scores_table([late], language="es", color=False, width=120)
    assert "intento 2, con retraso: 40 %, 1 convolve" in table


def test_a_bonus_may_exceed_everything_and_no_bar_its_frame(ana):
    full = tuple(replace(one, earned=one.possible) for one in ana.exercises)
    grade = noted(replace(ana, exercises=full), "early", credit="1.05")
    page = to_html(grade, language="en")
    assert "6.3 of 6 points · 105%" in page
    assert '<span style="width: 100%"></span>' in page
    assert "6.3 of 6 points · 105%" in grade_text(grade, "en")


def test_who_has_everything_right_and_is_late_has_it_all_right(ana):
    full = tuple(replace(one, earned=one.possible) for one in ana.exercises)
    assert standing(noted(replace(ana, exercises=full), "late", credit="0.5")) is Standing.CORRECT


def test_where_points_were_set_by_hand_nothing_else_is_told(ana):
    late = [Remark(code=code, text={}) for code in ("late", "by-hand")]
    grade = replace(ana, credit=Decimal("0.8"), feedback=tuple(late))
    assert credit_note(grade, "en") == "set by hand"
    assert unadjusted(grade, "en") == ""
