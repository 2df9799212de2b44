"""How the students of the demo answer: right, wrong in known ways, and not at all."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from grader.model.submission import AnswerKey
from grader.model.value import Value
from grader.model.variant import Variant

CORRELATION = "predict-correlation"
CONVOLUTION = "convolve-by-hand"
SHIFT = "identify-shift"
COUNT = "count-depthwise-separable"

_LOOPS = """\
{answer} = []
for row in range(4):
    {answer}.append([])
    for column in range(4):
        total = 0
        for u in range(3):
            for v in range(3):
                y, x = row + u - 1, column + v - 1
                if 0 <= y < 4 and 0 <= x < 4:
                    total += {image}[y][x] * {kernel}[u][v]
        {answer}[-1].append(total)"""
_NUMPY = """\
import numpy as np

{answer} = np.array({kernel})[::-1, ::-1]"""
_RAISES = "{answer} = correlate({image}, {kernel})"
_ENDLESS = """\
row = 0
while row < 4:
    column = 0
{answer} = []"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """What stands in an answer cell: a literal, or code with the names of variables in braces."""

    text: str
    is_code: bool = False


Answers = Mapping[AnswerKey, Written]


def answers_of(manner: str, variants: Sequence[Variant]) -> Answers:
    """Return what a student of that manner writes; what is left out stays blank."""
    by_id = {variant.exercise.id: variant for variant in variants}
    right = {
        (variant.exercise.id, answer): literal(value)
        for variant in variants
        for answer, value in variant.key.items()
    }
    return _MANNERS[manner](by_id, right)


def literal(value: Value) -> Written:
    """Return a value as a student types it."""
    return Written(text=_typed(value))


def _typed(value: Value) -> str:
    if isinstance(value, tuple):
        return "[" + ", ".join(_typed(item) for item in value) + "]"
    if isinstance(value, Fraction):
        return f"{float(value):.4f}"
    return repr(value)


def _mistaken(variant: Variant, *misconceptions: str) -> Answers:
    """Return the answers of the first of these misconceptions that applies to the variant."""
    held = next(name for name in misconceptions if name in variant.wrong)
    return {
        (variant.exercise.id, answer): literal(value)
        for answer, value in variant.wrong[held].items()
    }


def _code(text: str) -> Written:
    return Written(text=text, is_code=True)


def _right(variants: Mapping[str, Variant], right: Answers) -> Answers:
    del variants
    return right


def _with_code(variants: Mapping[str, Variant], right: Answers) -> Answers:
    del variants
    return {
        **right,
        (CORRELATION, "out"): _code(_LOOPS),
        (CONVOLUTION, "rotated"): _code(_NUMPY),
        (SHIFT, "move"): right[SHIFT, "move"],
    }


def _other_operation(variants: Mapping[str, Variant], right: Answers) -> Answers:
    return {
        **right,
        **_mistaken(variants[CORRELATION], "convolve"),
        **_mistaken(variants[CONVOLUTION], "correlate"),
        **_mistaken(variants[SHIFT], "opposite"),
        **_mistaken(variants[COUNT], "keras_bias", "added_bias"),
    }


def _half_rotation(variants: Mapping[str, Variant], right: Answers) -> Answers:
    return {
        **right,
        **_mistaken(variants[CORRELATION], "flip_rows"),
        **_mistaken(variants[CONVOLUTION], "flip_columns"),
        **_mistaken(variants[COUNT], "crosses_channels"),
    }


def _border(variants: Mapping[str, Variant], right: Answers) -> Answers:
    return {
        **right,
        **_mistaken(variants[CORRELATION], "zero_border"),
        **_mistaken(variants[CONVOLUTION], "rotate_output"),
        **_mistaken(variants[COUNT], "shared_kernel"),
    }


def _slips(variants: Mapping[str, Variant], right: Answers) -> Answers:
    """Return right answers but for one dropped term in each matrix."""
    slipped = {**right}
    for exercise, kernel, corner in ((CORRELATION, "kernel", 0), (CONVOLUTION, "rotated", 1)):
        values = variants[exercise].values
        rows = _rows(variants[exercise].key["out"])
        # Cell (1, 1) is the first whose window lies wholly inside, in either mode.
        rows[1][1] -= _term(_rows(values["image"]), _rows(values[kernel]), corner)
        slipped[exercise, "out"] = literal(tuple(tuple(row) for row in rows))
    return slipped


def _rows(matrix: Value) -> list[list[int]]:
    rows = matrix if isinstance(matrix, tuple) else ()
    return [[int(str(cell)) for cell in row] for row in rows if isinstance(row, tuple)]


def _term(image: list[list[int]], kernel: list[list[int]], corner: int) -> int:
    """Return the largest product of the window whose first cell is (`corner`, `corner`)."""
    products = (
        coefficient * image[corner + u][corner + v]
        for u, row in enumerate(kernel)
        for v, coefficient in enumerate(row)
    )
    return max(products, key=abs)


def _blanks(variants: Mapping[str, Variant], right: Answers) -> Answers:
    del variants
    kept = ((CORRELATION, "out"), (COUNT, "dw"))
    return {key: right[key] for key in kept}


def _shapes(variants: Mapping[str, Variant], right: Answers) -> Answers:
    del variants
    return {
        **right,
        (CORRELATION, "out"): Written(text="[[1, 2, 3], [4, 5, 6], [7, 8, 9]]"),
        (CONVOLUTION, "out"): Written(text="[1, 2, 3, 4]"),
        (SHIFT, "move"): Written(text='"izquierda"'),
    }


def _texts(variants: Mapping[str, Variant], right: Answers) -> Answers:
    del variants
    return {
        **right,
        (SHIFT, "move"): Written(text='"hacia allá"'),
        (COUNT, "dw"): Written(text='"muchos"'),
        (COUNT, "ratio"): Written(text="True"),
    }


def _raises(variants: Mapping[str, Variant], right: Answers) -> Answers:
    del variants
    return {**right, (CORRELATION, "out"): _code(_RAISES)}


def _loops(variants: Mapping[str, Variant], right: Answers) -> Answers:
    del variants
    return {**right, (CORRELATION, "out"): _code(_ENDLESS), (CONVOLUTION, "rotated"): _code(_NUMPY)}


_MANNERS: Mapping[str, Callable[[Mapping[str, Variant], Answers], Answers]] = {
    "right": _right,
    "code": _with_code,
    "other_operation": _other_operation,
    "half_rotation": _half_rotation,
    "border": _border,
    "slips": _slips,
    "blanks": _blanks,
    "shapes": _shapes,
    "texts": _texts,
    "raises": _raises,
    "loops": _loops,
}
