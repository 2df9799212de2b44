"""The cases on which functions are tried."""

import re

import pytest

from grader.errors import ExerciseError
from grader.expressions import evaluate, to_runtime
from grader.model.value import cells

EXPECT = "scale * correlate(image, kernel, mode='same')"
SQUARE = (
    "square: {times: 4, draw: {image: 'matrix(5, 5, 0, 9)', kernel: 'matrix(3, 3, -2, 2)'}, "
    "require: ['not same(kernel, rotate180(kernel))', 'min(kernel) < 0']}"
)
OBLONG = (
    "oblong: {times: 2, draw: {rows: 'integer(4, 6)', image: 'matrix(rows, 7, 0, 9)', "
    "kernel: 'matrix(3, 5, -2, 2)'}}"
)
CONVOLVE = "{convolve: }"


@pytest.fixture
def variant(drawing):
    """Return a variant of an exercise with one function, tried on these groups."""

    def of(*groups, student="ada", secret=b"cases", tries=None, **told):
        return made(*groups, **told).variant(secret, student, tries=tries)

    def made(*groups, expect=EXPECT, arguments="[image, kernel]", wrong=CONVOLVE):
        answers = (
            f"{{f: {{type: function, arguments: {arguments}, expect: {expect!r}, "
            f"cases: {{{', '.join(groups)}}}}}}}"
        )
        return drawing(
            ["scale: integer(2, 4)"], ["twice: 2 * scale"], answers=answers, misconceptions=wrong
        )

    return of


def arguments(variant, group):
    return [case.arguments for case in variant.cases["f"] if case.group == group]


def test_a_class_gets_the_same_cases_and_another_class_others(variant):
    assert variant(SQUARE).cases == variant(SQUARE, student="bo").cases
    assert variant(SQUARE).cases != variant(SQUARE, secret=b"another").cases


OWN = [
    SQUARE.replace("matrix(5, 5, 0, 9)", "matrix(5, 5, 0, 3 * scale)"),
    SQUARE.replace("'min(kernel) < 0'", "'min(kernel) < 0', 'max(kernel) < scale'"),
    SQUARE.replace("matrix(3, 3, -2, 2)", "matrix(3, 3, -2, 2, nonzero=3 + scale)"),
]


@pytest.mark.parametrize("group", OWN, ids=["argument", "rule", "option"])
def test_a_group_that_reads_a_students_own_values_has_cases_of_its_own_for_each(variant, group):
    ada, bo = variant(group, OBLONG), variant(group, OBLONG, student="bo")

    assert not {str(case) for case in arguments(ada, "square")} & {
        str(case) for case in arguments(bo, "square")
    }
    assert arguments(ada, "oblong") == arguments(bo, "oblong")


def test_functions_that_share_their_cases_have_keys_of_their_own(variant):
    keys = {}
    for student in map(str, range(12)):
        drawn = variant(SQUARE, student=student)
        keys.setdefault(drawn.values["scale"], drawn.key)
        assert keys[drawn.values["scale"]] == drawn.key
    assert len({str(key) for key in keys.values()}) == 3


# Every other kernel is symmetric, and tells a convolution from nothing.
FEW = "few: {draw: {image: 'matrix(4, 5, 1, 9)', kernel: 'matrix(1, 3, 1, 2)'}}"


def test_cases_that_are_refused_are_refused_for_the_whole_class(variant):
    turned = set()
    for secret in (bytes([number]) for number in range(30)):
        drawn = [variant(FEW, student=student, secret=secret) for student in ("ada", "bo", "cleo")]
        assert len({str(one.cases) for one in drawn}) == 1
        turned.add(drawn[0].tries > 1)
    assert turned == {True, False}


def test_the_cases_of_a_known_draw_are_those_of_the_search(variant):
    for secret in (bytes([number]) for number in range(30)):
        found = variant(FEW, secret=secret)
        assert variant(FEW, secret=secret, tries=found.tries) == found


def test_the_cases_of_a_class_never_change(variant):
    (first, *_) = arguments(variant(SQUARE), "square")

    assert first["kernel"] == ((-1, -1, 0), (-1, -1, 0), (1, -2, 2))


def test_no_two_cases_of_a_group_are_drawn_from_one_stream(variant):
    images = [case["image"] for case in arguments(variant(SQUARE), "square")]

    assert len(set(images)) == 4


def test_another_group_changes_no_case(variant):
    both = variant(OBLONG, SQUARE)

    assert arguments(both, "square") == arguments(variant(SQUARE), "square")


def test_more_cases_change_none_of_those_before(variant):
    more = variant(SQUARE.replace("times: 4", "times: 6"))

    assert arguments(more, "square")[:4] == arguments(variant(SQUARE), "square")


def test_another_argument_changes_none_of_the_others(variant):
    wider = SQUARE.replace("draw: {", "draw: {bias: 'integer(0, 9)', ")
    more = variant(wider, arguments="[bias, image, kernel]")

    for case, before in zip(
        arguments(more, "square"), arguments(variant(SQUARE), "square"), strict=True
    ):
        assert {**case} == {"bias": case["bias"], **before}


def test_a_case_has_the_arguments_in_their_order_and_nothing_else(variant):
    for case in arguments(variant(OBLONG), "oblong"):
        assert list(case) == ["image", "kernel"]


def test_every_case_satisfies_the_rules_of_its_group(variant):
    for secret in (bytes([number]) for number in range(20)):
        for case in arguments(variant(SQUARE, secret=secret), "square"):
            assert min(cells(case["kernel"])) < 0


def test_a_case_that_breaks_a_rule_is_drawn_again_by_itself(variant):
    without = variant(SQUARE.replace("min(kernel) < 0", "1 < 2"))
    kept = [
        (before, after)
        for before, after in zip(
            arguments(without, "square"), arguments(variant(SQUARE), "square"), strict=True
        )
        if min(cells(before["kernel"])) < 0
    ]

    assert kept
    assert all(before == after for before, after in kept)


def test_a_group_that_no_case_satisfies_is_an_error_that_says_why(variant):
    with pytest.raises(ExerciseError) as error:
        variant(SQUARE.replace("min(kernel) < 0", "min(kernel) < -2"))

    (fault,) = error.value.faults
    assert "no case of `f` satisfied the rules of its group `square` in 500 tries" in fault.fault
    assert re.search(r"`min\(kernel\) < -2` \(\d+×\)", fault.fault)
    assert "loosen the rule" in fault.fix


def test_the_key_is_what_the_formula_gives_for_each_case(variant):
    drawn = variant(SQUARE, OBLONG)
    known = {name: to_runtime(value) for name, value in drawn.values.items()}
    (formula,) = (answer.expect.tree for answer in drawn.exercise.answers)

    assert len(drawn.key["f"]) == 6
    for case, given in zip(drawn.cases["f"], drawn.key["f"], strict=True):
        own = {name: to_runtime(value) for name, value in case.arguments.items()}
        assert given == (tuple(map(tuple, evaluate(formula, {**known, **own}).tolist())),)


def test_a_misconception_gives_the_wrong_result_of_every_case(variant):
    drawn = variant(SQUARE, expect="correlate(image, kernel, mode='same')")
    other = variant(SQUARE, expect="convolve(image, kernel, mode='same')", wrong="{correlate: }")

    assert drawn.wrong["convolve"]["f"] == other.key["f"]


def test_a_misconception_of_the_authors_own_reads_the_arguments(variant):
    wrong = (
        "{doubled: {gives: 'twice * correlate(image, kernel, mode=\"same\")', say: {en: x, es: x}}}"
    )
    drawn = variant(SQUARE, wrong=wrong)

    for right, given in zip(cells(drawn.key["f"]), cells(drawn.wrong["doubled"]["f"]), strict=True):
        assert given == 2 * right


def test_a_misconception_about_a_value_goes_through_to_every_case(variant):
    wrong = "{thrice: {gives: {twice: 3 * scale}, say: {en: x, es: x}}}"
    drawn = variant(SQUARE, expect="twice * correlate(image, kernel, mode='same')", wrong=wrong)

    for right, given in zip(cells(drawn.key["f"]), cells(drawn.wrong["thrice"]["f"]), strict=True):
        assert 2 * given == 3 * right


def test_a_misconception_that_gives_the_key_in_every_case_rejects_all_draws(variant):
    same = SQUARE.replace("matrix(3, 3, -2, 2)", "pick([[1, 0, 1]])").replace(
        "'not same(kernel, rotate180(kernel))', 'min(kernel) < 0'", ""
    )
    with pytest.raises(ExerciseError, match="`convolve` gives the right answer"):
        variant(same)


def test_an_expectation_that_hands_back_its_argument_rejects_all_draws(variant):
    with pytest.raises(ExerciseError, match="`f` can be had without work"):
        variant(SQUARE, expect="image", wrong="{}")
