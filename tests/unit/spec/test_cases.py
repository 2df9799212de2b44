"""Functions in exercise files, and what can be wrong with how they are tried."""

import pytest

from grader.errors import ExerciseError
from grader.spec import read_exercise

SOUND = """\
schema: exercise/1
id: try
version: 1
title: {en: Try, es: Prueba}
params:
  scale: integer(2, 4)
prompt: {en: Go., es: Ya.}
answers:
  f:
    type: function
    arguments: [image, kernel]
    expect: scale * correlate(image, kernel, mode="valid")
    cases:
      square:
        times: 4
        share: 0.5
        draw:
          size: integer(3, 5)
          image: matrix(size, size, 0, 9)
          kernel: matrix(3, 3, 1, 2)
        require: [sum(kernel) > scale]
        label: {en: Square, es: Cuadrado}
        say: {en: "Times {{ scale }}.", es: "Por {{ scale }}."}
misconceptions:
  convolve:
  unscaled:
    gives: correlate(image, kernel, mode="valid")
    say: {en: No scale., es: Sin escala.}
tests:
  - answer:
      f: scale * correlate(image, kernel, mode="valid")
    expect: {score: 1}
"""


def faults(text):
    with pytest.raises(ExerciseError) as error:
        read_exercise(text, "try.yaml")
    return [str(fault) for fault in error.value.faults]


def test_a_function_is_read_with_its_arguments_and_groups():
    (answer,) = read_exercise(SOUND, "try.yaml").answers

    (group,) = answer.cases
    assert answer.arguments == ("image", "kernel")
    assert (group.name, group.times, float(group.share)) == ("square", 4, 0.5)
    assert [one.name for one in group.draw] == ["size", "image", "kernel"]
    assert group.label["es"] == "Cuadrado"


def test_a_misconception_of_the_library_rewrites_what_the_function_returns():
    convolve, _ = read_exercise(SOUND, "try.yaml").misconceptions

    assert convolve.gives["f"].source == "(scale * convolve(image, kernel, mode='valid'))"


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("[image, kernel]", "[]", "a function needs arguments"),
        ("[image, kernel]", "[image, kernel, image]", "`image` stands here twice"),
        ("[image, kernel]", "[image, kernel, scale]", "`scale` is a value of the exercise already"),
        ("[image, kernel]", "[image, kernel, lambda]", "`lambda` is a word of Python"),
        ("[image, kernel]", "[image, kernel, mode]", "`mode` is not drawn"),
        ("size: ", "scale: ", "`scale` is a value of the exercise"),
        ("matrix(size,", "matrix(kernel,", "there is no value called `kernel` here"),
        ("sum(kernel)", "sum(kernal)", "did you mean `kernel`?"),
        ("integer(3, 5)", "uniform(3, 5)", "there is no generator `uniform`"),
        ('"Times {{ scale }}."', '"{{ image }}"', "there is no value called `image` here"),
        (", es: Cuadrado", "", "the Spanish text is missing"),
        ("type: function", "type: matrix", "`matrix` has no arguments"),
        ("    arguments", "    carry: [f]\n    arguments", "a function has no `carry`"),
        ("    arguments", "    parts: {a: scale}\n    arguments", "a function has no `parts`"),
        (
            "    gives: correlate(image",
            "    gives: correlate(photo",
            "called `photo` here",
        ),
        (
            "      f: scale * correlate(image",
            "      f: scale * correlate(photo",
            "called `photo` here",
        ),
    ],
)
def test_what_is_wrong_with_a_function_is_said(old, new, said):
    assert old in SOUND
    assert any(said in fault for fault in faults(SOUND.replace(old, new)))


def test_a_function_needs_a_formula():
    text = SOUND.replace('    expect: scale * correlate(image, kernel, mode="valid")\n', "")

    assert any("a function needs `expect`" in fault for fault in faults(text))


def test_a_function_needs_cases():
    head, _, rest = SOUND.partition("    cases:\n")
    text = head + rest[rest.index("misconceptions:") :]

    assert any("a function needs cases" in fault for fault in faults(text))


def test_a_function_has_a_bounded_number_of_cases():
    group = "{times: 16, draw: {image: 'flag()', kernel: 'flag()'}}"
    head, _, rest = SOUND.partition("      square:\n")
    text = f"{head}      one: {group}\n      two: {group}\n{rest[rest.index('misconceptions:') :]}"

    assert any("32 cases are too many" in fault for fault in faults(text))
