"""Layers, against their definition channel by channel and against one another."""

from fractions import Fraction

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from grader import engine

quick = settings(deadline=None, max_examples=60)
entries = st.integers(-9, 9)


@st.composite
def layers(draw, *, depthwise=False):
    """Draw (x, weights, bias, options) that fit together."""
    share, groups = draw(st.integers(1, 2)), draw(st.integers(1, 3))
    inputs = groups if depthwise else share * groups
    outputs = draw(st.integers(1, 2)) * groups
    taps = draw(st.tuples(st.integers(1, 3), st.integers(1, 3)))
    pair = st.tuples(st.integers(1, 2), st.integers(1, 2))
    x = draw(hnp.arrays(np.int64, (draw(st.integers(1, 2)), inputs, 5, 6), elements=entries))
    weights = draw(hnp.arrays(np.int64, (outputs, inputs // groups, *taps), elements=entries))
    bias = draw(hnp.arrays(np.int64, outputs, elements=entries))
    return x, weights, bias, {
        "stride": draw(pair),
        "padding": draw(st.tuples(st.integers(0, 2), st.integers(0, 2))),
        "dilation": draw(pair),
        "groups": groups,
    }  # fmt: skip


def channel_by_channel(x, weights, bias, chosen):
    """Return what a layer is: a sum of correlations of channels, plus the bias."""
    inputs, outputs = weights.shape[1], len(weights) // chosen["groups"]
    margins = [(margin, margin) for margin in chosen["padding"]]
    rest = {name: chosen[name] for name in ("stride", "dilation")}
    return np.array(
        [
            [
                sum(
                    engine.correlate(
                        engine.pad(image[o // outputs * inputs + c], margins, boundary="zero"),
                        kernel,
                        mode="valid",
                        **rest,
                    )
                    for c, kernel in enumerate(kernels)
                )
                + bias[o]
                for o, kernels in enumerate(weights)
            ]
            for image in x
        ]
    )


@given(layers())
@quick
def test_a_layer_sums_the_correlations_of_its_channels(layer):
    x, weights, bias, chosen = layer

    result = engine.conv_layer(x, weights, bias, **chosen)

    np.testing.assert_array_equal(result, channel_by_channel(x, weights, bias, chosen))
    assert result.dtype == np.int64


@given(layers(depthwise=True))
@quick
def test_a_depthwise_layer_filters_every_channel_by_itself(layer):
    x, weights, bias, chosen = layer
    rest = {name: value for name, value in chosen.items() if name != "groups"}

    result = engine.depthwise(x, weights, bias, **rest)

    np.testing.assert_array_equal(result, channel_by_channel(x, weights, bias, chosen))


@given(layers(depthwise=True), st.data())
@quick
def test_a_depthwise_separable_layer_is_a_layer_with_weights_that_are_products(layer, data):
    x, weights, _, chosen = layer
    rest = {name: value for name, value in chosen.items() if name != "groups"}
    mixing = data.draw(hnp.arrays(np.int64, (4, len(weights)), elements=entries))
    repeats = len(weights) // x.shape[1]
    products = mixing[:, :, np.newaxis, np.newaxis] * weights[:, 0]
    # A channel that is repeated by the multiplier contributes once per copy.
    summed = products.reshape(4, x.shape[1], repeats, *weights.shape[2:]).sum(axis=2)

    result = engine.depthwise_separable(x, weights, mixing, **rest)

    np.testing.assert_array_equal(result, engine.conv_layer(x, summed, **rest))


@given(layers())
@quick
def test_a_pointwise_layer_multiplies_every_pixel_by_a_matrix(layer):
    x = layer[0]
    matrix, bias = np.arange(3 * x.shape[1]).reshape(3, -1) - 4, np.array([1, 2, 3])

    expected = np.einsum("oc,nchw->nohw", matrix, x) + bias[:, np.newaxis, np.newaxis]

    np.testing.assert_array_equal(engine.pointwise(x, matrix, bias), expected)
    four_axes = matrix[:, :, np.newaxis, np.newaxis]
    np.testing.assert_array_equal(engine.pointwise(x, four_axes, bias), expected)


@given(layers(), st.sampled_from((2**62, Fraction(1, 3))))
@quick
def test_layers_are_exact_for_fractions_and_beyond_64_bits(layer, factor):
    x, weights, bias, chosen = layer

    scaled = engine.conv_layer(x, weights.astype(object) * factor, bias, **chosen)

    plain = engine.conv_layer(x, weights, **chosen).astype(object)
    np.testing.assert_array_equal(scaled, plain * factor + bias[:, np.newaxis, np.newaxis])


@given(layers())
@quick
def test_parameters_count_the_entries_of_the_arrays_that_a_layer_takes(layer):
    x, _, _, _ = layer
    weights, bias = np.ones((7, x.shape[1], 3, 2), dtype=int), np.ones(7, dtype=int)

    assert engine.conv_layer(x, weights, bias).shape[1] == 7
    assert engine.conv_params((3, 2), x.shape[1], 7) == weights.size + bias.size


@given(layers())
@quick
def test_macs_count_the_products_that_are_summed(layer):
    x, weights, _, chosen = layer
    chosen = {**chosen, "padding": 0}

    ones = engine.conv_layer(np.ones_like(x[:1]), np.ones_like(weights), **chosen)

    groups = chosen["groups"]
    per_group = engine.conv_macs(
        weights.shape[2:], weights.shape[1], len(weights) // groups, output_shape=ones.shape[2:]
    )
    assert ones.sum() == groups * per_group
