"""The engine against numpy and scipy, whose conventions differ from ours in known ways."""

from typing import get_args

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp
from scipy import ndimage, signal

from grader import engine

quick = settings(deadline=None, max_examples=80)
entries = st.integers(-9, 9)
sides = st.tuples(st.integers(1, 6), st.integers(1, 6))
images = hnp.arrays(np.int64, sides, elements=entries)
kernels = hnp.arrays(np.int64, sides, elements=entries)
operations = st.sampled_from(("correlate", "convolve"))


def modes_for(image, kernel):
    # Where the kernel does not fit, scipy swaps the two arrays in mode valid; the engine refuses.
    fits = all(n >= k for n, k in zip(image.shape, kernel.shape, strict=True))
    return st.sampled_from(("full", "same", "valid") if fits else ("full", "same"))


def left_center(kernel):
    return tuple((taps - 1) // 2 for taps in kernel.shape)


@given(images, kernels, operations, st.integers(-3, 3), st.data())
@quick
def test_signal_2d_functions_agree_with_the_anchor_left_of_the_center(
    image, kernel, operation, fill, data
):
    mode = data.draw(modes_for(image, kernel))
    theirs, ours = data.draw(
        st.sampled_from((("fill", "zero"), ("wrap", "wrap"), ("symm", "symmetric")))
    )
    fill = fill if theirs == "fill" else 0

    expected = getattr(signal, f"{operation}2d")(image, kernel, mode, theirs, fill)

    result = getattr(engine, operation)(
        image, kernel, mode=mode, boundary=ours, fill_value=fill, anchor=left_center(kernel)
    )
    np.testing.assert_array_equal(result, expected)


@given(images, kernels, operations, st.data())
@quick
def test_signal_2d_functions_agree_on_complex_arrays(image, kernel, operation, data):
    mode = data.draw(modes_for(image, kernel))
    image, kernel = image * (1 + 2j), kernel * (3 - 1j)

    expected = getattr(signal, f"{operation}2d")(image, kernel, mode)

    result = getattr(engine, operation)(image, kernel, mode=mode, anchor=left_center(kernel))
    np.testing.assert_array_equal(result, expected)


@given(images, kernels, operations, st.data())
@quick
def test_signal_nd_functions_agree_with_an_anchor_that_depends_on_the_operation(
    image, kernel, operation, data
):
    mode = data.draw(modes_for(image, kernel))
    anchor = None if operation == "correlate" else left_center(kernel)

    expected = getattr(signal, operation)(image, kernel, mode, "direct")

    result = getattr(engine, operation)(image, kernel, mode=mode, anchor=anchor)
    np.testing.assert_array_equal(result, expected)


NDIMAGE = st.sampled_from(
    (
        ("constant", "zero"),
        ("grid-constant", "zero"),
        ("nearest", "replicate"),
        ("mirror", "reflect"),
        ("reflect", "symmetric"),
        ("grid-mirror", "symmetric"),
        ("wrap", "wrap"),
        ("grid-wrap", "wrap"),
    )
)


@given(images, kernels, operations, NDIMAGE, st.integers(-3, 3))
@quick
def test_ndimage_agrees_with_the_default_anchor(image, kernel, operation, names, fill):
    theirs, ours = names
    fill = fill if ours == "zero" else 0

    expected = getattr(ndimage, operation)(image.astype(float), kernel, mode=theirs, cval=fill)

    result = getattr(engine, operation)(image, kernel, boundary=ours, fill_value=fill)
    np.testing.assert_array_equal(result, expected)


@given(images, kernels, operations, st.data())
@quick
def test_ndimage_origins_count_from_the_default_anchor(image, kernel, operation, data):
    anchor = tuple(data.draw(st.integers(0, taps - 1)) for taps in kernel.shape)
    origin = tuple(a - taps // 2 for a, taps in zip(anchor, kernel.shape, strict=True))

    expected = getattr(ndimage, operation)(
        image.astype(float), kernel, mode="nearest", origin=origin
    )

    result = getattr(engine, operation)(image, kernel, boundary="replicate", anchor=anchor)
    np.testing.assert_array_equal(result, expected)


@given(
    hnp.arrays(np.int64, st.tuples(st.just(1), st.integers(1, 9)), elements=entries),
    hnp.arrays(np.int64, st.tuples(st.just(1), st.integers(1, 9)), elements=entries),
)
@quick
def test_numpy_in_one_dimension_is_one_row_in_mode_full(line, taps):
    np.testing.assert_array_equal(
        engine.convolve(line, taps, mode="full")[0], np.convolve(line[0], taps[0])
    )
    np.testing.assert_array_equal(
        engine.correlate(line, taps, mode="full")[0], np.correlate(line[0], taps[0], "full")
    )


@given(
    hnp.arrays(st.sampled_from(("uint8", "int64", "float32", "complex128")), sides),
    st.sampled_from((("edge", "replicate"), ("reflect", "reflect"), ("wrap", "wrap"),
                     ("symmetric", "symmetric"), ("constant", "zero"))),
    st.data(),
)  # fmt: skip
@quick
def test_pad_agrees_with_numpy_and_keeps_the_dtype(image, names, data):
    theirs, ours = names
    # Not further than one fold: how numpy goes on after that has changed between versions.
    widths = [(data.draw(st.integers(0, size - 1)), size - 1) for size in image.shape]

    expected = np.pad(image, widths, theirs)

    result = engine.pad(image, widths, boundary=ours)
    np.testing.assert_array_equal(result, expected)
    assert result.dtype == image.dtype


# Larger images and kernels, in floats: where the engine computes by its faster methods


def near(result, expected, image, kernel):
    """Assert equality up to rounding: by what is large in all of the image, as by a transform."""
    eps = np.finfo(result.dtype).eps
    scale = np.abs(image).max() * np.abs(kernel).sum()
    np.testing.assert_allclose(result, expected, rtol=0, atol=8 * eps * scale)


def noise(shape, seed):
    """Return numbers between -1 and 1 without a pattern: to draw each of them would take long."""
    places = np.arange(np.prod(shape)) + seed
    return np.sin(places * places * 0.7).reshape(shape)


@st.composite
def larger(draw):
    """Draw an image and a kernel of floats, in every third case a column times a row."""
    shape = draw(st.tuples(st.integers(40, 90), st.integers(40, 90)))
    rows, columns = draw(st.tuples(st.integers(3, 31), st.integers(3, 31)))
    seed = draw(st.integers(0, 999))
    dtype = draw(st.sampled_from(("float32", "float64")))
    kernel = noise((rows, columns), seed + 1)
    if seed % 3 == 0:
        kernel = kernel[:, :1] * kernel[:1]
    return noise(shape, seed).astype(dtype), kernel.astype(dtype)


some = settings(deadline=None, max_examples=25)
every_method = pytest.mark.parametrize("method", get_args(engine.Method)[2:])
"""All but "auto", which takes one of them, and the definition, which would take minutes."""


@every_method
@given(larger(), operations, st.sampled_from(("full", "same", "valid")))
@some
def test_every_method_agrees_with_signal(method, pair, operation, mode):
    image, kernel = pair
    name = {"correlate": "correlate2d", "convolve": "convolve2d"}[operation]
    assume(method != "tiny" or image.size * kernel.size < 2**20)

    expected = getattr(signal, name)(image, kernel, mode)

    result = getattr(engine, operation)(
        image, kernel, mode=mode, anchor=left_center(kernel), method=method
    )
    assert result.dtype == image.dtype
    near(result, expected, image, kernel)


@given(larger(), operations, NDIMAGE)
@some
def test_auto_agrees_with_ndimage_on_larger_images(pair, operation, names):
    image, kernel = pair
    theirs, ours = names

    expected = getattr(ndimage, operation)(image, kernel, mode=theirs)

    result = getattr(engine, operation)(image, kernel, boundary=ours)
    near(result, expected, image, kernel)


@given(st.floats(0.5, 5), larger(), NDIMAGE)
@some
def test_a_gaussian_agrees_with_ndimage_that_filters_one_axis_after_the_other(sigma, pair, names):
    image, _ = pair
    theirs, ours = names
    radius = round(4 * sigma)
    kernel = engine.gaussian_2d(sigma, radius).astype(image.dtype)

    expected = ndimage.gaussian_filter(image, sigma, mode=theirs, radius=radius)

    for method in ("auto", "separable"):
        result = engine.correlate(image, kernel, boundary=ours, method=method)
        near(result, expected, image, kernel)
