"""Grades → the files that gradebooks take, and what is in them is what was recorded."""

import csv
import io
from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.errors import UsageError
from grader.model.assignment import Student
from grader.model.grade import Diagnosis, ExerciseGrade, Grade, Remark
from grader.model.submission import Problem
from grader.platforms import canvas, gradescope_scores, moodle, nbgrader, workbook
from grader.platforms.entries import Entry, entries

ADA = Student(id="ada", name="Ada Lovelace", email="ada@x.org", number="4711")
BOB = Student(id="bob", name="Müller, A. =1+1", email="=cmd|x")
CYD = Student(id="cyd", name="=HYPERLINK(1)")


def grade(student, earned, possible="4", **changes):
    exercise = ExerciseGrade(
        exercise="area",
        number=1,
        title={"en": "Area <b>", "es": "Área"},
        variant="v",
        earned=Decimal(earned),
        possible=Decimal(possible),
        answers=(),
        diagnoses=(
            Diagnosis(misconception="m", say={"en": "=Perimeter", "es": "P"}, agree=1, differ=1),
        ),
    )
    fields = {
        "assignment": "shapes",
        "title": {"en": "Shapes", "es": "Figuras"},
        "student": student.id,
        "name": student.name,
        "earned": Decimal(earned),
        "possible": Decimal(possible),
        "exercises": (exercise,),
        "submission": "f" * 64,
    }
    return Grade(**fields | changes)


def entry(student, earned, **changes):
    return Entry(student=student, grade=grade(student, earned, **changes))


ABSENT = entry(
    CYD, 0, submission="", problems=(Problem(code="nothing", text={"en": "Nothing."}, fatal=True),)
)
CLASS = (entry(ADA, "3.25"), entry(BOB, "1.999"), ABSENT)

BOOK = (
    "Student,ID,SIS User ID,SIS Login ID,Section,Week 0 (70),Shapes (77),Final Score\n"
    "    Points Possible,,,,,10,4.0,(read only)\n"
    '"Lovelace, Ada",4711,S1,x,CV,9.5,,88\n'
    '"Somebody, Else",4712,S2,BOB,CV,,2,0\n'
    '"=Evil, Eve",4713,S3,eve,CV,1,,\n'
    '"HYPERLINK(1)",4714,S4,cyd,CV,1,EX,\n'
)


def cells(text, separator=","):
    return list(
        csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline=""), delimiter=separator)
    )


def fill(text=BOOK, students=CLASS, column="Shapes", **options):
    return canvas.fill(text.encode(), "book.csv", students, column=column, **options)


def test_canvas_gets_its_own_gradebook_back_with_one_column_filled_in():
    filled = fill()
    before, after = cells(BOOK), cells(filled.text)
    assert [line[6] for line in after] == ["Shapes (77)", "4.0", "3.25", "1.99", "", "EX"]
    assert after[4][0] == "'=Evil, Eve"
    after[4][0] = "=Evil, Eve"
    assert [line[:6] + line[7:] for line in after] == [line[:6] + line[7:] for line in before]
    assert (filled.column, filled.new) == ("Shapes (77)", False)
    assert (filled.without_line, filled.without_grade, filled.excused) == (
        (),
        ("=Evil, Eve",),
        ("cyd",),
    )


@pytest.mark.parametrize("column", ["Shapes (77)", "77", " shapes "])
def test_the_column_is_known_by_title_number_or_both(column):
    assert fill(column=column).column == "Shapes (77)"


def test_a_column_that_is_not_there_is_added_with_its_maximum():
    filled = fill(column="New")
    assert filled.new
    assert [line[8] for line in cells(filled.text)] == ["New", "4", "3.25", "1.99", "", ""]


def test_lines_that_are_no_students_stay_as_they_are():
    book = BOOK.replace(
        "    Points Possible", ",,,,,Manual Posting,Manual Posting,\n    Points Possible"
    )
    lines = cells(fill(book).text)
    assert lines[1] == ["", "", "", "", "", "Manual Posting", "Manual Posting", ""]
    assert [line[6] for line in lines[2:5]] == ["4.0", "3.25", "1.99"]


def test_a_name_finds_who_has_no_number_and_no_id_there_unless_two_have_it():
    book = 'Student,ID,Section,Shapes\n"Lovelace, Ada",1,CV,\n'
    assert cells(fill(book).text)[1][3] == "3.25"
    twice = (entry(replace(ADA, number=""), 1), entry(replace(ADA, id="ada2", number=""), 2))
    assert cells(fill(book, twice).text)[1][3] == ""


def test_a_number_of_canvas_is_nobodys_id():
    book = "Student,ID,SIS Login ID,Section,Shapes\nX,17,other,CV,\n"
    assert cells(fill(book, (entry(Student(id="17", name="Y"), 1),)).text)[1][4] == ""


def test_other_points_are_an_error_unless_they_may_be_converted():
    book = BOOK.replace("4.0", "100")
    with pytest.raises(UsageError, match=r"out of 100 points, .* out of 4\n  fix: add --scale"):
        fill(book)
    assert [line[6] for line in cells(fill(book, scale=True).text)][2:4] == ["81.25", "49.97"]


def test_a_column_that_canvas_computes_is_not_filled():
    with pytest.raises(UsageError, match="Canvas computes Final Score itself"):
        fill(column="Final Score")


def test_two_columns_of_one_title_are_told_apart_by_their_number():
    book = BOOK.replace("Week 0 (70)", "Shapes (70)")
    with pytest.raises(UsageError, match=r"Shapes \(70\) and Shapes \(77\)"):
        fill(book)
    assert fill(book, column="77").column == "Shapes (77)"


@pytest.mark.parametrize("text", ["", "id,name\nada,Ada\n", 'Student,ID,Section\n"x', "a\n\n"])
def test_what_is_no_gradebook_is_an_error_with_a_fix(text):
    with pytest.raises(UsageError, match=r"\n  fix: "):
        fill(text)


def test_semicolons_decimal_commas_and_the_byte_order_mark_stay():
    book = "\ufeffStudent;ID;Section;Old;Shapes\nLovelace, Ada;4711;CV;9,5;\n"
    text = fill(book).text
    assert text.startswith("\ufeffStudent;ID;Section;Old;Shapes\r\n")
    assert cells(text, ";")[1] == ["Lovelace, Ada", "4711", "CV", "9,5", "3,25"]


def test_who_handed_in_nothing_keeps_an_empty_cell_or_gets_zero():
    book = BOOK.replace("EX", "")
    assert cells(fill(book).text)[5][6] == ""
    assert cells(fill(book, absent=Decimal(0)).text)[5][6] == "0"


@given(st.lists(st.decimals(0, 4, places=3), min_size=3, max_size=3), st.text())
def test_filling_changes_no_other_cell(points, title):
    book = BOOK.replace("Week 0 (70)", '"' + title.replace('"', '""').replace("\0", "") + '"')
    before = cells(book)
    students = tuple(
        entry(who, amount) for who, amount in zip((ADA, BOB, CYD), points, strict=True)
    )
    after = cells(fill(book, students, column="77").text)
    for old, new in zip(before, after, strict=True):
        assert [*old[1:6], *old[7:]] == [*new[1:6], *new[7:]]


def test_moodle_gets_grade_and_feedback_in_one_line_and_nobody_without_a_grade():
    header, ada, bob = cells(moodle.to_csv(CLASS, item="Shapes"))
    assert header == ["Username", "ID number", "Email address", "Shapes", "Shapes feedback"]
    assert ada == ["ada", "4711", "ada@x.org", "3.25", "1. Area &lt;b&gt;: 3.25/4"]
    assert bob[2:4] == ["'=cmd|x", "1.99"]
    assert cells(moodle.to_csv(CLASS, item="x", absent=Decimal(0)))[3][3] == "0"


def test_moodles_feedback_says_what_explains_an_answer_only_when_asked():
    late = Remark(code="late", text={"en": "Late <script>.", "es": "Tarde."})
    (_, line) = cells(moodle.to_csv((entry(ADA, 1, feedback=(late,)),), item="x", diagnoses=True))
    assert line[4] == "1. Area &lt;b&gt;: 1/4<br>'=Perimeter<br>Late &lt;script&gt;."
    (_, line) = cells(moodle.to_csv((entry(ADA, 1, language="es"),), item="x"))
    assert line[4] == "1. Área: 1/4"


def test_nbgraders_columns_are_quoted_and_add_up():
    late = entry(ADA, "2.5", submitted_at="2026-03-10T00:30:00+01:00")
    late = replace(late, grade=replace(late.grade, earned=Decimal("2.25"), credit=Decimal("0.9")))
    text = nbgrader.to_csv((late, *CLASS[1:]), due="2026-03-09T23:59:00+01:00")
    assert text.splitlines()[0] == (
        '"assignment","duedate","timestamp","student_id","last_name","first_name","email",'
        '"raw_score","late_submission_penalty","score","max_score"'
    )
    header, *lines = cells(text)
    first, second, third = (dict(zip(header, line, strict=True)) for line in lines)
    assert (first["duedate"], first["timestamp"]) == ("2026-03-09 22:59:00", "2026-03-09 23:30:00")
    assert (second["first_name"], second["last_name"]) == ("Müller,", "A. =1+1")
    assert third["score"] == "0"
    for line in (first, second, third):
        total = Decimal(line["score"]) + Decimal(line["late_submission_penalty"])
        assert total == Decimal(line["raw_score"])


def test_gradescopes_columns_say_who_is_missing():
    header, ada, _, cyd = cells(gradescope_scores.to_csv(CLASS))
    assert header[-1] == "1: Area <b> (4 pts)"
    assert (ada[2], ada[5], ada[7], ada[-1]) == ("ada", "3.25", "Graded", "3.25")
    assert (cyd[0], cyd[5], cyd[7], cyd[-1]) == ("'=HYPERLINK(1)", "", "Missing", "")


def test_the_workbook_holds_numbers_as_numbers_and_no_formula():
    openpyxl = pytest.importorskip("openpyxl")
    content = workbook.to_xlsx([item.grade for item in CLASS])
    sheet = openpyxl.load_workbook(io.BytesIO(content)).active
    lines = list(sheet.iter_rows(values_only=True))
    assert lines[0][:4] == ("student", "name", "area", "total")
    assert lines[1][:4] == ("ada", "Ada Lovelace", 3.25, 3.25)
    assert "f" not in {cell.data_type for line in sheet.iter_rows() for cell in line}


@given(st.decimals(0, 4, places=3))
def test_the_total_is_the_same_in_every_gradebook(earned):
    line = entry(ADA, earned)
    cut = Decimal(int(earned * 100)) / 100
    book = dict(zip(*cells(fill(students=(line,)).text)[0:3:2], strict=True))
    assert Decimal(book["Shapes (77)"]) == cut
    assert Decimal(cells(moodle.to_csv((line,), item="x"))[1][3]) == cut
    assert Decimal(cells(nbgrader.to_csv((line,)))[1][9]) == cut
    assert Decimal(cells(gradescope_scores.to_csv((line,)))[1][5]) == cut


def test_a_gradebook_has_the_order_of_the_roster_and_nobody_twice():
    grades = [grade(BOB, 1), grade(ADA, 2)]
    assert [item.student.id for item in entries((ADA, CYD, BOB), grades)] == ["ada", "bob"]
