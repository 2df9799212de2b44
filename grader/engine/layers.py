"""Layers of a ConvNet, on arrays of (batch, channels, rows, columns).

What a ConvNet calls convolution is cross-correlation: weights are laid down as written. Unlike
`correlate`, a layer does not conjugate complex weights, because no ConvNet library does.
"""

from collections.abc import Sequence
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from grader.engine.arrays import (
    describe_shape,
    numbers,
    require_content,
    whole_number,
    whole_numbers,
)
from grader.engine.exactness import common_terms, exact_sum
from grader.engine.geometry import output_shape, sweep
from grader.engine.methods.patches import filtered_channels, mixed_patches

_LAYER_AXES: Final = 4


def conv_layer(  # noqa: PLR0913 -- a layer has this many options
    x: npt.ArrayLike,
    weights: npt.ArrayLike,
    bias: npt.ArrayLike | None = None,
    *,
    stride: int | Sequence[int] = 1,
    padding: int | Sequence[int] = 0,
    dilation: int | Sequence[int] = 1,
    groups: int = 1,
) -> npt.NDArray[Any]:
    """Return the output of a convolutional layer.

    Parameters
    ----------
    x
        Input of shape (N, C, H, W).
    weights
        Filters of shape (O, C / groups, kh, kw), laid down as written.
    bias
        One number per output channel, of shape (O,).
    stride, dilation
        One number or (rows, columns).
    padding
        Zeros on both sides of an axis; one number or (rows, columns).
    groups
        Output channels of the g-th of `groups` equal shares see the g-th share of input channels.

    Returns
    -------
    numpy.ndarray
        Of shape (N, O, H', W'), where (H', W') is `output_shape` with the same options. Exact for
        integers and Fractions, as `correlate` is.

    Examples
    --------
    >>> x = np.arange(18).reshape(1, 2, 3, 3)
    >>> conv_layer(x, np.ones((1, 2, 3, 3), dtype=int), [1000])
    array([[[[1153]]]])
    """
    values, filters = _layer_array(x, "x"), _layer_array(weights, "weights")
    _check_channels(values.shape, filters.shape, groups)
    margins = whole_numbers(padding, "padding", least=0)
    # Refuses filters that do not fit.
    output_shape(
        values.shape[2:], filters.shape[2:], padding=padding, stride=stride, dilation=dilation
    )
    rows, columns = (
        sweep(n + 2 * margin, taps, mode="valid", anchor=0, stride=s, dilation=d)
        for n, margin, taps, s, d in zip(
            values.shape[2:],
            margins,
            filters.shape[2:],
            whole_numbers(stride, "stride", least=1),
            whole_numbers(dilation, "dilation", least=1),
            strict=True,
        )
    )
    terms = common_terms(values, filters, summed=3)
    plane = _zero_padded(terms.values, margins, terms.carrier)
    kernels = terms.weights.astype(terms.carrier)
    with np.errstate(all="ignore"):
        if filters.shape[1] == 1 and terms.dtype != np.dtype(object):
            total = filtered_channels(plane, kernels, rows, columns)
        else:
            total = mixed_patches(plane, kernels, rows, columns, groups)
    return _add_bias(terms.restore(total), bias)


def depthwise(  # noqa: PLR0913 -- a layer has this many options
    x: npt.ArrayLike,
    weights: npt.ArrayLike,
    bias: npt.ArrayLike | None = None,
    *,
    stride: int | Sequence[int] = 1,
    padding: int | Sequence[int] = 0,
    dilation: int | Sequence[int] = 1,
) -> npt.NDArray[Any]:
    """Return the output of a depthwise layer: every channel is filtered by itself.

    `weights` has shape (C·m, 1, kh, kw), where m is the channel multiplier; the outputs of a
    channel are next to each other. The options are those of `conv_layer`.

    >>> x = np.arange(8).reshape(1, 2, 2, 2)
    >>> depthwise(x, np.array([[[[1, 1]]], [[[1, -1]]]]))
    array([[[[ 1],
             [ 5]],
    <BLANKLINE>
            [[-1],
             [-1]]]])
    """
    values, filters = _layer_array(x, "x"), _layer_array(weights, "weights")
    channels = values.shape[1]
    if filters.shape[1] != 1 or filters.shape[0] % channels:
        raise ValueError(
            f"weights must have shape (multiplier·{channels}, 1, rows, columns) for an x of "
            f"{channels} channels, but have shape {describe_shape(filters.shape)}"
        )
    return conv_layer(
        values,
        filters,
        bias,
        stride=stride,
        padding=padding,
        dilation=dilation,
        groups=channels,
    )


def pointwise(
    x: npt.ArrayLike, weights: npt.ArrayLike, bias: npt.ArrayLike | None = None
) -> npt.NDArray[Any]:
    """Return the output of a 1×1 layer: channels are mixed, pixel by pixel.

    `weights` has shape (O, C), or (O, C, 1, 1) as frameworks store it.

    >>> pointwise([[[[1, 2]], [[10, 20]]]], [[1, 1], [2, 0]])
    array([[[[11, 22]],
    <BLANKLINE>
            [[ 2,  4]]]])
    """
    filters = numbers(weights, "weights")
    if filters.ndim not in {2, _LAYER_AXES} or any(size != 1 for size in filters.shape[2:]):
        raise ValueError(
            "weights must have shape (outputs, inputs) or (outputs, inputs, 1, 1), but have "
            f"shape {describe_shape(filters.shape)}"
        )
    return conv_layer(x, filters.reshape(*filters.shape[:2], 1, 1), bias)


def depthwise_separable(  # noqa: PLR0913 -- two layers have this many options
    x: npt.ArrayLike,
    depthwise_weights: npt.ArrayLike,
    pointwise_weights: npt.ArrayLike,
    *,
    depthwise_bias: npt.ArrayLike | None = None,
    pointwise_bias: npt.ArrayLike | None = None,
    stride: int | Sequence[int] = 1,
    padding: int | Sequence[int] = 0,
    dilation: int | Sequence[int] = 1,
) -> npt.NDArray[Any]:
    """Return the output of a depthwise layer followed by a pointwise one, with nothing between.

    Without biases that is the convolutional layer with weights[o, c] = pointwise[o, c] ·
    depthwise[c]: fewer parameters, because it is a special case.
    """
    filtered = depthwise(
        x, depthwise_weights, depthwise_bias, stride=stride, padding=padding, dilation=dilation
    )
    return pointwise(filtered, pointwise_weights, pointwise_bias)


def _layer_array(values: npt.ArrayLike, name: str) -> npt.NDArray[Any]:
    array = numbers(values, name)
    if array.ndim != _LAYER_AXES:
        axes = "batch, channels" if name == "x" else "outputs, inputs"
        raise ValueError(
            f"{name} must have four axes ({axes}, rows, columns), but its shape is "
            f"{describe_shape(array.shape)}"
        )
    return require_content(array, name)


def _check_channels(x_shape: tuple[int, ...], weights_shape: tuple[int, ...], groups: int) -> None:
    whole_number(groups, "groups", least=1)
    inputs, (outputs, per_group) = x_shape[1], weights_shape[:2]
    if inputs % groups or outputs % groups:
        raise ValueError(
            f"groups must divide the input and the output channels, but {groups} does not divide "
            f"{inputs} and {outputs}"
        )
    if per_group != inputs // groups:
        raise ValueError(
            f"weights of shape {describe_shape(weights_shape)} take {per_group} channels per "
            f"group, but x has {inputs} channels in {groups} group(s)"
        )


def _zero_padded(
    values: npt.NDArray[Any], margins: Sequence[int], arithmetic: np.dtype[Any]
) -> npt.NDArray[Any]:
    if not any(margins):
        return values.astype(arithmetic, copy=False)
    # Not numpy.pad: among Python integers it puts its own, which overflow.
    (down, across), (batch, channels, rows, columns) = margins, values.shape
    plane = np.zeros((batch, channels, rows + 2 * down, columns + 2 * across), arithmetic)
    plane[:, :, down : down + rows, across : across + columns] = values
    return plane


def _add_bias(total: npt.NDArray[Any], bias: npt.ArrayLike | None) -> npt.NDArray[Any]:
    if bias is None:
        return total
    added = numbers(bias, "bias")
    outputs = total.shape[1]
    if added.shape != (outputs,):
        raise ValueError(
            f"bias must hold one number per output channel, shape ({outputs},), but its shape is "
            f"{describe_shape(added.shape)}"
        )
    return exact_sum(total, added[:, np.newaxis, np.newaxis])
