"""Rosters as spreadsheets write them, and ids that become file names."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.errors import ExerciseError
from grader.model.assignment import Student
from grader.spec import read_roster

ADA = Student(id="ada", name="Ada Núñez", email="ada@x.org", github="ada-n", language="es")
LINES = [
    ["id", "name", "email", "github", "language"],
    ["ada", "Ada Núñez", "ada@x.org", "ada-n", "es"],
    ["bob", "Bob", "", "", ""],
]


def students(text, **options):
    return read_roster(text.encode(), "roster.csv", **options)


def faults(data):
    with pytest.raises(ExerciseError) as caught:
        read_roster(data.encode() if isinstance(data, str) else data, "roster.csv")
    return [(fault.place, fault.fault) for fault in caught.value.faults]


@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "latin-1", "utf-16"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_every_way_of_a_spreadsheet_is_read(separator, encoding, end):
    text = end.join(separator.join(line) for line in LINES) + end
    ada, bob = read_roster(text.encode(encoding), "roster.csv")
    assert ada == ADA
    assert bob == Student(id="bob", name="Bob")


HEADERS = ["Student ID,Full Name", "Username,Student Name", "login,NAME", " id , name "]
HEADERS += ['"id","name"', "usuario,nombre", "Identifier,Apellidos y nombre"]


@pytest.mark.parametrize("header", HEADERS)
def test_a_column_is_known_by_its_usual_names(header):
    assert students(f"{header}\nada,Ada\n") == (Student(id="ada", name="Ada"),)


def test_columns_come_in_any_order_and_others_are_left_aside():
    (ada,) = students("grade,idioma,name,correo,id\n5,ES,Ada,a@x.org,ada\n")
    assert ada == Student(id="ada", name="Ada", email="a@x.org", language="es")


def test_an_id_column_is_preferred_to_a_login():
    assert students("login,id,name\nx,ada,Ada\n")[0].id == "ada"


def test_a_missing_name_is_the_id():
    assert students("id,name\nada,\nbob\n") == (
        Student(id="ada", name="ada"),
        Student(id="bob", name="bob"),
    )


def test_students_without_a_language_get_the_one_of_the_course():
    ada, bob = students("id,name,language\nada,Ada,\nbob,Bob,EN\n", language="es")
    assert (ada.language, bob.language) == ("es", "en")


def test_a_quoted_cell_holds_commas_quotes_and_lines():
    (ada, _) = students('id,name\nada,"Núñez, ""Ada""\nMaría"\nbob,Bob\n')
    assert ada.name == 'Núñez, "Ada"\nMaría'


def test_only_line_ends_end_a_line():
    # U+0085 is what cp1252's ellipsis is in Latin-1; U+2028 comes with copied texts.
    (ada, bob) = read_roster(b"id,name\nada,Ada\x85\nbob,B\xf3b\n", "roster.csv")
    assert (ada.id, bob.name) == ("ada", "Bób")
    assert students("id,name\nada,A\u2028da\n")[0].name == "A\u2028da"


def test_a_fault_names_the_line_of_the_file_past_blank_and_quoted_ones():
    text = 'id,name\n\n,,\n"ada","A\nd\na"\n\nada,Again\n,Nobody\n'
    assert faults(text) == [
        ("roster.csv:8", "the id `ada` is taken already"),
        ("roster.csv:9", "this student has no id"),
    ]


def test_blank_lines_before_the_header_are_skipped():
    assert students("\n\nid,name\nada,Ada\n")[0].id == "ada"


def test_ids_that_differ_in_capitals_only_are_the_same_file():
    assert faults("id,name\nAda,A\nada,B\n") == [("roster.csv:3", "the id `ada` is taken already")]


UNSAFE = [
    "../x",
    ".",
    "..",
    "a/b",
    "a\\b",
    "a..b",
    "-a",
    "_a",
    "a b",
    "a:b",
    "a*",
    "a.",
    "ñu",
    "a\0",
]
UNSAFE += ["con", "CON", "nul.txt", "com1", "LPT9.x", "x" * 200, "a\u202eb", "~", "$HOME", "%s"]


@pytest.mark.parametrize("unsafe", UNSAFE)
def test_an_id_that_cannot_be_a_file_name_is_refused(unsafe):
    (found,) = faults(f'id,name\nok,Ok\n"{unsafe}",X\n')
    assert found[0] in {"roster.csv:3", "roster.csv"}
    assert "cannot be a file name" in found[1] or "no text file" in found[1]


@pytest.mark.parametrize("safe", ["a", "0123456", "a.b-c_d@x.org", "console", "a+b", "x" * 64])
def test_an_id_that_can_be_a_file_name_is_kept(safe):
    assert students(f"id,name\n{safe},X\n")[0].id == safe


def test_a_login_belongs_to_one_student():
    assert faults("id,name,github\nada,Ada,ada-l\nbob,Bob,ADA-L\ncyd,Cyd,\ndan,Dan,\n") == [
        ("roster.csv:3", "the login `ADA-L` is taken already")
    ]


def test_every_faulty_line_is_reported_at_once():
    places = [place for place, _ in faults("id,name\n../a,A\nb,B\nB,B\n,C\n")]
    assert places == ["roster.csv:2", "roster.csv:4", "roster.csv:5"]


@pytest.mark.parametrize("text", ["", "\n", "\ufeff", " \n,\n"])
def test_an_empty_file_is_no_roster(text):
    assert faults(text) == [("roster.csv", "the roster is empty")]


def test_a_header_alone_has_no_students():
    assert faults("id,name\n\n") == [("roster.csv", "the roster has no students")]


def test_a_missing_column_is_named_where_the_header_is():
    assert faults("\nname,email\nAda,a@x.org\n") == [("roster.csv:2", "the column `id` is missing")]


def test_a_quotation_mark_that_is_never_closed_does_not_swallow_students():
    ((place, fault),) = faults('id,name\nada,"Ada\nbob,Bob\n')
    assert place == "roster.csv:2"
    assert "no CSV" in fault


def test_an_endless_cell_is_refused():
    ((place, fault),) = faults("id,name\nada," + "x" * 200_000 + "\n")
    assert place == "roster.csv:2"
    assert "no CSV" in fault


@pytest.mark.parametrize("data", [b"\x00\x01\x02\xff", "id,name\nada,Ada\n".encode("utf-16-le")])
def test_what_is_no_text_is_no_roster(data):
    assert faults(data) == [("roster.csv", "this is no text file")]


@given(st.binary() | st.text().map(lambda text: f"id,name\n{text}".encode()))
def test_random_bytes_are_a_roster_or_an_exercise_error(data):
    try:
        roster = read_roster(data, "roster.csv")
    except ExerciseError as error:
        assert error.faults  # noqa: PT017 - either is fine
    else:
        assert len({student.id.casefold() for student in roster}) == len(roster) > 0


def test_an_id_that_reads_like_the_file_of_another_attempt_is_refused():
    with pytest.raises(ExerciseError, match="ends as the files of a later attempt do"):
        students("id,name\nada.attempt-2,Ada\n")
