"""Single values and frames that a decoder must refuse, or must not."""

import subprocess
import sys
from fractions import Fraction

import numpy as np
import pytest

from grader.model.submission import Impure, Missing, Side, Unusable
from grader.sandbox import encoding
from grader.sandbox.decoding import ProtocolError, decode
from grader.sandbox.reasons import REASONS
from grader.sandbox.wire import (
    MAX_FRAMES,
    MAX_STREAM,
    Answered,
    Done,
    FrameReader,
    Returned,
    parse_frame,
)


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (np.float32(0.1), float(np.float32(0.1))),
        (np.longdouble(0.25), 0.25),
        (np.int8(-3), -3),
        (np.bool_(True), True),
        (np.str_("left"), "left"),
        (np.array(7), 7),
        (np.array([0.5], dtype=np.longdouble), (0.5,)),
        (np.asfortranarray([[1, 2], [3, 4]]), ((1, 2), (3, 4))),
        (np.array([[1, 2, 3]]).T[::2], ((1,), (3,))),
        (np.array([True, False]), (True, False)),
        (np.zeros((0, 3)), ()),
        (np.zeros((3, 0)), ((), (), ())),
        ([np.array([1, 2]), (Fraction(1, 3), "x")], ((1, 2), (Fraction(1, 3), "x"))),
    ],
)
def test_honest_values_arrive_as_plain_python(value, expected):
    decoded = decode(encoding.encode(value))
    assert decoded == expected
    assert repr(decoded) == repr(expected)


def test_infinity_and_nan_are_floats():
    assert str(decode(encoding.encode([float("nan"), float("inf"), -0.0]))) == "(nan, inf, -0.0)"


@pytest.mark.parametrize("value", [0, 1.5, "é", True, ((1, 2), (3, 4))])
def test_encoding_and_decoding_work_without_numpy(value):
    source = (
        "import sys\n"
        "from grader.sandbox import decoding, encoding\n"
        f"assert decoding.decode(encoding.encode({value!r})) == {value!r}\n"
        "assert 'numpy' not in sys.modules"
    )
    subprocess.run([sys.executable, "-c", source], check=True)


def test_the_largest_regular_answer_fits_one_frame():
    longest = np.full((100, 198), -1.0 / 3 * 1e-300)
    assert isinstance(decode(encoding.encode(longest)), tuple)
    rows = [[*row[:-1], None] for row in longest.tolist()]
    for value in (longest, rows):
        assert len(encoding.framed({"value": encoding.encode(value)})) < encoding.MAX_FRAME


@pytest.mark.parametrize(
    "encoded",
    [
        None,
        5,
        [],
        {},
        {"int": 5},
        {"int": "5"},
        {"int": "0x0_1"},
        {"int": " 0x1"},
        {"int": "0X1"},
        {"int": hex(2**1024)},
        {"float": "1.5"},
        {"float": "0x1p99999"},
        {"float": 1},
        {"bool": 1},
        {"text": "x" * 10_001},
        {"text": 5},
        {"fraction": ["0x1", "0x0"]},
        {"fraction": ["0x1", "-0x2"]},
        {"fraction": ["0x1"]},
        {"int": "0x1", "float": "0x1.0000000000000p+0"},
        {"list": []},
        {"tuple": [1]},
        {"tuple": {"int": "0x1"}},
        {"tuple": [{"unusable": {"code": "none", "type": ""}}]},
        {"unusable": {"code": "unheard of", "type": ""}},
        {"unusable": {"code": "none"}},
        {"array": {"dtype": "float64", "shape": [2], "cells": b""}},
        {"array": {"dtype": "float64", "shape": [2], "cells": bytes(15)}},
        {"array": {"dtype": "float64", "shape": [2], "cells": bytes(24)}},
        {"array": {"dtype": "float64", "shape": [2], "cells": 16}},
        {"array": {"dtype": "float64", "shape": [2], "cells": [0, 0]}},
        {"array": {"dtype": "float64", "shape": [-1], "cells": b""}},
        {"array": {"dtype": "float64", "shape": [10**9, 0], "cells": b""}},
        {"array": {"dtype": "float64", "shape": [True], "cells": bytes(8)}},
        {"array": {"dtype": "float64", "shape": [1] * 9, "cells": bytes(8)}},
        {"array": {"dtype": "complex128", "shape": [], "cells": bytes(16)}},
        {"array": {"dtype": "float32", "shape": [], "cells": bytes(4)}},
        {"array": {"dtype": "bool", "shape": [], "cells": b"\2"}},
        {"array": {"dtype": "int64", "shape": [], "cells": bytes(8), "more": 1}},
        {"array": {"dtype": ["int64"], "shape": [], "cells": bytes(8)}},
    ],
)
def test_what_the_encoder_never_writes_is_refused(encoded):
    with pytest.raises(ProtocolError):
        decode(encoded)


def test_a_value_of_too_many_nodes_is_refused():
    with pytest.raises(ProtocolError):
        decode({"tuple": [{"bool": True}] * encoding.MAX_NODES})


def test_a_value_nested_too_deeply_is_refused():
    encoded = {"bool": True}
    for _ in range(encoding.MAX_DEPTH + 1):
        encoded = {"tuple": [encoded]}
    with pytest.raises(ProtocolError):
        decode(encoded)


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"nonsense",
        b"\xff",
        b"[]",
        b"{}",
        b'{"done": false}',
        b'{"done": 1}',
        b'{"done": true, "score": 1}',
        b'{"cell": -1}',
        b'{"cell": true}',
        b'{"cell": 1e3}',
        b'{"cell": NaN}',
        b'{"cell": ' + b"9" * 5000 + b"}",
        b'{"answer": 0}',
        b'{"answer": 0, "blank": true, "unset": true}',
        b'{"answer": true, "blank": true}',
        b'{"answer": 0, "raised": {}}',
        b'{"answer": 0, "raised": {"error": 1, "message": "", "line": 1}}',
        b'{"answer": 0, "raised": {"error": "E", "message": "", "line": "1"}}',
        b'{"call": 0, "case": 0}',
        b'{"call": 0, "case": -1, "value": {"int": "0x1"}}',
        b'{"call": 0, "case": 0, "blank": true}',
        b'{"call": 0, "case": 0, "unset": true}',
        b'{"call": 0, "case": 0, "impure": "other"}',
        b'{"call": 0, "case": 0, "impure": "state", "value": {"int": "0x1"}}',
        b'{"answer": 0, "impure": "state"}',
        b'{"ready": [1]}',
        b"[" * 100_000,
    ],
)
def test_a_frame_of_no_known_kind_is_refused(data):
    with pytest.raises(ProtocolError):
        parse_frame(data)


ONE = b'{"answer": 0, "value": {"array": {"dtype": "bool", "shape": [2], "cells": 2}}}'


@pytest.mark.parametrize("buffers", [b"", b"\0", b"\0\0\0", b"\0\2"])
def test_what_is_behind_the_text_of_a_frame_is_what_its_arrays_hold(buffers):
    assert parse_frame(ONE, b"\0\1").outcome.value == (False, True)
    with pytest.raises(ProtocolError):
        parse_frame(ONE, buffers)


def test_a_text_that_is_longer_than_its_frame_is_refused():
    sent = bytearray(encoding.framed({"done": True}))
    assert list(FrameReader().feed(bytes(sent))) == [Done()]
    sent[7] += 1
    with pytest.raises(ProtocolError):
        list(FrameReader().feed(bytes(sent)))


def test_a_frame_without_room_for_the_length_of_its_text_is_refused():
    with pytest.raises(ProtocolError):
        list(FrameReader().feed(b"\0\0\0\2\0\0"))


def test_frames_are_read():
    assert parse_frame(b'{"done": true}') == Done()
    assert parse_frame(b'{"answer": 3, "unset": true}') == Answered(index=3, outcome=Missing())
    impure = Impure(side=Side.STATE)
    frame = b'{"call": 3, "case": 2, "impure": "state"}'
    assert parse_frame(frame) == Returned(index=3, case=2, result=impure)


def test_a_type_name_is_shortened_and_put_on_one_line():
    outcome = decode({"unusable": {"code": "type", "type": "a\n\x1b" + "b" * 100}})
    assert isinstance(outcome, Unusable)
    assert "a bbb" in outcome.reason["en"]
    assert len(outcome.reason["en"]) < 120


def test_a_type_name_with_braces_is_not_a_template():
    outcome = decode({"unusable": {"code": "type", "type": "{type.__class__}"}})
    assert "{type.__class__}" in outcome.reason["en"]


def test_a_stream_holds_so_many_bytes():
    reader = FrameReader()
    chunk = encoding.framed({"cell": 1}) * 1000
    list(reader.feed(chunk))
    with pytest.raises(ProtocolError):
        list(reader.feed(bytes(MAX_STREAM)))


def test_a_stream_holds_so_many_frames():
    chunk = encoding.framed({"cell": 1}) * MAX_FRAMES
    reader = FrameReader()
    assert len(list(reader.feed(chunk))) == MAX_FRAMES
    with pytest.raises(ProtocolError):
        list(reader.feed(chunk))


def test_every_reason_is_said_in_both_languages():
    for text in REASONS.values():
        assert set(text) == {"en", "es"}
        assert ("{type}" in text["en"]) == ("{type}" in text["es"])
