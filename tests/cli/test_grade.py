"""`grader generate`, `grader grade` and `grader check --assignment`: the way of a small course."""

import csv
import json
import shlex
import zipfile

import pytest

from grader.reports.result_json import from_json


def test_grades_are_a_table_and_say_where_the_rest_is(grade):
    said = grade()
    assert (said.code, said.err) == (0, "")
    assert "3 graded, 0 unchanged since the last run." in said.out
    assert "Open graded/index.html; scores are in graded/grades.csv." in said.out


def test_grades_as_json_are_the_results_on_disk(grade, course):
    said = grade("--json")
    assert (said.code, said.err) == (0, "")
    paths = sorted((course.folder / "graded" / "results").iterdir())
    assert json.loads(said.out) == [json.loads(path.read_text()) for path in paths]


def test_the_next_line_of_generate_grades_what_comes_back(grader, course):
    said = grader(
        *("generate", "assignments/shapes.yaml", "--roster", "roster.csv", "-o", "my release"),
        *("--secret-file", "course.secret", "--exercises", "."),
    )
    program, *arguments = shlex.split(said.out.splitlines()[-1])
    assert program == "grader"
    arguments[arguments.index("SUBMISSIONS")] = "submissions"
    assert grader(*arguments).code == 0


@pytest.mark.parametrize(("threshold", "code"), [(0, 0), (66.7, 0), (66.8, 1), (100, 1)])
def test_a_class_below_the_threshold_exits_with_1_and_says_why(grade, threshold, code):
    said = grade("--fail-under", threshold)
    assert said.code == code
    assert said.err == (
        "" if code == 0 else f"--fail-under {threshold:g}: the class mean is 66.7 %\n"
    )


def test_a_threshold_that_nobody_can_reach_for_want_of_submissions_is_missed(grade, course):
    for path in (course.folder / "submissions").iterdir():
        path.unlink()
    said = grade("--fail-under", 1)
    assert (said.code, said.err) == (1, "--fail-under 1: nobody could be graded\n")


def test_the_table_and_the_index_speak_spanish(grade, course):
    said = grade("--lang", "es")
    assert "estudiante" in said.out.casefold()
    assert 'lang="es"' in (course.folder / "graded" / "index.html").read_text()


def test_strangers_are_warned_about_on_stderr(grade, course):
    path = course.folder / "submissions"
    (path / "eve.ipynb").write_bytes((path / "ada.ipynb").read_bytes())
    said = grade()
    assert (said.code, said.err) == (
        0,
        "warning: eve.ipynb: fits nobody on the roster, so it was not graded\n",
    )


def test_a_zip_is_graded_like_its_folder(grader, grade, course):
    with zipfile.ZipFile("all.zip", "w") as archive:
        for path in (course.folder / "submissions").iterdir():
            archive.write(path, f"submissions/{path.name}")
    grade()
    said = grader(
        *("grade", "assignments/shapes.yaml", "all.zip", "--release", "release"),
        *("--secret-file", "course.secret"),
    )
    assert "0 graded, 3 unchanged" in said.out


def error(said, code, text):
    """Exit code, place, fault and fix; nothing on stdout, no traceback."""
    assert (said.code, said.out) == (code, "")
    assert text in said.err


def test_submissions_that_are_not_there_exit_with_4(grader, course):
    said = grader(
        *("grade", "assignments/shapes.yaml", "nowhere", "--release", "release"),
        *("--secret-file", "course.secret"),
    )
    error(said, 4, "nowhere: there is no such folder or zip file\n  fix: name what")


def test_a_file_that_is_no_zip_exits_with_4(grader, course):
    said = grader(
        *("grade", "assignments/shapes.yaml", "roster.csv", "--release", "release"),
        *("--secret-file", "course.secret"),
    )
    error(said, 4, "roster.csv: is neither a folder, a notebook nor a sound zip file")


def test_another_secret_than_that_of_the_release_is_refused(grader, course):
    (course.folder / "other.secret").write_text("another secret, also long")
    said = grader(
        *("grade", "assignments/shapes.yaml", "submissions", "--release", "release"),
        *("--secret-file", "other.secret"),
    )
    error(said, 2, "--secret-file: the notebooks were drawn with another secret\n  fix: use the")
    assert not (course.folder / "graded").exists()


def test_a_forgotten_secret_is_refused(grader, course):
    said = grader("grade", "assignments/shapes.yaml", "submissions", "--release", "release")
    error(said, 2, "drawn with another secret, and none is set now")


def test_the_release_of_another_assignment_is_refused(grader, course):
    said = grader(
        *("grade", "filtering-basics", "submissions", "--release", "release"),
        *("--secret-file", "course.secret"),
    )
    error(said, 2, "--release: these are the notebooks of shapes, not of filtering-basics\n  fix:")


def test_an_exercise_that_has_changed_since_the_release_is_warned_about(grade, course):
    path = course.folder / "area.yaml"
    path.write_text(path.read_text() + "# a comment\n")
    said = grade()
    assert said.code == 0
    assert "has changed since the release" in said.err


def test_a_release_folder_that_is_not_there_is_wrong_usage(grader, course):
    said = grader("grade", "assignments/shapes.yaml", "submissions", "--release", "nowhere")
    error(said, 2, "'nowhere' does not exist")


def test_a_damaged_release_record_is_wrong_usage(grade, course):
    path = course.folder / "release" / "release.json"
    path.write_text(path.read_text()[:-50])
    error(grade(), 2, "release/release.json: is no release record: ")


def test_nobody_to_grade_is_wrong_usage(grader, course):
    said = grader("grade", "assignments/shapes.yaml", "submissions")
    error(said, 2, "grade: who takes part?\n  fix: add --release FOLDER or --roster FILE")


def test_a_roster_serves_instead_of_a_release(grader, course):
    said = grader(
        *("grade", "assignments/shapes.yaml", "submissions", "--roster", "roster.csv"),
        *("--secret-file", "course.secret"),
    )
    assert (said.code, said.err) == (0, "")


def test_an_assignment_that_is_not_there_names_those_that_are(grader):
    said = grader("grade", "filtering-basic", "x", "--roster", "x")
    assert said.code == 2
    said = grader("grade", "filtering-basic", "x")
    assert (
        "filtering-basic: there is no such assignment\n  fix: a file, or one of: coding-lab"
        in said.err
    )


def test_generating_without_a_secret_warns_on_stderr(grader, course):
    said = grader("generate", "assignments/shapes.yaml", "--roster", "roster.csv", "-o", "public")
    assert said.code == 0
    assert said.err.startswith("warning: No course secret is set, so the public seed is used")
    assert "set GRADER_SECRET, or use --secret-file" in said.err


def test_a_secret_of_the_environment_gives_the_same_notebooks_without_a_warning(
    grader, course, monkeypatch
):
    monkeypatch.setenv("GRADER_SECRET", (course.folder / "course.secret").read_text().strip())
    said = grader("generate", "assignments/shapes.yaml", "--roster", "roster.csv", "-o", "two")
    assert (said.code, said.err) == (0, "")
    for path in (course.folder / "release").iterdir():
        assert (course.folder / "two" / path.name).read_bytes() == path.read_bytes()


def test_a_short_secret_is_refused(grader, course, monkeypatch):
    monkeypatch.setenv("GRADER_SECRET", "hunter2")
    said = grader("generate", "assignments/shapes.yaml", "--roster", "roster.csv", "-o", "two")
    error(said, 2, "GRADER_SECRET: the secret has 7 characters, at least 16 are needed\n  fix:")


def test_a_rule_that_no_draw_satisfies_exits_with_3(grader, course):
    path = course.folder / "area.yaml"
    rules = "variants: {require: [a > 95], tries: 20}\nprompt:"
    path.write_text(path.read_text().replace("prompt:", rules))
    said = grader("generate", "assignments/shapes.yaml", "--roster", "roster.csv", "-o", "two")
    assert said.code == 3
    assert "no draw satisfied the rules in 20 tries; rejected by `a > 95` (20×)\n  fix:" in said.err


def test_a_roster_with_mistakes_exits_with_3_and_names_every_line(grader, course):
    (course.folder / "roster.csv").write_text("id,name\nada,Ada\nada,Again\n../x,Climber\n")
    said = grader("generate", "assignments/shapes.yaml", "--roster", "roster.csv", "-o", "two")
    assert said.code == 3
    assert "roster.csv:3: the id `ada` is taken already\n  fix:" in said.err
    assert "roster.csv:4: the id '../x' cannot be a file name\n  fix:" in said.err


def test_one_notebook_is_looked_at(grader, course):
    course.answer("ada", "area = 'three'")
    said = grader("check", "submissions/ada.ipynb")
    assert (said.code, said.err) == (0, "")
    assert said.out.startswith("✗ area: ")
    assert json.loads(grader("check", "submissions/ada.ipynb", "--json").out)["answers"] == [
        {"variable": "area", "state": "unfit", "text": said.out.strip()[len("✗ area: ") :]}
    ]


def test_one_notebook_is_looked_at_in_its_own_language(grader, course):
    assert grader("check", "release/bob.ipynb").out == "… area: sin responder todavía\n"


@pytest.mark.parametrize("options", [(), ("--assignment", "assignments/shapes.yaml")])
def test_a_notebook_that_is_not_there_exits_with_4(grader, course, options):
    said = grader("check", "nowhere.ipynb", *options)
    assert (said.code, said.out) == (4, "")
    assert "nowhere.ipynb: cannot be read: No such file" in said.err


def test_a_damaged_notebook_exits_with_4(grader, course):
    (course.folder / "submissions" / "ada.ipynb").write_text("{")
    error(grader("check", "submissions/ada.ipynb"), 4, "submissions/ada.ipynb: The file is damaged")


def test_with_the_assignment_and_the_secret_the_grade_is_printed(grader, course):
    options = ("--assignment", "assignments/shapes.yaml", "--secret-file", "course.secret")
    said = grader("check", "submissions/ada.ipynb", *options)
    assert (said.code, said.err) == (0, "")
    assert "4 of 4 points" in said.out
    grade = from_json(grader("check", "submissions/ada.ipynb", *options, "--json").out)
    assert (grade.student, grade.earned) == ("ada", 4)


def test_with_the_assignment_but_without_the_secret_there_is_a_warning(grader, course):
    said = grader("check", "submissions/ada.ipynb", "--assignment", "assignments/shapes.yaml")
    assert said.err.startswith("warning: No course secret is set")


def test_the_scores_for_a_spreadsheet_have_one_row_for_each_student(grade, course):
    grade()
    with (course.folder / "graded" / "grades.csv").open(newline="", encoding="utf-8") as file:
        rows = {row["student"]: row["total"] for row in csv.DictReader(file)}
    assert rows == {"ada": "4", "bob": rows["bob"], "cyd": "4"}


def test_a_notebook_in_spanish_is_graded_as_one(grader, course):
    said = grader(
        *("check", "submissions/bob.ipynb", "--assignment", "assignments/shapes.yaml"),
        *("--secret-file", "course.secret"),
    )
    assert said.out.startswith("Figuras\n")
    assert "!" not in said.out


@pytest.fixture
def dated(course):
    """The small course with a deadline, a second attempt, and an override for a stranger."""
    path = course.folder / "assignments" / "shapes.yaml"
    path.write_text(
        path.read_text()
        + "due: 2026-03-09T23:59+01:00\n"
        + "credit: [{until: 2026-03-12T23:59+01:00, percent: 50}]\n"
        + "attempts: [1, 0.5]\n"
        + "overrides: [{students: [zoe], language: es}]\n"
    )
    return course


@pytest.mark.usefixtures("dated")
def test_dates_and_credit_may_change_after_the_release(grade):
    assert "since the release" not in grade().err


def test_another_list_of_exercises_is_warned_of(grade, course):
    text = (course.folder / "area.yaml").read_text()
    (course.folder / "side.yaml").write_text(text.replace("id: area", "id: side"))
    path = course.folder / "assignments" / "shapes.yaml"
    path.write_text(path.read_text().replace("exercises:\n", "exercises:\n  - side\n"))
    assert "has changed since the release" in grade().err


@pytest.mark.usefixtures("dated")
def test_dates_without_times_and_overrides_for_strangers_are_warned_of(grade):
    said = grade()
    assert said.code == 0
    assert "Say it with --received FILE." in said.err
    assert "overrides name students who are not on the roster: zoe" in said.err


def test_a_file_of_times_gives_credit(grade, dated):
    path = dated.folder / "received.csv"
    path.write_text("student,time\nADA,2026-03-10T08:00+01:00\nzoe,2026-03-10T08:00+01:00\n")
    said = grade("--received", "received.csv")
    assert "--received FILE" not in said.err
    assert "zoe: fits nobody on the roster, so the time was left aside" in said.err
    (line,) = (line for line in said.out.splitlines() if line.startswith("ada"))
    assert line.split() == ["ada", "4", "2", "50", "late:", "50%"]


def test_a_file_of_times_with_a_mistake_is_refused_before_anything_is_graded(grade, dated):
    (dated.folder / "received.csv").write_text("student,time\nada,2026-03-10T08:00\n")
    said = grade("--received", "received.csv")
    assert said.code == 3
    assert "received.csv:2: '2026-03-10T08:00' does not say in which time zone" in said.err
    assert not (dated.folder / "graded").exists()


def test_a_second_attempt_is_handed_out_graded_and_recorded_beside_the_first(grader, dated):
    whole = ("--secret-file", "course.secret", "--attempt", 2)
    said = grader("generate", "assignments/shapes.yaml", "--roster", "roster.csv", *whole)
    assert said.out.startswith("3 notebooks of shapes in release/\n")
    assert "but not release.attempt-2.json" in said.out
    assert "--release release --attempt 2 --secret-file course.secret" in said.out
    dated.answer("bob.attempt-2", "area = a * b")
    command = ("grade", "assignments/shapes.yaml", "submissions", "--release", "release")
    grader(*command, *whole[:2])
    said = grader(*command, *whole)
    (line,) = (line for line in said.out.splitlines() if line.startswith("bob"))
    assert line.split() == ["bob", "4", "2", "50", "attempt", "2:", "50%"]
    said = grader(
        *("check", "submissions/bob.attempt-2.ipynb"),
        *("--assignment", "assignments/shapes.yaml", "--secret-file", "course.secret"),
    )
    assert "bob (bob) · intento 2\n2 de 4 puntos · 50" in said.out


def test_a_shard_says_what_it_did_and_what_comes_after_all_of_them(grade, course):
    said = grade("--shard", "2/3")
    assert said.code == 0
    assert said.out == (
        "Shard 2/3: 1 graded, 0 unchanged since the last run.\n"
        "When all shards are done, run the command without --shard: it writes the tables.\n"
    )
    assert not (course.folder / "graded" / "grades.csv").exists()
    assert "2 graded, 1 unchanged" in grade().out


@pytest.mark.parametrize(
    "shard", ["", "2", "0/2", "3/2", "1/0", "a/b", "1/2/3", "-1/2", "1/9999999"]
)
def test_a_shard_that_is_no_share_is_refused(grade, shard):
    said = grade("--shard", shard)
    assert (said.code, said.out) == (2, "")
    assert said.err == f"--shard: “{shard}” is no share\n  fix: write I/N with 1 ≤ I ≤ N: 2/8\n"


def test_an_executor_that_is_none_is_refused_before_anything_is_graded(grade, course):
    said = grade("--executor", "ray://head:10001")
    assert (said.code, said.out) == (2, "")
    assert "--executor: “ray://head:10001” is not the address of a cluster" in said.err
    assert not (course.folder / "graded").exists()
