"""What hostile code comes to, run in a throw-away system with a course in it.

A room is a copy of this machine in namespaces of its own (`room.py`): whatever an attack changes
there is gone with it. In every room a second grading program grades honest work all the time, and
after each attack the first one grades two pieces of honest work.
"""

import json
import os
import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest

HERE = Path(__file__).parent
HONEST = "import numpy as np\nanswer = np.array([[1, 2], [3, sum([4])]], dtype=np.float32)"
ROOM_S = 110
NO_ROOM = 77
"""The status by which a room says that this machine does not permit it."""
GROUPS = ("resources", "ending", "secrets", "network", "tampering", "lying")

EARNS = {"91-an-honest-float32", "92-an-honest-list", "97-commands-for-the-platform"}
"""Honest answers: that they are graded as such is what is asked."""
ENDED_BY = {
    "01-endless-loop": {"time"},
    "02-a-pattern-that-never-matches": {"time"},
    "03-endless-sleep": {"time"},
    "05-enormous-integers": {"time"},
    "13-printing-for-ever": {"output", "time"},
    "18-no-end-of-calls": {"time", "memory", "crash", ""},
    "21-leave-with-success": {"crash"},
    "24-a-wild-pointer": {"crash"},
    "28-deaf": {"time"},
    "29-stop-and-never-go-on": {"time"},
    "71-a-message-with-a-mark": {"crash"},
    "76-half-an-answer": {"crash"},
    "73-a-shape-without-numbers": {"crash"},
    "75-a-message-without-a-bottom": {"crash"},
    "77-nothing-left-to-speak-with": {"crash"},
}
"""What the student is told that the run ended for."""

CONTROLS = {
    ("root", "0", ""): [
        *("07-thousands-of-threads", "09-an-array-of-two-gigabytes", "11-thousands-of-empty-files"),
        *("19-thousands-of-descriptors", "25-kill-the-parent", "31-leave-someone-at-the-pipe"),
        *("39-debug-the-parent", "45-the-reference-engine", "47-a-connection"),
        *("51-plant-code-in-the-library", "53-modes-and-times", "55-a-line-in-the-gradebook"),
        *("59-another-program", "60-calls-that-nobody-needs", "63-more-than-the-limits"),
        *("06-a-fork-of-a-fork", "08-a-list-that-grows", "10-a-file-that-grows"),
        *("12-memory-as-a-file", "26-kill-everybody", "30-a-child-that-stays"),
        *("36-what-others-were-started-with", "38-the-memory-of-others", "40-read-from-the-parent"),
        *("42-what-there-is", "46-somebody-elses-solution", "52-poison-what-is-compiled"),
        *("54-move-and-remove", "62-root-again", "64-go-first"),
    ],
    ("user", "1", ""): [
        *("25-kill-the-parent", "33-the-work-of-others", "41-the-home-of-the-instructor"),
        *("45-the-reference-engine", "47-a-connection", "48-a-datagram"),
        *("49-a-socket-without-a-path", "50-a-socket-with-a-path", "55-a-line-in-the-gradebook"),
        *("53-modes-and-times", "60-calls-that-nobody-needs", "63-more-than-the-limits"),
        *("26-kill-everybody", "34-the-exercises", "36-what-others-were-started-with"),
        *("38-the-memory-of-others", "42-what-there-is", "46-somebody-elses-solution"),
        *("54-move-and-remove", "64-go-first", "65-a-numpy-of-ones-own"),
    ],
    ("user", "3", "landlock"): [
        *("33-the-work-of-others", "41-the-home-of-the-instructor", "45-the-reference-engine"),
        *("11-thousands-of-empty-files", "55-a-line-in-the-gradebook", "65-a-numpy-of-ones-own"),
    ],
    ("user", "3", "seccomp"): [
        *("48-a-datagram", "50-a-socket-with-a-path", "53-modes-and-times"),
        *("60-calls-that-nobody-needs", "63-more-than-the-limits", "64-go-first"),
    ],
    ("root", "3", "landlock"): ["33-the-work-of-others", "45-the-reference-engine"],
}
"""Who grades, the highest level, and the layers that are off → the attacks that then succeed."""


@cache
def cells(group):
    """Return the attacks of a group by their names."""
    text = (HERE / "cells" / f"{group}.txt").read_text(encoding="utf-8")
    parts = [part.partition("\n") for part in text.split("# %% ")[1:]]
    return {name: source for name, _, source in parts}


def attack(name):
    """Return the source of an attack."""
    (source,) = [cells(group)[name] for group in GROUPS if name in cells(group)]
    return source


def patience(name):
    """Return the seconds that an attack gets: few where it takes all of them."""
    return 0.5 if "time" in ENDED_BY.get(name, ()) else 5.0


def told_in_a_room(tmp_path, setting, names):
    """Run attacks in a room of their own; skip where there can be none."""
    who, level, without = setting
    if sys.platform != "linux" or os.geteuid() != 0:
        pytest.skip("only root can make a throw-away system")
    task = {
        "base": str(tmp_path),
        "who": who,
        "level": level,
        "without": without,
        "honest": HONEST,
        "attacks": {name: (attack(name), patience(name)) for name in names},
    }
    done = subprocess.run(
        [sys.executable, "-B", str(HERE / "room.py")],
        input=json.dumps(task),
        capture_output=True,
        text=True,
        timeout=ROOM_S,
        check=False,
    )
    if done.returncode == NO_ROOM:
        pytest.skip(f"there can be no throw-away system here: {done.stderr.strip()}")
    assert done.returncode == 0, done.stderr[-2000:]
    told = json.loads(done.stdout)
    assert told["hello"], told["complaints"]
    return told


def harm(one):
    """Return what an attack has done that it should not have."""
    bad = list(one["bad"])
    if one["answer"] is not None:
        said = json.dumps(one["answer"])
        bad += [word for word in ("GOT", "CANARY") if word in said]
        if one["answer"]["seconds"] > patience(one["name"]) + 4:
            bad.append("it took long")
    return bad


def amiss(one):
    """Return what is wrong with the grade of an attack."""
    name, answer = one["name"], one["answer"]
    wrong = harm(one)
    if answer is None:
        return wrong
    if (answer["share"] == 1) != (name in EARNS):
        wrong.append(f"it earns {answer['share']:.0%}")
    if answer["limit"] not in ENDED_BY.get(name, {answer["limit"]}):
        wrong.append(f"it was ended by {answer['limit'] or 'nothing'}")
    return wrong


@pytest.mark.timeout(ROOM_S + 10)
@pytest.mark.parametrize(
    ("who", "level", "groups"),
    [
        ("root", 3, GROUPS),
        # Root with an interpreter that nobody else can read: then the user cannot change.
        ("root-alone", 3, ("secrets", "tampering")),
        ("root-alone", 4, GROUPS),
        ("user", 3, GROUPS),
        ("user", 4, GROUPS),
    ],
    ids=lambda part: str(part) if isinstance(part, str | int) else "",
)
def test_no_attack_does_harm_or_earns_anything(who, level, groups, tmp_path):
    names = [name for group in groups for name in cells(group)]
    told = told_in_a_room(tmp_path, (who, str(level), ""), names)
    if told["hello"]["level"] < level:
        pytest.skip(f"level {level} is not to be had: {told['hello']['failures']}")
    wrong = {one["name"]: amiss(one) for one in told["attacks"]}
    assert {name: said for name, said in wrong.items() if said} == {}
    assert len(wrong) == len(names)
    # An answer that is a literal is read, and not run at any level.
    levels = {one["answer"]["level"] for one in told["attacks"]} - {"parsed"}
    assert levels == {"guarded" if level == 3 else "sealed"}
    assert told["neighbour"]["wrong"] == []
    # All the time, as far as the machine let it: how often is not for a test to say.
    assert told["neighbour"]["count"] > 0


@pytest.mark.timeout(ROOM_S + 10)
@pytest.mark.parametrize("control", CONTROLS, ids=" ".join)
def test_an_attack_that_a_layer_stops_succeeds_without_it(control, tmp_path):
    told = told_in_a_room(tmp_path, control, CONTROLS[control])
    assert [one["name"] for one in told["attacks"] if not harm(one)] == []
