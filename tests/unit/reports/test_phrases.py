from string import Formatter

import pytest

from grader.model.grade import Verdict
from grader.model.text import LANGUAGES
from grader.reports.phrases import MARKS, PHRASES, VERDICTS, say


def placeholders(template):
    return sorted(name for _, name, _, _ in Formatter().parse(template) if name is not None)


@pytest.mark.parametrize("key", PHRASES)
def test_a_phrase_has_the_same_placeholders_in_every_language(key):
    texts = PHRASES[key]
    assert tuple(texts) == LANGUAGES
    assert len({tuple(placeholders(text)) for text in texts.values()}) == 1


@pytest.mark.parametrize("verdict", Verdict)
def test_a_verdict_has_a_mark_and_a_word_in_every_language(verdict):
    assert len(MARKS[verdict]) == 1
    assert tuple(VERDICTS[verdict]) == LANGUAGES


def test_a_language_that_we_do_not_speak_gets_english():
    assert say("output", "fr") == say("output", "en")
