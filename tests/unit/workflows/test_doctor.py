"""What is installed, and what keeps student code in."""

from importlib import metadata

from grader import __version__
from grader.model.exercise import Limits
from grader.workflows.doctor import PACKAGES, doctor


def test_versions_are_those_that_are_installed():
    versions = doctor().versions
    assert versions["grader"] == __version__
    assert {name: versions[name] for name in PACKAGES} == {
        name: metadata.version(name) for name in PACKAGES
    }


def test_a_package_that_is_not_there_is_said_to_be_missing(monkeypatch):
    monkeypatch.setattr("grader.workflows.doctor.PACKAGES", ("numpy", "no-such-package"))
    assert doctor().versions["no-such-package"] == "missing"


def test_limits_are_those_of_an_exercise_that_sets_none():
    assert doctor().limits == Limits()


def test_every_layer_either_holds_or_is_lacking():
    protection = doctor().protection
    assert not set(protection.layers) & set(protection.lacking)
    assert {"process", "memory", "no-network"} <= {*protection.layers, *protection.lacking}
