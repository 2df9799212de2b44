"""Layers of a ConvNet on a stack of channels: (channels, rows, columns).

The engine's layers take batches; an exercise has one input.
"""

from typing import Any

import numpy as np

from grader import engine
from grader.expressions.arrays import Array, Runtime

_STACK_AXES = 3
_FILTERS_AXES = 4


def conv_layer(x: Runtime, weights: Runtime, bias: Runtime | None = None, **options: Any) -> Array:  # noqa: ANN401 - engine's
    """Return a convolution layer's output for filters (outputs, channels, rows, columns)."""
    filters = _axes(weights, _FILTERS_AXES, "the weights of conv_layer()")
    return engine.conv_layer(_batch(x), filters, bias, **options)[0]  # type: ignore[arg-type, no-any-return]


def depthwise(x: Runtime, weights: Runtime, bias: Runtime | None = None, **options: Any) -> Array:  # noqa: ANN401 - engine's
    """Return a depthwise layer's output for one kernel per channel: (channels, rows, columns)."""
    kernels = _axes(weights, _STACK_AXES, "the weights of depthwise()")
    return engine.depthwise(_batch(x), kernels[:, np.newaxis], bias, **options)[0]  # type: ignore[arg-type, no-any-return]


def pointwise(x: Runtime, weights: Runtime, bias: Runtime | None = None) -> Array:
    """Return a 1×1 layer's output for weights (outputs, channels)."""
    return engine.pointwise(_batch(x), weights, bias)[0]  # type: ignore[arg-type, no-any-return]


def _batch(x: Runtime) -> Array:
    return _axes(x, _STACK_AXES, "a layer's input")[np.newaxis]


def _axes(cells: Runtime, axes: int, what: str) -> Array:
    if isinstance(cells, np.ndarray) and cells.ndim == axes:
        return cells
    shown = ["", "", "", "(channels, rows, columns)", "(outputs, channels, rows, columns)"][axes]
    raise ValueError(f"{what} must be nested lists: {shown}")
