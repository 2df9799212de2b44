"""A cell that is off by exactly one product of its window is a slip, and the term is named."""

import pytest

from grader import engine
from grader.scoring.slips import slips

IMAGE = [[1, 2, 3], [4, 5, 6], [7, 8, 9]]
KERNEL = [[0, -2, 0], [11, 0, 0], [0, 0, 5]]
TRACE = engine.trace(IMAGE, KERNEL, operation="correlate", mode="same")
KEY = tuple(map(tuple, engine.correlate(IMAGE, KERNEL, mode="same").tolist()))


def said(changes, key=KEY):
    """Return the remarks on an answer with some cells changed, by (row, column)."""
    given = tuple(
        tuple(cell + changes.get((row, column), 0) for column, cell in enumerate(cells))
        for row, cells in enumerate(key)
    )
    right = [a == b for x, y in zip(given, key, strict=True) for a, b in zip(x, y, strict=True)]
    return slips(TRACE, given, right)


# At the center: −2·2 + 11·4 + 5·9.
@pytest.mark.parametrize(
    ("error", "code", "term"),
    [
        (4, "slip-dropped", "(-2) · 2"),
        (-44, "slip-dropped", "11 · 4"),
        (-45, "slip-dropped", "5 · 9"),
        (8, "slip-sign", "(-2) · 2"),
        (-88, "slip-sign", "11 · 4"),
        (-4, "slip-twice", "(-2) · 2"),
        (45, "slip-twice", "5 · 9"),
    ],
)
def test_the_term_of_a_slip_is_named(error, code, term):
    (remark,) = said({(1, 1): error})
    assert remark.code == code
    assert f"row 1, column 1: the term {term} " in remark.text["en"]
    assert "fila 1, columna 1" in remark.text["es"]
    assert term in remark.text["es"]


def test_an_error_of_no_term_is_not_explained():
    assert said({(1, 1): 1}) == ()


def test_two_slips_are_both_named():
    assert [remark.code for remark in said({(1, 1): 4, (2, 1): -77})] == [
        "slip-dropped",
        "slip-dropped",
    ]


def test_three_wrong_cells_are_a_method_and_no_slips():
    assert said({(1, 1): 4, (2, 1): -77, (0, 0): 1}) == ()


def test_a_right_answer_has_no_slips():
    assert said({}) == ()


def test_two_terms_of_the_same_product_are_not_guessed_between():
    image = [[0, 0, 0], [2, 0, 3], [0, 0, 0]]
    kernel = [[0, 0, 0], [3, 0, 2], [0, 0, 0]]
    trace = engine.trace(image, kernel, operation="correlate", mode="same")
    key = tuple(map(tuple, engine.correlate(image, kernel, mode="same").tolist()))
    given = tuple(
        tuple(c - 6 * ((r, k) == (1, 1)) for k, c in enumerate(row)) for r, row in enumerate(key)
    )
    right = [index != 4 for index in range(9)]
    assert slips(trace, given, right) == ()


def test_the_same_term_twice_is_one_term():
    image = [[0, 0, 0], [2, 0, 2], [0, 0, 0]]
    kernel = [[0, 0, 0], [3, 0, 3], [0, 0, 0]]
    trace = engine.trace(image, kernel, operation="correlate", mode="same")
    given = ((0, 0, 0), (6, 6, 6), (0, 0, 0))
    (remark,) = slips(trace, given, [index != 4 for index in range(9)])
    assert remark.code == "slip-dropped"


def test_a_cell_outside_the_image_is_no_term():
    # At (0, 0) only the lower right of the window lies on the image.
    (remark,) = said({(0, 0): -25})
    assert "5 · 5" in remark.text["en"]


def test_a_slip_is_named_in_the_grade_and_a_misconception_is_not_called_one(variant, graded):
    made = variant("predict-correlation")
    step = engine.trace(
        made.values["image"], made.values["kernel"], operation="correlate", mode="same"
    )[5]
    product = max(
        (
            c * v
            for cs, vs in zip(step.coefficients, step.values, strict=True)
            for c, v in zip(cs, vs, strict=True)
        ),
        key=abs,
    )
    rows = [list(row) for row in made.key["out"]]
    rows[1][1] -= int(product)
    grade = graded(made, out=tuple(map(tuple, rows)))
    assert [remark.code for remark in grade.answers[0].remarks] == ["slip-dropped"]
    assert grade.diagnoses == ()
    wrong = graded(made, **made.wrong["convolve"])
    assert wrong.answers[0].remarks == ()
