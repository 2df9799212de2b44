"""Reading Markdown as a reader does: blocks of code, each with the line above it."""

import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


@dataclass(frozen=True, slots=True, kw_only=True)
class Fence:
    """A block of code."""

    language: str
    text: str
    above: str
    """The nearest line above it that is not empty."""
    section: str
    """The heading it stands under."""


def _fences(path: Path) -> list[Fence]:
    found: list[Fence] = []
    above = section = ""
    block: list[str] | None = None
    language = ""
    for line in path.read_text(encoding="utf-8").splitlines():
        if block is None and line.startswith("```"):
            language, block = line[3:].strip(), []
        elif block is not None and line.startswith("```"):
            text = "".join(f"{kept}\n" for kept in block)
            found.append(Fence(language=language, text=text, above=above, section=section))
            block = None
        elif block is not None:
            block.append(line)
        elif line.strip():
            above = line
            section = line.lstrip("# ") if line.startswith("#") else section
    assert block is None, f"{path}: a block of code is not closed"
    return found


@pytest.fixture(scope="session")
def fences() -> Callable[[str], list[Fence]]:
    """Return a function from a path below the checkout to the blocks of code in that file."""
    return lambda name: _fences(ROOT / name)


@pytest.fixture
def shell(tmp_path: Path) -> Callable[[str], str]:
    """Return a function that runs lines of shell in an empty folder; `grader` is this checkout's.

    A command that fails fails the test. What it prints, warnings among it, is returned.
    """
    programs = tmp_path.parent / f"{tmp_path.name}-bin"
    programs.mkdir()
    for name, command in (("grader", "-m grader"), ("python", "")):
        program = programs / name
        program.write_text(f'#!/bin/sh\nexec "{sys.executable}" {command} "$@"\n', encoding="utf-8")
        program.chmod(0o755)
    # What a platform that runs the tests says is not what a reader's machine says.
    outside = ("GRADER_SECRET", "GITHUB_", "GITLAB_", "CI")
    environment = {
        **{name: text for name, text in os.environ.items() if not name.startswith(outside)},
        "PATH": f"{programs}{os.pathsep}{os.environ['PATH']}",
        "PYTHONPATH": str(ROOT),
        "COLUMNS": "100",
        "NO_COLOR": "1",
    }

    def run(lines: str) -> str:
        done = subprocess.run(
            ["bash", "-euo", "pipefail", "-c", lines],
            cwd=tmp_path,
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            encoding="utf-8",
            check=False,
        )
        assert done.returncode == 0, f"{lines}\n{done.stdout}"
        return done.stdout

    return run
