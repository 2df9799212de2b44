"""Lists of students as classrooms and platforms export them → one roster."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.errors import ExerciseError
from grader.model.assignment import Student
from grader.spec import read_roster
from grader.spec.class_lists import read_class_list
from grader.workflows.rosters import import_rosters

CLASSROOM = (
    '"identifier","github_username","github_id","name"\n'
    '"ada@x.org","ada-l","1","Ada Lovelace"\n'
    '"Núñez, Eva","","",""\n'
)
CLASSROOM_50 = (
    "username,first_name,last_name,email,section,github_id,role\n"
    "ada-l,Ada,Lovelace,ada@x.org,A,1,student\n"
    "prof,Pro,Fessor,p@x.org,,2,instructor\n"
)
CANVAS = (
    "Student,ID,SIS User ID,SIS Login ID,Section,Week 1 (77),Final Score\n"
    "    Points Possible,,,,,10,(read only)\n"
    '"Lovelace, Ada",4711,S1,ada,CV,,\n'
    '"Núñez, Eva",4712,S2,,CV,,\n'
    '"Ross, Bob",4713,,,CV,,\n'
    '"Student, Test",9,,x,CV,,\n'
)
MOODLE = (
    "First name,Last name,ID number,Email address,Username\n"
    "Ada,Lovelace,17,ada@x.org,ada\n"
    "Eva,Núñez,18,eva@x.org,\n"
)
MOODLE_WORKSHEET = (
    "Identifier,Full name,Email address,Status,Grade,Feedback comments\n"
    "Participant 123456,Ada Lovelace,ada@x.org,Submitted,,\n"
)
MOODLE_ES = (
    "Nombre;Apellido(s);Número de ID;Dirección de correo;Departamento\nAda;Lovelace;17;ada@x.org;\n"
)
GRADESCOPE = (
    "First Name,Last Name,SID,Email,Role\nAda,Lovelace,ada,ada@x.org,Student\nT,A,,t@x.org,TA\n"
)


@pytest.fixture
def imported(tmp_path):
    """Return what is made of files with these contents."""

    def of(*contents, encoding="utf-8"):
        paths = []
        for number, content in enumerate(contents):
            path = tmp_path / f"list-{number}.csv"
            path.write_bytes(content.encode(encoding) if isinstance(content, str) else content)
            paths.append(path)
        return import_rosters(paths)

    return of


@pytest.mark.parametrize(
    ("content", "form", "first"),
    [
        (
            CLASSROOM,
            "GitHub Classroom",
            Student(id="ada@x.org", name="Ada Lovelace", email="ada@x.org", github="ada-l"),
        ),
        (
            CLASSROOM_50,
            "Classroom 50",
            Student(id="ada-l", name="Ada Lovelace", email="ada@x.org", github="ada-l"),
        ),
        (CANVAS, "Canvas", Student(id="ada", name="Ada Lovelace", number="4711")),
        (MOODLE, "Moodle", Student(id="ada", name="Ada Lovelace", email="ada@x.org")),
        (
            MOODLE_WORKSHEET,
            "Moodle",
            Student(id="ada@x.org", name="Ada Lovelace", email="ada@x.org"),
        ),
        (
            MOODLE_ES,
            "Moodle en español",
            Student(id="17", name="Ada Lovelace", email="ada@x.org"),
        ),
        (GRADESCOPE, "Gradescope", Student(id="ada", name="Ada Lovelace", email="ada@x.org")),
        (
            "login;nombre completo;idioma\nada;Lovelace, Ada;es\n",
            "CSV",
            Student(id="ada", name="Ada Lovelace", language="es"),
        ),
        ("sep=;\nid;name\nada;Ada\n", "CSV", Student(id="ada", name="Ada")),
    ],
    ids=lambda value: value if isinstance(value, str) and "\n" not in value else "",
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "latin-1", "utf-16"])
def test_every_export_is_read_in_every_encoding(imported, content, form, first, encoding):
    made = imported(content, encoding=encoding)
    assert (made.formats, made.roster[0]) == ((form,), first)


def test_canvas_ids_are_the_best_that_a_line_has_and_nobody_else_is_a_student(imported):
    made = imported(CANVAS)
    assert [(item.id, item.name) for item in made.roster] == [
        ("ada", "Ada Lovelace"),
        ("S2", "Eva Núñez"),
        ("4713", "Bob Ross"),
    ]


def test_staff_is_left_out_and_named(imported):
    assert imported(CLASSROOM_50).staff == ("Pro Fessor",)
    assert imported(GRADESCOPE).staff == ("T A",)


def test_who_has_no_login_is_listed_and_an_id_is_made_and_told(imported):
    made = imported(CLASSROOM)
    assert [item.id for item in made.unlinked] == ["Nunez-Eva"]
    assert made.made == (("Núñez, Eva", "Nunez-Eva"),)
    assert made.roster[1].name == "Eva Núñez"


def test_logins_of_a_classroom_are_added_to_the_students_of_a_platform(imported):
    classroom = (
        "identifier,github_username,github_id,name\n"
        "ada,ada-l,1,\n"
        "somebody,evan,2,Eva Nunez\n"
        "x,mallory,3,Mallory\n"
    )
    made = imported(CANVAS, classroom)
    assert {item.id: item.github for item in made.roster} == {
        "ada": "ada-l",
        "S2": "evan",
        "4713": "",
    }
    assert made.left_aside == (f"{made.left_aside[0].split(':')[0]}:4: Mallory",)
    assert [item.id for item in made.unlinked] == ["4713"]


def test_a_namesake_is_not_taken_for_another(imported):
    twice = 'id,name\na1,Bob Ross\na2,"Ross, Bob"\n'
    made = imported(twice, "identifier,github_username,name\nx,bobby,Bob Ross\n")
    assert [item.github for item in made.roster] == ["", ""]


def test_what_one_file_says_is_not_written_over_by_another(imported):
    made = imported(
        "id,name,email\nada,Ada,a@x.org\n", "id,name,email,github\nada,X,b@x.org,ada-l\n"
    )
    assert made.roster == (Student(id="ada", name="Ada", email="a@x.org", github="ada-l"),)


def test_two_students_whose_ids_come_out_equal_are_a_fault_with_a_place(imported):
    with pytest.raises(ExerciseError, match=r":3: the id `Nunez-Eva` is taken already"):
        imported('identifier,github_username\n"Núñez, Eva",x\n"Nunez  Eva",y\n')


@pytest.mark.parametrize(
    "text", ["", "\n\n", "id,name\n", "Student,ID,Section\nPoints Possible,,\n"]
)
def test_a_list_without_students_is_a_fault(imported, text):
    with pytest.raises(ExerciseError):
        imported(text)


def test_the_roster_that_is_written_is_read_back(imported):
    made = imported(CANVAS, CLASSROOM_50)
    assert read_roster(made.to_csv().encode(), "roster.csv") == made.roster


def test_ids_can_be_the_logins_by_which_repositories_draw(tmp_path):
    path = tmp_path / "list.csv"
    path.write_text("identifier,github_username\nx1,Ada-L\nx2,\n")
    made = import_rosters([path], logins_as_ids=True)
    assert [item.id for item in made.roster] == ["ada-l", "x2"]
    path.write_text("identifier,github_username\nx1,ada\nx2,Ada\n")
    with pytest.raises(ExerciseError, match="taken already"):
        import_rosters([path], logins_as_ids=True)


def test_a_formula_for_a_name_is_disarmed_in_the_roster(imported):
    assert ",'=1+1," in imported("id,name\nada,=1+1\n").to_csv()


@given(st.binary() | st.text().map(lambda text: f"Student,ID,Section\n{text}".encode()))
def test_random_bytes_are_a_list_or_an_error_with_a_place(data):
    try:
        read_class_list(data, "list.csv")
    except ExerciseError as error:
        assert error.faults  # noqa: PT017 - either is fine
