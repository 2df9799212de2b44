"""What is refused, and what the refusal says: the argument, what it is, and the rule."""

from decimal import Decimal
from fractions import Fraction

import numpy as np
import pytest

from grader import engine

IMAGE = [[1, 2, 3, 4]] * 4
KERNEL = [[1, 2, 3]] * 3


def refusal(call, error=ValueError):
    with pytest.raises(error) as caught:
        call()
    return str(caught.value)


@pytest.mark.parametrize(
    ("image", "kernel", "says"),
    [
        ([1, 2], KERNEL, "image must have two axes (rows, columns), but its shape is (2,)"),
        (IMAGE, 3, "kernel must have two axes (rows, columns), but its shape is ()"),
        ([IMAGE], KERNEL, "image must have two axes (rows, columns), but its shape is 1×4×4"),
        (IMAGE, [[]], "kernel is empty: its shape is 1×0"),
        (np.ones((0, 3)), KERNEL, "image is empty: its shape is 0×3"),
        ([[1, 2], [3]], KERNEL, "image is ragged: its rows differ in length or depth"),
    ],
)
def test_images_and_kernels_are_matrices_with_something_in_them(image, kernel, says):
    assert refusal(lambda: engine.correlate(image, kernel)) == says


@pytest.mark.parametrize(
    ("image", "says"),
    [
        ([["1"]], "image must hold numbers, but its dtype is <U1"),
        ([[None]], "image must hold numbers, but holds a NoneType"),
        ([[Decimal(1)]], "image must hold numbers, but holds a Decimal"),
    ],
)
def test_images_hold_numbers(image, says):
    assert refusal(lambda: engine.correlate(image, KERNEL), TypeError) == says


def test_a_kernel_that_does_not_fit_is_told_what_to_do():
    says = 'kernel 5×5 does not fit a 4×4 image in mode "valid"; use "same" or "full"'

    assert refusal(lambda: engine.correlate(IMAGE, np.ones((5, 5)), mode="valid")) == says


@pytest.mark.parametrize(
    ("rows", "words"),
    [(1, "a 1×2"), (8, "an 8×2"), (11, "an 11×2"), (80, "an 80×2"), (110, "a 110×2")],
)
def test_the_shape_of_an_image_is_read_aloud(rows, words):
    with pytest.raises(ValueError, match=f"does not fit {words} image"):
        engine.correlate(np.ones((rows, 2)), [[1, 2, 3]], mode="valid")


def test_a_kernel_that_is_longer_along_one_axis_only_does_not_fit_either():
    refusal(lambda: engine.convolve(IMAGE, np.ones((1, 5)), mode="valid"))
    refusal(lambda: engine.convolve(IMAGE, np.ones((5, 1)), mode="valid"))


def test_a_kernel_that_does_not_fit_because_of_its_dilation_is_told_so():
    says = refusal(lambda: engine.correlate(IMAGE, KERNEL, mode="valid", dilation=2))

    assert says.startswith("kernel 3×3 (dilated to 5×5) does not fit a 4×4 image")


def test_an_unknown_mode_is_told_the_known_ones():
    says = refusal(lambda: engine.correlate(IMAGE, KERNEL, mode="Same"))

    assert says == 'mode "Same" is not one of "full", "same", "valid"'


@pytest.mark.parametrize(
    ("theirs", "ours"),
    [
        ("constant", "zero"),
        ("nearest", "replicate"),
        ("edge", "replicate"),
        ("mirror", "reflect"),
        ("symm", "symmetric"),
        ("circular", "wrap"),
    ],
)
def test_a_word_of_another_library_for_a_boundary_is_told_ours(theirs, ours):
    says = refusal(lambda: engine.correlate(IMAGE, KERNEL, boundary=theirs))

    assert says.startswith(f'boundary "{theirs}" is not one of "zero", "replicate", "reflect"')
    assert says.endswith(f'; did you mean "{ours}"?')


def test_an_option_that_is_no_word_at_all_is_refused():
    says = refusal(lambda: engine.correlate(IMAGE, KERNEL, mode=2))

    assert says == 'mode 2 is not one of "full", "same", "valid"'


def test_an_unknown_method_or_operation_is_refused():
    assert "method" in refusal(lambda: engine.correlate(IMAGE, KERNEL, method="magic"))
    assert "method" in refusal(lambda: engine.convolve(IMAGE, KERNEL, method="magic"))
    says = refusal(lambda: engine.trace(IMAGE, KERNEL, operation="convolution"))
    assert says.endswith('did you mean "convolve"?')


def test_a_fill_value_that_the_boundary_ignores_is_refused():
    says = refusal(lambda: engine.correlate(IMAGE, KERNEL, boundary="wrap", fill_value=5))

    assert says == 'fill_value 5 is used by boundary "zero" only, but boundary is "wrap"'


def test_a_fill_value_is_one_number():
    says = refusal(lambda: engine.correlate(IMAGE, KERNEL, fill_value=[1, 2]))

    assert says == "fill_value must be one number, not an array of shape (2,)"


@pytest.mark.parametrize("anchor", [(3, 0), (0, 3)])
def test_an_anchor_is_an_entry_of_the_kernel(anchor):
    says = refusal(lambda: engine.correlate(IMAGE, KERNEL, anchor=anchor))

    assert says == (
        f"anchor {anchor} lies outside a 3×3 kernel, whose entries are numbered from (0, 0)"
    )


@pytest.mark.parametrize(
    ("option", "value", "error", "says"),
    [
        ("stride", 0, ValueError, "stride must be at least 1, but is 0"),
        ("dilation", (1, -1), ValueError, "dilation must be at least 1, but is (1, -1)"),
        (
            "stride",
            (1, 2, 3),
            ValueError,
            "stride must be a whole number or 2 of them, not (1, 2, 3)",
        ),
        ("stride", 1.5, TypeError, "stride must be a whole number or 2 of them, not 1.5"),
        ("stride", (1, 1.5), TypeError, "stride must be a whole number or 2 of them"),
        ("anchor", (-1, -1), ValueError, "anchor must be at least 0, but is (-1, -1)"),
    ],
)
def test_whole_number_options_say_what_they_must_be(option, value, error, says):
    assert says in refusal(lambda: engine.correlate(IMAGE, KERNEL, **{option: value}), error)


def test_whole_numbers_of_numpy_are_whole_numbers():
    options = {"stride": np.int64(2), "dilation": np.array([1, 1]), "anchor": np.array([1, 1])}

    assert engine.correlate(IMAGE, KERNEL, **options).shape == (2, 2)


@pytest.mark.parametrize(
    ("widths", "says"),
    [
        (-1, "widths must not be negative, but are -1"),
        ((1, 2, 3), "not (1, 2, 3) of shape (3,)"),
        (0.5, "not 0.5 of shape ()"),
    ],
)
def test_pad_widths_say_what_they_must_be(widths, says):
    assert refusal(lambda: engine.pad(IMAGE, widths, boundary="zero")).endswith(says)


def test_pad_widths_go_by_axis_or_by_side():
    assert engine.pad([[1]], 1, boundary="zero").shape == (3, 3)
    assert engine.pad([[1]], (1, 2), boundary="zero").shape == (3, 5)
    padded = engine.pad([[1]], ((0, 1), (2, 0)), boundary="zero", fill_value=7)
    assert padded.tolist() == [[7, 7, 1], [7, 7, 7]]


@pytest.mark.parametrize(
    ("dtype", "fill", "expected"),
    [
        ("uint8", 255, "uint8"),
        ("uint8", 256, "int64"),
        ("uint8", -1, "int64"),
        ("uint8", 0.5, "float64"),
        ("float32", 3, "float32"),
        ("float32", 1j, "complex64"),
        ("bool", 2, "int64"),
        ("int8", 2**70, "object"),
        ("int8", Fraction(1, 2), "object"),
    ],
)
def test_padding_widens_the_dtype_only_for_a_fill_value_that_needs_it(dtype, fill, expected):
    padded = engine.pad(np.ones((1, 1), dtype), (0, 1), boundary="zero", fill_value=fill)

    assert padded.tolist() == [[fill, 1, fill]]
    assert padded.dtype == np.dtype(expected)


def test_a_padded_image_of_fractions_keeps_them():
    padded = engine.pad([[Fraction(1, 2)]], (0, 1), boundary="zero", fill_value=Fraction(1, 3))

    assert padded.tolist() == [[Fraction(1, 3), Fraction(1, 2), Fraction(1, 3)]]


def test_padding_by_nothing_gives_a_copy():
    image = np.ones((2, 2))

    assert not np.shares_memory(engine.pad(image, 0, boundary="wrap"), image)
    assert not np.shares_memory(engine.rotate180(image), image)
