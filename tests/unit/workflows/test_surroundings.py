"""What a repository and its platform say is read, whatever they say."""

import json
from datetime import UTC, datetime

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from grader.errors import UsageError
from grader.model.grade import Clock
from grader.workflows.repository import (
    NAME,
    Settings,
    changed_files,
    find_notebook,
    read_settings,
    student_of,
)
from grader.workflows.surroundings import Platform, Surroundings

NOW = datetime(2026, 3, 9, 12, tzinfo=UTC)
SCALARS = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8)
JSON = st.recursive(
    SCALARS,
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["repository", "pushed_at", "users", "email", "created_at", "x"]),
            inner,
            max_size=3,
        )
    ),
    max_leaves=8,
)
fuzz = settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=150
)


@fuzz
@given(JSON, st.sampled_from(["GITHUB_EVENT_PATH", "gradescope"]))
def test_whatever_an_event_says_there_is_a_time_with_a_zone(tmp_path, said, place):
    file = tmp_path / "submission_metadata.json"
    file.write_text(json.dumps(said))
    environment = {"GITHUB_EVENT_PATH": str(file)} if place != "gradescope" else {}
    root = tmp_path if place == "gradescope" else tmp_path / "nowhere"
    surroundings = Surroundings(environment=environment, folder=tmp_path, gradescope=root)

    at, clock = surroundings.submitted(NOW)

    assert at.tzinfo is not None
    assert at.astimezone(UTC).year in range(1999, 2101)
    assert clock in Clock
    assert all(isinstance(email, str) for email in surroundings.emails())


@pytest.mark.parametrize("told", [1_772_798_400, "2026-03-06T12:00:00Z"])
def test_the_time_of_a_push_is_read_in_both_of_its_forms(tmp_path, told):
    event = tmp_path / "event.json"
    event.write_text(json.dumps({"repository": {"pushed_at": told}}))
    environment = {"GITHUB_EVENT_PATH": str(event)}
    surroundings = Surroundings(environment=environment, folder=tmp_path)

    assert surroundings.submitted(NOW) == (datetime(2026, 3, 6, 12, tzinfo=UTC), Clock.PUSH)


@pytest.mark.parametrize("told", [True, 10**30, -1, "0001-01-01T00:00+14:00", "2026-03-06", None])
def test_a_time_that_is_none_is_not_believed(tmp_path, told):
    event = tmp_path / "event.json"
    event.write_text(json.dumps({"repository": {"pushed_at": told}}))
    environment = {"GITHUB_EVENT_PATH": str(event)}

    found = Surroundings(environment=environment, folder=tmp_path).submitted(NOW)
    assert found == (NOW, Clock.RUN)


FIELDS = st.fixed_dictionaries(
    {},
    optional={
        "schema": st.just("grader/repository/1") | JSON,
        "assignment": JSON | st.text(max_size=8),
        "prefix": JSON | st.text(max_size=8),
        "language": JSON,
        "start": JSON,
        "protected": JSON | st.dictionaries(st.text(max_size=12), st.text(max_size=4), max_size=3),
    },
)


@fuzz
@given(FIELDS)
def test_whatever_the_settings_say_they_are_used_or_refused(tmp_path, said):
    (tmp_path / NAME).write_text(json.dumps(said))
    try:
        found = read_settings(tmp_path)
    except UsageError:
        return

    assert set(changed_files(tmp_path, found)) == set(found.protected)
    surroundings = Surroundings(environment={"GITHUB_REPOSITORY": "o/x-ada"}, folder=tmp_path)
    assert student_of(surroundings, found)


@pytest.mark.parametrize("name", ["../outside", "/etc/passwd", "a/../../outside", ""])
def test_a_protected_file_is_looked_for_in_the_repository_only(tmp_path, name):
    (tmp_path / "outside").write_text("x")
    (tmp_path / "inside").mkdir()
    own = Settings(protected={name: "0"})

    assert changed_files(tmp_path / "inside", own) == (name,)


@pytest.mark.parametrize(
    ("environment", "platform"),
    [
        ({}, Platform.PLAIN),
        ({"CI": "true"}, Platform.PLAIN),
        ({"GITHUB_ACTIONS": "true"}, Platform.GITHUB),
        ({"GITHUB_ACTIONS": "true", "SUBMISSION_TAG": "submit/x"}, Platform.GITHUB),
        (
            {"GITHUB_ACTIONS": "true", "SUBMISSION_TAG": "submit/x", "CLASSROOM": "cv"},
            Platform.CLASSROOM50,
        ),
        ({"GITLAB_CI": "true"}, Platform.GITLAB),
    ],
)
def test_the_platform_is_known_by_its_environment(tmp_path, environment, platform):
    root = tmp_path / "nowhere"
    found = Surroundings(environment=environment, folder=tmp_path, gradescope=root)

    assert found.platform() is platform


def test_gradescope_is_known_by_its_folder(tmp_path):
    (tmp_path / "submission").mkdir()

    found = Surroundings(environment={}, folder=tmp_path, gradescope=tmp_path)
    assert found.platform() is Platform.GRADESCOPE


def test_hidden_folders_and_those_of_programs_are_not_searched(tmp_path):
    for folder in (".git", ".ipynb_checkpoints", "venv", "grader-report", "node_modules"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "x.ipynb").write_text("{}")

    assert find_notebook(tmp_path) is None
