"""The package as a whole."""

import subprocess
import sys

from grader import engine


def test_public_names_are_sorted_and_there():
    assert engine.__all__ == sorted(engine.__all__)
    assert all(hasattr(engine, name) for name in engine.__all__)


def test_importing_the_engine_loads_nothing_heavier_than_numpy():
    loaded = "import sys, grader.engine; print(*{m.partition('.')[0] for m in sys.modules})"

    names = subprocess.run(
        [sys.executable, "-c", loaded], check=True, capture_output=True, text=True
    ).stdout.split()

    assert "numpy" in names
    assert not {"scipy", "pydantic", "yaml", "nbformat", "jinja2", "rich", "click"} & set(names)
