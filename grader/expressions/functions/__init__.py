"""The one table of functions that an exercise may call by name.

To add one, take it from the engine or write it in the module of its subject, and add its line to
`FUNCTIONS`, with what it costs.
"""

from collections.abc import Callable, Mapping
from typing import Any

from grader import engine
from grader.expressions import work
from grader.expressions.functions import filtering, matrices, numbers
from grader.expressions.functions.function import Function

__all__ = ["FUNCTIONS", "Function"]


def _cells(call: Callable[..., Any], summary: str) -> Function:
    """Return a function that looks at every cell once."""
    return Function(call=call, summary=summary)


def _filter(call: Callable[..., Any], summary: str) -> Function:
    return Function(call=call, summary=summary, cost=work.of_filtering)


def _elimination(call: Callable[..., Any], summary: str) -> Function:
    return Function(call=call, summary=summary, cost=work.of_elimination)


FUNCTIONS: Mapping[str, Function] = {
    # filtering
    "correlate": _filter(filtering.correlate, "cross-correlation of image and kernel"),
    "convolve": _filter(filtering.convolve, "convolution of image and kernel"),
    "count_products": _filter(filtering.count_products, "non-zero products of a filtering"),
    "rotate180": _cells(engine.rotate180, "kernel turned by 180°"),
    "pad": Function(
        call=engine.pad, summary="image extended by a boundary rule", cost=work.of_padding
    ),
    "output_shape": _cells(engine.output_shape, "rows and columns of the output"),
    "shift_kernel": Function(
        call=engine.shift_kernel,
        summary="kernel that moves content by (dy, dx)",
        cost=work.of_sizes,
    ),
    "shift_of": _cells(engine.shift_of, "(dy, dx) by which a kernel moves content"),
    "rank": _elimination(engine.rank, "rank of a kernel"),
    "is_separable": _elimination(engine.is_separable, "whether a kernel has rank 1"),
    # counting
    "conv_params": _cells(engine.conv_params, "parameters of a convolution layer"),
    "depthwise_params": _cells(engine.depthwise_params, "parameters of a depthwise layer"),
    "pointwise_params": _cells(engine.pointwise_params, "parameters of a 1×1 layer"),
    "depthwise_separable_params": _cells(
        engine.depthwise_separable_params, "parameters of a depthwise separable block"
    ),
    "conv_macs": _cells(engine.conv_macs, "multiply-accumulates of a convolution layer"),
    "depthwise_macs": _cells(engine.depthwise_macs, "multiply-accumulates of a depthwise layer"),
    "pointwise_macs": _cells(engine.pointwise_macs, "multiply-accumulates of a 1×1 layer"),
    "depthwise_separable_macs": _cells(
        engine.depthwise_separable_macs, "multiply-accumulates of a depthwise separable block"
    ),
    # matrices
    "flip": _cells(matrices.flip, 'mirrored: "rows", "columns" or "both"'),
    "transpose": _cells(matrices.transpose, "rows as columns"),
    "rotate90": _cells(matrices.rotate90, "a quarter turn counterclockwise"),
    "ring": _cells(matrices.ring, "outer ring set to a value"),
    "crop": _cells(matrices.crop, "a part of a matrix"),
    "delta": _cells(matrices.delta, "square kernel with a single 1"),
    "constant": _cells(matrices.constant, "matrix of one value"),
    "outer": Function(call=matrices.outer, summary="outer product", cost=work.of_outer),
    "dot": Function(call=matrices.dot, summary="matrix product", cost=work.of_matrix_product),
    "rows": _cells(matrices.rows, "number of rows"),
    "columns": _cells(matrices.columns, "number of columns"),
    # numbers
    "abs": _cells(numbers.absolute, "absolute value"),
    "sum": _cells(numbers.total, "exact sum of all cells"),
    "max": _cells(numbers.largest, "greatest cell"),
    "min": _cells(numbers.smallest, "least cell"),
    "count": _cells(numbers.count, "cells that are true or non-zero"),
    "distinct": _cells(numbers.distinct, "different values"),
    "all": _cells(numbers.every, "whether every cell is true"),
    "any": _cells(numbers.some, "whether some cell is true"),
    "clip": _cells(numbers.clip, "cells brought into an interval"),
    "round": _cells(numbers.rounded, "rounded half to even"),
    "floor": _cells(numbers.rounded_down, "rounded down"),
    "ceil": _cells(numbers.rounded_up, "rounded up"),
    "sqrt": _cells(numbers.root, "square root"),
    "exp": _cells(numbers.exponential, "exponential"),
    "fraction": _cells(numbers.quotient, "exact quotient"),
}
