"""Who follows the recipe for a new exercise to the letter gets one, without a line of Python."""

import shutil
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
NEEDED = ("exercises", "solutions", "templates", "grader", "tests", "pyproject.toml")


@pytest.fixture
def checkout(tmp_path):
    """A copy of what the recipe works on, in the folder where `shell` runs."""
    ignored = shutil.ignore_patterns("__pycache__", ".pytest_cache", ".hypothesis")
    for name in NEEDED:
        if (ROOT / name).is_dir():
            shutil.copytree(ROOT / name, tmp_path / name, ignore=ignored)
        else:
            shutil.copy(ROOT / name, tmp_path / name)
    return tmp_path


@pytest.mark.timeout(300)
def test_the_recipe_for_an_exercise_works_as_it_is_written(checkout, fences, shell):
    recipe = [
        fence.text for fence in fences("CONTRIBUTING.md") if fence.section == "Add an exercise"
    ]
    assert len(recipe) == 4

    said = "".join(shell(f"export PYTHONPATH={checkout}\n{lines}") for lines in recipe)

    assert (checkout / "my-exercise.html").is_file()
    assert (checkout / "solutions" / "sizes" / "my-exercise.py").is_file()
    assert "[my-exercise](sizes/my-exercise.yaml)" in (
        checkout / "exercises" / "README.md"
    ).read_text(encoding="utf-8")
    assert "failed" not in said
    assert " passed" in said
