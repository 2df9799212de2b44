"""Rank and factors, for kernels whose rank is known because they were made from factors."""

from fractions import Fraction
from math import gcd

import numpy as np
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from grader import engine

quick = settings(deadline=None, max_examples=80)
vectors = hnp.arrays(np.int64, st.integers(1, 6), elements=st.integers(-9, 9))
matrices = hnp.arrays(
    np.int64, st.tuples(st.integers(1, 5), st.integers(1, 5)), elements=st.integers(-3, 3)
)


@given(vectors, vectors)
@quick
def test_the_product_of_a_column_and_a_row_separates_exactly(column, row):
    kernel = np.outer(column, row)

    found_column, found_row = engine.separate(kernel)

    np.testing.assert_array_equal(np.outer(found_column, found_row), kernel)
    assert found_column.dtype == found_row.dtype == np.int64
    assert engine.is_separable(kernel)


@given(vectors, vectors)
@quick
def test_the_row_is_in_lowest_terms_and_starts_positive(column, row):
    assume(column.any() and row.any())

    _, found = engine.separate(np.outer(column, row))

    assert gcd(*found.tolist()) == 1
    assert found[np.flatnonzero(found)[0]] > 0


@given(vectors, vectors, st.integers(1, 300), st.integers(1, 300))
@quick
def test_fractions_separate_into_fractions_exactly(column, row, below, other):
    kernel = np.outer(
        [Fraction(entry, below) for entry in column.tolist()],
        [Fraction(entry, other) for entry in row.tolist()],
    )

    found_column, found_row = engine.separate(kernel)

    assert np.outer(found_column, found_row).tolist() == kernel.tolist()
    assert {type(entry) for entry in (*found_column, *found_row)} == {Fraction}


@given(vectors, vectors, st.floats(0.1, 9))
@quick
def test_floats_separate_up_to_rounding(column, row, scale):
    kernel = np.outer(column * scale, row / 3)

    found_column, found_row = engine.separate(kernel)

    np.testing.assert_allclose(np.outer(found_column, found_row), kernel, rtol=1e-12, atol=1e-12)


@given(matrices)
@quick
def test_the_exact_rank_is_that_of_the_singular_values_for_small_integers(kernel):
    assert engine.rank(kernel) == np.linalg.matrix_rank(kernel)
    assert engine.rank(kernel.astype(float)) == np.linalg.matrix_rank(kernel)


@given(matrices, st.integers(2**70, 2**80))
@quick
def test_the_rank_does_not_change_with_the_scale(kernel, factor):
    assert engine.rank(kernel.astype(object) * factor) == engine.rank(kernel)
    assert engine.rank(kernel.astype(object) * Fraction(1, factor)) == engine.rank(kernel)


@given(matrices, st.integers(0, 5))
@quick
def test_a_low_rank_kernel_leaves_out_the_smallest_singular_values(kernel, rank):
    rank = min(rank, *kernel.shape)
    values = np.linalg.svd(kernel, compute_uv=False)

    close = engine.low_rank(kernel, rank)

    np.testing.assert_allclose(close.error, np.sqrt((values[rank:] ** 2).sum()), atol=1e-9)
    np.testing.assert_allclose(close.error, np.linalg.norm(kernel - close.kernel), atol=1e-9)
    assert np.linalg.matrix_rank(close.kernel, tol=1e-9) <= rank


@given(matrices)
@quick
def test_a_low_rank_kernel_of_full_rank_is_the_kernel(kernel):
    close = engine.low_rank(kernel, min(kernel.shape))

    np.testing.assert_allclose(close.kernel, kernel, atol=1e-12)
    assert close.error == 0
