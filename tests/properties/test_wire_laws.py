"""Laws of the way from a student's value to ours."""

import math
from fractions import Fraction

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from grader.model.submission import Unusable
from grader.sandbox import encoding
from grader.sandbox.decoding import ProtocolError, decode
from grader.sandbox.wire import FrameReader, parse_frame

SCALARS = (
    st.booleans()
    | st.integers(-(2**1023), 2**1023)
    | st.floats()
    | st.fractions()
    | st.text(max_size=50)
)
VALUES = st.recursive(SCALARS, lambda inner: st.lists(inner, max_size=4).map(tuple), max_leaves=20)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(
            st.sampled_from(["int", "float", "tuple", "array", "dtype", "shape", "cells", "text"]),
            inner,
            max_size=3,
        )
    ),
    max_leaves=20,
)
ARRAYS = hnp.arrays(
    dtype=hnp.boolean_dtypes()
    | hnp.integer_dtypes(endianness="?")
    | hnp.unsigned_integer_dtypes(endianness="?")
    | hnp.floating_dtypes(sizes=(16, 32, 64), endianness="?"),
    shape=hnp.array_shapes(min_dims=0, min_side=0, max_side=4),
)
FRAMES = st.lists(
    st.builds(lambda cell: {"cell": cell}, st.integers(0, 10**6))
    | st.builds(lambda v: {"answer": 0, "value": encoding.encode(v)}, VALUES)
    | st.just({"done": True}),
    max_size=4,
)


def depth(value):
    return 1 + max(map(depth, value), default=0) if isinstance(value, tuple) else 0


def as_tuples(value):
    return tuple(map(as_tuples, value)) if isinstance(value, list) else value


def same(left, right):
    """Equal in type and value; NaN is equal to itself, and zero to a zero of its sign."""
    if isinstance(left, tuple) and isinstance(right, tuple) and len(left) == len(right):
        return all(map(same, left, right))
    return type(left) is type(right) and repr(left) == repr(right)


def stream(frames):
    return b"".join(map(encoding.framed, frames))


def sent(value):
    """Return what comes out of a pipe that a value is put into."""
    frame = {"answer": 0, "value": encoding.encode(value)}
    (answered,) = FrameReader().feed(encoding.framed(frame))
    return getattr(answered.outcome, "value", None)


@given(VALUES)
def test_decoding_undoes_encoding(value):
    decoded = sent(value)
    assert same(decoded, value) or (depth(value) > encoding.MAX_DEPTH)


@given(st.lists(ARRAYS | VALUES, max_size=4))
def test_the_buffers_of_several_arrays_stay_apart(values):
    assert same(sent(values), decode(encoding.encode(values)))


@given(
    hnp.arrays(np.int64, hnp.array_shapes(max_dims=4, max_side=4))
    | hnp.arrays(np.float64, hnp.array_shapes(max_dims=4, max_side=4))
)
def test_rows_of_numbers_travel_as_the_array_that_they_are(array):
    assert encoding.encode(array.tolist()) == encoding.encode(array)


@given(VALUES)
def test_a_list_and_a_tuple_are_the_same_answer(value):
    as_list = list(value) if isinstance(value, tuple) else value
    assert encoding.encode(as_list) == encoding.encode(value)


@given(ARRAYS)
def test_an_array_is_its_nested_rows(array):
    expected = as_tuples(array.tolist())
    assert same(sent(array), expected)


@given(ARRAYS)
def test_the_layout_of_an_array_in_memory_does_not_matter(array):
    assert encoding.encode(np.asfortranarray(array).reshape(array.shape)) == encoding.encode(array)


@given(st.integers(min_value=2**1024) | st.integers(max_value=-(2**1024)))
def test_longer_integers_are_unusable(value):
    assert isinstance(decode(encoding.encode([value])), Unusable)


@given(JSON)
def test_any_json_is_a_value_or_refused(encoded):
    try:
        decoded = decode(encoded)
    except ProtocolError:
        return
    assert isinstance(decoded, bool | int | float | Fraction | str | tuple)


@given(st.binary(max_size=200))
def test_any_bytes_are_a_frame_or_refused(data):
    try:
        parse_frame(data)
    except ProtocolError:
        return


@given(FRAMES, st.data())
def test_a_changed_byte_is_a_frame_or_refused(frames, data):
    sent = bytearray(stream(frames) or b"\0\0\0\0")
    sent[data.draw(st.integers(0, len(sent) - 1))] = data.draw(st.integers(0, 255))
    try:
        list(FrameReader().feed(bytes(sent)))
    except ProtocolError:
        return


@given(FRAMES, st.integers(1, 7))
def test_how_the_bytes_are_cut_does_not_matter(frames, size):
    sent = stream(frames)
    whole = list(FrameReader().feed(sent))
    reader = FrameReader()
    cut = [
        frame
        for start in range(0, len(sent), size)
        for frame in reader.feed(sent[start : start + size])
    ]
    assert repr(cut) == repr(whole)
    assert len(whole) == len(frames)


@given(hnp.array_shapes(min_dims=0, max_dims=4, min_side=0, max_side=4))
def test_the_nodes_of_a_shape_are_counted_as_its_rows_are(shape):
    def nodes(value):
        return 1 + sum(map(nodes, value)) if isinstance(value, list) else 1

    assert encoding.array_nodes(shape) == nodes(np.zeros(shape).tolist()) - 1
    assert math.prod(shape) <= max(encoding.array_nodes(shape), 1)
