"""Which misconception explains an answer: through slips, across shapes, and in a tie."""

import pytest

from grader.model.grade import Verdict

HEAD = """\
schema: exercise/1
id: small
version: 1
title: {en: Small, es: Pequeño}
params:
  image: matrix(5, 5, 1, 9)
  kernel: matrix(3, 3, -3, 3, nonzero=9)
let:
  out: correlate(image, kernel, mode="same")
prompt: {en: Go., es: Ya.}
answers:
  out: {type: matrix, partial: per_cell}
"""
OF_ANOTHER_SHAPE = """\
misconceptions:
  valid_only:
    gives: correlate(image, kernel, mode="valid")
    say: {en: "A border of {{ image | length }} is missing.", es: Falta el borde.}
  convolve:
"""
TWINS = """\
variants: {separate: []}
misconceptions:
  doubled:
    gives: 2*out
    credit: 0.4
    say: {en: Twice., es: Doble.}
  twice:
    gives: out + out
    credit: 0.2
    say: {en: Two times., es: Dos veces.}
"""


def names(grade):
    return [found.misconception for found in grade.diagnoses]


def test_a_misconception_of_another_shape_is_diagnosed_though_the_answer_is_invalid(drawn, graded):
    made = drawn(HEAD + OF_ANOTHER_SHAPE)
    grade = graded(made, out=made.wrong["valid_only"]["out"])
    assert grade.answers[0].verdict is Verdict.INVALID
    assert grade.earned == 0
    assert names(grade) == ["valid_only"]
    assert grade.diagnoses[0].say["en"] == "A border of 5 is missing."


def test_a_slip_does_not_hide_a_misconception_of_another_shape(drawn, graded):
    made = drawn(HEAD + OF_ANOTHER_SHAPE)
    rows = [list(row) for row in made.wrong["valid_only"]["out"]]
    rows[0][0] += 1
    assert names(graded(made, out=tuple(map(tuple, rows)))) == ["valid_only"]


def test_another_shape_with_other_numbers_is_no_misconception(drawn, graded):
    made = drawn(HEAD + OF_ANOTHER_SHAPE)
    (_, *first), *rows = made.wrong["valid_only"]["out"]
    other = tuple(tuple(cell + 1 for cell in row) for row in rows)
    assert names(graded(made, out=((777, *first), *other))) == []


def test_two_misconceptions_that_say_the_same_are_both_reported(drawn, graded):
    made = drawn(HEAD + TWINS)
    grade = graded(made, out=made.wrong["twice"]["out"])
    assert names(grade) == ["doubled", "twice"]
    assert grade.diagnoses[0].agree == grade.diagnoses[1].agree
    assert float(grade.earned) == 4 * 0.4


def with_slips(matrix, key, count):
    """Change the first cells in which a misconception differs from the key."""
    rows = [list(row) for row in matrix]
    for row, cells in enumerate(rows):
        for column, cell in enumerate(cells):
            if count and cell != key[row][column]:
                rows[row][column] += 777
                count -= 1
    return tuple(map(tuple, rows))


@pytest.mark.parametrize(("slips", "found"), [(0, True), (3, True), (4, True), (5, False)])
def test_three_quarters_of_the_telling_cells_are_enough(slips, found, variant, graded):
    made = variant("predict-correlation")
    wrong, key = made.wrong["convolve"]["out"], made.key["out"]
    telling = sum(
        a != b for x, y in zip(wrong, key, strict=True) for a, b in zip(x, y, strict=True)
    )
    assert telling == 16
    grade = graded(made, out=with_slips(wrong, key, slips))
    assert names(grade) == (["convolve"] if found else [])
    if found:
        assert (grade.diagnoses[0].agree, grade.diagnoses[0].differ) == (16 - slips, 16)


IN_THREE_CELLS = """\
misconceptions:
  first_row:
    gives: with_cell(with_cell(with_cell(out, 0, 0, 500), 0, 1, 600), 0, 2, 700)
    credit: 0.2
    say: {en: Three cells., es: Tres celdas.}
"""


@pytest.mark.parametrize(("slips", "found"), [(0, True), (1, True), (2, False)])
def test_two_of_three_telling_numbers_are_enough(slips, found, drawn, graded):
    made = drawn(HEAD + IN_THREE_CELLS)
    wrong, key = made.wrong["first_row"]["out"], made.key["out"]
    assert names(graded(made, out=with_slips(wrong, key, slips))) == ["first_row"] * found


THREE_NUMBERS = """\
schema: exercise/1
id: small
version: 1
title: {en: Small, es: Pequeño}
params: {a: "integer(20, 40)"}
let: {b: a + 3, c: a + 5}
prompt: {en: Go., es: Ya.}
answers:
  a: {type: integer}
  b: {type: integer}
  c: {type: integer}
misconceptions:
  doubled:
    gives: {a: 2 * a, b: 2 * b, c: 2 * c}
    say: {en: Twice., es: Doble.}
"""


def test_two_of_three_answers_are_not(drawn, graded):
    made = drawn(THREE_NUMBERS)
    wrong = made.wrong["doubled"]
    assert names(graded(made, **wrong)) == ["doubled"]
    assert names(graded(made, **{**wrong, "c": 7})) == []


def test_a_misconception_with_a_slip_is_named_but_earns_no_credit(variant, graded):
    made = variant("predict-correlation")
    wrong, key = made.wrong["convolve"]["out"], made.key["out"]
    assert graded(made, out=wrong).earned > 0
    assert graded(made, out=with_slips(wrong, key, 1)).earned == 0


def test_a_right_answer_has_no_diagnosis_even_if_a_misconception_agrees(drawn, graded):
    text = HEAD + TWINS.replace("2*out", "out")
    made = drawn(text)
    assert names(graded(made, **made.key)) == []


def test_an_answer_made_without_work_has_no_diagnosis(drawn, graded):
    text = HEAD + TWINS.replace("2*out", "image")
    made = drawn(text)
    assert names(graded(made, out=made.values["image"])) == []


def test_an_explanation_knows_the_values_of_the_variant(variant, graded):
    made = variant("count-depthwise-separable", "bob")
    item = "shared_kernel"
    grade = graded(made, **made.wrong[item])
    assert names(grade) == [item]
    assert set(grade.diagnoses[0].say) == {"en", "es"}
    made_of = graded(made, **made.wrong["crosses_channels"]).diagnoses[0].say["en"]
    assert "**one** channel only" in made_of


def test_an_explanation_that_cannot_be_rendered_costs_no_grade(drawn, graded):
    text = HEAD + TWINS.replace("en: Twice.", 'en: "{{ image[99][0] + 1 }}"')
    made = drawn(text)
    grade = graded(made, out=made.wrong["doubled"]["out"])
    assert names(grade) == ["doubled", "twice"]
    assert "{{" in grade.diagnoses[0].say["en"]


def test_a_misconception_in_one_answer_shows_through_the_others(variant, graded):
    made = variant("count-depthwise-separable", "bob")
    wrong = made.wrong["set_per_output"]
    grade = graded(made, dw=wrong["dw"], total=wrong["total"])
    assert names(grade) == ["set_per_output"]


FEW_AND_MANY = """\
variants: {separate: []}
misconceptions:
  one_cell:
    gives: out + delta(5, 2, 2)
    say: {en: One., es: Una.}
  everywhere:
    gives: out + constant(5, 5, 1)
    say: {en: All., es: Todas.}
"""


def test_many_cells_outweigh_a_single_one_that_agrees_by_chance(drawn, graded):
    made = drawn(HEAD + FEW_AND_MANY)
    rows = [list(row) for row in made.wrong["everywhere"]["out"]]
    rows[0][0] += 5
    # 24 of 25 cells say "everywhere"; the only telling cell of "one_cell" agrees with both.
    assert names(graded(made, out=tuple(map(tuple, rows)))) == ["everywhere"]


def test_a_single_cell_of_many_is_no_method_but_a_slip(drawn, graded):
    made = drawn(HEAD + FEW_AND_MANY)
    assert names(graded(made, out=made.wrong["one_cell"]["out"])) == []


CENTER_FORGOTTEN = """\
misconceptions:
  center_forgotten:
    gives: out - (delta(5, 2, 2)*image[2][2] + delta(5, 2, 3)*image[2][3])*kernel[1][1]
    say: {en: The center counts., es: El centro cuenta.}
"""


def test_what_a_misconception_explains_is_not_called_a_slip_as_well(drawn, graded):
    made = drawn(HEAD + CENTER_FORGOTTEN)
    grade = graded(made, **made.wrong["center_forgotten"])
    assert names(grade) == ["center_forgotten"]
    assert grade.answers[0].remarks == ()
