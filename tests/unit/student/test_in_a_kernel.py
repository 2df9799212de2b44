"""`check` in a real Jupyter kernel: names come from the cell as IPython keeps it."""

import os
from pathlib import Path

import nbformat
import pytest

FIRST_CELL = """\
from grader import check
form = {"exercise": "e", "answer": "first", "kind": "integer"}
check.begin({"answers": {"first": form, "second": {**form, "answer": "second"}}})
"""
pytestmark = [
    pytest.mark.kernel,
    # Starting a kernel warns about transports and event loops, which are not ours to choose.
    pytest.mark.filterwarnings("default"),
]


def test_answers_are_known_by_name_in_jupyter(monkeypatch, tmp_path):
    nbclient = pytest.importorskip("nbclient")
    root = Path(__file__).parents[3]
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join([str(root), os.environ.get("PYTHONPATH", "")]))
    monkeypatch.chdir(tmp_path)
    cells = [
        FIRST_CELL,
        "first = second = 3",
        "check(second)\ncheck(\n    first,\n)",
        "check()",
    ]
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(cell) for cell in cells])
    nbclient.NotebookClient(notebook, kernel_name="python3", timeout=60).execute()
    *_, named, everything = ("".join(out.text for out in cell.outputs) for cell in notebook.cells)
    assert named == "✓ second: the form is right\n✓ first: the form is right\n"
    assert everything == "✓ first: the form is right\n✓ second: the form is right\n"
