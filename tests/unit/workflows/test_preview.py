"""One variant with everything that students do not see."""

import pytest

from grader.assets import bundled
from grader.spec import Bank
from grader.workflows.preview import preview

BANK = Bank([bundled("exercises")])


@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize("exercise", sorted(BANK.files))
def test_title_key_and_every_misconception_are_shown_in_both_languages(exercise, language):
    exercise = BANK.exercise(exercise)
    text = preview(exercise, language=language)
    assert exercise.title[language] in text
    for answer in exercise.answers:
        assert f"\n{answer.name}{'(' if answer.cases else ' = '}" in text
    for misconception in exercise.misconceptions:
        assert f"\n{misconception.id}" in text


def test_a_seed_always_shows_the_same_variant_and_another_seed_another():
    exercise = BANK.exercise("predict-correlation")
    assert preview(exercise, seed=3) == preview(exercise, seed=3) != preview(exercise, seed=4)


def test_a_language_that_the_exercise_lacks_is_replaced_by_its_first():
    exercise = BANK.exercise("identify-shift")
    assert preview(exercise, language="fr") == preview(exercise, language="en")
