"""Submission times, as platforms write them down."""

from datetime import datetime

import pytest

from grader.errors import ExerciseError
from grader.spec import read_received


def times(text):
    return read_received(text.encode(), "received.csv")


def faults(text):
    with pytest.raises(ExerciseError) as caught:
        times(text)
    return [(fault.place, fault.fault, fault.fix) for fault in caught.value.faults]


NINE = datetime.fromisoformat("2026-03-09T08:00:00+00:00")


@pytest.mark.parametrize("header", ["student,time", "Username;Submitted at", "usuario\tFecha"])
@pytest.mark.parametrize(
    "time", ["2026-03-09T09:00+01:00", "2026-03-09 09:00:00+01:00", "2026-03-09T08:00Z"]
)
def test_a_time_is_read_whatever_the_columns_are_called(header, time):
    separator = next(sign for sign in ",;\t" if sign in header)
    assert times(f"{header}\nada{separator}{time}\n") == {"ada": NINE}


def test_a_line_without_a_time_says_that_it_is_not_known():
    assert times("student,time\nada,\nbob,2026-03-09T08:00Z\n") == {"bob": NINE}


def test_every_line_that_cannot_be_used_is_named():
    text = "student,time\nada,2026-03-09T09:00\n,2026-03-09T09:00Z\nbob,yesterday\nADA,\n"
    assert faults(text) == [
        (
            "received.csv:2",
            "'2026-03-09T09:00' does not say in which time zone",
            "add the offset from UTC: 2026-03-09T09:00+01:00, or Z for UTC",
        ),
        ("received.csv:3", "this line names no student", "student,2026-03-09T23:59+01:00"),
        (
            "received.csv:4",
            "'yesterday' is no date and time",
            "write it as 2026-03-09T23:59+01:00",
        ),
        ("received.csv:5", "`ADA` stands here twice", "keep the time of the file that is graded"),
    ]


def test_a_table_without_times_is_refused():
    ((place, fault, fix),) = faults("student,points\nada,3\n")
    assert (place, fault) == ("received.csv:1", "the column `time` is missing")
    assert fix.startswith("the first line names the columns: student,time")


def test_an_empty_file_is_refused():
    assert faults("\n") == [
        (
            "received.csv",
            "the file of submission times is empty",
            "its first line is: student,time",
        )
    ]
