"""What holds for every answer of every student, tried hard on four exercises of different kinds.

`tests/bank` has the laws that every exercise of the bank is held to.
"""

from decimal import Decimal
from fractions import Fraction
from functools import cache
from itertools import product
from pathlib import Path

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from grader.marking import Marker, inputs
from grader.model.assignment import Task
from grader.model.grade import Verdict
from grader.model.points import UNIT, apportion, earned
from grader.model.submission import Blank, Given, Missing, Raised, Stopped, Unusable
from grader.model.value import cells, shape
from grader.scoring import judge
from grader.spec import Bank
from grader.variants import Drawing

BANK = Bank([Path(__file__).parents[2] / "exercises"])
POINTS = Decimal(4)
CEILING = Decimal("0.9")
NAMES = [
    *("predict-correlation", "convolve-by-hand", "identify-shift", "count-depthwise-separable"),
]
every_exercise = pytest.mark.parametrize("name", NAMES)


@cache
def drawing(name):
    return Drawing(BANK.exercise(name))


@cache
def all_variants(name):
    return [drawing(name).variant(b"scoring", f"s{number}") for number in range(100)]


def variants(name, count=50):
    return all_variants(name)[:count]


def graded(variant, answers, points=POINTS):
    task = Task(number=1, exercise=variant.exercise, points=points)
    return judge(task, variant, {name: Given(value=value) for name, value in answers.items()})


def diagnosed(variant, answers):
    return [item.misconception for item in graded(variant, answers).diagnoses]


def nulls(variant, answer):
    """Return what can be typed without work, for one answer."""
    key = variant.key[answer.name]
    simple = [0, 1, -1, ()]
    for constant in (0, 1, 255, *cells(key)):
        value = constant
        for size in reversed(shape(key)):
            value = (value,) * size
        simple.append(value)
    return [
        value
        for value in (*simple, *inputs(variant.exercise, variant.values))
        if value != key and not (answer.kind == "direction" and isinstance(value, tuple) and value)
    ]


@every_exercise
def test_the_key_earns_everything_and_no_remark(name):
    for variant in variants(name):
        grade = graded(variant, variant.key)
        assert grade.earned == grade.possible == POINTS
        assert {answer.verdict for answer in grade.answers} == {Verdict.CORRECT}
        assert not grade.diagnoses
        assert grade.worked is None
        assert not any(answer.remarks for answer in grade.answers)


@every_exercise
def test_an_answer_made_without_work_earns_nothing(name):
    for variant in variants(name):
        for answer in variant.exercise.answers:
            for value in nulls(variant, answer):
                grade = graded(variant, {answer.name: value})
                assert grade.earned == 0, value
                assert not grade.diagnoses, value


@every_exercise
def test_all_answers_made_without_work_earn_nothing_together(name):
    for variant in variants(name, 10):
        answers = variant.exercise.answers
        choices = [nulls(variant, answer)[:: len(answers)] for answer in answers]
        for values in product(*choices):
            given_ = dict(zip((answer.name for answer in answers), values, strict=True))
            assert graded(variant, given_).earned == 0, given_


@every_exercise
def test_nothing_at_all_earns_nothing(name):
    for variant in variants(name, 5):
        grade = graded(variant, {})
        assert grade.earned == 0
        assert {answer.verdict for answer in grade.answers} == {Verdict.BLANK}


@every_exercise
def test_a_guarded_misconception_is_diagnosed_by_name_and_alone(name):
    for variant in variants(name, 100):
        guarded = [item for item in variant.exercise.rules.separate if item in variant.wrong]
        for item in guarded:
            found = diagnosed(variant, variant.wrong[item])
            assert [other for other in found if other in guarded] == [item]
            # Where only some are guarded, another may answer the same: that is said as a tie.
            assert all(variant.wrong[other] == variant.wrong[item] for other in found)


@every_exercise
def test_an_unguarded_misconception_is_right_or_diagnosed_perhaps_in_a_tie(name):
    for variant in variants(name, 100):
        for item, wrong in variant.wrong.items():
            grade = graded(variant, wrong)
            found = [diagnosis.misconception for diagnosis in grade.diagnoses]
            null = all(
                any(remark.code == "null" for remark in answer.remarks)
                for answer in grade.answers
                if answer.verdict is not Verdict.CORRECT
            )
            assert item in found or null
            assert {tuple(variant.wrong[other].items()) for other in found} <= {
                tuple(wrong.items())
            }


@every_exercise
def test_a_misconception_earns_its_credit_and_never_the_ceiling(name):
    for variant in variants(name, 50):
        credits_ = {item.id: item.credit for item in variant.exercise.misconceptions}
        for item in variant.exercise.rules.separate:
            for answer in graded(variant, variant.wrong.get(item, {})).answers:
                if answer.verdict in {Verdict.PARTIAL, Verdict.INCORRECT}:
                    null = any(remark.code == "null" for remark in answer.remarks)
                    assert null or answer.earned >= earned(credits_[item], answer.possible)
                    assert answer.earned <= answer.possible * CEILING


def altered(value, index, amount):
    """Return a matrix or pair with one cell changed."""
    flat = [cell + amount if at == index else cell for at, cell in enumerate(cells(value))]
    if len(shape(value)) < 2:
        return tuple(flat)
    width = shape(value)[1]
    return tuple(tuple(flat[at : at + width]) for at in range(0, len(flat), width))


matrix_variants = st.integers(0, 29).map(lambda number: variants("predict-correlation")[number])
amounts = st.integers(-99, 99).filter(bool)


@given(matrix_variants, st.integers(0, 15), amounts)
def test_one_slip_loses_its_own_cell_only(variant, index, amount):
    grade = graded(variant, {"out": altered(variant.key["out"], index, amount)})
    answer = variant.exercise.answer("out")
    marker = Marker({}, inputs(variant.exercise, variant.values))
    reached = marker.baseline(answer, variant.key["out"])
    share = min(Fraction(9, 10), (Fraction(15, 16) - reached) / (1 - reached))
    assert grade.earned == earned(share, POINTS)
    assert grade.answers[0].right.count(False) == 1
    assert not grade.diagnoses


def apart(first, second):
    """Return in how many cells two matrices differ."""
    return sum(a != b for a, b in zip(cells(first), cells(second), strict=True))


@given(
    matrix_variants,
    st.sampled_from(BANK.exercise("predict-correlation").rules.separate),
    st.lists(st.integers(0, 15), min_size=2, max_size=2, unique=True),
    amounts,
)
def test_two_slips_do_not_hide_a_misconception(variant, item, indices, amount):
    wrong = variant.wrong[item]["out"]
    others = [answers["out"] for name, answers in variant.wrong.items() if name != item]
    # Two slips leave three quarters of 8 telling cells. Where another misconception differs in 7
    # cells, at least 5 speak against it and the 2 slips can speak for it by 4 at most.
    assume(apart(wrong, variant.key["out"]) >= 8)
    assume(min(apart(wrong, other) for other in others) >= 7)
    for index in indices:
        wrong = altered(wrong, index, amount)
    assert diagnosed(variant, {"out": wrong}) == [item]


@given(
    matrix_variants,
    st.lists(st.integers(0, 15), min_size=1, max_size=16, unique=True),
    st.integers(1000, 9999),
)
def test_wrong_cells_cost_their_corrected_share(variant, indices, amount):
    given_ = variant.key["out"]
    for index in indices:
        given_ = altered(given_, index, amount + index)
    answer = variant.exercise.answer("out")
    marker = Marker({}, inputs(variant.exercise, variant.values))
    reached = marker.baseline(answer, variant.key["out"])
    share = Fraction(16 - len(indices), 16)
    corrected = min(Fraction(9, 10), max(Fraction(0), (share - reached) / (1 - reached)))
    assert reached > 0
    assert graded(variant, {"out": given_}).earned == earned(corrected, POINTS)


@settings(deadline=None)
@given(matrix_variants, st.lists(st.integers(-9, 9), min_size=16, max_size=16), st.integers(0, 15))
def test_one_more_right_cell_never_earns_less(variant, noise, index):
    """Unless the worse answer earned the credit of a misconception, or was exactly one."""
    key = cells(variant.key["out"])
    worse = [cell + shift for cell, shift in zip(key, noise, strict=True)]
    better = [key[at] if at == index else cell for at, cell in enumerate(worse)]
    low, high = (
        graded(variant, {"out": tuple(tuple(flat[at : at + 4]) for at in range(0, 16, 4))})
        for flat in (worse, better)
    )
    assert low.diagnoses or high.earned >= low.earned


integers = st.integers(-(10**6), 10**6)
numbers = integers | st.floats() | st.fractions() | st.booleans() | st.text(max_size=5)
anything = st.recursive(
    numbers, lambda inner: st.lists(inner, max_size=4).map(tuple), max_leaves=20
)


@st.composite
def submissions(draw):
    """A variant and answers that are right, wrong in a known way, nearly right or nonsense."""
    name = draw(st.sampled_from(NAMES))
    variant = variants(name)[draw(st.integers(0, 49))]
    wrong = list(variant.wrong.values())
    answers = {}
    for answer, key in variant.key.items():
        options = [st.just(key), anything, st.just(draw(st.sampled_from(wrong))[answer])]
        if isinstance(key, tuple):
            last = len(cells(key)) - 1
            options.append(st.builds(altered, st.just(key), st.integers(0, last), integers))
        else:
            options.append(integers)
        if draw(st.booleans()) or len(variant.key) == 1:
            answers[answer] = draw(st.one_of(options))
    return variant, answers


@settings(deadline=None, max_examples=300)
@given(submissions(), st.integers(1, 2000).map(lambda units: units * UNIT))
def test_every_answer_gets_a_grade_that_adds_up(submission, points):
    variant, answers = submission
    grade = graded(variant, answers, points)
    assert grade.possible == points == sum(answer.possible for answer in grade.answers)
    assert grade.earned == sum(answer.earned for answer in grade.answers)
    for answer in grade.answers:
        assert 0 <= answer.earned <= answer.possible
        if answer.verdict is Verdict.CORRECT:
            assert answer.earned == answer.possible
        else:
            assert answer.earned < answer.possible or answer.possible == 0
            # Rounding to the hundredth may lift 0.9 by half of one.
            assert answer.earned <= answer.possible * CEILING + UNIT / 2
        assert (answer.verdict is Verdict.BLANK) is (answer.answer not in answers)


SILENT = [
    Blank(),
    Missing(),
    Unusable(reason={"en": "A set.", "es": "Un conjunto."}),
    Raised(error="NameError", message="x", cell=3),
    Stopped(limit="time", amount="5 s", cell=3, reached=True),
    Stopped(limit="memory", amount="1 GB", cell=3, reached=False),
    Given(value="a text"),
]


@every_exercise
@pytest.mark.parametrize("outcome", SILENT, ids=lambda outcome: type(outcome).__name__)
def test_an_answer_that_says_nothing_costs_itself_only(name, outcome):
    for variant in variants(name, 10):
        task = Task(number=1, exercise=variant.exercise, points=POINTS)
        for silent in variant.key:
            outcomes = {
                answer: outcome if answer == silent else Given(value=key)
                for answer, key in variant.key.items()
            }
            grade = judge(task, variant, outcomes)
            for answer in grade.answers:
                assert answer.earned == (0 if answer.answer == silent else answer.possible)
            assert not grade.diagnoses


@given(
    st.integers(0, 10**6).map(lambda units: units * UNIT),
    st.lists(st.fractions(min_value=Fraction(1, 100), max_value=100), min_size=1, max_size=9),
)
def test_points_are_split_into_hundredths_that_add_up(points, weights):
    parts = apportion(points, weights)
    assert sum(parts) == points
    for part, weight in zip(parts, weights, strict=True):
        assert part % UNIT == 0
        assert abs(Fraction(part) - Fraction(points) * weight / sum(weights)) < Fraction(UNIT)


@given(
    st.fractions(min_value=0, max_value=1), st.integers(0, 10**6).map(lambda units: units * UNIT)
)
def test_only_a_full_share_earns_all(share, possible):
    points = earned(share, possible)
    assert 0 <= points <= possible
    assert points % UNIT == 0
    if possible:
        assert (points == possible) is (share == 1)
    if points < possible - UNIT:
        assert abs(Fraction(points) - share * Fraction(possible)) <= Fraction(UNIT) / 2
