"""The engine against OpenCV, whose filter2D is a correlation despite its documentation's title."""

from typing import get_args

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from grader import engine

pytestmark = pytest.mark.peers
cv2 = pytest.importorskip("cv2", reason="needs OpenCV: pip install -e '.[peers]'")

quick = settings(deadline=None, max_examples=100)
entries = st.integers(-9, 9)
images = hnp.arrays(np.int64, st.tuples(st.integers(5, 9), st.integers(5, 9)), elements=entries)
# Up to 49 coefficients OpenCV computes directly; beyond, with a DFT that rounds.
kernels = hnp.arrays(np.int64, st.tuples(st.integers(1, 5), st.integers(1, 5)), elements=entries)
BORDERS = {
    "BORDER_CONSTANT": "zero",
    "BORDER_REPLICATE": "replicate",
    "BORDER_REFLECT": "symmetric",
    "BORDER_REFLECT_101": "reflect",
}
borders = st.sampled_from(sorted(BORDERS))


def filter2d(image, kernel, *, anchor=(-1, -1), border):
    return cv2.filter2D(
        image.astype(np.float64),
        -1,
        kernel.astype(np.float64),
        anchor=anchor,
        borderType=getattr(cv2, border),
    )


@given(images, kernels, borders)
@quick
def test_filter2d_is_correlation_with_the_default_anchor(image, kernel, border):
    expected = filter2d(image, kernel, border=border)

    result = engine.correlate(image, kernel, boundary=BORDERS[border])

    np.testing.assert_array_equal(result, expected)


@given(images, kernels, borders, st.data())
@quick
def test_an_anchor_of_opencv_is_column_first(image, kernel, border, data):
    row, column = (data.draw(st.integers(0, taps - 1)) for taps in kernel.shape)

    expected = filter2d(image, kernel, anchor=(column, row), border=border)

    result = engine.correlate(image, kernel, boundary=BORDERS[border], anchor=(row, column))
    np.testing.assert_array_equal(result, expected)


@given(images, kernels, borders)
@quick
def test_convolution_is_filter2d_with_the_kernel_and_its_anchor_rotated(image, kernel, border):
    rows, columns = kernel.shape
    anchor = (columns - 1 - columns // 2, rows - 1 - rows // 2)

    expected = filter2d(
        image, np.ascontiguousarray(kernel[::-1, ::-1]), anchor=anchor, border=border
    )

    result = engine.convolve(image, kernel, boundary=BORDERS[border])
    np.testing.assert_array_equal(result, expected)


@given(images, st.tuples(st.integers(0, 4), st.integers(0, 4)), borders)
@quick
def test_copymakeborder_is_pad(image, widths, border):
    down, across = widths

    expected = cv2.copyMakeBorder(
        image.astype(np.float64), down, down, across, across, getattr(cv2, border)
    )

    padded = engine.pad(image, widths, boundary=BORDERS[border])
    np.testing.assert_array_equal(padded, expected)


def test_filter2d_clips_bytes_where_the_engine_counts_on():
    bright = np.full((2, 2), 200, dtype=np.uint8)
    ones = np.ones((2, 2))

    clipped = cv2.filter2D(bright, -1, ones, borderType=cv2.BORDER_CONSTANT)

    np.testing.assert_array_equal(clipped, np.clip(engine.correlate(bright, ones), 0, 255))
    assert engine.correlate(bright, np.ones((2, 2), dtype=np.uint8)).max() == 800


def test_the_default_border_of_opencv_is_reflect():
    impulse, kernel = np.zeros((3, 3)), np.arange(1.0, 10).reshape(3, 3)
    impulse[1, 1] = 1

    np.testing.assert_array_equal(
        cv2.filter2D(impulse, -1, kernel), engine.correlate(impulse, kernel, boundary="reflect")
    )


def test_the_sobel_kernel_of_opencv_is_meant_for_correlation():
    ramp = np.tile(np.arange(6.0), (6, 1))
    smooth, difference = np.array([1, 2, 1]), np.array([-1, 0, 1])

    expected = cv2.Sobel(ramp, -1, 1, 0)

    result = engine.correlate(ramp, np.outer(smooth, difference), boundary="reflect")
    np.testing.assert_array_equal(result, expected)
    assert result[3, 3] == 8


@pytest.mark.parametrize("size", [3, 5, 9])
def test_getgaussiankernel_is_the_normalized_sampled_gaussian(size):
    expected = cv2.getGaussianKernel(size, 1.5)[:, 0]

    np.testing.assert_allclose(engine.gaussian_1d(1.5, size // 2), expected, atol=1e-12)


# Larger images and kernels, in floats: where both compute by their faster methods

METHODS = get_args(engine.Method)[3:]
"""All that take any number of products."""


def noise(shape, seed):
    """Return numbers between -1 and 1 without a pattern: to draw each of them would take long."""
    places = np.arange(np.prod(shape)) + seed
    return np.sin(places * places * 0.7).reshape(shape)


@st.composite
def larger(draw):
    """Draw an image, and a column and a row of odd lengths, in floats."""
    shape = draw(st.tuples(st.integers(40, 90), st.integers(40, 90)))
    down, across = (2 * draw(st.integers(1, 15)) + 1 for _ in range(2))
    seed = draw(st.integers(0, 999))
    dtype = draw(st.sampled_from(("float32", "float64")))
    drawn = noise(shape, seed), noise((down, 1), seed + 1), noise((1, across), seed + 2)
    return tuple(part.astype(dtype) for part in drawn)


def near(result, expected, image, kernel):
    """Assert equality up to rounding: by what is large in all of the image, as by a transform."""
    eps = np.finfo(result.dtype).eps
    scale = np.abs(image).max() * np.abs(kernel).sum()
    np.testing.assert_allclose(result, expected, rtol=0, atol=8 * eps * scale)


@pytest.mark.parametrize("method", METHODS)
@given(larger(), borders)
@settings(deadline=None, max_examples=25)
def test_every_method_is_filter2d(method, drawn, border):
    image, column, row = drawn
    kernel = column * row
    kernel[0, 0] += 1

    expected = cv2.filter2D(image, -1, kernel, borderType=getattr(cv2, border))

    result = engine.correlate(image, kernel, boundary=BORDERS[border], method=method)
    assert result.dtype == image.dtype
    near(result, expected, image, kernel)


@pytest.mark.parametrize("method", ["auto", "separable"])
@given(larger(), borders)
@settings(deadline=None, max_examples=25)
def test_sepfilter2d_is_correlation_with_a_column_times_a_row(method, drawn, border):
    image, column, row = drawn

    expected = cv2.sepFilter2D(image, -1, row, column, borderType=getattr(cv2, border))

    kernel = column * row
    result = engine.correlate(image, kernel, boundary=BORDERS[border], method=method)
    near(result, expected, image, kernel)


@given(st.integers(0, 999), st.integers(1, 4), borders)
@settings(deadline=None, max_examples=25)
def test_bytes_are_filtered_as_by_filter2d_into_floats(seed, radius, border):
    image = (noise((64, 80), seed) * 128 + 128).astype(np.uint8)
    # Up to 49 coefficients: beyond, OpenCV's transform rounds the integers.
    size = min(2 * radius + 1, 7)
    kernel = np.round(noise((size, size), seed + 1) * 9)

    expected = cv2.filter2D(image, cv2.CV_32F, kernel, borderType=getattr(cv2, border))

    result = engine.correlate(image, kernel.astype(int), boundary=BORDERS[border])
    assert result.dtype == np.int64
    np.testing.assert_array_equal(result, expected)
