"""Every rule rejects what it is there for, and says so when nothing is left."""

import pytest

from grader.errors import ExerciseError
from grader.variants import Drawing, Rejections

STUDENTS = [f"s{number}" for number in range(40)]


@pytest.fixture
def reasons(drawing):
    """Return why draws were rejected over many students, and the variants that were left."""

    def of(*parts, **options):
        tally = Rejections()
        made = drawing(*parts, **options)
        variants = [made.variant(b"", student, rejections=tally) for student in STUDENTS]
        return tally, variants

    return of


def test_require_rejects_what_it_says(reasons):
    tally, variants = reasons(
        ["a: integer(1, 4)"], ["out: 7*a"], variants="{require: [a != 2, a < 4]}"
    )
    assert set(tally.reasons) == {"`a != 2`", "`a < 4`"}
    assert {variant.values["a"] for variant in variants} == {1, 3}


def test_a_band_includes_its_ends_and_nothing_beyond(reasons):
    tally, variants = reasons(
        ["a: integer(1, 5)"],
        ["out: 7*a"],
        variants="{difficulty: {size: {of: 'a / 2', band: [1, 1.5]}}}",
    )
    assert set(tally.reasons) == {"`size` outside 1…1.5"}
    assert {variant.values["a"] for variant in variants} == {2, 3}


def test_the_measure_of_a_band_is_kept_with_the_variant(reasons):
    _, variants = reasons(
        ["a: integer(1, 2)"], ["out: 7*a"], variants="{difficulty: {size: {of: a, band: [0, 9]}}}"
    )
    assert all(variant.features == {"size": variant.values["a"]} for variant in variants)


WRONG = "{{{}: {{gives: '{}', say: {{en: No., es: No.}}}}}}"


def test_a_misconception_that_is_right_by_chance_is_rejected(reasons):
    tally, variants = reasons(
        ["k: integer(2, 4)"],
        ["out: k*k + 10"],
        misconceptions=WRONG.format("doubled", "2*k + 10"),
    )
    assert set(tally.reasons) == {"`doubled` gives the right answer"}
    assert {variant.values["k"] for variant in variants} == {3, 4}


def test_a_misconception_within_the_tolerance_of_the_key_is_rejected(reasons):
    tally, _ = reasons(
        ["k: integer(1, 50)"],
        ["out: 100*k + 50"],
        answers="{out: {type: number, tolerance: {abs: 20}}}",
        misconceptions=WRONG.format("more", "101*k + 50"),
    )
    assert set(tally.reasons) == {"`more` gives the right answer"}


TWO = (
    "{first: {gives: '2*k + 50', say: {en: No., es: No.}},"
    " second: {gives: 'k*k + 50 + 0.1', say: {en: No., es: No.}}}"
)


def test_misconceptions_that_the_tolerance_cannot_tell_apart_are_rejected(reasons):
    tally, variants = reasons(
        ["k: integer(2, 5)"],
        ["out: 7*k + 90"],
        answers="{out: {type: number, tolerance: {abs: 0.5}}}",
        misconceptions=TWO,
    )
    assert set(tally.reasons) == {"`first` and `second` give the same"}
    assert 2 not in {variant.values["k"] for variant in variants}


def test_misconceptions_outside_separate_are_let_through(reasons):
    tally, variants = reasons(
        ["k: integer(2, 2)"],
        ["out: 7*k + 90"],
        misconceptions=TWO.replace(" + 0.1", ""),
        variants="{separate: [first]}",
    )
    assert not tally.reasons
    assert variants[0].wrong["first"] == variants[0].wrong["second"]


def test_a_misconception_that_looks_like_no_work_is_rejected(reasons):
    tally, _ = reasons(
        ["k: integer(2, 4)", "c: integer(2, 9)"],
        ["out: k*k*c + 7"],
        misconceptions=WRONG.format("forgot", "k*c - c*(k - 1) + (c - c)*7 + (k - 2)*100"),
    )
    assert set(tally.reasons) == {"`forgot` looks like an answer made without work"}


def test_a_misconception_that_does_not_apply_is_left_out(drawing):
    made = drawing(
        ["bias: flag()", "k: integer(5, 9)"],
        ["out: k*k + (k if bias else 0)"],
        misconceptions="{forgot: {when: bias, gives: k*k, say: {en: No., es: No.}}}",
    )
    for student in STUDENTS:
        variant = made.variant(b"", student)
        assert ("forgot" in variant.wrong) is variant.values["bias"]


def test_who_chooses_wrongly_gives_the_reason_that_follows(drawing):
    kind = (
        "{type: choice, options: {less: {en: Less, es: Menos}, more: {en: More, es: Más}}, "
        """expect: '"less" if a < 3 else "more"', """
        "because: {options: {low: {en: Low, es: Bajo}, high: {en: High, es: Alto}}, "
        """expect: '"low" if a < 3 else "high"'}}"""
    )
    variant = drawing(
        ["a: integer(1, 4)"],
        ["out: 7*a"],
        answers=f"{{kind: {kind}}}",
        variants="{separate: []}",
        misconceptions="{always: {gives: {kind: '\"more\"'}, say: {en: No., es: No.}}}",
    ).variant(b"", "ada")
    assert variant.wrong["always"]["kind"] == ("more", variant.key["kind"][1])


def test_a_number_that_stands_in_the_statement_is_no_key(reasons):
    tally, variants = reasons(["a: integer(2, 5)", "b: integer(2, 5)"], ["out: a*b - 6"])
    assert set(tally.reasons) == {"`out` can be had without work"}
    assert all(
        variant.key["out"] not in {0, 1, variant.values["a"], variant.values["b"]}
        for variant in variants
    )


def test_a_matrix_that_is_mostly_one_constant_is_rejected(reasons):
    tally, variants = reasons(
        ["image: matrix(3, 3, 0, 3)"],
        ["out: image + image"],
        answers="{out: {type: matrix, partial: per_cell}}",
    )
    assert set(tally.reasons) == {"`out` can be had without work"}
    for variant in variants:
        cells = [cell for row in variant.key["out"] for cell in row]
        assert max(cells.count(cell) for cell in cells) <= 3


def test_an_exhausted_draw_names_the_rules_and_how_often_each_rejected(drawing):
    made = drawing(
        ["a: integer(1, 2)"],
        ["out: 7*a"],
        variants="{require: [a > 1, out < 10], tries: 60}",
    )
    with pytest.raises(ExerciseError) as caught:
        made.variant(b"", "ada")
    (fault,) = caught.value.faults
    assert fault.place == "small.yaml"
    assert "in 60 tries" in fault.fault
    first, second = (int(part.split("×")[0]) for part in fault.fault.split("(")[1:])
    assert first + second == 60
    assert "`a > 1` (" in fault.fault
    assert "`out < 10` (" in fault.fault
    assert "loosen the rule" in fault.fix


def test_the_tally_counts_every_draw_once(reasons):
    tally, variants = reasons(["a: integer(1, 4)"], ["out: 7*a"], variants="{require: [a > 2]}")
    assert tally.draws == sum(variant.tries for variant in variants)
    assert tally.draws - len(variants) == sum(tally.reasons.values())


def test_no_rejections_read_as_nothing():
    assert str(Rejections()) == "nothing"


FAULTY = {
    "a requirement that is a number": ({"variants": "{require: [a]}"}, "true or false"),
    "a band of a matrix": (
        {"variants": "{difficulty: {x: {of: 'delta(3, 1, 1)', band: [0, 1]}}}"},
        "must be one number",
    ),
    "a definition that divides by zero": ({"let": ["out: a / (a - a)"]}, "`out`: division by zero"),
    "a matrix answer that is a number": (
        {"answers": "{out: {type: matrix}}"},
        "`out` is of type matrix, but its key is",
    ),
    "a number answer that is a matrix": (
        {"let": ["out: 'delta(3, 1, 1)'"]},
        "`out` is of type integer, but its key is",
    ),
    "a choice that is no option": (
        {"answers": "{out: {type: choice, options: [red, blue]}}", "let": ["out: '\"green\"'"]},
        "`out` is of type choice, but its key is green",
    ),
    "a choice that differs in capitals": (
        {"answers": "{out: {type: choice, options: [red, blue]}}", "let": ["out: '\"Red\"'"]},
        "`out` is of type choice, but its key is Red",
    ),
    "a truth value for a number": ({"let": ["out: a > 1"]}, "`out` is of type integer"),
}


@pytest.mark.parametrize(("parts", "said"), FAULTY.values(), ids=FAULTY)
def test_an_exercise_that_cannot_be_drawn_says_why(parts, said, drawing):
    parts = {"let": ["out: 7*a"], **parts}
    made = drawing(["a: integer(1, 4)"], parts.pop("let"), **parts)
    with pytest.raises(ExerciseError) as caught:
        made.variant(b"", "ada")
    (fault,) = caught.value.faults
    assert fault.place == "small.yaml"
    assert said in fault.fault


def test_adding_a_parameter_changes_no_other(small):
    before, after = (
        Drawing(small(["a: integer(1, 999)", *more, "b: matrix(3, 3, 0, 99)"], ["out: 7*a"]))
        for more in ([], ["x: integer(1, 999)"])
    )
    for student in STUDENTS:
        old, new = before.variant(b"", student).values, after.variant(b"", student).values
        assert (old["a"], old["b"]) == (new["a"], new["b"])


def test_parameters_of_equal_form_are_drawn_apart(drawing):
    made = drawing(["a: integer(1, 9999)", "b: integer(1, 9999)"], ["out: 7*a"])
    drawn = [made.variant(b"", student).values for student in STUDENTS]
    assert all(values["a"] != values["b"] for values in drawn)
