"""Where the course secret comes from."""

import pytest

from grader.errors import UsageError
from grader.workflows.secrets import MIN_LENGTH, PUBLIC, Secret, find_secret

LONG = "a secret that is long enough"


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "course.secret"
    path.write_text(LONG + "\n")
    return path


def test_the_line_break_at_the_end_of_the_file_is_not_part_of_it(file):
    assert find_secret(file, {}) == Secret(key=LONG.encode())


@pytest.mark.parametrize("text", [LONG, "ein Geheimnis für den Kurs", "\udcff" * 16])
def test_file_and_environment_give_the_same_secret(tmp_path, text):
    path = tmp_path / "course.secret"
    path.write_bytes(text.encode(errors="surrogateescape") + b"\r\n")
    assert find_secret(path, {}) == find_secret(None, {"GRADER_SECRET": text})


def test_the_file_counts_more_than_the_environment(file):
    assert find_secret(file, {"GRADER_SECRET": "another one, also long"}).key == LONG.encode()


def test_without_any_it_is_the_public_one():
    assert find_secret(None, {}) is PUBLIC


@pytest.mark.parametrize("text", ["", "   ", "x" * (MIN_LENGTH - 1)])
def test_a_short_one_is_refused_with_a_way_to_make_one(text):
    with pytest.raises(UsageError, match=r"GRADER_SECRET: the secret has .*\n  fix: make one"):
        find_secret(None, {"GRADER_SECRET": text})


def test_the_fault_of_a_short_one_does_not_repeat_it():
    with pytest.raises(UsageError) as caught:
        find_secret(None, {"GRADER_SECRET": "hunter2"})
    assert "hunter2" not in str(caught.value)


def test_a_file_that_is_not_there_is_an_error(tmp_path):
    with pytest.raises(UsageError, match="cannot be read: No such file"):
        find_secret(tmp_path / "nothing", {})


def test_no_repr_shows_it(file):
    assert LONG not in repr(find_secret(file, {}))
    assert LONG not in str(find_secret(file, {}))
