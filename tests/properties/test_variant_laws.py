"""What holds for every variant of every exercise of the bank, and for streams of any key."""

from dataclasses import replace
from fractions import Fraction
from functools import cache
from itertools import combinations
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.answers import right_cells
from grader.expressions import evaluate, to_runtime
from grader.marking import Marker, inputs
from grader.model.exercise import Tolerance
from grader.model.value import cells
from grader.spec import Bank
from grader.variants import Drawing, Rejections, Stream, variant_key

BANK = Bank([Path(__file__).parents[2] / "exercises"])
STUDENTS = [f"student-{number}" for number in range(200)]
SECRET = b"laws"


@cache
def drawing(name):
    return Drawing(BANK.exercise(name))


@cache
def variants(name):
    return [drawing(name).variant(SECRET, student) for student in STUDENTS]


every_exercise = pytest.mark.parametrize("name", sorted(BANK.files))


@every_exercise
def test_every_requirement_holds(name):
    for variant in variants(name):
        known = {key: to_runtime(value) for key, value in variant.values.items()}
        for requirement in variant.exercise.rules.require:
            assert evaluate(requirement.tree, known) is True


@every_exercise
def test_every_difficulty_lies_in_its_band(name):
    for variant in variants(name):
        for band in variant.exercise.rules.difficulty:
            assert band.low <= variant.features[band.name] <= band.high


def equal(variant, first, second):
    return all(
        all(right_cells(first[answer.name], second[answer.name], answer.tolerance))
        for answer in variant.exercise.answers
    )


@every_exercise
def test_guarded_misconceptions_differ_from_the_key_and_from_one_another(name):
    for variant in variants(name):
        guarded = [item for item in variant.exercise.rules.separate if item in variant.wrong]
        chosen = all(answer.options for answer in variant.exercise.answers)
        assert guarded or chosen  # where one chooses, the options are what is wrong
        answers = [variant.key, *(variant.wrong[item] for item in guarded)]
        for first, second in combinations(answers, 2):
            assert not equal(variant, first, second)


@every_exercise
def test_an_answer_made_without_work_reaches_a_third_of_the_cells_at_most(name):
    for variant in variants(name):
        known = {key: to_runtime(value) for key, value in variant.values.items()}
        marker = Marker(known, inputs(variant.exercise, variant.values))
        for answer in variant.exercise.answers:
            key = variant.key[answer.name]
            reached = marker.baseline(answer, key)
            assert reached < 1
            if answer.per_cell and len(marker.marks(answer, key, key)) > 3:
                assert reached <= Fraction(1, 3)


@every_exercise
def test_the_same_draw_gives_the_same_variant(name):
    again = Drawing(BANK.exercise(name))
    for student, variant in zip(STUDENTS[:20], variants(name), strict=False):
        assert again.variant(SECRET, student) == replace(variant, exercise=again.exercise)


@every_exercise
def test_a_variant_does_not_depend_on_who_was_drawn_before(name):
    made = Drawing(BANK.exercise(name))
    backwards = [made.variant(SECRET, student) for student in reversed(STUDENTS[:20])]
    for variant, expected in zip(reversed(backwards), variants(name), strict=False):
        assert (variant.values, variant.id) == (expected.values, expected.id)


@every_exercise
@pytest.mark.parametrize(
    "changes",
    [{"secret": b"other"}, {"attempt": 2}, {"version": 99}, {"student": "x"}],
    ids=["secret", "attempt", "version", "student"],
)
def test_another_draw_gives_another_variant(name, changes):
    own = BANK.exercise(name)
    exercise = replace(own, version=changes.get("version", own.version))
    made = Drawing(exercise)
    for student, expected in zip(STUDENTS[:20], variants(name), strict=False):
        variant = made.variant(
            changes.get("secret", SECRET),
            student + changes.get("student", ""),
            attempt=changes.get("attempt", 1),
        )
        assert variant.id != expected.id
        assert variant.seed != expected.seed


@pytest.mark.parametrize("name", ["convolve-by-hand", "predict-correlation"])
def test_no_two_students_get_the_same_matrices(name):
    # Of a handful of possible shifts two students may get the same; of matrices they cannot.
    drawn = {tuple(variant.values[item] for item in variant.values) for variant in variants(name)}
    assert len(drawn) == len(STUDENTS)


@every_exercise
def test_variant_names_are_unique(name):
    assert len({variant.id for variant in variants(name)}) == len(STUDENTS)


RARE = {"match-by-hand": 20}
"""Exercise → draws a variant: in a short signal, three measures seldom prefer three places."""


@every_exercise
def test_a_draw_is_accepted_in_a_fair_share_of_tries(name):
    tally = Rejections()
    for student in STUDENTS[:50]:
        drawing(name).variant(SECRET, student, rejections=tally)
    assert tally.draws <= 50 * RARE.get(name, 5), str(tally)


@every_exercise
def test_a_key_is_exact_unless_its_author_asks_for_a_tolerance(name):
    for variant in variants(name):
        for answer in variant.exercise.answers:
            if answer.tolerance == Tolerance():
                kinds = {type(cell) for cell in cells(variant.key[answer.name])}
                assert kinds <= {int, Fraction, str}, answer.name


keys = st.binary(min_size=1, max_size=40)
bounds = st.integers(1, 2**64)


@given(keys, st.text(), st.lists(bounds, max_size=20))
def test_a_stream_stays_below_its_bounds_and_repeats_itself(key, label, wanted):
    label = label.encode("utf-8", "replace").decode()
    first, second = Stream(key, label), Stream(key, label)
    for bound in wanted:
        number = first.below(bound)
        assert 0 <= number < bound
        assert number == second.below(bound)


words = st.text(st.characters(codec="utf-8"), max_size=8)
draws = st.tuples(words, st.integers(1, 99), words, st.integers(1, 99))


@given(st.binary(max_size=20), draws, draws)
def test_different_draws_have_different_keys(secret, first, second):
    (a, b, c, d), (e, f, g, h) = first, second
    same = variant_key(secret, a, b, student=c, attempt=d) == variant_key(
        secret, e, f, student=g, attempt=h
    )
    assert same is (first == second)
