"""The library of misconceptions: wrong methods as rewritings of the reference expression.

An author writes the name and nothing else. To add one, write an `Operator` in the module of its
subject and add its line to `LIBRARY`.
"""

from collections.abc import Mapping

from grader.misconceptions import borders, kernels, results, windows
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
    )
}

__all__ = ["LIBRARY", "Operator", "compose"]
