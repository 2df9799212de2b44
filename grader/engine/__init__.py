"""The reference engine: what the right answer is.

Filtering of images by kernels, exact for integers and Fractions, and what a course builds on it:
shifts, Gaussians, separability, layers of a ConvNet and their cost, and the worked solution.
"""

from grader.engine.batches import convolve_many, correlate_many
from grader.engine.boundaries import pad
from grader.engine.counts import (
    conv_macs,
    conv_params,
    depthwise_macs,
    depthwise_params,
    depthwise_separable_macs,
    depthwise_separable_params,
    pointwise_macs,
    pointwise_params,
)
from grader.engine.explanation import Explanation, explain
from grader.engine.filtering import convolve, correlate
from grader.engine.gaussians import (
    gaussian_1d,
    gaussian_2d,
    gaussian_derivative_1d,
    gaussian_derivative_2d,
)
from grader.engine.geometry import output_shape
from grader.engine.layers import conv_layer, depthwise, depthwise_separable, pointwise
from grader.engine.layout import rotate180
from grader.engine.separability import LowRank, is_separable, low_rank, rank, separate
from grader.engine.shifts import shift_kernel, shift_of
from grader.engine.tracing import Step, Trace, trace
from grader.engine.vocabulary import Boundary, Method, Mode, Operation

__all__ = [
    "Boundary",
    "Explanation",
    "LowRank",
    "Method",
    "Mode",
    "Operation",
    "Step",
    "Trace",
    "conv_layer",
    "conv_macs",
    "conv_params",
    "convolve",
    "convolve_many",
    "correlate",
    "correlate_many",
    "depthwise",
    "depthwise_macs",
    "depthwise_params",
    "depthwise_separable",
    "depthwise_separable_macs",
    "depthwise_separable_params",
    "explain",
    "gaussian_1d",
    "gaussian_2d",
    "gaussian_derivative_1d",
    "gaussian_derivative_2d",
    "is_separable",
    "low_rank",
    "output_shape",
    "pad",
    "pointwise",
    "pointwise_macs",
    "pointwise_params",
    "rank",
    "rotate180",
    "separate",
    "shift_kernel",
    "shift_of",
    "trace",
]
