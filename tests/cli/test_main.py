"""The program: help, versions, exit codes, and how it ends when somebody ends it."""

import json
import os
import re
import subprocess
import sys

import pytest

from grader import __version__
from grader.cli.main import COMMANDS
from grader.errors import ExitCode


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_has_a_help_with_an_example_that_begins_with_it(grader, command):
    said = grader(command, "--help")
    assert (said.code, said.err) == (0, "")
    assert re.search(rf"Example:\n +grader {command}", said.out)


@pytest.mark.parametrize("command", COMMANDS)
def test_the_line_in_the_overview_is_the_first_of_the_commands_own_help(grader, command):
    assert COMMANDS[command] in grader("--help").out
    assert COMMANDS[command] in grader(command, "--help").out


def test_help_names_every_exit_code(grader):
    _, _, text = grader("--help").out.partition("Exit codes:")
    named = re.findall(r"\d+", text.partition("Options:")[0])
    assert named == [str(code.value) for code in ExitCode]


def test_help_imports_neither_numpy_nor_a_command(program, environment):
    code = (
        "import sys; from grader.cli.main import run; run(['--help']);"
        "print([name for name in sys.modules if name in {'numpy', 'yaml', 'pydantic', 'nbformat'}"
        " or name.startswith('grader.cli.g')], file=sys.stderr)"
    )
    made = subprocess.run(
        [sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=True
    )
    assert made.stderr.strip() == "[]"


@pytest.mark.parametrize("option", ["--version", "-V"])
def test_the_version_is_told(grader, option):
    said = grader(option)
    assert (said.code, said.out) == (0, f"grader, version {__version__}\n")


def test_without_a_command_there_is_help(grader):
    said = grader()
    assert said.code == 2
    assert "Begin with:  grader demo" in said.out + said.err


@pytest.mark.parametrize(
    ("typed", "meant"), [("grad", "grade"), ("linnt", "lint"), ("shcema", "schema")]
)
def test_a_mistyped_command_is_met_with_a_suggestion(grader, typed, meant):
    said = grader(typed)
    assert (said.code, said.out) == (2, "")
    assert f"There is no command “{typed}”. Did you mean “{meant}”?" in said.err


def test_a_command_like_no_other_is_met_without_one(grader):
    said = grader("xyzzy")
    assert said.code == 2
    assert "Did you mean" not in said.err


@pytest.mark.parametrize("command", COMMANDS)
def test_an_unknown_option_is_wrong_usage(grader, command):
    said = grader(command, "--no-such-option")
    assert (said.code, said.out) == (2, "")
    assert "--no-such-option" in said.err


@pytest.mark.parametrize("command", ["demo", "preview", "generate", "grade"])
def test_a_language_that_nothing_is_written_in_is_wrong_usage(grader, command):
    said = grader(command, "--lang", "xx", "a", "b")
    assert said.code == 2
    assert "'xx' is not one of 'en', 'es'" in said.err


@pytest.mark.parametrize("command", ["schema", "preview identify-shift", "--help"])
def test_a_reader_that_goes_away_is_no_error(environment, command):
    reading, writing = os.pipe()
    os.close(reading)
    made = subprocess.run(
        [sys.executable, "-m", "grader", *command.split()],
        env=environment,
        stdout=writing,
        stderr=subprocess.PIPE,
        text=True,
        check=False,
    )
    os.close(writing)
    assert (made.returncode, made.stderr) == (0, "")


@pytest.mark.parametrize("encoding", ["ascii", "latin-1"])
def test_a_terminal_without_our_signs_gets_others(environment, encoding):
    made = subprocess.run(
        [sys.executable, "-m", "grader", "preview", "identify-shift", "--lang", "es"],
        env={**environment, "PYTHONIOENCODING": encoding, "PYTHONUTF8": "0", "LC_ALL": "C"},
        capture_output=True,
        check=False,
    )
    assert (made.returncode, made.stderr) == (0, b"")


def test_it_is_a_module_and_a_function(program):
    assert program("--version").out == f"grader, version {__version__}\n"


def test_the_state_of_the_installation_is_told(grader):
    said = grader("doctor")
    assert (said.code, said.err) == (0, "")
    assert re.search(r"^grader +\d", said.out)
    assert re.search(r"^level \d of 4 \(\w+\), [\d.]+ ms for a submission:", said.out, re.MULTILINE)
    assert "read a file of the course                        stopped" in said.out
    assert "Limits for one submission: 10 s" in said.out


def test_the_state_of_the_installation_is_read_by_a_program(grader):
    data = json.loads(grader("doctor", "--json").out)
    assert data.keys() == {"versions", "protection", "limits"}
    assert data["versions"]["grader"] == __version__
    assert isinstance(data["protection"]["level"], int)
    assert len(data["protection"]["attacks"]) == 9


@pytest.mark.skipif(sys.platform != "linux", reason="the level cannot be lowered further here")
@pytest.mark.parametrize(("level", "code"), [("2", 3), ("3", 0)])
def test_below_level_3_the_state_of_the_installation_is_an_error(grader, level, code, monkeypatch):
    monkeypatch.setenv("GRADER_SANDBOX_LEVEL", level)
    said = grader("doctor")
    assert said.code == code
    assert f"level {level} of 4" in said.out
    assert ("Run code of strangers on Linux" in said.out) == (code == 3)
