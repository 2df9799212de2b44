import subprocess

import pytest

DEMO = "grader demo"
GRADE = (
    "grader check grader-demo/submissions/dmitri.ipynb --assignment filtering-basics "
    "--student dmitri --secret-file grader-demo/course.secret"
)


@pytest.fixture
def quick_start(fences):
    return [
        line
        for fence in fences("README.md")
        if fence.section == "Quick start"
        for line in fence.text.splitlines()
    ]


def test_the_quick_start_is_two_commands_one_a_line(quick_start):
    assert len(quick_start) == 2


def test_ci_runs_the_commands_of_the_quick_start_word_for_word(quick_start, root):
    shown = subprocess.run(
        [root / ".ci" / "run", "commands"], capture_output=True, text=True, check=True
    )

    assert shown.stdout.splitlines() == quick_start


def test_the_quick_start_does_its_own_set_up(quick_start):
    for command in quick_start:
        venv, install, job = command.split(" && ")
        assert venv == "python3 -m venv .venv"
        assert install.startswith(".venv/bin/python -m pip install ")
        assert job.startswith(".venv/bin/")


def test_the_quick_start_runs_the_main_job_and_the_tests(quick_start):
    run, test = (command.split(" && ")[-1] for command in quick_start)

    assert run == ".venv/bin/grader demo"
    assert test.startswith(".venv/bin/python -m pytest")


def test_the_readme_shows_what_the_demo_prints(fences, shell):
    table, diagnosis = (fence.text for fence in fences("README.md") if fence.language == "text")

    # Line by line, so that a failure names the line.
    lines = table.splitlines()
    assert shell(DEMO).splitlines()[: len(lines)] == lines
    assert diagnosis in shell(GRADE)
