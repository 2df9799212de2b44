"""What is said in several places is said alike."""

import tomllib
from pathlib import Path

import yaml

from grader import __version__

ROOT = Path(__file__).parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]


def _yaml(name):
    return yaml.safe_load((ROOT / name).read_text(encoding="utf-8"))


def test_the_package_and_its_metadata_have_one_version():
    assert PROJECT["version"] == __version__


def test_a_citation_names_the_version_and_the_license():
    citation = _yaml("CITATION.cff")

    assert (citation["version"], citation["license"]) == (__version__, PROJECT["license"])


def test_the_commit_hooks_run_the_ruff_that_is_pinned():
    hooks = {
        repo["repo"].rpartition("/")[2]: repo["rev"]
        for repo in _yaml(".pre-commit-config.yaml")["repos"]
    }
    pinned = next(
        item for item in PROJECT["optional-dependencies"]["lint"] if item.startswith("ruff")
    )

    assert pinned == f"ruff=={hooks['ruff-pre-commit'].removeprefix('v')}"


def test_ci_tries_every_python_that_the_metadata_promises():
    matrix = _yaml(".github/workflows/ci.yml")["jobs"]["run"]["strategy"]["matrix"]["python"]
    promised = [
        item.rpartition(" ")[2]
        for item in PROJECT["classifiers"]
        if item.startswith("Programming Language :: Python :: 3.")
    ]

    assert matrix == promised


def test_ci_calls_nothing_but_the_run_of_the_checkout():
    steps = _yaml(".github/workflows/ci.yml")["jobs"]["run"]["steps"]

    assert [step["run"] for step in steps if "run" in step] == [".ci/run"]


def test_every_issue_form_asks_for_something():
    forms = sorted((ROOT / ".github" / "ISSUE_TEMPLATE").glob("*.yml"))
    bodies = [_yaml(path.relative_to(ROOT))["body"] for path in forms if path.stem != "config"]

    assert bodies
    assert all(item["attributes"] for body in bodies for item in body)
