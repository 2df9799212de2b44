"""What random problems seldom meet: every test here is for a fault that got past all the others."""

import sys
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp
from numpy.lib.stride_tricks import sliding_window_view

from grader import engine

quick = settings(deadline=None, max_examples=60)
signs = st.sampled_from((-1, 1))


def noise(shape, seed):
    """Return integers from -500 to 500 without a pattern."""
    places = np.arange(1, np.prod(shape) + 1) * (2 * seed + 1)
    return (places * places * 31 % 10007 % 1001 - 500).reshape(shape)


# Bounds


@given(st.integers(2**15 - 3, 2**16 + 3), signs, signs, st.integers(1, 3))
@quick
def test_sums_around_what_16_bits_hold_are_exact_by_every_method(total, sign, turn, count):
    image = np.full((2, 4), sign)
    kernel = turn * np.array([[total - 2, 1, 1]])

    for method in ("auto", "tiny", "direct", "banded"):
        result = engine.correlate(image, kernel, mode="valid", method=method)
        assert (result == sign * turn * total).all(), method
    batch = engine.correlate_many(image, np.stack([kernel] * count), mode="valid")
    assert (batch == sign * turn * total).all()


@given(
    hnp.arrays(
        np.int64,
        st.tuples(st.integers(1, 2), st.integers(1, 2)),
        elements=st.tuples(signs, st.integers(-3, 3)).map(lambda pair: pair[0] * (2**53 + pair[1])),
    ),
    st.sampled_from((-1, 0, 1)),
)
@quick
def test_the_first_integers_that_no_double_holds_are_exact_in_the_smallest_arrays(image, weight):
    result = engine.correlate(image, np.array([[weight]]))

    assert result.tolist() == [[weight * pixel for pixel in row] for row in image.tolist()]


@pytest.mark.parametrize("large", [8193, 2**31 + 1, 2**50 + 1, 2**62 + 1])
def test_every_kernel_of_a_stack_bounds_its_sums_and_not_the_first_alone(large):
    pixel = 4097
    kernels = np.array([[[1]], [[large]], [[-1]]])

    batch = engine.correlate_many([[pixel]], kernels)
    layer = engine.conv_layer([[[[pixel]]]], kernels[:, np.newaxis])

    assert batch.ravel().tolist() == layer.ravel().tolist() == [pixel, pixel * large, -pixel]


@pytest.mark.parametrize("method", ["auto", "definition", "direct"])
def test_a_sum_of_coefficients_that_no_double_holds_is_not_rounded_down(method):
    image, kernel = np.ones((2, 2), dtype=int), np.array([[2**53, 1]])

    result = engine.correlate(image, kernel, mode="valid", method=method)

    assert result.tolist() == [[2**53 + 1]] * 2


def test_the_channels_of_a_layer_count_together():
    weights = np.array([2**24 - 1, 2]).reshape(1, 2, 1, 1)

    assert engine.conv_layer(np.ones((1, 2, 1, 1), dtype=int), weights).item() == 2**24 + 1


def test_a_kernel_is_no_product_of_factors_whose_product_wraps_around_to_it():
    kernel = np.array([[1, 2**32], [2**32, 0]])

    with pytest.raises(ValueError, match="separable"):
        engine.correlate(np.ones((3, 3), dtype=int), kernel, method="separable")


def test_the_first_entry_of_a_row_that_is_not_zero_is_positive():
    column, row = engine.separate([[0, -2, 4], [0, 3, -6]])

    assert column.tolist() == [-2, 3]
    assert row.tolist() == [0, 1, -2]


@pytest.mark.parametrize("fill", [-1, 300, 0.5])
def test_a_trace_shows_a_fill_value_that_the_dtype_of_the_image_does_not_hold(fill):
    step = engine.trace(np.array([[7]], dtype=np.uint8), [[1, 1]], fill_value=fill)[0]

    assert step.values == ((fill, 7),)
    assert step.sum == fill + 7


# Rounding


@pytest.mark.parametrize("dtype", ["float32", "float64"])
@pytest.mark.parametrize("taps", [(3, 3), (5, 7), (11, 11)])
@pytest.mark.parametrize("size", [8, 64, 300])
def test_an_impulse_brings_out_every_coefficient_however_small(size, taps, dtype):
    # But for a corner this is a column times a row, which would be filtered in two passes.
    kernel = np.outer(*(np.arange(n) for n in taps)).astype(dtype)
    kernel[0, 0] = 1e-20
    image = np.zeros((size, size), dtype=dtype)
    image[size // 2, size // 2] = 1

    result = engine.convolve(image, kernel, mode="full")

    corner = size // 2
    found = result[corner : corner + taps[0], corner : corner + taps[1]]
    np.testing.assert_allclose(found, kernel, rtol=8 * np.finfo(dtype).eps, atol=0)


# Threads


@pytest.fixture
def hasty():
    """Let threads take turns as often as they can, so that they meet."""
    before = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    yield
    sys.setswitchinterval(before)


@pytest.mark.parametrize("method", ["direct", "banded", "separable", "fft"])
@pytest.mark.parametrize("dtype", ["int16", "float64"])
@pytest.mark.usefixtures("hasty")
def test_each_tile_is_filled_by_one_worker_in_memory_of_its_own(method, dtype):
    # Integers are converted tile by tile, floats are written where they belong.
    image = noise((500, 700), 1).astype(dtype)
    kernel = (noise((9, 1), 2) // 100 * (noise((1, 13), 3) // 100)).astype(dtype)
    alone = engine.correlate(image, kernel, method=method, workers=1)

    for _ in range(3):
        # What is freed here, a tile that nobody fills would find: not the right numbers.
        engine.correlate(-image, kernel, method=method, workers=1)
        together = engine.correlate(image, kernel, method=method, workers=4)
        np.testing.assert_array_equal(together, alone)


@pytest.mark.parametrize("dtype", ["int64", "float64"])
@pytest.mark.usefixtures("hasty")
def test_threads_that_filter_tiny_images_of_one_shape_do_not_disturb_each_other(dtype):
    kernel = noise((3, 3), 1).astype(dtype)
    images = [noise((9, 10), seed).astype(dtype) for seed in range(4)]
    expected = [engine.correlate(image, kernel, method="direct") for image in images]

    def disturbed(number):
        results = (engine.correlate(images[number], kernel) for _ in range(500))
        return sum(not np.array_equal(result, expected[number]) for result in results)

    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(disturbed, range(4))) == [0, 0, 0, 0]


# Layers of more than one band, block or matrix product

# Input and output channels, groups, the kernel's size, and strides.
LAYERS = (
    (6, 70, 1, (3, 3), (1, 1)),
    (8, 4, 2, (5, 3), (1, 2)),
    (6, 70, 1, (1, 1), (2, 3)),
    (40, 80, 40, (3, 2), (1, 1)),
)


@pytest.mark.parametrize("dtype", ["int64", "float64"])
@pytest.mark.parametrize("layer", LAYERS)
def test_a_large_layer_is_one_sum_over_all_windows(layer, dtype):
    inputs, outputs, groups, taps, stride = layer
    x = noise((2, inputs, 50, 60), 1).astype(dtype)
    weights = noise((outputs, inputs // groups, *taps), 2).astype(dtype)

    result = engine.conv_layer(x, weights, stride=stride, groups=groups)

    windows = sliding_window_view(x, taps, (2, 3))[:, :, :: stride[0], :: stride[1]]
    shares = zip(np.split(windows, groups, 1), np.split(weights, groups), strict=True)
    expected = [np.einsum("ncijuv,ocuv->noij", *share, optimize=True) for share in shares]
    np.testing.assert_array_equal(result, np.concatenate(expected, axis=1))


# What is said


@pytest.mark.parametrize("method", ["auto", "definition", "tiny", "direct", "banded", "separable"])
@pytest.mark.parametrize("dtype", ["float32", "float64", "longdouble", "complex64"])
def test_infinity_times_zero_is_no_warning_by_any_method(method, dtype):
    image = np.full((2, 2), np.inf, dtype=dtype)

    result = engine.correlate(image, np.zeros((1, 1), dtype=dtype), method=method)

    assert np.isnan(result).all()


@pytest.mark.parametrize("channels", [1, 2])
def test_infinity_times_zero_is_no_warning_in_a_layer(channels):
    x, weights = np.full((1, channels, 2, 2), np.inf), np.zeros((1, channels, 1, 1))

    assert np.isnan(engine.conv_layer(x, weights)).all()


def test_idle_coefficients_do_not_count_in_an_explanation():
    # All but 7×7 of them lie outside the image in every window.
    assert engine.explain((4, 4), np.ones((41, 41))).method == "tiny"


def test_the_largest_pixel_that_a_dtype_holds_counts_in_an_explanation():
    shape, kernel = (300, 300), np.array([[1, 0, 2], [0, 5, 0], [3, 0, 4]])

    assert engine.explain(shape, kernel, dtype="int64").method == "definition"
    assert engine.explain(shape, kernel, dtype="int64", peak=255).method == "banded"


# What is kept from call to call


@pytest.mark.parametrize("convert", [np.asarray, np.ndarray.tolist])
def test_an_option_that_equals_an_earlier_one_is_not_taken_for_it(convert):
    image, kernel = convert(noise((7, 5), 1)), convert(noise((3, 3), 2))

    assert engine.correlate(image, kernel, fill_value=0, stride=1).dtype == np.int64

    assert engine.correlate(image, kernel, fill_value=0.0, stride=1).dtype == np.float64
    assert engine.correlate(image, kernel, fill_value=0j, stride=1).dtype == np.complex128
    for name in ("stride", "dilation"):
        with pytest.raises(TypeError, match=f"{name} must be a whole number"):
            engine.correlate(image, kernel, fill_value=0, **{name: 1.0})
