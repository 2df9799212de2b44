"""The one table of functions that an exercise may call by name.

To add one, take it from the engine or write it in the module of its subject, and add its line to
`FUNCTIONS`, with what it costs.
"""

from collections.abc import Callable, Mapping
from typing import Any

from grader import engine
from grader.expressions import work
from grader.expressions.functions import (
    comparison,
    filtering,
    kernels,
    layers,
    lists,
    matrices,
    numbers,
)
from grader.expressions.functions.function import Function

__all__ = ["FUNCTIONS", "Function"]


def _cells(call: Callable[..., Any], summary: str) -> Function:
    """Return a function that looks at every cell once."""
    return Function(call=call, summary=summary)


def _filter(call: Callable[..., Any], summary: str) -> Function:
    return Function(call=call, summary=summary, cost=work.of_filtering)


def _neighborhoods(call: Callable[..., Any], summary: str) -> Function:
    return Function(call=call, summary=summary, cost=work.of_neighborhoods)


def _layer(call: Callable[..., Any], summary: str) -> Function:
    return Function(call=call, summary=summary, cost=work.of_layer)


def _squares(call: Callable[..., Any], summary: str) -> Function:
    """Return a function that looks at every cell several times, or squares it."""
    return Function(call=call, summary=summary, cost=work.of_squares)


def _elimination(call: Callable[..., Any], summary: str) -> Function:
    return Function(call=call, summary=summary, cost=work.of_elimination)


FUNCTIONS: Mapping[str, Function] = {
    # filtering
    "correlate": _filter(filtering.correlate, "cross-correlation of image and kernel"),
    "convolve": _filter(filtering.convolve, "convolution of image and kernel"),
    "count_products": _filter(filtering.count_products, "non-zero products of a filtering"),
    "rotate180": _cells(filtering.rotate180, "kernel turned by 180°"),
    "pad": Function(
        call=filtering.pad, summary="image extended by a boundary rule", cost=work.of_padding
    ),
    "window": _cells(filtering.window, "the pixels under a kernel"),
    "median_filter": _neighborhoods(filtering.median_filter, "median of every neighborhood"),
    "max_filter": _neighborhoods(filtering.max_filter, "greatest pixel of every neighborhood"),
    "min_filter": _neighborhoods(filtering.min_filter, "least pixel of every neighborhood"),
    "output_shape": _cells(engine.output_shape, "rows and columns of the output"),
    "shift_kernel": Function(
        call=engine.shift_kernel,
        summary="kernel that moves content by (dy, dx)",
        cost=work.of_sizes,
    ),
    "shift_of": _cells(engine.shift_of, "(dy, dx) by which a kernel moves content"),
    # kernels
    "gaussian_1d": _cells(kernels.gaussian_1d, "sampled Gaussian"),
    "gaussian_2d": _cells(kernels.gaussian_2d, "sampled Gaussian of two dimensions"),
    "gaussian_derivative_1d": _cells(kernels.gaussian_derivative_1d, "its derivative"),
    "gaussian_derivative_2d": _cells(kernels.gaussian_derivative_2d, "its derivative along x or y"),
    "rank": _elimination(engine.rank, "rank of a kernel"),
    "is_separable": _elimination(engine.is_separable, "whether a kernel has rank 1"),
    "column_factor": _elimination(kernels.column_factor, "the column of a kernel of rank 1"),
    "row_factor": _elimination(kernels.row_factor, "its row, in lowest terms"),
    "symmetries": _squares(kernels.symmetries, "flips and turns that leave a kernel as it is"),
    "delta": _cells(kernels.delta, "square kernel with a single 1"),
    "impulse": _cells(kernels.impulse, "image with a single pixel that is not 0"),
    "position_of": _cells(kernels.position_of, "place of the single cell that is not zero"),
    # layers
    "conv_layer": _layer(layers.conv_layer, "output of a convolution layer"),
    "depthwise": _layer(layers.depthwise, "output of a depthwise layer"),
    "pointwise": _layer(layers.pointwise, "output of a 1×1 layer"),
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
    "anti_transpose": _cells(kernels.anti_transpose, "mirrored at the other diagonal"),
    "rotate90": _cells(matrices.rotate90, "a quarter turn counterclockwise"),
    "ring": _cells(matrices.ring, "outer ring set to a value"),
    "crop": _cells(matrices.crop, "a part of a matrix"),
    "with_cell": _cells(matrices.with_cell, "one cell changed"),
    "paste": _cells(matrices.paste, "one matrix laid over another"),
    "where": _cells(matrices.choose, "cells of one matrix or of another"),
    "constant": _cells(matrices.constant, "matrix of one value"),
    "outer": Function(call=matrices.outer, summary="outer product", cost=work.of_outer),
    "outer_sum": Function(call=matrices.outer_sum, summary="outer sum", cost=work.of_outer),
    "dot": Function(call=matrices.dot, summary="matrix product", cost=work.of_matrix_product),
    "row_sums": _cells(matrices.row_sums, "sum of every row"),
    "column_sums": _cells(matrices.column_sums, "sum of every column"),
    "rows": _cells(matrices.rows, "number of rows"),
    "columns": _cells(matrices.columns, "number of columns"),
    "shape": _cells(matrices.shape, "sizes of a matrix"),
    "argmax": _cells(kernels.argmax, "place of the greatest cell"),
    "argmin": _cells(kernels.argmin, "place of the least cell"),
    # lists
    "flat": _cells(matrices.flat, "all cells as one list"),
    "as_row": _cells(matrices.as_row, "a list as a matrix of one row"),
    "as_column": _cells(matrices.as_column, "a list as a matrix of one column"),
    "ramp": _cells(lists.ramp, "numbers in equal steps"),
    "length": _cells(lists.length, "number of entries"),
    "sorted": _cells(lists.ordered, "from the least to the greatest"),
    "reverse": _cells(lists.backwards, "from the last to the first"),
    "concatenate": _cells(lists.concatenate, "one list after another"),
    "cumulative": _squares(lists.cumulative, "sums up to each entry"),
    "index_of": _cells(lists.index_of, "place of an entry"),
    "contains": _cells(lists.contains, "whether an entry is there"),
    # numbers
    "abs": _cells(numbers.absolute, "absolute value"),
    "sign": _cells(numbers.sign, "-1, 0 or 1"),
    "sum": _cells(numbers.total, "exact sum of all cells"),
    "product": _cells(numbers.product, "exact product of all cells"),
    "mean": _cells(numbers.mean, "exact mean of all cells"),
    "median": _cells(numbers.median, "exact median of all cells"),
    "norm": _squares(numbers.norm, "root of the sum of squares"),
    "max": _cells(numbers.largest, "greatest cell"),
    "min": _cells(numbers.smallest, "least cell"),
    "gcd": _cells(numbers.common_divisor, "greatest common divisor"),
    "count": _cells(numbers.count, "cells that are true or non-zero"),
    "distinct": _cells(numbers.distinct, "different values"),
    "all": _cells(numbers.every, "whether every cell is true"),
    "any": _cells(numbers.some, "whether some cell is true"),
    "same": _cells(comparison.same, "whether two values are equal in shape and cells"),
    "proportional": _squares(comparison.proportional, "whether one value is a multiple"),
    "clip": _cells(numbers.clip, "cells brought into an interval"),
    "round": _cells(numbers.rounded, "rounded half to even"),
    "floor": _cells(numbers.rounded_down, "rounded down"),
    "ceil": _cells(numbers.rounded_up, "rounded up"),
    "sqrt": _cells(numbers.root, "square root"),
    "exp": _cells(numbers.exponential, "exponential"),
    "fraction": _cells(numbers.quotient, "exact quotient"),
}
