"""The library of misconceptions: wrong methods as rewritings of the reference expression.

An author writes the name and nothing else. To add one, write an `Operator` in the module of its
subject and add its line to `LIBRARY`.
"""

from collections.abc import Mapping

from grader.misconceptions import sliding
from grader.misconceptions.operators import Operator, compose

LIBRARY: Mapping[str, Operator] = {
    operator.id: operator
    for operator in (
        sliding.CONVOLVE,
        sliding.CORRELATE,
        sliding.FLIP_ROWS,
        sliding.FLIP_COLUMNS,
        sliding.TRANSPOSE_KERNEL,
        sliding.ROTATE_OUTPUT,
        sliding.ZERO_BORDER,
        sliding.REPLICATE_BORDER,
        sliding.REFLECT_BORDER,
        sliding.CLIP_NEGATIVES,
    )
}

__all__ = ["LIBRARY", "Operator", "compose"]
