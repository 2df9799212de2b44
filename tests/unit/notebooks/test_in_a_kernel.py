"""The notebook in a real Jupyter kernel."""

import nbformat
import pytest

from grader.notebooks import fill, read, render

OUT = ("predict-correlation", "out")

pytestmark = [
    pytest.mark.kernel,
    # Starting a kernel warns about transports and event loops, which are not ours to choose.
    pytest.mark.filterwarnings("default"),
]


def test_a_notebook_runs_from_top_to_bottom_and_is_read_again(worksheet):
    nbclient = pytest.importorskip("nbclient")
    source = "out_1 = [[image_1[0][0], 2], [3, kernel_1[1][0]]]"
    data = fill(render(worksheet), {OUT: source})
    notebook = nbformat.reads(data.decode(), as_version=4)

    nbclient.NotebookClient(notebook, kernel_name="python3", timeout=60).execute()
    submission = read(nbformat.writes(notebook).encode(), worksheet)

    assert [cell.source for cell in submission.cells if OUT in cell.answers] == [source]
    assert submission.problems == ()
