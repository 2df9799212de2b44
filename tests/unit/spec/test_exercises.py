"""An exercise file with mistakes: all of them at once, each where it stands."""

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from grader.errors import ExerciseError
from grader.model.exercise import Exercise
from grader.spec import parameters, read_exercise
from grader.variants.generators import GENERATORS

MANY_MISTAKES = """\
schema: exercise/1
id: many-mistakes
version: 1
title: {en: Many mistakes, es: Muchos errores}
minute: 5
topics: correlation
params:
  image: matrix(4, 4, 0, 9)
  kernel: matrx(3, 3, -2, 2)
  size: integer(1, limit)
  image: flag()
let:
  early: late + 1
  edges: coorelate(image, kernel)
  out: image - 1
  late: 2 *
  size: 3
variants:
  require:
    - max(abs(out)) <= 60
    - sum(imag) > 0
  difficulty:
    products: {of: 'count(kernel, oops)', band: [9, 3]}
  separate: [transposed_kernel, convolve, convolve]
given: [image, out]
prompt:
  en: |
    Image:

    {% what %}
    {{ out | matrix }}
  es: La imagen {{ imagen }} da {{ out }}.
answers:
  out: {type: matrix, carry: [total]}
  total: {type: integr}
  ghost: {type: integer, tolerance: {abs: -1}}
  pick: {type: choice, expect: other + 1}
misconceptions:
  convolv:
  convolve:
  own:
    gives: {nobody: 1, out: -out}
hints:
  - {en: "Look at {{ kernel }}."}
solution: {trace: kernel}
tests:
  - answer: {sum: 1, out: -out}
    expect: {score: 2, diagnosis: convolved}
"""


EXPECTED = [
    ("5:1", "there is no field `minute`"),
    ("6:9", "`topics` is of the wrong kind"),
    ("9:11", "there is no generator `matrx`"),
    ("10:20", "there is no value called `limit` here"),
    ("13:10", "there is no value called `late` here"),
    ("14:10", "there is no function `coorelate`"),
    ("16:12", "`2 *` is not a formula: invalid syntax"),
    ("17:9", "`size` is defined twice"),
    ("21:11", "there is no value called `imag` here"),
    ("23:35", "there is no value called `oops` here"),
    ("23:49", "no number lies in this band"),
    ("24:14", "no misconception is called `transposed_kernel`"),
    ("24:43", "`convolve` stands here twice"),
    ("25:16", "`out` is the key of the answer `out`: it cannot be shown"),
    ("30", "Encountered unknown tag 'what'."),
    ("32:7", "`out` is the key of the answer `out`: it cannot be shown"),
    ("32:7", "there is no value called `imagen` here"),
    ("34:30", "`total` is no answer that comes before `out`"),
    ("35:10", "no value is called `total`"),
    ("35:17", "there is no answer type `integr`"),
    ("36:10", "no value is called `ghost`"),
    ("36:43", "`abs`: input should be greater than or equal to 0"),
    ("37:9", "a choice needs options"),
    ("37:32", "there is no value called `other` here"),
    ("39:11", "the library has no misconception `convolv`"),
    ("40:12", "`convolve` does not apply to any answer of this exercise"),
    ("42:5", "nothing is said to the student"),
    ("42:21", "`nobody` is neither an answer nor defined in `let`"),
    ("44:5", "the Spanish text is missing"),
    ("45:19", "`kernel` is not defined in `let`"),
    ("47:19", "there is no answer `sum`"),
    ("48:21", "`score`: input should be less than or equal to 1"),
    ("48:35", "no misconception is called `convolved`"),
]


def test_a_key_twice_is_said_before_anything_else_is_read(faults):
    assert faults(MANY_MISTAKES) == [
        ("area.yaml:11:3", "`image` stands here twice", "keep one of them")
    ]


def test_every_mistake_is_reported_at_once_where_it_stands(faults):
    text = MANY_MISTAKES.replace("  image: flag()\n", "  # image: flag()\n")
    found = sorted((_line(place), place, fault) for place, fault, _ in faults(text))
    assert [(place.removeprefix("area.yaml:"), fault) for _, place, fault in found] == EXPECTED


def _line(place):
    return int(place.split(":")[1]), int([*place.split(":"), "0"][2])


SUGGESTIONS = [
    ("version: 1", "version: 1\nmintues: 3", "did you mean `minutes`?"),
    ("type: integer", "type: integer, wieght: 2", "did you mean `weight`?"),
    ("a * b\nprompt", "maxx(a, b)\nprompt", "did you mean `max`?"),
    ("a * b\nprompt", "a * bb\nprompt", "did you mean `b`?"),
    ("perimeter:\n    gives: 2*(a + b)", "convolv:", "did you mean `convolve`?"),
]


@pytest.mark.parametrize(("old", "new", "fix"), SUGGESTIONS)
def test_a_misspelled_name_gets_a_suggestion(old, new, fix, sound, faults):
    assert fix in {found for _, _, found in faults(sound.replace(old, new))}


ALONE = {
    "a field too few": ("version: 1\n", "", "the field `version` is missing", "version: …"),
    "a type too few": ("type: integer", "weight: 2", "the field `type` is missing", "type: …"),
    "a wrong type": ("version: 1", "version: ▸one", "of the wrong kind", "a whole number"),
    "a half version": ("version: 1", "version: ▸1.5", "of the wrong kind", "a whole number"),
    "a number as a text": ("en: Area,", "en: ▸3,", "`en` is of the wrong kind", "write a text"),
    "a formula of nothing": ("area: a * b\nprompt", "area:\nprompt", "of the wrong kind", "text"),
    "a version of zero": ("version: 1", "version: ▸0", "greater than or equal to 1", ""),
    "another schema": ("exercise/1", "▸exercise/2", "should be 'exercise/1'", ""),
    "an id with capitals": ("id: area", "id: ▸Area", "`id`", "joined by hyphens"),
    "a hyphen in a name": ("b: integer", "▸b-2: flag()\n  b: integer", "`b-2`", "letters, digits"),
    "a language in full": ("{en: Area,", "{▸english: Area,", "`english`", "two letters"),
    "no answers": ("\n  area: {type: integer}", " ▸{}", "at least 1 item", ""),
    "no English": ("en: That is the perimeter., ", "", "the English text is missing", "en: …"),
    "an empty text": ("say: {en: That is", 'say: ▸{en: " ", x: ', "English text is missing", "en"),
    "a third language": ("metro.}", "metro., fr: ▸Oui}", "does not exist in `fr`", "the title"),
    "a name too early": ("a: integer(2, 9)", "a: integer(2, ▸b)", "no value called `b`", "params"),
    "a circle": ("area: a * b\nprompt", "area: ▸area\nprompt", "called `area` here", "known"),
    "a fixed parameter": ("a: integer(2, 9)", "a: ▸3", "is not a generator call", "integer(1, 9)"),
    "an attribute": ("area: a * b\nprompt", "area: a + ▸b.real\nprompt", "attributes", "function"),
    "a quoted formula": ("area: a * b\nprompt", 'area: "a + ▸c"\nprompt', "`c` here", "known here"),
    "a hint that tells": ("Count {{ a }}", "Count {{ area }}", "is the key of the answer", "only"),
    "a call in a text": (
        "Count {{ a }}",
        "Count {{ lipsum(a) }}",
        "line 1 of the text: only {{ }}",
        "",
    ),
    "a broken text": ("Cuenta {{ a }}", "Cuenta {{ a ", "in line 1 of the text", ""),
    "an answer of nothing": (
        "area: {type",
        "volume: ▸{type",
        "`volume`",
        "define `volume` in `let`",
    ),
    "a choice of nothing": ("type: integer", "type: choice", "needs options", "[first, second]"),
    "an answer to itself": (
        "type: integer",
        "type: integer, expect: ▸tax + 1",
        "`tax` here",
        "kno",
    ),
    "a grade": ("{score: 1}", "{score: 1, ▸grade: 2}", "no field `grade`", "score, diagnosis"),
    "a test of nonsense": ("{area: a * b}", '{area: "a * ▸c"}', "`c` here", "a, b, area"),
    "too little memory": ("tests:", "limits: {memory_mb: ▸1}\ntests:", "equal to 128", ""),
    "points": ("type: integer", "type: integer, ▸points: 2", "no field `points`", "type, expect"),
}
WHERE = {
    "a field too few": "1:1",
    "a type too few": "16:9",
    "no English": "20:10",
    "a formula of nothing": "9:8",
    "a hint that tells": "22:10",
    "a call in a text": "22:10",
    "a broken text": "22:37",
    "a choice of nothing": "16:9",
}
"""The places that no `▸` can mark, because a whole block or text is meant."""


@pytest.mark.parametrize("name", ALONE)
def test_a_single_mistake_is_one_fault_where_it_stands(name, sound, faults):
    old, new, fault, fix = ALONE[name]
    assert sound.count(old) == 1
    text = sound.replace(old, new)
    before, mark, after = text.partition("▸")
    line, column = before.count("\n") + 1, len(before) - before.rfind("\n")
    places = {found[0] for found in faults(before + after)}
    assert (
        f"area.yaml:{line}:{column}" in places if mark else places == {f"area.yaml:{WHERE[name]}"}
    )
    said = [found for found in faults(before + after) if fault in found[1]]
    assert len(said) == 1
    assert fix in said[0][2]


def test_a_prompt_that_shows_a_key_is_refused(sound, faults):
    found = faults(sound.replace("what is its area?", "is it {{ area }}?"))
    assert found == [
        (
            "area.yaml:11:7",
            "`area` is the key of the answer `area`: it cannot be shown",
            "show the parameters only",
        )
    ]


def test_a_broken_prompt_is_reported_on_its_own_line(sound, faults):
    ((place, _, _),) = faults(sound.replace("what is its area?", "{% what %}"))
    assert place == "area.yaml:13"


def test_one_wrong_value_does_not_say_which_of_several_answers_it_is(sound, faults):
    text = sound.replace("type: integer}", "type: integer}\n  two: {type: integer, expect: 2*a}")
    ((place, fault, _),) = faults(text)
    assert (place, fault) == ("area.yaml:20:12", "there are several answers: which one is this?")


def test_a_mistake_of_structure_does_not_hide_one_of_meaning(sound, faults):
    text = sound.replace("version: 1", "version: x").replace("2*(a + b)", "2*(a + c)")
    assert [place for place, _, _ in faults(text)] == ["area.yaml:3:10", "area.yaml:19:19"]


def test_a_parameter_that_cannot_be_read_is_not_called_unknown_as_well(sound, faults):
    text = sound.replace("b: integer(2, 9)", "b: [2, 9]")
    assert [fault for _, fault, _ in faults(text)] == ["`b` is of the wrong kind"]


def test_without_its_title_nothing_else_can_be_judged(sound, faults):
    text = sound.replace("title: {en: Area, es: Área}\n", "").replace("2*(a + b)", "oops")
    assert [fault for _, fault, _ in faults(text)] == ["the field `title` is missing"]


def test_an_operator_that_fits_no_answer_says_so(sound, faults):
    found = faults(sound.replace("misconceptions:\n", "misconceptions:\n  convolve:\n"))
    assert [(place, fix) for place, _, fix in found] == [
        (
            "area.yaml:18:12",
            "it rewrites the formula of an answer: see the library for what it needs there",
        )
    ]


def test_a_value_that_an_operator_needs_is_asked_for_once(sound, faults):
    text = sound.replace("area: a * b\nprompt", "area: conv_params(a, b, a)\nprompt")
    text = text.replace("misconceptions:\n", "misconceptions:\n  macs_for_params:\n")
    assert [(place, fault) for place, fault, _ in faults(text)] == [
        ("area.yaml:18:19", "`macs_for_params` needs a value called `output`")
    ]


def test_an_operator_is_not_blamed_for_a_formula_that_cannot_be_read(sound, faults):
    text = sound.replace("area: a * b\nprompt", "area: maxx(a, b)\nprompt")
    text = text.replace("misconceptions:\n", "misconceptions:\n  convolve:\n")
    assert [fault for _, fault, _ in faults(text)] == ["there is no function `maxx`"]


def test_the_sound_exercise_is_read(sound):
    exercise = read_exercise(sound, "area.yaml")
    assert (exercise.id, exercise.version, exercise.languages) == ("area", 1, ("en", "es"))
    assert exercise.examples[0].place == "area.yaml:24:5"
    assert exercise.rules.separate == ("perimeter",)


def test_a_decimal_is_what_was_written_not_its_binary_neighbor(sound):
    text = sound.replace("type: integer", "type: number, tolerance: {rel: 0.1}, weight: 0.3")
    answer = read_exercise(text, "area.yaml").answers[0]
    assert (answer.tolerance.relative, answer.weight) == (Fraction(1, 10), Fraction(3, 10))


OF_THE_LIBRARY = """\
schema: exercise/1
id: slide
version: 1
title: Slide
params: {image: "matrix(4, 4, 0, 9)", kernel: "matrix(3, 3, -2, 2)"}
let:
  out: correlate(image, kernel)
prompt: "{{ image | matrix }} {{ kernel | matrix }}"
answers:
  out: {type: matrix}
misconceptions:
  convolve: FIELDS
"""


@pytest.mark.parametrize(
    ("own", "value"), [("credit", "0.7"), ("say", "Turned."), ("name", "turned")]
)
def test_a_misconception_with_a_formula_of_its_own_keeps_what_else_the_library_has(own, value):
    written = f'{{gives: "convolve(image, kernel)", {own}: {value}}}'
    (read,) = read_exercise(OF_THE_LIBRARY.replace("FIELDS", written), "slide.yaml").misconceptions
    (whole,) = read_exercise(OF_THE_LIBRARY.replace("FIELDS", ""), "slide.yaml").misconceptions

    for field in ("credit", "say", "name"):
        assert (getattr(read, field) == getattr(whole, field)) is (field != own)


def test_the_generators_that_files_may_name_are_those_that_exist():
    assert tuple(GENERATORS) == parameters.GENERATORS


@settings(deadline=None, max_examples=150)
@given(st.data())
def test_a_damaged_file_is_an_exercise_or_an_exercise_error(data):
    lines = MANY_MISTAKES.replace("  image: flag()\n", "").splitlines()
    damage = st.sampled_from(
        ["", "x", "- 1", "  out: [1]", "{", "title: 3", "  1: ~", "\t", "a: b"]
    )
    for _ in range(data.draw(st.integers(1, 4))):
        lines[data.draw(st.integers(0, len(lines) - 1))] = data.draw(damage | st.text(max_size=20))
    try:
        read = read_exercise("\n".join(lines), "f.yaml")
    except ExerciseError as error:
        assert all(str(fault).startswith("f.yaml:") for fault in error.faults)  # noqa: PT017 - either is fine
    else:
        assert isinstance(read, Exercise)
