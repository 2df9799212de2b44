"""Generators: what each can draw, all of it and nothing else, and what it refuses."""

from collections import Counter
from fractions import Fraction

import numpy as np
import pytest

from grader.errors import ExerciseError
from grader.variants import Stream
from grader.variants.generators import (
    GENERATORS,
    distinct_matrix,
    flag,
    integer,
    matrix,
    pick,
    sample,
    shuffle,
    stack,
    vector,
)


@pytest.fixture
def stream():
    return Stream(b"key", "0/generators")


def test_an_integer_reaches_both_ends_and_no_further(stream):
    assert {integer(stream, -2, 2) for _ in range(200)} == {-2, -1, 0, 1, 2}


def test_an_integer_walks_in_steps_from_its_low_end(stream):
    assert {integer(stream, 1, 10, 4) for _ in range(100)} == {1, 5, 9}


def test_an_integer_of_one_possibility_is_it(stream):
    assert integer(stream, 7, 7) == 7


def test_a_pick_reaches_every_option(stream):
    assert {pick(stream, "a", "b", "c") for _ in range(100)} == {"a", "b", "c"}


def test_a_flag_is_a_truth_value_of_both_kinds(stream):
    assert {flag(stream) for _ in range(50)} == {True, False}


def test_a_matrix_has_its_size_and_its_range(stream):
    drawn = [matrix(stream, 2, 3, -1, 1) for _ in range(50)]
    assert {cells.shape for cells in drawn} == {(2, 3)}
    assert {int(cell) for cells in drawn for cell in cells.flat} == {-1, 0, 1}


@pytest.mark.parametrize("nonzero", [0, 1, 5, 9])
def test_a_matrix_has_as_many_nonzero_cells_as_asked(nonzero, stream):
    for _ in range(20):
        assert np.count_nonzero(matrix(stream, 3, 3, -2, 2, nonzero=nonzero)) == nonzero


def test_every_cell_of_a_sparse_matrix_can_be_the_nonzero_one(stream):
    seen = Counter(int(np.argmax(matrix(stream, 2, 2, 0, 1, nonzero=1))) for _ in range(400))
    assert set(seen) == {0, 1, 2, 3}
    assert min(seen.values()) > 60


def test_a_vector_is_drawn_as_a_matrix_of_one_row():
    for options in ({}, {"nonzero": 3}):
        drawn = vector(Stream(b"key", "0/a"), 5, -9, 9, **options)
        row = matrix(Stream(b"key", "0/a"), 1, 5, -9, 9, **options)
        assert drawn.tolist() == row[0].tolist()


def test_a_stack_has_a_matrix_for_every_channel(stream):
    drawn = stack(stream, 2, 3, 4, 0, 1)
    assert drawn.shape == (2, 3, 4)
    assert set(drawn.flat) == {0, 1}


def test_no_two_cells_of_a_distinct_matrix_are_equal(stream):
    for _ in range(50):
        assert sorted(distinct_matrix(stream, 2, 3, 4, 9).flat) == [4, 5, 6, 7, 8, 9]


def test_every_number_can_be_in_every_cell_of_a_distinct_matrix(stream):
    seen = Counter(tuple(distinct_matrix(stream, 1, 2, 0, 2)[0].tolist()) for _ in range(600))
    assert set(seen) == {(0, 1), (0, 2), (1, 0), (1, 2), (2, 0), (2, 1)}
    assert min(seen.values()) > 60


def test_a_sample_has_no_entry_twice(stream):
    for _ in range(50):
        drawn = sample(stream, np.array([1, 2, 3, 4]), 3)
        assert len(set(drawn.tolist())) == 3


def test_a_shuffle_keeps_every_entry_and_reaches_every_order(stream):
    orders = {shuffle(stream, ("a", "b", "c")) for _ in range(200)}
    assert len(orders) == 6
    assert all(sorted(order) == ["a", "b", "c"] for order in orders)


def test_a_sample_of_fractions_stays_exact(stream):
    tenths = np.array([Fraction(1, 10), Fraction(2, 10)], dtype=object)
    assert set(shuffle(stream, tenths).tolist()) == {Fraction(1, 10), Fraction(1, 5)}


def test_a_shuffle_of_huge_numbers_stays_exact(stream):
    drawn = shuffle(stream, np.array([2**63, 2**64 - 1], dtype=object))
    assert sorted(drawn.tolist()) == [2**63, 2**64 - 1]
    assert drawn.dtype == object


@pytest.mark.parametrize(
    ("call", "said"),
    [
        ("integer(3, 1)", "low ≤ high"),
        ("integer(1, 2.5)", "whole numbers"),
        ("integer(1, 9, 0)", "step ≥ 1"),
        ("integer(1 == 1, 9)", "whole numbers"),
        ("integer(0, 2**70)", "possibilities"),
        ("integer(1)", "high"),
        ("integer", "low"),
        ("pick()", "something to pick from"),
        ("flag(1)", "flag"),
        ("matrix(0, 3, 0, 9)", "whole numbers"),
        ("matrix(65, 3, 0, 9)", "sizes to 64"),
        ("matrix(3, 3, 9, 0)", "low ≤ high"),
        ("matrix(1, 1, 0, 2**63)", "low ≤ high"),
        ("matrix(3, 3, 0, 10**12, nonzero=2)", "low ≤ high"),
        ("matrix(2, 2, 0, 9, nonzero=5)", "cannot have 5"),
        ("matrix(2, 2, 0, 9, nonzero=-1)", "cannot have -1"),
        ("matrix(2, 2, 0, 0, nonzero=1)", "cannot have 1"),
        ("matrix(2, 2, 0, 9, zeros=1)", "zeros"),
        ("vector(0, 0, 9)", "whole numbers"),
        ("vector(65, 0, 9)", "sizes to 64"),
        ("vector(3, 0, 9, nonzero=4)", "cannot have 4"),
        ("stack(2, 64, 64, 0, 9)", "4096 numbers in all"),
        ("stack(2, 3, 3, 0.5, 9)", "whole numbers"),
        ("distinct_matrix(2, 2, 1, 3)", "cannot all be different"),
        ("distinct_matrix(2, 2, 1, 10 ** 7)", "low ≤ high"),
        ("sample([1, 2], 3)", "1 ≤ n ≤ 2"),
        ("sample(3, 1)", "a list is needed"),
        ("shuffle([])", "1 ≤ n ≤ 0"),
    ],
)
def test_a_call_that_draws_nothing_says_what_is_wrong_with_it(call, said, drawing):
    with pytest.raises(ExerciseError) as caught:
        drawing([f"a: '{call}'"], ["out: 1 + 1"]).variant(b"", "ada")
    (fault,) = caught.value.faults
    assert fault.place == "small.yaml"
    assert fault.fault.startswith("`a: ")
    assert said in fault.fault


def test_every_generator_may_use_earlier_parameters(drawing):
    made = drawing(
        ["n: integer(2, 4)", "m: 'matrix(n, n, 0, n, nonzero=n)'", "s: 'sample([1, 2, 3, 4], n)'"],
        ["out: count(m)*100 + rows(m) + 1"],
    )
    for student in "abcdef":
        values = made.variant(b"", student).values
        assert len(values["m"]) == len(values["s"]) == values["n"]


def test_every_generator_is_tested_here():
    assert set(GENERATORS) == {
        *("integer", "pick", "flag", "matrix", "distinct_matrix", "vector", "stack"),
        *("sample", "shuffle"),
    }


def test_what_a_generator_draws_does_not_change():
    # Issued variants hang on these: another draw is another exercise for a whole class.
    drawn = {
        "integer": integer(Stream(b"key", "0/a"), 0, 10**6),
        "matrix": matrix(Stream(b"key", "0/a"), 2, 3, -9, 9).tolist(),
        "sparse": matrix(Stream(b"key", "0/a"), 2, 3, -9, 9, nonzero=2).tolist(),
        "distinct": distinct_matrix(Stream(b"key", "0/a"), 2, 3, -9, 9).tolist(),
        "stack": stack(Stream(b"key", "0/a"), 2, 1, 2, -9, 9).tolist(),
        "shuffle": shuffle(Stream(b"key", "0/a"), np.arange(5)).tolist(),
    }
    assert drawn == {
        "integer": 137006,
        "matrix": [[6, 7, -7], [-4, 3, 2]],
        "sparse": [[0, 5, 0], [0, 0, -9]],
        "distinct": [[6, 9, -5], [5, -9, 4]],
        "stack": [[[6, 7]], [[-7, -4]]],
        "shuffle": [0, 2, 3, 4, 1],
    }
