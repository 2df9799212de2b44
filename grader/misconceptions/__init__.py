"""The library of misconceptions: wrong methods as rewritings of the reference expression.

An author writes the name and nothing else. To add one, write an `Operator` in the module of its
subject and add its line to `LIBRARY`.
"""

from collections.abc import Mapping

from grader.misconceptions import (
    borders,
    kernels,
    macs,
    parameters,
    passes,
    results,
    shifts,
    sizes,
    stages,
    windows,
)
from grader.misconceptions.operators import Operator, compose

LIBRARY: Mapping[str, Operator] = {
    operator.id: operator
    for operator in (
        # what is laid down
        kernels.CONVOLVE,
        kernels.CORRELATE,
        kernels.OTHER_OPERATION,
        kernels.FLIP_ROWS,
        kernels.FLIP_COLUMNS,
        kernels.TRANSPOSE_KERNEL,
        kernels.ANTI_TRANSPOSE,
        kernels.QUARTER_TURN,
        kernels.SWAP_OPERANDS,
        kernels.UNSIGNED_KERNEL,
        kernels.NORMALIZE_KERNEL,
        kernels.FORGET_DIVISOR,
        # where windows lie
        *windows.MODES_CONFUSED,
        windows.TOP_LEFT_WINDOW,
        windows.BOTTOM_RIGHT_WINDOW,
        *windows.WINDOWS_SHIFTED,
        windows.IGNORE_STRIDE,
        windows.IGNORE_DILATION,
        # what lies outside
        borders.ZERO_BORDER,
        borders.IMAGE_BORDER,
        borders.REPLICATE_BORDER,
        borders.REFLECT_BORDER,
        borders.SYMMETRIC_BORDER,
        borders.WRAP_BORDER,
        borders.ZEROS_OUTSIDE,
        *borders.RULES_CONFUSED,
        # what is done with the sums
        results.ROTATE_OUTPUT,
        results.CLIP_NEGATIVES,
        results.SATURATE,
        results.WRAP_AROUND,
        results.UNSIGNED_RESULT,
        results.DIVIDE_BY_CELLS,
        results.CENTER_PRODUCT,
        results.CELLWISE_PRODUCT,
        results.MATRIX_PRODUCT,
        # filtering twice
        passes.ROW_PASS_ONLY,
        passes.COLUMN_PASS_ONLY,
        passes.ROW_PASS_TWICE,
        passes.COLUMN_PASS_TWICE,
        passes.FIRST_FILTER_ONLY,
        passes.SECOND_FILTER_ONLY,
        passes.SUM_OF_PASSES,
        passes.OUTER_AS_SUM,
        passes.SWAP_FACTORS,
        # which way the content moves
        shifts.REVERSE_SHIFT,
        shifts.SWAP_AXES,
        shifts.FROM_CORNER,
        shifts.FROM_FAR_CORNER,
        shifts.ROWS_ONLY,
        shifts.COLUMNS_ONLY,
        shifts.REVERSE_ROWS,
        shifts.REVERSE_COLUMNS,
        shifts.ONE_STEP,
        shifts.BY_KERNEL_SIZE,
        # the size of an output
        sizes.CEIL_FOR_FLOOR,
        sizes.FORGOT_PLUS_ONE,
        sizes.FULL_WITHOUT_OVERLAP,
        sizes.PADDING_ONCE,
        sizes.IGNORE_PADDING,
        sizes.DILATION_TIMES_KERNEL,
        sizes.SWAP_ROWS_COLUMNS,
        sizes.KERNEL_SIZED_OUTPUT,
        # the parameters of a layer
        parameters.FORGOT_BIAS,
        parameters.ADDED_BIAS,
        parameters.ONE_BIAS,
        parameters.BIAS_PER_INPUT,
        parameters.FORGOT_INPUT_CHANNELS,
        parameters.KERNEL_NOT_SQUARED,
        parameters.NO_WEIGHT_SHARING,
        parameters.INPUT_AS_PARAMETERS,
        # the stages of a block
        stages.KERAS_BIAS,
        stages.DEPTHWISE_BIAS_ONLY,
        stages.DEPTHWISE_ONLY,
        stages.POINTWISE_ONLY,
        stages.PRODUCT_OF_STAGES,
        stages.SHARED_KERNEL,
        stages.SET_PER_OUTPUT,
        stages.CROSSES_CHANNELS,
        stages.POINTWISE_WITH_KERNEL,
        stages.POINTWISE_FORGETS_CHANNELS,
        stages.SPATIAL_SEPARABILITY,
        stages.STANDARD_FOR_SEPARABLE,
        stages.IGNORE_MULTIPLIER,
        # multiply-accumulates
        macs.MACS_FOR_PARAMS,
        macs.PARAMS_FOR_MACS,
        macs.INPUT_FOR_OUTPUT,
        macs.MACS_WITH_BIAS,
        macs.FLOPS_FOR_MACS,
        macs.MACS_FOR_FLOPS,
        macs.INVERTED_RATIO,
    )
}

__all__ = ["LIBRARY", "Operator", "compose"]
