"""The engine's layers against PyTorch's."""

from typing import get_args

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from grader import engine

pytestmark = pytest.mark.peers
torch = pytest.importorskip("torch", reason="needs PyTorch: pip install -e '.[peers]'")

quick = settings(deadline=None, max_examples=100)
entries = st.integers(-9, 9)
pairs = st.tuples(st.integers(1, 3), st.integers(1, 3))


@st.composite
def layers(draw):
    """Draw (x, weights, bias, options) that fit together, in doubles that hold small integers."""
    share, groups, multiplier = (draw(st.integers(1, 3)) for _ in range(3))

    def array(*shape):
        return draw(hnp.arrays(np.float64, shape, elements=entries))

    x = array(draw(st.integers(1, 2)), share * groups, 7, 8)
    weights = array(multiplier * groups, share, *draw(pairs))
    return x, weights, array(multiplier * groups), {
        "stride": draw(pairs),
        "padding": draw(st.tuples(st.integers(0, 2), st.integers(0, 2))),
        "dilation": draw(pairs),
        "groups": groups,
    }  # fmt: skip


def conv2d(x, weights, bias=None, **options):
    tensors = (None if array is None else torch.from_numpy(array) for array in (x, weights, bias))
    return torch.nn.functional.conv2d(*tensors, **options).numpy()


@given(layers())
@quick
def test_conv2d_is_conv_layer(layer):
    x, weights, bias, options = layer

    expected = conv2d(x, weights, bias, **options)

    np.testing.assert_array_equal(engine.conv_layer(x, weights, bias, **options), expected)


@given(layers())
@quick
def test_conv2d_of_one_channel_is_correlation_in_mode_valid(layer):
    x, weights, _, options = layer
    image, kernel = x[0, 0], weights[0, 0]
    rest = {name: options[name] for name in ("stride", "dilation")}

    expected = conv2d(x[:1, :1], weights[:1, :1], **rest)[0, 0]

    np.testing.assert_array_equal(engine.correlate(image, kernel, mode="valid", **rest), expected)


@given(layers())
@quick
def test_padding_same_is_mode_same_with_the_anchor_left_of_the_center(layer):
    x, weights, _, _ = layer
    image, kernel = x[0, 0], weights[0, 0]
    left = tuple((taps - 1) // 2 for taps in kernel.shape)
    if any(taps % 2 == 0 for taps in kernel.shape):
        return  # PyTorch warns about a copy there, and warnings are failures

    expected = conv2d(x[:1, :1], weights[:1, :1], padding="same")[0, 0]

    np.testing.assert_array_equal(engine.correlate(image, kernel, anchor=left), expected)


@pytest.mark.parametrize(
    ("theirs", "ours"), [("circular", "wrap"), ("reflect", "reflect"), ("replicate", "replicate")]
)
def test_functional_pad_is_pad(theirs, ours):
    image = np.arange(20.0).reshape(4, 5)

    expected = torch.nn.functional.pad(torch.from_numpy(image)[None, None], (3, 2, 1, 3), theirs)

    padded = engine.pad(image, ((1, 3), (3, 2)), boundary=ours)
    np.testing.assert_array_equal(padded, expected.numpy()[0, 0])


def test_parameters_are_those_of_the_modules():
    def count(*modules):
        return sum(part.numel() for module in modules for part in module.parameters())

    def conv(*shape, **options):
        return torch.nn.Conv2d(*shape, **options)

    both = conv(3, 3, 3, groups=3), conv(3, 64, 1)
    last = conv(3, 3, 3, groups=3, bias=False), conv(3, 64, 1)
    none = conv(3, 3, 3, groups=3, bias=False), conv(3, 64, 1, bias=False)

    assert engine.conv_params(3, 3, 64) == count(conv(3, 64, 3)) == 1792
    assert engine.depthwise_separable_params(3, 3, 64) == count(*both) == 286
    assert engine.depthwise_separable_params(3, 3, 64, bias="last") == count(*last) == 283
    assert engine.depthwise_separable_params(3, 3, 64, bias="none") == count(*none) == 219
    assert engine.depthwise_params(3, 4, multiplier=2) == count(conv(4, 8, 3, groups=4))


def test_bytes_wrap_around_in_torch_and_not_in_the_engine():
    bright = np.full((1, 1, 2, 2), 200, dtype=np.uint8)
    ones = np.ones((1, 1, 2, 2), dtype=np.uint8)

    assert conv2d(bright, ones).item() == 800 % 256
    assert engine.conv_layer(bright, ones).item() == 800


# Larger images, kernels and layers, in floats


def noise(shape, seed):
    """Return numbers between -1 and 1 without a pattern: to draw each of them would take long."""
    places = np.arange(np.prod(shape)) + seed
    return np.sin(places * places * 0.7).reshape(shape)


def near(result, expected, x, weights, taps):
    """Assert equality up to rounding: by what is large anywhere, as by a transform."""
    scale = np.abs(x).max() * np.abs(weights).max() * taps
    allowed = 8 * np.finfo(expected.dtype).eps * scale
    np.testing.assert_allclose(result, expected, rtol=0, atol=allowed)


some = settings(deadline=None, max_examples=20)
dtypes = st.sampled_from(("float32", "float64"))


@pytest.mark.parametrize("method", get_args(engine.Method)[3:])
@given(
    st.tuples(st.integers(60, 90), st.integers(60, 90)),
    st.tuples(st.integers(3, 20), st.integers(3, 20)),
    pairs,
    pairs,
    dtypes,
)
@some
def test_every_method_is_conv2d_of_one_channel(method, shape, taps, stride, dilation, dtype):  # noqa: PLR0913, PLR0917 -- all that matters here
    image, kernel = noise(shape, 1).astype(dtype), noise(taps, 2).astype(dtype)
    rest = {"stride": stride, "dilation": dilation}

    expected = conv2d(image[np.newaxis, np.newaxis], kernel[np.newaxis, np.newaxis], **rest)

    result = engine.correlate(image, kernel, mode="valid", method=method, **rest)
    assert result.dtype == dtype
    near(result, expected[0, 0], image, kernel, kernel.size)


@given(st.integers(1, 3), st.integers(1, 4), pairs, pairs, dtypes)
@some
def test_larger_layers_are_conv2d_with_groups_stride_and_dilation(
    groups, share, stride, dilation, dtype
):
    x = noise((2, groups * share, 40, 37), 1).astype(dtype)
    weights = noise((groups * 5, share, 5, 3), 2).astype(dtype)
    bias = noise((groups * 5,), 3).astype(dtype)
    chosen = {"groups": groups, "stride": stride, "dilation": dilation, "padding": (2, 1)}

    result = engine.conv_layer(x, weights, bias, **chosen)

    assert result.dtype == dtype
    near(result, conv2d(x, weights, bias, **chosen), x, weights, weights[0].size)


@given(st.integers(1, 8), st.integers(1, 2), pairs, dtypes)
@some
def test_larger_depthwise_layers_are_conv2d_with_a_group_for_each_channel(
    channels, multiplier, stride, dtype
):
    x = noise((2, channels, 33, 50), 1).astype(dtype)
    weights = noise((channels * multiplier, 1, 7, 5), 2).astype(dtype)

    result = engine.depthwise(x, weights, stride=stride, padding=3)

    expected = conv2d(x, weights, stride=stride, padding=3, groups=channels)
    near(result, expected, x, weights, weights[0].size)
