"""Layers: what they refuse, and the number system they keep."""

import numpy as np
import pytest

from grader import engine

X = np.ones((1, 4, 5, 5), dtype=int)


def test_weights_are_laid_down_as_written():
    impulse = np.zeros((1, 1, 3, 3), dtype=int)
    impulse[0, 0, 1, 1] = 1

    result = engine.conv_layer(impulse, np.arange(1, 10).reshape(1, 1, 3, 3), padding=1)

    assert result[0, 0].tolist() == [[9, 8, 7], [6, 5, 4], [3, 2, 1]]


def test_bytes_do_not_wrap_around_in_a_layer():
    bright = np.full((1, 3, 2, 2), 200, dtype=np.uint8)

    assert engine.conv_layer(bright, np.ones((1, 3, 2, 2), np.uint8)).item() == 2400


def test_a_bias_that_overflows_makes_python_integers():
    result = engine.pointwise([[[[2**63 - 1]]]], [[1]], [1])

    assert result.item() == 2**63
    assert result.dtype == object


def test_a_float_bias_makes_floats():
    assert engine.pointwise([[[[1]]]], [[1]], [0.5]).item() == 1.5


def test_single_precision_stays_single():
    x, weights = X.astype(np.float32), np.ones((2, 4, 3, 3), dtype=np.float32)

    assert engine.conv_layer(x, weights).dtype == np.float32


def test_complex_weights_are_not_conjugated():
    assert engine.conv_layer([[[[1]]]], [[[[1j]]]]).item() == 1j


def test_the_outputs_of_a_channel_are_next_to_each_other():
    x = np.array([1, 10]).reshape(1, 2, 1, 1)
    weights = np.array([1, 2, 3, 4]).reshape(4, 1, 1, 1)

    assert engine.depthwise(x, weights).ravel().tolist() == [1, 2, 30, 40]


def test_each_stage_of_a_depthwise_separable_layer_adds_its_own_bias():
    x, weights = np.array([1, 2]).reshape(1, 2, 1, 1), np.ones((2, 1, 1, 1), dtype=int)

    result = engine.depthwise_separable(
        x, weights, [[1, 3]], depthwise_bias=[10, 20], pointwise_bias=[100]
    )

    assert result.item() == (1 + 10) + 3 * (2 + 20) + 100


def test_a_nan_reaches_the_windows_that_hold_it_only():
    x = np.ones((1, 1, 3, 4))
    x[0, 0, 0, 0] = np.nan

    result = engine.conv_layer(x, np.zeros((2, 1, 2, 2)))

    expected = np.zeros((2, 3))
    expected[0, 0] = np.nan
    np.testing.assert_array_equal(result[0], [expected, expected])


@pytest.mark.parametrize(
    ("call", "says"),
    [
        (
            lambda: engine.conv_layer(X[0], np.ones((1, 4, 3, 3))),
            "x must have four axes (batch, channels, rows, columns), but its shape is 4×5×5",
        ),
        (
            lambda: engine.conv_layer(X, np.ones((4, 3, 3))),
            "weights must have four axes (outputs, inputs, rows, columns), but its shape is 4×3×3",
        ),
        (
            lambda: engine.conv_layer(X, np.ones((8, 3, 3, 3))),
            (
                "weights of shape 8×3×3×3 take 3 channels per group, "
                "but x has 4 channels in 1 group(s)"
            ),
        ),
        (
            lambda: engine.conv_layer(X, np.ones((6, 1, 3, 3)), groups=4),
            "groups must divide the input and the output channels, but 4 does not divide 4 and 6",
        ),
        (
            lambda: engine.conv_layer(X, np.ones((2, 4, 3, 3)), [1, 2, 3]),
            "bias must hold one number per output channel, shape (2,), but its shape is (3,)",
        ),
        (
            lambda: engine.depthwise(X, np.ones((6, 1, 3, 3))),
            (
                "weights must have shape (multiplier·4, 1, rows, columns) for an x of 4 channels, "
                "but have shape 6×1×3×3"
            ),
        ),
        (
            lambda: engine.pointwise(X, np.ones((2, 4, 3, 3))),
            (
                "weights must have shape (outputs, inputs) or (outputs, inputs, 1, 1), "
                "but have shape 2×4×3×3"
            ),
        ),
        (
            lambda: engine.conv_layer(X, np.ones((1, 4, 6, 6))),
            'kernel 6×6 does not fit a 5×5 image in mode "valid"; use "same" or "full"',
        ),
        (lambda: engine.conv_layer(X[:, :, :0], X), "x is empty: its shape is 1×4×0×5"),
    ],
)
def test_a_layer_says_which_shape_it_needs(call, says):
    with pytest.raises(ValueError, match=r".") as caught:
        call()
    assert str(caught.value) == says
