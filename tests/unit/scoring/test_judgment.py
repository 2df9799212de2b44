"""Partial credit: carried errors, misconceptions, cells and slips. The best counts, never a sum."""

import math
from decimal import Decimal
from fractions import Fraction

import pytest

from grader import engine
from grader.model.grade import Verdict


def by_name(grade):
    return {answer.answer: answer for answer in grade.answers}


def codes(answer):
    return [remark.code for remark in answer.remarks]


@pytest.fixture
def block(variant):
    """A variant of the depthwise separable block."""
    return variant("count-depthwise-separable")


def test_a_total_of_ones_own_wrong_parts_earns_nine_tenths(block, graded):
    dw = block.key["dw"] + 7
    grade = graded(block, dw=dw, pw=block.key["pw"], total=dw + block.key["pw"])
    total = by_name(grade)["total"]
    assert total.earned == Decimal("0.9") * total.possible
    assert total.verdict is Verdict.PARTIAL
    assert codes(total) == ["carried"]
    assert by_name(grade)["dw"].earned == 0
    assert by_name(grade)["pw"].verdict is Verdict.CORRECT


def test_a_ratio_to_ones_own_wrong_total_earns_nine_tenths(block, graded):
    total = block.key["total"] + 11
    ratio = Fraction(block.values["standard"], total)
    grade = graded(block, **{**block.key, "total": total, "ratio": float(ratio)})
    assert by_name(grade)["ratio"].earned == Decimal("0.90")
    assert by_name(grade)["total"].earned == 0


def test_a_wrong_part_leaves_the_true_total_right(block, graded):
    grade = graded(block, **{**block.key, "dw": block.key["dw"] + 7})
    assert grade.earned == Decimal(3)
    assert by_name(grade)["total"].verdict is Verdict.CORRECT


def test_a_wrong_total_of_right_parts_carries_nothing(block, graded):
    grade = graded(block, **{**block.key, "total": block.key["total"] + 1})
    assert by_name(grade)["total"].earned == 0
    assert by_name(grade)["ratio"].verdict is Verdict.CORRECT


def test_a_blank_part_carries_nothing(block, graded):
    grade = graded(block, pw=block.key["pw"], total=block.key["pw"])
    assert by_name(grade)["total"].earned == 0


def test_a_total_of_zero_by_which_a_ratio_would_be_divided_is_simply_wrong(block, graded):
    grade = graded(block, **{**block.key, "total": 0, "ratio": 5.5})
    assert grade.earned == Decimal(2)
    assert by_name(grade)["ratio"].verdict is Verdict.INCORRECT


HUGE = [math.inf, -math.inf, math.nan, 1e308, 10**300, Fraction(1, 10**300), 5e-324]


@pytest.mark.parametrize("value", HUGE)
def test_a_number_beyond_all_bounds_is_simply_wrong(value, block, graded):
    grade = graded(block, **{**block.key, "dw": value, "total": value})
    assert by_name(grade)["dw"].earned == by_name(grade)["total"].earned == 0


def test_an_integer_that_no_float_can_hold_is_simply_wrong(block, graded):
    grade = graded(block, **{**block.key, "dw": 2**1024 - 1, "total": 1.5})
    assert grade.earned == Decimal(2)


@pytest.mark.parametrize("value", HUGE)
def test_a_kernel_beyond_all_bounds_carries_nothing(value, variant, graded):
    made = variant("convolve-by-hand")
    grade = graded(made, rotated=((value,) * 3, (1, 2, 3), (4, 5, 6)), out=((1, 2), (3, 4)))
    assert grade.earned == 0


@pytest.fixture
def by_hand(variant):
    return variant("convolve-by-hand")


def test_a_convolution_with_ones_own_wrong_kernel_earns_half(by_hand, graded):
    kernel = ((1, 2, 3), (4, 5, 6), (7, 8, 10))
    own = engine.correlate(by_hand.values["image"], kernel, mode="valid").tolist()
    grade = graded(by_hand, rotated=kernel, out=tuple(map(tuple, own)))
    assert by_name(grade)["rotated"].earned == 0
    assert by_name(grade)["out"].earned == by_name(grade)["out"].possible / 2
    assert codes(by_name(grade)["out"]) == ["carried"]
    assert not grade.diagnoses


def test_a_kernel_of_another_shape_is_invalid_and_carries_nothing(by_hand, graded):
    grade = graded(by_hand, rotated=((1, 2), (3, 4)), out=((1, 2), (3, 5)))
    assert by_name(grade)["rotated"].verdict is Verdict.INVALID
    assert codes(by_name(grade)["rotated"]) == ["form-shape"]
    assert by_name(grade)["out"].earned == 0


def test_credit_is_the_best_of_its_reasons_and_never_their_sum(by_hand, graded):
    wrong = by_hand.wrong["correlate"]
    grade = graded(by_hand, **wrong)
    out = by_name(grade)["out"]
    # Carried is worth 0.5 here, the misconception 0.3, and no cell is right.
    assert out.earned == out.possible / 2
    assert [item.misconception for item in grade.diagnoses] == ["correlate"]


def test_a_misconception_in_part_earns_its_credit_in_that_part_only(by_hand, graded):
    wrong = by_hand.wrong["rotate_output"]
    grade = graded(by_hand, rotated=by_hand.key["rotated"], out=wrong["out"])
    out = by_name(grade)["out"]
    assert out.earned == out.possible * Decimal("0.2")
    assert by_name(grade)["rotated"].verdict is Verdict.CORRECT


def test_an_answer_of_another_shape_is_invalid_and_says_both_shapes(variant, graded):
    made = variant("predict-correlation")
    grade = graded(made, out=((1, 2), (3, 4)))
    (out,) = grade.answers
    assert out.verdict is Verdict.INVALID
    assert out.earned == 0
    assert out.right == ()
    assert out.given == ((1, 2), (3, 4))
    assert "2 × 2" in out.remarks[0].text["en"]
    assert "4 × 4" in out.remarks[0].text["es"]


def test_a_text_for_a_number_is_invalid_and_wrong_is_not(block, graded):
    grade = graded(block, dw="36", pw=block.key["pw"] + 1)
    assert by_name(grade)["dw"].verdict is Verdict.INVALID
    assert codes(by_name(grade)["dw"]) == ["form-text"]
    assert by_name(grade)["pw"].verdict is Verdict.INCORRECT


def test_a_fraction_where_a_whole_number_is_asked_for_is_wrong_not_invalid(block, graded):
    assert by_name(graded(block, dw=36.5))["dw"].verdict is Verdict.INCORRECT


def test_a_constant_is_told_why_it_earns_nothing(variant, graded):
    made = variant("predict-correlation")
    first = made.key["out"][0][0]
    grade = graded(made, out=((first,) * 4,) * 4)
    assert grade.earned == 0
    assert codes(grade.answers[0]) == ["null"]


def test_cells_are_shown_right_or_wrong_in_reading_order(variant, graded):
    made = variant("predict-correlation")
    rows = [list(row) for row in made.key["out"]]
    rows[1][2] += 1000
    grade = graded(made, out=tuple(map(tuple, rows)))
    assert [at for at, right in enumerate(grade.answers[0].right) if not right] == [6]


def test_a_wrong_matrix_comes_with_the_filtering_that_gives_the_right_one(variant, graded):
    made = variant("predict-correlation")
    rows = [list(row) for row in made.key["out"]]
    rows[1][2] += 1000
    worked = graded(made, out=tuple(map(tuple, rows))).worked
    assert worked.answer == "out"
    traced = engine.trace(**worked.filtering.arguments())
    assert tuple(map(tuple, traced.output.tolist())) == made.key["out"]


def test_a_right_answer_is_not_worked_out(variant, graded):
    made = variant("predict-correlation")
    assert graded(made, **made.key).worked is None


def test_one_of_two_axes_right_earns_its_corrected_share(variant, graded):
    for student in "abcdefghijkl":
        made = variant("identify-shift", student)
        down, right = made.key["move"]
        if down and right:
            # Neither axis comes right by answering "nowhere".
            grade = graded(made, points=2, move=(down, right + 5))
            assert grade.earned == Decimal(1)
            return
    pytest.fail("no variant moves along both axes")


def test_weights_split_the_points(by_hand, graded):
    grade = graded(by_hand, points=1, **by_hand.key)
    assert [answer.possible for answer in grade.answers] == [Decimal("0.25"), Decimal("0.75")]


def test_nothing_follows_from_a_kernel_that_only_copies_the_image(by_hand, graded):
    image = by_hand.values["image"]
    center = tuple(row[1:3] for row in image[1:3])
    grade = graded(by_hand, rotated=((0, 0, 0), (0, 1, 0), (0, 0, 0)), out=center)
    assert by_name(grade)["out"].earned == 0
