"""What an answer of several parts earns when some are right, and what its student is told."""

import re
from dataclasses import replace
from fractions import Fraction
from html import unescape
from time import process_time

import pytest

from grader.model.grade import Verdict
from grader.reports import feedback_html, grade_text
from grader.reports.disclosure import scores_only


def share(graded):
    return Fraction(graded.earned) / Fraction(graded.possible)


def codes(graded):
    return [remark.code for remark in graded.answers[0].remarks]


def scaled(values, factor):
    return tuple(factor * value for value in values)


def zeros(step):
    return tuple(map(zeros, step)) if isinstance(step, tuple) else 0


def products_of(pixels, coefficients):
    return tuple(tuple(map(int.__mul__, *rows)) for rows in zip(pixels, coefficients, strict=True))


def total_of(products):
    return sum(map(sum, products))


def test_steps_that_follow_from_a_wrong_one_count(desk):
    sheet = desk("steps")
    pixels, coefficients, _, _ = sheet.key
    slipped = ((pixels[0][0] + 1, *pixels[0][1:]), *pixels[1:])
    products = products_of(slipped, coefficients)
    graded = sheet.graded((slipped, coefficients, products, total_of(products)))
    assert share(graded) == Fraction(3, 4)
    assert codes(graded) == ["steps"]


def test_steps_that_follow_from_nothing_do_not_count(desk):
    sheet = desk("steps")
    _, coefficients, _, _ = sheet.key
    graded = sheet.graded(((), coefficients, (), 0))
    assert share(graded) == Fraction(1, 4)
    graded = sheet.graded((zeros(coefficients), coefficients, zeros(coefficients), 0))
    assert share(graded) == Fraction(1, 4)


def test_a_single_pixel_is_no_window_to_go_on_from(desk):
    sheet = desk("steps")
    _, coefficients, _, _ = sheet.key
    pixel = ((0, 0, 0), (0, 2, 0), (0, 0, 0))
    products = products_of(pixel, coefficients)
    graded = sheet.graded((pixel, coefficients, products, total_of(products)))
    assert share(graded) == Fraction(1, 4)


def test_steps_that_were_left_out_cost_only_themselves(desk):
    sheet = desk("steps")
    graded = sheet.graded((*sheet.key[:3], ()))
    assert share(graded) == Fraction(3, 4)
    assert graded.answers[0].verdict is Verdict.PARTIAL


def test_numbers_that_no_formula_computes_with_are_wrong_and_nothing_more(desk):
    sheet = desk("steps")
    huge = ((2**1000, 0.5, 1), (1, 2, 3), (4, 5, 6))
    graded = sheet.graded((huge, *sheet.key[1:]))
    assert share(graded) == Fraction(3, 4)


def test_a_student_is_told_which_steps_are_right(desk):
    sheet = desk("steps")
    text = sheet.graded((*sheet.key[:3], sheet.key[3] + 1)).answers[0].remarks[0].text
    assert text == {
        "en": "Right: the pixels under the kernel, the kernel as it is laid down, their products. "
        "Not right: `total`.",
        "es": "Correcto: los píxeles bajo el kernel, el kernel tal como se coloca, sus productos. "
        "Incorrecto: `total`.",
    }


def test_a_student_is_told_by_which_factor_the_product_is_off(desk):
    sheet = desk("factors")
    column, row = sheet.key
    graded = sheet.graded((scaled(column, 2), scaled(row, 2)))
    assert graded.answers[0].remarks[0].text == {
        "en": "Both directions are right, but your product is 4 times the kernel.",
        "es": "Las dos direcciones son correctas, pero tu producto es 4 veces el kernel.",
    }


@pytest.mark.parametrize("right", [0, 1])
def test_a_student_is_told_which_factor_is_right(desk, right):
    sheet = desk("factors")
    other = tuple(index + 1 + value for index, value in enumerate(sheet.key[1 - right]))
    pair = (sheet.key[0], other) if right == 0 else (other, sheet.key[1])
    graded = sheet.graded(pair)
    assert share(graded) == Fraction(3, 10)
    said = graded.answers[0].remarks[0].text
    assert said["en"].startswith(("The column has", "The row has")[right])
    assert said["es"].startswith(("La columna tiene", "La fila tiene")[right])


def test_a_larger_kernel_with_zeros_around_is_the_same(desk):
    sheet = desk("kernel")
    ringed = ((0,) * 5, *((0, *row, 0) for row in sheet.key), (0,) * 5)
    assert sheet.graded(ringed).answers[0].verdict is Verdict.CORRECT


def test_a_kernel_that_is_the_key_itself_is_no_copy_of_what_is_shown(desk):
    sheet = desk("kernel")
    assert sheet.variant.values["kernel"] == sheet.key
    assert sheet.graded(sheet.key).answers[0].verdict is Verdict.CORRECT


def test_the_right_place_with_another_value_earns_five_eighths(desk):
    sheet = desk("cell")
    row, column, value = sheet.key
    graded = sheet.graded(((row, column), value + 1000))
    assert share(graded) == Fraction(62, 100)
    assert codes(graded) == ["place"]


def test_a_student_is_told_which_property_is_missing(desk):
    sheet = desk("counterexample")
    small, _ = sheet.key
    graded = sheet.graded((small, ((1,),)))
    assert graded.earned == 0
    assert [remark.text["en"][:8] for remark in graded.answers[0].remarks] == ["They mus"]
    graded = sheet.graded((small, small))
    assert [remark.text["es"] for remark in graded.answers[0].remarks] == ["Para estas conmuta."]


def test_no_counterexample_makes_grading_slow(desk):
    sheet = desk("counterexample")
    largest = tuple(
        tuple(Fraction(999_999 - i - 37 * j, 999_983 - 7 * i - j) for j in range(5))
        for i in range(5)
    )
    begun = process_time()
    graded = sheet.graded((largest, largest))
    assert process_time() - begun < 2
    assert graded.answers[0].verdict is Verdict.INCORRECT


def test_a_formula_with_a_fault_is_invalid_and_says_where(desk):
    sheet = desk("expression", "es")
    (answer,) = sheet.graded("k * (C").answers
    assert answer.verdict is Verdict.INVALID
    assert answer.remarks[0].text["es"] == (
        "El paréntesis que se abre en el carácter 5 no se cierra."
    )


def test_a_window_and_what_follows_from_it_are_shown_in_full(desk):
    sheet = desk("steps")
    text = grade_text.grade_text(sheet.grade(sheet.answered(sheet.key)), "en")
    assert "…" not in text


def listed(page):
    """Return the items of the first numbered list of a page, without markup."""
    items = re.findall(
        r"<li>(.*?)</li>", re.search(r"<ol class=.parts.>(.*?)</ol>", page, re.DOTALL)[1], re.DOTALL
    )
    return [" ".join(unescape(re.sub(r"<[^>]*>", " ", item)).split()) for item in items]


def test_a_page_numbers_the_steps_and_tells_of_each_whether_it_is_right(desk):
    sheet = desk("steps")
    grade = sheet.grade(sheet.answered((*sheet.key[:2], (), sheet.key[3] + 1)))
    english, spanish = (feedback_html.to_html(grade, language=one) for one in ("en", "es"))
    first, _, products, total = listed(english)
    assert first.startswith("the pixels under the kernel pixels ✓ right")
    assert products == "their products products ✗ wrong left out"
    assert total == f"total ✗ wrong {sheet.key[3] + 1}".replace("-", "−")
    assert listed(spanish)[2] == "sus productos products ✗ mal sin hacer"


def test_a_terminal_numbers_the_steps_too(desk):
    sheet = desk("steps")
    text = grade_text.grade_text(sheet.grade(sheet.answered((*sheet.key[:3], ()))), "en")
    assert "      3. their products ✓: [[" in text
    assert "      4. total ✗: left out" in text


def test_no_step_is_told_right_or_wrong_before_the_time(desk):
    sheet = desk("steps")
    grade = sheet.grade(sheet.answered((*sheet.key[:3], sheet.key[3] + 1)))
    closed = replace(grade, exercises=tuple(map(scores_only, grade.exercises)))
    shown = listed(feedback_html.to_html(closed, language="en"))
    assert len(shown) == 4
    assert not any(mark in item for item in shown for mark in ("✓", "✗", "right", "wrong"))


def test_of_a_counterexample_no_part_is_right_by_itself(desk):
    sheet = desk("counterexample")
    assert [part.right for part in sheet.graded(sheet.key).answers[0].parts] == [None, None]
