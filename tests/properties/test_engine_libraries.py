"""The engine against numpy and scipy, whose conventions differ from ours in known ways."""

import numpy as np
from hypothesis import given, settings
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
