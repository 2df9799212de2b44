"""`grader roster import` as it is typed."""

from pathlib import Path

CANVAS = 'Student,ID,SIS Login ID,Section\n"Lovelace, Ada",4711,ada,CV\n"Ross, Bob",4712,bob,CV\n'
LOGINS = "identifier,github_username,name\nada,ada-l,\neve,eve-x,Eve \x1b[31m\n"


def test_lists_become_a_roster_and_what_is_missing_is_said(grader):
    Path("canvas.csv").write_text(CANVAS)
    Path("classroom_roster.csv").write_text(LOGINS)
    said = grader("roster", "import", "canvas.csv", "classroom_roster.csv")
    assert (said.code, said.err) == (
        0,
        "warning: classroom_roster.csv:3: Eve: is nobody of the first file, so left aside\n",
    )
    assert said.out == (
        "canvas.csv: read as Canvas\n"
        "classroom_roster.csv: read as GitHub Classroom\n"
        "1 without a GitHub login:\n"
        "  bob  Bob Ross\n"
        "2 students are in roster.csv.\n"
    )
    assert Path("roster.csv").read_bytes().decode() == (
        "id,name,email,github,language,number\r\n"
        "ada,Ada Lovelace,,ada-l,,4711\r\n"
        "bob,Bob Ross,,,,4712\r\n"
    )


def test_a_roster_that_is_there_is_kept_unless_it_may_be_replaced(grader):
    Path("canvas.csv").write_text(CANVAS)
    Path("roster.csv").write_text("mine")
    said = grader("roster", "import", "canvas.csv")
    assert (said.code, Path("roster.csv").read_text()) == (2, "mine")
    assert "roster.csv: is there already\n  fix: add --replace" in said.err
    assert grader("roster", "import", "canvas.csv", "--replace").code == 0
