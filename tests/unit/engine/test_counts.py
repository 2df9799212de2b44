"""Counts beyond the lecture's own numbers."""

import pytest

from grader import engine


def test_the_checked_pairs_of_standard_and_separable_layers():
    assert engine.conv_params(3, 16, 32) == 4640
    assert engine.depthwise_separable_params(3, 16, 32) == 704
    assert engine.conv_params(5, 8, 24) == 4824
    assert engine.depthwise_separable_params(5, 8, 24) == 424


def test_a_kernel_need_not_be_square():
    assert engine.conv_params((1, 7), 2, 3) == 1 * 7 * 2 * 3 + 3
    assert engine.depthwise_macs((1, 7), 2, output_shape=(4, 5)) == 7 * 2 * 20


def test_weights_and_macs_shrink_by_one_over_outputs_plus_one_over_area():
    shape = {"output_shape": (8, 8)}

    ratio = engine.depthwise_separable_macs(3, 3, 64, **shape) / engine.conv_macs(3, 3, 64, **shape)

    assert ratio == pytest.approx(1 / 64 + 1 / 9)


def test_a_separable_layer_is_larger_when_there_is_nothing_to_share():
    assert engine.depthwise_separable_params(3, 5, 1) > engine.conv_params(3, 5, 1)
    assert engine.depthwise_separable_params(1, 5, 7) > engine.conv_params(1, 5, 7)


def test_a_multiplier_repeats_the_kernels_of_every_channel():
    assert engine.depthwise_params(3, 4, multiplier=2) == 3 * 3 * 4 * 2 + 4 * 2
    assert engine.depthwise_params(3, 4, multiplier=2, bias=False) == 72
    assert engine.depthwise_macs(3, 4, multiplier=2, output_shape=(1, 1)) == 72


def test_without_bias_only_weights_count():
    assert engine.conv_params(3, 3, 64, bias=False) == 1728
    assert engine.pointwise_params(3, 64, bias=False) == 192


def test_the_vgg_sized_layer_of_the_engine_notes():
    assert engine.conv_macs(3, 3, 64, output_shape=(32, 32)) == 1_769_472
    assert engine.depthwise_separable_macs(3, 3, 64, output_shape=(32, 32)) == 224_256


@pytest.mark.parametrize(
    ("call", "says"),
    [
        (lambda: engine.conv_params(0, 3, 3), "kernel_size must be at least 1"),
        (lambda: engine.conv_params(3, 0, 3), "in_channels must be at least 1"),
        (lambda: engine.conv_params(3, 3, -1), "out_channels must be at least 1"),
        (lambda: engine.depthwise_params(3, 3, multiplier=0), "multiplier must be at least 1"),
        (lambda: engine.conv_macs(3, 3, 3, output_shape=(0, 1)), "output_shape must be at least"),
        (lambda: engine.depthwise_separable_params(3, 3, 3, bias=True), "bias True is not one of"),
    ],
)
def test_counts_say_which_argument_is_wrong(call, says):
    with pytest.raises(ValueError, match=says):
        call()
