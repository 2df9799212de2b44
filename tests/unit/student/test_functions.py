"""`check` looks at functions: whether they can be called, and in practice what they return."""

import pytest

from grader import notebooks
from grader.model.assignment import Student
from grader.workflows.course import Sources
from grader.workflows.secrets import Secret

EXERCISE = """\
schema: exercise/1
id: practice
version: 1
title: {en: Practice, es: Práctica}
params:
  scale: integer(2, 9)
prompt: {en: "{{ scale }}", es: "{{ scale }}"}
given: [scale]
answers:
  f:
    type: function
    arguments: [image, kernel]
    expect: correlate(image, kernel, mode="valid")
    cases:
      square:
        times: 3
        label: {en: squares, es: cuadrados}
        draw: {image: "matrix(4, 4, 11, 99)", kernel: "matrix(3, 3, 1, 9)"}
misconceptions:
  convolve:
"""
ASSIGNMENT = """\
schema: assignment/1
id: week-1
title: {en: Week 1, es: Semana 1}
feedback: %s
exercises: [practice]
"""
RIGHT = """\
def f(image, kernel):
    out = []
    for y in range(len(image) - len(kernel) + 1):
        out.append([])
        for x in range(len(image[0]) - len(kernel[0]) + 1):
            out[-1].append(sum(kernel[u][v] * image[y + u][x + v]
                for u in range(len(kernel)) for v in range(len(kernel[0]))))
    return out
"""


@pytest.fixture
def begun(kernel, tmp_path, monkeypatch):
    """Return a kernel whose notebook asks for a function, with that feedback and language."""

    def of(feedback="full", language="en"):
        folder = tmp_path / "exercises" / "assignments"
        folder.mkdir(parents=True)
        (folder.parent / "practice.yaml").write_text(EXERCISE)
        (folder / "week-1.yaml").write_text(ASSIGNMENT % feedback)
        monkeypatch.chdir(tmp_path)
        course = Sources(assignment=folder / "week-1.yaml").load(Secret(key=b"practice"))
        student = Student(id="ada", name="Ada", language=language)
        sheet = course.worksheet(student, course.variants(student))
        kernel.namespace["SHEET"] = notebooks.sheet(sheet)
        kernel.run("check.begin(SHEET)\nscale = " + str(sheet.exercises[0].given["scale"]))
        return kernel

    return of


def checked(kernel, source):
    kernel.run(source)
    return "\n".join(kernel.run("check(f)"))


def test_a_function_that_can_be_called_has_the_right_form(begun):
    assert checked(begun("format"), RIGHT) == "✓ f: the form is right"


@pytest.mark.parametrize("source", ["f = ...", "def f(image, kernel):\n    ..."])
def test_a_function_as_it_was_handed_out_is_not_answered(begun, source):
    assert checked(begun("format"), source) == "… f: not answered yet"


def test_what_is_no_function_is_told_how_one_begins(begun):
    assert "`def f(image, kernel):`" in checked(begun("format"), "f = [[1, 2]]")


@pytest.mark.parametrize("source", ["def f(image): return image", "f = lambda: 3"])
def test_a_function_of_other_arguments_is_told_so(begun, source):
    assert "it cannot be called with 2 arguments" in checked(begun("format"), source)


@pytest.mark.parametrize("source", ["f = max", "def f(*all): return all", "f = dict.get"])
def test_whatever_takes_the_arguments_has_the_right_form(begun, source):
    assert checked(begun("format"), source) == "✓ f: the form is right"


def test_in_practice_a_right_function_is_called_right(begun):
    told = checked(begun(), RIGHT)

    assert "✓ f: right, 1 of 1" in told
    assert "✓ squares: 3 of 3" in told


def test_in_practice_a_wrong_method_is_named(begun):
    told = checked(begun(), RIGHT.replace("kernel[u][v]", "kernel[-u - 1][-v - 1]"))

    assert "✗ squares: 0 of 3" in told
    assert "3 of 3 cases that tell it apart" in told


def test_in_practice_a_failure_is_told_without_a_cell(begun):
    told = checked(begun(), "def f(image, kernel):\n    return image[9]")

    assert "Your code stopped with IndexError: list index out of range." in told


def test_in_practice_a_list_is_no_function(begun):
    assert "not the right form" in checked(begun(), "f = 3")


def test_in_practice_a_blank_function_is_not_called_wrong(begun):
    told = checked(begun(), "def f(image, kernel):\n    ...")

    assert "blank" in told
    assert "wrong" not in told


def test_an_interruption_ends_the_check(begun):
    kernel = begun()
    kernel.run("def f(image, kernel):\n    raise KeyboardInterrupt")

    with pytest.raises(KeyboardInterrupt):
        kernel.run("check(f)")


def test_in_practice_spanish_is_spoken(begun):
    assert "✓ cuadrados: 3 de 3" in checked(begun(language="es"), RIGHT)
