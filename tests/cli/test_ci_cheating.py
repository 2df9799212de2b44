"""Repositories that cheat: a wrong answer earns what it earns, and the tampering is named."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
MAIN = f"import sys; sys.path.insert(0, {str(ROOT)!r}); from grader.cli.main import main; main()"


@pytest.fixture
def honest(repository):
    """Return what a wrong answer earns."""
    repository.answer("area = 2 * (a + b)")
    repository.ci("--student", "ada")
    earned = repository.result()["earned"]
    assert earned != "4"
    return earned


@pytest.fixture
def program(repository):
    """Run the program as a step of a workflow does: in the checkout, in a process of its own."""

    def call(*arguments, **variables):
        done = subprocess.run(
            [sys.executable, "-P", "-c", MAIN, "ci", "--student", "ada", *arguments],
            env={**os.environ, **variables},
            cwd=repository.folder,
            capture_output=True,
            text=True,
            check=False,
            timeout=100,
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    return call


def test_an_edited_workflow_is_named_and_changes_no_score(repository, honest):
    (repository.folder / ".github" / "workflows" / "grade.yml").write_text("on: never\n")
    said = repository.ci("--student", "ada")

    assert said.code == 0
    assert repository.result()["integrity"]["files"] == [".github/workflows/grade.yml"]
    assert repository.result()["earned"] == honest
    assert "grade.yml" in (repository.folder / "grader-report" / "summary.md").read_text()


def test_other_line_ends_are_no_edit(repository):
    path = repository.folder / ".github" / "workflows" / "grade.yml"
    path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    repository.ci("--student", "ada")

    assert repository.result()["integrity"]["files"] == []


@pytest.mark.parametrize("content", ["", "{", '{"schema": "x"}', '{"schema": 1, "protected": []}'])
def test_damaged_settings_are_named_and_stop_nothing(repository, honest, content):
    (repository.folder / "grader.json").write_text(content)
    # What the settings named is still in the notebook; its exercises are not bundled.
    said = repository.ci("--student", "ada", "--assignment", "exercises/assignments/shapes.yaml")

    assert said.code == 0
    assert repository.result()["integrity"]["files"] == ["grader.json"]
    assert repository.result()["earned"] == honest


def test_an_edited_label_is_named_and_changes_no_number(repository, honest):
    notebook = json.loads(repository.notebook.read_text())
    for cell in notebook["cells"]:
        if cell["metadata"]["grader"]["role"] == "answer":
            cell["metadata"]["grader"]["variant"] = "of-a-friend"
    repository.notebook.write_text(json.dumps(notebook))
    repository.ci("--student", "ada")

    assert repository.result()["integrity"]["edited"] == ["area/area"]
    assert repository.result()["earned"] == honest


@pytest.fixture
def friends(repository, grader, monkeypatch):
    """Return Bob's notebook, answered right for Bob's numbers."""
    own = repository.notebook.read_bytes()
    repository.notebook.unlink()
    assert grader("start", "--student", "bob", "--no-commit").code == 0
    text = repository.notebook.read_text()
    # What stands in Bob's cell of given values.
    given = dict(re.findall(r"\b([ab]) = (\d+)", text))
    repository.answer(f"area = {int(given['a']) * int(given['b'])}")
    notebook = json.loads(repository.notebook.read_text())
    repository.notebook.write_bytes(own)
    return notebook


def test_a_friends_notebook_is_refused(repository, friends):
    repository.notebook.write_text(json.dumps(friends))
    said = repository.ci("--student", "ada")

    assert "made for somebody else (bob)" in said.out
    assert repository.result()["earned"] == "0"


def test_a_friends_notebook_under_ones_own_name_is_graded_with_ones_own_numbers(
    repository, friends
):
    friends["metadata"]["grader"]["student"] = "ada"
    repository.notebook.write_text(json.dumps(friends))
    repository.ci("--student", "ada")

    result = repository.result()
    assert result["earned"] == "0"
    assert result["integrity"]["edited"] == ["area/given", "area/area"]


def test_files_that_shadow_modules_are_never_imported(repository, honest, program):
    poison = "raise SystemExit('imported')\n"
    for name in ("conftest", "numpy", "json", "yaml", "grader", "sitecustomize", "usercustomize"):
        (repository.folder / f"{name}.py").write_text(poison)
    (repository.folder / "pytest.ini").write_text("[pytest]\naddopts = --collect-only\n")
    (repository.folder / "pyproject.toml").write_text("[tool.pytest.ini_options]\n")
    repository.answer("import numpy\narea = 2 * (a + b) + 0 * int(numpy.sum([0]))")
    out = program()

    assert "imported" not in out
    assert repository.result()["earned"] == honest


IN_PROCESS = """\
import builtins, decimal, gc, json, sys
json.dumps = lambda *a, **k: '{"earned": "4"}'
decimal.Decimal.__eq__ = builtins.isinstance = lambda *a: True
for thing in gc.get_objects():
    if type(thing).__name__ in {"Grade", "AnswerGrade", "Variant"}:
        thing.earned = thing.possible
sys.modules["grader"] = sys.modules["json"]
for name in [*sys.modules]:
    if "grader" in name or "pytest" in name:
        vars(sys.modules[name])["_grade"] = lambda *a: 4
area = 2 * (a + b)
"""


def test_patching_everything_in_reach_patches_nothing_that_scores(repository, honest, program):
    repository.answer(IN_PROCESS)
    program()

    assert repository.result()["earned"] in {honest, "0"}
    assert repository.result()["possible"] == "4"


def test_what_the_code_prints_is_no_command_to_the_runner(repository, program, tmp_path):
    repository.answer(
        "print('::error::owned')\n"
        "print('  ::set-output name=earned::100')\n"
        "print('x ##[error]owned')\n"
        "print('\\u00ad::warning::owned')\n"
        "area = 1 / 0  # ::error::"
    )
    out = program(GITHUB_ACTIONS="true", GITHUB_OUTPUT=str(tmp_path / "output"))

    commands = [line for line in out.splitlines() if line.lstrip("\u00ad \t").startswith("::")]
    assert [line.partition(" ")[0] for line in commands] == ["::notice", "::warning"]
    assert "##[" not in out
    assert {line.partition("=")[0] for line in (tmp_path / "output").read_text().splitlines()} == {
        *("earned", "missing"),
    }


def test_an_assignment_that_a_student_adds_does_not_count(repository, honest):
    settings = json.loads((repository.folder / "grader.json").read_text())
    del settings["protected"]["exercises/assignments/shapes.yaml"]
    (repository.folder / "grader.json").write_text(json.dumps(settings))

    said = repository.ci("--student", "ada")

    # It is not among what was handed out, so nothing can be scored by it.
    assert "there is no score here" in said.out


def test_an_exercise_that_a_student_edits_scores_nothing(repository, honest):
    path = repository.folder / "exercises" / "area.yaml"
    path.write_text(path.read_text().replace("area: a * b", "area: 2 * (a + b)"))

    said = repository.ci("--student", "ada")

    assert said.code == 0
    assert "there is no score here" in said.out


def test_a_folder_of_reports_that_leads_elsewhere_is_refused(repository, tmp_path):
    (tmp_path / "elsewhere").mkdir()
    (repository.folder / "grader-report").symlink_to(tmp_path / "elsewhere")

    said = repository.ci("--student", "ada")
    assert said.code == 2
    assert not [*(tmp_path / "elsewhere").iterdir()]


def test_a_notebook_that_is_a_link_is_not_read(repository, tmp_path):
    (tmp_path / "x.ipynb").write_bytes(repository.notebook.read_bytes())
    repository.notebook.unlink()
    repository.notebook.symlink_to(tmp_path / "x.ipynb")
    repository.ci("--student", "ada")

    assert repository.result()["earned"] == "0"


@pytest.mark.parametrize("name", ["::error::x.ipynb", "x ##[error]x.ipynb", "\x1b[31mx.ipynb"])
def test_the_name_of_a_file_is_no_command_either(repository, name):
    """Its first cell is changed and its exercises are not here: the error names the file."""
    text = repository.notebook.read_text().replace("check.begin(", "check.begin(None, ")
    notebook = json.loads(text)
    notebook["metadata"]["grader"]["assignment"] = "nowhere"
    repository.notebook.unlink()
    (repository.folder / "grader.json").unlink()
    (repository.folder / name).write_text(json.dumps(notebook))

    said = repository.ci("--student", "ada")

    assert said.code == 4
    assert "x.ipynb: is no notebook that grader made" in said.err
    assert not [line for line in said.err.splitlines() if line.startswith("::")]
    assert "##[" not in said.err
    assert "\x1b" not in said.err
