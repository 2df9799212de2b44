"""What a student may know, and when: read off the pages, not off the records."""

import re
from dataclasses import replace
from datetime import datetime, timedelta
from decimal import Decimal
from html import unescape

import pytest

from grader.model.assignment import Assignment, Feedback, Schedule, Window
from grader.model.grade import Diagnosis, Remark, Verdict
from grader.reports.disclosure import disclosed, is_open
from grader.reports.feedback_html import to_html
from grader.reports.grade_text import grade_text

DUE = datetime.fromisoformat("2026-03-09T23:59+01:00")
LATE = DUE + timedelta(days=3)
PLAIN = Schedule(due=DUE)
WINDOWS = Schedule(
    due=DUE,
    windows=(
        Window(until=LATE, percent=Decimal(70)),
        Window(until=LATE + timedelta(days=9), percent=Decimal(0)),
    ),
)
SECOND = timedelta(seconds=1)


def assignment(feedback, schedule=PLAIN):
    return Assignment(
        id="week-1", title={"en": "Week 1"}, tasks=(), feedback=feedback, schedule=schedule
    )


@pytest.mark.parametrize(
    ("feedback", "schedule", "now", "opened"),
    [
        (Feedback.FORMAT, PLAIN, DUE - SECOND, True),
        (Feedback.FULL, PLAIN, DUE - SECOND, True),
        (Feedback.FULL, Schedule(), None, True),
        (Feedback.SCORE, PLAIN, DUE - SECOND, False),
        (Feedback.SCORE, PLAIN, LATE, False),
        (Feedback.AFTER_DUE, PLAIN, DUE - SECOND, False),
        (Feedback.AFTER_DUE, PLAIN, DUE, False),
        (Feedback.AFTER_DUE, PLAIN, DUE + SECOND, True),
        (Feedback.AFTER_DUE, PLAIN, None, False),
        # As long as handing in again earns something, nothing is given away.
        (Feedback.AFTER_DUE, WINDOWS, DUE + SECOND, False),
        (Feedback.AFTER_DUE, WINDOWS, LATE, False),
        (Feedback.AFTER_DUE, WINDOWS, LATE + SECOND, True),
        (Feedback.AFTER_DUE, Schedule(), LATE, False),
    ],
)
def test_everything_is_open_when_nothing_more_can_be_earned(feedback, schedule, now, opened):
    assert is_open(assignment(feedback, schedule), now) is opened


def test_a_grade_that_is_open_is_told_as_it_is(ana):
    assert disclosed(ana, assignment(Feedback.FULL), None) is ana


def pages(grade, language):
    yield unescape(to_html(grade, language=language))
    yield grade_text(grade, language)


CLOSED = [Feedback.SCORE, Feedback.AFTER_DUE]
every_closed_policy = pytest.mark.parametrize("feedback", CLOSED)
every_language = pytest.mark.parametrize("language", ["en", "es"])


def plain(text):
    return " ".join(re.sub(r"[*`]", "", text).split())


@every_closed_policy
@every_language
def test_no_diagnosis_no_slip_and_no_worked_answer_is_on_a_page(tie, feedback, language):
    shown = disclosed(tie, assignment(feedback), DUE)
    told = [one.say[language] for one in tie.exercises[0].diagnoses]
    told += [remark.text[language] for remark in tie.exercises[0].answers[0].remarks]
    for open_page, page in zip(pages(tie, language), pages(shown, language), strict=True):
        bare = plain(re.sub(r"</?(code|strong)>", "", page))
        assert not any(plain(text)[:30] in bare for text in told)
        assert 'class="frame' not in page
        assert 'class="right"' not in page
        assert 'class="wrong"' not in page
        assert len(page) < len(open_page)


def with_another_key(grade):
    """Return the grade of somebody who wrote and earned the same, for another key."""
    remark = Remark(code="carried", text={"en": "Other.", "es": "Otra."})
    diagnosis = Diagnosis(
        misconception="zero_border", say={"en": "Else.", "es": "Más."}, agree=3, differ=4
    )
    exercises = tuple(
        replace(
            exercise,
            answers=tuple(
                answer
                if answer.verdict is Verdict.ERROR
                else replace(
                    answer, right=tuple(not flag for flag in answer.right), remarks=(remark,)
                )
                for answer in exercise.answers
            ),
            diagnoses=(diagnosis,),
            worked=None,
        )
        for exercise in grade.exercises
    )
    return replace(grade, exercises=exercises)


@every_closed_policy
@every_language
def test_a_page_depends_on_nothing_but_what_was_written_and_earned(ana, feedback, language):
    ours = assignment(feedback)
    one, other = (disclosed(grade, ours, DUE) for grade in (ana, with_another_key(ana)))
    assert list(pages(one, language)) == list(pages(other, language))
    assert list(pages(ana, language)) != list(pages(with_another_key(ana), language))


@every_closed_policy
def test_points_verdicts_and_what_is_wrong_with_form_or_code_are_told(ana, feedback):
    shown = disclosed(ana, assignment(feedback), DUE)
    for page in pages(shown, "en"):
        for text in ("2.25 of 6 points", "1.25 of 3", "partly right", "Cell 7 failed"):
            assert text in page


def test_what_was_noted_about_the_time_is_told_and_other_remarks_are_not(ana):
    late = Remark(code="late", text={"en": "Late: 70 %."})
    other = Remark(code="twin", text={"en": "Fits a classmate."})
    grade = replace(ana, feedback=(late, other))
    assert disclosed(grade, assignment(Feedback.SCORE), DUE).feedback == (late,)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "is told after 2026-03-12 23:59 (UTC+01:00)"),
        ("es", "se indicará a partir del 2026-03-12 23:59 (UTC+01:00)"),
    ],
)
def test_the_page_says_when_the_rest_is_told(ana, language, text):
    shown = disclosed(ana, assignment(Feedback.AFTER_DUE, WINDOWS), DUE)
    for page in pages(shown, language):
        assert text in " ".join(page.split())


def test_a_policy_that_never_tells_promises_nothing(ana):
    assert disclosed(ana, assignment(Feedback.SCORE), DUE).feedback == ()
