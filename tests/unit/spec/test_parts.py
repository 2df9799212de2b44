"""What is said of answers in several parts, with properties or with variables of their own."""

import pytest

from grader.spec import read_exercise

PLACE = "area: {type: integer}"
FINE = "parts: {column: '[a, b]', row: '[b, a]'}"


@pytest.mark.parametrize(
    ("answer", "fault", "fix"),
    [
        ("area: {type: steps}", "`steps` needs parts", "parts: {first: …, second: …}"),
        ("area: {type: integer, parts: {x: a}}", "`integer` has no parts", "type: steps"),
        (
            "area: {type: factors, parts: {row: '[a, b]', column: '[b, a]'}}",
            "factors are a column and a row",
            "parts: {column: …, row: …}",
        ),
        (
            "area: {type: steps, parts: {a: a + 1, c: b}}",
            "`a` is the name of another value",
            "call the part something else",
        ),
        (
            "area: {type: counterexample, parts: {x: a}}",
            "a counterexample needs properties",
            "properties: [{holds: …}]",
        ),
        (
            "area: {type: expression, expect: '\"a\"'}",
            "an expression needs variables",
            "variables: [k, C, N]",
        ),
        ("area: {type: integer, variables: [k]}", "`integer` has no variables", "type: expression"),
        (
            "area: {type: expression, expect: '\"k\"', variables: [k, k]}",
            "a variable stands there twice",
            "name each once",
        ),
        (
            "area: {type: steps, parts: {x: {of: a, label: {en: One}}, y: x}}",
            "the Spanish text is missing",
            "es: …",
        ),
        ("area: {type: steps, parts: {x: {of: q}}}", "there is no value called `q` here", None),
        ("area: {type: steps, parts: {x: {label: q}}}", "the field `of` is missing", "of: …"),
    ],
)
def test_what_is_wrong_with_parts_is_said_with_a_remedy(sound, faults, answer, fault, fix):
    found = faults(sound.replace(PLACE, answer))
    assert fault in [said for _, said, _ in found]
    assert fix is None or fix in [remedy for _, said, remedy in found if said == fault]


def test_a_test_may_hand_in_single_parts_only(sound, faults):
    text = sound.replace(PLACE, f"area: {{type: factors, {FINE}}}").replace(
        "answer: {area: a * b}", "answer: {area: {column: '[a, a]', middle: a}}"
    )
    assert ("`area` has no part `middle`", "there are: column, row") in [
        (fault, fix) for _, fault, fix in faults(text)
    ]


def test_a_test_of_a_number_has_no_parts(sound, faults):
    text = sound.replace("answer: {area: a * b}", "answer: {area: {first: 3}}")
    assert [(fault, fix) for _, fault, fix in faults(text)] == [
        ("`area` has no part `first`", "write its formula alone")
    ]


def test_a_misconception_may_give_a_part(sound):
    text = sound.replace(PLACE, f"area: {{type: factors, {FINE}}}").replace(
        "gives: 2*(a + b)", "gives: {row: '[a, a]'}"
    )
    (misconception,) = read_exercise(text, "area.yaml").misconceptions
    assert [*misconception.gives] == ["row"]


def test_what_a_part_is_reaches_the_exercise(sound):
    text = sound.replace(
        PLACE, "area: {type: steps, parts: {x: {of: a, label: {en: One, es: Uno}}, y: x * b}}"
    )
    (answer,) = read_exercise(text, "area.yaml").answers
    assert [(part.name, dict(part.label)) for part in answer.parts] == [
        ("x", {"en": "One", "es": "Uno"}),
        ("y", {}),
    ]
