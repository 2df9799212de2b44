"""What students are told exists in every language, with the same values in it."""

from string import Formatter

import pytest

from grader.model.text import LANGUAGES
from grader.scoring.phrases import PHRASES, say


@pytest.mark.parametrize("code", PHRASES)
def test_a_phrase_has_every_language_and_equal_placeholders(code):
    text = PHRASES[code]
    assert tuple(text) == LANGUAGES
    placeholders = [
        sorted(name for _, name, _, _ in Formatter().parse(text[language]) if name)
        for language in LANGUAGES
    ]
    assert placeholders[0] == placeholders[1]
    assert text["en"] != text["es"]


def test_a_phrase_is_filled_in_in_every_language():
    assert say("output", cell=3, amount="64 kB") == {
        "en": "Stopped in code cell 3: it prints more than 64 kB.",
        "es": "Detenido en la celda de código 3: imprime más de 64 kB.",
    }


def test_an_unknown_phrase_is_a_mistake_of_ours():
    with pytest.raises(KeyError):
        say("oops")
