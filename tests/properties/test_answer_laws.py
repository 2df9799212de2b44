"""Laws of what a student types: reading, fitting and comparing."""

import warnings
from fractions import Fraction

import numpy as np
from hypothesis import example, given
from hypothesis import strategies as st

from grader.answers import ANSWER_TYPES, Misfit, right_cells
from grader.expressions.literals import parse_answer
from grader.marking import Marker, is_null
from grader.model.exercise import Answer, Option, Part, Tolerance
from grader.model.expression import Constant, Expression
from grader.model.submission import Blank, Given
from grader.model.value import shape
from grader.model.variant import Form

KEY_OF_NOTHING = Expression(source="0", tree=Constant(value=0))
INTEGERS = st.integers(-(2**80), 2**80)
NUMBERS = INTEGERS | st.floats() | st.fractions()
SCALARS = NUMBERS | st.booleans() | st.text(max_size=8)
VALUES = st.recursive(SCALARS, lambda inner: st.lists(inner, max_size=4).map(tuple), max_leaves=12)
TOLERANCES = st.builds(
    lambda absolute, relative, digits: Tolerance(
        absolute=absolute, relative=relative, digits=digits
    ),
    st.fractions(0, 10),
    st.fractions(0, 1),
    st.none() | st.integers(0, 8),
)


def matrices(cells):
    return st.tuples(st.integers(1, 4), st.integers(1, 4)).flatmap(
        lambda size: st.lists(
            st.lists(cells, min_size=size[1], max_size=size[1]).map(tuple),
            min_size=size[0],
            max_size=size[0],
        ).map(tuple)
    )


def vectors(cells):
    return st.lists(cells, min_size=1, max_size=4).map(tuple)


SMALL = st.integers(-(10**6), 10**6) | st.fractions(-100, 100, max_denominator=1000)
KEYS = {
    "integer": INTEGERS,
    "number": INTEGERS | st.floats(allow_nan=False, allow_infinity=False) | st.fractions(),
    "matrix": matrices(INTEGERS | st.fractions()),
    "direction": st.tuples(st.integers(-9, 9), st.integers(-9, 9)),
    "choice": st.sampled_from(("zero", "réflexion", "edge – preserving")),
    "kernel": matrices(SMALL),
    "factors": st.tuples(vectors(SMALL), vectors(SMALL)),
    "steps": st.tuples(matrices(SMALL), vectors(SMALL), SMALL),
    "cell": st.tuples(st.integers(0, 9), st.integers(0, 9), INTEGERS | st.fractions()),
    "counterexample": st.tuples(matrices(SMALL), vectors(SMALL)),
    "expression": st.sampled_from(("k*C + N", "2·k / (C - N)", "k²", "-N")),
}
PARTS = {
    "counterexample": ("image", "signal"),
    "factors": ("column", "row"),
    "steps": ("window", "sums", "total"),
}
QUESTIONS = st.sampled_from(sorted(KEYS)).flatmap(
    lambda kind: st.tuples(st.just(kind), KEYS[kind], TOLERANCES)
)

ATOMS = st.one_of(
    st.integers(-(10**6), 10**20).map(str),
    st.floats().map(repr).filter(lambda text: "n" not in text),
    st.sampled_from(["True", "1e999", "0x1f", "1_000", "'left'", "'a—b'", "...", "0.1", "2**63"]),
)


def larger(cells):
    several = st.lists(cells, max_size=4)
    signs = st.sampled_from(["+", "-", "*", "/", "//", "%", "**", "@", "<<"])
    return st.one_of(
        st.builds("({} {} {})".format, cells, signs, cells),
        st.builds("({}{})".format, st.sampled_from(["-", "+", "~", "not "]), cells),
        several.map(lambda items: f"[{', '.join(items)}]"),
        several.map(lambda items: f"({''.join(item + ', ' for item in items)})"),
        cells.map("[{0}, {0}]".format),
        st.builds(
            "{}({})".format,
            st.sampled_from(["np.array", "numpy.asarray", "np.asarray", "Fraction", "int"]),
            cells,
        ),
        st.builds("Fraction({}, {})".format, cells, cells),
        st.builds("np.array({}, dtype={})".format, cells, st.sampled_from(["int", "float"])),
    )


FORMULAS = st.recursive(ATOMS, larger, max_leaves=8)
STATEMENTS = st.one_of(
    FORMULAS.map("out = {}".format),
    FORMULAS.map("out = {}".format),
    FORMULAS.map("out: list[int] = {}".format),
    st.sampled_from(
        [
            *("import numpy as np", "from fractions import Fraction", "import math", "pass"),
            *("check(out)", "# done", "'note'", "from grader import check", "import math as np"),
            *("out += 1", "np = None", "check(np)", "out: f() = 3", "import math as out"),
        ]
    ),
)
CELLS = st.lists(STATEMENTS, min_size=1, max_size=3).map("\n".join)


def executed(source):
    """Return what Python makes of the cell, with arrays and lists as tuples."""
    known = {"np": np, "numpy": np, "Fraction": Fraction, "check": id}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        exec(compile(source, "<cell>", "exec"), known)  # noqa: S102 - the law is about running it
    return tuples(known.get("out", ...))


def tuples(value):
    if isinstance(value, np.ndarray):
        value = value.tolist()
    return tuple(map(tuples, value)) if isinstance(value, list | tuple) else value


def same(left, right):
    if isinstance(left, tuple) and isinstance(right, tuple):
        return len(left) == len(right) and all(map(same, left, right))
    # repr: NaN is itself, and zero has its sign.
    return type(left) is type(right) and repr(left) == repr(right)


def literal(value):
    if isinstance(value, Fraction):
        return f"Fraction({value.numerator}, {value.denominator})"
    if isinstance(value, tuple):
        return f"[{', '.join(map(literal, value))}]"
    return repr(value)


def sevens(value):
    return tuple(map(sevens, value)) if isinstance(value, tuple) else 7


def question(kind, key, tolerance=None):
    answer = Answer(
        name="out",
        kind=kind,
        expect=KEY_OF_NOTHING,
        tolerance=tolerance or Tolerance(),
        options=tuple(
            Option(id=name, text={"en": name})
            for name in ("zero", "réflexion", "edge – preserving")
        ),
        parts=tuple(Part(name=name, expression=KEY_OF_NOTHING) for name in PARTS.get(kind, ())),
        variables=("k", "C", "N"),
    )
    return answer, ANSWER_TYPES[kind], ANSWER_TYPES[kind].form(answer, key)


@given(CELLS)
@example("out = np.array([[1, 2], []])")
@example("out = np.array([1, [2]])")
@example("out = Fraction(0.5, 2)")
@example("import math as np\nout = np.array([1])")
def test_a_cell_that_is_read_has_the_value_that_running_it_gives(source):
    outcome = parse_answer(source, "out")
    if isinstance(outcome, Given):
        assert same(outcome.value, executed(source))
    elif isinstance(outcome, Blank):
        assert executed(source) is ...


@given(st.text(alphabet="out=[](),.0123456789+-*/ \n'#−npFractiony", max_size=40))
def test_any_cell_is_read_or_left_to_the_sandbox(source):
    outcome = parse_answer(source, "out", kind="number")
    assert outcome is None or isinstance(outcome, Given | Blank)


@given(QUESTIONS)
def test_the_key_written_out_is_right(drawn):
    kind, key, tolerance = drawn
    answer, answer_type, form = question(kind, key, tolerance)
    outcome = parse_answer(f"out = {literal(key)}", "out", kind=kind)
    assert isinstance(outcome, Given)
    fitted = answer_type.fit(outcome.value, form)
    assert fitted == key
    assert all(answer_type.marks(fitted, key, answer))


@given(QUESTIONS, VALUES)
def test_any_value_fits_or_is_told_why_not_in_both_languages(drawn, value):
    kind, key, tolerance = drawn
    answer, answer_type, form = question(kind, key, tolerance)
    fitted = answer_type.fit(value, form)
    if isinstance(fitted, Misfit):
        assert set(fitted.text) == {"en", "es"}
        assert all(fitted.text.values())
    else:
        assert len(answer_type.marks(fitted, key, answer)) == len(
            answer_type.marks(key, key, answer)
        )


@given(QUESTIONS, VALUES)
def test_what_fits_fits_again_unchanged(drawn, value):
    kind, key, _ = drawn
    _, answer_type, form = question(kind, key)
    fitted = answer_type.fit(value, form)
    if not isinstance(fitted, Misfit):
        assert same(answer_type.fit(fitted, form), fitted)


@given(QUESTIONS)
def test_a_form_tells_nothing_of_the_key_but_its_shape(drawn):
    kind, key, _ = drawn
    answer, answer_type, form = question(kind, key)
    other = sevens(key) if isinstance(key, tuple) else key
    assert answer_type.form(answer, other) == form
    assert isinstance(form, Form)


@given(QUESTIONS, st.lists(VALUES, max_size=3))
@example(("factors", ((1, 2), (3, 4)), Tolerance()), [(1, True), (2, 3)])
def test_every_null_answer_is_null(drawn, shown):
    kind, key, _ = drawn
    _, answer_type, _ = question(kind, key)
    assert all(is_null(answer_type, null, shown) for null in answer_type.nulls(key, shown))


@given(QUESTIONS, st.lists(VALUES, max_size=3))
def test_a_baseline_is_a_share(drawn, shown):
    kind, key, tolerance = drawn
    answer, _, _ = question(kind, key, tolerance)
    assert 0 <= Marker({}, shown).baseline(answer, key) <= 1


@given(VALUES, VALUES, TOLERANCES)
def test_comparing_never_fails_and_says_something_of_every_cell(value, key, tolerance):
    cells = right_cells(value, key, tolerance)
    assert len(cells) == len(right_cells(key, key))
    if shape(value) != shape(key):
        assert not any(cells)


@given(NUMBERS, NUMBERS, TOLERANCES)
def test_what_is_right_exactly_is_right_within_any_tolerance(value, key, tolerance):
    if right_cells(value, key) == (True,):
        assert right_cells(value, key, tolerance) == (True,)


@given(st.fractions(-1000, 1000), st.fractions(0, 10))
def test_an_absolute_tolerance_includes_its_ends_and_nothing_beyond(key, allowed):
    tolerance = Tolerance(absolute=allowed)
    assert right_cells(key + allowed, key, tolerance) == (True,)
    assert right_cells(key - allowed - Fraction(1, 10**9), key, tolerance) == (False,)


@given(matrices(SMALL), st.integers(0, 3), st.integers(0, 3))
def test_a_ring_of_zeros_makes_no_other_kernel(key, rows, columns):
    answer, answer_type, _ = question("kernel", key)
    wide = len(key[0]) + 2 * columns
    ringed = (
        *((0,) * wide,) * rows,
        *((0,) * columns + row + (0,) * columns for row in key),
        *((0,) * wide,) * rows,
    )
    assert answer_type.marks(ringed, key, answer) == (True,)
    assert answer_type.marks(key, ringed, answer) == (True,)


@given(KEYS["factors"], st.fractions(-9, 9, max_denominator=9).filter(bool))
def test_factors_of_the_same_product_are_right(key, scale):
    answer, answer_type, _ = question("factors", key)
    column, row = key
    scaled = tuple(cell * scale for cell in column), tuple(cell / scale for cell in row)
    assert all(answer_type.marks(scaled, key, answer))
    assert all(answer_type.marks(key, scaled, answer))
