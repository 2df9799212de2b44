import re
from dataclasses import replace

import pytest

from grader.reports.scores_text import scores_table


@pytest.mark.parametrize("language", ["en", "es"])
def test_the_table_reads_like_this(course, snapshot, language):
    assert scores_table(course, language=language, color=False, width=80) == snapshot


def test_a_narrow_table_reads_like_this(course, snapshot):
    assert scores_table(course, language="en", color=False, width=48) == snapshot


@pytest.mark.parametrize("width", [48, 60, 80, 120])
@pytest.mark.parametrize("count", [1, 6, 14])
def test_no_line_is_wider_than_the_terminal(ana, width, count):
    first = ana.exercises[0]
    exercises = tuple(
        replace(first, exercise=f"e{number}", number=number) for number in range(1, count + 1)
    )
    table = scores_table(
        [replace(ana, exercises=exercises)], language="es", color=False, width=width
    )
    assert max(map(len, table.splitlines())) <= width


def test_points_that_do_not_fit_give_way_to_marks(course):
    narrow = scores_table(course, language="en", color=False, width=48)
    assert "✓✓" in narrow
    assert "✓ right" in narrow


def test_students_stay_in_the_order_given(course):
    text = scores_table(list(reversed(course)), language="en", color=False, width=80)
    assert text.index("\nfer") < text.index("\neva") < text.index("\nana")


def test_without_color_there_is_no_escape_sequence(course):
    assert "\x1b" not in scores_table(course, language="en", color=False, width=80)


@pytest.mark.parametrize(
    ("name", "value"), [("NO_COLOR", "1"), ("FORCE_COLOR", "1"), ("TERM", "dumb"), ("COLUMNS", "9")]
)
@pytest.mark.parametrize("color", [True, False])
def test_the_environment_changes_nothing(course, monkeypatch, name, value, color):
    monkeypatch.delenv(name, raising=False)
    before = scores_table(course, language="en", color=color, width=80)
    monkeypatch.setenv(name, value)
    assert scores_table(course, language="en", color=color, width=80) == before


def test_color_adds_nothing_but_color(course):
    colored = scores_table(course, language="en", color=True, width=80)
    bare = [line.rstrip() for line in re.sub(r"\x1b\[[0-9;]*m", "", colored).splitlines()]
    assert colored != re.sub(r"\x1b\[[0-9;]*m", "", colored)
    assert bare == scores_table(course, language="en", color=False, width=80).splitlines()


@pytest.mark.parametrize("student", ["[bold]x[/]", ":smile:", "[/nothing]"])
def test_a_name_is_no_markup(ana, student):
    table = scores_table([replace(ana, student=student)], language="en", color=False, width=80)
    assert student in table


def test_a_name_cannot_write_to_the_terminal(ana):
    table = scores_table(
        [replace(ana, student="a\x1b[2Jb\n")], language="en", color=False, width=80
    )
    assert "\nab " in table


def test_a_class_of_nobody_is_a_sentence():
    assert scores_table([], language="en", color=False, width=80) == "There are no results yet.\n"


def test_remarks_have_the_numbers_of_the_columns(mixed):
    table = scores_table(mixed, language="en", color=False, width=80).splitlines()
    assert [" ".join(line.split()) for line in table[2:5]] == [
        "ana 2.25 0 – 2.25 37.5 1 convolve, 2 the code failed",
        "bea – 0 0 2.25 37.5 2 the code failed, 3 the code failed",
        "carl 2.25 – 0 2.25 37.5 1 convolve, 3 the code failed",
    ]
