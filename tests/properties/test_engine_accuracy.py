"""How far from the true sum a result may be: nowhere for integers, and never far for floats.

The true sums are computed here with Fractions, of which every float is one.
"""

import math
from fractions import Fraction
from typing import get_args

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp
from numpy.lib.stride_tricks import sliding_window_view

from grader import engine

METHODS = get_args(engine.Method)
# All but the transform promise every window an error in proportion to what is in that window.
LOCAL = tuple(word for word in METHODS if word != "fft")
EVERYTHING = ("auto", "definition", "direct")
PLAIN = (*EVERYTHING, "tiny", "banded")
LARGEST_INT64 = 2**63 - 1
quick = settings(deadline=None, max_examples=50)

sides = st.tuples(st.integers(1, 5), st.integers(1, 5))
margins = st.tuples(st.integers(0, 3), st.integers(0, 3))


def true_sums(image, kernel):
    """Return the cross-correlation in mode valid, in the arithmetic of the arrays' objects."""
    windows = sliding_window_view(image, kernel.shape)
    flat = windows.reshape(*windows.shape[:2], -1).tolist()
    weights = kernel.ravel().tolist()
    sums = [[sum(map(int.__mul__, window, weights)) for window in line] for line in flat]
    return np.array(sums, dtype=object)


def scaled(array):
    """Return floats as integers, in units of the smallest positive float; exact, and fast."""
    unit = 1074 if array.dtype.itemsize == 8 else 149
    whole = [int(Fraction(value) * 2**unit) for value in array.ravel().tolist()]
    return np.array(whole, dtype=object).reshape(array.shape), Fraction(1, 2**unit)


def excess(result, image, kernel, *, flat=False):
    """Return by how much a result exceeds its error bound, at most; 0 or less is good.

    The bound is (taps + 8)·ε·Σ|k||x| over the window itself; where `flat`, with max|k| for |k|.
    What underflows in a product is lost besides.
    """
    eps = Fraction(float(np.finfo(result.dtype).eps))
    values, unit = scaled(image)
    weights, _ = scaled(kernel)
    sizes = np.abs(weights)
    if flat:
        sizes = np.full(sizes.shape, sizes.max())
    true = true_sums(values, weights) * unit**2
    allowed = true_sums(np.abs(values), sizes) * unit**2 * eps * (kernel.size + 8)
    lost = 4 * kernel.size * unit
    found = np.array([Fraction(entry) for entry in result.ravel().tolist()]).reshape(result.shape)
    return (np.abs(found - true) - allowed).max() - lost


# Floats, window by window

NASTY = (
    0.0, -0.0, 1.0, -1.0, 0.1, 1e12, -1e12, 1e-3, -1e-3, 1e100, 1e-100, 1e-300, 5e-324, -3e-310,
)  # fmt: skip
SHORT_NASTY = (0.0, -0.0, 1.0, -1.0, 0.1, 1e12, -1e12, 1e-3, 1e16, 1e-16, 1e-38, 1e-45)
NASTIES = {"float64": NASTY, "float32": SHORT_NASTY, "float16": (0.0, 1.0, 6e4, 0.1, 6e-8, -6e4)}


@st.composite
def problems(draw):
    """Draw (image, kernel, whether the kernel is a column times a row)."""
    dtype = np.dtype(draw(st.sampled_from(("float64", "float64", "float32", "float16"))))
    nasty = st.sampled_from([float(dtype.type(value)) for value in NASTIES[dtype.name]])
    ordinary = st.integers(-(2**10), 2**10).map(lambda n: n / 16)
    elements = draw(st.sampled_from((nasty, ordinary)))
    rows, columns = draw(sides)
    down, across = draw(margins)
    image = draw(hnp.arrays(dtype, (rows + down, columns + across), elements=elements))
    if draw(st.booleans()):
        column, row = (
            draw(hnp.arrays(dtype, shape, elements=ordinary)) / dtype.type(3)
            for shape in ((rows, 1), (1, columns))
        )
        return image, column * row, True
    return image, draw(hnp.arrays(dtype, (rows, columns), elements=elements)), False


@given(problems())
@example((np.array([[0.0, 1.0]]), np.array([[1e300, 1e-300]]), True))
@example((np.array([[0], [1]], "f4"), np.array([[1e20], [1e-20]], "f4"), True))
@example((np.array([[0, 1]], "f4"), np.array([[1e20, 1e-20]], "f4"), True))
@example((np.array([[0.0, 1e17], [0.0, 0.0]]), np.array([[1.0, 0.0], [0.0, 1e-17]]), False))
@example((np.array([[0.0, 0.0], [0.0, 1e17]]), np.array([[1.0, 0.0], [0.0, 1e-17]]), False))
@settings(deadline=None, max_examples=120)
def test_a_float_is_as_accurate_as_its_own_window(problem):
    image, kernel, outer = problem

    for method in LOCAL:
        result = engine.correlate(image, kernel, mode="valid", method=method)
        assert result.dtype == np.result_type(image, np.float32)
        flat = method == "separable" and not outer
        assert excess(result, image, kernel, flat=flat) <= 0, method


@given(problems())
@example((np.array([[1e100, 1e100, 1e100]]), np.array([[1e-300]]), False))
@quick
def test_a_transform_is_as_accurate_as_its_largest_values(problem):
    image, kernel, _ = problem
    eps = np.finfo(np.result_type(image, np.float32)).eps
    # Not a sum of squares: those of very small numbers are zero.
    sizes = [math.hypot(*part.ravel().tolist()) for part in (image, kernel)]
    values, unit = scaled(image)
    expected = (true_sums(values, scaled(kernel)[0]) * unit**2).astype(float)

    result = engine.correlate(image, kernel, mode="valid", method="fft")

    allowed = 8 * float(eps) * math.log2(4 * image.size) * math.prod(sizes)
    lost = float(64 * np.finfo(result.dtype).tiny)
    assert np.abs(result - expected).max() <= allowed + lost


@given(sides, margins, st.floats(0.1, 0.9), st.sampled_from(METHODS), st.data())
@quick
def test_sums_just_below_the_largest_float_do_not_overflow(shape, margin, share, method, data):
    wide = tuple(map(sum, zip(shape, margin, strict=True)))
    largest = np.finfo(np.float64).max * share
    image = np.full(wide, largest)
    signs = data.draw(hnp.arrays(np.int8, shape, elements=st.sampled_from((-1, 1))))
    kernel = signs / signs.size

    result = engine.correlate(image, kernel, mode="valid", method=method)

    assert np.isfinite(result).all()
    np.testing.assert_allclose(result / largest, kernel.sum(), rtol=0, atol=1e-13)


def test_an_overflow_on_the_way_is_none_in_the_end():
    image, kernel = np.array([[0.0, 1e200], [0.0, 0.0]]), np.array([[1e200, 1.0], [1e200, 1.0]])

    for method in METHODS:
        result = engine.correlate(image, kernel, mode="valid", method=method)
        np.testing.assert_allclose(result, [[1e200]], err_msg=method)


places = st.tuples(st.integers(0, 69), st.integers(0, 79))


@given(st.integers(1, 11), st.integers(1, 11), places, st.sampled_from(("float32", "float64")))
@settings(deadline=None, max_examples=40)
def test_a_bright_pixel_and_a_dark_half_do_not_touch_what_a_small_kernel_does_elsewhere(
    rows, columns, bright, dtype
):
    image = (np.sin(np.arange(70 * 80) ** 2) + 2).reshape(70, 80).astype(dtype)
    image[bright] = 1e12
    image[:, :40] = 0
    kernel = np.cos(np.arange(rows * columns) ** 2).reshape(rows, columns).astype(dtype)
    eps = np.finfo(dtype).eps

    result = engine.correlate(image, kernel)

    wide = [part.astype(np.float64) for part in (image, kernel)]
    scale = engine.correlate(np.abs(wide[0]), np.abs(wide[1]), method="direct")
    expected = engine.correlate(*wide, method="direct")
    assert (np.abs(result - expected) <= (2 * kernel.size + 8) * eps * scale).all()
    assert not np.signbit(result[scale == 0]).any()


@pytest.mark.parametrize("method", sorted(set(METHODS) - {"fft"}))
@pytest.mark.parametrize("dtype", ["float32", "float64"])
def test_no_output_is_minus_zero_by_any_method(method, dtype):
    image = np.zeros((9, 10), dtype=dtype)
    image[4, 4] = 1
    kernel = np.full((3, 3), -1, dtype=dtype)

    result = engine.correlate(image, kernel, method=method)

    assert not np.signbit(result[result == 0]).any()


# What auto takes


@pytest.mark.parametrize("dtype", ["float32", "float64", "complex128"])
@pytest.mark.parametrize("side", [8, 64, 512, 4096])
def test_auto_takes_what_is_accurate_in_every_window_for_kernels_up_to_eleven(dtype, side):
    for rows, columns in ((3, 3), (11, 11), (1, 11), (11, 2), (5, 7)):
        identity = np.eye(rows, columns)
        explained = engine.explain((side, side), identity + 0.5 * identity[::-1], dtype=dtype)
        assert explained.method in {"tiny", "direct", "banded", "separable"}
        if min(rows, columns) > 2:
            assert explained.method != "separable", (rows, columns)


def test_auto_takes_the_transform_where_kernels_are_large():
    assert engine.explain((512, 512), np.eye(63) + np.ones((63, 63)) / 7).method != "direct"
    assert (
        engine.explain((512, 512), np.cos(np.arange(3969.0) ** 2).reshape(63, 63)).method == "fft"
    )


CHOICES = (
    ((8, 8), (3, 3), "float64"),
    ((120, 130), (3, 3), "float64"),
    ((120, 130), (9, 9), "float32"),
    ((120, 130), (31, 31), "float64"),
    ((120, 130), (5, 5), "complex64"),
    ((9, 9), (3, 3), "longdouble"),
    ((120, 130), (3, 3), "longdouble"),
)


@pytest.mark.parametrize(("image_shape", "kernel_shape", "dtype"), CHOICES)
@pytest.mark.parametrize("outer", [False, True])
def test_the_method_that_is_explained_is_the_one_that_auto_takes(
    image_shape, kernel_shape, dtype, outer
):
    # Bit for bit: each method rounds in its own way.
    image = np.sin(np.arange(math.prod(image_shape)) ** 2).reshape(image_shape).astype(dtype)
    kernel = np.cos(np.arange(math.prod(kernel_shape)) ** 2).reshape(kernel_shape).astype(dtype)
    if outer:
        kernel = kernel[:, :1] * kernel[:1]

    explained = engine.explain(image_shape, kernel, dtype=dtype, boundary="wrap", stride=2)

    options = {"boundary": "wrap", "stride": 2}
    taken = engine.correlate(image, kernel, **options)
    named = engine.correlate(image, kernel, method=explained.method, **options)
    assert taken.tobytes() == named.tobytes()
    assert explained.method in METHODS[1:]
    assert explained.reason
    assert explained.method in str(explained)


# Integers at the bounds


def attempt(image, kernel, method):
    """Return the output, or None where the method refuses."""
    try:
        return engine.correlate(image, kernel, mode="valid", method=method)
    except ValueError as refusal:
        assert f'"{method}"' in str(refusal)  # noqa: PT017 -- a refusal is one of two good answers
        assert method not in EVERYTHING
        return None


def assert_exact(image, kernel, *, taken=()):
    expected = true_sums(image.astype(object), kernel.astype(object))
    fits = expected_bound(image, kernel) <= LARGEST_INT64
    for method in METHODS:
        result = attempt(image, kernel, method)
        if result is None:
            assert method not in taken
            continue
        assert result.tolist() == expected.tolist(), method
        assert result.dtype == (np.int64 if fits else object), method


def expected_bound(image, kernel):
    largest = max(abs(value) for value in image.ravel().tolist())
    return max(largest, 1) * max(sum(abs(weight) for weight in kernel.ravel().tolist()), 1)


@st.composite
def magnitudes(draw, bits):
    """Draw an image and a kernel of integers whose sums come close to 2**bits."""
    shape = draw(sides)
    wide = tuple(map(sum, zip(shape, draw(margins), strict=True)))
    weight_bits = draw(st.integers(0, bits // 2))
    value_bits = bits - weight_bits - math.ceil(math.log2(math.prod(shape)))
    near = st.integers(-3, 3)

    def entries(size, lowest):
        around = st.tuples(st.sampled_from((1, 1, -1)), near).map(
            lambda pair: pair[0] * (size + pair[1])
        )
        return around.filter(lambda entry: lowest <= entry <= LARGEST_INT64)

    kernel = draw(hnp.arrays(np.int64, shape, elements=entries(2**weight_bits, -LARGEST_INT64)))
    image = draw(hnp.arrays(np.int64, wide, elements=entries(2**value_bits, -LARGEST_INT64)))
    return image, kernel


@pytest.mark.parametrize("bits", [24, 25, 53, 54, 63, 64])
@given(data=st.data())
@settings(deadline=None, max_examples=40)
def test_integers_are_exact_on_both_sides_of_every_bound(bits, data):
    image, kernel = data.draw(magnitudes(bits))

    bound = expected_bound(image, kernel)
    assert_exact(image, kernel, taken=PLAIN if bound < 2**50 else EVERYTHING)


@pytest.mark.parametrize("last", [65792, 65793, 65794, 65795])
@pytest.mark.parametrize("dtype", ["uint8", "uint16", "int32"])
def test_white_images_are_exact_around_the_last_integer_of_single_precision(last, dtype):
    # 255 · 65793 is 2**24 - 1; the next odd sum is no single.
    image, kernel = np.full((3, 5), 255, dtype=dtype), np.array([[last - 40000, 40000 - 1, 1]])

    assert_exact(image, kernel, taken=PLAIN)


EXTREMES = (
    (np.array([[-(2**63), 2**63 - 1]]), np.array([[1]])),
    (np.array([[-(2**63), 2**63 - 1]]), np.array([[-1]])),
    (np.array([[-(2**63), 2**63 - 1]]), np.array([[1, 1]])),
    (np.array([[1, -1]]), np.array([[-(2**63), 2**63 - 1]])),
    (np.full((2, 3), 2**64 - 1, dtype=np.uint64), np.ones((2, 2), dtype=np.int8)),
    (np.full((2, 3), 2**64 - 1, dtype=np.uint64), np.array([[1, -1]], dtype=np.int8)),
    (np.ones((2, 3), dtype=np.uint8), np.full((1, 2), 2**64 - 1, dtype=np.uint64)),
    (np.zeros((2, 3), dtype=np.uint64), np.full((1, 2), 2**64 - 1, dtype=np.uint64)),
    (np.full((2, 3), 2**64 - 1, dtype=np.uint64), np.zeros((1, 2), dtype=np.int64)),
    (np.full((9, 9), -128, dtype=np.int8), np.full((7, 7), -128, dtype=np.int8)),
    (np.full((10, 10), 2**50), np.array([[1]])),
    (np.full((1, 2), 2**53), np.array([[1]])),
    (np.full((2, 3), 2**22), np.array([[2**40 - 1, 2**40]])),
    (np.full((2, 3), 2**53 + 1), np.array([[1, 0]])),
    (np.array([[10**400, 1]], dtype=object), np.array([[1]])),
    (np.array([[10**400, 1]], dtype=object), np.array([[10**400, -1]], dtype=object)),
)  # fmt: skip


@pytest.mark.parametrize("number", range(len(EXTREMES)))
def test_the_extremes_of_the_integer_dtypes_are_exact(number):
    assert_exact(*EXTREMES[number])


def test_a_fill_value_beyond_all_floats_is_exact():
    result = engine.correlate([[1]], [[1, 1, 1]], fill_value=10**400)

    assert result.tolist() == [[2 * 10**400 + 1]]


@given(
    st.integers(1, 60), st.integers(1, 15), st.integers(0, 50), st.integers(0, 50), st.booleans()
)
@quick
def test_a_transform_of_integers_is_exact_or_refused(side, taps, bits, weight_bits, alternate):
    places = np.arange((side + taps) ** 2).reshape(side + taps, -1)
    image = np.where(places * places % 7 < 3, 2**bits, 1 - 2**bits)
    kernel = np.full((taps, taps), 2**weight_bits + 1)
    if alternate:
        kernel[::2, ::2] *= -1

    result = attempt(image, kernel, "fft")

    if result is None:
        assert bits + weight_bits > 20
    else:
        expected = engine.correlate(image, kernel, mode="valid", method="direct")
        np.testing.assert_array_equal(result, expected)


@pytest.mark.parametrize("taps", [3, 15, 40])
def test_a_transform_is_exact_for_the_largest_integers_that_it_takes(taps):
    places = np.arange(200 * 150, dtype=np.int64).reshape(200, 150)
    signs = np.where(places * places % 11 < 5, 1, -1)
    kernel = np.where(places[:taps, :taps] % 3, 1021, -1019)
    taken = [
        (bits, result)
        for bits in range(53)
        if (result := attempt(signs * 2**bits + 1, kernel, "fft")) is not None
    ]
    bits, result = taken[-1]

    expected = engine.correlate(signs * 2**bits + 1, kernel, mode="valid", method="direct")
    np.testing.assert_array_equal(result, expected)
    assert 20 < bits < 52 - 10
