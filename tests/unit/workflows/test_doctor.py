"""What is installed, and what keeps student code in."""

from importlib import metadata

import pytest

from grader import __version__
from grader.errors import SandboxError
from grader.model.exercise import Limits
from grader.sandbox import best
from grader.sandbox.attacks import Tried
from grader.workflows.doctor import PACKAGES, Protection, doctor


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


def test_what_holds_is_told_with_what_was_tried_and_what_it_takes():
    protection = doctor().protection
    assert protection.level == best().level
    assert protection.layers == best().layers
    assert len(protection.attacks) == 9
    assert protection.milliseconds > 0


@pytest.mark.parametrize(
    ("level", "stopped", "holds"),
    [(4, True, True), (3, True, True), (3, False, False), (2, True, False)],
)
def test_strangers_may_hand_in_from_level_3_on_when_every_attack_is_stopped(level, stopped, holds):
    attacks = (Tried(attack="read", stopped=True), Tried(attack="write", stopped=stopped))
    assert Protection(level=level, name="", attacks=attacks).holds is holds


def test_a_machine_that_can_run_nothing_is_told_why(monkeypatch):
    def refuse():
        raise SandboxError.at("sandbox", "no process can be started")

    monkeypatch.setattr("grader.sandbox.best", refuse)
    protection = doctor().protection
    assert (protection.level, protection.name) == (0, "unavailable")
    assert protection.missing == ((0, "no process can be started"),)
    assert not protection.holds
