"""Many problems in one call: bit for bit what one call each gives."""

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from grader import engine

FILTERS = {
    "correlate": (engine.correlate, engine.correlate_many),
    "convolve": (engine.convolve, engine.convolve_many),
}
operations = st.sampled_from(tuple(FILTERS))
DTYPES = (
    "bool",
    "uint8",
    "int16",
    "uint32",
    "int64",
    "float16",
    "float32",
    "float64",
    "complex128",
)
BOUNDARIES = ("zero", "replicate", "reflect", "symmetric", "wrap")
quick = settings(deadline=None, max_examples=80)
pairs = st.tuples(st.integers(1, 3), st.integers(1, 3))


@st.composite
def options(draw, image_shape, kernel_shape):
    dilation = draw(st.just((1, 1)) | pairs)
    spans = [(k - 1) * d + 1 for k, d in zip(kernel_shape, dilation, strict=True)]
    fits = all(n >= span for n, span in zip(image_shape, spans, strict=True))
    boundary = draw(st.sampled_from(BOUNDARIES))
    return {
        "mode": draw(st.sampled_from(("full", "same", "valid") if fits else ("full", "same"))),
        "boundary": boundary,
        "fill_value": draw(st.sampled_from((0, 3, 0.5))) if boundary == "zero" else 0,
        "stride": draw(st.sampled_from((1, 2)) | pairs),
        "dilation": dilation,
        "anchor": draw(st.none() | st.tuples(*(st.integers(0, k - 1) for k in kernel_shape))),
    }


@st.composite
def batches(draw, dtypes=DTYPES, elements=None):
    """Draw (images, kernels, options), one of the stacks perhaps a single matrix."""
    count = draw(st.integers(1, 5))
    image_shape = draw(st.tuples(st.integers(1, 8), st.integers(1, 8)))
    kernel_shape = draw(st.tuples(st.integers(1, 4), st.integers(1, 4)))

    def stack(shape):
        dtype = np.dtype(draw(st.sampled_from(dtypes)))
        inside = elements
        if elements is None and dtype.kind != "b":
            inside = st.integers(0 if dtype.kind == "u" else -9, 9)
        array = draw(hnp.arrays(dtype, (count, *shape), elements=inside))
        return array / dtype.type(7) if dtype.kind in "fc" else array

    images, kernels = stack(image_shape), stack(kernel_shape)
    shared = draw(st.sampled_from(("neither", "images", "kernels")))
    return (
        images[0] if shared == "images" else images,
        kernels[0] if shared == "kernels" else kernels,
        draw(options(image_shape, kernel_shape)),
    )


def one_by_one(apply, images, kernels, chosen):
    """Return the results of one call each."""
    count = len(images) if images.ndim == 3 else len(kernels)
    images = images if images.ndim == 3 else [images] * count
    kernels = kernels if kernels.ndim == 3 else [kernels] * count
    return [apply(image, kernel, **chosen) for image, kernel in zip(images, kernels, strict=True)]


def assert_same(operation, images, kernels, chosen):
    single, many = FILTERS[operation]
    expected = one_by_one(single, images, kernels, chosen)

    result = many(images, kernels, **chosen)

    assert isinstance(result, np.ndarray)
    assert result.shape == (len(expected), *expected[0].shape)
    dtypes = {entry.dtype for entry in expected}
    assert result.dtype == (dtypes.pop() if len(dtypes) == 1 else np.dtype(object))
    if result.dtype == object:
        assert result.tolist() == [entry.tolist() for entry in expected]
    else:
        assert result.tobytes() == np.stack(expected).tobytes()


# As one call each


@given(operations, batches())
@settings(deadline=None, max_examples=150)
def test_a_batch_is_bit_for_bit_what_single_calls_are(operation, batch):
    assert_same(operation, *batch)


@given(operations, batches(("float64", "float32"), st.floats(-1e3, 1e3, width=32)))
@quick
def test_floats_of_a_batch_are_rounded_as_by_single_calls(operation, batch):
    assert_same(operation, *batch)


@given(
    operations, batches(("float64",), st.sampled_from((0.0, -0.0, 1.0, np.nan, np.inf, -np.inf)))
)
@quick
def test_a_nan_stays_in_its_window_and_its_problem(operation, batch):
    images, kernels, chosen = batch
    single, many = FILTERS[operation]
    expected = np.stack(one_by_one(single, images, kernels, chosen))

    result = many(images, kernels, **chosen)

    # The sign of a NaN says nothing, so not by bytes.
    np.testing.assert_array_equal(result, expected)
    zeros = result == 0
    np.testing.assert_array_equal(np.signbit(result[zeros]), np.signbit(expected[zeros]))


@given(operations, batches((object,), st.fractions(-3, 3, max_denominator=6)))
@quick
def test_fractions_of_a_batch_stay_exact_fractions(operation, batch):
    images, kernels, chosen = batch
    chosen = {**chosen, "fill_value": int(chosen["fill_value"])}
    single, many = FILTERS[operation]
    images, kernels = (part * Fraction(1, 7) for part in (images, kernels))

    result = many(images, kernels, **chosen)

    assert result.tolist() == [
        entry.tolist() for entry in one_by_one(single, images, kernels, chosen)
    ]
    assert {type(entry) for entry in result.flat} == {Fraction}


@given(operations, batches(("int64", "int8", "uint64"), st.integers(0, 100)), st.integers(20, 62))
@quick
def test_large_integers_of_a_batch_are_exact(operation, batch, bits):
    images, kernels, chosen = batch
    chosen = {**chosen, "fill_value": int(chosen["fill_value"])}
    # One problem of the batch is large; the others are not.
    images = images.astype(np.int64)
    images[-1] *= 2**bits // 100

    assert_same(operation, images, kernels, chosen)


def test_a_batch_with_one_problem_beyond_64_bits_is_of_python_integers():
    images = np.array([[[1, 2]], [[2**62, 2**62]]])

    result = engine.correlate_many(images, [[1, 1]], mode="valid")

    assert result.dtype == object
    assert result.tolist() == [[[3]], [[2**63]]]
    assert {type(entry) for entry in result.flat} == {int}


LARGE = (
    ((3, 130, 140), (3, 3)),
    ((2, 70, 600), (5, 7)),
    ((3, 90, 80), (15, 13)),
    ((40, 20, 20), (9, 9)),
)


@pytest.mark.parametrize(("shape", "taps"), LARGE)
@pytest.mark.parametrize("dtype", ["uint8", "int64", "float32", "float64", "complex64"])
@pytest.mark.parametrize("outer", [False, True])
def test_problems_that_are_not_tiny_are_as_by_single_calls_too(shape, taps, dtype, outer):
    places = np.arange(np.prod(shape))
    images = (places * places % 251).reshape(shape).astype(dtype)
    kernels = np.arange(shape[0] * np.prod(taps)).reshape(-1, *taps) ** 2 % 17 - 8
    if outer:
        kernels = kernels[:, :, :1] * kernels[:, :1]
    if images.dtype.kind in "fc":
        images, kernels = images / images.dtype.type(7), (kernels / 3).astype(dtype)

    assert_same("correlate", images, kernels, {"boundary": "symmetric"})
    assert_same("convolve", images, kernels[0], {"mode": "valid", "stride": (2, 1)})


@pytest.mark.parametrize("count", [15, 16, 17, 1000])
@pytest.mark.parametrize("dtype", ["uint8", "int64", "float32", "float64", "complex128"])
def test_more_problems_than_a_cache_holds_are_as_by_single_calls(count, dtype):
    places = np.arange(count * 42)
    images = (places * places % 251).reshape(count, 6, 7).astype(dtype)
    kernels = (np.arange(count * 6) ** 2 % 17).reshape(count, 3, 2).astype(dtype)
    if images.dtype.kind in "fc":
        images, kernels = images / images.dtype.type(7), kernels / kernels.dtype.type(3)
    if images.dtype.kind == "c":
        images = images * (1 + 0.3j)
        kernels = kernels * (0.7 - 1j)

    assert_same("correlate", images, kernels, {"boundary": "wrap"})
    assert_same("convolve", images[0], kernels, {"mode": "full"})


def test_a_batch_is_of_python_integers_only_if_one_of_its_problems_is():
    images, kernels = np.full((8, 1, 1), 2**61), np.ones((8, 1, 1), dtype=int)

    assert_same("correlate", images, kernels, {})
    assert engine.correlate_many(images, kernels).dtype == np.int64


@given(st.integers(1, 40), st.integers(1, 12), st.integers(1, 12), st.integers(1, 5))
@quick
def test_the_number_of_problems_changes_none_of_them(count, rows, columns, taps):
    places = np.arange(count * rows * columns)
    images = np.sin(places**2).reshape(count, rows, columns)
    kernel = np.cos(np.arange(taps * taps) ** 2).reshape(taps, taps)

    result = engine.correlate_many(images, kernel, boundary="wrap")

    assert result.shape == images.shape
    alone = engine.correlate_many(images[-1:], kernel, boundary="wrap")
    assert result[-1].tobytes() == alone[0].tobytes()


# What goes in


@given(operations, batches())
@quick
def test_a_batch_is_left_as_it_was_whatever_its_memory_layout(operation, batch):
    images, kernels, chosen = batch
    many = FILTERS[operation][1]
    expected = many(images, kernels, **chosen)
    before = images.copy()
    moved = np.asfortranarray(images)[..., ::-1].copy()[..., ::-1]
    foreign = np.repeat(kernels, 2, axis=-1)[..., ::2].astype(kernels.dtype.newbyteorder("S"))
    for array in (images, kernels, moved, foreign):
        array.flags.writeable = False

    for first, second in ((images, kernels), (moved, kernels), (images, foreign)):
        result = many(first, second, **chosen)
        assert result.tobytes() == expected.tobytes()
        assert result.dtype.isnative
    np.testing.assert_array_equal(images, before)
    assert not np.shares_memory(expected, images)


def test_a_batch_may_be_given_as_lists():
    images, kernels = [[[1, 2, 3]], [[4, 5, 6]]], [[[1, 1]], [[1, -1]]]

    result = engine.correlate_many(images, kernels, mode="valid")

    assert result.tolist() == [[[3, 5]], [[-1, -1]]]


def test_an_image_that_is_broadcast_is_one_image_after_the_other():
    image, kernels = np.arange(12).reshape(3, 4), np.arange(18).reshape(2, 3, 3)

    repeated = engine.correlate_many(np.broadcast_to(image, (2, 3, 4)), kernels)

    np.testing.assert_array_equal(repeated, engine.correlate_many(image, kernels))


REFUSED = (
    (np.ones((0, 4, 4)), np.ones((3, 3)), ("images", "0×4×4", "empty")),
    (np.ones((4, 4)), np.ones((0, 3, 3)), ("kernels", "0×3×3", "empty")),
    (np.ones((2, 0, 4)), np.ones((3, 3)), ("images", "2×0×4", "empty")),
    (np.ones((2, 4, 4)), np.ones((3, 0)), ("kernels", "3×0", "empty")),
    (np.ones((2, 4, 4)), np.ones((3, 3, 3)), ("images", "2", "kernels", "3")),
    (np.ones(4), np.ones((3, 3)), ("images", "(4,)")),
    (np.ones((2, 4, 4)), np.ones(3), ("kernels", "(3,)")),
    (np.ones((1, 2, 4, 4)), np.ones((3, 3)), ("images", "1×2×4×4")),
    (np.ones((2, 4, 4)), np.ones((1, 2, 3, 3)), ("kernels", "1×2×3×3")),
)


@pytest.mark.parametrize("number", range(len(REFUSED)))
@pytest.mark.parametrize("operation", FILTERS)
def test_a_refusal_names_the_argument_and_its_shape(operation, number):
    images, kernels, words = REFUSED[number]

    with pytest.raises(ValueError, match=words[0]) as caught:
        FILTERS[operation][1](images, kernels)

    assert all(word in str(caught.value) for word in words), str(caught.value)


def test_a_batch_refuses_what_a_single_call_refuses():
    with pytest.raises(ValueError, match=r"kernel.*5×5 does not fit a 4×4 image"):
        engine.correlate_many(np.ones((2, 4, 4)), np.ones((5, 5)), mode="valid")
    with pytest.raises(TypeError, match="images must hold numbers"):
        engine.correlate_many([[["1"]]], [[1]])
    with pytest.raises(ValueError, match="anchor"):
        engine.correlate_many(np.ones((2, 4, 4)), np.ones((3, 3)), anchor=(3, 0))
