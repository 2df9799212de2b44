"""Figures against cases in which they are known."""

from dataclasses import replace
from math import log2

import pytest

from grader.workflows.linting.drawing import collusion
from grader.workflows.linting.subject import Subject


@pytest.fixture
def with_keys(subject):
    """Return the figures of an exercise whose variants have these keys, and these wrong answers."""

    def of(*keys, wrong=None):
        made = subject(
            count=1,
            params="\n  a: integer(20, 90)",
            let="\n  out: 7 * a",
            variants="{separate: []}",
            given="[a]",
            prompt="\n  en: '{{ a }}'\n  es: '{{ a }}'",
            answers="\n  out: {type: integer}",
            misconceptions="\n  other: {gives: 8 * a, say: {en: No., es: No tal.}}",
            solution=None,
            tests="\n  - {answer: {out: 7 * a}, expect: {score: 1}}",
        )
        (only,) = (item.variant for item in made.specimens)
        variants = [
            replace(
                only,
                student=f"lint-{number}",
                values={**only.values, "out": key},
                key={"out": key},
                wrong={} if wrong is None else {"other": {"out": wrong[number]}},
            )
            for number, key in enumerate(keys)
        ]
        return Subject(made.exercise, variants).figures

    return of


def test_sixteen_keys_of_equal_chance_are_four_bits(with_keys):
    keys = with_keys(*range(100, 116), *range(100, 116), *range(100, 116)).keys
    assert (keys.distinct, keys.entropy, keys.saturated) == (16, pytest.approx(4), False)
    # Of the 47 others two have the same.
    assert keys.same == pytest.approx(2 / 47)


def test_where_every_key_is_different_there_may_be_many_more_bits(with_keys):
    keys = with_keys(*range(100, 140)).keys
    assert (keys.entropy, keys.saturated, keys.same) == (pytest.approx(log2(40)), True, 0)


def test_one_key_for_everybody_is_no_bit_and_everybody_fits(with_keys):
    figures = with_keys(7, 7, 7)
    assert (figures.keys.entropy, figures.keys.same) == (0, 1)
    assert figures.copying.bound == 1


def test_an_honest_wrong_answer_that_is_a_classmates_key_is_counted(with_keys):
    # The first errs into the key of the second and third; the second's mistake is the right answer.
    copying = with_keys(10, 20, 20, 30, wrong=[20, 20, 99, 98]).copying
    assert (copying.chance, copying.comparisons) == (pytest.approx(2 / 9), 9)


def test_what_never_happened_is_bounded_by_how_often_it_was_looked_for(with_keys):
    copying = with_keys(10, 20, 30, wrong=[11, 21, 31]).copying
    assert (copying.chance, copying.bound) == (0, pytest.approx(1 / 6))


def test_with_a_tolerance_what_lies_near_is_the_same(subject):
    parts = {
        "params": "\n  a: integer(20, 90)",
        "let": "\n  out: 100 + a / 1000",
        "variants": "{separate: []}",
        "given": "[a]",
        "prompt": "\n  en: '{{ a }}'\n  es: '{{ a }}'",
        "misconceptions": "\n  other: {gives: 100.5, say: {en: No., es: No tal.}}",
        "solution": None,
        "tests": "\n  - {answer: {out: out}, expect: {score: 1}}",
    }
    exact = subject(**parts, answers="\n  out: {type: number}")
    near = subject(**parts, answers="\n  out: {type: number, tolerance: {abs: 0.45}}")
    assert exact.figures.copying.chance < 0.1
    assert near.figures.copying.chance > 0.3


def test_code_is_no_value_by_which_copying_could_be_told(subject):
    made = subject(
        let="\n  spare: image[0, 0] * kernel[0, 0]",
        variants="{separate: all}",
        answers="\n  f: {type: function, arguments: [pixels], expect: 'pixels * pixels', cases: "
        "{any: {times: 3, draw: {pixels: 'matrix(3, 3, 2, 9)'}}}}",
        misconceptions="\n  doubled: {gives: 2 * pixels, say: {en: No., es: No tal.}}",
        solution=None,
        tests="\n  - {answer: {f: pixels * pixels}, expect: {score: 1}}",
    )
    assert made.figures.keys.distinct == made.figures.copying.chance == 1
    assert made.figures.largest is None
    (finding,) = collusion(made)
    assert finding.fault.fault == "everybody writes the same code: it carries no collusion evidence"


def test_the_work_is_that_of_every_filtering_behind_an_answer_counted_once(subject):
    box = subject(
        let='\n  out: correlate(image, kernel, mode="valid")\n  twice: 2 * out',
        answers="\n  out: {type: matrix}\n  twice: {type: matrix}",
        misconceptions="\n  other: {gives: {out: out + 1}, say: {en: No., es: No tal.}}",
        tests="\n  - {answer: {out: out, twice: twice}, expect: {score: 1}}",
    )
    # Four windows of nine products, none of them zero.
    assert box.figures.products.least == box.figures.products.most == 36


def test_the_largest_number_is_the_largest_amount_that_is_written(with_keys):
    assert with_keys(-300, 20).largest == 300
