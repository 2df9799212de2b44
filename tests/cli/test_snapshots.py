"""What a newcomer reads, word for word. Look at every change before `--snapshot-update`."""

import re

import pytest

COMMANDS = {
    "no-command": "",
    "a-mistyped-command": "grde shapes",
    "generate": "generate {shapes} --roster roster.csv -o new {secret}",
    "generate-in-public": "generate {shapes} --roster roster.csv -o new",
    "generate-without-a-roster": "generate {shapes} --roster nobody.csv",
    "grade": "grade {shapes} submissions --release release {secret}",
    "grade-without-the-secret": "grade {shapes} submissions --release release",
    "grade-nothing": "grade {shapes} nowhere --release release {secret}",
    "check": "check release/ada.ipynb",
    "check-with-the-assignment": ("check submissions/bob.ipynb --assignment {shapes} {secret}"),
    "lint": "lint area.yaml assignments",
    "lint-verbose": "lint area.yaml --verbose",
    "lint-a-mistake": "lint broken.yaml",
    "preview": "preview area.yaml --seed 2",
    "preview-as-a-page": "preview area.yaml --seed 2 --html preview.html",
}


def normalized(said):
    text = f"exit code: {said.code}\n----- stdout\n{said.out}----- stderr\n{said.err}"
    return re.sub(r"\d+\.\d ms", "0.0 ms", text)


@pytest.mark.parametrize("name", COMMANDS)
def test_what_is_said_and_what_it_exits_with(name, course, grader, snapshot, monkeypatch):
    monkeypatch.setenv("COLUMNS", "100")
    broken = (
        (course.folder / "area.yaml").read_text().replace("integer(20, 90)", "integr(20, 90)", 1)
    )
    (course.folder / "broken.yaml").write_text(broken)
    words = {"shapes": "assignments/shapes.yaml", "secret": "--secret-file course.secret"}
    arguments = COMMANDS[name].format(**words).split()
    assert normalized(grader(*arguments)) == snapshot
