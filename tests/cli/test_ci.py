"""``grader ci``: one command on every platform, in repositories that students can change."""

import base64
import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from grader.workflows.repository import digest

ROOT = Path(__file__).parents[2]
MAIN = f"import sys; sys.path.insert(0, {str(ROOT)!r}); from grader.cli.main import main; main()"
GITHUB = {
    "GITHUB_ACTIONS": "true",
    "GITHUB_REPOSITORY": "cv-2026/shapes-Ada",
    "GITHUB_SHA": "0123456789abcdef0123456789abcdef01234567",
}


def test_outside_of_any_platform_it_prints_the_grade_and_writes_files(repository):
    said = repository.ci("--student", "ada")

    assert (said.code, said.err) == (0, "")
    assert "4 of 4 points · 100%" in said.out
    assert "instructor's own run" in said.out
    assert {path.name for path in (repository.folder / "grader-report").iterdir()} == {
        *("grader-result.json", "feedback.html", "report.xml", "summary.md"),
    }
    assert (repository.result()["clock"], repository.result()["commit"]) == ("run", "")


def test_a_wrong_answer_is_no_failure_unless_a_threshold_says_so(repository):
    repository.answer("area = 2 * (a + b)")

    assert repository.ci("--student", "ada").code == 0
    said = repository.ci("--student", "ada", "--fail-under", 50)
    assert said.code == 1
    assert said.err.startswith("--fail-under 50: the score is ")
    repository.answer("area = a * b")
    assert repository.ci("--student", "ada", "--fail-under", 100).code == 0


def test_github_gets_outputs_a_summary_and_annotations(repository, environment_of, tmp_path):
    event = tmp_path / "event.json"
    event.write_text('{"repository": {"pushed_at": 1772798400}}')
    paths = {name: tmp_path / name for name in ("GITHUB_OUTPUT", "GITHUB_STEP_SUMMARY")}
    paths["GITHUB_STEP_SUMMARY"].write_text("before\n")
    environment_of({**GITHUB, **paths, "GITHUB_EVENT_PATH": event})
    repository.answer("area = 2 * (a + b)")

    said = repository.ci()

    outputs = dict(line.split("=", 1) for line in paths["GITHUB_OUTPUT"].read_text().splitlines())
    assert json.loads(base64.b64decode(outputs["missing"]))["status"] == "fail"
    assert paths["GITHUB_STEP_SUMMARY"].read_text().startswith("before\n## Shapes — ")
    assert re.search(r"^::notice title=Shapes::[\d.]+ of 4 points$", said.out, re.MULTILINE)
    assert "::warning title=1. Area::" in said.out
    result = repository.result()
    assert result["student"] == "ada"
    assert result["commit"] == GITHUB["GITHUB_SHA"]
    assert (result["submitted_at"], result["clock"]) == ("2026-03-06T12:00:00+00:00", "push")


def test_gitlab_gets_a_report_and_a_log_without_commands(repository, environment_of):
    environment_of(
        {
            "GITLAB_CI": "true",
            "CI_PROJECT_PATH": "ada/shapes",
            "CI_COMMIT_SHA": "a" * 40,
            "CI_PIPELINE_CREATED_AT": "2026-03-06T12:00:00Z",
        }
    )
    said = repository.ci()

    assert said.code == 0
    assert "::" not in said.out
    assert (repository.folder / "grader-report" / "report.xml").is_file()
    assert (repository.result()["student"], repository.result()["clock"]) == ("ada", "push")


@pytest.fixture
def classroom50(environment_of, tmp_path):
    output = tmp_path / "output"
    variables = {
        **GITHUB,
        "CLASSROOM": "cv-2026",
        "ASSIGNMENT": "shapes",
        "SUBMISSION_TAG": "submit/x",
        "USERNAME": "ada",
        "COMMIT_URL": "https://github.com/c",
        "RELEASE_URL": "https://github.com/r",
        "GITHUB_OUTPUT": output,
        "GITHUB_STEP_SUMMARY": tmp_path / "summary",
    }
    environment_of(variables)
    return output


def test_classroom_50_gets_its_result_beside_the_notebook(repository, classroom50, tmp_path):
    said = repository.ci()

    assert said.code == 0
    result = json.loads((repository.folder / "result.json").read_text())
    assert (result["score"], result["max-score"], result["classroom"]) == (400, 400, "cv-2026")
    assert (repository.folder / "release-body.md").read_text().startswith("## Shapes — 4 of 4")
    assert classroom50.read_text() == "status=success\nsummary=4 of 4 points\n"
    # The runner makes the summary of the body itself.
    assert not (tmp_path / "summary").exists()


@pytest.mark.parametrize(
    ("assignment", "said"),
    [
        (("--assignment", "nowhere"), "not your fault"),
        (("--assignment", "exercises/assignments/shapes.yaml"), "not your fault"),
        # As the repository says: its exercise was changed, so only the form is looked at.
        ((), "no score here"),
    ],
)
def test_classroom_50_gets_a_result_of_zero_whatever_happens(
    repository, classroom50, assignment, said
):
    (repository.folder / "exercises" / "area.yaml").write_text("schema: [")

    assert repository.ci(*assignment).code == 0
    result = json.loads((repository.folder / "result.json").read_text())
    assert result["score"] == 0
    assert result["tests"]
    assert "status=failure" in classroom50.read_text()
    assert said in (repository.folder / "release-body.md").read_text()


def test_classroom_50_counts_a_deleted_notebook_as_zero_of_the_full_maximum(
    repository, classroom50
):
    repository.notebook.unlink()

    assert repository.ci().code == 0
    result = json.loads((repository.folder / "result.json").read_text())
    assert (result["score"], result["max-score"]) == (0, 400)


@pytest.fixture
def gradescope(repository, environment_of, tmp_path):
    """Return what Gradescope gets of a submission by these addresses."""
    root = tmp_path / "autograder"
    (root / "submission").mkdir(parents=True)
    roster = "id,name,email\nada,Ada Lovelace,ada@x.org\nbob,Bob Ross,bob@x.org\n"
    (tmp_path / "roster.csv").write_text(roster)
    environment_of({"GRADER_GRADESCOPE": root})

    def submit(*emails):
        users = [{"email": email} for email in emails]
        told = {"created_at": "2026-03-06T12:00:00.0-08:00", "users": users}
        (root / "submission_metadata.json").write_text(json.dumps(told))
        assert repository.ci("--roster", tmp_path / "roster.csv").code == 0
        report = root / "results" / "grader-report" / "grader-result.json"
        results = json.loads((root / "results" / "results.json").read_text())
        return results, json.loads(report.read_text())

    return submit


def test_gradescope_gets_its_results_and_knows_students_by_their_email(gradescope, repository):
    results, kept = gradescope("Ada@x.org")

    assert (results["score"], results["tests"][0]["max_score"]) == (4.0, 4.0)
    assert (kept["student"], kept["name"], kept["clock"]) == ("ada", "Ada Lovelace", "received")
    assert not (repository.folder / "grader-report").exists()


def test_of_a_group_at_gradescope_the_one_whose_notebook_it_is_counts(gradescope):
    assert gradescope("bob@x.org", "ada@x.org")[0]["score"] == 4.0


def test_at_gradescope_a_friends_notebook_is_refused(gradescope):
    results, kept = gradescope("bob@x.org")

    assert results["score"] == 0
    assert "made for somebody else (ada)" in results["output"]
    assert kept["student"] == "bob"


def test_at_gradescope_who_is_not_on_the_roster_is_told_so(gradescope):
    results, _ = gradescope("staff@x.org")

    assert results["score"] == 4.0
    assert "not on the roster" in results["output"]


def test_it_works_under_the_scrubbed_environment_of_the_command_grader(repository):
    kept = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    scrubbed = {**kept, "FORCE_COLOR": "true", "DOTNET_NOLOGO": "true"}
    done = subprocess.run(
        [sys.executable, "-P", "-c", MAIN, "ci", "--student", "ada", "--fail-under", "50"],
        env=scrubbed,
        capture_output=True,
        cwd=repository.folder,
        check=False,
        timeout=60,
    )

    assert (done.returncode, done.stderr) == (0, b"")
    assert "4 of 4 points · 100%" in done.stdout.decode()
    assert b"\x1b" not in done.stdout


def test_nothing_is_lost_when_nobody_reads_on(repository):
    words = [sys.executable, "-P", "-c", MAIN, "ci", "--student", "ada"]
    with subprocess.Popen(words, cwd=repository.folder, stdout=subprocess.PIPE) as running:
        running.stdout.close()
        running.wait(timeout=60)

    assert repository.result()["earned"] == "4"


def test_a_notebook_with_numbers_from_elsewhere_is_looked_at_and_not_scored(
    repository, grader, tmp_path, monkeypatch
):
    (tmp_path / "roster.csv").write_text("id,name\nada,Ada\n")
    (tmp_path / "course.secret").write_text("a secret that is not in the repository")
    assert (
        grader(
            *("generate", "exercises/assignments/shapes.yaml", "--roster", tmp_path / "roster.csv"),
            *("--secret-file", tmp_path / "course.secret", "-o", tmp_path / "release"),
        ).code
        == 0
    )
    repository.notebook.write_bytes((tmp_path / "release" / "ada.ipynb").read_bytes())
    settings = json.loads((repository.folder / "grader.json").read_text())
    (repository.folder / "grader.json").write_text(json.dumps(settings | {"start": False}))
    repository.answer("area = 'large'")

    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(tmp_path / "summary"))
    said = repository.ci("--student", "ada")

    assert said.code == 0
    for text in (said.out, (tmp_path / "summary").read_text()):
        assert "there is no score here" in text
        assert "✗ area: " in text
    assert not (repository.folder / "grader-report").exists()
    with_secret = repository.ci("--student", "ada", "--secret-file", tmp_path / "course.secret")
    assert "0 of 4 points" in with_secret.out


def test_without_the_exercises_the_form_is_looked_at(repository, environment_of):
    (repository.folder / "exercises" / "assignments" / "shapes.yaml").unlink()

    said = repository.ci("--student", "ada")

    assert said.code == 0
    assert "▷ area: code: it runs when graded" in said.out


def test_without_notebook_and_assignment_it_says_what_to_add(grader, tmp_path, environment_of):
    said = grader("ci")

    assert said.code == 2
    assert "fix: add --assignment NAME, or --notebook FILE" in said.err


def test_of_several_notebooks_the_one_of_the_assignment_is_graded(repository):
    other = json.loads(repository.notebook.read_text())
    other["metadata"]["grader"]["assignment"] = "another"
    (repository.folder / "a.ipynb").write_text(json.dumps(other))
    (repository.folder / "notes.ipynb").write_text('{"cells": [], "nbformat": 4}')
    assert "4 of 4 points" in repository.ci("--student", "ada").out

    (repository.folder / "copy.ipynb").write_bytes(repository.notebook.read_bytes())
    said = repository.ci("--student", "ada")
    assert "“shapes.ipynb” is the one that was graded" in said.out
    assert "4 of 4 points" in said.out


def change_assignment(repository, **fields):
    """Change the assignment as its instructor would, before it is handed out."""
    path = repository.folder / "exercises" / "assignments" / "shapes.yaml"
    lines = "".join(f"{name}: {value}\n" for name, value in fields.items())
    path.write_text(path.read_text() + lines)
    settings = json.loads((repository.folder / "grader.json").read_text())
    settings["protected"]["exercises/assignments/shapes.yaml"] = digest(path.read_bytes())
    (repository.folder / "grader.json").write_text(json.dumps(settings))


def test_the_time_of_a_push_counts_and_that_of_a_commit_does_not(
    repository, environment_of, tmp_path
):
    change_assignment(
        repository,
        due="2026-03-06T12:00+00:00",
        credit="[{until: 2026-03-07T12:00+00:00, percent: 50}]",
    )
    event = tmp_path / "event.json"
    for seconds, earned in ((0, "4"), (1, "2"), (86_400, "2"), (86_401, "0")):
        pushed = {"repository": {"pushed_at": 1_772_798_400 + seconds}}
        event.write_text(json.dumps(pushed))
        environment_of({**GITHUB, "GITHUB_EVENT_PATH": event})
        repository.ci()
        assert repository.result()["earned"] == earned

    environment_of({**GITHUB})
    repository.ci()
    assert (repository.result()["earned"], repository.result()["clock"]) == ("4", "run")


def test_what_the_assignment_withholds_is_in_no_file(repository, environment_of, tmp_path):
    paths = {name: tmp_path / name for name in ("GITHUB_OUTPUT", "GITHUB_STEP_SUMMARY")}
    environment_of({**GITHUB, **paths})
    repository.answer("area = 2 * (a + b)")
    repository.ci()
    written = [*(repository.folder / "grader-report").iterdir(), paths["GITHUB_STEP_SUMMARY"]]
    assert all("That is the perimeter." in path.read_text() for path in written)

    change_assignment(repository, feedback="score")
    paths["GITHUB_STEP_SUMMARY"].unlink()
    said = repository.ci()
    assert not [path for path in written if "That is the perimeter." in path.read_text()]
    assert "perimeter" not in said.out


def test_the_instructors_run_gives_the_same_points(repository, grader, tmp_path):
    repository.answer("area = 2 * (a + b)")
    repository.ci("--student", "ada")
    (tmp_path / "roster.csv").write_text("id,name\nada,Ada\n")
    (tmp_path / "submissions" / "ada").mkdir(parents=True)
    (tmp_path / "submissions" / "ada" / "shapes.ipynb").write_bytes(
        repository.notebook.read_bytes()
    )
    grader(
        *("grade", "exercises/assignments/shapes.yaml", tmp_path / "submissions"),
        *("--roster", tmp_path / "roster.csv", "-o", tmp_path / "graded"),
    )
    authoritative = json.loads((tmp_path / "graded" / "results" / "ada.json").read_text())
    own = repository.result()
    assert authoritative["exercises"] == own["exercises"]
    assert (authoritative["earned"], authoritative["variant"]) == (own["earned"], own["variant"])


def test_the_result_can_be_read_by_a_program(repository):
    said = repository.ci("--student", "ada", "--json")
    assert json.loads(said.out) == repository.result()

    (repository.folder / "exercises" / "assignments" / "shapes.yaml").unlink()
    look = json.loads(repository.ci("--student", "ada", "--json").out)
    assert look["answers"] == [{"variable": "area", "state": "code", "text": ""}]
