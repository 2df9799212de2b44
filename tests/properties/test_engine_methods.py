"""Every method against the definition: the same integers, the same floats up to rounding.

The definition itself is held against an oracle in `test_engine_definition.py`. Where it would take
too long, a textbook sum in numpy stands in for it, which shares nothing with the engine either.
"""

import os
import subprocess
import sys
from fractions import Fraction
from typing import get_args

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp
from numpy.lib.stride_tricks import sliding_window_view

from grader import engine

# From the vocabulary, so that a new method is under test by being there.
METHODS = tuple(word for word in get_args(engine.Method) if word != "definition")
ANYTHING = ("auto", "direct", "definition")
FILTERS = {"correlate": engine.correlate, "convolve": engine.convolve}
BOUNDARIES = {
    "zero": "constant",
    "replicate": "edge",
    "reflect": "reflect",
    "symmetric": "symmetric",
    "wrap": "wrap",
}
INTEGERS = (
    "bool", "int8", "uint8", "int16", "uint16", "int32", "uint32", "int64", "uint64", ">i2", ">u4",
)  # fmt: skip
SINGLES = ("float16", "float32", ">f4")
# So many products does "tiny" keep in memory, if it is asked to by name.
GATHERED = 2**22
quick = settings(deadline=None, max_examples=60)

pairs = st.tuples(st.integers(1, 3), st.integers(1, 3))
kernel_shapes = st.tuples(st.integers(1, 6), st.integers(1, 6))
methods = pytest.mark.parametrize("method", METHODS)


@st.composite
def options(draw, image_shape, kernel_shape):
    dilation = draw(st.just((1, 1)) | pairs)
    spans = [(k - 1) * d + 1 for k, d in zip(kernel_shape, dilation, strict=True)]
    fits = all(n >= span for n, span in zip(image_shape, spans, strict=True))
    boundary = draw(st.sampled_from(tuple(BOUNDARIES)))
    return {
        "mode": draw(st.sampled_from(("full", "same", "valid") if fits else ("full", "same"))),
        "boundary": boundary,
        "fill_value": draw(st.sampled_from((0, 3, -1))) if boundary == "zero" else 0,
        "stride": draw(st.just((1, 1)) | pairs),
        "dilation": dilation,
        "anchor": draw(st.none() | st.tuples(*(st.integers(0, k - 1) for k in kernel_shape))),
    }


def relaid(array, layout):
    """Return the same entries in another order of memory, read-only, or in foreign bytes."""
    if layout == "strided":
        return np.repeat(np.repeat(array, 2, axis=0), 3, axis=1)[::2, ::3]
    if layout == "negative":
        return array[::-1, ::-1].copy()[::-1, ::-1]
    if layout == "foreign":
        return array.astype(array.dtype.newbyteorder("S"))
    changed = np.asfortranarray(array) if layout == "fortran" else array.copy()
    changed.flags.writeable = False
    return changed


layouts = st.sampled_from(("strided", "negative", "foreign", "fortran", "frozen"))


@st.composite
def problems(draw, image_dtypes, kernel_dtypes, elements=None):
    """Draw (operation, image, kernel, options); every other kernel is a column times a row."""

    def array(dtypes, shape):
        dtype = np.dtype(draw(st.sampled_from(dtypes)))
        inside = elements
        if elements is None and dtype.kind != "b":
            inside = st.integers(0 if dtype.kind == "u" else -9, 9)
        return draw(hnp.arrays(dtype, shape, elements=inside))

    image = array(image_dtypes, draw(st.tuples(st.integers(1, 9), st.integers(1, 9))))
    rows, columns = draw(kernel_shapes)
    kernel = array(kernel_dtypes, (rows, columns))
    if draw(st.booleans()):
        kernel = kernel[:, :1] * kernel[:1]
    chosen = draw(options(image.shape, kernel.shape))
    image, kernel = (relaid(part, draw(layouts)) for part in (image, kernel))
    return draw(st.sampled_from(tuple(FILTERS))), image, kernel, chosen


@st.composite
def single_windows(draw, dtype):
    """Draw a problem of one output, which a library may sum in an order of its own."""
    shape = draw(kernel_shapes)
    image, kernel = (np.sin(np.arange(36) * 2 + draw(st.integers(1, 99))) for _ in range(2))
    image, kernel = (part[: np.prod(shape)].reshape(shape) for part in (image, kernel))
    chosen = {"mode": "valid", "boundary": "zero", "fill_value": 0, "anchor": None}
    chosen |= {"stride": (1, 1), "dilation": (1, 1)}
    return "correlate", image.astype(dtype), kernel.astype(dtype), chosen


def run(problem, method, **more):
    operation, image, kernel, chosen = problem
    return FILTERS[operation](image, kernel, **chosen, method=method, **more)


def takes(problem):
    """Return the methods for a problem: some need a separable kernel, or one of a bearable size."""
    _, image, kernel, chosen = problem
    rest = {name: chosen[name] for name in ("mode", "stride", "dilation")}
    products = np.prod(engine.output_shape(image.shape, kernel.shape, **rest)) * kernel.size
    separable = kernel.dtype.kind not in "biuO" or engine.is_separable(kernel)
    refused = {"tiny": products > GATHERED, "separable": not separable}
    return [word for word in METHODS if not refused.get(word)]


def textbook(problem):
    """Return the output as one sum over all windows of the padded image."""
    operation, image, kernel, chosen = problem
    reaches = [(k - 1) * d + 1 for k, d in zip(kernel.shape, chosen["dilation"], strict=True)]
    before = chosen["anchor"] or [k // 2 for k in kernel.shape]
    if operation == "convolve":
        kernel = kernel[::-1, ::-1]
        before = [k - 1 - place for k, place in zip(kernel.shape, before, strict=True)]
    else:
        kernel = kernel.conj()
    before = [place * d for place, d in zip(before, chosen["dilation"], strict=True)]
    widths = {
        "full": [(reach - 1, reach - 1) for reach in reaches],
        "same": [(b, reach - 1 - b) for b, reach in zip(before, reaches, strict=True)],
        "valid": 0,
    }
    rule = {name: chosen[name] for name in ("boundary", "fill_value")}
    windows = sliding_window_view(engine.pad(image, widths[chosen["mode"]], **rule), reaches)
    steps = (*chosen["stride"], *chosen["dilation"])
    return np.einsum("ijuv,uv->ij", windows[tuple(slice(None, None, s) for s in steps)], kernel)


def magnitudes(problem):
    """Return Σ|k||x| of every window: what its rounding errors are in proportion to."""
    operation, image, kernel, chosen = problem
    sizes = [np.abs(part.astype(np.complex128)) for part in (image, kernel)]
    return textbook((operation, *sizes, {**chosen, "fill_value": abs(chosen["fill_value"])}))


def whole_plane(problem):
    """Return ‖x‖₂ over all pixels that any window touches, and how many those are."""
    _, image, kernel, chosen = problem
    widths = [(k - 1) * d for k, d in zip(kernel.shape, chosen["dilation"], strict=True)]
    plane = engine.pad(
        np.abs(image.astype(np.complex128)),
        widths,
        boundary=chosen["boundary"],
        fill_value=abs(chosen["fill_value"]),
    )
    return norm(plane), plane.size


def norm(array):
    """Return ‖array‖₂, where squares might underflow."""
    peak = np.abs(array).max() or 1
    return np.linalg.norm(array / peak) * peak


def tolerance(problem, method, eps):
    """Return how far each output may be from the definition's; the least is what underflows."""
    _, _, kernel, _ = problem
    taps, weights = kernel.size, np.abs(kernel.astype(np.complex128))
    scale = magnitudes(problem) + 2.0**-1000
    if method == "fft" or (method == "auto" and max(kernel.shape) > 11):
        whole, size = whole_plane(problem)
        return 8 * eps * np.log2(4 * size) * norm(weights) * whole + taps * eps * scale
    if method == "separable" and not is_outer(kernel):
        operation, image, _, chosen = problem
        flat = np.full(kernel.shape, weights.max())
        scale = magnitudes((operation, image, flat, chosen))
    return (2 * taps + 8) * eps * scale


def is_outer(kernel):
    """Tell whether each coefficient, however small, is that of a column times a row."""
    kernel = kernel.astype(np.complex128)
    row, column = np.unravel_index(np.abs(kernel).argmax(), kernel.shape)
    if not kernel[row, column]:
        return True
    outer = np.outer(kernel[:, column], kernel[row] / kernel[row, column])
    return np.allclose(outer, kernel, rtol=1e-9, atol=0)


def assert_close(result, expected, allowed):
    assert result.shape == expected.shape
    excess = np.abs(result - expected) - allowed
    assert excess.max() <= 0


# Small problems of every kind


@given(problems(INTEGERS, INTEGERS))
@settings(deadline=None, max_examples=150)
def test_every_method_gives_the_same_integers_in_the_same_dtype(problem):
    expected = run(problem, "definition")

    for method in takes(problem):
        result = run(problem, method)
        assert result.dtype == expected.dtype == np.int64, method
        np.testing.assert_array_equal(result, expected, err_msg=method)


@given(problems(("float64", ">f8"), ("float64",), st.floats(-9, 9)) | single_windows("float64"))
@settings(deadline=None, max_examples=100)
def test_tiny_and_direct_round_as_the_definition_does(problem):
    expected = run(problem, "definition")

    for method in ("tiny", "direct"):
        assert run(problem, method).tobytes() == expected.tobytes(), method


@given(problems(("int8", "float64"), ("float64", "int16"), st.integers(-9, 9)))
@quick
def test_integers_beside_floats_are_floats(problem):
    operation, image, kernel, chosen = problem
    if "f" not in image.dtype.kind + kernel.dtype.kind:
        image = image / 7
    problem = operation, image, kernel, chosen
    expected = run(problem, "definition")

    for method in takes(problem):
        result = run(problem, method)
        assert result.dtype == np.float64, method
        assert_close(result, expected, tolerance(problem, method, 2.0**-52))


@given(
    problems(("float32", "complex64"), ("float32", "complex64"), st.integers(-9, 9))
    | single_windows("float32")
    | single_windows("complex128")
    | single_windows("longdouble")
)
@settings(deadline=None, max_examples=100)
def test_tiny_and_direct_round_alike_in_every_precision(problem):
    operation, image, kernel, chosen = problem
    problem = operation, image / image.dtype.type(7), kernel / kernel.dtype.type(3), chosen

    # Not as bytes: a long double has some that mean nothing.
    np.testing.assert_array_equal(run(problem, "tiny"), run(problem, "direct"), strict=True)


@given(problems(("float64",), ("float64",), st.floats(-1e3, 1e3)))
@quick
def test_every_method_gives_the_same_doubles_up_to_rounding(problem):
    expected = run(problem, "definition")

    for method in METHODS:
        result = run(problem, method)
        assert result.dtype == np.float64, method
        assert_close(result, expected, tolerance(problem, method, 2.0**-52))


@given(problems((*SINGLES, "uint8"), SINGLES, st.integers(0, 255)))
@quick
def test_every_method_computes_short_floats_in_single_precision(problem):
    operation, image, kernel, chosen = problem
    kernel = kernel / np.float16(16)
    problem = operation, image, kernel, chosen
    expected = run((operation, image.astype(float), kernel.astype(float), chosen), "definition")

    for method in METHODS:
        result = run(problem, method)
        assert result.dtype == np.float32, method
        assert_close(result, expected, tolerance(problem, method, 2.0**-23))


@given(problems(("complex64", "complex128", "int8"), ("complex64", "complex128")))
@quick
def test_every_method_conjugates_as_the_definition_does(problem):
    operation, image, kernel, chosen = problem
    kernel = kernel * np.complex64(1 - 2j)
    if image.dtype.kind == "c":
        image = image / np.complex64(3 + 1j)
    problem = operation, image, kernel, chosen
    wide = [part.astype(np.complex128) for part in (image, kernel)]
    expected = run((operation, *wide, chosen), "definition")

    for method in METHODS:
        result = run(problem, method)
        assert result.dtype == np.result_type(image, kernel), method
        assert_close(result, expected, 2 * tolerance(problem, method, np.finfo(result.dtype).eps))


@given(
    problems(("float64",), ("float64",), st.integers(-9, 9)),
    st.sampled_from(("image", "kernel")),
    st.sampled_from((1, 2**70, Fraction(1, 2))),
)
@quick
def test_every_method_turns_python_numbers_beside_floats_into_floats(problem, which, factor):
    operation, image, kernel, chosen = problem
    if which == "image":
        image = image.astype(int).astype(object) * factor
    else:
        kernel = kernel.astype(int).astype(object) * factor
    problem = operation, image, kernel, chosen
    expected = run(problem, "definition")

    for method in takes(problem):
        result = run(problem, method)
        assert result.dtype == np.float64, method
        assert_close(result, expected, tolerance(problem, method, 2.0**-52))


# Large problems, cut into strips and tiles

# Just around the widths, heights and areas at which some method cuts its work into pieces.
LARGE = (
    (1, 700), (700, 3), (2, 4097), (5, 1025), (9, 2049), (64, 513), (130, 260), (257, 65),
    (520, 33), (300, 17),
)  # fmt: skip


def noise(shape, seed, largest=9):
    """Return integers from -largest to largest that follow no pattern."""
    places = np.arange(1, np.prod(shape) + 1, dtype=np.uint64)
    mixed = (places * np.uint64(2654435761 + 2 * seed)) ** np.uint64(2) >> np.uint64(20)
    return (mixed % np.uint64(2 * largest + 1)).astype(np.int64).reshape(shape) - largest


@st.composite
def large_problems(draw):
    shape = draw(st.sampled_from(LARGE))
    rows, columns = draw(st.tuples(st.integers(1, 13), st.integers(1, 13)))
    seed = draw(st.integers(0, 99))
    image = noise(shape, seed)
    kernel = noise((rows, 1), seed + 1) * noise((1, columns), seed + 2)
    return (
        draw(st.sampled_from(tuple(FILTERS))),
        image,
        kernel,
        draw(options(image.shape, kernel.shape)),
    )


@given(large_problems(), layouts)
@settings(deadline=None, max_examples=40)
def test_every_method_gives_the_same_integers_beyond_one_tile(problem, layout):
    operation, image, kernel, chosen = problem
    problem = operation, relaid(image, layout), kernel, chosen
    expected = textbook(problem)

    for method in takes(problem):
        result = run(problem, method)
        assert result.dtype == np.int64, method
        np.testing.assert_array_equal(result, expected, err_msg=method)


@given(large_problems(), st.sampled_from(("float32", "float64", "complex128")), layouts)
@settings(deadline=None, max_examples=25)
def test_every_method_gives_the_same_floats_beyond_one_tile(problem, dtype, layout):
    operation, image, kernel, chosen = problem
    unit = 1 - 2j if np.dtype(dtype).kind == "c" else 1
    image, kernel = ((part * unit / 7).astype(dtype) for part in (image, kernel))
    kernel[-1, -1] += 1
    problem = operation, relaid(image, layout), kernel, chosen
    wide = [part.astype(np.complex128) for part in (image, kernel)]
    expected = textbook((operation, *wide, chosen))

    for method in takes(problem):
        result = run(problem, method)
        assert result.dtype == dtype, method
        assert_close(result, expected, 2 * tolerance(problem, method, np.finfo(dtype).eps))


# Not a number


@st.composite
def spoiled(draw, drawn):
    """Put a few NaNs and infinities somewhere: into the image, beyond its edge or the kernel."""
    operation, image, kernel, chosen = draw(drawn)
    image, kernel = image / 7, kernel / 3
    values = st.sampled_from((np.nan, np.inf, -np.inf))
    for _ in range(draw(st.integers(1, 3))):
        array = draw(st.sampled_from((image, image, image, kernel)))
        array[tuple(draw(st.integers(0, size - 1)) for size in array.shape)] = draw(values)
    if chosen["boundary"] == "zero" and draw(st.booleans()):
        chosen = {**chosen, "fill_value": draw(values)}
    return operation, image, kernel, chosen


def assert_local(problem, expected):
    operation, image, kernel, chosen = problem
    finite = np.isfinite(expected)
    calm = [np.nan_to_num(part, nan=0, posinf=0, neginf=0) for part in (image, kernel)]
    fill = chosen["fill_value"] if np.isfinite(chosen["fill_value"]) else 0
    calm = operation, *calm, {**chosen, "fill_value": fill}
    for method in takes(problem):
        result = run(problem, method)
        np.testing.assert_array_equal(result[~finite], expected[~finite], err_msg=method)
        allowed = tolerance(calm, method, 2.0**-52)[finite]
        if finite.any():
            assert_close(result[finite], expected[finite], allowed)


@given(spoiled(problems(("float64",), ("float64",))))
@settings(deadline=None, max_examples=80)
def test_nan_and_infinity_stay_where_they_belong(problem):
    assert_local(problem, run(problem, "definition"))


@given(spoiled(large_problems()))
@settings(deadline=None, max_examples=20)
def test_nan_and_infinity_stay_where_they_belong_beyond_one_tile(problem):
    with np.errstate(invalid="ignore"):
        expected = textbook(problem)

    assert_local(problem, expected)


@methods
@pytest.mark.parametrize("value", [np.nan, np.inf])
def test_a_coefficient_that_is_no_number_counts_where_it_meets_nothing_but_zeros(method, value):
    kernel = np.array([[value, 1.0, 2.0, 3.0, 4.0]])

    # In no window does the first coefficient lie on a pixel: value · 0 is a NaN all the same.
    assert np.isnan(engine.correlate(np.ones((1, 2)), kernel, method=method)).all()


# Numbers that few methods take


@given(
    problems((object,), (object,), st.integers(-(2**90), 2**90))
    | problems((object,), (object,), st.fractions(-(2**40), 5, max_denominator=6))
    | problems(("longdouble",), ("longdouble", "float64"), st.integers(-9, 9))
)
@quick
def test_auto_and_direct_take_everything(problem):
    operation, image, kernel, chosen = problem
    problem = operation, image / 7 if image.dtype.kind == "f" else image, kernel, chosen
    expected = run(problem, "definition")

    for method in ("auto", "direct"):
        result = run(problem, method)
        assert result.dtype == expected.dtype
        assert result.tolist() == expected.tolist()


REFUSED = {
    "Fractions": ([[Fraction(1, 3), 2**70]], [[Fraction(1, 7)]]),
    "Python integers": ([[2**70, 1]], [[1]]),
    "sums beyond int64": ([[2**62, 2**62]], [[1, 1]]),
}


@pytest.mark.parametrize("method", ["tiny", "banded", "separable", "fft"])
@pytest.mark.parametrize("numbers", REFUSED)
def test_a_method_says_which_numbers_it_does_not_take(method, numbers):
    image, kernel = REFUSED[numbers]

    assert_refused(image, kernel, method)


@given(problems((object,), (object,), st.fractions(-(2**30), 5, max_denominator=6)))
@quick
def test_a_method_gives_the_same_fractions_or_refuses_them(problem):
    expected = run(problem, "definition")

    for method in METHODS:
        result = attempt(problem, method)
        if result is not None:
            assert result.tolist() == expected.tolist(), method
            assert {type(entry) for entry in result.flat} <= {Fraction, int}, method


@given(problems(("longdouble",), ("longdouble", "float64"), st.integers(-9, 9)))
@quick
def test_a_method_computes_long_doubles_as_such_or_refuses_them(problem):
    operation, image, kernel, chosen = problem
    problem = operation, image / 7, kernel, chosen
    expected = run(problem, "definition")
    eps = float(np.finfo(np.longdouble).eps)

    for method in METHODS:
        result = attempt(problem, method)
        if result is not None:
            assert result.dtype == np.longdouble, method
            assert_close(result, expected, tolerance(problem, method, eps))


def attempt(problem, method):
    """Return the output, or None where the method refuses."""
    try:
        return run(problem, method)
    except ValueError as refusal:
        assert f'"{method}"' in str(refusal)  # noqa: PT017 -- a refusal is one of two good answers
        assert method not in ANYTHING
        return None


def test_the_separable_method_refuses_integers_that_are_no_column_times_a_row():
    assert_refused([[1, 2], [3, 4]], [[0, 1, 0], [1, -4, 1], [0, 1, 0]], "separable")


def test_the_tiny_method_refuses_more_products_than_memory_is_for():
    assert_refused(np.ones((2100, 2100)), np.ones((1, 1)), "tiny")


def test_the_fourier_method_refuses_integers_that_it_might_round():
    assert_refused(np.full((30, 30), 2**25), np.full((15, 15), 2**25), "fft")


def assert_refused(image, kernel, method):
    with pytest.raises(ValueError, match=f'"{method}"') as caught:
        engine.correlate(image, kernel, method=method)
    said = str(caught.value)
    assert any(f'"{other}"' in said for other in ANYTHING), said


# Threads

SIZES = (((300, 260), (5, 5)), ((40, 1500), (3, 9)), ((700, 70), (16, 2)), ((130, 120), (15, 17)))


@methods
@pytest.mark.parametrize(("shape", "taps"), SIZES)
@pytest.mark.parametrize("dtype", ["float32", "float64", "complex64", "int16"])
def test_the_number_of_workers_changes_no_bit(method, shape, taps, dtype):
    image = noise(shape, 1).astype(dtype)
    kernel = noise((taps[0], 1), 2) * noise((1, taps[1]), 3)
    if image.dtype.kind in "fc":
        image, kernel = image / image.dtype.type(7), (kernel / 3).astype(dtype)

    results = {
        engine.correlate(
            image, kernel, boundary="reflect", method=method, workers=workers
        ).tobytes()
        for workers in (None, 1, 2, 3)
    }

    assert len(results) == 1


DIGEST = """
import hashlib
import numpy as np
from grader import engine

digest = hashlib.sha256()
for shape, taps in ((40, 2100), (7, 7)), ((513, 517), (5, 5)), ((130, 120), (15, 17)):
    for dtype in ("float32", "float64", "complex64", "complex128"):
        places = np.arange(np.prod(shape))
        image = (places * places % 1009 / 7).reshape(shape).astype(dtype)
        column, row = (np.cos(np.arange(n) ** 2) for n in taps)
        kernel = np.outer(column, row).astype(dtype)
        for method in ("auto", "banded", "separable", "fft"):
            for step in (1, 3):
                options = {"method": method, "stride": step, "dilation": step}
                digest.update(engine.correlate(image, kernel, **options).tobytes())
print(digest.hexdigest())
"""


# A linear algebra without AVX-512 divides its work among its threads in another way.
@pytest.mark.parametrize("processor", [None, "Haswell"])
def test_the_number_of_threads_of_the_linear_algebra_changes_no_bit(processor):
    named = {"OPENBLAS_CORETYPE": processor} if processor else {}

    digests = {
        subprocess.run(
            [sys.executable, "-c", DIGEST],
            env={**os.environ, **named, "OPENBLAS_NUM_THREADS": threads},
            check=True,
            capture_output=True,
            text=True,
        ).stdout
        for threads in ("1", "2")
    }

    assert len(digests) == 1
