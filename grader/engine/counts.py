"""What a layer costs: parameters to store, and multiply-accumulates (MACs) to run.

A MAC is one product and its addition. Papers that count FLOPs mostly count 2 per MAC; biases, one
addition per output, are left out of both here, as is usual.
"""

import math
from collections.abc import Sequence
from typing import Literal

from grader.engine.arrays import whole_number, whole_numbers


def conv_params(
    kernel_size: int | Sequence[int], in_channels: int, out_channels: int, *, bias: bool = True
) -> int:
    """Return the parameters of a convolutional layer: every filter sees all input channels.

    >>> conv_params(3, 3, 64)
    1792
    """
    area, inputs, outputs = _area(kernel_size), _in(in_channels), _out(out_channels)
    return area * inputs * outputs + (outputs if bias else 0)


def depthwise_params(
    kernel_size: int | Sequence[int], in_channels: int, *, multiplier: int = 1, bias: bool = True
) -> int:
    """Return the parameters of a depthwise layer: `multiplier` kernels per input channel.

    >>> depthwise_params(3, 3)
    30
    """
    maps = _in(in_channels) * _positive(multiplier, "multiplier")
    return _area(kernel_size) * maps + (maps if bias else 0)


def pointwise_params(in_channels: int, out_channels: int, *, bias: bool = True) -> int:
    """Return the parameters of a 1×1 convolutional layer.

    >>> pointwise_params(3, 64)
    256
    """
    return conv_params(1, in_channels, out_channels, bias=bias)


def depthwise_separable_params(
    kernel_size: int | Sequence[int],
    in_channels: int,
    out_channels: int,
    *,
    bias: Literal["both", "last", "none"] = "both",
) -> int:
    """Return the parameters of a depthwise layer followed by a pointwise one.

    Parameters
    ----------
    kernel_size
        One number for a square kernel, or (rows, columns).
    in_channels, out_channels
        Channels before the depthwise and after the pointwise layer.
    bias
        ``"both"`` layers have one (PyTorch, two layers), only the ``"last"`` (Keras'
        SeparableConv2D), or ``"none"`` (MobileNet, where batch normalization follows).

    Examples
    --------
    >>> [depthwise_separable_params(3, 3, 64, bias=bias) for bias in ("both", "last", "none")]
    [286, 283, 219]
    """
    if bias not in {"both", "last", "none"}:
        raise ValueError(f'bias {bias!r} is not one of "both", "last", "none"')
    return depthwise_params(kernel_size, in_channels, bias=bias == "both") + pointwise_params(
        in_channels, out_channels, bias=bias != "none"
    )


def conv_macs(
    kernel_size: int | Sequence[int],
    in_channels: int,
    out_channels: int,
    *,
    output_shape: Sequence[int],
) -> int:
    """Return the multiply-accumulates of a convolutional layer with (rows, columns) of *output*.

    >>> conv_macs(3, 3, 64, output_shape=(8, 8))
    110592
    """
    weights = conv_params(kernel_size, in_channels, out_channels, bias=False)
    return weights * _places(output_shape)


def depthwise_macs(
    kernel_size: int | Sequence[int],
    in_channels: int,
    *,
    output_shape: Sequence[int],
    multiplier: int = 1,
) -> int:
    """Return the multiply-accumulates of a depthwise layer.

    >>> depthwise_macs(3, 3, output_shape=(8, 8))
    1728
    """
    weights = depthwise_params(kernel_size, in_channels, multiplier=multiplier, bias=False)
    return weights * _places(output_shape)


def pointwise_macs(in_channels: int, out_channels: int, *, output_shape: Sequence[int]) -> int:
    """Return the multiply-accumulates of a 1×1 convolutional layer.

    >>> pointwise_macs(3, 64, output_shape=(8, 8))
    12288
    """
    return conv_macs(1, in_channels, out_channels, output_shape=output_shape)


def depthwise_separable_macs(
    kernel_size: int | Sequence[int],
    in_channels: int,
    out_channels: int,
    *,
    output_shape: Sequence[int],
) -> int:
    """Return the multiply-accumulates of a depthwise layer followed by a pointwise one.

    >>> depthwise_separable_macs(3, 3, 64, output_shape=(8, 8))
    14016
    """
    return depthwise_macs(kernel_size, in_channels, output_shape=output_shape) + pointwise_macs(
        in_channels, out_channels, output_shape=output_shape
    )


def _positive(value: int, name: str) -> int:
    return whole_number(value, name, least=1)


def _in(channels: int) -> int:
    return _positive(channels, "in_channels")


def _out(channels: int) -> int:
    return _positive(channels, "out_channels")


def _area(kernel_size: int | Sequence[int]) -> int:
    return math.prod(whole_numbers(kernel_size, "kernel_size", least=1))


def _places(output_shape: Sequence[int]) -> int:
    return math.prod(whole_numbers(output_shape, "output_shape", least=1))
