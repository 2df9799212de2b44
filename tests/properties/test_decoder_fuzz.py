"""Frames that somebody has tampered with: the decoder returns values within its bounds, or refuses.

Each example of hypothesis is a seed, and stands for a hundred frames: what a runner sends, changed
in its bytes, in its JSON, or in both.
"""

import copy
import tracemalloc
from fractions import Fraction
from random import Random  # noqa: TID251 - what is tampered with how is nobody's variant

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from grader.model.submission import Blank, Given, Impure, Missing, Raised, Unusable
from grader.sandbox import encoding
from grader.sandbox.decoding import ProtocolError, decode
from grader.sandbox.wire import (
    Answered,
    Began,
    Done,
    Failed,
    FrameReader,
    Ready,
    Returned,
)

FRAMES_A_SEED = 100
SEEDS = st.integers(0, 2**64 - 1)
VALUES = [
    *(0, -1, 2**1023, True, 1.5, float("inf"), float("nan"), "text", "\ud800", Fraction(-3, 7)),
    *([1, [2.5, "a"], (True,)], [[[[[[[]]]]]]], np.arange(6).reshape(2, 3), np.zeros((0, 3))),
    *(np.float32([[1, 2]]), np.array(["a"]), None, {1}, 1 + 2j, [[1, 2], [3]]),
]
CORPUS = [
    {"ready": ["limits", "seccomp"]},
    {"failed": "OSError: no"},
    {"cell": 3},
    {"done": True},
    {"answer": 0, "blank": True},
    {"answer": 1, "unset": True},
    {"answer": 2, "raised": {"error": "ValueError", "message": "no", "line": 2}},
    {"call": 0, "case": 1, "impure": "state"},
    *({"answer": 0, "value": encoding.encode(value)} for value in VALUES),
    *({"call": 0, "case": 2, "value": encoding.encode(value)} for value in VALUES),
]
SPARE = [
    *(None, True, False, -1, 0, 10**8, 1.5, "", "0x1", "0x1.8p+1", "nan", "object", "float64"),
    *(b"", b"\2", bytes(8), bytes(48)),
    *([], {}, [10**8, 10**8], [0] * 50, {"int": "0x1"}, {"tuple": []}, {"text": "a" * 20_000}),
    *("0x" + "f" * 300, {"fraction": ["0x1", "0x0"]}, {"unusable": {"code": "x", "type": "y"}}),
]
OUTCOMES = Given | Raised | Blank | Missing | Unusable | Impure


def places(value, path=()):
    """Yield the path of every part of a JSON value."""
    yield path
    if isinstance(value, dict | list):
        for key in value if isinstance(value, dict) else range(len(value)):
            yield from places(value[key], (*path, key))


def changed(frame, chance):
    """Return a frame with a part that is something else, gone, or somewhere else as well."""
    frame = copy.deepcopy(frame)
    *way, last = chance.choice([path for path in places(frame) if path])
    holder = frame
    for key in way:
        holder = holder[key]
    match chance.randrange(4):
        case 0:
            holder[last] = copy.deepcopy(chance.choice(SPARE))
        case 1:
            del holder[last]
        case 2 if isinstance(holder, dict):
            holder[chance.choice(["value", "answer", "case", "int", "shape", "extra"])] = 0
        case _:
            for _ in range(chance.randrange(12)):
                holder[last] = {"tuple": [holder[last]]}
    return frame


def sent(chance):
    """Return the bytes of a few frames, tampered with."""
    data = bytearray()
    for _ in range(chance.randrange(1, 4)):
        frame = chance.choice(CORPUS)
        for _ in range(chance.randrange(3)):
            frame = changed(frame, chance) or frame
        one = bytearray(encoding.framed(frame))
        for place in (0, 4):
            if chance.random() < 0.04:
                most = chance.choice([100, 2**32])
                one[place : place + 4] = chance.randrange(most).to_bytes(4, "big")
        data += one
    for _ in range(chance.choice([0, 0, 1, 5])):
        at = chance.randrange(len(data))
        data[at : at + chance.randrange(3)] = chance.randbytes(chance.randrange(3))
        data = data or bytearray(b"\0")
    return bytes(data)


def check(value, depth=0):
    """Check that a value is made of plain types within the bounds; return its nodes."""
    assert type(value) in {bool, int, float, str, Fraction, tuple}
    assert depth <= encoding.MAX_DEPTH
    if type(value) is int:
        assert value.bit_length() <= encoding.MAX_BITS
    if type(value) is str:
        assert len(value) <= encoding.MAX_TEXT
        value.encode()
    return 1 + sum(check(item, depth + 1) for item in value) if type(value) is tuple else 1


def check_frame(frame):
    assert isinstance(frame, Ready | Failed | Began | Answered | Returned | Done)
    outcome = getattr(frame, "outcome", None) or getattr(frame, "result", None)
    if outcome is not None:
        assert isinstance(outcome, OUTCOMES)
    if isinstance(outcome, Given):
        assert check(outcome.value) <= encoding.MAX_NODES


def feed(seed):
    """Decode the frames of a seed; return how many were taken."""
    chance = Random(seed)  # noqa: S311 - no secret
    taken = 0
    for _ in range(FRAMES_A_SEED):
        try:
            for frame in FrameReader().feed(sent(chance)):
                check_frame(frame)
                taken += 1
        except ProtocolError:
            continue
    return taken


@settings(max_examples=20, deadline=None)
@given(SEEDS)
def test_tampered_frames_are_values_or_refused(seed):
    feed(seed)


@pytest.mark.nightly
@pytest.mark.timeout(900)
@settings(max_examples=1_500, deadline=None, suppress_health_check=list(HealthCheck))
@given(SEEDS)
def test_150_000_tampered_frames_are_values_or_refused(seed):
    feed(seed)


def test_a_good_part_of_the_frames_is_taken_and_another_refused():
    # Otherwise the tests above would try one way through the decoder only.
    taken = sum(feed(seed) for seed in range(10))
    assert 0.2 < taken / (10 * FRAMES_A_SEED) < 1.6


@pytest.mark.parametrize(
    "encoded",
    [
        {"array": {"dtype": "float64", "shape": [10**8, 10**8], "cells": b""}},
        {"array": {"dtype": "float64", "shape": [10**9, 0], "cells": b""}},
        {"array": {"dtype": "int64", "shape": [10**8] * 8, "cells": bytes(8)}},
        {"array": {"dtype": "float64", "shape": [0] * 100_000, "cells": b""}},
        {"tuple": [{"tuple": [{"tuple": []}] * 1000}] * 1000},
        {"int": "0x" + "f" * 500_000},
        {"text": "a" * 500_000},
    ],
)
def test_what_claims_to_be_large_takes_no_memory(encoded):
    tracemalloc.start()
    try:
        with pytest.raises(ProtocolError):
            decode(encoded)
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak < 8 << 20
