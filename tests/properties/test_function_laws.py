"""Laws of the functions of formulas: how they undo, mirror and explain one another."""

from hypothesis import assume, given
from hypothesis import strategies as st

from grader.expressions import evaluate, parse, to_runtime, to_value

NUMBERS = st.integers(-9, 9) | st.fractions(-9, 9, max_denominator=9)
LISTS = st.lists(NUMBERS, min_size=1, max_size=6).map(tuple)
SIZES = st.tuples(st.integers(1, 4), st.integers(1, 4))
MATRICES = SIZES.flatmap(
    lambda size: st.lists(
        st.lists(NUMBERS, min_size=size[1], max_size=size[1]).map(tuple),
        min_size=size[0],
        max_size=size[0],
    ).map(tuple)
)
MODES = st.sampled_from(["full", "same"])
BOUNDARIES = st.sampled_from(["zero", "replicate", "reflect", "symmetric", "wrap"])


def value(source, **values):
    known = {name: to_runtime(item) for name, item in values.items()}
    return to_value(evaluate(parse(source).tree, known))


def holds(source, **values):
    return value(source, **values) is True


@given(LISTS, LISTS, MODES, BOUNDARIES)
def test_a_list_is_filtered_as_a_matrix_of_one_row(a, b, mode, rule):
    for operation in ("correlate", "convolve"):
        direct = value(f"{operation}(a, b, mode=m, boundary=r)", a=a, b=b, m=mode, r=rule)
        rows = value(
            f"{operation}(as_row(a), as_row(b), mode=m, boundary=r)", a=a, b=b, m=mode, r=rule
        )
        assert rows == (direct,)


@given(MATRICES, MATRICES, BOUNDARIES, st.data())
def test_an_output_is_the_sum_over_its_window(image, kernel, rule, data):
    i = data.draw(st.integers(0, len(image) - 1))
    j = data.draw(st.integers(0, len(image[0]) - 1))
    assert holds(
        "correlate(f, h, boundary=r)[i, j]"
        " == sum(window(f, rows(h), columns(h), i, j, boundary=r) * h)",
        f=image,
        h=kernel,
        r=rule,
        i=i,
        j=j,
    )


@given(LISTS, LISTS)
def test_the_factors_of_an_outer_product_give_it_back(column, row):
    assume(any(column) and any(row))
    assert holds("same(outer(column_factor(k), row_factor(k)), k)", k=value_of(column, row))
    assert holds("proportional(row_factor(k), r)", k=value_of(column, row), r=row)


def value_of(column, row):
    return tuple(tuple(a * b for b in row) for a in column)


@given(MATRICES)
def test_the_transposes_and_turns_are_each_other_s(kernel):
    assert holds("same(anti_transpose(k), rotate180(transpose(k)))", k=kernel)
    assert holds("same(rotate90(rotate90(k)), rotate180(k))", k=kernel)
    assert holds("same(flip(k), rotate180(k))", k=kernel)


@given(MATRICES)
def test_a_kernel_has_no_one_three_or_all_symmetries(kernel):
    # The symmetries of a square form a group of eight, and those of a kernel one of its subgroups.
    assert value("symmetries(k)", k=kernel) in {0, 1, 3, 7}


@given(LISTS, LISTS)
def test_sorting_and_reversing_keep_every_entry(a, b):
    assert holds("same(sorted(concatenate(a, b)), sorted(concatenate(b, a)))", a=a, b=b)
    assert holds("same(reverse(reverse(a)), a)", a=a)
    assert holds("cumulative(a)[-1] == sum(a)", a=a)


@given(LISTS)
def test_the_median_lies_between_and_the_mean_adds_up(a):
    assert holds("min(a) <= median(a) <= max(a) and mean(a) * length(a) == sum(a)", a=a)
    assert holds("median(sorted(a)) == median(reverse(sorted(a)))", a=a)


@given(MATRICES)
def test_the_extreme_cell_is_found_where_it_is(image):
    for found, cell in (("argmax", "max"), ("argmin", "min")):
        assert holds(f"m[{found}(m)[0], {found}(m)[1]] == {cell}(m)", m=image)


@given(st.integers(1, 9), st.integers(1, 9), st.data(), NUMBERS.filter(bool))
def test_an_impulse_is_found_where_it_was_put(rows, columns, data, height):
    row = data.draw(st.integers(0, rows - 1))
    column = data.draw(st.integers(0, columns - 1))
    names = {"m": rows, "n": columns, "i": row, "j": column, "a": height}
    assert holds("same(position_of(impulse(m, n, i, j, a)), [i, j])", **names)
    assert holds("same(impulse(m, n, i, j, a), with_cell(constant(m, n), i, j, a))", **names)


@given(MATRICES, BOUNDARIES)
def test_a_neighborhood_of_one_pixel_changes_nothing(image, rule):
    for name in ("median_filter", "max_filter", "min_filter"):
        assert holds(f"same({name}(f, 1, boundary=r), f)", f=image, r=rule)


@given(MATRICES, BOUNDARIES, st.sampled_from([2, 3]))
def test_the_least_of_a_neighborhood_is_the_greatest_of_the_negative(image, rule, size):
    assert holds(
        "same(min_filter(f, n, boundary=r), -max_filter(-f, n, boundary=r))",
        f=image,
        r=rule,
        n=size,
    )


@given(NUMBERS)
def test_the_root_of_a_square_is_exact(number):
    assert holds("sqrt(a * a) == abs(a)", a=number)
    assert holds("norm([a, 0]) == abs(a)", a=number)


@given(MATRICES, MATRICES)
def test_any_two_values_are_the_same_or_not(a, b):
    assert holds("same(m, m) and proportional(m, m)", m=a)
    assert value("same(a, b)", a=a, b=b) is (a == b)
