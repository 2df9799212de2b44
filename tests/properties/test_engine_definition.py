"""The engine against an oracle that is written here, from the definition in words.

The oracle shares nothing with the engine: it asks of every place on the plane whether the kernel's
origin may stand there, and it finds what lies outside an image by walking there.
"""

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from grader import engine

MODES = ("full", "same", "valid")
BOUNDARIES = ("zero", "replicate", "reflect", "symmetric", "wrap")
FILTERS = {"correlate": engine.correlate, "convolve": engine.convolve}
INTEGERS = (
    "bool", "int8", "uint8", "int16", "uint16", "int32", "uint32", "int64", "uint64", ">i2", ">u4",
)  # fmt: skip


def turn_on_the_edge(place, direction, size):
    if 0 <= place + direction < size:
        return place + direction, direction
    return place, -direction


def turn_before_the_edge(place, direction, size):
    if 0 <= place + direction < size:
        return place + direction, direction
    return (place - direction if size > 1 else place), -direction


def stay(place, direction, _):
    return place, direction


def go_on_from_the_start(place, direction, size):
    return (place + 1) % size, direction


STEPS = {
    "replicate": stay,
    "reflect": turn_before_the_edge,
    "symmetric": turn_on_the_edge,
    "wrap": go_on_from_the_start,
}


def walk(index, size, boundary):
    """Walk from the last pixel outwards, one step at a time, turning where the rule says so."""
    if 0 <= index < size:
        return index
    if boundary == "zero":
        return None
    if index < 0:  # every rule treats both ends alike
        return size - 1 - walk(size - 1 - index, size, boundary)
    place, direction = size - 1, 1
    for _ in range(index - size + 1):
        place, direction = STEPS[boundary](place, direction, size)
    return place


def oracle(image, kernel, chosen):
    """Return G[i, j] = Σ H[u, v] · F[i ± d(u - a), j ± d(v - b)], + correlation, - convolution."""
    sign = 1 if chosen["operation"] == "correlate" else -1
    mode, boundary, dilation = (chosen[name] for name in ("mode", "boundary", "dilation"))
    anchor = chosen["anchor"] or tuple(taps // 2 for taps in kernel.shape)

    def under(place, axis):
        steps = (dilation * (tap - anchor[axis]) for tap in range(kernel.shape[axis]))
        return [place + sign * step for step in steps]

    def origins(axis):
        size, far = image.shape[axis], 2 * dilation * kernel.shape[axis]
        if mode == "same":
            return range(size)[:: chosen["stride"]]
        places = range(-far, size + far)
        inside = [[0 <= y < size for y in under(place, axis)] for place in places]
        # A dilated kernel touches the image with its outline, holes included.
        touches = [
            min(under(place, axis)) < size and max(under(place, axis)) >= 0 for place in places
        ]
        kept = touches if mode == "full" else [all(flags) for flags in inside]
        return [place for place, keep in zip(places, kept, strict=True) if keep][
            :: chosen["stride"]
        ]

    def term(u, v, y, x):
        row, column = walk(y, image.shape[0], boundary), walk(x, image.shape[1], boundary)
        weight = kernel[u, v].item() if isinstance(kernel[u, v], np.generic) else kernel[u, v]
        if sign == 1 and isinstance(weight, complex):
            weight = weight.conjugate()
        if row is None or column is None:
            return weight * chosen["fill_value"]
        value = image[row, column]
        return weight * (value.item() if isinstance(value, np.generic) else value)

    return [
        [
            sum(
                term(u, v, y, x)
                for u, y in enumerate(under(i, 0))
                for v, x in enumerate(under(j, 1))
            )
            for j in origins(1)
        ]
        for i in origins(0)
    ]


shapes = st.tuples(st.integers(1, 5), st.integers(1, 5))
fractions = st.fractions(-5, 5, max_denominator=6)
huge = st.integers(-(2**90), 2**90)


@st.composite
def options(draw, image_shape, kernel_shape):
    dilation = draw(st.sampled_from((1, 1, 2)))
    fits = all(n >= (k - 1) * dilation + 1 for n, k in zip(image_shape, kernel_shape, strict=True))
    anchors = st.tuples(*(st.integers(0, taps - 1) for taps in kernel_shape))
    boundary = draw(st.sampled_from(BOUNDARIES))
    return {
        "operation": draw(st.sampled_from(tuple(FILTERS))),
        "mode": draw(st.sampled_from(MODES if fits else MODES[:2])),
        "boundary": boundary,
        "fill_value": draw(st.sampled_from((0, 0, 3, -1))) if boundary == "zero" else 0,
        "stride": draw(st.sampled_from((1, 1, 2, 3))),
        "dilation": dilation,
        "anchor": draw(st.none() | anchors),
    }


@st.composite
def problems(draw, image_dtypes, kernel_dtypes=None, elements=None):
    def array(dtypes):
        dtype = np.dtype(draw(st.sampled_from(dtypes)))
        inside = elements
        if elements is None and dtype.kind != "b":
            inside = st.integers(0 if dtype.kind == "u" else -9, 9)
        return draw(hnp.arrays(dtype, draw(shapes), elements=inside))

    image, kernel = array(image_dtypes), array(kernel_dtypes or image_dtypes)
    return image, kernel, draw(options(image.shape, kernel.shape))


def run(image, kernel, settings_):
    rest = {name: value for name, value in settings_.items() if name != "operation"}
    return FILTERS[settings_["operation"]](image, kernel, **rest)


@given(problems(INTEGERS))
@settings(deadline=None, max_examples=250)
def test_integers_of_every_dtype_are_filtered_exactly(problem):
    image, kernel, chosen = problem

    result = run(image, kernel, chosen)

    assert result.tolist() == oracle(image, kernel, chosen)
    assert result.dtype == np.int64


@given(problems((object,), elements=huge))
@settings(deadline=None, max_examples=60)
def test_python_integers_of_any_size_are_filtered_exactly(problem):
    image, kernel, chosen = problem

    assert run(image, kernel, chosen).tolist() == oracle(image, kernel, chosen)


@given(problems((object,), elements=fractions), st.booleans())
@settings(deadline=None, max_examples=80)
def test_fractions_stay_exact_fractions(problem, whole_kernel):
    image, kernel, chosen = problem
    kernel = np.vectorize(int, otypes=[int])(kernel) if whole_kernel else kernel

    result = run(image, kernel, chosen)

    assert result.tolist() == oracle(image, kernel, chosen)
    assert {type(entry) for entry in result.flat} == {Fraction}


@given(problems(("float64", ">f8", "int16"), ("float64",), elements=st.integers(-9, 9)))
@settings(deadline=None, max_examples=80)
def test_doubles_that_hold_small_integers_are_filtered_exactly(problem):
    image, kernel, chosen = problem

    result = run(image, kernel, chosen)

    assert result.tolist() == oracle(image, kernel, chosen)
    assert result.dtype == np.dtype("float64")


@given(problems(("complex64", "complex128", "int8"), elements=st.integers(-9, 9)), st.booleans())
@settings(deadline=None, max_examples=80)
def test_complex_kernels_are_conjugated_by_correlation_only(problem, turn):
    image, kernel, chosen = problem
    kernel = kernel * (1j if turn else 1 - 2j)

    assert run(image, kernel, chosen).tolist() == oracle(image, kernel, chosen)


@given(
    problems(("float32", "float16", "uint8"), ("float32", "float16"), elements=st.integers(0, 9))
)
@settings(deadline=None, max_examples=40)
def test_short_floats_are_computed_in_single_precision(problem):
    image, kernel, chosen = problem

    result = run(image, kernel, chosen)

    assert result.dtype == np.float32
    assert result.tolist() == oracle(image, kernel, chosen)


@given(problems(("float64",), elements=st.floats(-1e3, 1e3)))
@settings(deadline=None, max_examples=60)
def test_floats_are_filtered_up_to_rounding(problem):
    image, kernel, chosen = problem

    np.testing.assert_allclose(
        run(image, kernel, chosen), oracle(image, kernel, chosen), rtol=1e-12, atol=1e-8
    )


@given(problems((*INTEGERS, "float64", "complex128"), elements=st.integers(0, 1)))
@settings(deadline=None, max_examples=60)
def test_the_readable_definition_in_the_engine_says_the_same(problem):
    image, kernel, chosen = problem

    result = run(image, kernel, {**chosen, "method": "definition"})

    assert result.tolist() == oracle(image, kernel, chosen)


@given(problems(("int32",)))
@settings(deadline=None, max_examples=60)
def test_the_output_has_the_shape_that_output_shape_says(problem):
    image, kernel, chosen = problem

    assert run(image, kernel, chosen).shape == engine.output_shape(
        image.shape,
        kernel.shape,
        mode=chosen["mode"],
        stride=chosen["stride"],
        dilation=chosen["dilation"],
    )


@given(st.integers(-60, 60), st.integers(1, 6), st.sampled_from(BOUNDARIES[1:]))
@settings(deadline=None, max_examples=200)
def test_any_distance_outside_is_folded_back_at_once(index, size, boundary):
    line = np.arange(size)[np.newaxis]
    width = abs(index) + size

    padded = engine.pad(line, (0, width), boundary=boundary)

    assert padded[0, width + index] == walk(index, size, boundary)


@pytest.mark.parametrize("boundary", BOUNDARIES)
def test_a_kernel_may_be_ten_times_larger_than_the_image(boundary):
    image, kernel = np.array([[1, 2], [3, 5], [7, 11]]), np.arange(31 * 21).reshape(31, 21)
    chosen = {"mode": "same", "boundary": boundary, "fill_value": 0, "stride": 1, "dilation": 1}
    chosen |= {"anchor": None, "operation": "correlate"}

    assert run(image, kernel, chosen).tolist() == oracle(image, kernel, chosen)
