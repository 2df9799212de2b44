from string import Formatter

import pytest

from grader.model.text import LANGUAGES
from grader.notebooks.phrases import FATAL, NOTES, SENTENCES

PHRASES = {**SENTENCES, **FATAL, **NOTES}


def placeholders(text):
    return sorted(name for _, name, _, _ in Formatter().parse(text) if name is not None)


@pytest.mark.parametrize("code", PHRASES)
def test_a_phrase_exists_in_every_language_of_ours(code):
    assert tuple(PHRASES[code]) == LANGUAGES


@pytest.mark.parametrize("code", PHRASES)
def test_a_phrase_has_the_same_placeholders_in_every_language(code):
    first, *others = (placeholders(text) for text in PHRASES[code].values())

    assert all(other == first for other in others)


@pytest.mark.parametrize("code", PHRASES)
def test_the_languages_of_a_phrase_differ(code):
    assert len(set(PHRASES[code].values())) == len(LANGUAGES)


def test_a_code_means_one_thing():
    assert len(PHRASES) == len(SENTENCES) + len(FATAL) + len(NOTES)
