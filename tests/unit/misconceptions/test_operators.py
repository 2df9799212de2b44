"""Two mistakes made at once."""

from fractions import Fraction

import pytest

from grader.expressions import parse
from grader.misconceptions import LIBRARY, compose
from grader.model.text import LANGUAGES
from grader.texts import check_template

BOTH = compose(LIBRARY["convolve"], LIBRARY["replicate_border"])


def test_two_mistakes_are_made_one_after_the_other():
    wrong = BOTH.rewrite(parse("correlate(image, kernel)").tree)

    assert wrong == parse('convolve(image, kernel, boundary="replicate")').tree


@pytest.mark.parametrize(
    "source",
    ["convolve(image, kernel)", 'correlate(image, kernel, mode="valid")', "kernel"],
)
def test_two_mistakes_apply_where_each_does(source):
    assert BOTH.rewrite(parse(source).tree) is None


def test_a_mistake_that_undoes_another_is_none():
    undone = compose(LIBRARY["convolve"], LIBRARY["correlate"])

    assert undone.rewrite(parse("correlate(image, kernel)").tree) is None


def test_two_mistakes_have_both_names():
    assert BOTH.id == "convolve_and_replicate_border"
    assert BOTH.name["en"] == (
        "the kernel was rotated by 180°, and the edge of the image was replicated, instead of zeros"
    )
    assert BOTH.name["es"] == (
        "se giró el kernel 180° y, además, se replicó el borde de la imagen en lugar de poner ceros"
    )


@pytest.mark.parametrize("language", LANGUAGES)
def test_two_mistakes_say_what_both_say(language):
    assert all(
        LIBRARY[name].say[language] in BOTH.say[language]
        for name in ("convolve", "replicate_border")
    )
    assert check_template(BOTH.say[language], language) == frozenset()


def test_two_mistakes_earn_what_the_worse_one_earns():
    assert BOTH.credit == Fraction(3, 10)
