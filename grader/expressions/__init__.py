"""The safe expression language of exercise files: parse, evaluate, mutate.

Only what is listed exists: constants, names, arithmetic, comparison, ``and or not``,
``a if b else c``, calls of registered functions, lists and subscripts. There are no attributes,
comprehensions, lambdas or f-strings, so there is nothing to escape through; sizes and work are
bounded on top of that.
"""

from grader.expressions.arrays import Runtime, to_runtime, to_value
from grader.expressions.evaluation import evaluate
from grader.expressions.faults import ExpressionFault
from grader.expressions.functions import FUNCTIONS
from grader.expressions.parsing import parse, parse_call
from grader.expressions.trees import (
    children,
    names,
    rewrite,
    rewrite_upwards,
    substitute,
    unparse,
    walk,
)

__all__ = [
    "FUNCTIONS",
    "ExpressionFault",
    "Runtime",
    "children",
    "evaluate",
    "names",
    "parse",
    "parse_call",
    "rewrite",
    "rewrite_upwards",
    "substitute",
    "to_runtime",
    "to_value",
    "unparse",
    "walk",
]
