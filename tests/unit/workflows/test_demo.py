"""The demo makes what it promises."""

import json

import pytest

from grader.errors import UsageError
from grader.workflows import demo as workflow
from grader.workflows.demo import CLASS, SECRET_FILE, demo

IDS = sorted(id_ for id_, *_ in CLASS)


@pytest.fixture
def ungraded(monkeypatch):
    """The demo without its grading, which waits for an endless loop."""
    monkeypatch.setattr(workflow, "grade", lambda order, **_: order)


def files(folder):
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


@pytest.mark.usefixtures("ungraded")
def test_twice_it_makes_the_same_bytes(tmp_path):
    demo(tmp_path / "one")
    demo(tmp_path / "two")
    made = files(tmp_path / "one")
    assert made == files(tmp_path / "two")
    assert len(made) == 12 + 1 + 12 + 2  # notebooks, their record, submissions, secret and roster


@pytest.mark.usefixtures("ungraded")
def test_its_notebooks_all_differ(tmp_path):
    demo(tmp_path)
    notebooks = {path.read_bytes() for path in (tmp_path / "release").glob("*.ipynb")}
    assert len(notebooks) == 12


@pytest.mark.usefixtures("ungraded")
@pytest.mark.parametrize("student", IDS)
def test_a_submission_is_the_notebook_with_answer_cells_filled_in(tmp_path, student):
    demo(tmp_path)
    blank = json.loads((tmp_path / "release" / f"{student}.ipynb").read_text())
    text = (tmp_path / "submissions" / f"{student}.ipynb").read_text()
    if student == "luis":
        with pytest.raises(json.JSONDecodeError):
            json.loads(text)
        return
    filled = json.loads(text)
    changed = [
        (before, after)
        for before, after in zip(blank.pop("cells"), filled.pop("cells"), strict=True)
        if before != after
    ]
    assert filled == blank
    assert changed
    for before, after in changed:
        assert before["metadata"]["grader"]["role"] == "answer"
        assert {**before, "source": 0} == {**after, "source": 0}


@pytest.mark.usefixtures("ungraded")
def test_a_second_demo_replaces_the_first(tmp_path):
    demo(tmp_path)
    first = files(tmp_path)
    (tmp_path / "submissions" / "ada.ipynb").write_text("edited")
    demo(tmp_path)
    assert files(tmp_path) == first


def kept(folder, name, content):
    """Assert that the demo refuses `folder`, and leaves the file in it as it is."""
    (folder / name).write_text(content)
    with pytest.raises(UsageError, match="holds other files\n  fix: name an empty folder"):
        demo(folder)
    assert files(folder) == {name: content.encode()}


def test_a_folder_with_other_files_is_refused(tmp_path):
    kept(tmp_path, "thesis.tex", "years of work")


def test_the_folder_of_a_real_course_is_refused_and_keeps_its_secret(tmp_path):
    kept(tmp_path, SECRET_FILE, "the secret of a real course")


def test_a_file_is_refused(tmp_path):
    (tmp_path / "file").touch()
    with pytest.raises(UsageError, match="is not a folder"):
        demo(tmp_path / "file")
