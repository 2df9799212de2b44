"""What must hold for every image and kernel: the algebra of linear, shift-invariant filters."""

from typing import get_args

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from grader import engine

FILTERS = (engine.correlate, engine.convolve)
MODES = ("full", "same", "valid")
BOUNDARIES = ("zero", "replicate", "reflect", "symmetric", "wrap")
quick = settings(deadline=None, max_examples=60)

entries = st.integers(-9, 9)
sides = st.integers(1, 4)
images = hnp.arrays(np.int64, st.tuples(st.integers(4, 7), st.integers(4, 7)), elements=entries)
kernels = hnp.arrays(np.int64, st.tuples(sides, sides), elements=entries)
filters = st.sampled_from(FILTERS)
modes = st.sampled_from(MODES)
boundaries = st.sampled_from(BOUNDARIES)
options = st.fixed_dictionaries({"mode": modes, "boundary": boundaries})
strides = st.tuples(st.integers(1, 4), st.integers(1, 4))


@st.composite
def pairs(draw, first, second):
    """Draw two arrays of the given shapes."""
    return tuple(draw(hnp.arrays(np.int64, shape, elements=entries)) for shape in (first, second))


def anchored(draw, kernel):
    return tuple(draw(st.integers(0, taps - 1)) for taps in kernel.shape)


# Linearity


@given(images, kernels, filters, options, st.data())
@quick
def test_a_filter_is_linear_in_the_image(image, kernel, apply, chosen, data):
    other = data.draw(hnp.arrays(np.int64, image.shape, elements=entries))
    factor = data.draw(entries)

    mixed = apply(factor * image + other, kernel, **chosen)

    first, second = (apply(f, kernel, **chosen) for f in (image, other))
    np.testing.assert_array_equal(mixed, factor * first + second)


@given(images, kernels, filters, options, st.data())
@quick
def test_a_filter_is_linear_in_the_kernel(image, kernel, apply, chosen, data):
    other = data.draw(hnp.arrays(np.int64, kernel.shape, elements=entries))
    factor = data.draw(entries)

    mixed = apply(image, factor * kernel + other, **chosen)

    first, second = (apply(image, h, **chosen) for h in (kernel, other))
    np.testing.assert_array_equal(mixed, factor * first + second)


# Shifts


@given(images, kernels, filters, st.tuples(entries, entries), st.data())
@quick
def test_a_shifted_image_gives_a_shifted_output_where_the_border_wraps(
    image, kernel, apply, shift, data
):
    chosen = {"boundary": "wrap", "anchor": anchored(data.draw, kernel)}

    of_shifted = apply(np.roll(image, shift, (0, 1)), kernel, **chosen)

    np.testing.assert_array_equal(
        of_shifted, np.roll(apply(image, kernel, **chosen), shift, (0, 1))
    )


@given(images, st.integers(0, 1), st.integers(0, 1), filters, st.data())
@quick
def test_the_interior_does_not_know_where_the_image_begins(image, dy, dx, apply, data):
    kernel = data.draw(hnp.arrays(np.int64, (3, 2), elements=entries))

    of_cropped = apply(image[dy:, dx:], kernel, mode="valid")

    np.testing.assert_array_equal(of_cropped, apply(image, kernel, mode="valid")[dy:, dx:])


@given(images, st.integers(-3, 3), st.integers(-3, 3), st.sampled_from(("correlate", "convolve")))
@quick
def test_a_shift_kernel_moves_the_content_as_it_says(image, dy, dx, operation):
    kernel = engine.shift_kernel(dy, dx, operation=operation)

    moved = getattr(engine, operation)(image, kernel, boundary="wrap")

    np.testing.assert_array_equal(moved, np.roll(image, (dy, dx), (0, 1)))
    assert engine.shift_of(kernel, operation=operation) == (dy, dx)


@given(st.integers(1, 6), st.integers(1, 6), st.sampled_from(("correlate", "convolve")), st.data())
@quick
def test_the_shift_of_a_single_one_anywhere_in_a_kernel_is_the_shift_that_happens(
    rows, columns, operation, data
):
    kernel = np.zeros((rows, columns), dtype=int)
    kernel[data.draw(st.integers(0, rows - 1)), data.draw(st.integers(0, columns - 1))] = 1
    image = np.arange(99).reshape(9, 11)

    shift = engine.shift_of(kernel, operation=operation)

    moved = getattr(engine, operation)(image, kernel, boundary="wrap")
    np.testing.assert_array_equal(moved, np.roll(image, shift, (0, 1)))
    again = engine.shift_kernel(*shift, operation=operation, size=(rows, columns))
    np.testing.assert_array_equal(again, kernel)


# Correlation and convolution


@given(images, kernels, options, strides, st.data())
@quick
def test_convolution_is_correlation_with_the_rotated_kernel_and_its_anchor_carried_along(
    image, kernel, chosen, stride, data
):
    dilation = 1 if chosen["mode"] == "valid" else data.draw(st.integers(1, 3))
    chosen = {**chosen, "stride": stride, "dilation": dilation}
    anchor = anchored(data.draw, kernel)
    carried = tuple(taps - 1 - place for taps, place in zip(kernel.shape, anchor, strict=True))

    np.testing.assert_array_equal(
        engine.convolve(image, kernel, anchor=anchor, **chosen),
        engine.correlate(image, engine.rotate180(kernel), anchor=carried, **chosen),
    )


@given(pairs((4, 3), (2, 4)))
@quick
def test_swapping_the_operands_of_a_full_correlation_rotates_the_output(two):
    image, kernel = two

    swapped = engine.correlate(kernel, image, mode="full")

    original = engine.correlate(image, kernel, mode="full")
    np.testing.assert_array_equal(swapped, engine.rotate180(original))


@given(images, pairs((3, 3), (1, 3)), options)
@quick
def test_the_operations_agree_on_kernels_that_look_the_same_upside_down(image, two, chosen):
    for kernel in two:
        symmetric = kernel + engine.rotate180(kernel)
        np.testing.assert_array_equal(
            engine.correlate(image, symmetric, **chosen),
            engine.convolve(image, symmetric, **chosen),
        )


@given(images, pairs((3, 3), (3, 3)), options)
@quick
def test_an_antisymmetric_kernel_changes_sign_between_the_operations(image, two, chosen):
    kernel = two[0] - engine.rotate180(two[0])

    np.testing.assert_array_equal(
        engine.correlate(image, kernel, **chosen),
        -engine.convolve(image, kernel, **chosen),
    )


# Commutativity of convolution, case by case

EQUAL = (((3, 3), (3, 3)), ((4, 4), (4, 4)), ((2, 3), (2, 3)))
DIFFERENT = (((5, 5), (3, 3)), ((4, 4), (3, 3)), ((6, 5), (4, 2)))
INCOMPARABLE = (((5, 3), (3, 5)),)
COMMUTES = [
    *((shapes, "full", "zero") for shapes in EQUAL + DIFFERENT + INCOMPARABLE),
    *((shapes, "full", "wrap") for shapes in EQUAL),
    *((shapes, "same", "zero") for shapes in EQUAL),
    *((shapes, "same", "wrap") for shapes in EQUAL),
    *((shapes, "valid", "zero") for shapes in EQUAL),
]
DOES_NOT_COMMUTE = [
    *((shapes, "full", "wrap") for shapes in DIFFERENT + INCOMPARABLE),
    *((shapes, "full", "symmetric") for shapes in EQUAL + DIFFERENT + INCOMPARABLE),
    *((shapes, "same", boundary) for shapes in DIFFERENT + INCOMPARABLE for boundary in BOUNDARIES),
    *((s, "same", b) for s in EQUAL for b in ("symmetric", "reflect", "replicate")),
]


@pytest.mark.parametrize(("shapes", "mode", "boundary"), COMMUTES)
@given(data=st.data())
@settings(deadline=None, max_examples=15)
def test_convolution_commutes(shapes, mode, boundary, data):
    first, second = data.draw(pairs(*shapes))

    one = engine.convolve(first, second, mode=mode, boundary=boundary)
    other = engine.convolve(second, first, mode=mode, boundary=boundary)

    np.testing.assert_array_equal(one, other)


@pytest.mark.parametrize(("shapes", "mode", "boundary"), DOES_NOT_COMMUTE)
def test_convolution_does_not_commute(shapes, mode, boundary):
    first, second = (np.arange(1, rows * columns + 1) for rows, columns in shapes)
    first, second = first.reshape(shapes[0]) ** 2, second.reshape(shapes[1])

    one = engine.convolve(first, second, mode=mode, boundary=boundary)
    other = engine.convolve(second, first, mode=mode, boundary=boundary)

    assert not np.array_equal(one, other)


def test_convolution_does_not_commute_where_the_border_is_filled_with_something():
    first, second = np.array([[1, 2], [3, 4]]), np.array([[1, 0], [0, 0]])

    one = engine.convolve(first, second, mode="full", fill_value=1)
    other = engine.convolve(second, first, mode="full", fill_value=1)

    assert not np.array_equal(one, other)


def test_correlation_does_not_commute():
    impulse, kernel = np.array([[0, 0, 0], [0, 1, 0], [0, 0, 0]]), np.arange(1, 10).reshape(3, 3)

    assert not np.array_equal(engine.correlate(impulse, kernel), engine.correlate(kernel, impulse))


# Associativity

triples = st.tuples(images, kernels, kernels)


@given(triples)
@quick
def test_full_convolution_is_associative(three):
    image, g, h = three

    in_turn = engine.convolve(engine.convolve(image, g, mode="full"), h, mode="full")

    at_once = engine.convolve(image, engine.convolve(g, h, mode="full"), mode="full")
    np.testing.assert_array_equal(in_turn, at_once)


@given(triples)
@quick
def test_correlating_twice_is_correlating_with_the_convolution_of_the_kernels(three):
    image, g, h = three

    in_turn = engine.correlate(engine.correlate(image, g, mode="full"), h, mode="full")

    at_once = engine.correlate(image, engine.convolve(g, h, mode="full"), mode="full")
    np.testing.assert_array_equal(in_turn, at_once)


def test_correlation_is_not_associative():
    image, g, h = np.eye(3, dtype=int), np.array([[1, 2, 3]]), np.array([[1, 0, 0]])

    in_turn = engine.correlate(engine.correlate(image, g, mode="full"), h, mode="full")

    at_once = engine.correlate(image, engine.correlate(g, h, mode="full"), mode="full")
    assert not np.array_equal(in_turn, at_once)


@given(hnp.arrays(np.int64, (9, 9), elements=entries), st.data())
@quick
def test_mode_same_is_associative_away_from_the_border_only(image, data):
    g, h = data.draw(pairs((3, 3), (3, 3)))

    in_turn = engine.convolve(engine.convolve(image, g), h)

    at_once = engine.convolve(image, engine.convolve(g, h, mode="full"))
    np.testing.assert_array_equal(in_turn[1:-1, 1:-1], at_once[1:-1, 1:-1])


@given(images, pairs((3, 1), (1, 4)), filters, options)
@quick
def test_a_separable_kernel_filters_in_two_passes(image, factors, apply, chosen):
    column, row = factors

    in_turn = apply(apply(image, column, **chosen), row, **chosen)

    np.testing.assert_array_equal(in_turn, apply(image, column @ row, **chosen))


def test_two_passes_are_not_one_where_the_border_is_filled_with_something():
    image, column, row = (
        np.ones((3, 3), dtype=int),
        np.array([[1], [1], [1]]),
        np.array([[1, 1, 1]]),
    )

    in_turn = engine.correlate(engine.correlate(image, column, fill_value=1), row, fill_value=1)

    assert not np.array_equal(in_turn, engine.correlate(image, column @ row, fill_value=1))


# Borders and windows


@given(images, kernels, filters, boundaries, st.data())
@quick
def test_mode_same_is_mode_valid_on_the_padded_image(image, kernel, apply, boundary, data):
    anchor = anchored(data.draw, kernel)
    before = [
        place if apply is engine.correlate else taps - 1 - place
        for place, taps in zip(anchor, kernel.shape, strict=True)
    ]
    widths = [(b, taps - 1 - b) for b, taps in zip(before, kernel.shape, strict=True)]

    padded = engine.pad(image, widths, boundary=boundary)

    np.testing.assert_array_equal(
        apply(padded, kernel, mode="valid"), apply(image, kernel, boundary=boundary, anchor=anchor)
    )


@given(images, kernels, filters, boundaries)
@quick
def test_mode_full_is_mode_valid_on_the_image_padded_by_all_but_one_tap(
    image, kernel, apply, boundary
):
    padded = engine.pad(image, [(taps - 1,) * 2 for taps in kernel.shape], boundary=boundary)

    np.testing.assert_array_equal(
        apply(padded, kernel, mode="valid"), apply(image, kernel, mode="full", boundary=boundary)
    )


@given(images, kernels, filters, options, strides)
@quick
def test_stride_keeps_every_so_manyth_window_counted_from_the_first(
    image, kernel, apply, chosen, stride
):
    dense = apply(image, kernel, **chosen)

    strided = apply(image, kernel, **chosen, stride=stride)

    np.testing.assert_array_equal(strided, dense[:: stride[0], :: stride[1]])


@given(images, kernels, filters, boundaries, st.tuples(st.integers(1, 3), st.integers(1, 3)))
@quick
def test_dilation_is_a_kernel_with_holes_and_carries_the_anchor(
    image, kernel, apply, boundary, dilation
):
    down, across = dilation
    rows, columns = kernel.shape
    holes = np.zeros(((rows - 1) * down + 1, (columns - 1) * across + 1), dtype=int)
    holes[::down, ::across] = kernel

    np.testing.assert_array_equal(
        apply(image, kernel, dilation=dilation, boundary=boundary),
        apply(image, holes, boundary=boundary, anchor=(rows // 2 * down, columns // 2 * across)),
    )


@given(images, kernels, filters, st.data())
@quick
def test_a_nan_stays_in_the_windows_that_hold_it(image, kernel, apply, data):
    row, column = (data.draw(st.integers(0, size - 1)) for size in image.shape)
    spoiled = image.astype(float)
    spoiled[row, column] = np.nan
    marker = np.zeros_like(image)
    marker[row, column] = 1

    result = apply(spoiled, kernel, mode="full")

    touched = apply(marker, np.ones_like(kernel), mode="full") > 0
    clean = apply(image, kernel, mode="full")
    np.testing.assert_array_equal(np.isnan(result), touched)
    np.testing.assert_array_equal(result[~touched], clean[~touched])


@given(images, kernels, filters, modes)
@quick
def test_the_inputs_are_left_as_they_were_whatever_their_memory_layout(image, kernel, apply, mode):
    expected = apply(image, kernel, mode=mode)
    frozen, strided = image.copy(), np.repeat(np.asfortranarray(kernel), 2, axis=1)[:, ::2]
    frozen.flags.writeable = False
    before = strided.copy()

    np.testing.assert_array_equal(apply(frozen, strided, mode=mode), expected)
    np.testing.assert_array_equal(strided, before)
    np.testing.assert_array_equal(
        apply(image[::-1, ::-1], kernel.astype(">i4"), mode=mode),
        apply(image[::-1, ::-1].copy(), kernel, mode=mode),
    )
    np.testing.assert_array_equal(apply(image.tolist(), kernel.tolist(), mode=mode), expected)


@given(images, filters)
@quick
def test_the_output_never_shares_memory_with_the_image(image, apply):
    result = apply(image, [[1]], mode="valid")

    np.testing.assert_array_equal(result, image)
    assert not np.shares_memory(result, image)


# Mirrors and transposes


@given(images, kernels, filters, options)
@quick
def test_transposing_image_and_kernel_transposes_the_output(image, kernel, apply, chosen):
    np.testing.assert_array_equal(
        apply(image.T, kernel.T, **chosen), apply(image, kernel, **chosen).T
    )


@given(images, kernels, filters, options, st.data())
@quick
def test_mirroring_image_and_kernel_mirrors_the_output(image, kernel, apply, chosen, data):
    axes = data.draw(st.sampled_from(((0,), (1,), (0, 1))))
    anchor = anchored(data.draw, kernel)
    mirrored = tuple(
        taps - 1 - place if axis in axes else place
        for axis, (taps, place) in enumerate(zip(kernel.shape, anchor, strict=True))
    )

    np.testing.assert_array_equal(
        apply(np.flip(image, axes), np.flip(kernel, axes), anchor=mirrored, **chosen),
        np.flip(apply(image, kernel, anchor=anchor, **chosen), axes),
    )


# Adjoints: ⟨F ⊗ H, G⟩ = ⟨F, G ∗ H⟩


def inner(first, second):
    """Return Σ a · b*, in Python integers or complex numbers of them."""
    return (first * second.conj()).sum()


def gaussian_integers(data, shape):
    real, imaginary = data.draw(pairs(shape, shape))
    return real + 1j * imaginary


@given(images, kernels, strides, st.integers(1, 2), st.data())
@quick
def test_the_adjoint_of_correlation_inside_the_image_is_full_convolution(
    image, kernel, stride, dilation, data
):
    dilation = dilation if max(kernel.shape) < 3 else 1
    image = image + 1j * data.draw(hnp.arrays(np.int64, image.shape, elements=entries))
    kernel = kernel + 1j * data.draw(hnp.arrays(np.int64, kernel.shape, elements=entries))
    rest = {"mode": "valid", "dilation": dilation}
    filtered = engine.correlate(image, kernel, stride=stride, **rest)
    other = gaussian_integers(data, filtered.shape)

    # What the stride leaves out comes back as zeros: a "transposed convolution".
    spread = np.zeros_like(engine.correlate(image, kernel, **rest))
    spread[:: stride[0], :: stride[1]] = other
    back = engine.convolve(spread, kernel, mode="full", dilation=dilation)

    assert inner(filtered, other) == inner(image, back)


@given(images, kernels, st.sampled_from(("zero", "wrap")), st.data())
@quick
def test_the_adjoint_of_correlation_in_mode_same_is_convolution_with_the_same_anchor(
    image, kernel, boundary, data
):
    kernel = kernel + 1j * data.draw(hnp.arrays(np.int64, kernel.shape, elements=entries))
    chosen = {"boundary": boundary, "anchor": anchored(data.draw, kernel)}
    other = gaussian_integers(data, image.shape)

    filtered = engine.correlate(image, kernel, **chosen)

    assert inner(filtered, other) == inner(image, engine.convolve(other, kernel, **chosen))


def test_convolution_is_no_adjoint_where_the_edge_is_repeated():
    image, kernel = np.arange(12).reshape(3, 4), np.array([[1, 2, 0], [0, 3, 0], [0, 0, 5]])
    other = np.arange(12).reshape(3, 4)[::-1] ** 2

    forth, back = (
        apply(array, kernel, boundary="replicate")
        for apply, array in ((engine.correlate, image), (engine.convolve, other))
    )

    assert inner(forth, other) != inner(image, back)


# Sums, means and energies


@given(images, kernels, filters)
@quick
def test_the_sum_of_the_output_is_the_product_of_the_sums_where_nothing_is_lost(
    image, kernel, apply
):
    total = image.sum() * kernel.sum()

    assert apply(image, kernel, boundary="wrap").sum() == total
    assert apply(image, kernel, mode="full").sum() == total


@given(kernels, filters, options, entries)
@quick
def test_a_constant_image_is_multiplied_by_the_sum_of_the_kernel(kernel, apply, chosen, value):
    boundary = "replicate" if chosen["boundary"] == "zero" else chosen["boundary"]

    result = apply(np.full((5, 6), value), kernel, mode=chosen["mode"], boundary=boundary)

    assert (result == value * kernel.sum()).all()


@given(images, st.integers(1, 3), st.integers(1, 3), filters, boundaries)
@quick
def test_a_normalized_gaussian_stays_between_the_darkest_and_the_brightest_pixel(
    image, radius, sigma, apply, boundary
):
    result = apply(image, engine.gaussian_2d(sigma, radius), boundary=boundary)

    outside = 0 if boundary == "zero" else image.min()
    assert result.min() >= min(image.min(), outside) - 1e-12
    assert result.max() <= max(image.max(), outside) + 1e-12


@given(images, kernels, filters, modes)
@quick
def test_no_output_exceeds_the_sum_of_the_kernel_s_sizes_times_the_largest_pixel(
    image, kernel, apply, mode
):
    result = apply(image, kernel, mode=mode)

    gain = np.abs(kernel).sum()
    assert np.abs(result).max() <= gain * np.abs(image).max()
    # Young's inequality, and with one coefficient an equality: ‖F ∗ H‖₂ ≤ ‖H‖₁ · ‖F‖₂.
    assert (result**2).sum() <= gain**2 * (image**2).sum()


@given(images)
@quick
def test_an_image_matches_itself_best_where_it_lies(image):
    match = engine.correlate(image, image, mode="full")

    rows, columns = image.shape
    assert match[rows - 1, columns - 1] == (image**2).sum() == match.max()


# Frequencies

quarter = st.integers(0, 3)
GAINS = (
    ([[1, 2, 1]], (0, 2), 0),
    ([[1, 2, 1]], (0, 0), 4),
    ([[1, 1]], (0, 2), 0),
    ([[1, 0, 1]], (0, 1), 0),
    ([[-1, 0, 1]], (0, 0), 0),
    ([[-1, 0, 1]], (0, 2), 0),
    ([[-1, 0, 1]], (0, 1), 2j),
    ([[0, 1, 0], [1, -4, 1], [0, 1, 0]], (0, 0), 0),
    ([[0, 1, 0], [1, -4, 1], [0, 1, 0]], (2, 2), -8),
    ([[-1, 0, 1], [-2, 0, 2], [-1, 0, 1]], (2, 1), 0),
)


def wave(rows, columns, frequency):
    """Return i**(p·row + q·column): a wave of p and q quarters of a turn a pixel, exact."""
    turns = np.add.outer(frequency[0] * np.arange(rows), frequency[1] * np.arange(columns))
    return np.array([1, 1j, -1, -1j])[turns % 4]


@pytest.mark.parametrize(("kernel", "frequency", "gain"), GAINS)
def test_the_gain_of_a_known_kernel_at_a_known_frequency(kernel, frequency, gain):
    image = wave(4, 8, frequency)

    result = engine.correlate(image, np.array(kernel), boundary="wrap")

    np.testing.assert_array_equal(result, gain * image)


@given(kernels, filters, st.tuples(quarter, quarter), st.data())
@quick
def test_a_wave_comes_out_as_the_same_wave_multiplied_by_the_kernel_s_spectrum(
    kernel, apply, frequency, data
):
    kernel = kernel + 1j * data.draw(hnp.arrays(np.int64, kernel.shape, elements=entries))
    image = wave(8, 4, frequency)

    result = apply(image, kernel, boundary="wrap", anchor=(0, 0))

    turned = kernel.conj() if apply is engine.correlate else kernel
    sign = 1 if apply is engine.correlate else -1
    gain = (turned * wave(*kernel.shape, [sign * turns for turns in frequency])).sum()
    np.testing.assert_array_equal(result, gain * image)


# The central laws by every method, on images of some dozens of pixels a side


def noise(shape, seed):
    """Return integers from -9 to 9 without a pattern: to draw each of them would take long."""
    places = (np.arange(np.prod(shape)) + 1) * (2 * seed + 1)
    return (places * places * 31 % 10007 % 19 - 9).reshape(shape)


@st.composite
def dozens(draw):
    """Draw two images, and a kernel that is a column times a row, which every method takes."""
    shape = draw(st.tuples(st.integers(20, 40), st.integers(20, 40)))
    column, row = (draw(st.integers(1, 9)) for _ in range(2))
    seed = draw(st.integers(0, 999))
    kernel = noise((column, 1), seed + 2) * noise((1, row), seed + 3)
    return noise(shape, seed), noise(shape, seed + 1), kernel


every_method = pytest.mark.parametrize("method", get_args(engine.Method))
few = settings(deadline=None, max_examples=10)


@every_method
@given(dozens(), filters, options)
@few
def test_every_method_is_linear(method, drawn, apply, chosen):
    first, second, kernel = drawn
    chosen = {**chosen, "method": method}

    mixed = apply(3 * first - second, kernel, **chosen)

    np.testing.assert_array_equal(
        mixed, 3 * apply(first, kernel, **chosen) - apply(second, kernel, **chosen)
    )


@every_method
@given(dozens(), filters, st.tuples(entries, entries))
@few
def test_every_method_shifts_with_the_image(method, drawn, apply, shift):
    image, _, kernel = drawn
    chosen = {"boundary": "wrap", "method": method}

    of_shifted = apply(np.roll(image, shift, (0, 1)), kernel, **chosen)

    np.testing.assert_array_equal(
        of_shifted, np.roll(apply(image, kernel, **chosen), shift, (0, 1))
    )


@every_method
@given(dozens(), options, strides)
@few
def test_every_method_convolves_as_it_correlates_with_the_rotated_kernel(
    method, drawn, chosen, stride
):
    image, _, kernel = drawn
    chosen = {**chosen, "method": method, "stride": stride}
    carried = tuple(taps - 1 - taps // 2 for taps in kernel.shape)

    np.testing.assert_array_equal(
        engine.convolve(image, kernel, **chosen),
        engine.correlate(image, engine.rotate180(kernel), anchor=carried, **chosen),
    )
