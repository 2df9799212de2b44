import csv
import io
from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from grader.reports.scores_csv import to_csv

# The fixtures are frozen records: nothing of one example is left for the next.
SHARED = settings(suppress_health_check=[HealthCheck.function_scoped_fixture])


def rows(text):
    return list(csv.reader(io.StringIO(text, newline=""), strict=True))


def test_there_is_a_heading_and_one_line_per_student_in_the_order_given(course):
    table = rows(to_csv(course))
    assert table[0] == [
        "student",
        "name",
        "predict-correlation",
        "write-blur",
        "total",
        "possible",
        "percent",
        "attempt",
        "credit",
        "remarks",
    ]
    assert [row[0] for row in table[1:]] == [grade.student for grade in course]


def test_numbers_are_exact_with_a_decimal_point(course):
    assert rows(to_csv(course))[1][2:7] == ["2.25", "0", "2.25", "6", "37.5"]


def test_an_exercise_without_a_grade_is_an_empty_cell(course):
    assert rows(to_csv(course))[6][2:5] == ["", "", "0"]


def test_an_exercise_that_a_student_did_not_get_is_an_empty_cell(mixed):
    assert [row[2:5] for row in rows(to_csv(mixed))] == [
        ["f1", "f2", "f3"],
        ["2.25", "0", ""],
        ["", "0", "0"],
        ["2.25", "", "0"],
    ]


def test_remarks_name_diagnoses_before_verdicts(course):
    remarks = [row[-1] for row in rows(to_csv(course))[1:]]
    assert remarks == [
        "predict-correlation: convolve; write-blur: error",
        "predict-correlation: convolve|flip_rows; write-blur: error",
        "",
        "predict-correlation: blank; write-blur: blank",
        "not handed in",
        "not graded; not_json",
    ]


def test_every_line_ends_in_carriage_return_and_line_feed(course):
    text = to_csv(course)
    assert text.count("\r\n") == text.count("\n") == 7


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t=", "\r@", "\x00=", " -", "＝"])
def test_a_cell_that_a_spreadsheet_would_run_is_disarmed(ana, start):
    student = f"{start}1+1"
    row = rows(to_csv([replace(ana, student=student, name=student)]))[1]
    assert row[0].startswith("'")
    assert row[1].startswith("'")


def test_a_number_that_is_ours_is_never_disarmed(ana):
    row = rows(to_csv([replace(ana, earned=Decimal(-1))]))[1]
    assert row[4] == "-1"


@SHARED
@given(name=st.text(st.characters(exclude_categories=())))
def test_whatever_the_name_the_table_keeps_its_shape(ana, name):
    table = rows(to_csv([replace(ana, name=name)]).encode().decode())
    assert [len(row) for row in table] == [10, 10]


def test_a_class_of_nobody_is_a_heading():
    assert to_csv([]) == "student,name,total,possible,percent,attempt,credit,remarks\r\n"
