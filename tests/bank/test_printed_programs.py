"""A program that a prompt prints does what the exercise says of it."""

import re

import pytest

from grader.model.value import Value
from grader.spec import Bank
from grader.texts import render
from grader.variants import Drawing

SAMPLE = 60


@pytest.fixture(scope="module")
def variants(root):
    """Variants of the exercise that prints a faulty program."""
    drawing = Drawing(Bank([root / "exercises"]).exercise("repair-the-bug"))
    return [drawing.variant(b"printed programs", f"student-{n}") for n in range(SAMPLE)]


def program(variant, language):
    """Return the function that the prompt of a variant prints."""
    text = render(variant.exercise.prompt[language], variant.values, language)
    (source,) = re.findall(r"```python\n(.*?)```", text, re.DOTALL)
    namespace = {}
    exec(source, namespace)  # noqa: S102 - our own prompt
    return namespace["correlate2d"]


def rows(value: Value):
    """Return a matrix as the student's code gets it."""
    return [list(row) for row in value]


def returned(function, image, kernel):
    return tuple(map(tuple, function(rows(image), rows(kernel))))


@pytest.mark.parametrize("language", ["en", "es"])
def test_the_faulty_program_gives_what_is_printed_below_it(variants, language):
    for variant in variants:
        values = variant.values
        shown = returned(program(variant, language), values["photo"], values["weights"])
        assert shown == values["printed"], variant.student


def test_the_faulty_program_handed_in_as_it_is_is_known(variants):
    for variant in variants:
        function = program(variant, "en")
        wrong = variant.wrong["not_repaired"]["correlate2d"]
        for case, (result,) in zip(variant.cases["correlate2d"], wrong, strict=True):
            arguments = case.arguments["image"], case.arguments["kernel"]
            assert returned(function, *arguments) == result, variant.student


def test_every_fault_is_drawn(variants):
    assert {variant.key["effect"] for variant in variants} == {
        "turned",
        "mirrored",
        "one_radius",
        "last_row",
        "wrapped",
        "edge_lost",
    }
